/** The words of reports, in both languages. */
import type { Language } from '../../kernel/refusal-rules.ts';
import { EN } from './words-en.ts';
import { ZH } from './words-zh.ts';

export type Key = keyof typeof ZH;

export interface Speak {
  (key: Key, values?: Record<string, string | number>): string;
  language: Language;
}

export function wordsIn(language: Language): Speak {
  const words: Record<Key, string> = language === 'zh-CN' ? ZH : EN;
  const speak = (key: Key, values: Record<string, string | number> = {}): string => words[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  return Object.assign(speak, { language });
}

export function isKey(word: string): word is Key {
  return Object.hasOwn(ZH, word);
}
