/** Grids by categories with the shares of fresh, due and stale: without a component or a request. */
import type { Day } from '../../../kernel/values.ts';
import type { Freshness } from '../../model.ts';
import type { Speak } from './words.ts';
import { freshness, FRESHNESS } from '../../model.ts';

export interface Tally { total: number; fresh: number; due: number; stale: number }

export interface FreshnessAnswer {
  today: Day;
  level: number | null;
  grids: { grid: string; code: string; name: string; categories: Record<string, Tally> }[];
  categories: { code: string; name: string }[];
}

export interface Cell {
  category: string;
  label: string;
  /** Widths of the bar's parts, in percent. */
  parts: { state: Freshness; width: number }[];
  share: string;
  count: string;
  /** For screen readers. */
  words: string;
  empty: boolean;
}

export interface Row { grid: string; name: string; cells: Cell[] }
/** The total first; `''` is its grid and, of a row, the total's category. */
export interface Matrix { columns: { code: string; name: string }[]; total: Row; rows: Row[] }

const NOTHING: Tally = { total: 0, fresh: 0, due: 0, stale: 0 };

export function matrixOf({ grids, categories }: FreshnessAnswer, speak: Speak): Matrix {
  const row = (grid: string, name: string, tallies: Record<string, Tally>): Row => ({
    grid,
    name,
    cells: [
      cellOf('', speak('total'), sum(categories.map(({ code }) => tallies[code] ?? NOTHING)), name, speak),
      ...categories.map(category => cellOf(category.code, category.name, tallies[category.code] ?? NOTHING, name, speak)),
    ],
  });
  const totals = Object.fromEntries(categories.map(({ code }) => [code, sum(grids.map(grid => grid.categories[code] ?? NOTHING))]));
  return {
    columns: [{ code: '', name: speak('total') }, ...categories],
    total: row('', speak('total'), totals),
    rows: grids.map(grid => row(grid.grid, grid.name, grid.categories)),
  };
}

function cellOf(category: string, label: string, tally: Tally, grid: string, speak: Speak): Cell {
  const { total, fresh, due, stale } = tally;
  return {
    category,
    label,
    parts: FRESHNESS.filter(state => tally[state] > 0).map(state => ({ state, width: tally[state] / total * 100 })),
    share: total === 0 ? speak('none') : speak('share', { percent: percentOf(fresh, total) }),
    count: total === 0 ? '' : speak('count', { count: total }),
    words: speak('cell', { grid, category: label, total, fresh, due, stale }),
    empty: total === 0,
  };
}

/** 100 only if it is all of them, 0 only if it is none. */
function percentOf(part: number, total: number): number {
  const rounded = Math.round(part / total * 100);
  return part < total && rounded === 100 ? 99 : part > 0 && rounded === 0 ? 1 : rounded;
}

function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce((all, one) => ({ total: all.total + one.total, fresh: all.fresh + one.fresh, due: all.due + one.due, stale: all.stale + one.stale }), NOTHING);
}

/** Entries counted by their day, as they are fresh, due or stale. */
export function talliedByDay(rows: readonly { review_due_on: Day | null; count: number }[], today: Day): Tally {
  return rows.reduce((tally, { review_due_on, count }) => review_due_on === null
    ? tally
    : { ...tally, total: tally.total + count, [freshness(review_due_on, today)]: tally[freshness(review_due_on, today)] + count }, NOTHING);
}
