/**
 * Which personal data stands in a text that is to be published (H4: personal data is kept out)?
 *
 * Found are telephone, identity and plate numbers, e-mail addresses, door numbers, names by the
 * words around them, and the name and telephone of whoever reported the issue. Digits may be full
 * width or spaced. A finder is no reader: it errs to the side of asking, and the editor has the word.
 *
 * Sources: GB 11643-1999 (identity number and its check digit), GA 36-2018 (plates), the Ministry of
 * Industry's numbering plan (mobile 1[3-9], area codes 0xx/0xxx).
 */

export type PersonalDataKind = 'identity_number' | 'phone' | 'plate' | 'email' | 'door' | 'name' | 'contact';

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
  const plain = plainly(text);
  const faults = [
    ...numbersIn(plain),
    ...PATTERNS.flatMap(({ kind, pattern }) => matches(plain, kind, pattern)),
    ...namesIn(plain),
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
    .toUpperCase();
}

// ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Groups of digits that may belong together: 138 0013 8000, 138-0013-8000, 1 3 8 0 0 … */
const RUN = /\d+(?:[ .-]{1,2}\d+)*(?:[ .-]?X)?/g;
const GROUP = /\d+X?|X/g;
const DATE = '(?:19|20)\\d\\d[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\\d|3[01])';
/** A date, or from one to another, is nobody's number. */
const DATES = new RegExp(`(?<![\\d.-])${DATE}(?: ?- ?${DATE})?(?!-?\\d)`, 'g');

interface NumberShape { kind: PersonalDataKind; lengths: readonly number[]; groups: number; is: (digits: string) => boolean }

const SHAPES: readonly NumberShape[] = [
  { kind: 'identity_number', lengths: [18], groups: 6, is: isIdentityNumber },
  { kind: 'identity_number', lengths: [15], groups: 5, is: isOldIdentityNumber },
  { kind: 'phone', lengths: [11, 13], groups: 5, is: digits => /^(?:86)?1[3-9]\d{9}$/.test(digits) },
  { kind: 'phone', lengths: [10, 11, 12], groups: 4, is: digits => /^0(?:10|2\d|[3-9]\d\d)[1-9]\d{6,7}$/.test(digits) },
  { kind: 'phone', lengths: [10], groups: 4, is: digits => /^[48]00\d{7}$/.test(digits) },
  { kind: 'phone', lengths: [7, 8], groups: 2, is: digits => /^[2-8]\d{6,7}$/.test(digits) && !/^20\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$/.test(digits) },
];

/** Every row of neighbouring groups that together have the shape of somebody's number. */
function numbersIn(text: string): Span[] {
  const undated = text.replaceAll(DATES, date => '_'.repeat(date.length));
  return [...undated.matchAll(RUN)].flatMap(({ 0: run, index }) => {
    const groups = [...run.matchAll(GROUP)].map(group => ({ digits: group[0], from: index + group.index, until: index + group.index + group[0].length }));
    return groups.flatMap((first, at) => SHAPES.flatMap((shape): Span[] => {
      const last = endOf(groups.slice(at), shape);
      return last === null ? [] : [{ kind: shape.kind, from: first.from, until: last }];
    }));
  });
}

interface Group { digits: string; until: number }

/** Where the number ends that begins with these groups. It is written in few groups, or each digit by itself. */
function endOf(groups: readonly Group[], { lengths, groups: most, is }: NumberShape): number | null {
  let digits = '';
  const longest = Math.max(...lengths);
  for (const [index, group] of groups.entries()) {
    digits += group.digits;
    if (digits.length > longest)
      return null;
    if (lengths.includes(digits.length) && (index < most || digits.length === index + 1) && is(digits))
      return group.until;
  }
  return null;
}

/** GB 11643: region, birthday, sequence; a wrong check digit is a slip of the pen and still a person's number. */
export function isIdentityNumber(part: string): boolean {
  return /^[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(part);
}

function isOldIdentityNumber(part: string): boolean {
  return /^[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/.test(part);
}

// ── Patterns ─────────────────────────────────────────────────────────────────────────────────────────────────

const NUMBER = '(?:\\d{1,4}|[一二三四五六七八九十百零〇]{1,4}|[甲乙丙丁])[A-Z]?';
const BUILDING = `${NUMBER} ?(?:号?楼|号院|[栋幢座])`;
const UNIT = `${NUMBER} ?(?:单元|门洞?)`;
const ROOM = `(?:\\d{3,4}[A-Z]?|[一二三四五六七八九十百零〇]{3,4}) ?[室户房]?`;

const PATTERNS: readonly { kind: PersonalDataKind; pattern: RegExp }[] = [
  { kind: 'email', pattern: /[\w.+-]+ ?@ ?[A-Z0-9-]+(?:\.[A-Z0-9-]+)+/g },
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

// ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────

const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠曲封芮储靳段焦巴牧谷车侯全班仲伊宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲丛鄂索咸籍赖卓蔺屠蒙池乔阴闻党翟谭贡劳姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀尚农温别庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖终居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰巢关相查游权盖益桓公覃佟闫肖';
const DOUBLE = '欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|长孙|宇文|端木|百里|南宫';
const SURNAME = `(?:${DOUBLE}|[${SURNAMES}])`;
const TITLES = '先生|女士|小姐|太太|阿姨|大爷|大妈|大娘|大叔|奶奶|爷爷|师傅|老师|同学|某某|某';
/** 居民王, 住户李… : a surname with a title, and up to two characters of a given name before it. */
const HONORIFIC = new RegExp(`${SURNAME}[\\u4E00-\\u9FA5]{0,2}?(?:${TITLES})`, 'g');
const LABELLED = new RegExp(`(?:姓名|联系人|反映人|投诉人|举报人|当事人|报修人|户主|业主|住户|租户|患者|死者)(?:姓名)? ?(?:[:：为是叫] ?|(?=${SURNAME}某))(${SURNAME}[\\u4E00-\\u9FA5·]{1,3})`, 'g');
/** Words that only look like a surname with a title. */
const NO_NAMES = /^(?:高龄|安全|平安|老|国家|公共|文明|全体|单身|成年|养老|都)/;

function namesIn(text: string): Span[] {
  const honorific = matches(text, 'name', HONORIFIC).filter(({ from, until }) => !NO_NAMES.test(text.slice(from, until)));
  const labelled = [...text.matchAll(LABELLED)].map((match) => {
    const from = match.index + match[0].length - match[1]!.length;
    return { kind: 'name' as const, from, until: from + match[1]!.length };
  });
  return [...honorific, ...labelled];
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
