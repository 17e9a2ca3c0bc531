/** What an XLSX file consists of (ECMA-376): its parts are found through their relationships, whatever they are called. */
import type { NumberStyles } from './xlsx-cell-rules.ts';
import type { XmlEvents } from './xml-events.ts';
import type { ZipParts } from './zip-parts.ts';
import { Buffer } from 'node:buffer';
import { numberFormatOf } from './number-format-rules.ts';
import { SHARED_AT_MOST, SHARED_STRINGS_AT_MOST, SHEETS_AT_MOST, SMALL_PART, STRING_AT_MOST, STRINGS_AT_MOST, tooLarge, Unreadable } from './reading-limits.ts';
import { unescaped } from './xlsx-cell-rules.ts';
import { parseWhole } from './xml-events.ts';

export interface SheetPart {
  name: string;
  /** Nobody sees it, or only who knows how. */
  hidden: boolean;
  part: string;
}

export interface Package {
  sheets: SheetPart[];
  styles: NumberStyles;
  shared: string[];
}

export async function readPackage(parts: ZipParts): Promise<Package> {
  const main = parts.has('_rels/.rels') ? (await relationsOf(parts, '')).find(({ type }) => type === 'officeDocument')?.target : undefined;
  if (main === undefined)
    throw new Unreadable('file_not_workbook');
  // Binary workbooks, and documents that are none.
  if (!/\.xml$/i.test(main))
    throw new Unreadable('file_not_workbook', main);
  const relations = await relationsOf(parts, main);
  const book = await readBook(parts, main);
  const sheets = book.sheets.flatMap(({ id, name, hidden }) => {
    const relation = relations.find(one => one.id === id);
    if (relation === undefined)
      throw new Error(`No sheet ${name}`);
    return relation.type === 'worksheet' ? [{ name, hidden, part: relation.target }] : [];
  });
  if (sheets.length === 0)
    throw new Error('No sheet');
  if (sheets.length > SHEETS_AT_MOST)
    throw tooLarge('sheets');
  const target = (type: string): string | undefined => relations.find(relation => relation.type === type)?.target;
  return {
    sheets,
    styles: { formats: await readFormats(parts, target('styles')), from1904: book.from1904, computed: book.computed },
    shared: await readSharedStrings(parts, target('sharedStrings')),
  };
}

interface Relation { id: string; type: string; target: string }

/** What a part refers to, the archive itself being ''. */
async function relationsOf(parts: ZipParts, part: string): Promise<Relation[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const relations: Relation[] = [];
  await parseWhole(parts.read(`${folder}_rels/${part.slice(folder.length)}.rels`, SMALL_PART), {
    opened: (element, { Id, Type, Target, TargetMode }) => {
      if (element === 'Relationship' && relations.some(({ id }) => id === Id))
        throw new Error(`Two relationships ${Id}`);
      if (element === 'Relationship' && Id !== undefined && Type !== undefined && Target !== undefined && TargetMode !== 'External')
        relations.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target: partAt(Target, folder, parts) });
    },
  });
  return relations;
}

/** Some programs write names as they are on disk, or not encoded. */
function partAt(target: string, folder: string, parts: ZipParts): string {
  const path = new URL(target.replaceAll('\\', '/'), `part:///${folder}`).pathname.slice(1);
  return parts.has(path) ? path : decodeURIComponent(path);
}

interface Book { sheets: { id: string; name: string; hidden: boolean }[]; from1904: boolean; computed: boolean }

async function readBook(parts: ZipParts, part: string): Promise<Book> {
  const book: Book = { sheets: [], from1904: false, computed: true };
  const yes = (value: string | undefined): boolean => value !== undefined && /^\s*(?:1|true|on)\s*$/i.test(value);
  await parseWhole(parts.read(part, SMALL_PART), {
    opened: (element, attributes) => {
      if (element === 'sheet' && attributes.name === undefined)
        throw new Error('A sheet without a name');
      if (element === 'sheet')
        book.sheets.push({ id: Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '', name: attributes.name ?? '', hidden: (attributes.state ?? 'visible') !== 'visible' });
      else if (element === 'workbookPr')
        book.from1904 = yes(attributes.date1904);
      else if (element === 'calcPr')
        book.computed = !yes(attributes.fullCalcOnLoad);
    },
  });
  return book;
}

async function readFormats(parts: ZipParts, part: string | undefined): Promise<NumberStyles['formats']> {
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let ofCells = false;
  const events: XmlEvents = {
    opened: (element, { numFmtId, formatCode }) => {
      if (element === 'cellXfs')
        ofCells = true;
      else if (element === 'numFmt')
        codes.set(Number(numFmtId), formatCode ?? '');
      else if (element === 'xf' && ofCells)
        ids.push(Number(numFmtId ?? 0));
    },
    closed: (element) => {
      if (element === 'cellXfs')
        ofCells = false;
    },
  };
  if (part !== undefined)
    await parseWhole(parts.read(part, SMALL_PART), events);
  return ids.map(id => numberFormatOf(id, codes.get(id)));
}

// ── Strings ──────────────────────────────────────────────────────────────────────────────────────────────────

async function readSharedStrings(parts: ZipParts, part: string | undefined): Promise<string[]> {
  const strings: string[] = [];
  let [text, characters, inItem] = ['', 0, false];
  const plain = plainText((piece) => {
    if (!inItem)
      throw new Error('A string beside the strings');
    text += piece;
    characters += piece.length;
    if (text.length > STRING_AT_MOST || characters > STRINGS_AT_MOST)
      throw tooLarge('strings');
  });
  const events: XmlEvents = {
    opened: (element) => {
      inItem ||= element === 'si';
      plain.opened(element);
    },
    text: piece => void plain.text(piece),
    closed: (element) => {
      plain.closed(element);
      if (element !== 'si')
        return;
      if (strings.length === SHARED_STRINGS_AT_MOST)
        throw tooLarge('strings');
      // A copy: what is cut out of a text keeps the whole of it in memory.
      strings.push(Buffer.from(unescaped(text)).toString());
      [text, inItem] = ['', false];
    },
  };
  // Some programs name a part that they leave out when no string is shared.
  if (part !== undefined && parts.has(part))
    await parseWhole(parts.read(part, SHARED_AT_MOST), events);
  return strings;
}

interface PlainText {
  opened: (element: string) => void;
  closed: (element: string) => void;
  /** False: it stands in no text. */
  text: (piece: string) => boolean;
}

/** All that stands in `t`, but for the reading aids of East Asian text. Throws on what nobody can read: a text within or beside another. */
export function plainText(found: (piece: string) => void): PlainText {
  let [inText, inReading, inRun, whole] = [false, false, false, false];
  return {
    opened: (element) => {
      if (inText)
        throw new Error(`${element} within a text`);
      if (element === 'si' || element === 'is')
        whole = false;
      else if (element === 'rPh')
        inReading = true;
      else if (element === 'r')
        inRun = true;
      else if (element === 't')
        inText = true;
      if (element === 't' && !inRun && !inReading) {
        if (whole)
          throw new Error('Two texts in one');
        whole = true;
      }
    },
    closed: (element) => {
      if (element === 't')
        inText = false;
      else if (element === 'rPh')
        inReading = false;
      else if (element === 'r')
        inRun = false;
    },
    text: (piece) => {
      if (inText && !inReading)
        found(piece);
      return inText;
    },
  };
}
