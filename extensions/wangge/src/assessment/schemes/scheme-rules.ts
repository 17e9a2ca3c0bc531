/**
 * What a scheme may say, and whether it can be scored: the rules of a ranking as an admin keeps them.
 */
import type { Scope } from '../../handling/model.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Measure } from '../facts/measure-rules.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { Fraction } from './fraction-rules.ts';
import { SCOPES } from '../../handling/model.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { isMeasure, MEASURE_CODES } from '../facts/measure-lookup-rules.ts';
import { add, compare, decimal, fraction, ZERO } from './fraction-rules.ts';

/** Rules that turn a rate into points today. */
export const RATE_RULES = ['ratio', 'inverse_ratio', 'threshold', 'bands'] as const;
/** Rules that a scheme may name already, and that cannot be scored before their own facts exist. */
export const LATER_RULES = ['deduct_per_case', 'add_per_case', 'manual', 'veto'] as const;
export type RateRule = (typeof RATE_RULES)[number];

export const LEVELS: readonly Level[] = [1, 2, 3];

/** A request that was made in time is decided within one working day: with two, everything has been said. */
const CUT_WORKING_DAYS = { least: 2, most: 30 };

export interface GradeBand {
  grade: string;
  /** Totals from here (inclusive) up to the next band; the lowest band starts at 0, so that no total falls between. */
  from: number;
  names: Record<string, string>;
}

export interface IndicatorParams {
  /** Whose cases count: level 3 answers for the community's own matters only (another's delay must not cost it marks). */
  scopes: Scope[];
  /** `threshold`: the rate in percent from which (or, where lower is better, up to which) the full weight is given … */
  full_at?: number;
  /** … and the points that each percentage point beyond it costs. */
  per_point?: number;
  /** `bands`: points by the rate in percent, each from its lower bound; the lowest starts at 0. */
  bands?: { from: number; points: number }[];
}

export interface Indicator {
  code: string;
  name: string;
  group: string;
  subject: 'grid' | 'department';
  levels: Level[];
  measure: string;
  /** Points at best; a decimal, as a number or as a database's text. */
  weight: number | string;
  rule: string;
  params: IndicatorParams;
  /** Without a single case: leave out and spread the weight over the others, give it in full, or give none. */
  no_data: 'exclude' | 'full' | 'zero';
}

export interface Scheme {
  code: string;
  name: string;
  version: number;
  /** Facts count that were recorded before the close of this working day after the period; null or absent: before its end (schemes of an earlier release). */
  cut_working_days?: number | null;
  /** Levels that get ranks; the others are scored and shown. */
  ranked_levels: Level[];
  /** With fewer cases a grid is listed, not ranked (T17). */
  min_sample: number;
  grade_bands: GradeBand[];
  /** Measures that part equal totals, the weightiest first; who is equal in all of them shares a rank. */
  tie_break: Measure[];
  indicators: Indicator[];
}

export function gridIndicators(scheme: Scheme, level: Level): Indicator[] {
  return scheme.indicators.filter(indicator => indicator.subject === 'grid' && indicator.levels.includes(level));
}

/** The first thing that keeps a scheme from being scored, or null. */
export function checkScheme(scheme: Scheme): Refusal | null {
  return checkFrame(scheme)
    ?? first(scheme.indicators.filter(({ subject }) => subject === 'grid'), checkIndicator)
    ?? checkWeights(scheme);
}

/** The scheme's own fields, without its indicators. */
export function checkFrame(scheme: Pick<Scheme, 'min_sample' | 'grade_bands' | 'tie_break' | 'ranked_levels' | 'cut_working_days'>): Refusal | null {
  if (!Number.isInteger(scheme.min_sample) || scheme.min_sample < 1)
    return refused('min_sample_invalid', 'min_sample');
  const cut = scheme.cut_working_days ?? null;
  if (cut !== null && !(Number.isInteger(cut) && cut >= CUT_WORKING_DAYS.least && cut <= CUT_WORKING_DAYS.most))
    return refused('cut_working_days_invalid', 'cut_working_days');
  if (!scheme.ranked_levels.every(level => LEVELS.includes(level)))
    return refused('levels_invalid', 'ranked_levels');
  const unknown = scheme.tie_break.find(measure => !isMeasure(measure));
  if (unknown !== undefined)
    return refused('measure_unknown', 'tie_break', { measure: unknown, measures: MEASURE_CODES.join(', ') });
  return checkBands(scheme.grade_bands);
}

function checkBands(bands: readonly GradeBand[]): Refusal | null {
  if (!bands.every(({ grade, from }) => typeof grade === 'string' && grade !== '' && isPercent(from)))
    return refused('grade_band_invalid', 'grade_bands');
  if (!bands.some(({ from }) => from === 0))
    return refused('grade_bands_hole', 'grade_bands', { from: Math.min(100, ...bands.map(({ from }) => from)) });
  if (new Set(bands.map(({ from }) => from)).size < bands.length || new Set(bands.map(({ grade }) => grade)).size < bands.length)
    return refused('grade_bands_overlap', 'grade_bands');
  return null;
}

/** One indicator by itself. */
export function checkIndicator(indicator: Indicator): Refusal | null {
  const named = { indicator: indicator.code };
  if (includes(LATER_RULES, indicator.rule))
    return refused('rule_not_available', 'rule', { ...named, rule: indicator.rule, rules: RATE_RULES.join(', ') });
  if (!includes(RATE_RULES, indicator.rule))
    return refused('rule_unknown', 'rule', { ...named, rule: indicator.rule, rules: RATE_RULES.join(', ') });
  if (!isMeasure(indicator.measure))
    return refused('measure_unknown', 'measure', { measure: indicator.measure, measures: MEASURE_CODES.join(', ') });
  const weight = asDecimal(indicator.weight);
  if (!weight || compare(weight, ZERO) < 0)
    return refused('weight_invalid', 'weight', named);
  if (indicator.levels.length === 0 || !indicator.levels.every(level => LEVELS.includes(level)))
    return refused('levels_invalid', 'levels');
  return checkParams(indicator, weight);
}

function checkParams(indicator: Indicator, weight: Fraction): Refusal | null {
  const { scopes, full_at, per_point, bands } = indicator.params;
  const named = { indicator: indicator.code };
  if (!Array.isArray(scopes) || scopes.length === 0 || !scopes.every(scope => SCOPES.includes(scope)))
    return refused('scopes_invalid', 'params', { ...named, scopes: SCOPES.join(', ') });
  if (indicator.rule === 'threshold' && !(isPercent(full_at) && isNumber(per_point) && per_point > 0))
    return refused('threshold_invalid', 'params', named);
  if (indicator.rule === 'bands') {
    if (!Array.isArray(bands) || !bands.every(({ from, points }) => isPercent(from) && isNumber(points) && points >= 0 && compare(decimal(points), weight) <= 0))
      return refused('bands_invalid', 'params', named);
    if (!bands.some(({ from }) => from === 0) || new Set(bands.map(({ from }) => from)).size < bands.length)
      return refused('bands_hole', 'params', named);
  }
  return null;
}

function checkWeights(scheme: Scheme): Refusal | null {
  const used = LEVELS.filter(level => gridIndicators(scheme, level).length > 0);
  if (used.length === 0)
    return refused('scheme_empty', null, { scheme: scheme.code });
  return first(used, (level) => {
    const measured = gridIndicators(scheme, level);
    if (new Set(measured.map(({ code }) => code)).size < measured.length)
      return refused('indicator_twice', null, { level });
    const sum = measured.filter(({ group }) => group !== 'bonus').reduce((total, { weight }) => add(total, decimal(weight)), ZERO);
    if (compare(sum, fraction(100)) !== 0)
      return refused('weights_not_100', null, { level, sum: Number(sum.numerator) / Number(sum.denominator) });
    return null;
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

function includes(words: readonly string[], word: string): boolean {
  return words.includes(word);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && asDecimal(value) !== null;
}

function isPercent(value: unknown): value is number {
  return isNumber(value) && value >= 0 && value <= 100;
}

function asDecimal(value: number | string): Fraction | null {
  try {
    return decimal(value);
  }
  catch {
    return null;
  }
}
