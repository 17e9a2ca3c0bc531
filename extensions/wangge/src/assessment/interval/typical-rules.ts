/**
 * A quarter as it usually is, where none was computed yet: the issue's scheme, and how many cases a patch has in each measure
 * (two ledgers of 60 to 300 entries, a standard of one or two days a working day, a few inspections, half of the
 * patches without residents' votes, else 5 to 40 cases, 17 in the middle).
 */
import { Generator } from './generator-rules.ts';

export interface TypicalSize { least: number; most: number; /** Per mille of grids without any. */ empty?: number; /** The smaller, the more small numbers; 1: all alike. */ lean?: number }

const CASES: TypicalSize = { least: 5, most: 40, lean: 2 };
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
const USUALS: Readonly<Record<string, number>> = { accurate: 950, ledger_accurate_rate: 950, ledger_complete_rate: 920, inspection_mean: 850, manual_mean: 850, resident_solved_rate: 800 };

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

/** Weights of the shipped scheme at level 3, in hundredths, by measure: 100 points without the bonus. */
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
