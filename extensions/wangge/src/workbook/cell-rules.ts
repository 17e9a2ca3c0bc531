/** What stands in the cells of a spreadsheet, and which text a spreadsheet would take for a formula. Pure. */

export type Cell = string | number | boolean | Date | null;

/** Headings and words are the same with or without spaces, marks and case. */
export function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[\s*.:_]/g, '');
}

/** Null: the cell is empty. */
export function text(cell: Cell | undefined): string | null {
  // A number too large for a date, in a column of dates.
  if (cell instanceof Date)
    return Number.isNaN(cell.getTime()) ? String(cell) : cell.toISOString();
  const shown = cell == null ? '' : String(cell).trim();
  return shown === '' ? null : shown;
}

/** With these a spreadsheet begins to compute; the wide ones too where Chinese or Japanese is set. */
const COMPUTES = /^[=+\-@\t\r\n＝＋－＠]/;
/** A number or a telephone, a dash for "none": what is computed of it is itself. */
const HARMLESS = /^[+\-＋－][\d\s.,()%－—-]*$/;

/**
 * Text as a cell that stays text, also when the sheet is saved as CSV and opened again: whatever would be computed
 * there gets an apostrophe, as people themselves write it.
 */
export function asText(value: string): string {
  return COMPUTES.test(value) && !HARMLESS.test(value) ? `'${value}` : value;
}

/** The text without the apostrophe that `asText` has put before it. */
export function fromText(value: string): string {
  return value.startsWith('\'') && COMPUTES.test(value.slice(1)) ? value.slice(1) : value;
}
