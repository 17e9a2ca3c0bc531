/** The scheme that is shipped: its sums, what nobody pays for, who gets it when; what may be written of any, and what the forms offer. */
import type { SubjectKind } from '../../extensions/wangge/src/assessment/facts/model.ts';
import type { Scheme } from '../../extensions/wangge/src/assessment/schemes/model.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MEASURES } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import { SUBJECT_KINDS } from '../../extensions/wangge/src/assessment/facts/model.ts';
import { isDraftAgain, objectionToActivation, objectionToChange, objectionToNewScheme, SCHEME_STATES } from '../../extensions/wangge/src/assessment/schemes/lifecycle-rules.ts';
import { indicatorsOf, RULES, UNRANKED } from '../../extensions/wangge/src/assessment/schemes/model.ts';
import { checkSound } from '../../extensions/wangge/src/assessment/schemes/scheme-rules.ts';
import { isAsShipped, nextQuarter } from '../../extensions/wangge/src/assessment/schemes/shipped-scheme-rules.ts';

const ROOT = join(import.meta.dirname, '../..');
const yaml = <Content>(file: string): Content => parse(readFileSync(join(ROOT, file), 'utf8')) as Content;
type Blocks = { rows: Record<string, unknown>[] }[];

const [schemes, indicators] = yaml<Blocks>('seeds/reference/40-assessment-scheme.yaml');
const SHIPPED = { ...schemes!.rows[0], peer_groups: null, indicators: indicators!.rows } as unknown as Scheme;
const weights = (kind: SubjectKind, level: 1 | 2 | 3 | null) => Object.fromEntries(indicatorsOf(SHIPPED, kind, level).map(({ measure, weight }) => [measure, weight]));
const byGroup = (kind: SubjectKind, level: 1 | 2 | 3 | null) => {
  const sums: Record<string, number> = {};
  for (const { group, weight } of indicatorsOf(SHIPPED, kind, level))
    sums[group] = (sums[group] ?? 0) + Number(weight);
  return sums;
};

describe('the shipped scheme', () => {
  it('is sound: every kind and level of 100, no bad case rewarded', () => {
    expect(checkSound(SHIPPED)).toBeNull();
  });

  it.each(['grid', 'person'] as const)('weighs tasks 15, running 20, information 30, handling 35, bonus 5 for each level of %s', (kind) => {
    for (const level of [1, 2, 3] as const)
      expect(byGroup(kind, level)).toEqual({ tasks: 15, operation: 20, information: 30, handling: 35, bonus: 5 });
    const handling = { handled_rate: 5, confirmed_rework_rate: 5, resident_solved_rate: 5 };
    expect(weights(kind, 3)).toMatchObject({ ...handling, on_time_rate: 10, urged_rate: 10, assigned_on_time_rate: 15, duty_met_rate: 5, log_true_rate: 5, missed_report_rate: 5, inspection_mean: 5, ledger_complete_rate: 10, ledger_accurate_rate: 10, ledger_fresh_rate: 10 });
    for (const level of [1, 2] as const)
      expect(weights(kind, level)).toMatchObject({ ...handling, on_time_rate: 15, verification_on_time_rate: 5 });
    expect(Object.keys(weights(kind, 3))).not.toContain('disclosure_on_time_rate');
  });

  it('has offices on their own clocks, and on what they publish', () => {
    expect(weights('department', null)).toEqual({ own_on_time_rate: 40, escalation_on_time_rate: 10, handled_rate: 15, confirmed_rework_rate: 15, disclosure_on_time_rate: 10, resident_solved_rate: 10 });
  });

  it('for another\'s delay nobody pays: of handling, levels 3 and 2 answer for the community\'s matters alone', () => {
    const scopes = (level: 1 | 2 | 3) => [...new Set((['grid', 'person'] as const).flatMap(kind => indicatorsOf(SHIPPED, kind, level)).filter(({ group }) => group === 'handling').map(({ params }) => params.scopes?.join(' ')))];
    expect([scopes(3), scopes(2), scopes(1)]).toEqual([['community', undefined], ['community'], ['community subdistrict']]);
    expect(indicatorsOf(SHIPPED, 'grid', 3).filter(({ params }) => params.scopes === undefined).map(({ measure }) => MEASURES[measure as keyof typeof MEASURES].fact)).not.toContain('clock');
  });

  it('is new by id and by name, so that it stands beside whatever an office has', () => {
    const first = yaml<Blocks>('test/schemes/first-scheme.yaml').flatMap(({ rows }) => rows);
    const ids = [...schemes!.rows, ...indicators!.rows].map(({ id }) => id);
    expect(new Set([...ids, ...first.map(({ id }) => id)]).size).toBe(ids.length + first.length);
    expect(new Set(SHIPPED.indicators.map(({ code }) => code)).size).toBe(SHIPPED.indicators.length);
    expect(schemes!.rows[0]!.code).not.toBe('standard');
  });
});

describe('an office that ranks by the first scheme', () => {
  const [scheme, rows] = yaml<Blocks>('test/schemes/first-scheme.yaml').map(({ rows }) => rows);
  const shipped = { scheme: scheme![0], indicators: rows! };
  const stored = { scheme: { ...scheme![0], name: '本街道方案' }, indicators: rows!.map(row => ({ ...row, weight: `${String(row.weight)}.00` })) };

  it('gets the second from the next quarter on, if it kept the first as it was', () => {
    expect(isAsShipped(shipped, stored)).toBe(true);
    expect(isAsShipped(shipped, { ...stored, scheme: { ...stored.scheme, min_sample: 8 } })).toBe(false);
    expect(isAsShipped(shipped, { ...stored, scheme: { ...stored.scheme, state: 'retired' } })).toBe(false);
    expect(isAsShipped(shipped, { ...stored, scheme: undefined })).toBe(false);
    expect(isAsShipped(shipped, { ...stored, indicators: stored.indicators.slice(1) })).toBe(false);
    expect(isAsShipped(shipped, { ...stored, indicators: stored.indicators.map((row, n) => n === 2 ? { ...row, weight: 25 } : row) })).toBe(false);
    // What an earlier release did not ship yet is nothing that the office changed.
    expect(isAsShipped({ ...shipped, scheme: { ranked_levels: [2, 3] } }, stored)).toBe(true);
  });

  it('from the first day of a quarter', () => {
    expect(['2026-01-01', '2026-03-31', '2026-04-01', '2026-11-30', '2026-12-31'].map(nextQuarter)).toEqual(['2026-04-01', '2026-04-01', '2026-07-01', '2027-01-01', '2027-01-01']);
  });
});

describe('a scheme', () => {
  const stored = (state: string) => ({ id: 'x', state, name: 'n', min_sample: 5, valid_from: '2026-01-01', grade_bands: [{ grade: 'A', from: 0 }] });
  const said = (from: string, payload: Record<string, unknown>) => objectionToChange(payload, stored(from))?.code ?? null;

  it('begins as a draft, is tried, comes into force, is retired; none of it backwards', () => {
    expect([{}, { state: 'draft' }, { state: 'active' }, { state: 'tried' }].map(payload => objectionToNewScheme(payload)?.code ?? null)).toEqual([null, null, 'scheme_begins_as_draft', 'scheme_begins_as_draft']);
    const reach = Object.fromEntries(SCHEME_STATES.map(from => [from, SCHEME_STATES.filter(to => said(from, { state: to }) === null)]));
    expect(reach).toEqual({ draft: ['draft', 'retired'], tried: ['draft', 'tried', 'active', 'retired'], active: ['active', 'retired'], retired: ['retired'] });
    expect(said('draft', { state: 'moon' })).toBe('scheme_state_unknown');
  });

  it('in force is locked, in every field; saying over what it says is no change', () => {
    for (const state of ['active', 'retired']) {
      expect([said(state, { name: 'm' }), said(state, { min_sample: 6, state: 'retired' }), said(state, { indicators: { create: [], update: [], delete: ['a'] } })]).toEqual(['scheme_locked', 'scheme_locked', 'scheme_locked']);
      expect(said(state, { name: 'n', min_sample: '5', valid_from: '2026-01-01', grade_bands: [{ grade: 'A', from: 0 }], user_updated: 'u' })).toBeNull();
    }
    expect(said('tried', { state: 'active', min_sample: 6 })).toBe('scheme_changed_since');
    expect([isDraftAgain({ min_sample: 6 }, stored('tried')), isDraftAgain({ min_sample: 5 }, stored('tried')), isDraftAgain({ indicators: [] }, stored('tried')), isDraftAgain({ name: 'm' }, stored('draft'))]).toEqual([true, false, true, false]);
  });

  it('never holds for a quarter that was ranked by another, nor beside another of the same day', () => {
    const from = (valid_from: string | null) => objectionToActivation({ valid_from }, { others: [{ id: 'y', name: '旧', valid_from: '2027-01-01' }], last: { code: '2026-Q3', ends_on: '2026-09-30' } })?.code ?? null;
    expect([from(null), from('2026-07-01'), from('2026-09-30'), from('2026-10-01'), from('2027-01-01'), from('2027-04-01')]).toEqual(['valid_from_missing', 'valid_from_past', 'valid_from_past', null, 'valid_from_taken', null]);
  });
});

describe('the forms', () => {
  const { fields } = yaml<{ fields: { collection: string; field: string; meta?: { options?: { choices?: { value: unknown; text: string }[] } } }[] }>('schema-snapshot.yaml');
  const { translations } = yaml<{ translations: Record<string, unknown> }>('seeds/studio/translations.yaml');

  it.each([
    ['assessment_indicators.rule', RULES],
    ['assessment_indicators.subject', SUBJECT_KINDS],
    ['assessment_schemes.state', SCHEME_STATES],
    ['rankings.note', UNRANKED],
  ] as const)('offer in %s what there is, in words', (name, codes) => {
    const choices = fields.find(({ collection, field }) => `${collection}.${field}` === name)!.meta!.options!.choices!;
    expect(choices.map(({ value }) => value).sort()).toEqual([...codes].sort());
    expect(choices.filter(({ text }) => translations[text.replace('$t:', '')] === undefined)).toEqual([]);
  });
});
