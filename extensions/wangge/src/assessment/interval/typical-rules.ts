/**
 * A quarter as it usually is, where none was computed yet: how many cases a patch has in each measure. Two ledgers of 60 to 300
 * entries, a standard of one or two duties a working day, a few inspections, half of the patches without residents' votes;
 * else 5 to 40 cases, 17 in the middle.
 */
import { Generator } from './generator-rules.ts';

interface TypicalSize {
  least: number;
  most: number;
  /** Per mille of grids without any. */
  empty?: number;
  /** The larger, the more small numbers; 1: all alike. */
  lean?: number;
}

const CASES: TypicalSize = { least: 5, most: 40, lean: 1.5 };
const SIZES: Readonly<Record<string, TypicalSize>> = {
  ledger_complete_rate: { least: 60, most: 300 },
  ledger_fresh_rate: { least: 60, most: 300 },
  duty_met_rate: { least: 60, most: 91 },
  inspection_mean: { least: 4, most: 13 },
  manual_mean: { least: 1, most: 3 },
  resident_solved_rate: { ...CASES, empty: 500 },
};

/** Per mille of what is good, where nothing was counted. */
const USUAL = 880;
const USUALS: Readonly<Record<string, number>> = { ledger_accurate_rate: 950, ledger_complete_rate: 920, inspection_mean: 850, manual_mean: 850, resident_solved_rate: 800 };

export function usualOf(measure: string): number {
  return USUALS[measure] ?? USUAL;
}

/** Of so many grids, by the measures of the indicators. */
export function typicalSizes(measures: readonly string[], grids: number): number[][] {
  const chance = new Generator('typical sizes');
  return Array.from({ length: grids }, () => measures.map(measure => sizeBy(SIZES[measure] ?? CASES, chance)));
}

function sizeBy({ least, most, empty = 0, lean = 1 }: TypicalSize, chance: Generator): number {
  if (chance.below(1000) < empty)
    return 0;
  return least + Math.floor((most - least + 1) * (chance.below(2 ** 20) / 2 ** 20) ** lean);
}
