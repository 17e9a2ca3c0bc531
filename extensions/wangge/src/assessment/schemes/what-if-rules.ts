/**
 * What would be if a frozen quarter had other weights, another rule, or an indicator less: who moves, by how much, and through
 * which indicator. On the counts that were stored; unchanged weights change nothing.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { Fraction } from './fraction-rules.ts';
import type { Indicator, IndicatorParams, RuleCount, Scheme, Subject, Unranked } from './model.ts';
import type { CountedSubject, Standing } from './subject-scoring-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { weighsFlagged } from '../facts/count-key-rules.ts';
import { add, compare, decimal, fraction, rounded, subtract, ZERO } from './fraction-rules.ts';
import { flagsOf } from './model.ts';
import { asDecimal, mayMultiply } from './point-rules.ts';
import { checkFrame, checkIndicator } from './scheme-rules.ts';
import { standings } from './subject-scoring-rules.ts';

/** What is asked. Each by the code of an indicator; what is not named stays as it was. */
export interface Change {
  weights?: Record<string, number>;
  rules?: Record<string, { rule: string; params?: Partial<IndicatorParams> }>;
  leave_out?: readonly string[];
}

/** Somebody as a quarter stored them. */
export interface StoredSubject {
  subject: Subject;
  sample: number;
  /** By the code of the indicator. */
  counts: Readonly<Record<string, RuleCount>>;
}

export interface Place { rank: number | null; of: number; total: string | null; note: Unranked | null }

export interface Move {
  kind: SubjectKind;
  subject: string;
  level: Level | null;
  group: string | null;
  before: Place;
  after: Place;
  /** Places gained (above 0) or lost; null where there is no rank before or after. */
  places: number | null;
  /** Points gained or lost in all, two decimals. */
  change: string;
  /** The indicators that make the difference, the largest first; two decimals. */
  through: { indicator: string; change: string }[];
}

export interface WhatIf {
  /** Everybody whose rank or points would be others, those who move farthest first. */
  moves: Move[];
  /** Who would have another rank. */
  moved: number;
  /** Who was and would be ranked, or either. */
  ranked: number;
}

/** The scheme with what is asked; weights need not sum to 100, since points are spread over them. */
export function changedScheme(scheme: Scheme, { weights = {}, rules = {}, leave_out = [] }: Change): Scheme | Refusal {
  const codes = new Set(scheme.indicators.map(({ code }) => code));
  for (const [field, named] of [['weights', Object.keys(weights)], ['rules', Object.keys(rules)], ['leave_out', leave_out]] as const) {
    const unknown = named.find(code => !codes.has(code));
    if (unknown !== undefined)
      return refused('indicator_unknown', field, { indicator: unknown, indicators: [...codes].join(', ') });
  }
  const indicators: Indicator[] = [];
  for (const indicator of scheme.indicators.filter(({ code }) => !leave_out.includes(code))) {
    const { code } = indicator;
    const weight = weights[code];
    if (weight !== undefined && (asDecimal(weight) === null || weight < 0))
      return refused('weight_invalid', 'weights', { indicator: code });
    const weighed = weight === undefined ? indicator : reweighed(indicator, weight);
    const rule = rules[code];
    const next: Indicator = rule === undefined ? weighed : { ...weighed, rule: rule.rule, params: { ...scopesOf(weighed), ...rule.params } };
    const refusal = checkIndicator(next);
    if (refusal !== null)
      return { ...refusal, field: rule === undefined ? 'weights' : 'rules' };
    if (weighsFlagged(next.params) && !mayMultiply(next))
      return refused('multiplier_out_of_place', 'rules', { indicator: code });
    if (!tellsFlags(indicator, next))
      return refused('multiplier_untold', 'rules', { indicator: code });
    indicators.push(next);
  }
  if (!indicators.some(({ group, weight }) => group !== 'bonus' && decimal(weight).numerator > 0n))
    return refused('nothing_left', Object.keys(weights).length > 0 ? 'weights' : 'leave_out');
  return { ...scheme, indicators };
}

function scopesOf({ params: { scopes } }: Indicator): IndicatorParams {
  return scopes === undefined ? {} : { scopes };
}

/** With another weight a rule keeps its shape: what it takes or gives grows with the weight. */
function reweighed(indicator: Indicator, weight: number): Indicator {
  const before = Number(indicator.weight);
  if (before === weight || before === 0)
    return { ...indicator, weight };
  const { per_point, per_case, cap, bands, ...rest } = indicator.params;
  // Shown only.
  if (weight === 0)
    return { ...indicator, weight, rule: indicator.rule === 'veto' ? 'veto' : 'bands', params: { ...rest, of: 'percent', bands: [{ from: 0, points: 0 }] } };
  const scaled = (points: number): number => Number((points * weight / before).toFixed(6));
  return {
    ...indicator,
    weight,
    params: {
      ...rest,
      ...per_point === undefined ? {} : { per_point: scaled(per_point) },
      ...per_case === undefined ? {} : { per_case: scaled(per_case) },
      ...cap === undefined ? {} : { cap: Math.min(scaled(cap), weight) },
      ...bands === undefined ? {} : { bands: bands.map(({ from, points }) => ({ from, points: Math.min(scaled(points), weight) })) },
    },
  };
}

/**
 * A scheme of other indicators than those of the quarter, tried on what was counted then: each takes the count of one that
 * measured the same. Those that nobody counted then have no data, and are named.
 */
export function onStoredCounts(scheme: Scheme, stored: Pick<Scheme, 'indicators'>, subjects: readonly StoredSubject[]): { subjects: StoredSubject[]; unmeasured: string[] } {
  const sources = new Map(scheme.indicators.map(({ code, ...asked }) => [code, stored.indicators.filter(indicator => countsTheSame(indicator, asked)).map(indicator => indicator.code)]));
  return {
    subjects: subjects.map(one => ({
      ...one,
      counts: Object.fromEntries([...sources].flatMap(([code, from]) => from.flatMap(source => one.counts[source] ?? []).slice(0, 1).map(count => [code, count]))),
    })),
    unmeasured: [...sources].filter(([, from]) => from.length === 0).map(([code]) => code),
  };
}

/** Does what was counted under the one say how much came from the sources that the other weighs? */
function tellsFlags(counted: Pick<Indicator, 'params'>, asked: Pick<Indicator, 'params'>): boolean {
  const flags = ({ params }: Pick<Indicator, 'params'>): string => [...flagsOf(params)].sort().join(' ');
  return flags(asked) === '' || flags(asked) === flags(counted);
}

function countsTheSame(a: Indicator, b: Pick<Indicator, 'measure' | 'subject' | 'params'>): boolean {
  const scopes = ({ params }: Pick<Indicator, 'params'>): string => [...params.scopes ?? []].sort().join(' ');
  return a.measure === b.measure && a.subject === b.subject && scopes(a) === scopes(b) && tellsFlags(a, b);
}

const NOTHING: RuleCount = { numerator: 0, denominator: 0 };

export function places(subjects: readonly StoredSubject[], scheme: Scheme): Standing[] {
  const counted = subjects.map(({ subject, sample, counts }): CountedSubject => ({ subject, sample, countOf: ({ code }) => counts[code] ?? NOTHING }));
  return standings(counted, scheme);
}

/** Both schemes on the same quarter. `checked`: would the changed scheme stand as a whole? */
export function whatIf(before: { subjects: readonly StoredSubject[]; scheme: Scheme }, after: { subjects: readonly StoredSubject[]; scheme: Scheme }): WhatIf | Refusal {
  const refusal = checkFrame(after.scheme);
  if (refusal !== null)
    return refusal;
  const nameOf = ({ subject: { kind, code } }: Standing): string => `${kind} ${code}`;
  const was = new Map(places(before.subjects, before.scheme).map(standing => [nameOf(standing), standing]));
  const will = new Map(places(after.subjects, after.scheme).map(standing => [nameOf(standing), standing]));
  const names = [...new Set([...was.keys(), ...will.keys()])];
  const moves = names.map(name => moveOf(was.get(name), will.get(name))).filter(move => move !== null);
  return {
    moves: moves.sort((a, b) => Math.abs(b.places ?? 0) - Math.abs(a.places ?? 0) || Math.abs(Number(b.change)) - Math.abs(Number(a.change)) || order(a.kind, b.kind) || order(a.subject, b.subject)),
    moved: moves.filter(({ before, after }) => before.rank !== after.rank).length,
    ranked: names.filter(name => was.get(name)?.rank != null || will.get(name)?.rank != null).length,
  };
}

function moveOf(was: Standing | undefined, will: Standing | undefined): Move | null {
  const { subject: { kind, code, level, group } } = (will ?? was)!;
  const [before, after] = [placeOf(was), placeOf(will)];
  const change = subtract(will?.total ?? ZERO, was?.total ?? ZERO);
  const through = changesBetween(was, will);
  if (through.length === 0 && compare(change, ZERO) === 0 && before.rank === after.rank && before.note === after.note && (was?.total === null) === (will?.total === null))
    return null;
  return {
    kind,
    subject: code,
    level,
    group,
    before,
    after,
    places: before.rank === null || after.rank === null ? null : before.rank - after.rank,
    change: rounded(change),
    through: through.map(({ indicator, change }) => ({ indicator, change: rounded(change) })),
  };
}

function placeOf(standing: Standing | undefined): Place {
  return standing === undefined
    ? { rank: null, of: 0, total: null, note: null }
    : { rank: standing.rank, of: standing.of, total: standing.total && rounded(standing.total), note: standing.note };
}

/** By indicator, the largest first; none where nothing differs. */
function changesBetween(was: Standing | undefined, will: Standing | undefined): { indicator: string; change: Fraction }[] {
  const changes = new Map<string, Fraction>();
  for (const { indicator, share } of will?.rated ?? [])
    changes.set(indicator.code, share ?? ZERO);
  for (const { indicator, share } of was?.rated ?? [])
    changes.set(indicator.code, subtract(changes.get(indicator.code) ?? ZERO, share ?? ZERO));
  return [...changes].map(([indicator, change]) => ({ indicator, change }))
    .filter(({ change }) => compare(change, ZERO) !== 0)
    .sort((a, b) => compare(size(b.change), size(a.change)) || order(a.indicator, b.indicator));
}

function size(value: Fraction): Fraction {
  return value.numerator < 0n ? subtract(ZERO, value) : add(value, fraction(0));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
