/**
 * Where a sheet has its headings: below a title or two as a rule, and sometimes over two rows. And which sheet of a workbook
 * is meant: the one whose headings fit. Pure.
 */
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Cell } from './cell-rules.ts';
import type { Column, Headings, HeadingSearch } from './heading-rules.ts';
import type { SheetRow } from './merged-cells.ts';
import type { SheetBeginning } from './workbook-reader.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { asShown, isFlawed, text } from './cell-rules.ts';
import { columnCalled, headingsKnown, readHeadings } from './heading-rules.ts';
import { isSheetBeside } from './sheet-mark-rules.ts';

/** The headings of a sheet, and the last of their rows. */
export interface HeadingPlace<Known extends Column> { headings: Headings<Known>; row: number }

interface Candidate<Known extends Column> { row: number; known: number; read: Headings<Known> | Refusal; doubled?: boolean }

/** Rows that are searched. */
const SEARCHED = 10;
const COLUMNS_SEARCHED = 300;

/** A title that is merged over several columns heads the first of them alone. */
function shownCells({ cells }: SheetRow): Cell[] {
  return cells.slice(0, COLUMNS_SEARCHED).map(cell => isFlawed(cell) && cell.flaw === 'merged_across' ? null : asShown(cell));
}

/** The row with most of our headings; of several the first that lacks nothing. */
export function findHeadings<Known extends Column>(search: HeadingSearch<Known>, rows: readonly SheetRow[]): HeadingPlace<Known> | Refusal {
  const candidates = rows.slice(0, SEARCHED).flatMap((row, at): Candidate<Known>[] => {
    const cells = shownCells(row);
    const one = candidate(search, row.row, cells);
    const below = rows[at + 1];
    const over = below === undefined || below.row !== row.row + 1 ? null : overTwoRows(search, cells, below);
    return over === null ? [one] : [one, { ...candidate(search, below!.row, over), doubled: true }];
  }).filter(({ known }) => known > 0);
  const rank = ({ known, read, doubled = false }: Candidate<Known>): number => known + (read.kind === 'headings' ? 1000 : 0) - (doubled ? 0.5 : 0);
  const [best] = candidates.toSorted((a, b) => rank(b) - rank(a));
  if (best === undefined)
    return lackingAll(search);
  if (best.read.kind === 'refused')
    return { ...best.read, params: { ...best.read.params, row: best.row } };
  return { headings: best.read, row: lastRow(best.row, rows) };
}

function candidate<Known extends Column>(search: HeadingSearch<Known>, row: number, cells: readonly Cell[]): Candidate<Known> {
  return { row, known: headingsKnown(search, cells), read: readHeadings(search, cells) };
}

/** Rows below that only continue merged headings. */
function lastRow(row: number, rows: readonly SheetRow[]): number {
  const below = rows.find(one => one.row === row + 1);
  return below?.continued === true ? lastRow(row + 1, rows) : row;
}

/**
 * The headings of two rows in one; null: the second is none of theirs. A group stands above (`联系方式`) and its columns below
 * (`手机号`), the others above alone; or above and below are one (`联系`, `电话`).
 */
function overTwoRows<Known extends Column>(search: HeadingSearch<Known>, above: readonly Cell[], below: SheetRow): Cell[] | null {
  const lower = shownCells(below);
  const known = (title: string | null): boolean => title !== null && columnCalled(search.known, title, search.synonyms) !== null;
  let [group, helped]: [string | null, boolean] = [null, false];
  const cells: Cell[] = [];
  for (let column = 0; column < Math.max(above.length, lower.length); column++) {
    const [up, down] = [text(above[column]), text(lower[column])];
    group = up ?? (down === null ? null : group);
    if (down === null || down === up) {
      cells.push(up);
      continue;
    }
    // Something stands below a heading of ours: those are values.
    if (known(up) && !known(`${up}${down}`))
      return null;
    const together = `${group ?? ''}${down}`;
    helped ||= known(together) || known(down);
    cells.push(group !== null && known(together) ? together : down);
  }
  return helped ? cells : null;
}

function lackingAll<Known extends Column>({ known, missing = found => known.filter(column => column.required === true && !found.includes(column)) }: HeadingSearch<Known>): Refusal {
  const needed = missing([]);
  const named = needed.length > 0 ? needed : known.slice(0, 3);
  return refused('headings_none', null, { column: named[0]?.name ?? '', searched: SEARCHED, labels: named.map(({ label }) => label['zh-CN']).join('”“'), labels_en: named.map(({ label }) => label['en-US']).join('”, “') });
}

// ── Which sheet ──────────────────────────────────────────────────────────────────────────────────────────────

export interface FittingSheet<Known extends Column> extends HeadingPlace<Known> { sheet: SheetBeginning }

export interface SheetSearch<Known extends Column> {
  /** Sheets that people see and whose headings fit. */
  fitting: FittingSheet<Known>[];
  /** Why there is none. */
  refusal: Refusal | null;
}

export function fittingSheets<Known extends Column>(search: HeadingSearch<Known>, sheets: readonly SheetBeginning[]): SheetSearch<Known> {
  // Ours that lists the headings is no table under them.
  const tables = sheets.some(({ name, rows }) => rows.length > 0 && !isSheetBeside(name)) ? sheets.filter(({ name }) => !isSheetBeside(name)) : sheets;
  const found = tables.filter(({ rows }) => rows.length > 0).map(sheet => ({ sheet, place: findHeadings(search, sheet.rows) }));
  const fitting = found.flatMap(({ sheet, place }) => 'kind' in place ? [] : [{ sheet, ...place }]);
  const seen = fitting.filter(({ sheet }) => !sheet.hidden);
  if (seen.length > 0)
    return { fitting: seen, refusal: null };
  if (fitting.length > 0)
    return { fitting: [], refusal: refused('sheet_hidden', null, { sheet: fitting[0]!.sheet.name ?? '' }) };
  // What comes nearest is told: a heading is missing in it, and not all of them in another.
  const refusals = found.flatMap(({ sheet, place }) => 'kind' in place && !sheet.hidden ? [{ sheet, place }] : []);
  const nearest = refusals.find(({ place }) => place.code !== 'headings_none') ?? refusals[0];
  return { fitting: [], refusal: nearest === undefined ? refused('sheet_empty', null, { row: 2 }) : inSheet(nearest.place, nearest.sheet, sheets) };
}

function inSheet(refusal: Refusal, { name }: SheetBeginning, sheets: readonly SheetBeginning[]): Refusal {
  const named = name !== null && sheets.length > 1;
  return { ...refusal, params: { ...refusal.params, sheet: named ? `工作表“${name}”` : '', sheet_en: named ? ` of the sheet “${name}”` : '' } };
}
