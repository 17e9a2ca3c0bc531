/** A sheet of a report: a frozen heading with a filter, columns that know their width and format, formulas where they compute. */
import type { CellStyle, CellValue, WriteOptions } from 'hucre';
import { asText } from '../../workbook/cell-rules.ts';
import { HEADING, TEXT } from '../../workbook/cell-styles.ts';

export type Sheet = WriteOptions['sheets'][number];

/** A formula, with what it gives: shown until somebody computes it again. */
export interface Computed { formula: string; result: number | null }
/** An address that can be clicked. */
export interface Linked { text: string; address: string }
export type Content = string | number | null | Computed | Linked;

export interface SheetColumn<Row> {
  heading: string;
  width: number;
  /** Of numbers; without it the column is text. */
  format?: string;
  value: (row: Row, line: number) => Content;
}

export const WHOLE = '0';
export const HUNDREDTHS = '0.00';
export const PERCENT = '0.00%';
export const WEIGHT = '0.##';

const LINK: CellStyle = { font: { underline: true, color: { rgb: '0563C1' } } };
const WRAPPED: CellStyle = { alignment: { wrapText: true, vertical: 'top' } };
const TITLE: CellStyle = { font: { bold: true, size: 16 } };
const BOLD: CellStyle = { font: { bold: true } };

/** The line, as the spreadsheet counts, of the first row below the heading. */
export const FIRST_LINE = 2;

export function letterOf(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : letterOf(Math.floor(column / 26) - 1) + letterOf(column % 26);
}

/** Which letter a column has, by its heading's place in the list. */
export function tableSheet<Row>(name: string, columns: readonly SheetColumn<Row>[], rows: readonly Row[], frozen: number): Sheet {
  const cells: NonNullable<Sheet['cells']> = new Map(columns.map((_, at) => [`0,${at}`, { style: { ...HEADING, alignment: { wrapText: true, vertical: 'center' } } }]));
  const styles = columns.map(({ format }): CellStyle => format === undefined ? TEXT : { numFmt: format });
  const lines = rows.map((row, index) => columns.map(({ value }, at): CellValue => {
    const content = value(row, index + FIRST_LINE);
    if (typeof content === 'string')
      return asText(content);
    if (content === null || typeof content === 'number')
      return content;
    if ('formula' in content) {
      cells.set(`${index + 1},${at}`, { formula: content.formula, formulaResult: content.result ?? '', style: styles[at]! });
      return null;
    }
    cells.set(`${index + 1},${at}`, { value: asText(content.text), hyperlink: { target: content.address }, style: LINK });
    return null;
  }));
  return {
    name,
    columns: columns.map(({ width }, at) => ({ width, style: styles[at]! })),
    rows: [columns.map(({ heading }) => asText(heading)), ...lines],
    cells,
    freezePane: { rows: 1, columns: frozen },
    ...rows.length === 0 ? {} : { autoFilter: { range: `A1:${letterOf(columns.length - 1)}${rows.length + 1}` } },
    pageSetup: { paperSize: 'a4', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '$1:$1' },
  };
}

/** A sheet to be read from top to bottom: a title, then pairs; a text without a pair runs on. */
export function coverSheet(name: string, title: string, parts: readonly (readonly [string, Content] | string | null)[]): Sheet {
  const cells: NonNullable<Sheet['cells']> = new Map([['0,0', { style: TITLE }]]);
  const rows: CellValue[][] = [[asText(title)], []];
  const merges: NonNullable<Sheet['merges']> = [];
  for (const part of parts) {
    const row = rows.length;
    if (part === null) {
      rows.push([]);
    }
    else if (typeof part === 'string') {
      rows.push([asText(part)]);
      cells.set(`${row},0`, { style: WRAPPED });
      merges.push({ startRow: row, startCol: 0, endRow: row, endCol: 1 });
    }
    else {
      const [label, content] = part;
      cells.set(`${row},0`, { style: BOLD });
      rows.push([asText(label), typeof content === 'string' ? asText(content) : typeof content === 'number' ? content : null]);
      if (content !== null && typeof content === 'object' && 'address' in content)
        cells.set(`${row},1`, { value: asText(content.text), hyperlink: content.address.startsWith('#') ? { target: '', location: content.address.slice(1) } : { target: content.address }, style: LINK });
      else
        cells.set(`${row},1`, { style: WRAPPED });
    }
  }
  return { name, columns: [{ width: 24 }, { width: 96 }], rows, cells, merges, rowDefs: new Map([[0, { height: 26 }], ...heights(rows, merges)]), pageSetup: { paperSize: 'a4', fitToPage: true, fitToWidth: 1, fitToHeight: 0 } };
}

/** Merged cells do not grow with their text: so many lines of some 58 wide letters. */
function heights(rows: readonly CellValue[][], merges: NonNullable<Sheet['merges']>): [number, { height: number }][] {
  return merges.map(({ startRow }) => [startRow, { height: 15 * Math.max(1, Math.ceil([...String(rows[startRow]![0] ?? '')].reduce((sum, letter) => sum + (letter > '~' ? 1 : 0.55), 0) / 58)) }]);
}
