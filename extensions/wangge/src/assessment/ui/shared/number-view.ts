/** What a score says in plain words: what it rests on, what it is worth, and what would have changed it. */
import type { Measure } from '../../facts/measure-rules.ts';
import type { FactKind } from '../../facts/model.ts';
import type { Speak } from './words.ts';
import { isMeasure } from '../../facts/measure-lookup-rules.ts';
import { MEASURES } from '../../facts/measure-rules.ts';

export interface ScoreAnswer {
  numerator: string | number;
  denominator: string | number;
  value: string | number | null;
  points: string | number | null;
  no_data: boolean;
  flagged_numerator?: string | number | null;
  flagged_denominator?: string | number | null;
  indicator: { code: string; name: string; group?: string; measure: string; weight: string | number; params?: { multiplier?: number } | null };
}

export interface NumberShown {
  code: string;
  /** The kind of fact that it counts. */
  fact: FactKind | null;
  name: string;
  says: string;
  points: string;
  /** Of what could be reached, in percent; null without data. */
  share: number | null;
  text: string;
  /** Cases that spoke against it, and in which part of the list they stand; empty where there are none. */
  missed: string;
  bad: 'hit' | 'miss';
  good: string;
  /** Of how many it counts several times, since they came from a flagged source; empty where none did. */
  flagged: string;
  /** What would have changed it, and by how much; empty where nothing would. */
  would: string;
}

/** Weights as they were spread over what had data; heaviest first. */
export function numbersOf(scores: readonly ScoreAnswer[], speak: Speak, locale: string): NumberShown[] {
  const mostOf = mostPoints(scores);
  return [...scores].sort((a, b) => Number(b.indicator.weight) - Number(a.indicator.weight) || (a.indicator.code < b.indicator.code ? -1 : 1))
    .map(score => numberOf(score, mostOf(score), speak, locale));
}

/** What a score could have been at most: its weight with its part of what had no data; a bonus takes no part in that. */
export function mostPoints(scores: readonly ScoreAnswer[]): (score: ScoreAnswer) => number {
  const told = scores.filter(({ points, indicator }) => points !== null && indicator.group !== 'bonus').reduce((sum, { indicator }) => sum + Number(indicator.weight), 0);
  return ({ indicator }) => indicator.group === 'bonus' ? Number(indicator.weight) : told === 0 ? 0 : Number(indicator.weight) * 100 / told;
}

function numberOf({ numerator, denominator, value, points, no_data, flagged_denominator, indicator }: ScoreAnswer, most: number, speak: Speak, locale: string): NumberShown {
  const measure = isMeasure(indicator.measure) ? MEASURES[indicator.measure as Measure] : null;
  const [above, below] = [Number(numerator), Number(denominator)];
  const bad = measure?.better === 'lower' ? 'hit' : 'miss';
  const missed = bad === 'hit' ? above : below - above;
  const short = no_data || points === null ? 0 : Math.round((most - Number(points)) * 100) / 100;
  const mean = MEANS.includes(indicator.measure);
  const listed = !no_data && measure !== null && !mean;
  const told = no_data || value === null ? null : Number(value).toFixed(2);
  return {
    code: indicator.code,
    fact: measure?.fact ?? null,
    name: indicator.name,
    says: measure === null ? '' : measure.says[locale.toLowerCase().startsWith('en') ? 'en-US' : 'zh-CN'],
    points: points === null ? speak('not_counted') : speak('points_of', { points: Number(points).toFixed(2), most: most.toFixed(2).replace(/\.?0+$/, '') }),
    share: points === null || most === 0 ? null : Math.max(0, Math.min(100, Number(points) * 100 / most)),
    text: told === null ? speak('no_data_here') : mean ? speak('mean_of', { mean: told, count: below / FULL_SCORE }) : speak('rate_of', { rate: told, above, below }),
    missed: listed && missed > 0 ? speak(bad === 'hit' ? 'show_bad' : 'show_missed', { count: missed }) : '',
    bad,
    good: listed && below - missed > 0 ? speak(bad === 'hit' ? 'show_rest' : 'show_good', { count: below - missed }) : '',
    flagged: Number(flagged_denominator ?? 0) === 0 ? '' : speak('flagged', { count: Number(flagged_denominator), times: indicator.params?.multiplier ?? 1 }),
    would: short <= 0 ? '' : listed ? missed > 0 ? speak(bad === 'hit' ? 'would_without' : 'would', { count: missed, points: short.toFixed(2) }) : '' : speak('would_full', { points: short.toFixed(2) }),
  };
}

/** Means of scores: what is missing to the full mark is no list of cases. */
const MEANS = ['inspection_mean', 'manual_mean'];
/** Of each of them. */
const FULL_SCORE = 100;
