/**
 * From scores to the input of the intervals: one field (a kind, a level, a peer group) of one period.
 *
 * Flags count 100 hundredths each, scores by hand the hundredths that they are; what is lower the better is turned, so that good
 * is good. What goes by no rate (`drawn-rules.ts`) is not drawn: it is the same points in each draw, and where a subject has
 * none, what the group has on average, since whoever had no case must not lose by it.
 */
import type { Measure } from '../facts/measure-rules.ts';
import type { Count, SubjectKind } from '../facts/model.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { Fraction } from '../schemes/fraction-rules.ts';
import type { Indicator } from '../schemes/model.ts';
import type { Standing } from '../schemes/subject-scoring-rules.ts';
import type { Cell, DrawnGrid, DrawnIndicator, IntervalInput, Prior } from './model.ts';
import { MEASURES } from '../facts/measure-rules.ts';
import { decimal, fraction, multiply } from '../schemes/fraction-rules.ts';
import { drawnIndicator } from './drawn-rules.ts';

const HUNDREDTHS = 100;
/** Scores by hand run from 0 to 100: a count of them has 100 below the line for each. */
const SCORE = 100;
/** How many yes/no cases one score by hand is worth, as long as nobody has measured it. */
const PHI_UNKNOWN = 12;

/** Whose places are one ranking. */
export interface FieldKey { kind: SubjectKind; level: Level | null; group: string | null }

/** What was frozen of an indicator before the quarter; prior null: to be computed from the cells at hand. */
export interface FrozenPrior { prior: Prior | null; phi: number }

export interface Field extends FieldKey {
  period: string;
  indicators: readonly Indicator[];
  /** By code of the indicator. */
  priors: Readonly<Record<string, FrozenPrior>>;
}

/** `standings`: of this field alone; those that have a rank take part. */
export function intervalInput({ period, kind, level, group, indicators, priors }: Field, standings: readonly Standing[]): IntervalInput {
  const drawn = new Map(indicators.flatMap((indicator) => {
    const drawn = drawnOf(indicator);
    return drawn === null ? [] : [[indicator.code, drawn] as const];
  }));
  const fixed = indicators.filter(isFixed).map(({ code }) => code);
  const sorted = [...standings].sort((a, b) => a.subject.code < b.subject.code ? -1 : 1);
  const usual = new Map(fixed.map(code => [code, meanPoints(sorted, code)]));
  return {
    period,
    level: levelText({ kind, level }),
    group: group ?? 'all',
    indicators: indicators.filter(({ code }) => drawn.has(code)).map((indicator): DrawnIndicator => {
      const { prior, phi } = priors[indicator.code] ?? { prior: null, phi: phiOf(indicator) };
      return { ...drawn.get(indicator.code)!, phi, prior };
    }),
    ...fixed.length === 0 ? {} : { fixed_indicators: fixed },
    grids: sorted.map(({ subject, rank, rated }): DrawnGrid => ({
      id: subject.code,
      rank,
      cells: Object.fromEntries(rated.filter(({ indicator, count }) => drawn.has(indicator.code) && count.denominator > 0).map(({ indicator, count }) => [indicator.code, cellOf(indicator, count)])),
      ...fixed.length === 0 ? {} : { fixed: rated.reduce((sum, one) => usual.has(one.indicator.code) ? sum + (amountIn(one) ?? usual.get(one.indicator.code)!) : sum, 0) },
    })),
  };
}

/** As the seed of draws has it: `grid-3`, `department`. */
export function levelText({ kind, level }: Pick<FieldKey, 'kind' | 'level'>): string {
  return level === null ? kind : `${kind}-${level}`;
}

/** A count, turned so that good is good, in hundredths of a case. */
export function cellOf(indicator: Indicator, { numerator, denominator }: Count): Cell {
  const n = isScore(indicator) ? Math.round(denominator / SCORE) : denominator;
  const hits = isScore(indicator) ? numerator : numerator * HUNDREDTHS;
  return [isTurned(indicator) ? n * HUNDREDTHS - hits : hits, n];
}

/** As it is drawn; null: its points are fixed. */
export function drawnOf(indicator: Indicator): Pick<DrawnIndicator, 'id' | 'weight' | 'points'> | null {
  return drawnIndicator(indicator, MEASURES[indicator.measure as Measure].better);
}

/** Goes by no rate, and weighs something. */
export function isFixed(indicator: Indicator): boolean {
  return drawnOf(indicator) === null && decimal(indicator.weight).numerator > 0n;
}

export function phiOf(indicator: Indicator): number {
  return isScore(indicator) ? PHI_UNKNOWN : 1;
}

export function isScore({ measure }: Indicator): boolean {
  const { fact } = MEASURES[measure as Measure];
  return fact === 'inspection' || fact === 'manual';
}

function isTurned({ rule, measure }: Indicator): boolean {
  return rule === 'inverse_ratio' || (rule === 'threshold' && MEASURES[measure as Measure].better === 'lower');
}

/** Points out of 100 as weight times per mille. */
export function amountOf(points: Fraction): number {
  const { numerator, denominator } = multiply(points, fraction(100_000));
  return Number((2n * numerator + denominator) / (2n * denominator));
}

/** Under the indicator's own weight; null without a case. */
function amountIn({ count, points }: Standing['rated'][number]): number | null {
  return count.denominator === 0 || points === null ? null : amountOf(points);
}

function meanPoints(standings: readonly Standing[], code: string): number {
  const given = standings.flatMap(({ rated }) => rated.filter(({ indicator }) => indicator.code === code).flatMap(one => amountIn(one) ?? []));
  return given.length === 0 ? 0 : Math.floor(given.reduce((sum, next) => sum + next, 0) / given.length);
}
