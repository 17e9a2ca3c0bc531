/** Groups by chance, as tests and benches need them: what a quarter's input looks like, and one more bad case in it. */
import type { Cell, DrawnGrid, IntervalInput } from '../../../extensions/wangge/src/assessment/interval/model.ts';
import { Generator } from '../../../extensions/wangge/src/assessment/interval/generator-rules.ts';

export interface GroupOptions {
  grids: number;
  indicators?: number;
  draws?: number;
  /** Without them the rates are their own points and nothing is fixed. */
  mixed?: boolean;
  /** Cases of a cell, at most. */
  cases?: number;
}

/** With frozen priors; empty cells, ties (every fifth grid is its neighbour's twin), points, manual scores and fixed amounts where `mixed`. */
export function groupOf(seed: string, { grids, indicators: count = 5, draws = 200, mixed = true, cases = 40 }: GroupOptions): IntervalInput {
  const chance = new Generator(seed);
  const indicators = Array.from({ length: count }, (_, at) => {
    const strength = 4 + chance.below(197);
    const good = Math.max(1, Math.min(100 * strength - 1, strength * (50 + chance.below(51))));
    return {
      id: `i${at}`,
      weight: 100 + chance.below(Math.floor(1400 / count)),
      ...mixed && at % 4 === 1 ? { points: { full: 900 + chance.below(100), loss: 1 + chance.below(20), per: 1 + chance.below(4) } } : {},
      ...mixed && at % 4 === 2 ? { phi: 12 } : {},
      prior: { good, bad: 100 * strength - good },
    };
  });
  const cell = ({ phi = 1 }: { phi?: number }): Cell => {
    const n = mixed && chance.below(6) === 0 ? 0 : 1 + chance.below(phi > 1 ? 8 : cases);
    const good = Array.from({ length: n }, () => phi > 1 ? 40 + chance.below(61) : chance.below(100) < 80 ? 100 : 0).reduce((sum, one) => sum + one, 0);
    return [good, n];
  };
  const rows = Array.from({ length: grids }, (_, at): DrawnGrid => ({
    id: `g${at}`,
    cells: Object.fromEntries(indicators.map(indicator => [indicator.id, cell(indicator)] as const).filter(([, [, n]]) => n > 0)),
    ...mixed ? { fixed: 200 * (chance.below(200) - 100) } : {},
  }));
  return {
    period: '2026Q3',
    level: '3',
    group: seed,
    options: { draws },
    indicators,
    ...mixed ? { fixed_indicators: ['bonus'] } : {},
    grids: rows.map((row, at) => mixed && at % 5 === 4 ? { ...row, cells: rows[at - 1]!.cells, fixed: rows[at - 1]!.fixed! } : row),
  };
}

/** One case more of one grid, with nothing good in it; or a good case that turned bad. */
export function worsened(input: IntervalInput, grid: number, indicator: number, how: 'one more' | 'turned'): IntervalInput {
  const { id } = input.indicators[indicator]!;
  const [good, n] = input.grids[grid]!.cells[id] ?? [0, 0];
  const cell: Cell = how === 'turned' && good >= 100 ? [good - 100, n] : [good, n + 1];
  return { ...input, grids: input.grids.map((row, at) => at === grid ? { ...row, cells: { ...row.cells, [id]: cell } } : row) };
}

/** The shipped scheme at level 3, in hundredths, by measure: 100 points without the bonus. */
export const SHIPPED_AT_LEVEL_3: readonly (readonly [measure: string, weight: number])[] = [
  ['assigned_on_time_rate', 1500],
  ['duty_met_rate', 500],
  ['log_true_rate', 500],
  ['missed_report_rate', 500],
  ['inspection_mean', 500],
  ['ledger_complete_rate', 1000],
  ['ledger_accurate_rate', 1000],
  ['ledger_fresh_rate', 1000],
  ['on_time_rate', 1000],
  ['urged_rate', 1000],
  ['handled_rate', 500],
  ['rework_rate', 500],
  ['resident_solved_rate', 500],
];
