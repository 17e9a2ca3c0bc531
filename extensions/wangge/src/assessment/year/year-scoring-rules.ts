/**
 * From published quarters, the team's review and the community's assessment to the places of a year: nothing else decides one.
 *
 * A year is scored by the same rules as a quarter (`subject-scoring-rules.ts`), with three indicators: of what has no data the
 * weight is spread over what has some, nothing is ever zero for want of it. Inside the quarters' part each quarter weighs by the days
 * on which the grid was in service, or the person in the post: whoever was there all year has the mean of four quarters, and a
 * grid that lived for half a year the mean of its own. Pure, and indifferent to the order of what it is given.
 */
import type { FieldIntervals, FrozenField, NotDrawn } from '../interval/field-rules.ts';
import type { DrawnGrid, IntervalInput } from '../interval/model.ts';
import type { EarlierSubject } from '../interval/year-rules.ts';
import type { Fraction } from '../schemes/fraction-rules.ts';
import type { Indicator, RuleCount, Scheme, Subject } from '../schemes/model.ts';
import type { CountedSubject, Standing, SubjectRanking } from '../schemes/subject-scoring-rules.ts';
import type { Part, PartMade, QuarterFact, QuarterMade, QuarterOfYear, YearFact, YearMade, YearWeights } from './model.ts';
import { epochDay } from '../../kernel/civil-date-rules.ts';
import { amountOf, intervalInput, isFixed } from '../interval/field-input-rules.ts';
import { drawnField, whyNotDrawn } from '../interval/field-rules.ts';
import { countedBefore } from '../interval/year-rules.ts';
import { add, fraction, multiply, rounded, ZERO } from '../schemes/fraction-rules.ts';
import { fieldsOf, indicatorsOf } from '../schemes/model.ts';
import { pointsFor } from '../schemes/point-rules.ts';
import { resultsOf, standings } from '../schemes/subject-scoring-rules.ts';
import { PARTS } from './model.ts';

export interface YearInput {
  /** `2026`. */
  period: string;
  days_of: number;
  /** In force on the last day: whom it ranks, by which grades; and by its indicators intervals are drawn. */
  scheme: Scheme;
  weights: YearWeights;
  /** The four of the year, in their order. */
  quarters: readonly QuarterOfYear[];
  subjects: readonly Subject[];
  facts: readonly YearFact[];
  /** Fields whose intervals are drawn. */
  fields: readonly FrozenField[];
  /** What the published quarters counted together. */
  counts: readonly EarlierSubject[];
}

export interface YearResults { rankings: SubjectRanking[]; fields: (FieldIntervals | NotDrawn)[]; made: YearMade[] }

/** Days of quarters: 90, 91 or 92. With it each day is a whole number of shares. */
const SHARES = 376_740;
/** A full score, in hundredths. */
const FULL = 10_000;
/** The measure by which rules know that more is better; nothing is counted by it. */
const OF_SCORES = 'manual_mean';
/** For how many yes/no cases one score by hand counts in a draw. */
const PHI = 12;

/** Three indicators for each kind and level that the scheme scores. */
export function yearScheme(scheme: Scheme, weights: YearWeights): Scheme {
  const fields = fieldsOf(scheme);
  return {
    ...scheme,
    tie_break: [],
    indicators: [...new Set(fields.map(({ kind }) => kind))].flatMap(kind => PARTS.map((part): Indicator => ({
      code: part,
      name: part,
      group: 'year',
      subject: kind,
      levels: fields.flatMap(field => field.kind === kind && field.level !== null ? [field.level] : []),
      measure: OF_SCORES,
      weight: weights[part],
      rule: 'ratio',
      params: {},
      no_data: 'exclude',
    }))),
  };
}

export function yearResults(input: YearInput): YearResults {
  const rules = yearScheme(input.scheme, input.weights);
  const own = Map.groupBy(input.facts, ({ subject }) => keyOf(subject));
  const counted = input.subjects.map((subject): CountedSubject => {
    const facts = own.get(keyOf(subject)) ?? [];
    return { subject, sample: sampleOf(facts), countOf: ({ code }) => countOf(code as Part, facts) };
  });
  const placed = standings(counted, rules);
  return {
    rankings: resultsOf(placed, rules).rankings,
    fields: yearFields(input, placed, own),
    made: placed.map(standing => madeOf(standing, own.get(keyOf(standing.subject)) ?? [], input)).sort((a, b) => keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0),
  };
}

function keyOf({ kind, code }: { kind: string; code: string }): string {
  return `${kind} ${code}`;
}

function isQuarter(fact: YearFact): fact is QuarterFact {
  return fact.of === 'quarter';
}

/** A share of the quarters' part, as a whole number; 0: it does not count. */
function sharesOf({ total, days, days_of, without }: QuarterFact): number {
  return total === null || without !== null ? 0 : (days ?? days_of) * (SHARES / days_of);
}

function sampleOf(facts: readonly YearFact[]): number {
  return facts.reduce((sum, fact) => isQuarter(fact) && sharesOf(fact) > 0 ? sum + fact.sample : sum, 0);
}

/** Scores that people gave: of the team its raters', and only where none of them gave one, those of the visits. */
function scoresFor(part: Exclude<Part, 'quarters'>, facts: readonly YearFact[]): { scores: number[]; basis: 'rater' | 'visit' | null } {
  if (part === 'community')
    return { scores: facts.flatMap(fact => fact.of === 'community' ? [fact.score] : []), basis: null };
  const by = (basis: 'rater' | 'visit'): number[] => facts.flatMap(fact => fact.of === 'review' && fact.basis === basis ? [fact.score] : []);
  const raters = by('rater');
  const scores = raters.length > 0 ? raters : by('visit');
  return { scores, basis: scores.length === 0 ? null : raters.length > 0 ? 'rater' : 'visit' };
}

function countOf(part: Part, facts: readonly YearFact[]): RuleCount {
  if (part !== 'quarters') {
    const { scores } = scoresFor(part, facts);
    return { numerator: scores.reduce((sum, score) => sum + score, 0), denominator: FULL * scores.length };
  }
  return facts.filter(isQuarter).reduce((count, fact) => ({
    numerator: count.numerator + sharesOf(fact) * (fact.total ?? 0),
    denominator: count.denominator + sharesOf(fact) * FULL,
  }), { numerator: 0, denominator: 0 });
}

function percent(value: Fraction): string {
  return rounded(multiply(value, fraction(100)));
}

function madeOf({ subject: { kind, code, level, days }, rated }: Standing, facts: readonly YearFact[], { quarters, weights, days_of }: YearInput): YearMade {
  const told = facts.filter(isQuarter);
  const all = told.reduce((sum, fact) => sum + sharesOf(fact), 0);
  return {
    kind,
    code,
    level,
    days,
    days_of,
    quarters: quarters.map((quarter): QuarterMade => {
      const fact = told.find(one => one.quarter === quarter.code);
      const shares = fact === undefined ? 0 : sharesOf(fact);
      const without = quarter.version === null ? 'not_published' : fact === undefined ? 'not_there' : fact.without ?? (fact.total === null ? 'no_data' : shares === 0 ? 'no_days' : null);
      return {
        quarter: quarter.code,
        total: fact?.total == null ? null : rounded(fraction(fact.total, 100)),
        share: shares === 0 ? null : percent(fraction(shares, all)),
        days: fact?.days ?? null,
        days_of: fact?.days_of ?? null,
        without,
      };
    }),
    parts: PARTS.map((part): PartMade => {
      const { rate, share } = rated.find(({ indicator }) => indicator.code === part)!;
      const said = { part, weight: weights[part], score: rate && percent(rate), points: share && rounded(share) };
      if (part === 'quarters')
        return { ...said, cases: told.filter(fact => sharesOf(fact) > 0).length, sum: null, basis: null };
      const { scores, basis } = scoresFor(part, facts);
      return { ...said, cases: scores.length, sum: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0), basis };
    }),
  };
}

/** By what all quarters counted together, with the official places of the year; the team's review is drawn with them, the community's assessment is taken as it was. */
function yearFields({ period, scheme, weights, subjects, fields, counts }: YearInput, placed: readonly Standing[], own: ReadonlyMap<string, readonly YearFact[]>): (FieldIntervals | NotDrawn)[] {
  const counted = new Map(counts.map(one => [keyOf(one), one]));
  const official = new Map(placed.map(standing => [keyOf(standing.subject), standing]));
  const together = standings(subjects.map((subject): CountedSubject => {
    const had = counted.get(keyOf(subject));
    return {
      subject,
      sample: official.get(keyOf(subject))?.sample ?? 0,
      countOf: ({ code }) => countedBefore(had, code),
    };
  }), scheme).map(standing => ({ ...standing, rank: official.get(keyOf(standing.subject))?.rank ?? null }));
  return fields.flatMap((field): (FieldIntervals | NotDrawn)[] => {
    const here = together.filter(({ subject: { kind, level, group } }) => kind === field.kind && level === field.level && group === field.group);
    const indicators = indicatorsOf(scheme, field.kind, field.level);
    const factsOf = (code: string): readonly YearFact[] => own.get(keyOf({ kind: field.kind, code })) ?? [];
    const pooled = intervalInput({ kind: field.kind, level: field.level, group: field.group, period, indicators, priors: field.priors }, here);
    const input = weighed(withFixed(pooled, indicators.filter(isFixed), code => byQuarter(counted.get(keyOf({ kind: field.kind, code })), factsOf(code))), weights, factsOf);
    const drawn = drawnField(input, field, here);
    if (drawn !== null)
      return [drawn];
    const why = whyNotDrawn(input, field, here);
    return why === null ? [] : [why];
  });
}

interface OfQuarter { shares: number; count: (indicator: string) => RuleCount }

/** The quarters that count for somebody, with what each counted. */
function byQuarter(had: EarlierSubject | undefined, facts: readonly YearFact[]): OfQuarter[] {
  return facts.filter(isQuarter).filter(fact => sharesOf(fact) > 0).map((fact) => {
    const counts = had?.by_quarter?.[fact.quarter] ?? {};
    return { shares: sharesOf(fact), count: code => countedBefore({ counts }, code) };
  });
}

/** What goes by the case has the mean of the quarters' own points, by their shares, as the year's totals have; whoever had nothing of it has what is usual. */
function withFixed(input: IntervalInput, fixed: readonly Indicator[], quartersOf: (code: string) => readonly OfQuarter[]): IntervalInput {
  if (fixed.length === 0)
    return input;
  const given = input.grids.map(({ id }) => fixed.map(indicator => meanOf(indicator, quartersOf(id))));
  const usual = fixed.map((_, at) => {
    const all = given.flatMap(one => one[at] ?? []);
    return all.length === 0 ? 0 : Math.floor(all.reduce((sum, next) => sum + next, 0) / all.length);
  });
  return { ...input, grids: input.grids.map((grid, nth): DrawnGrid => ({ ...grid, fixed: given[nth]!.reduce<number>((sum, one, at) => sum + (one ?? usual[at]!), 0) })) };
}

/** As `fixed` has points; null: no quarter that counts had a case. */
function meanOf(indicator: Indicator, quarters: readonly OfQuarter[]): number | null {
  const had = quarters.map(({ shares, count }) => ({ shares, counted: count(indicator.code) })).filter(({ counted }) => counted.denominator > 0);
  const all = had.reduce((sum, { shares }) => sum + shares, 0);
  return all === 0 ? null : amountOf(had.reduce((sum, { shares, counted }) => add(sum, multiply(pointsFor(counted, indicator), fraction(shares, all))), ZERO));
}

/** The quarters' indicators at their part of the year's weight, and the two others beside them. Whoever has no score there is drawn from what is usual, so that it neither costs nor earns a place. */
function weighed({ indicators, fixed_indicators = [], grids, ...input }: IntervalInput, weights: YearWeights, factsOf: (code: string) => readonly YearFact[]): IntervalInput {
  const scaled = (points: number): number => Math.floor(points * weights.quarters / 100);
  const community = grids.flatMap(({ id }) => scoresFor('community', factsOf(id)).scores);
  const usual = community.length === 0 ? 0 : Math.floor(community.reduce((sum, score) => sum + score, 0) / community.length);
  const withCommunity = weights.community > 0 && community.length > 0;
  const fixed = [...fixed_indicators, ...withCommunity ? ['year-community'] : []];
  return {
    ...input,
    indicators: [...indicators.map(indicator => ({ ...indicator, weight: scaled(indicator.weight) })), ...weights.review > 0 ? [{ id: 'year-review', weight: 100 * weights.review, phi: PHI, prior: null }] : []],
    ...fixed.length === 0 ? {} : { fixed_indicators: fixed },
    grids: grids.map((grid): DrawnGrid => {
      const facts = factsOf(grid.id);
      const { scores } = scoresFor('review', facts);
      const [said] = scoresFor('community', facts).scores;
      return {
        ...grid,
        cells: { ...grid.cells, ...weights.review > 0 && scores.length > 0 ? { 'year-review': [Math.round(scores.reduce((sum, score) => sum + score, 0) / 100), scores.length] as const } : {} },
        // A point out of 100 is a hundred thousand of what is fixed; a score has hundredths.
        ...fixed.length === 0 ? {} : { fixed: scaled(grid.fixed ?? 0) + (withCommunity ? (said ?? usual) * weights.community * 10 : 0) },
      };
    }),
  };
}

/** Kinds and levels that a scheme ranks. */
export function yearFieldsOf(scheme: Scheme): ReturnType<typeof fieldsOf> {
  return fieldsOf(scheme).filter(({ level }) => level === null ? scheme.ranked_levels.length > 0 : scheme.ranked_levels.includes(level));
}

/** In a fixed order: every kind, level and peer group that the scheme ranks. Nothing is frozen before a year: priors are of its own counts. */
export function yearFieldKeys(scheme: Scheme, subjects: readonly Subject[]): FrozenField[] {
  return yearFieldsOf(scheme).flatMap(({ kind, level }) =>
    [...new Set(subjects.filter(subject => subject.kind === kind && subject.level === level).map(({ group }) => group))]
      .sort((a, b) => (a ?? '') < (b ?? '') ? -1 : 1)
      .map((group): FrozenField => ({ kind, level, group, priors: {}, recorded_before: {} })));
}

/** Of a year, 365 or 366. */
export function daysIn({ starts_on, ends_on }: { starts_on: string; ends_on: string }): number {
  return epochDay(ends_on) - epochDay(starts_on) + 1;
}
