/**
 * Which personal data stands in a text that is to be published (H4: personal data is kept out)?
 *
 * Found are telephone, identity, passport, permit, bank card and plate numbers, e-mail addresses, accounts of
 * messengers, door numbers, names by the words around them, and the name and telephone of whoever reported the
 * issue. Digits may be full width, spaced or spelt in Chinese. A finder is no reader: it errs to the side of asking, and the editor has the word.
 *
 * Sources: GB 11643-1999 (identity number and its check digit), GA 36-2018 (plates), the Ministry of
 * Industry's numbering plan (mobile 1[3-9], area codes 0xx/0xxx).
 */
import { parseCreditCode } from './identity-number-rules.ts';
import { namesIn } from './personal-name-rules.ts';

export type PersonalDataKind = 'identity_number' | 'document' | 'bank_card' | 'phone' | 'account' | 'plate' | 'email' | 'door' | 'name' | 'contact';

export interface Fault {
  field: string;
  kind: PersonalDataKind;
  /** As it stands in the text. */
  found: string;
  /** Where it begins, in UTF-16 units. */
  position: number;
}

/** Who reported the issue. */
export interface Contact { name: string | null; phone: string | null }

const NOBODY: Contact = { name: null, phone: null };

/** Faults in the order of the fields and of the text; where two overlap, the longer one stands. */
export function findPersonalData(texts: Readonly<Record<string, string | null>>, contact: Contact = NOBODY): Fault[] {
  return Object.entries(texts).flatMap(([field, text]) => text === null ? [] : inText(field, text, contact));
}

function inText(field: string, text: string, contact: Contact): Fault[] {
  const plain = withoutCreditCodes(plainly(text));
  const faults = [
    ...numbersIn(withDigits(plain)),
    ...PATTERNS.flatMap(({ kind, pattern }) => matches(plain, kind, pattern)),
    ...namesIn(plain).map(span => ({ kind: 'name' as const, ...span })),
    ...contactIn(plain, contact),
  ].map(({ kind, from, until }) => ({ field, kind, found: text.slice(from, until), position: from, until }));
  faults.sort((a, b) => a.position - b.position || b.until - a.until);
  const kept: typeof faults = [];
  for (const fault of faults) {
    const last = kept.at(-1);
    if (last === undefined || fault.position >= last.until)
      kept.push(fault);
    else if (fault.until - fault.position > last.until - last.position)
      kept[kept.length - 1] = fault;
  }
  return kept.map(({ until: _, ...fault }) => fault);
}

interface Span { kind: PersonalDataKind; from: number; until: number }

/** Full-width letters, digits and signs as their plain forms, one for one: positions stay. */
function plainly(text: string): string {
  return text.replaceAll(/[\uFF01-\uFF5E]/g, sign => String.fromCharCode(sign.charCodeAt(0) - 0xFEE0))
    .replaceAll(/[\u3000\u00A0]/g, ' ')
    .replaceAll(/[—–－〜～]/g, '-')
    // Not those that become two: ß.
    .replaceAll(/\p{Lowercase}/gu, (sign) => {
      const capital = sign.toUpperCase();
      return capital.length === sign.length ? capital : sign;
    });
}

/** The code of an organisation (GB 32100) is nobody's, and holds what looks like a telephone. */
function withoutCreditCodes(text: string): string {
  return text.replaceAll(/(?<![\dA-Z])[159ANY][\dA-Z]\d{6}[\dA-Z]{10}(?![\dA-Z])/g, code =>
    isIdentityNumber(code) || (/^\d{17}/.test(code) && parseCreditCode(code) === null) ? code : '_'.repeat(code.length));
}

const NUMERALS = new Map([...'零一二三四五六七八九'].flatMap((sign, digit) => [[sign, digit], ['〇幺贰叁肆伍陆柒捌玖'[digit]!, digit], ['○壹两叁肆伍陆柒捌玖'[digit]!, digit]]));
const SPELT = new RegExp(`[\\d${[...NUMERALS.keys()].join('')}](?:[ .-]?[\\d${[...NUMERALS.keys()].join('')}]){6,}`, 'g');

/** Numbers that are spelt digit by digit (一三八〇〇…), as digits; one for one. */
function withDigits(text: string): string {
  return text.replaceAll(SPELT, spelt => spelt.replaceAll(/\D/g, sign => String(NUMERALS.get(sign) ?? sign)));
}

// ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Groups of digits that may belong together: 138 0013 8000, 138-0013-8000, 1 3 8 0 0 … */
const RUN = /\d+(?:[ .()-]{1,2}\d+)*(?:[ .-]?X)?/g;
const GROUP = /\d+X?|X/g;
const DATE = '(?:19|20)\\d\\d[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\\d|3[01])';
/** A date, or from one to another, is nobody's number. */
const DATES = new RegExp(`(?<![\\d.-])${DATE}(?: ?- ?${DATE})?(?!-?\\d)`, 'g');

interface NumberShape { kind: PersonalDataKind; lengths: readonly number[]; groups: number; is: (digits: string) => boolean; sizes?: RegExp }

const SHAPES: readonly NumberShape[] = [
  { kind: 'identity_number', lengths: [18], groups: 6, is: isIdentityNumber },
  { kind: 'identity_number', lengths: [15], groups: 5, is: isOldIdentityNumber },
  // Fours as on the card, or in one.
  { kind: 'bank_card', lengths: [16, 19], groups: 5, is: isBankCard, sizes: /^(?:(?:4,){3,4}[1-4]|1[6-9]|(?:1,){15,18}1|6,1[0-3])$/ },
  { kind: 'phone', lengths: [11, 13], groups: 5, is: digits => /^(?:86)?1[3-9]\d{9}$/.test(digits) },
  { kind: 'phone', lengths: [10, 11, 12], groups: 4, is: digits => /^0(?:10|2\d|[3-9]\d\d)[1-9]\d{6,7}$/.test(digits) },
  { kind: 'phone', lengths: [10], groups: 4, is: digits => /^[48]00\d{7}$/.test(digits) },
  { kind: 'phone', lengths: [7, 8], groups: 2, is: digits => /^[2-8]\d{6,7}$/.test(digits) && !/^20\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$/.test(digits) },
];

/** Digits: no number has more groups than that. */
const LONGEST = Math.max(...SHAPES.flatMap(({ lengths }) => lengths));

/** Every row of neighbouring groups that together have the shape of somebody's number. */
function numbersIn(text: string): Span[] {
  const undated = text.replaceAll(DATES, date => '_'.repeat(date.length));
  return [...undated.matchAll(RUN)].flatMap(({ 0: run, index }) => {
    const groups = [...run.matchAll(GROUP)].map(group => ({ digits: group[0], from: index + group.index, until: index + group.index + group[0].length }));
    return groups.flatMap((first, at) => {
      const following = groups.slice(at, at + LONGEST);
      return SHAPES.flatMap((shape): Span[] => {
        const last = endOf(following, shape);
        return last === null ? [] : [{ kind: shape.kind, from: first.from, until: last }];
      });
    });
  });
}

interface Group { digits: string; until: number }

/** Where the number ends that begins with these groups. It is written in few groups, or each digit by itself. */
function endOf(groups: readonly Group[], { lengths, groups: most, is, sizes }: NumberShape): number | null {
  let digits = '';
  const longest = Math.max(...lengths);
  for (const [index, group] of groups.entries()) {
    digits += group.digits;
    if (digits.length > longest)
      return null;
    if (lengths.includes(digits.length) && (index < most || digits.length === index + 1) && is(digits)
      && (sizes === undefined || sizes.test(groups.slice(0, index + 1).map(one => one.digits.length).join(',')))) {
      return group.until;
    }
  }
  return null;
}

/** GB 11643: region, birthday, sequence; a wrong check digit is a slip of the pen and still a person's number. */
export function isIdentityNumber(part: string): boolean {
  return /^[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(part);
}

/** ISO/IEC 7812: an issuer's beginning (UnionPay, Visa, MasterCard, American Express), and Luhn's check digit. */
function isBankCard(digits: string): boolean {
  if (!/^(?:4|5[1-5]|62|60|65|9558|3[47])/.test(digits))
    return false;
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 + 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

function isOldIdentityNumber(part: string): boolean {
  return /^[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/.test(part);
}

// ── Patterns ─────────────────────────────────────────────────────────────────────────────────────────────────

const NUMBER = '(?:\\d{1,4}|[一二三四五六七八九十百零〇]{1,4}|[甲乙丙丁])[A-Z]?';
const BUILDING = `${NUMBER} ?(?:号?楼|号院|[栋幢座])`;
const UNIT = `${NUMBER} ?(?:单元|门洞?)`;
const ROOM = `(?:\\d{3,4}[A-Z]?|[一二三四五六七八九十百零〇]{3,4}) ?[室户房]?`;

/** Numbers of things, which look like those of passports. */
const NO_THING = '(?<!(?:编号|杆号|井号|表号|设备号?|型号|批号|工单号?|单号|案号|文号|桩号)[ :：为是]{0,2})';
const LABEL = '(?:号码?|编号|证号|账号)?[ :：为是（(]{0,2}';

const PATTERNS: readonly { kind: PersonalDataKind; pattern: RegExp }[] = [
  { kind: 'email', pattern: /[\w.+-]+ ?@ ?[A-Z0-9-]+(?:\.[A-Z0-9-]+)+/g },
  // Passports (E, G; D, S, P of officials), permits for Hong Kong and Macao (C), for residents from there (H, M), for Taiwan (T, L).
  { kind: 'document', pattern: new RegExp(`(?<![A-Z0-9-])${NO_THING}(?:[EGCHMTL]\\d{8}(?:\\d{2})?|[EC][A-HJ-NP-Z]\\d{7}|[DSP]E?\\d{7,8}|1[45]\\d{7})(?![A-Z0-9-])`, 'g') },
  { kind: 'document', pattern: new RegExp(`(?:护照|通行证|回乡证|台胞证|居住证|居留证|军官证|士兵证|驾驶证|驾照|社保卡|医保卡|残疾人?证|港澳证)${LABEL}[A-Z]{0,2}\\d{6,18}X?`, 'g') },
  { kind: 'bank_card', pattern: new RegExp(`(?:银行卡|储蓄卡|信用卡|卡号|银行账[号户])${LABEL}\\d(?: ?\\d){11,20}`, 'g') },
  { kind: 'account', pattern: new RegExp(`(?:微信|WECHAT|WEIXIN|(?<![A-Z])[WV]X(?=[号 :：])|V信|QQ|扣扣|抖音|微博|支付宝)${LABEL}(?:[A-Z][A-Z\\d_-]{4,19}|\\d{5,12})`, 'g') },
  { kind: 'plate', pattern: /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z][ ·.•-]{0,2}(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[学警港澳挂领])(?![A-Z0-9])/g },
  // 3号楼2单元501室, 3号楼501, 2单元501
  { kind: 'door', pattern: new RegExp(`(?:${BUILDING}[ ,，、]?)?${UNIT}[ ,，、]?${ROOM}`, 'g') },
  { kind: 'door', pattern: new RegExp(`${BUILDING}[ ,，、]?(?:${NUMBER} ?[层楼][ ,，、]?)?${ROOM}`, 'g') },
  // 3-2-501, 3-501室, 3#501
  { kind: 'door', pattern: /(?<![\d.-])(?:\d{1,3} ?[-#] ?){2}\d{3,4}(?![\d-]|\.\d) ?[室户房]?/g },
  { kind: 'door', pattern: /(?<![\d.-])\d{1,3} ?[-#] ?\d{3,4} ?[室户房]/g },
  { kind: 'door', pattern: /(?<!\d)\d{3,4} ?(?:室|户室|房间|住户|号房|户(?=居民|业主|住户|[家的，。,.]|$))/g },
  { kind: 'door', pattern: /(?:门牌号?|房号) ?[:：为是]? ?[\dA-Z甲乙丙丁-]{1,10}/g },
];

function matches(text: string, kind: PersonalDataKind, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map(match => ({ kind, from: match.index, until: match.index + match[0].length }));
}

// ── Whoever reported it ──────────────────────────────────────────────────────────────────────────────────────

function contactIn(text: string, { name, phone }: Contact): Span[] {
  const spans: Span[] = [];
  const plainName = name === null ? '' : plainly(name).trim();
  if (plainName.length >= 2)
    spans.push(...matches(text, 'contact', new RegExp(spaced([...plainName.replaceAll(' ', '')]), 'g')));
  const digits = (phone ?? '').replaceAll(/\D/g, '');
  if (digits.length >= 7)
    spans.push(...matches(text, 'contact', new RegExp(`(?<!\\d)${spaced([...digits])}(?!\\d)`, 'g')));
  return spans;
}

function spaced(signs: readonly string[]): string {
  return signs.map(sign => sign.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[ .-]{0,2}');
}
