/**
 * The registry of rules: what a count is worth, what a rule wants to be told, and when it would reward a bad case.
 *
 * Points are exact and lie between 0 and the weight. With every rule that `misleads` lets pass, one more bad case never
 * raises them, whatever else was counted.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Measure } from '../facts/measure-rules.ts';
import type { Count } from '../facts/model.ts';
import type { Fraction } from './fraction-rules.ts';
import type { Indicator, Rule, RuleCount } from './model.ts';
import { FLAGGED_SOURCES } from '../../handling/model.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { isMeasure } from '../facts/measure-lookup-rules.ts';
import { MEASURES } from '../facts/measure-rules.ts';
import { add, atLeast, atMost, compare, decimal, fraction, multiply, ONE, subtract, ZERO } from './fraction-rules.ts';
import { BAND_BASES, RULES } from './model.ts';

const HUNDRED = fraction(100);

/** What was counted, as a rule sees it: flagged cases weighed, outlying raters left out. */
export interface Weighed {
  hits: Fraction;
  of: Fraction;
  /** Between 0 and 1. */
  rate: Fraction;
  /** What was done well, and what was not. */
  good: Fraction;
  bad: Fraction;
}

interface RuleDefinition {
  points: (weighed: Weighed, indicator: Indicator) => Fraction;
  /** Which cases it counts one by one, if it does. */
  cases?: 'good' | 'bad';
  /** What is missing or wrong of its parameters. */
  objection?: (indicator: Indicator, weight: Fraction) => Refusal | null;
  /** Would a bad case be worth something? */
  misleads?: (indicator: Indicator) => boolean;
}

const DEFINITIONS: Record<Rule, RuleDefinition> = {
  ratio: {
    points: ({ rate }, { weight }) => multiply(decimal(weight), rate),
    misleads: ({ measure }) => better(measure) === 'lower',
  },
  inverse_ratio: {
    points: ({ rate }, { weight }) => multiply(decimal(weight), subtract(ONE, rate)),
    misleads: ({ measure }) => better(measure) === 'higher',
  },
  threshold: {
    points: ({ rate }, { weight, measure, params }) => {
      const percent = multiply(rate, HUNDRED);
      const target = decimal(params.full_at!);
      const beyond = better(measure) === 'higher' ? subtract(target, percent) : subtract(percent, target);
      const cost = multiply(atLeast(beyond, ZERO), decimal(params.per_point!));
      return atLeast(subtract(decimal(weight), cost), ZERO);
    },
    objection: ({ code, params: { full_at, per_point } }) => isPercent(full_at) && isNumber(per_point) && per_point > 0 ? null : refused('threshold_invalid', 'params', { indicator: code }),
  },
  bands: {
    points: ({ rate, hits, of }, { weight, params }) => {
      const reach = { percent: multiply(rate, HUNDRED), cases: of, hits }[params.of ?? 'percent'];
      const reached = params.bands!.filter(({ from }) => compare(reach, decimal(from)) >= 0);
      const band = reached.reduce((highest, next) => next.from > highest.from ? next : highest);
      return atMost(decimal(band.points), decimal(weight));
    },
    objection: bandsObjection,
    misleads: ({ measure, params: { bands = [], of = 'percent' } }) => {
      const points = [...bands].sort((a, b) => a.from - b.from).map(({ points }) => points);
      // More cases are no merit: among them may be bad ones.
      const rising = of === 'cases' ? 'lower' : better(measure);
      return points.some((next, index) => index > 0 && (rising === 'higher' ? next < points[index - 1]! : next > points[index - 1]!));
    },
  },
  deduct_per_case: {
    points: ({ bad }, indicator) => subtract(decimal(indicator.weight), atMost(multiply(bad, decimal(indicator.params.per_case!)), capOf(indicator))),
    cases: 'bad',
    objection: perCaseObjection,
  },
  add_per_case: {
    points: ({ good }, indicator) => atMost(multiply(good, decimal(indicator.params.per_case!)), capOf(indicator)),
    cases: 'good',
    objection: perCaseObjection,
  },
  zeroing: {
    points: ({ bad }, { weight }) => bad.numerator > 0n ? ZERO : decimal(weight),
    cases: 'bad',
  },
  manual: {
    points: ({ rate }, { weight }) => multiply(decimal(weight), rate),
    misleads: ({ measure }) => better(measure) === 'lower',
  },
  raters: {
    points: ({ rate }, { weight }) => multiply(decimal(weight), rate),
    misleads: ({ measure }) => better(measure) === 'lower',
  },
  // Earns nothing and costs nothing: who has one is not ranked.
  veto: {
    points: () => ZERO,
    cases: 'bad',
    objection: ({ code }, weight) => compare(weight, ZERO) === 0 ? null : refused('veto_weighs', 'weight', { indicator: code }),
  },
};

/** Points of what was counted under an indicator that `ruleObjection` found sound. */
export function pointsFor(count: RuleCount, indicator: Indicator): Fraction {
  return definitionOf(indicator).points(weighed(count, indicator), indicator);
}

/** How many cases a rule that goes by the case has counted; null where it goes by the rate. */
export function casesOf(count: RuleCount, indicator: Indicator): Fraction | null {
  const { cases } = definitionOf(indicator);
  return cases === undefined ? null : weighed(count, indicator)[cases];
}

/** From so many raters on, the highest and the lowest score are left out. */
const RATERS_TO_TRIM = 5;

/** What a rule rests on, and what is stored. */
export function restsOn({ numerator, denominator, least, most }: RuleCount, { rule }: Pick<Indicator, 'rule'>): Count {
  const trimmed = rule === 'raters' && least !== undefined && most !== undefined && denominator >= 100 * RATERS_TO_TRIM;
  return trimmed ? { numerator: numerator - least - most, denominator: denominator - 200 } : { numerator, denominator };
}

/** Several raters' scores (0 to 100 each) as a count. */
export function countOfScores(scores: readonly number[]): RuleCount {
  const count = { numerator: scores.reduce((sum, next) => sum + next, 0), denominator: 100 * scores.length };
  return scores.length === 0 ? count : { ...count, least: Math.min(...scores), most: Math.max(...scores) };
}

function weighed(count: RuleCount, indicator: Indicator): Weighed {
  const { numerator, denominator } = restsOn(count, indicator);
  const more = subtract(decimal(indicator.params.multiplier ?? 1), ONE);
  const flagged = count.flagged ?? { numerator: 0, denominator: 0 };
  const hits = add(fraction(numerator), multiply(fraction(flagged.numerator), more));
  const of = add(fraction(denominator), multiply(fraction(flagged.denominator), more));
  const others = subtract(of, hits);
  const [good, bad] = better(indicator.measure) === 'higher' ? [hits, others] : [others, hits];
  return { hits, of, good, bad, rate: of.numerator === 0n ? ZERO : fraction(hits.numerator * of.denominator, of.numerator * hits.denominator) };
}

function definitionOf({ rule }: Indicator): RuleDefinition {
  return DEFINITIONS[rule as Rule];
}

function better(measure: string): 'higher' | 'lower' {
  return MEASURES[measure as Measure].better;
}

export function isRule(rule: string): rule is Rule {
  return (RULES as readonly string[]).includes(rule);
}

/** Facts that are scores, and not cases. */
const SCORES: readonly string[] = ['inspection', 'manual'];

/** Does the rule go by the case where there are scores, or by scores where there are cases? */
export function isOutOfPlace(indicator: Indicator): boolean {
  const scores = SCORES.includes(MEASURES[indicator.measure as Measure].fact);
  const needsScores = indicator.rule === 'manual' || indicator.rule === 'raters';
  const needsCases = definitionOf(indicator).cases !== undefined || (indicator.rule === 'bands' && (indicator.params.of ?? 'percent') !== 'percent');
  return scores ? needsCases : needsScores;
}

/** What is wrong with an indicator's parameters, given its rule. */
export function ruleObjection(indicator: Indicator, weight: Fraction): Refusal | null {
  const { multiplier, flagged_sources } = indicator.params;
  if (multiplier !== undefined && !(isNumber(multiplier) && multiplier >= 1 && multiplier <= 10))
    return refused('multiplier_invalid', 'params', { indicator: indicator.code });
  if (flagged_sources !== undefined && !(Array.isArray(flagged_sources) && flagged_sources.length > 0 && flagged_sources.every(source => FLAGGED_SOURCES.includes(source)) && new Set(flagged_sources).size === flagged_sources.length))
    return refused('flagged_sources_invalid', 'params', { indicator: indicator.code, sources: FLAGGED_SOURCES.join(', ') });
  return definitionOf(indicator).objection?.(indicator, weight) ?? null;
}

/** Kinds of facts that tell from which source they came. */
const SOURCED: readonly string[] = ['clock', 'report'];
/** Rules under which a case may count several times. (By a rate a second case would weigh less beside one that weighs more, and one case does for zeroing and veto.) */
const MULTIPLYING: readonly string[] = ['deduct_per_case', 'add_per_case', 'bands'];

/** May the rule count a case from a flagged source several times, and do its facts tell which those are? */
export function mayMultiply({ rule, measure }: Pick<Indicator, 'rule' | 'measure'>): boolean {
  return MULTIPLYING.includes(rule) && isMeasure(measure) && SOURCED.includes(MEASURES[measure].fact);
}

/** Would one more bad case raise the points? What weighs nothing misleads nobody. */
export function misleads(indicator: Indicator): boolean {
  return weighs(indicator) && definitionOf(indicator).misleads?.(indicator) === true;
}

/** Would the first case of all, a bad one, be worth something? Then who has none must not be worse off. */
export function firstBadCaseEarns(indicator: Indicator): boolean {
  const first = better(indicator.measure) === 'higher' ? { numerator: 0, denominator: 1 } : { numerator: 1, denominator: 1 };
  return weighs(indicator) && pointsFor(first, indicator).numerator > 0n;
}

function weighs({ weight }: Indicator): boolean {
  return decimal(weight).numerator > 0n;
}

function bandsObjection({ code, params: { bands, of = 'percent' } }: Indicator, weight: Fraction): Refusal | null {
  const named = { indicator: code };
  if (!(BAND_BASES as readonly string[]).includes(of))
    return refused('bands_base_unknown', 'params', { ...named, bases: BAND_BASES.join(', ') });
  const isBound = (from: unknown): boolean => of === 'percent' ? isPercent(from) : Number.isInteger(from) && (from as number) >= 0;
  if (!Array.isArray(bands) || !bands.every(({ from, points }) => isBound(from) && isNumber(points) && points >= 0 && compare(decimal(points), weight) <= 0))
    return refused('bands_invalid', 'params', named);
  if (!bands.some(({ from }) => from === 0) || new Set(bands.map(({ from }) => from)).size < bands.length)
    return refused('bands_hole', 'params', named);
  return null;
}

function perCaseObjection({ code, params: { per_case, cap } }: Indicator, weight: Fraction): Refusal | null {
  if (!(isNumber(per_case) && per_case > 0))
    return refused('per_case_invalid', 'params', { indicator: code });
  if (cap !== undefined && cap !== null && !(isNumber(cap) && cap > 0 && compare(decimal(cap), weight) <= 0))
    return refused('cap_invalid', 'params', { indicator: code });
  return null;
}

/** No rule gives more than the weight, or takes more. */
function capOf({ weight, params: { cap } }: Indicator): Fraction {
  return atMost(decimal(cap ?? weight), decimal(weight));
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && asDecimal(value) !== null;
}

export function isPercent(value: unknown): value is number {
  return isNumber(value) && value >= 0 && value <= 100;
}

export function asDecimal(value: number | string): Fraction | null {
  try {
    return decimal(value);
  }
  catch {
    return null;
  }
}
