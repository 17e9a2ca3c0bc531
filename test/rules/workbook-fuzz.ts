/**
 * Workbooks that were changed in their XML, and what two readers that know nothing of each other make of them: ours, and hucre's.
 * Where both read, and differ in a cell, there has to be a reason with a name; else it would have come in wrong in silence.
 */
import type { Cell, SheetCell } from '../../extensions/wangge/src/workbook/cell-rules.ts';
import { Buffer } from 'node:buffer';
import { readXlsx } from 'hucre/xlsx';
import { isFlawed, isFormatted } from '../../extensions/wangge/src/workbook/cell-rules.ts';
import { Unreadable } from '../../extensions/wangge/src/workbook/reading-limits.ts';
import { openWorkbook } from '../../extensions/wangge/src/workbook/workbook-reader.ts';
import { MAIN, OFFICE, PACKAGE } from './xlsx-files.ts';
import { zip } from './zip.ts';

/** The same numbers for the same seed (mulberry32). */
export function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6D2B79F5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

type Roll = ReturnType<typeof dice>;
type Parts = Map<string, string>;

// ── Workbooks to begin with ──────────────────────────────────────────────────────────────────────────────────

const WORDS = ['网格', '甲 <b> & "c"', '#N/A', ' x ', '两\n行', '110105199001011234', '😀', '=1+1', '', '0', 'TRUE', '_x000D_', '1.1E+17'];
const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="&quot;HX&quot;0"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="165"/><xf numFmtId="49"/></cellXfs></styleSheet>`;

function original(roll: Roll): Parts {
  const shared: string[] = [];
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const cell = (place: string): string => {
    const word = WORDS[roll(WORDS.length)]!;
    switch (roll(9)) {
      case 0: return '';
      case 1: return `<c r="${place}"><v>${roll(1000) - 100}</v></c>`;
      case 2: return `<c r="${place}" s="${1 + roll(2)}"><v>${40_000 + roll(9000) + roll(2) / 2}</v></c>`;
      case 3: return `<c r="${place}" s="${3 + roll(2)}"><v>${roll(100) / 100}</v></c>`;
      case 4: return `<c r="${place}" t="b"><v>${roll(2)}</v></c>`;
      case 5: return `<c r="${place}" t="e"><v>#REF!</v></c>`;
      case 6: return `<c r="${place}" t="str"><f>A${roll(9)}&amp;"x"</f><v>${escaped(word)}</v></c>`;
      case 7: return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(word)}</t></is></c>`;
      default: return `<c r="${place}" t="s"><v>${shared.push(`<si><t xml:space="preserve">${escaped(word)}</t></si>`) - 1}</v></c>`;
    }
  };
  const rows = Array.from({ length: 2 + roll(5) }, (_, row) => `<row r="${row + 1}">${[...'ABCDE'].map(letter => cell(`${letter}${row + 1}`)).join('')}</row>`);
  return new Map([
    ['[Content_Types].xml', `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`],
    ['_rels/.rels', `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr date1904="0"/><sheets><sheet name="a" sheetId="1" r:id="s1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${PACKAGE}"><Relationship Id="s1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="x" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="y" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`],
    ['xl/styles.xml', STYLES],
    ['xl/sharedStrings.xml', `<sst xmlns="${MAIN}">${shared.join('')}</sst>`],
    ['xl/worksheets/sheet1.xml', `<worksheet xmlns="${MAIN}"><sheetData>${rows.join('')}</sheetData></worksheet>`],
  ]);
}

// ── Changes ──────────────────────────────────────────────────────────────────────────────────────────────────

const ELEMENT = /<(\w+)(?: [^<>]*)?(?:\/>|>[^<>]*<\/\1>)/g;
const VALUES = ['', '0', '1', '-1', '2', '99', '1e999', 'A1', 'B2', 's', 'str', 'b', 'e', 'd', 'n', 'inlineStr', 'true', 'hidden', '../x', 'A1:B2', 'NaN', ' 1 '];
const INSERTED = ['<!-- <c r="A1"><v>9</v></c> -->', '<?x <v>9</v> ?>', '<v>9</v>', '<t>9</t>', '<rPh sb="0" eb="1"><t>9</t></rPh>', '<c><v>9</v></c>', '<row/>', '<f>A1</f>', '<is><t>9</t></is>', '<x:c xmlns:x="urn:x"><x:v>9</x:v></x:c>', '<![CDATA[9]]>', '&#57;', '&amp;', '\n', '<extLst><ext><c r="A1"><v>9</v></c></ext></extLst>', '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>', '<sheetPr/>'];

type Change = (roll: Roll, xml: string) => string;

/** Where a piece of XML stands: its begin and end. */
function somewhere(roll: Roll, xml: string, pattern: RegExp): [number, number] | null {
  const all = [...xml.matchAll(pattern)];
  const found = all.length === 0 ? undefined : all[roll(all.length)];
  return found === undefined ? null : [found.index, found.index + found[0].length];
}

function replaced(xml: string, place: [number, number] | null, change: (piece: string) => string): string {
  return place === null ? xml : xml.slice(0, place[0]) + change(xml.slice(...place)) + xml.slice(place[1]);
}

const CHANGES: Readonly<Record<string, Change>> = {
  'element gone': (roll, xml) => replaced(xml, somewhere(roll, xml, ELEMENT), () => ''),
  'element twice': (roll, xml) => replaced(xml, somewhere(roll, xml, ELEMENT), piece => piece + piece),
  'element empty': (roll, xml) => replaced(xml, somewhere(roll, xml, ELEMENT), piece => piece.replace(/>[^<>]*</, '><')),
  'tag gone': (roll, xml) => replaced(xml, somewhere(roll, xml, /<\/?\w[^<>]*>/g), () => ''),
  'attribute gone': (roll, xml) => replaced(xml, somewhere(roll, xml, / [\w:]+="[^"]*"/g), () => ''),
  'attribute otherwise': (roll, xml) => replaced(xml, somewhere(roll, xml, /(?<=")[^"<>]*(?=")/g), () => VALUES[roll(VALUES.length)]!),
  'text otherwise': (roll, xml) => replaced(xml, somewhere(roll, xml, /(?<=>)[^<>]+(?=<)/g), () => [...VALUES, ...WORDS.filter(word => !/[<&]/.test(word))][roll(VALUES.length)]!),
  'something between': (roll, xml) => replaced(xml, somewhere(roll, xml, /(?<=>)(?=<)/g), () => INSERTED[roll(INSERTED.length)]!),
  'something in a text': (roll, xml) => replaced(xml, somewhere(roll, xml, /(?<=>[^<>]+)(?=<)/g), () => INSERTED[roll(INSERTED.length)]!),
  'another name': (roll, xml) => replaced(xml, somewhere(roll, xml, /<c\b/g), () => '<x'),
  'with a prefix': (_, xml) => xml.replaceAll(/<(\/?)\b/g, '<$1p:').replaceAll(' xmlns="', ' xmlns:p="'),
  'in CDATA': (roll, xml) => replaced(xml, somewhere(roll, xml, /(?<=<t[^<>]*>|<v>)[^<>&]+(?=<)/g), piece => `<![CDATA[${piece}]]>`),
  'as references': (roll, xml) => replaced(xml, somewhere(roll, xml, /(?<=<t[^<>]*>|<v>)[^<>&]+(?=<)/g), piece => [...piece].map(sign => `&#x${sign.codePointAt(0)!.toString(16)};`).join('')),
  'cut off': (roll, xml) => xml.slice(0, roll(xml.length)),
  'pieces exchanged': (roll, xml) => {
    const [one, other] = [somewhere(roll, xml, /<row .*?<\/row>/g), somewhere(roll, xml, /<row .*?<\/row>/g)];
    return one === null || other === null || one[1] > other[0] ? xml : xml.slice(0, one[0]) + xml.slice(...other) + xml.slice(one[1], other[0]) + xml.slice(...one) + xml.slice(other[1]);
  },
};

export interface FuzzedFile { file: Buffer; changes: string[]; parts: Parts }

export function fuzzed(seed: number): FuzzedFile {
  const roll = dice(seed);
  const parts = original(roll);
  const changes: string[] = [];
  for (let left = 1 + roll(3); left > 0; left--) {
    const names = [...parts.keys()];
    // The sheet most often.
    const name = roll(3) > 0 ? names.at(-1)! : names[1 + roll(names.length - 1)]!;
    const change = Object.keys(CHANGES)[roll(Object.keys(CHANGES).length)]!;
    parts.set(name, CHANGES[change]!(roll, parts.get(name)!));
    changes.push(`${change} (${name})`);
  }
  return { file: zip([...parts].map(([name, text]) => ({ name, bytes: Buffer.from(text) }))), changes, parts };
}

// ── Two readers ──────────────────────────────────────────────────────────────────────────────────────────────

/** Cells by their place; `!…`: refused there. */
type Seen = Map<string, string>;

export const shownOf = (cell: Cell | undefined): string => cell === null || cell === undefined ? '' : cell instanceof Date ? cell.toISOString().slice(0, 19) : String(cell).trim();
const ours = (cell: SheetCell): string => isFlawed(cell) ? `!${cell.flaw}` : isFormatted(cell) ? String(cell.number) : shownOf(cell);

export async function readByUs(file: Buffer): Promise<Seen | null> {
  try {
    const book = await openWorkbook(file);
    const seen: Seen = new Map();
    for await (const { row, cells } of book.rows(0))
      cells.forEach((cell, column) => ours(cell) !== '' && seen.set(`${row},${column}`, ours(cell)));
    return seen;
  }
  catch (error) {
    if (error instanceof Unreadable)
      return null;
    throw error;
  }
}

export async function readByOther(file: Buffer): Promise<Seen | null> {
  try {
    const { sheets: [sheet] } = await readXlsx(new Uint8Array(file));
    const seen: Seen = new Map();
    sheet?.rows.forEach((cells, row) => cells.forEach((cell, column) => shownOf(cell as Cell) !== '' && seen.set(`${row + 1},${column}`, shownOf(cell as Cell))));
    return seen;
  }
  catch {
    return null;
  }
}

/** Why two readers may differ in a cell; null: for no reason that has a name. */
export function reasonFor(mine: string, other: string, place: string, { parts }: FuzzedFile): string | null {
  const sheet = parts.get('xl/worksheets/sheet1.xml')!;
  const [row, column] = place.split(',').map(Number) as [number, number];
  const written = new RegExp(`<(?:p:)?c [^>]*\\br="${'ABCDE'[column]}${row}"[^>]*?(?:/>|>\\s*</)`).exec(sheet)?.[0];
  if (mine.startsWith('!'))
    return 'refused at the cell';
  if (mine !== '' && other !== '' && Number(mine) === Number(other))
    return 'the same number, written otherwise';
  if (/<v> \w+ <\/v>/.test(sheet) && /^(?:true|false)$/.test(mine))
    return 'blanks around yes and no count to hucre';
  if (mine === '' && written !== undefined)
    return 'a cell without a value is empty; hucre takes it for no, or for the first string';
  if (/<(?:p:)?c(?![^>]* r=)/.test(sheet))
    return 'a cell without its place follows the one before it';
  if (/<row(?![^>]* r=)/.test(sheet))
    return 'a row without its number follows the one before it';
  if (/formatCode="[a-z]+"/i.test(parts.get('xl/styles.xml')!))
    return 'a format of letters alone is one of days';
  if (sheet.includes('<rPh'))
    return 'hucre reads the reading aids of strings';
  if (/<(?:p:)?extLst>/.test(sheet))
    return 'hucre reads cells in extensions';
  if (/_x[\dA-F]{4}_/i.test(other))
    return 'hucre leaves escapes of strings as they are';
  if (sheet.includes('mergeCell') && other === '')
    return 'merged cells say what their first one says';
  return null;
}

export interface Difference { seed: number; place: string; mine: string; other: string; changes: string[]; reason: string | null }

/** Differences of the two readings; none where one of them refuses the file. */
export async function differencesOf(seed: number): Promise<{ differences: Difference[]; outcome: 'both' | 'refused by us' | 'refused by the other' | 'refused by both' }> {
  const file = fuzzed(seed);
  const [mine, other] = [await readByUs(file.file), await readByOther(file.file)];
  if (mine === null || other === null)
    return { differences: [], outcome: mine === null && other === null ? 'refused by both' : mine === null ? 'refused by us' : 'refused by the other' };
  const places = [...new Set([...mine.keys(), ...other.keys()])];
  const differences = places.flatMap((place): Difference[] => {
    const [a, b] = [mine.get(place) ?? '', other.get(place) ?? ''];
    return a === b ? [] : [{ seed, place, mine: a, other: b, changes: file.changes, reason: reasonFor(a, b, place, file) }];
  });
  return { differences, outcome: 'both' };
}
