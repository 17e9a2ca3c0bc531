/** A screen's sentences in the language of the Studio: English where that is English, else Chinese. */
import type { CommonWord } from './common-words.ts';
import { COMMON_EN, COMMON_ZH } from './common-words.ts';

export type Params = Record<string, string | number>;
export type Speak<Word extends string> = (word: Word | CommonWord, params?: Params) => string;
/** A screen's sentences, before it is known in which language. */
export type Speaker<Word extends string> = (locale: string) => Speak<Word>;
/** The name of a code of the form's lists, in the reader's language. */
export type CodeName = (list: string, code: string) => string;

export function speakerOf<Word extends string>(zh: Record<Word, string>, en: Record<Word, string>): Speaker<Word> {
  return (locale) => {
    const words: Record<Word | CommonWord, string> = locale.toLowerCase().startsWith('en') ? { ...COMMON_EN, ...en } : { ...COMMON_ZH, ...zh };
    return (word, params = {}) => words[word].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
  };
}

/** Of what has no sentences of its own. */
export const commonSpeaker = speakerOf({}, {});
