/** What stands in the cells of a spreadsheet, and which text a spreadsheet would take for a formula. Pure. */
import { sameKey } from '../kernel/text-rules.ts';

/** A value as a room takes it. */
export type Cell = string | number | boolean | Date | null;

/** Why nothing can be read from a cell in which something stands: the end of its sentence's code (`cell_…`). */
export type Flaw = 'error' | 'no_value' | 'digits_lost' | 'too_narrow' | 'picture' | 'date_impossible' | 'format_missing' | 'unclear' | 'merged_across' | 'merged_over';
export interface FlawedCell { flaw: Flaw; shown: string }

/** A number that people see otherwise than it is stored: `85%` is 0.85, `007` is 7, `HX-12` is 12. */
export interface FormattedNumber { number: number; as: 'percent' | 'padded' | 'adorned'; shown: string }

/** A cell as the sheet has it, before it is known what its column takes. */
export type SheetCell = Cell | FlawedCell | FormattedNumber;

export function isFlawed(cell: SheetCell | undefined): cell is FlawedCell {
  return typeof cell === 'object' && cell !== null && 'flaw' in cell;
}

export function isFormatted(cell: SheetCell | undefined): cell is FormattedNumber {
  return typeof cell === 'object' && cell !== null && 'number' in cell;
}

/** The cell as it looks, to be shown again, or to be searched for headings. */
export function asShown(cell: SheetCell | undefined): Cell {
  return isFlawed(cell) || isFormatted(cell) ? (cell.shown === '' ? null : cell.shown) : cell ?? null;
}

/** Headings and words are the same with or without spaces, marks and case. */
export function plain(text: string): string {
  return sameKey(text).replaceAll(/[*.:_]/g, '');
}

/** Null: the cell is empty. */
export function text(cell: Cell | undefined): string | null {
  if (cell instanceof Date)
    return Number.isNaN(cell.getTime()) ? String(cell) : cell.toISOString();
  const shown = cell == null ? '' : String(cell).trim();
  return shown === '' ? null : shown;
}

/** With these a spreadsheet begins to compute, behind spaces too; the wide ones where Chinese or Japanese is set. */
const COMPUTES = /^[\s\u200B]*[=+\-@\t\r\n＝＋－＠]/;
/** A number or a telephone, a dash for "none": what is computed of it is itself. */
const HARMLESS = /^[+\-＋－][\d\s.,()%－—-]*$/;
const MARKED = /^'+[\s\u200B]*[=+\-@\t\r\n＝＋－＠]/;

/**
 * Text as a cell that stays text, also when the sheet is saved as CSV and opened again: whatever would be computed
 * there gets an apostrophe, as people themselves write it; so does what has one already, so that one is to be taken off.
 */
export function asText(value: string): string {
  return MARKED.test(value) || (COMPUTES.test(value) && !HARMLESS.test(value)) ? `'${value}` : value;
}

/** The text without the apostrophe that `asText` has put before it. */
export function fromText(value: string): string {
  return MARKED.test(value) ? value.slice(1) : value;
}

/** `="0102"`, `'0102`: how people and programs keep a spreadsheet from taking digits for a number. */
const WRAPPED = /^=\s*"((?:[^"]|"")*)"$/;
const QUOTED_DIGITS = /^['’](?=[\dA-Z][\dA-Z-]*$)/i;

/** The text that is meant. */
export function unwrapped(value: string): string {
  const trimmed = value.trim();
  const inside = WRAPPED.exec(trimmed)?.[1];
  return inside === undefined ? fromText(trimmed).replace(QUOTED_DIGITS, '') : inside.replaceAll('""', '"');
}
