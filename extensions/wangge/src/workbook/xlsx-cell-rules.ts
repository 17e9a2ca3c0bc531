/** What a cell of an XLSX file says: its place, its text, its value; and which day a number is (ECMA-376, 18.3.1.4). Pure. */
import type { FlawedCell, SheetCell } from './cell-rules.ts';
import type { NumberFormat } from './number-format-rules.ts';
import { flawOfText } from './flaw-rules.ts';

/** A cell as it is written: its kind, the format it is shown in, and what stands in it; null: nothing. */
export interface WrittenCell {
  kind: string;
  style: number;
  text: string | null;
  formula: boolean;
  /** There is a value, be it an empty one. */
  valued: boolean;
  /** What stands in it does not go with its kind. */
  unclear: boolean;
}

/** How numbers are shown, by the style of their cell. */
export interface NumberStyles {
  formats: readonly NumberFormat[];
  from1904: boolean;
  /** Results of formulas count; a program that cannot compute writes 0 everywhere, and that all has to be computed on loading. */
  computed: boolean;
}

const ROWS_OF_A_SHEET = 1_048_576;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?$/i;
/** A spreadsheet keeps fifteen digits of a number. */
const DIGITS_LOST = 1e15;

export function valueOf({ kind, style, text, formula, valued, unclear }: WrittenCell, shared: readonly string[], styles: NumberStyles): SheetCell {
  const blank = text === null || text.trim() === '';
  if (formula && (!styles.computed || (blank && !(kind === 'str' && valued))))
    return flawed('no_value');
  if (unclear || (blank && valued && (kind === 's' || kind === 'b')))
    return flawed('unclear', text?.trim());
  if (kind === 'inlineStr')
    return text === null ? null : textValue(unescaped(text));
  if (kind === 'e')
    return flawed('error', blank ? '' : text.trim());
  if (blank)
    return null;
  const said = text.trim();
  switch (kind) {
    case 's': return textValue(sharedString(said, shared));
    case 'b': return /^(?:1|true)$/i.test(said) ? true : /^(?:0|false)$/i.test(said) ? false : flawed('unclear', said);
    case 'str': return textValue(unescaped(text));
    case 'd': return dayWritten(said) ?? textValue(unescaped(text));
    default: return NUMBER.test(said) ? numberValue(said, style, styles) : textValue(unescaped(text));
  }
}

function flawed(flaw: FlawedCell['flaw'], shown = ''): FlawedCell {
  return { flaw, shown };
}

function textValue(text: string): SheetCell {
  return flawOfText(text) ?? text;
}

function sharedString(said: string, shared: readonly string[]): string {
  const found = /^\d+$/.test(said) ? shared[Number(said)] : undefined;
  if (found === undefined)
    throw new Error(`No shared string ${said}`);
  return found;
}

function numberValue(said: string, style: number, { formats, from1904 }: NumberStyles): SheetCell {
  const number = Number(said);
  // Without a style, and in the first of a workbook that has none, a number is just that.
  const format = style < 0 ? 'plain' : formats[style] ?? (style === 0 ? 'plain' : undefined);
  if (format === undefined)
    return flawed('format_missing', said);
  if (!Number.isFinite(number) || Math.abs(number) >= DIGITS_LOST)
    return flawed('digits_lost', said);
  if (format === 'date')
    return dayOf(number, from1904) ?? flawed('date_impossible', said);
  if (format === 'percent')
    return { number, as: 'percent', shown: `${Number((number * 100).toPrecision(15))}%` };
  if (format === 'adorned')
    return { number, as: 'adorned', shown: said };
  if (format !== 'plain' && Number.isInteger(number) && number >= 0 && String(number).length < format.digits)
    return { number, as: 'padded', shown: String(number).padStart(format.digits, '0') };
  return number;
}

/** `_x000D_` stands for what XML cannot hold. */
export function unescaped(text: string): string {
  return text.includes('_x') ? text.replaceAll(/_x([\dA-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
}

// ── Places ───────────────────────────────────────────────────────────────────────────────────────────────────

/** `r` of a row, from 1; left out: the next one. Rows come in their order. */
export function rowOf(place: string | undefined, before: number): number {
  const row = place === undefined ? before + 1 : /^\d{1,7}$/.test(place) ? Number(place) : 0;
  if (row <= before || row > ROWS_OF_A_SHEET)
    throw new Error(`No row ${place} after ${before}`);
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

/** `A`, `AB`: a column as people call it. */
export function columnName(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : columnName(Math.floor(column / 26) - 1) + String.fromCharCode(65 + column % 26);
}

/** Rows from 1, columns from 0, all included. */
export interface Region { top: number; bottom: number; left: number; right: number }

/** `A2:B3`, `$A$2`; null: it is none. */
export function regionOf(reference: string): Region | null {
  const [, left, top, right = left, bottom = top] = /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/.exec(reference) ?? [];
  if (left === undefined || top === undefined)
    return null;
  const region = { top: Number(top), bottom: Number(bottom), left: columnOf(`${left}1`, 1, -1), right: columnOf(`${right}1`, 1, -1) };
  return region.top < 1 || region.bottom < region.top || region.right < region.left ? null : region;
}

// ── Days ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** 31 December 9999. */
const LAST_DAY = 2_958_466;

/** The wall clock as UTC; null: no such day. Spreadsheets count a 29 February 1900. */
function dayOf(serial: number, from1904: boolean): Date | null {
  const days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const impossible = serial < 0 || days >= LAST_DAY || (!from1904 && serial >= 60 && serial < 61);
  return impossible ? null : new Date(Math.round((days - 25_569) * 86_400) * 1000);
}

/** `2026-03-04`, `2026-03-04T09:30:00`. */
function dayWritten(text: string): Date | null {
  const [, day, time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?Z?)?$/.exec(text) ?? [];
  const date = day === undefined ? null : new Date(`${day}T${time}Z`);
  return date === null || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? null : date;
}
