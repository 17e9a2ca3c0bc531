/**
 * The first sheet of an XLSX file, row by row (ECMA-376). Its parts are found through their relationships, whatever they are
 * called. Strings that the sheet shares are kept as plain text, rows are inflated and read only as fast as they are taken:
 * a workbook of 100,000 rows needs some tens of megabytes. What does not hold together is thrown, never passed over.
 */
import type { Cell } from './cell-rules.ts';
import type { DateStyles, WrittenCell } from './xlsx-cell-rules.ts';
import type { XmlEvents } from './xml-events.ts';
import type { ZipParts } from './zip-parts.ts';
import { Buffer } from 'node:buffer';
import { columnOf, dateStylesOf, rowOf, unescaped, valueOf } from './xlsx-cell-rules.ts';
import { parsed, parseWhole } from './xml-events.ts';
import { openZip } from './zip-parts.ts';

export interface XlsxRow { row: number; cells: Cell[] }

const MEGABYTE = 1024 * 1024;
/** Of parts, inflated. */
const SHEET_AT_MOST = 512 * MEGABYTE;
const SHARED_AT_MOST = 256 * MEGABYTE;
const SMALL_PART = 16 * MEGABYTE;
const SHARED_STRINGS_AT_MOST = 2_000_000;
/** Characters; a cell of a spreadsheet holds 32,767. */
const STRING_AT_MOST = 100_000;
const ROW_AT_MOST = 256 * 1024;
/** Empty cells further to the right are often formatted; nobody fills them in. */
const COLUMNS_AT_MOST = 1000;

export async function* xlsxRows(file: Buffer): AsyncGenerator<XlsxRow> {
  const parts = await openZip(file);
  const main = (await relationsOf(parts, '')).find(({ type }) => type === 'officeDocument')?.target;
  if (main === undefined)
    throw new Error('No workbook');
  const relations = await relationsOf(parts, main);
  const { sheets, from1904 } = await readBook(parts, main);
  const sheet = sheets.map(id => relations.find(relation => relation.id === id)).find(relation => relation?.type === 'worksheet');
  if (sheet === undefined)
    throw new Error('No sheet');
  const dates = await readStyles(parts, relations.find(({ type }) => type === 'styles')?.target, from1904);
  const shared = await readSharedStrings(parts, relations.find(({ type }) => type === 'sharedStrings')?.target);
  const rows: XlsxRow[] = [];
  for await (const _ of parsed(parts.read(sheet.target, SHEET_AT_MOST), rowEvents(shared, dates, row => rows.push(row))))
    yield* rows.splice(0);
}

// ── Where things are ─────────────────────────────────────────────────────────────────────────────────────────

interface Relation { id: string; type: string; target: string }

/** What a part refers to, the archive itself being ''. */
async function relationsOf(parts: ZipParts, part: string): Promise<Relation[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const relations: Relation[] = [];
  await parseWhole(parts.read(`${folder}_rels/${part.slice(folder.length)}.rels`, SMALL_PART), {
    opened: (element, { Id, Type, Target, TargetMode }) => {
      if (element === 'Relationship' && Id !== undefined && Type !== undefined && Target !== undefined && TargetMode !== 'External')
        relations.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target: decodeURIComponent(new URL(Target, `part:///${folder}`).pathname.slice(1)) });
    },
  });
  return relations;
}

async function readBook(parts: ZipParts, part: string): Promise<{ sheets: string[]; from1904: boolean }> {
  const book = { sheets: [] as string[], from1904: false };
  await parseWhole(parts.read(part, SMALL_PART), {
    opened: (element, attributes) => {
      if (element === 'sheet')
        book.sheets.push(Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '');
      else if (element === 'workbookPr')
        book.from1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
    },
  });
  return book;
}

async function readStyles(parts: ZipParts, part: string | undefined, from1904: boolean): Promise<DateStyles> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let ofCells = false;
  const events: XmlEvents = {
    opened: (element, { numFmtId, formatCode }) => {
      if (element === 'cellXfs')
        ofCells = true;
      else if (element === 'numFmt')
        codes.set(Number(numFmtId), formatCode ?? '');
      else if (element === 'xf' && ofCells)
        formats.push(Number(numFmtId ?? 0));
    },
    closed: (element) => {
      if (element === 'cellXfs')
        ofCells = false;
    },
  };
  if (part !== undefined)
    await parseWhole(parts.read(part, SMALL_PART), events);
  return dateStylesOf(formats, codes, from1904);
}

// ── Strings and rows ─────────────────────────────────────────────────────────────────────────────────────────

async function readSharedStrings(parts: ZipParts, part: string | undefined): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  const plain = plainText((piece) => {
    text += piece;
    if (text.length > STRING_AT_MOST)
      throw new Error('Too long a string');
  });
  const events: XmlEvents = {
    ...plain,
    closed: (element) => {
      plain.closed(element);
      if (element !== 'si')
        return;
      if (strings.length === SHARED_STRINGS_AT_MOST)
        throw new Error('Too many strings');
      // A copy: what is cut out of a text keeps the whole of it in memory.
      strings.push(Buffer.from(unescaped(text)).toString());
      text = '';
    },
  };
  // Some programs name a part that they leave out when no string is shared.
  if (part !== undefined && parts.has(part))
    await parseWhole(parts.read(part, SHARED_AT_MOST), events);
  return strings;
}

/** All that stands in `t`, but for the reading aids of East Asian text. */
function plainText(found: (piece: string) => void): Required<XmlEvents> {
  let [inText, inReading] = [false, false];
  const at = (element: string, inside: boolean): void => {
    if (element === 't')
      inText = inside;
    else if (element === 'rPh')
      inReading = inside;
  };
  return {
    opened: element => at(element, true),
    closed: element => at(element, false),
    text: (piece) => {
      if (inText && !inReading)
        found(piece);
    },
  };
}

function rowEvents(shared: readonly string[], dates: DateStyles, found: (row: XlsxRow) => void): XmlEvents {
  let [inData, inValue] = [false, false];
  let row: XlsxRow | null = null;
  let [number, column] = [0, -1];
  let cell: WrittenCell | null = null;
  let characters = 0;
  const add = (piece: string): void => {
    characters += piece.length;
    if (characters > ROW_AT_MOST)
      throw new Error('Too long a row');
    if (cell !== null)
      cell.text = (cell.text ?? '') + piece;
  };
  const inline = plainText(add);
  return {
    opened: (element, { r, t, s }) => {
      if (element === 'sheetData') {
        inData = true;
      }
      else if (inData && element === 'row') {
        number = rowOf(r, number);
        row = { row: number, cells: [] };
        [column, characters] = [-1, 0];
      }
      else if (row !== null && element === 'c') {
        column = columnOf(r, number, column);
        cell = { kind: t ?? 'n', style: Number(s ?? -1), text: null };
      }
      else if (cell !== null) {
        inValue = element === 'v' && cell.kind !== 'inlineStr';
        if (cell.kind === 'inlineStr')
          inline.opened(element, {});
      }
    },
    closed: (element) => {
      inValue = false;
      inline.closed(element);
      if (element === 'sheetData') {
        inData = false;
      }
      else if (element === 'row' && row !== null) {
        found(row);
        row = null;
      }
      else if (element === 'c' && cell !== null && row !== null) {
        const value = valueOf(cell, shared, dates);
        cell = null;
        if (value !== null && row.cells[column] != null)
          throw new Error('One cell twice');
        // What stands farther out is nobody's column.
        if (column < COLUMNS_AT_MOST) {
          while (row.cells.length < column)
            row.cells.push(null);
          row.cells[column] = value;
        }
      }
    },
    text: (piece) => {
      if (inValue)
        add(piece);
      else
        inline.text(piece);
    },
  };
}
