/**
 * Merged cells, and formulas that fill several: what stands in the first cell is what people see in all of them. Downwards it is
 * the value of every row; sideways, and where something else lies beneath, nobody can say what is meant, so the cell is flawed.
 */
import type { SheetCell } from './cell-rules.ts';
import type { Region } from './xlsx-cell-rules.ts';
import { isFlawed } from './cell-rules.ts';
import { CELLS_AT_MOST, TEXT_AT_MOST, tooLarge } from './reading-limits.ts';

export interface SheetRow {
  /** As the spreadsheet counts, from 1. */
  row: number;
  cells: SheetCell[];
  /** People do not see it: it is filtered out, or hidden by hand. */
  hidden?: true;
  /** In some of its cells stands what cells above say. */
  merged?: true;
  /** Nothing stands in it but that. */
  continued?: true;
  /** Something stands beyond the columns that are read. */
  beyond?: true;
}

/** A row as it is written. `unvalued`: regions that one formula fills, which has no value. */
export interface WrittenRow extends SheetRow { unvalued?: Region[] }

/** Farther sideways nobody's columns are. */
const ACROSS_AT_MOST = 256;

interface Standing extends Region { value: SheetCell; kind: 'merged' | 'unvalued' }

/** `merges` in any order. Throws where two of them overlap, and where they make more of a sheet than anybody could fill in. */
export function mergedRows(merges: readonly Region[]): (row: WrittenRow) => SheetRow {
  const made = { cells: 0, texts: 0 };
  const coming = merges.toSorted((a, b) => a.top - b.top);
  let [next, standing]: [number, Standing[]] = [0, []];
  return ({ unvalued = [], ...row }) => {
    if (standing.length > 0)
      standing = standing.filter(({ bottom }) => bottom >= row.row);
    for (; next < coming.length && coming[next]!.top <= row.row; next++) {
      const region = coming[next]!;
      if (region.bottom < row.row)
        continue;
      assertApart(region, standing);
      standing.push({ ...region, kind: 'merged', value: region.top === row.row ? row.cells[region.left] ?? null : null });
    }
    standing.push(...unvalued.map(region => ({ ...region, kind: 'unvalued' as const, value: { flaw: 'no_value' as const, shown: '' } })));
    return standing.length === 0 ? row : filled(row, standing, made);
  };
}

function assertApart({ left, right }: Region, standing: readonly Standing[]): void {
  if (standing.some(other => other.kind === 'merged' && other.left <= right && left <= other.right))
    throw new Error('Merged cells overlap');
}

function filled(row: SheetRow, standing: readonly Standing[], made: { cells: number; texts: number }): SheetRow {
  const own = row.cells.some(cell => cell !== null);
  let merged = false;
  for (const { top, left, right, value, kind } of standing) {
    for (let column = left; column <= Math.min(right, left + ACROSS_AT_MOST); column++) {
      if (row.row === top && column === left)
        continue;
      const beneath = row.cells[column] ?? null;
      const seen = kind === 'unvalued' ? beneath ?? value : underMerge(value, beneath, column === left);
      if (seen === beneath)
        continue;
      while (row.cells.length < column)
        row.cells.push(null);
      row.cells[column] = seen;
      made.texts += typeof seen === 'string' ? seen.length : 0;
      if (++made.cells > CELLS_AT_MOST || made.texts > TEXT_AT_MOST)
        throw tooLarge('merged cells');
      merged ||= kind === 'merged' && !isFlawed(seen);
    }
  }
  return { ...row, ...merged ? { merged: true } : {}, ...own ? {} : { continued: true } };
}

function underMerge(value: SheetCell, beneath: SheetCell, below: boolean): SheetCell {
  if (beneath !== null && JSON.stringify(beneath) !== JSON.stringify(value))
    return { flaw: 'merged_over', shown: '' };
  return below || value === null ? value : { flaw: 'merged_across', shown: '' };
}
