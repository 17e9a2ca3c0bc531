/** What a cell of an XLSX file says: its place, its text, its value; and which numbers are days (ECMA-376, 18.3.1.4, 18.8.30). Pure. */
import type { Cell } from './cell-rules.ts';

/** A cell as it is written: its kind, the format it is shown in, and what stands in it; null: nothing. */
export interface WrittenCell { kind: string; style: number; text: string | null }

/** Formats that show a number as a day or a time. */
export interface DateStyles { styles: ReadonlySet<number>; from1904: boolean }

const ROWS_OF_A_SHEET = 1_048_576;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?$/i;

export function valueOf({ kind, style, text }: WrittenCell, shared: readonly string[], dates: DateStyles): Cell {
  if (kind === 'inlineStr')
    return text === null ? '' : unescaped(text);
  if (text === null || text.trim() === '')
    return null;
  switch (kind) {
    case 's': return sharedString(text, shared);
    case 'b': return text.trim() === '1' || text.trim() === 'true';
    case 'str':
    case 'e': return unescaped(text);
    case 'd': return dayWritten(text.trim()) ?? unescaped(text);
    default: return !NUMBER.test(text.trim()) ? unescaped(text) : dates.styles.has(style) ? dayOf(Number(text), dates.from1904) : Number(text);
  }
}

function sharedString(text: string, shared: readonly string[]): string {
  const found = /^\s*\d+\s*$/.test(text) ? shared[Number(text)] : undefined;
  if (found === undefined)
    throw new Error(`No shared string ${text}`);
  return found;
}

/** `_x000D_` stands for what XML cannot hold. */
export function unescaped(text: string): string {
  return text.includes('_x') ? text.replaceAll(/_x([\dA-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
}

// ── Places ───────────────────────────────────────────────────────────────────────────────────────────────────

/** `r` of a row, from 1; left out: the next one. */
export function rowOf(place: string | undefined, before: number): number {
  const row = place === undefined ? before + 1 : /^\d{1,7}$/.test(place) ? Number(place) : 0;
  if (row < 1 || row > ROWS_OF_A_SHEET)
    throw new Error(`No row ${place}`);
  return row;
}

/** `r` of a cell, such as `AB12`, as its column from 0; left out: the next one. */
export function columnOf(place: string | undefined, row: number, before: number): number {
  if (place === undefined)
    return before + 1;
  let [column, at] = [0, 0];
  for (; at < place.length; at++) {
    const letter = place.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26)
      break;
    column = column * 26 + letter;
  }
  if (at < 1 || at > 3 || place.slice(at) !== String(row))
    throw new Error(`No cell ${place} in row ${row}`);
  return column - 1;
}

// ── Dates are numbers with a format ──────────────────────────────────────────────────────────────────────────

/** Built-in formats of days and times, the Chinese ones (27–36, 50–58) among them. */
const BUILT_IN = [[14, 22], [27, 36], [45, 47], [50, 58]] as const;

/** `formats`: of the styles of cells, in their order; `codes`: of a workbook's own formats. */
export function dateStylesOf(formats: readonly number[], codes: ReadonlyMap<number, string>, from1904: boolean): DateStyles {
  const isDate = (format: number): boolean => codes.has(format) ? saysDate(codes.get(format)!) : BUILT_IN.some(([from, to]) => from <= format && format <= to);
  return { styles: new Set([...formats.keys()].filter(at => isDate(formats[at]!))), from1904 };
}

/** What stands in quotes, in brackets, or is escaped, says nothing of the value. */
function saysDate(format: string): boolean {
  return /[ymdhs]/i.test(format.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '').replaceAll(/general/gi, ''));
}

/** The wall clock as UTC. Spreadsheets count a 29 February 1900. */
function dayOf(serial: number, from1904: boolean): Date {
  const days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  return new Date(Math.round((days - 25_569) * 86_400) * 1000);
}

/** `2026-03-04`, `2026-03-04T09:30:00`. */
function dayWritten(text: string): Date | null {
  const [, day, time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?Z?)?$/.exec(text) ?? [];
  const date = day === undefined ? null : new Date(`${day}T${time}Z`);
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}
