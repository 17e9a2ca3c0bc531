/**
 * The intervals and tiers of one field, from its standings and what was frozen: computed when a quarter is, and again by whoever
 * verifies it from its evidence. A pure function.
 */
import type { Indicator, Scheme } from '../schemes/model.ts';
import type { Standing } from '../schemes/subject-scoring-rules.ts';
import type { FieldKey, FrozenPrior } from './field-input-rules.ts';
import type { IntervalHeader } from './header-rules.ts';
import type { GridInterval, IntervalInput, Tier, WeightRange } from './model.ts';
import type { TooLittle } from './tier-rules.ts';
import { decimal } from '../schemes/fraction-rules.ts';
import { indicatorsOf } from '../schemes/model.ts';
import { rankIntervals } from './draw-rules.ts';
import { weightRanges } from './exact-rank-rules.ts';
import { intervalInput, isScore } from './field-input-rules.ts';
import { intervalHeader } from './header-rules.ts';
import { checkInput } from './input-rules.ts';
import { tierOf, tooLittle } from './tier-rules.ts';

/** What is known of a field before its quarter, and written into the evidence with it. */
export interface FrozenField extends FieldKey {
  /** By code of the indicator, with the period that it is from; `from` null: computed from the cells at hand. */
  priors: Readonly<Record<string, FrozenPrior & { from: string | null }>>;
  /** Issues that fell due in each of up to four published quarters before, by code of the subject. */
  recorded_before: Readonly<Record<string, readonly number[]>>;
}

export interface SubjectInterval extends Omit<GridInterval, 'id' | 'rank' | 'tier'> {
  code: string;
  tier: Tier;
  /** Why it is not rated; empty: it is. */
  too_little: readonly TooLittle[];
  weights: WeightRange;
}

export interface FieldIntervals extends FieldKey {
  header: IntervalHeader;
  /** Of those who have a rank, by code. */
  rows: SubjectInterval[];
}

/** A field with places and without intervals: what of its numbers could not be drawn. */
export interface NotDrawn extends FieldKey { not_drawn: { code: string; params: Record<string, string | number> } }

/** Why `fieldIntervals` drew nothing of a field in which somebody has a rank; null: nobody has one, or it can be drawn. */
export function notDrawn(period: string, { kind, level, group, priors }: FrozenField, standings: readonly Standing[], scheme: Scheme): NotDrawn | null {
  return whyNotDrawn(intervalInput({ kind, level, group, period, indicators: indicatorsOf(scheme, kind, level), priors }, standings), { kind, level, group }, standings);
}

/** The same of an input that is there already. */
export function whyNotDrawn(input: IntervalInput, { kind, level, group }: FieldKey, standings: readonly Standing[]): NotDrawn | null {
  const refusal = standings.every(({ rank }) => rank === null) ? null : checkInput(input);
  return refusal === null ? null : { kind, level, group, not_drawn: { code: refusal.code, params: refusal.params } };
}

/** `standings`: of this field alone. Null: nobody in it has a rank, or its numbers are too large to be drawn (`input-rules.ts`). */
export function fieldIntervals(period: string, frozen: FrozenField, standings: readonly Standing[], scheme: Scheme, onProgress: (share: number) => void = () => {}): FieldIntervals | null {
  const { kind, level, group, priors } = frozen;
  return drawnField(intervalInput({ kind, level, group, period, indicators: indicatorsOf(scheme, kind, level), priors }, standings), frozen, standings, onProgress);
}

/** Of an input that was made of these standings. */
export function drawnField(input: IntervalInput, { kind, level, group, priors, recorded_before }: FrozenField, standings: readonly Standing[], onProgress: (share: number) => void = () => {}): FieldIntervals | null {
  if (standings.every(({ rank }) => rank === null) || checkInput(input) !== null)
    return null;
  const output = rankIntervals(input, share => onProgress(0.9 * share));
  const weights = weightRanges(input, share => onProgress(0.9 + 0.1 * share));
  const reasons = new Map(standings.map(standing => [standing.subject.code, reasonsOf(standing, recorded_before[standing.subject.code] ?? [])]));
  const prior_from = Object.fromEntries(Object.entries(priors).flatMap(([code, { from }]) => from === null ? [] : [[code, from]]));
  const ranked = new Map(output.grids.flatMap(({ id, rank }) => rank === null ? [] : [[id, reasons.get(id)!] as const]));
  return {
    kind,
    level,
    group,
    header: intervalHeader(input, output, weights, { prior_from, not_rated: ranked, script: null }),
    rows: output.grids.flatMap((one, at): SubjectInterval[] => {
      if (one.rank === null)
        return [];
      const { id: code, rank: _, tier, ...interval } = one;
      const too_little = reasons.get(code)!;
      return [{ code, ...interval, tier: tierOf(tier, too_little), too_little, weights: weights[at]! }];
    }),
  };
}

/** Of several fields, each of its own standings. */
export function fieldsIntervals(period: string, frozen: readonly FrozenField[], placed: readonly Standing[], scheme: Scheme): FieldIntervals[] {
  return frozen.flatMap(field => fieldIntervals(period, field, placed.filter(({ subject: { kind, level, group } }) => kind === field.kind && level === field.level && group === field.group), scheme) ?? []);
}

function reasonsOf({ rated, subject, sample }: Standing, recorded_before: readonly number[]): TooLittle[] {
  return tooLittle({
    indicators: rated.filter(({ indicator }) => indicator.group !== 'bonus').map(({ indicator, count }) => ({ weight: hundredths(indicator), n: isScore(indicator) ? Math.round(count.denominator / 100) : count.denominator })),
    days: subject.days ?? Number.MAX_SAFE_INTEGER,
    recorded: sample,
    recorded_before,
  });
}

function hundredths({ weight }: Indicator): number {
  const { numerator, denominator } = decimal(weight);
  return Number(numerator * 100n / denominator);
}
