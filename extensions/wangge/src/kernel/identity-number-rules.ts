/**
 * Is this a number of its kind, and what does it say?
 *
 * Identity numbers (GB 11643-1999), unified social credit codes (GB 32100-2015), telephone numbers
 * (numbering plan of the Ministry of Industry). What people do to numbers on keyboards and in
 * spreadsheets is forgiven: full width, spaces, hyphens, lower case. A wrong digit is not.
 */
import type { Day } from './values.ts';
import { isDay } from './civil-date-rules.ts';

export interface IdentityNumber { number: string; birth_on: Day; sex: 'male' | 'female'; region: string }

/** Provinces of GB/T 2260, and the residence permits of Hong Kong (81), Macao (82) and Taiwan (83). */
const PROVINCES = new Set('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '));

/** 18 digits, or the 15 of before 1999 (converted). Null: no such number can have been given to anyone born by `today`. */
export function parseIdentityNumber(text: string, today: Day): IdentityNumber | null {
  const written = plainly(text);
  const number = /^\d{15}$/.test(written) ? modern(written) : written;
  if (!/^\d{17}[\dX]$/.test(number) || checkDigit(number) !== number[17] || !hasRegion(number))
    return null;
  const birth_on = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isDay(birth_on) || birth_on < '1900-01-01' || birth_on > today)
    return null;
  return { number, birth_on, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female', region: number.slice(0, 6) };
}

/** Of foreigners with permanent residence the number begins with 9, then the province (rules of 2023). */
function hasRegion(number: string): boolean {
  return PROVINCES.has(number[0] === '9' ? number.slice(1, 3) : number.slice(0, 2));
}

function modern(fifteen: string): string {
  const first17 = `${fifteen.slice(0, 6)}19${fifteen.slice(6)}`;
  return first17 + checkDigit(first17);
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The eighteenth digit of an identity number, from its first seventeen. */
export function checkDigit(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return '10X98765432'[sum % 11]!;
}

/**
 * A mobile number, a landline with its area code, or a 400/800 number, as digits alone.
 * The prefix of the country is dropped.
 */
export function parsePhone(text: string): string | null {
  const written = text.normalize('NFKC').replaceAll(/[\s()\-\u2010-\u2015.]/g, '');
  const abroad = /^(?:\+|00)86/.test(written);
  const home = written.replace(/^(?:\+86|0086|86(?=1[3-9]\d{9}$))/, '');
  if (/^(?:1[3-9]\d{9}|[48]00\d{7})$/.test(home))
    return home;
  const landline = abroad && !home.startsWith('0') ? `0${home}` : home;
  return /^0(?:10|2\d|[3-9]\d\d)[2-8]\d{6,7}$/.test(landline) ? landline : null;
}

const CREDIT_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_CODE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** Registering department, kind, region (6 digits), organisation (9), check sign; in upper case. */
export function parseCreditCode(text: string): string | null {
  const code = plainly(text);
  return CREDIT_CODE.test(code) && creditCheckSign(code) === code[17] ? code : null;
}

/** The eighteenth sign of a credit code, from its first seventeen: weights are the powers of 3 modulo 31. */
export function creditCheckSign(first17: string): string {
  let sum = 0;
  for (let index = 0, weight = 1; index < 17; index++, weight = weight * 3 % 31)
    sum += CREDIT_SIGNS.indexOf(first17[index]!) * weight;
  return CREDIT_SIGNS[(31 - sum % 31) % 31]!;
}

/** Half width, upper case, without spaces and hyphens. */
function plainly(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s\-\u2010-\u2015]/g, '').toUpperCase();
}
