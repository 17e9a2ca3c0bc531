/**
 * How many: cases counted by grid and scope, and summed up over the subtree of every grid.
 */
import type { Scope } from '../../handling/model.ts';
import type { CaseFact, EvidenceFormat, Measure } from './measure-rules.ts';
import { counts, MEASURE_CODES, saidOf } from './measure-lookup-rules.ts';
import { MEASURES } from './measure-rules.ts';

export type Level = 1 | 2 | 3;

/** A grid as the ranking sees it: no names, no people. */
export interface RankedGrid {
  code: string;
  level: Level;
  /** Codes from the root down to the grid itself: `/a/b/c/`. */
  path: string;
}

export interface Count {
  numerator: number;
  denominator: number;
}

/** Counts of one grid and one scope: of the grid alone, or of its whole subtree. */
export interface Tally {
  grid: string;
  scope: Scope;
  measures: Record<Measure, Count>;
}

/** The counts of each grid alone; what the store's one aggregate query answers, too. */
export function countCases(cases: Iterable<CaseFact>, format: EvidenceFormat = 2): Tally[] {
  const counter = new CaseCounter(format);
  for (const fact of cases)
    counter.add(fact);
  return counter.list();
}

/** The counts of every grid with all that lies below it. A count whose grid is not listed is left out. */
export function rollUp(counts: readonly Tally[], grids: readonly RankedGrid[]): Tally[] {
  const paths = new Map(grids.map(grid => [grid.code, grid.path.split('/').filter(code => code !== '')]));
  const sums = new TallySheet();
  for (const count of counts) {
    for (const code of paths.get(count.grid) ?? []) {
      if (!paths.has(code))
        continue;
      const { measures } = sums.of(code, count.scope);
      for (const measure of MEASURE_CODES) {
        measures[measure].numerator += count.measures[measure].numerator;
        measures[measure].denominator += count.measures[measure].denominator;
      }
    }
  }
  return sums.list();
}

export function tally(cases: Iterable<CaseFact>, grids: readonly RankedGrid[], format: EvidenceFormat = 2): Tally[] {
  return rollUp(countCases(cases, format), grids);
}

class TallySheet {
  readonly #lines = new Map<string, Tally>();

  of(grid: string, scope: Scope): Tally {
    const key = `${grid} ${scope}`;
    let line = this.#lines.get(key);
    if (!line) {
      const nothing = MEASURE_CODES.map(measure => [measure, { numerator: 0, denominator: 0 }]);
      line = { grid, scope, measures: Object.fromEntries(nothing) as Record<Measure, Count> };
      this.#lines.set(key, line);
    }
    return line;
  }

  list(): Tally[] {
    return [...this.#lines.values()];
  }
}

/** Counts cases as they come, one by one. */
export class CaseCounter {
  readonly #sheet = new TallySheet();
  readonly #format: EvidenceFormat;

  constructor(format: EvidenceFormat) {
    this.#format = format;
  }

  add(fact: CaseFact): void {
    const { measures } = this.#sheet.of(fact.grid, fact.scope);
    for (const measure of MEASURE_CODES) {
      if (!counts(fact, MEASURES[measure], this.#format))
        continue;
      measures[measure].denominator += 1;
      measures[measure].numerator += saidOf(fact, MEASURES[measure].hits) === true ? 1 : 0;
    }
  }

  list(): Tally[] {
    return this.#sheet.list();
  }
}
