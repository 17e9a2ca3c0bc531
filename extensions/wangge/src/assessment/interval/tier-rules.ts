/** Who is not rated because too little is known of them, and whether a group's places are worth telling as numbers. */
import type { DrawnTier, GridInterval, IntervalOutput, Tier } from './model.ts';
import { GATE } from './model.ts';

/** What must be known of a grid. Shares in per cent. */
export const KNOWN = { cases: 5, weight: 60, days: 60, recorded: 50 } as const;

export const TOO_LITTLE = ['few_cases', 'few_days', 'few_recorded'] as const;
export type TooLittle = (typeof TOO_LITTLE)[number];

export interface Known {
  /** Every indicator that counts for the grid: its weight and the number of its cases. */
  indicators: readonly { weight: number; n: number }[];
  /** In service in the period. */
  days: number;
  /** Of a period shorter or longer than a quarter; 60 of a quarter. */
  least_days?: number;
  /** Cases that it recorded in this period, and in each of up to four before it. */
  recorded: number;
  recorded_before: readonly number[];
  /** How many somebody else counted (a hotline, an inspection); null: nobody did. */
  counted_outside?: number | null;
}

/** Why a grid is not rated; empty: it is. Fewer than half of what is usual, its own or what others counted, are a reason, so that not recording what went wrong never helps. */
export function tooLittle({ indicators, days, least_days = KNOWN.days, recorded, recorded_before, counted_outside = null }: Known): TooLittle[] {
  const weight = (list: Known['indicators']): number => list.reduce((sum, one) => sum + one.weight, 0);
  const enough = weight(indicators.filter(({ n }) => n >= KNOWN.cases));
  const usual = [twiceMedian(recorded_before), counted_outside === null ? null : 2 * counted_outside].filter(twice => twice !== null);
  return [
    ...100 * enough >= KNOWN.weight * weight(indicators) ? [] : ['few_cases' as const],
    ...days >= least_days ? [] : ['few_days' as const],
    ...usual.length === 0 || usual.some(twice => 200 * recorded >= KNOWN.recorded * twice) ? [] : ['few_recorded' as const],
  ];
}

/** Not rated is neither in the middle nor in front, whatever the draws say; it stays in the draws of the others. */
export function tierOf(drawn: DrawnTier, reasons: readonly TooLittle[]): Tier {
  return reasons.length > 0 ? 'not_rated' : drawn;
}

export interface GroupWidth {
  /** Mean of (high - low + 1) / ranked, per mille, half up; null: nobody is ranked. */
  mean_width: number | null;
  /** At most 0.70: places say more than chance. Judged exactly, not by the rounded width. */
  places_told: boolean;
}

/** Above the gate a list says in words that places are mostly chance. */
export function groupWidth({ grids, ranked }: Pick<IntervalOutput, 'grids' | 'ranked'>): GroupWidth {
  const sum = grids.filter((one): one is GridInterval => one.rank !== null).reduce((total, { low, high }) => total + high - low + 1, 0);
  if (ranked === 0)
    return { mean_width: null, places_told: false };
  return { mean_width: Math.floor((2000 * sum + ranked ** 2) / (2 * ranked ** 2)), places_told: 1000 * sum <= GATE * ranked ** 2 };
}

/** So that it stays whole where their number is even; null where there were none. */
function twiceMedian(counts: readonly number[]): number | null {
  if (counts.length === 0)
    return null;
  const sorted = counts.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!;
}
