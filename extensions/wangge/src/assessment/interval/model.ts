/**
 * What the interval of a rank is computed from and what comes of it: `rank-interval/1` (ADR 0023), whole numbers only, so that
 * every machine gives the same bits.
 *
 * Two things were added to its input, and an input without them is read as before: `fixed`, what an indicator whose rule
 * is no rate gave a grid (bands, points per case, deductions by hand), which is taken as it was and not drawn; and `rank`, the
 * official place, where a scheme's own tie-breaks and rules made it.
 */

export const VERSION = 'rank-interval/1';

/** Draws, of which each ranks everybody once; per mille that is cut off at either end; per mille of draws that a tier takes. */
export const DRAWS = 1000;
export const TAIL = 50;
export const BACK = 990;
export const FRONT = 975;
/** Future cases of a cell; weight of the likeliest number of good ones among them; hundredths of a ball that an urn may hold. */
export const FUTURE = 1000;
export const PEAK = 2 ** 22;
export const CAP = 900_000;
/** How many cases a prior counts for, at least and at most. */
export const STRENGTH = { least: 4, most: 200 } as const;
/** Up to here places are told as numbers: the mean width of an interval as a share of the group, per mille. */
export const GATE = 700;

/** `good` in hundredths of a case, 0 to 100 n. A mean of scores 0..100 by hand is their sum and their number. */
export type Cell = readonly [good: number, n: number];

/** In hundredths of a case. */
export interface Prior { good: number; bad: number }

/**
 * Points per mille by the rate per mille: all from `full`, below it `loss` for each per mille that is missing, divided by `per`
 * (ours; 1 without it: `{ full: 950, loss: 10, per: 3 }` loses a third of a percent of the points for each per mille).
 */
export interface Points { full: number; loss: number; per?: number }

export interface DrawnIndicator {
  id: string;
  weight: number;
  /** Without them a rate is its own points. */
  points?: Points | null;
  /** For how many cases one of its cases (a manual score) counts, 1 to 20. */
  phi?: number;
  /** Frozen in the quarter before; without one it is computed from the cells at hand. */
  prior?: Prior | null;
}

export interface DrawnGrid {
  id: string;
  /** By the id of the indicator; what is missing has no cases. */
  cells: Readonly<Record<string, Cell>>;
  /** Points (weight × per mille) that are the same in every draw. */
  fixed?: number;
  /** The official place; null: it has none and takes no part. Said of all grids, or of none: then it is computed from the cells. */
  rank?: number | null;
}

/** One level and peer group of one period. Indicators and grids stand in a fixed order. */
export interface IntervalInput {
  period: string;
  level: string;
  group: string;
  options?: { draws?: number };
  indicators: readonly DrawnIndicator[];
  /** The indicators behind `fixed`: taken as they were, not drawn. */
  fixed_indicators?: readonly string[];
  grids: readonly DrawnGrid[];
}

/** Of the three that draws tell apart; `middle` means not told apart, and nothing about being average. */
export const DRAWN_TIERS = ['front', 'middle', 'back'] as const;
export type DrawnTier = (typeof DRAWN_TIERS)[number];
export const TIERS = [...DRAWN_TIERS, 'not_rated'] as const;
export type Tier = (typeof TIERS)[number];

export interface GridInterval {
  id: string;
  rank: number;
  /** The published ends: those of the draws, widened where the official place lies outside. */
  low: number;
  high: number;
  drawLow: number;
  drawHigh: number;
  /** Draws in which at least half of the group was strictly better, and strictly worse. */
  back: number;
  front: number;
  tier: DrawnTier;
}

export interface NoInterval { id: string; rank: null }

export interface IntervalOutput {
  version: typeof VERSION;
  draws: number;
  ranked: number;
  /** By indicator; one without a single case has none, and is not drawn. */
  priors: Record<string, Prior>;
  grids: (GridInterval | NoInterval)[];
}

/** Places when one weight is a quarter larger or smaller, and whose weight moves this grid most. */
export interface WeightRange { best: number | null; worst: number | null; by: string | null }
