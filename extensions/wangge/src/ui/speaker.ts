/** A folder's sentences in the language of the Studio: English where that is English, else Chinese. */
export type Params = Record<string, string | number>;
export type Speaker<Word extends string> = (word: Word, params?: Params) => string;

export function speakerOf<Word extends string>(zh: Record<Word, string>, en: Record<Word, string>): (locale: string) => Speaker<Word> {
  return (locale) => {
    const words = locale.toLowerCase().startsWith('en') ? en : zh;
    return (word, params = {}) => words[word].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
  };
}
