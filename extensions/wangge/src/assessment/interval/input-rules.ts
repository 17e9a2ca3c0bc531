/** What is no input of a ranking's intervals: the first thing that is wrong with it. And the one way to write it down. */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Cell, DrawnGrid, DrawnIndicator, IntervalInput, Prior } from './model.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { DRAWS } from './model.ts';

/** Of one input. Units of an urn are hundredths of a case: products with them stay below 2^53. */
export const LIMITS = { draws: 10_000, grids: 65_535, weight: 10_000, units: 2 ** 26, fixed: 1_000_000_000, loss: 1_000_000, per: 1_000_000, phi: 20 } as const;

const NO_CELL: Cell = [0, 0];

/** Field: where in the input; null: it can be computed. */
export function checkInput(input: IntervalInput): Refusal | null {
  const { period, level, group, options, indicators, grids, fixed_indicators = [] } = input;
  const ids = indicators.map(({ id }) => id);
  return first([['period', period], ['level', level], ['group', group]] as const, ([field, text]) => checkText(field, text))
    ?? checkNumber('draws', options?.draws ?? DRAWS, 1, LIMITS.draws)
    ?? checkIds('indicators', [...ids, ...fixed_indicators])
    ?? first(indicators, checkIndicator)
    ?? checkWeights(input)
    ?? (grids.length > LIMITS.grids ? refused('interval_grids_too_many', 'grids', { most: LIMITS.grids, count: grids.length }) : null)
    ?? checkIds('grids', grids.map(({ id }) => id))
    ?? (grids.some(({ rank }) => rank === undefined) && grids.some(({ rank }) => rank !== undefined) ? refused('interval_ranks_partly', 'rank') : null)
    ?? first(grids, grid => checkGrid(grid, indicators, new Set(ids)));
}

/** The cell of a grid, if it has cases or not. */
export function cellOf({ cells }: DrawnGrid, { id }: Pick<DrawnIndicator, 'id'>): Cell {
  return Object.hasOwn(cells, id) ? cells[id]! : NO_CELL;
}

/** The same input gives the same value, whatever it left out: its canonical JSON is what the digest is of. */
export function canonicalInput({ period, level, group, options, indicators, fixed_indicators = [], grids }: IntervalInput): unknown {
  return {
    period,
    level,
    group,
    draws: options?.draws ?? DRAWS,
    indicators: indicators.map(({ id, weight, points, phi = 1, prior }) => ({ id, weight, phi, points: points == null ? null : { per: 1, ...points }, prior: prior ?? null })),
    fixed_indicators,
    grids: grids.map(grid => ({ id: grid.id, cells: indicators.map(indicator => cellOf(grid, indicator)), fixed: grid.fixed ?? 0, ...grid.rank === undefined ? {} : { rank: grid.rank } })),
  };
}

function checkWeights({ indicators, fixed_indicators = [] }: IntervalInput): Refusal | null {
  const sum = indicators.reduce((total, { weight }) => total + weight, 0);
  // Where nothing is drawn, what is fixed may still rank.
  return (sum === 0 && fixed_indicators.length === 0) || sum > LIMITS.weight ? refused('interval_weights', 'indicators', { sum, most: LIMITS.weight }) : null;
}

function checkIndicator({ id, weight, points, phi = 1, prior }: DrawnIndicator): Refusal | null {
  return checkNumber(`${id}.weight`, weight, 0, LIMITS.weight)
    ?? checkNumber(`${id}.phi`, phi, 1, LIMITS.phi)
    ?? (points == null ? null : checkNumber(`${id}.points.full`, points.full, 0, 1000) ?? checkNumber(`${id}.points.loss`, points.loss, 0, LIMITS.loss) ?? checkNumber(`${id}.points.per`, points.per ?? 1, 1, LIMITS.per))
    ?? (prior == null ? null : checkPrior(id, prior));
}

function checkPrior(id: string, { good, bad }: Prior): Refusal | null {
  return checkNumber(`${id}.prior.good`, good, 0, LIMITS.units) ?? checkNumber(`${id}.prior.bad`, bad, 0, LIMITS.units) ?? checkNumber(`${id}.prior`, good + bad, 1, LIMITS.units);
}

function checkGrid(grid: DrawnGrid, indicators: readonly DrawnIndicator[], known: ReadonlySet<string>): Refusal | null {
  const unknown = Object.keys(grid.cells).find(id => !known.has(id));
  if (unknown !== undefined)
    return refused('interval_indicator_unknown', 'cells', { grid: grid.id, indicator: unknown });
  return checkNumber(`${grid.id}.fixed`, grid.fixed ?? 0, -LIMITS.fixed, LIMITS.fixed)
    ?? (grid.rank == null ? null : checkNumber(`${grid.id}.rank`, grid.rank, 1, LIMITS.grids))
    ?? first(indicators, indicator => checkCell(`${grid.id}.${indicator.id}`, cellOf(grid, indicator), indicator));
}

function checkCell(where: string, [good, n]: Cell, { phi = 1, prior }: DrawnIndicator): Refusal | null {
  return checkNumber(where, n, 0, LIMITS.units)
    ?? checkNumber(where, good, 0, 100 * n)
    ?? checkNumber(where, 100 * n * phi + (prior == null ? 0 : prior.good + prior.bad), 0, LIMITS.units);
}

function checkNumber(where: string, value: number, least: number, most: number): Refusal | null {
  return Number.isInteger(value) && value >= least && value <= most ? null : refused('interval_number', where, { where, value, least, most });
}

/** Two texts that look alike must not be two seeds, and none may reach into the next. */
function checkText(where: string, text: string): Refusal | null {
  return typeof text === 'string' && text.isWellFormed() && text.normalize('NFC') === text && !text.includes('\n') ? null : refused('interval_text', where, { where, text: String(text) });
}

function checkIds(where: string, ids: readonly string[]): Refusal | null {
  const seen = new Set<string>();
  return first(ids, (id) => {
    const refusal = checkText(where, id) ?? (seen.has(id) ? refused('interval_twice', where, { where, id }) : null);
    seen.add(id);
    return refusal;
  });
}

function first<T>(items: readonly T[], check: (item: T) => Refusal | null): Refusal | null {
  for (const item of items) {
    const refusal = check(item);
    if (refusal)
      return refusal;
  }
  return null;
}
