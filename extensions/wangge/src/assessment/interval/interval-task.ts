/** The intervals of a group in a thread of its own: named here, done in `interval-work.ts`. */
import type { IntervalHeader } from './header-rules.ts';
import type { DrawnIndicator, GridInterval, NoInterval, Prior, WeightRange } from './model.ts';
import type { SimulatedErrors, Simulation } from './simulation-rules.ts';
import type { TooLittle } from './tier-rules.ts';
import { taskOf } from '../../kernel/task.ts';

export interface AskedIntervals {
  period: string;
  level: string;
  group: string;
  options?: { draws?: number };
  indicators: readonly DrawnIndicator[];
  fixed_indicators?: readonly string[];
  /** `DrawnGrid[]`, packed some at a time. */
  grids: Uint8Array[];
  /** For the header (`HeaderFacts`). */
  prior_from: Readonly<Record<string, string>>;
  not_rated: readonly (readonly [id: string, reasons: readonly TooLittle[]])[];
  script: string | null;
}

/** What is published of a grid beside its score. */
export type GridRow = (GridInterval | NoInterval) & { weights: WeightRange };

/** Told before the end: how far it is, or some `GridRow`s, packed, in the order of the grids. */
export type ToldOfIntervals = { share: number } | { rows: Uint8Array };

export type Intervals
  = | { kind: 'intervals'; header: IntervalHeader; priors: Record<string, Prior> }
  /** A refusal's words: what makes it one does not go from thread to thread. */
    | { kind: 'unsound'; code: string; field: string | null; params: Record<string, string | number> };

export const INTERVALS = taskOf<AskedIntervals, Intervals, ToldOfIntervals>('intervals', { long: true });

export const SIMULATE = taskOf<Simulation, SimulatedErrors[], { share: number }>('simulate_errors', { long: true });
