/**
 * From counts and a scheme to scores and ranks: nothing else decides a place.
 *
 * The same function serves the published ranking, its verification and what-if. It is indifferent to the order of what it is
 * given, compares exact fractions, and rounds only what it hands out. A rank is one inside a field: those of one kind, level
 * and peer group.
 */
import type { Measure } from '../facts/measure-rules.ts';
import type { Count, SubjectKind, Tally } from '../facts/model.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { Fraction } from './fraction-rules.ts';
import type { Indicator, RuleCount, Scheme, Subject, Unranked } from './model.ts';
import { countedFor } from '../facts/count-key-rules.ts';
import { isMeasure } from '../facts/measure-lookup-rules.ts';
import { MEASURES } from '../facts/measure-rules.ts';
import { add, compare, decimal, divide, fraction, multiply, rounded, ZERO } from './fraction-rules.ts';
import { fieldsOf, flagsOf, indicatorsOf } from './model.ts';
import { casesOf, pointsFor, restsOn } from './point-rules.ts';

export interface SubjectScore {
  kind: SubjectKind;
  subject: string;
  /** The indicator's code. */
  indicator: string;
  numerator: number;
  denominator: number;
  /** The rate in percent, two decimals, half up; null without data. */
  value: string | null;
  /** Points towards the total (after the weight of what had no data is spread), two decimals; null if left out. */
  points: string | null;
  no_data: boolean;
  /** Of indicators under which a case from a flagged source weighs more: how many came from one; left out of the others. */
  flagged_numerator?: number;
  flagged_denominator?: number;
  /** Of rules that go by the case: how many it counted (a flagged one as often as it weighs), two decimals; null of the others. */
  cases: string | null;
}

export interface SubjectRanking {
  kind: SubjectKind;
  subject: string;
  level: Level | null;
  /** Who it is compared with. */
  group: string | null;
  /** Out of 100 (and bonus), two decimals, half up; compared exactly, before this rounding. */
  total: string | null;
  grade: string | null;
  rank: number | null;
  /** How many were ranked in this field. */
  of: number;
  previous_rank: number | null;
  /** Issues that its score rests on. */
  sample: number;
  /** It keeps its score and has no rank. */
  vetoed: boolean;
  note: Unranked | null;
}

export interface SubjectResults { scores: SubjectScore[]; rankings: SubjectRanking[] }

/** Somebody with what was counted of them. */
export interface CountedSubject {
  subject: Subject;
  sample: number;
  countOf: (indicator: Indicator) => RuleCount;
}

/** Exact, before anything is rounded. */
export interface Standing {
  subject: Subject;
  rated: Rated[];
  total: Fraction | null;
  /** What parts equal totals, in the scheme's order; a higher one is better, null is worst. */
  ties: (Fraction | null)[];
  sample: number;
  vetoed: boolean;
  rank: number | null;
  of: number;
  note: Unranked | null;
}

/** `points`: under the indicator's own weight. `share`: towards the total, after the weight of what had no data is spread. */
export interface Rated extends Points { indicator: Indicator; share: Fraction | null }

interface Points { count: Count; flagged?: Count; rate: Fraction | null; points: Fraction | null; cases: Fraction | null }

/** Counts of subjects (grids with all that lies below them), by subject and scope; the scheme was found sound by `checkScheme`. */
export function scoreSubjects(counts: readonly Tally[], subjects: readonly Subject[], scheme: Scheme): SubjectResults {
  return resultsOf(standings(counted(counts, subjects, scheme), scheme), scheme);
}

/** Those whom the scheme scores, each with its counts. */
export function counted(counts: readonly Tally[], subjects: readonly Subject[], scheme: Scheme): CountedSubject[] {
  const lines = Map.groupBy(counts, ({ subject: { kind, code } }) => `${kind} ${code}`);
  return subjects.map((subject) => {
    const own = lines.get(`${subject.kind} ${subject.code}`) ?? [];
    return {
      subject,
      sample: sampleOf(subject, own, scheme),
      countOf: ({ code, measure, params }) => countFor(measure, params.scopes, own, code, flagsOf(params)),
    };
  });
}

/** Counts of one subject. */
type Lines = Pick<Tally, 'scope' | 'measures'>;

/** Every issue stands once below the line of what was in time, whatever else is said of it; an office's on its own clock. */
const SAMPLED_BY: Record<SubjectKind, string> = { grid: 'on_time_rate', department: 'own_on_time_rate', person: 'on_time_rate' };

export function sampleOf({ kind, level }: Pick<Subject, 'kind' | 'level'>, tallies: readonly Lines[], scheme: Scheme): number {
  const indicators = indicatorsOf(scheme, kind, level);
  const scoped = indicators.some(({ params }) => params.scopes !== undefined) ? indicators.filter(({ params }) => params.scopes !== undefined) : indicators;
  return Math.max(0, ...scoped.map(({ params }) => countFor(SAMPLED_BY[kind], params.scopes, tallies).denominator));
}

/** `scopes`: whose matters count, where facts tell it; those that tell none always count. `flags`: of which sources it is told apart how many came from them. */
export function countFor(measure: string, scopes: Indicator['params']['scopes'], tallies: readonly Lines[], indicator = '', flags: readonly string[] = []): RuleCount {
  const counting = tallies.filter(({ scope }) => scopes === undefined || scope === null || scopes.includes(scope));
  const counted = (flag: string | null): Count => {
    const lines = counting.map(({ measures }) => countedFor(measures, measure, indicator, flag)).filter(line => line !== undefined);
    return lines.reduce((sum, line) => ({ numerator: sum.numerator + line.numerator, denominator: sum.denominator + line.denominator }), NOTHING);
  };
  return flags.length === 0 ? counted(null) : { ...counted(null), flagged: flags.map(counted).reduce((sum, line) => ({ numerator: sum.numerator + line.numerator, denominator: sum.denominator + line.denominator }), NOTHING) };
}

const NOTHING: Count = { numerator: 0, denominator: 0 };

/** Everybody's place, each inside its field. `earlier`: as rankings of evidence before format 2 were made, where what weighs nothing made a total of 0. */
export function standings(counted: readonly CountedSubject[], scheme: Scheme, { earlier = false }: { earlier?: boolean } = {}): Standing[] {
  return fieldsOf(scheme).flatMap(({ kind, level }) => {
    const indicators = indicatorsOf(scheme, kind, level);
    const here = counted.filter(({ subject }) => subject.kind === kind && subject.level === level).map(one => standingOf(one, indicators, scheme, earlier));
    return [...Map.groupBy(here, ({ subject }) => subject.group).values()].flatMap(field => ranked(field));
  });
}

function standingOf({ subject, sample, countOf }: CountedSubject, indicators: readonly Indicator[], scheme: Scheme, earlier: boolean): Standing {
  const rated = indicators.map(indicator => ({ indicator, ...rate(indicator, countOf(indicator)) }));
  const sharing = rated.filter(({ indicator, points }) => indicator.group !== 'bonus' && points !== null);
  const weight = sharing.reduce((sum, { indicator }) => add(sum, decimal(indicator.weight)), ZERO);
  // Left-out weight is spread over the rest in proportion; of what weighs nothing alone there is no total.
  const spread = weight.numerator === 0n ? ZERO : divide(fraction(100), weight);
  const shared = rated.map((one): Rated => ({ ...one, share: one.points && (one.indicator.group === 'bonus' ? one.points : multiply(one.points, spread)) }));
  const total = sharing.length === 0 || (weight.numerator === 0n && !earlier) ? null : shared.reduce<Fraction>((sum, { share }) => share ? add(sum, share) : sum, ZERO);
  const vetoed = rated.some(({ indicator, cases }) => indicator.rule === 'veto' && cases !== null && cases.numerator > 0n);
  return {
    subject,
    rated: shared,
    total,
    ties: scheme.tie_break.map(measure => tieValue(measure, rated)),
    sample,
    vetoed,
    rank: null,
    of: 0,
    note: unranked(subject, { sample, total, vetoed }, scheme),
  };
}

/** A veto neither earns nor costs. */
function rate(indicator: Indicator, said: RuleCount): Points {
  const count = restsOn(said, indicator);
  const told = said.flagged && { flagged: said.flagged };
  const isVeto = indicator.rule === 'veto';
  if (count.denominator > 0 && isMeasure(indicator.measure))
    return { count, ...told, rate: fraction(count.numerator, count.denominator), points: isVeto ? null : pointsFor(said, indicator), cases: casesOf(said, indicator) };
  const points = isVeto ? null : { exclude: null, full: decimal(indicator.weight), zero: ZERO }[indicator.no_data];
  return { count, ...told, rate: null, points, cases: null };
}

function tieValue(measure: string, rated: readonly { indicator: Indicator; rate: Fraction | null }[]): Fraction | null {
  const rate = rated.find(({ indicator }) => indicator.measure === measure)?.rate ?? null;
  return rate && MEASURES[measure as Measure].better === 'lower' ? multiply(rate, fraction(-1)) : rate;
}

function unranked({ retired, days, level }: Subject, { sample, total, vetoed }: { sample: number; total: Fraction | null; vetoed: boolean }, scheme: Scheme): Unranked | null {
  if (retired)
    return 'retired';
  if (sample === 0 || total === null)
    return 'no_cases';
  if (sample < scheme.min_sample)
    return 'below_minimum';
  if (days !== null && days < (scheme.min_days ?? 0))
    return 'too_few_days';
  // A scheme that ranks no level ranks nobody.
  if (level === null ? scheme.ranked_levels.length === 0 : !scheme.ranked_levels.includes(level))
    return 'level_not_ranked';
  return vetoed ? 'vetoed' : null;
}

function ranked(standings: readonly Standing[]): Standing[] {
  const field = standings.filter(({ note }) => note === null).sort(better);
  const ranks = new Map<Standing, number>();
  field.forEach((standing, index) => {
    const before = field[index - 1];
    ranks.set(standing, before && better(before, standing) === 0 ? ranks.get(before)! : index + 1);
  });
  return standings.map(standing => ({ ...standing, rank: ranks.get(standing) ?? null, of: field.length }));
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

/** As it is handed out: rounded, by kind, level and code. */
export function resultsOf(standings: readonly Standing[], scheme: Scheme): SubjectResults {
  const sorted = [...standings].sort((a, b) => order(a.subject.kind, b.subject.kind) || (a.subject.level ?? 0) - (b.subject.level ?? 0) || order(a.subject.code, b.subject.code));
  return {
    scores: sorted.flatMap(({ subject, rated }) => rated.map(({ indicator, count, flagged, rate, share, cases }): SubjectScore => ({
      kind: subject.kind,
      subject: subject.code,
      indicator: indicator.code,
      numerator: count.numerator,
      denominator: count.denominator,
      value: rate && rounded(multiply(rate, fraction(100))),
      points: share && rounded(share),
      no_data: rate === null,
      ...flagged && { flagged_numerator: flagged.numerator, flagged_denominator: flagged.denominator },
      cases: cases && rounded(cases),
    })).sort((a, b) => order(a.indicator, b.indicator))),
    rankings: sorted.map(({ subject, total, rank, of, sample, vetoed, note }): SubjectRanking => ({
      kind: subject.kind,
      subject: subject.code,
      level: subject.level,
      group: subject.group,
      total: total && rounded(total),
      grade: total && gradeOf(total, scheme),
      rank,
      of,
      previous_rank: subject.previous_rank,
      sample,
      vetoed,
      note,
    })),
  };
}

export function gradeOf(total: Fraction, scheme: Pick<Scheme, 'grade_bands'>): string {
  const reached = scheme.grade_bands.filter(({ from }) => compare(total, decimal(from)) >= 0);
  return reached.reduce((highest, band) => band.from > highest.from ? band : highest).grade;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
