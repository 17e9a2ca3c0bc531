/** One sheet of an XLSX file, row by row: inflated and read only as fast as its rows are taken. What does not hold together is thrown. */
import type { Buffer } from 'node:buffer';
import type { SheetRow, WrittenRow } from './merged-cells.ts';
import type { NumberStyles, Region, WrittenCell } from './xlsx-cell-rules.ts';
import type { XmlEvents } from './xml-events.ts';
import type { ZipParts } from './zip-parts.ts';
import { isFlawed } from './cell-rules.ts';
import { mergedRows } from './merged-cells.ts';
import { CELLS_AT_MOST, COLUMNS_AT_MOST, MERGES_AT_MOST, ROW_AT_MOST, SHEET_AT_MOST, TEXT_AT_MOST, tooLarge } from './reading-limits.ts';
import { columnOf, regionOf, rowOf, valueOf } from './xlsx-cell-rules.ts';
import { plainText } from './xlsx-package.ts';
import { parsed, parseWhole } from './xml-events.ts';

export interface SheetReading { shared: readonly string[]; styles: NumberStyles }

/** `merges`: of the sheet, which come after its rows. `hiddenColumns` are told before the first row. */
export async function* sheetRows(parts: ZipParts, part: string, reading: SheetReading, merges: readonly Region[], hiddenColumns: (from: number, to: number) => void = () => {}): AsyncGenerator<SheetRow> {
  const withMerged = mergedRows(merges);
  const rows: WrittenRow[] = [];
  for await (const _ of parsed(parts.read(part, SHEET_AT_MOST), rowEvents(reading, row => rows.push(row), hiddenColumns))) {
    for (const row of rows.splice(0))
      yield withMerged(row);
  }
}

/** The merged cells of a sheet. Most have none, and are not read twice for that. */
export async function mergesOf(parts: ZipParts, part: string): Promise<Region[]> {
  if (!await says(parts.read(part, SHEET_AT_MOST), 'mergeCell'))
    return [];
  const merges: Region[] = [];
  await parseWhole(parts.read(part, SHEET_AT_MOST), {
    opened: (element, { ref }) => {
      if (element !== 'mergeCell')
        return;
      const region = regionOf(ref ?? '');
      if (region === null)
        throw new Error(`No cells ${ref}`);
      if (merges.push(region) > MERGES_AT_MOST)
        throw tooLarge('merged cells');
    },
  });
  return merges;
}

/** Whether the word stands anywhere in the part, in one byte a letter or in two. */
async function says(part: AsyncIterable<Buffer>, word: string): Promise<boolean> {
  const wide = [...word].join('\0');
  let tail = '';
  let found = false;
  // To the end: only then it is known to be whole.
  for await (const chunk of part) {
    const text = tail + chunk.toString('latin1');
    found ||= text.includes(word) || text.includes(wide);
    tail = text.slice(-wide.length);
  }
  return found;
}

function rowEvents({ shared, styles }: SheetReading, found: (row: WrittenRow) => void, hiddenColumns: (from: number, to: number) => void): XmlEvents {
  let [inData, dataSeen, inValue, inFormula, inString, hiddenUnlessSaid] = [false, false, false, false, false, false];
  let extension = 0;
  let row: WrittenRow | null = null;
  let [number, column] = [0, -1];
  let cell: WrittenCell | null = null;
  let spread: Region | null = null;
  let [characters, cells, texts] = [0, 0, 0];
  const add = (piece: string): void => {
    characters += piece.length;
    if (characters > ROW_AT_MOST)
      throw tooLarge('a row');
    if (cell !== null)
      cell.text = (cell.text ?? '') + piece;
  };
  const inline = plainText(add);
  const opensRow = ({ r, hidden, ht }: Readonly<Record<string, string>>): void => {
    number = rowOf(r, number);
    const unseen = hidden === undefined ? hiddenUnlessSaid && ht === undefined : isYes(hidden);
    row = { row: number, cells: [], ...unseen || (ht !== undefined && Number(ht) === 0) ? { hidden: true } : {} };
    [column, characters] = [-1, 0];
  };
  const opensWithin = (element: string, attributes: Readonly<Record<string, string>>, into: WrittenCell): void => {
    if (inValue || inFormula || element === 'c' || element === 'row' || element === 'sheetData')
      throw new Error(`${element} within a value`);
    if (element === 'f') {
      [into.formula, inFormula] = [true, true];
      // One formula for many cells, whose values stand in each.
      if ((attributes.t === 'array' || attributes.t === 'dataTable') && attributes.ref !== undefined)
        spread = regionOf(attributes.ref);
    }
    else if (element === 'v') {
      if (into.valued)
        throw new Error('Two values in one cell');
      [into.valued, inValue] = [true, true];
      into.unclear ||= into.kind === 'inlineStr';
    }
    else if (element === 'is' && !inString) {
      inString = true;
      into.unclear ||= into.kind !== 'inlineStr';
      inline.opened(element);
    }
    else if (inString) {
      inline.opened(element);
    }
    else {
      throw new Error(`${element} in a cell`);
    }
  };
  const closesCell = (of: WrittenRow, closed: WrittenCell): void => {
    const value = valueOf(closed, shared, styles);
    if (isFlawed(value) && value.flaw === 'no_value' && spread !== null)
      (of.unvalued ??= []).push(spread);
    // A text that is shared is a number here, and may be long in every cell.
    texts += typeof value === 'string' ? value.length : 0;
    if (++cells > CELLS_AT_MOST || texts > TEXT_AT_MOST)
      throw tooLarge('cells');
    if (value !== null && of.cells[column] != null)
      throw new Error('One cell twice');
    // What stands farther out is nobody's column.
    if (column >= COLUMNS_AT_MOST) {
      if (value !== null)
        of.beyond = true;
      return;
    }
    while (of.cells.length < column)
      of.cells.push(null);
    of.cells[column] = value;
  };
  return {
    opened: (element, attributes) => {
      if (extension > 0 || (row !== null && element === 'extLst' && !inValue && !inFormula)) {
        extension++;
      }
      else if (cell !== null) {
        opensWithin(element, attributes, cell);
      }
      else if (row !== null) {
        if (element !== 'c')
          throw new Error(`${element} in a row`);
        column = columnOf(attributes.r, number, column);
        cell = { kind: attributes.t ?? 'n', style: Number(attributes.s ?? -1), text: null, formula: false, valued: false, unclear: false };
        spread = null;
      }
      else if (inData) {
        if (element !== 'row')
          throw new Error(`${element} among rows`);
        opensRow(attributes);
      }
      else if (element === 'sheetData') {
        if (dataSeen)
          throw new Error('Rows twice');
        [inData, dataSeen] = [true, true];
      }
      else if (element === 'sheetFormatPr') {
        hiddenUnlessSaid = isYes(attributes.zeroHeight);
      }
      else if (element === 'col' && (isYes(attributes.hidden) || Number(attributes.width ?? 1) === 0)) {
        hiddenColumns(Number(attributes.min) - 1, Number(attributes.max) - 1);
      }
    },
    closed: (element) => {
      if (extension > 0) {
        extension--;
        return;
      }
      [inValue, inFormula] = [false, false];
      inline.closed(element);
      if (element === 'is')
        inString = false;
      if (element === 'c' && cell !== null && row !== null) {
        closesCell(row, cell);
        cell = null;
      }
      else if (element === 'row' && row !== null) {
        found(row);
        row = null;
      }
      else if (element === 'sheetData') {
        inData = false;
      }
    },
    text: (piece) => {
      if (!inData || inFormula || extension > 0)
        return;
      if (inValue)
        add(piece);
      else if (!inline.text(piece) && piece.trim() !== '')
        throw new Error('Text that is in no cell');
    },
  };
}

function isYes(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|true|on)$/i.test(value);
}
