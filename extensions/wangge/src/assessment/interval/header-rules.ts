/**
 * What the evidence says of intervals, so that whoever has the header and the counts gives the same output byte for byte:
 * the constants, the indicators as they were drawn, the digests of canonical input and output.
 */
import type { DrawnGrid, DrawnIndicator, IntervalInput, IntervalOutput, Points, Prior, WeightRange } from './model.ts';
import type { TooLittle } from './tier-rules.ts';
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../kernel/canonical-json-rules.ts';
import { canonicalInput } from './input-rules.ts';
import { BACK, CAP, FRONT, FUTURE, PEAK, STRENGTH, TAIL, VERSION } from './model.ts';
import { groupWidth } from './tier-rules.ts';

export interface HeaderIndicator {
  id: string;
  weight: number;
  points: Points | null;
  phi: number;
  /** Null: nobody had a case, nothing was drawn. */
  prior: Prior | null;
  /** The period whose cases the prior is from; `current` in the first quarter. */
  prior_from: string | null;
}

export interface IntervalHeader {
  version: typeof VERSION;
  draws: number;
  tail: number;
  back: number;
  front: number;
  future: number;
  peak: number;
  cap: number;
  strength: { least: number; most: number };
  period: string;
  level: string;
  group: string;
  indicators: HeaderIndicator[];
  /** Taken as they were, not drawn: indicators whose rule is no rate. */
  fixed_indicators: readonly string[];
  ranked: number;
  not_rated: { id: string; reasons: readonly TooLittle[] }[];
  /** Per mille of the group. */
  mean_width: number | null;
  places_told: boolean;
  /** sha256 of the canonical JSON: of the input, and of the output with its ranges of weights. */
  input: string;
  output: string;
  /** sha256 of the script that verifies it. */
  script: string | null;
}

export interface HeaderFacts {
  /** By indicator: from which period its prior is; what is missing was computed from the cells at hand. */
  prior_from: Readonly<Record<string, string>>;
  not_rated: ReadonlyMap<string, readonly TooLittle[]>;
  script: string | null;
}

export function intervalHeader(input: IntervalInput, output: IntervalOutput, weights: readonly WeightRange[], { prior_from, not_rated, script }: HeaderFacts): IntervalHeader {
  const { period, level, group, indicators, fixed_indicators = [] } = input;
  return {
    version: VERSION,
    draws: output.draws,
    tail: TAIL,
    back: BACK,
    front: FRONT,
    future: FUTURE,
    peak: PEAK,
    cap: CAP,
    strength: STRENGTH,
    period,
    level,
    group,
    indicators: indicators.map(indicator => headerIndicator(indicator, output, prior_from)),
    fixed_indicators,
    ranked: output.ranked,
    not_rated: [...not_rated].filter(([, reasons]) => reasons.length > 0).map(([id, reasons]) => ({ id, reasons })),
    ...groupWidth(output),
    input: inputDigest(input),
    output: outputDigest(output, weights),
    script,
  };
}

/** What was computed from, for whoever verifies: the header, and the grids with their counts. */
export function inputFrom({ period, level, group, draws, indicators, fixed_indicators }: IntervalHeader, grids: readonly DrawnGrid[]): IntervalInput {
  return {
    period,
    level,
    group,
    options: { draws },
    indicators: indicators.map(({ id, weight, points, phi, prior, prior_from }) => ({ id, weight, points, phi, prior: prior_from === 'current' ? null : prior })),
    fixed_indicators,
    grids,
  };
}

export function inputDigest(input: IntervalInput): string {
  return digestOf(canonicalInput(input));
}

export function outputDigest(output: IntervalOutput, weights: readonly WeightRange[]): string {
  return digestOf({ ...output, weights });
}

function headerIndicator({ id, weight, points = null, phi = 1, prior }: DrawnIndicator, { priors }: IntervalOutput, from: HeaderFacts['prior_from']): HeaderIndicator {
  const used = Object.hasOwn(priors, id) ? priors[id]! : null;
  const frozen = Object.hasOwn(from, id) ? from[id]! : null;
  return { id, weight, points, phi, prior: used, prior_from: used === null ? null : prior == null ? 'current' : frozen };
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
