/**
 * From counts and a scheme to scores and ranks: nothing else decides a place.
 *
 * The same function serves the published ranking and its verification. It is indifferent to the order
 * of what it is given, compares exact fractions, and rounds only what it hands out.
 */
import type { Scope } from '../../handling/model.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { EvidenceFormat, Measure } from '../facts/measure-rules.ts';
import type { Count, Level, RankedGrid, Tally } from '../facts/tally-rules.ts';
import type { Fraction } from './fraction-rules.ts';
import type { Indicator, Scheme } from './scheme-rules.ts';
import { isMeasure } from '../facts/measure-lookup-rules.ts';
import { MEASURES } from '../facts/measure-rules.ts';
import { add, compare, decimal, divide, fraction, multiply, rounded, ZERO } from './fraction-rules.ts';
import { pointsFor } from './point-rules.ts';
import { checkScheme, gridIndicators, LEVELS } from './scheme-rules.ts';

export interface Subject extends RankedGrid {
  /** No longer in use: its cases count for the grids above it, itself it is not ranked. */
  retired: boolean;
  /** Its rank in the period before, null where it had none. */
  previous_rank: number | null;
}

/** Why a grid is listed without a rank; the Studio translates the word. */
export const UNRANKED = ['no_cases', 'below_minimum', 'retired', 'level_not_ranked'] as const;
export type Unranked = (typeof UNRANKED)[number];

export interface Score {
  grid: string;
  /** The indicator's code. */
  indicator: string;
  numerator: number;
  denominator: number;
  /** The rate in percent, two decimals, half up; null without data. */
  value: string | null;
  /** Points towards the total (after the weight of what had no data is spread), two decimals; null if left out. */
  points: string | null;
  no_data: boolean;
}

export interface Ranking {
  grid: string;
  level: Level;
  /** Out of 100 (and bonus), two decimals, half up; compared exactly, before this rounding. */
  total: string | null;
  grade: string | null;
  rank: number | null;
  /** How many were ranked at this level. */
  of: number;
  previous_rank: number | null;
  /** Issues that its score rests on. */
  sample: number;
  note: Unranked | null;
}

export interface Scored {
  kind: 'scored';
  scores: Score[];
  rankings: Ranking[];
}

export interface Counted { tallies: readonly Tally[]; subjects: readonly Subject[]; format?: EvidenceFormat }

export function score({ tallies, subjects, format = 2 }: Counted, scheme: Scheme): Scored | Refusal {
  const refusal = checkScheme(scheme);
  if (refusal)
    return refusal;
  const counts = new Map<string, Tally[]>();
  for (const line of tallies) {
    const lines = counts.get(line.grid);
    if (lines)
      lines.push(line);
    else
      counts.set(line.grid, [line]);
  }

  const result: Scored = { kind: 'scored', scores: [], rankings: [] };
  for (const level of LEVELS) {
    const indicators = gridIndicators(scheme, level);
    if (indicators.length === 0)
      continue;
    const standings = subjects
      .filter(subject => subject.level === level)
      .map(subject => standingOf(subject, counts.get(subject.code) ?? [], indicators, scheme, format));
    result.scores.push(...standings.flatMap(({ scores }) => scores));
    result.rankings.push(...ranked(standings, level, scheme));
  }
  result.scores.sort((a, b) => order(a.grid, b.grid) || order(a.indicator, b.indicator));
  result.rankings.sort((a, b) => a.level - b.level || order(a.grid, b.grid));
  return result;
}

interface Standing {
  subject: Subject;
  scores: Score[];
  total: Fraction | null;
  /** What parts equal totals, in the scheme's order; a higher one is better, null is worst. */
  ties: (Fraction | null)[];
  sample: number;
}

interface Rated { indicator: Indicator; count: Count; rate: Fraction | null; points: Fraction | null }

function standingOf(subject: Subject, tallies: readonly Tally[], indicators: readonly Indicator[], scheme: Scheme, format: EvidenceFormat): Standing {
  const rated = indicators.map(indicator => rate(indicator, tallies));
  const counted = rated.filter(({ indicator, points }) => indicator.group !== 'bonus' && points !== null);
  const weight = counted.reduce((sum, { indicator }) => add(sum, decimal(indicator.weight)), ZERO);
  // Left-out weight is spread over the rest in proportion; a level of weightless indicators earns nothing.
  const spread = weight.numerator === 0n ? ZERO : divide(fraction(100), weight);
  const shares = rated.map(({ indicator, points }) => points && (indicator.group === 'bonus' ? points : multiply(points, spread)));
  return {
    subject,
    scores: rated.map(({ indicator, count, rate }, index) => ({
      grid: subject.code,
      indicator: indicator.code,
      ...count,
      value: rate && rounded(multiply(rate, fraction(100))),
      points: shares[index] ? rounded(shares[index]) : null,
      no_data: rate === null,
    })),
    total: counted.length === 0 ? null : shares.reduce<Fraction>((sum, share) => share ? add(sum, share) : sum, ZERO),
    ties: scheme.tie_break.map(measure => tieValue(measure, rated)),
    sample: Math.max(0, ...rated.map(({ indicator, count }) => sampleOf(indicator, count, tallies, format))),
  };
}

/** Every issue stands once below the line of what was in time, whatever else is said of it; in files of the first format each round did. */
function sampleOf({ params }: Indicator, count: Count, tallies: readonly Tally[], format: EvidenceFormat): number {
  return format === 1 ? count.denominator : countFor('on_time_rate' satisfies Measure, params.scopes, tallies).denominator;
}

function rate(indicator: Indicator, tallies: readonly Tally[]): Rated {
  const count = countFor(indicator.measure, indicator.params.scopes, tallies);
  if (count.denominator > 0) {
    const exact = fraction(count.numerator, count.denominator);
    return { indicator, count, rate: exact, points: pointsFor(exact, indicator) };
  }
  const points = { exclude: null, full: decimal(indicator.weight), zero: ZERO }[indicator.no_data];
  return { indicator, count, rate: null, points };
}

function countFor(measure: string, scopes: readonly Scope[], tallies: readonly Tally[]): Count {
  const count = { numerator: 0, denominator: 0 };
  for (const line of tallies) {
    if (!isMeasure(measure) || !scopes.includes(line.scope))
      continue;
    count.numerator += line.measures[measure].numerator;
    count.denominator += line.measures[measure].denominator;
  }
  return count;
}

function tieValue(measure: Measure, rated: readonly Rated[]): Fraction | null {
  const rate = rated.find(({ indicator }) => indicator.measure === measure)?.rate ?? null;
  return rate && MEASURES[measure].better === 'lower' ? multiply(rate, fraction(-1)) : rate;
}

function ranked(standings: readonly Standing[], level: Level, scheme: Scheme): Ranking[] {
  const notes = new Map(standings.map(standing => [standing, unranked(standing, level, scheme)]));
  const field = standings.filter(standing => notes.get(standing) === null).sort(better);
  const ranks = new Map<Standing, number>();
  field.forEach((standing, index) => {
    const before = field[index - 1];
    ranks.set(standing, before && better(before, standing) === 0 ? ranks.get(before)! : index + 1);
  });
  return standings.map(standing => ({
    grid: standing.subject.code,
    level,
    total: standing.total && rounded(standing.total),
    grade: standing.total && gradeOf(standing.total, scheme),
    rank: ranks.get(standing) ?? null,
    of: field.length,
    previous_rank: standing.subject.previous_rank,
    sample: standing.sample,
    note: notes.get(standing)!,
  }));
}

function unranked({ subject, sample, total }: Standing, level: Level, scheme: Scheme): Unranked | null {
  if (subject.retired)
    return 'retired';
  if (sample === 0 || total === null)
    return 'no_cases';
  if (sample < scheme.min_sample)
    return 'below_minimum';
  return scheme.ranked_levels.includes(level) ? null : 'level_not_ranked';
}

/** Negative where `a` stands above `b`, zero where they share a rank. */
function better(a: Standing, b: Standing): number {
  const byTotal = descending(a.total, b.total);
  if (byTotal !== 0)
    return byTotal;
  for (const [index, tie] of a.ties.entries()) {
    const byTie = descending(tie, b.ties[index] ?? null);
    if (byTie !== 0)
      return byTie;
  }
  return 0;
}

function descending(a: Fraction | null, b: Fraction | null): number {
  if (a === null || b === null)
    return Number(a === null) - Number(b === null);
  return compare(b, a);
}

function gradeOf(total: Fraction, scheme: Scheme): string {
  const reached = scheme.grade_bands.filter(({ from }) => compare(total, decimal(from)) >= 0);
  return reached.reduce((highest, band) => band.from > highest.from ? band : highest).grade;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
