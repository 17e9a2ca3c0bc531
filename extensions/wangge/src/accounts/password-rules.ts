/**
 * Which passwords may be chosen (NIST SP 800-63B §3.1.1.2): long enough, nothing of the account in it, none that everybody
 * tries first. No classes of characters are asked for: they make `Abcd1234!`, not better passwords.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import { refused } from '../kernel/refusal-rules.ts';

export const LEAST_SIGNS = 10;
/** More is somebody who wants to keep the server busy. */
export const MOST_SIGNS = 128;

/** Whose password it is to be. */
export interface Holder { email: string | null; first_name: string | null; last_name: string | null }

/** What is at fault with it; null: nothing. `common` are those that everybody tries first, in lower case. */
export function passwordFault(password: unknown, holder: Holder, common: ReadonlySet<string>): Refusal | null {
  if (typeof password !== 'string')
    return refused('password_text', 'password');
  const signs = [...password.normalize('NFC')].length;
  if (signs < LEAST_SIGNS)
    return refused('password_short', 'password', { least: LEAST_SIGNS, signs });
  if (signs > MOST_SIGNS)
    return refused('password_long', 'password', { most: MOST_SIGNS });
  const known = namesIn(holder).find(name => folded(password).includes(name));
  if (known !== undefined)
    return refused('password_named', 'password', { name: known });
  return isCommon(password, common) ? refused('password_common', 'password') : null;
}

/** Case and width make no difference, nor do spaces. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');
}

/** Of Latin letters three, of Chinese characters two: a surname alone is part of too many words. */
function namesIn({ email, first_name, last_name }: Holder): string[] {
  const [first, last] = [folded(first_name ?? ''), folded(last_name ?? '')];
  const login = folded(email ?? '');
  return [...new Set([login, login.split('@')[0]!, last + first, first + last, first, last])]
    .filter(name => [...name].length >= (/\p{Script=Han}/u.test(name) ? 2 : 3));
}

/** Words of this product and its field, which everybody here thinks of. */
const OF_THE_HOUSE = new Set(['wangge', 'directus', 'wanggehua', '网格', '网格化', '网格化管理', '街道', '社区', 'jiedao', 'shequ']);
/** So many figures and signs around a common word make it no better. */
const FRILLS = 6;
const LEAST_DIFFERENT = 5;

export function isCommon(password: string, common: ReadonlySet<string>): boolean {
  const text = folded(password);
  return withoutFrills(text).some(word => common.has(word) || OF_THE_HOUSE.has(word))
    // A telephone number, a date, an identity number.
    || /^\P{L}+$/u.test(text)
    || new Set(text).size < LEAST_DIFFERENT
    || /^(.{1,6})\1+$/u.test(text)
    || isRun(text);
}

/** The text without so many figures and signs before it and behind it. */
function withoutFrills(text: string): string[] {
  const before = /^\P{L}*/u.exec(text)![0].length;
  const behind = /\P{L}*$/u.exec(text)![0].length;
  const words: string[] = [];
  for (let head = 0; head <= Math.min(before, FRILLS); head++) {
    for (let tail = 0; head + tail <= FRILLS && tail <= behind; tail++)
      words.push(text.slice(head, text.length - tail));
  }
  return words;
}

/** `abcdefghij`, `98765432ab`: most signs follow from the one before. */
function isRun(text: string): boolean {
  const codes = [...text].map(sign => sign.codePointAt(0)!);
  const steps = codes.slice(1).map((code, n) => code - codes[n]!);
  return steps.filter((step, n) => Math.abs(step) <= 1 && (n === 0 || step === steps[n - 1])).length >= steps.length * 0.75;
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const OF_A_GROUP = 4;

/** A first password, to be read from paper: no signs that look alike, 79 bits. `random` gives an integer from 0 up to, not with, its argument. */
export function firstPassword(random: (below: number) => number): string {
  const group = (): string => Array.from({ length: OF_A_GROUP }, () => LETTERS[random(LETTERS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
