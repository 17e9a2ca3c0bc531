/**
 * What a rate is worth: the rules of an indicator, applied exactly.
 */
import type { Measure } from '../facts/measure-rules.ts';
import type { Fraction } from './fraction-rules.ts';
import type { Indicator, RateRule } from './scheme-rules.ts';
import { MEASURES } from '../facts/measure-rules.ts';
import { atLeast, atMost, compare, decimal, fraction, multiply, ONE, subtract, ZERO } from './fraction-rules.ts';

const HUNDRED = fraction(100);

/** Points of a rate (0 to 1) under an indicator that `checkIndicator` found sound. */
export function pointsFor(rate: Fraction, indicator: Indicator): Fraction {
  return RULES[indicator.rule as RateRule](rate, indicator);
}

const RULES: Record<RateRule, (rate: Fraction, indicator: Indicator) => Fraction> = {
  ratio: (rate, { weight }) => multiply(decimal(weight), rate),

  inverse_ratio: (rate, { weight }) => multiply(decimal(weight), subtract(ONE, rate)),

  threshold: (rate, { weight, measure, params }) => {
    const percent = multiply(rate, HUNDRED);
    const target = decimal(params.full_at!);
    const beyond = MEASURES[measure as Measure].better === 'higher' ? subtract(target, percent) : subtract(percent, target);
    const cost = multiply(atLeast(beyond, ZERO), decimal(params.per_point!));
    return atLeast(subtract(decimal(weight), cost), ZERO);
  },

  bands: (rate, { weight, params }) => {
    const percent = multiply(rate, HUNDRED);
    const reached = params.bands!.filter(({ from }) => compare(percent, decimal(from)) >= 0);
    const band = reached.reduce((highest, next) => next.from > highest.from ? next : highest);
    return atMost(decimal(band.points), decimal(weight));
  },
};
