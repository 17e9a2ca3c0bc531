/**
 * How much of personal data may be read without asking for it?
 *
 * identity number `110105********002X`, phone `138****1234`, name `张*` and `张**` (whatever its
 * length), address to the building. What is masked already stays as it is.
 */

/** Numbers that stand in no readable column: masked in the row, encrypted beside it. */
export const SEALED_KINDS = ['identity_number', 'phone'] as const;
export type SealedKind = (typeof SEALED_KINDS)[number];

/** Plain personal text: seen by those who work in the grid and the offices of the set, masked in print and for everybody else. */
export const PERSONAL_KINDS = ['name', 'address', 'other'] as const;
export type PersonalKind = (typeof PERSONAL_KINDS)[number];

const HIDDEN = '***';

/** Region, and the last four. */
export function maskIdentityNumber(number: string): string {
  return masked(number, 6, 4);
}

export function maskPhone(number: string): string {
  return masked(number, 3, 4);
}

/** The first character; two stars also stand for a long name, so that its length says nothing. */
export function maskName(name: string): string {
  const [first, ...rest] = name.trim();
  if (first === undefined || rest.length === 0)
    return '*';
  return first + (rest.length === 1 ? '*' : '**');
}

const NUMBER = '(?:\\d{1,5}|[一二三四五六七八九十百零〇]{1,4}|[甲乙丙丁A-Z])';
/** 3号楼, 12栋, A座, 5号院, 3-2-501 (the first of three). */
const BUILDING = new RegExp(`${NUMBER} ?(?:号?楼|号院|[栋幢座])|(?<![\\d-])\\d{1,3}(?= ?[-#]\\d)`, 'gi');
const PLACE = /^.*(?:[省市区县镇乡村路街巷里园苑庄]|胡同|大道|大厦|广场)/su;

/** Up to the last building that is named; a house with a number of its own only to the road or village. */
export function maskAddress(address: string): string {
  const text = address.normalize('NFKC').trim();
  if (isMasked(text))
    return text;
  const building = [...text.matchAll(BUILDING)].at(-1);
  if (building !== undefined) {
    const end = building.index + building[0].length;
    return end === text.length ? text : text.slice(0, end) + HIDDEN;
  }
  const unnumbered = text.replace(/(?:\d|[一二三四五六七八九十百零〇]{1,4}号).*$/s, '');
  return (PLACE.exec(unnumbered)?.[0] ?? '') + HIDDEN;
}

export function maskSealed(kind: SealedKind, number: string): string {
  return kind === 'identity_number' ? maskIdentityNumber(number) : maskPhone(number);
}

export function maskPersonal(kind: PersonalKind, text: string): string {
  return { name: maskName, address: maskAddress, other: () => HIDDEN }[kind](text);
}

export function isMasked(text: string): boolean {
  return /[*＊]/.test(text);
}

/** Every sign in between is a star; of something too short for that nothing stays. */
function masked(text: string, head: number, tail: number): string {
  const hidden = text.length - head - tail;
  return hidden < 2 ? '*'.repeat(text.length) : text.slice(0, head) + '*'.repeat(hidden) + text.slice(-tail);
}
