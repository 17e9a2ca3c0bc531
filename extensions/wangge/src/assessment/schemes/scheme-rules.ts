/**
 * Whether a scheme can be scored, and whether it may come into force: the rules of a ranking as an admin keeps them.
 *
 * `checkScheme` asks what scoring needs, and is asked of every scheme, those of published evidence too. `checkSound` asks more
 * of one that is yet to come into force: nothing in it may reward a bad case.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Measure } from '../facts/measure-rules.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { Fraction } from './fraction-rules.ts';
import type { GradeBand, Indicator, PeerGroups, Scheme } from './model.ts';
import { SCOPES } from '../../handling/model.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { weighsFlagged } from '../facts/count-key-rules.ts';
import { isMeasure, MEASURE_CODES } from '../facts/measure-lookup-rules.ts';
import { MEASURES } from '../facts/measure-rules.ts';
import { SUBJECT_KINDS } from '../facts/model.ts';
import { add, compare, fraction, rounded, ZERO } from './fraction-rules.ts';
import { fieldsOf, indicatorsOf, LEVELS, RULES } from './model.ts';
import { asDecimal, firstBadCaseEarns, isOutOfPlace, isPercent, isRule, mayMultiply, misleads, ruleObjection } from './point-rules.ts';

export type { GradeBand, Indicator, Scheme } from './model.ts';

/** A request that was made in time is decided within one working day: with two, everything has been said. */
const CUT_WORKING_DAYS = { least: 2, most: 30 };
const MIN_DAYS_MOST = 92;

/** The first thing that keeps a scheme from being scored, or null. */
export function checkScheme(scheme: Scheme): Refusal | null {
  return checkFrame(scheme)
    ?? first(scheme.indicators, checkIndicator)
    ?? checkWeights(scheme);
}

/** The first thing that keeps a scheme from coming into force, or null. */
export function checkSound(scheme: Scheme): Refusal | null {
  return checkScheme(scheme) ?? first(scheme.indicators, checkDirection);
}

export type Frame = Pick<Scheme, 'min_sample' | 'grade_bands' | 'tie_break' | 'ranked_levels' | 'cut_working_days' | 'min_days' | 'peer_groups'>;

/** The scheme's own fields, without its indicators. */
export function checkFrame(scheme: Frame): Refusal | null {
  if (!Number.isInteger(scheme.min_sample) || scheme.min_sample < 1)
    return refused('min_sample_invalid', 'min_sample');
  if (!withinOrNull(scheme.min_days, 0, MIN_DAYS_MOST))
    return refused('min_days_invalid', 'min_days', { most: MIN_DAYS_MOST });
  if (!withinOrNull(scheme.cut_working_days, CUT_WORKING_DAYS.least, CUT_WORKING_DAYS.most))
    return refused('cut_working_days_invalid', 'cut_working_days');
  if (!scheme.ranked_levels.every(level => LEVELS.includes(level)))
    return refused('levels_invalid', 'ranked_levels');
  const unknown = scheme.tie_break.find(measure => !isMeasure(measure));
  if (unknown !== undefined)
    return refused('measure_unknown', 'tie_break', { measure: unknown, measures: MEASURE_CODES.join(', ') });
  return checkPeers(scheme.peer_groups ?? null) ?? checkBands(scheme.grade_bands);
}

function withinOrNull(value: number | null | undefined, least: number, most: number): boolean {
  return value === null || value === undefined || (Number.isInteger(value) && value >= least && value <= most);
}

function checkPeers(groups: PeerGroups | null): Refusal | null {
  if (groups === null || groups.by === 'declared')
    return null;
  const { by, households, matters } = groups;
  if (by !== 'size' || (households === undefined && matters === undefined))
    return refused('peer_groups_invalid', 'peer_groups');
  return [households, matters].every(bounds => bounds === undefined || isLadder(bounds)) ? null : refused('peer_bands_hole', 'peer_groups');
}

/** Lower bounds of sizes: whole numbers, none twice, the lowest 0, so that no size falls between. */
export function isLadder(bounds: readonly unknown[]): boolean {
  return bounds.every(bound => Number.isInteger(bound) && (bound as number) >= 0) && bounds.includes(0) && new Set(bounds).size === bounds.length;
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
  if (!isRule(indicator.rule))
    return refused('rule_unknown', 'rule', { ...named, rule: indicator.rule, rules: RULES.join(', ') });
  if (!isMeasure(indicator.measure))
    return refused('measure_unknown', 'measure', { measure: indicator.measure, measures: MEASURE_CODES.join(', ') });
  if (!(SUBJECT_KINDS as readonly string[]).includes(indicator.subject))
    return refused('subject_unknown', 'subject', { ...named, subjects: SUBJECT_KINDS.join(', ') });
  const weight = asDecimal(indicator.weight);
  if (!weight || compare(weight, ZERO) < 0)
    return refused('weight_invalid', 'weight', named);
  if (indicator.subject !== 'department' && (indicator.levels.length === 0 || !indicator.levels.every(level => LEVELS.includes(level))))
    return refused('levels_invalid', 'levels');
  return checkScopes(indicator) ?? ruleObjection(indicator, weight);
}

/** What of a sound indicator would reward a bad case. (Schemes that are in force since before are scored as they are.) */
export function checkDirection(indicator: Indicator): Refusal | null {
  const named = { indicator: indicator.code };
  if (weighsFlagged(indicator.params) && !mayMultiply(indicator))
    return refused('multiplier_out_of_place', 'params', named);
  if (isOutOfPlace(indicator))
    return refused('rule_out_of_place', 'rule', named);
  if (misleads(indicator))
    return refused('rule_rewards_bad', indicator.rule === 'bands' ? 'params' : 'rule', named);
  if (indicator.group === 'bonus')
    return indicator.no_data === 'full' || firstBadCaseEarns(indicator) ? refused('bonus_for_nothing', indicator.no_data === 'full' ? 'no_data' : 'rule', named) : null;
  return indicator.no_data !== 'full' && firstBadCaseEarns(indicator) ? refused('first_bad_case_earns', 'no_data', named) : null;
}

/** Kinds of facts that tell whose duty a matter is. */
const SCOPED: readonly string[] = ['clock', 'report'];

export function tellsScope(measure: string): boolean {
  return isMeasure(measure) && SCOPED.includes(MEASURES[measure as Measure].fact);
}

/** Of grids and persons it is said whose matters count: another's delay must not cost marks by oversight. */
function checkScopes({ code, measure, subject, params: { scopes } }: Indicator): Refusal | null {
  const needed = subject !== 'department' && tellsScope(measure);
  if (scopes === undefined ? !needed : Array.isArray(scopes) && (scopes.length > 0 || !needed) && scopes.every(scope => SCOPES.includes(scope)))
    return null;
  return refused('scopes_invalid', 'params', { indicator: code, scopes: SCOPES.join(', ') });
}

/** What each kind and level weighs in all, bonus aside. */
export function weightSums(scheme: Pick<Scheme, 'indicators'>): { kind: SubjectKind; level: Level | null; sum: Fraction }[] {
  return fieldsOf(scheme).map(({ kind, level }) => ({
    kind,
    level,
    sum: indicatorsOf(scheme, kind, level).filter(({ group }) => group !== 'bonus').reduce((total, { weight }) => add(total, asDecimal(weight) ?? ZERO), ZERO),
  }));
}

function checkWeights(scheme: Scheme): Refusal | null {
  if (fieldsOf(scheme).length === 0)
    return refused('scheme_empty', null, { scheme: scheme.code });
  for (const { kind, level } of fieldsOf(scheme)) {
    const measured = indicatorsOf(scheme, kind, level);
    if (new Set(measured.map(({ code }) => code)).size < measured.length)
      return refused('indicator_twice');
  }
  const wrong = weightSums(scheme).find(({ sum }) => compare(sum, fraction(100)) !== 0);
  return wrong === undefined ? null : refused(WEIGHTS_REFUSAL[wrong.kind], null, { level: wrong.level ?? 0, sum: Number(rounded(wrong.sum)) });
}

const WEIGHTS_REFUSAL: Record<SubjectKind, string> = { grid: 'weights_not_100', department: 'weights_not_100_department', person: 'weights_not_100_person' };

function first<T>(items: readonly T[], check: (item: T) => Refusal | null): Refusal | null {
  for (const item of items) {
    const refusal = check(item);
    if (refusal)
      return refusal;
  }
  return null;
}
