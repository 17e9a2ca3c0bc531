/**
 * What is frozen before the intervals of a quarter are drawn: the priors of each field, from the last quarter that was published
 * before this one was computed for the first time; and how many issues everybody had in up to four published quarters before.
 */
import type { Db } from '../../kernel/context.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import type { FieldKey, FrozenPrior } from '../interval/field-input-rules.ts';
import type { FrozenField } from '../interval/field-rules.ts';
import type { Indicator, Scheme, Subject } from '../schemes/model.ts';
import type { QuarterBefore, StoredPrior } from './frozen-store.ts';
import { setImmediate as others } from 'node:timers/promises';
import { cellOf, drawnOf, phiOf } from '../interval/field-input-rules.ts';
import { priorOf } from '../interval/prior-rules.ts';
import { fieldsOf, indicatorsOf } from '../schemes/model.ts';
import { cellsOf, keepPriors, priorsOf, quartersBefore, samplesBefore } from './frozen-store.ts';

/** A subject's own past counts for its "usual" number of cases, and with its quarter for the rolling year. */
const QUARTERS_BEFORE = 4;

export interface Quarter { id: Uuid; subdistrict: Uuid; starts_on: Day }

export interface FrozenQuarter {
  fields: FrozenField[];
  /** Up to three, the latest first: with this quarter they are a rolling year. */
  year: QuarterBefore[];
}

/** `subjects`: by the codes that the evidence has; `idOf` answers whose code it is. */
export async function freezeQuarter(trx: Db, quarter: Quarter, scheme: Scheme, subjects: readonly Subject[], codeOf: (kind: Subject['kind'], id: Uuid) => string | undefined): Promise<FrozenQuarter> {
  const before = await quartersBefore(trx, quarter.subdistrict, quarter.starts_on, QUARTERS_BEFORE);
  const samples = new Map<string, number[]>();
  for (const { subject, id, samples: own } of before.length === 0 ? [] : await samplesBefore(trx, before)) {
    const code = codeOf(subject, id);
    if (code !== undefined)
      samples.set(`${subject} ${code}`, own);
  }
  const fields: FrozenField[] = [];
  for (const key of rankedFields(scheme, subjects)) {
    const here = subjects.filter(({ kind, level, group }) => kind === key.kind && level === key.level && group === key.group);
    fields.push({
      ...key,
      priors: await frozenPriors(trx, quarter.id, key, indicatorsOf(scheme, key.kind, key.level).filter(indicator => drawnOf(indicator) !== null), priorQuarter(key.kind, before)),
      recorded_before: Object.fromEntries(here.flatMap(({ kind, code }) => samples.has(`${kind} ${code}`) ? [[code, samples.get(`${kind} ${code}`)!]] : [])),
    });
  }
  return { fields, year: before.slice(0, QUARTERS_BEFORE - 1) };
}

/** Numbers of persons that were counted otherwise say nothing of what is usual now. */
function priorQuarter(kind: Subject['kind'], [last]: readonly QuarterBefore[]): QuarterBefore | null {
  return last === undefined || (kind === 'person' && !last.persons_by_post) ? null : last;
}

/** In a fixed order. */
function rankedFields(scheme: Scheme, subjects: readonly Subject[]): FieldKey[] {
  return fieldsOf(scheme).filter(({ level }) => level === null ? scheme.ranked_levels.length > 0 : scheme.ranked_levels.includes(level)).flatMap(({ kind, level }) =>
    [...new Set(subjects.filter(subject => subject.kind === kind && subject.level === level).map(({ group }) => group))]
      .sort((a, b) => (a ?? '') < (b ?? '') ? -1 : 1)
      .map(group => ({ kind, level, group })));
}

async function frozenPriors(trx: Db, period: Uuid, key: FieldKey, indicators: readonly Indicator[], before: QuarterBefore | null): Promise<FrozenField['priors']> {
  const stored = await priorsOf(trx, period, key);
  const missing = indicators.filter(({ code }) => stored.every(({ indicator }) => indicator !== code));
  const found = missing.length === 0 ? [] : await priorsFrom(trx, key, missing, before);
  await keepPriors(trx, period, key, found);
  return Object.fromEntries([...stored, ...found].map(({ indicator, good, bad, phi, source }): [string, FrozenPrior & { from: string | null }] =>
    [indicator, { prior: good === null || bad === null ? null : { good, bad }, phi, from: source }]));
}

/** An indicator that measured something else then, or that nobody had a case of, is computed from the cells at hand. */
async function priorsFrom(trx: Db, key: FieldKey, indicators: readonly Indicator[], before: QuarterBefore | null): Promise<StoredPrior[]> {
  const cells = Map.groupBy(before === null ? [] : await cellsOf(trx, before, key), ({ indicator, measure }) => `${indicator} ${measure}`);
  const priors: StoredPrior[] = [];
  for (const indicator of indicators) {
    const phi = phiOf(indicator);
    const own = (cells.get(`${indicator.code} ${indicator.measure}`) ?? []).map(({ numerator, denominator }) => cellOf(indicator, { numerator: Number(numerator), denominator: Number(denominator) }));
    const prior = priorOf(own, phi);
    priors.push({ indicator: indicator.code, good: prior?.good ?? null, bad: prior?.bad ?? null, phi, source: prior === null ? null : before!.code });
    // Of a city each has thousands.
    await others();
  }
  return priors;
}
