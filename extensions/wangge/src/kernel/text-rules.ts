/**
 * What is kept of a text that people typed, pasted or imported (`cleanText`), and when two of them name the same thing
 * (`sameKey`).
 *
 * Kept is what somebody can see, and spaces. Dropped is what only machines notice: one vertical tab from Word makes a feed
 * unreadable for everybody, an override of direction shows a number backwards, a zero-width space alone met "required".
 * What is kept is well-formed XML 1.0 text (§2.2) in normal form C (UAX #15).
 */

// ── Clean ────────────────────────────────────────────────────────────────────────────────────────────────────

/** CR LF, CR, and what Unicode ends lines with (NEL, U+2028, U+2029). */
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;

/**
 * Signs that nobody sees: control characters but tab and line feed, half surrogates, noncharacters, what changes the
 * direction, joiners, fillers, soft hyphens, byte order marks, annotations, and the place of an object that was pasted.
 */
const UNSEEN = '[^\\P{Cc}\\t\\n]|[\\p{Cs}\\p{Noncharacter_Code_Point}\\p{Default_Ignorable_Code_Point}\\uFFF9-\\uFFFC]';

/** Scripts whose letters join, or not, by a sign: Uyghur and Kazakh, Mongolian, Tibetan, Dai, and what neighbours write. */
const JOINING = `(?!\\p{Default_Ignorable_Code_Point})[${['Arabic', 'Mongolian', 'Phags_Pa', 'Tibetan', 'Myanmar', 'Devanagari', 'Bengali', 'Sinhala', 'Khmer'].map(script => `\\p{Script=${script}}`).join('')}]`;
const REGION = '[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]';

/**
 * Signs that nobody sees, but everybody sees what they do to their neighbour: they stay where they belong to one.
 * Glyphs of a Chinese character (UTS #37: rare names are written so), emoji (UTS #51), letters that join.
 */
const BELONGING = [
  '(?<=\\p{Ideographic})[\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]',
  // Several pictures that are one, as a family is; a picture in colour or black; a digit on a key.
  '(?<=\\p{Extended_Pictographic}[\\uFE0F\\p{Emoji_Modifier}]?)\\u200D(?=\\p{Extended_Pictographic})',
  '(?<=\\p{Extended_Pictographic})[\\uFE0E\\uFE0F]',
  '(?<=[0-9#*])\\uFE0F(?=\\u20E3)',
  // The flag of a region: of that form alone, or anything could be hidden in its signs.
  `(?<=\\u{1F3F4}${REGION}{0,5})${REGION}(?=${REGION}{0,5}\\u{E007F})`,
  `(?<=\\u{1F3F4}${REGION}{3,6})\\u{E007F}`,
  '(?<=(?!\\p{Default_Ignorable_Code_Point})\\p{Script=Mongolian})[\\u180B-\\u180D\\u180F]',
  '(?<=[\\p{Script=Phags_Pa}\\p{Script=Myanmar}])\\uFE00',
  `(?<=${JOINING})[\\u200C\\u200D\\u180E](?=${JOINING})`,
].join('|');

const ANY_UNSEEN = new RegExp(UNSEEN, 'u');
const UNSEEN_AND_BELONGING = new RegExp(`(${BELONGING})|${UNSEEN}`, 'gu');
/** U+2800 is a sign of Braille without dots. */
const BLANK = /^[\s\u2800]*$/;

/** The text as it is stored. One of nothing but spaces is empty; spaces around others stay. */
export function cleanText(text: string): string {
  const normal = text.replaceAll(LINE_ENDS, '\n').normalize('NFC');
  // What stood between a letter and its accent is gone: they may be one now.
  const seen = ANY_UNSEEN.test(normal) ? normal.replaceAll(UNSEEN_AND_BELONGING, '$1').normalize('NFC') : normal;
  return BLANK.test(seen) ? '' : seen;
}

// ── The same ─────────────────────────────────────────────────────────────────────────────────────────────────

const IGNORED = /[\s\u2800\p{Default_Ignorable_Code_Point}]/gu;
/** Hyphens, dashes and the minus of every keyboard, one or several of them (a Chinese dash is two). */
const DASHES = /\p{Dash}+/gu;
/** Points between the parts of a name: 买买提·依明. */
const POINTS = /[\u2022\u2027\u2219\u22C5\u30FB]/g;
const HAN_POINT = /(?<=\p{Script=Han})\.(?=\p{Script=Han})/gu;
const OPENING = /[[{〔【〈《「『]/g;
const CLOSING = /[\]}〕】〉》」』]/g;

/**
 * Two texts name the same thing where their keys are equal: order numbers, codes, names by which somebody is found.
 *
 * No difference makes what a keyboard, a spreadsheet or a copy adds: width (NFKC), case, spaces, signs that nobody sees,
 * which dash, point or bracket it is, a spreadsheet's `="…"` and its leading apostrophe. That there is a dash makes one:
 * `1-12` is not `11-2`. Neither do leading zeros vanish, nor does any digit or character count for another (O and 0,
 * 己 and 已): whom or what it names is not guessed.
 */
export function sameKey(text: string): string {
  let key = cleanText(text);
  for (let before = ''; key !== before;) {
    before = key;
    key = key.normalize('NFKC').toLowerCase().normalize('NFKC')
      .replaceAll(IGNORED, '')
      .replaceAll(DASHES, '-')
      .replaceAll(POINTS, '·')
      .replaceAll(HAN_POINT, '·')
      .replaceAll(OPENING, '(')
      .replaceAll(CLOSING, ')');
    key = bare(key);
  }
  return key;
}

/** Without what a spreadsheet lays around a number that is a text: `="007"`, `'007`. */
function bare(key: string): string {
  let [from, until] = [0, key.length];
  for (;;) {
    if (key[from] === '\'' || key[from] === '’')
      from += 1;
    else if (key.startsWith('="', from) && until > from + 2 && key[until - 1] === '"')
      [from, until] = [from + 2, until - 1];
    else
      return key.slice(from, until);
  }
}
