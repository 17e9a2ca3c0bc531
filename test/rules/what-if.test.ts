/** What would be: unchanged weights change nothing; who moves, by how much, through which indicator; which indicator decides nothing. */
import type { Scheme } from '../../extensions/wangge/src/assessment/schemes/model.ts';
import type { Change, StoredSubject, WhatIf } from '../../extensions/wangge/src/assessment/schemes/what-if-rules.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { indicatorLines } from '../../extensions/wangge/src/assessment/schemes/indicator-line-rules.ts';
import { changedScheme, onStoredCounts, places, whatIf } from '../../extensions/wangge/src/assessment/schemes/what-if-rules.ts';
import { isRefusal } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { indicator, schemeOf, subject } from './scheme-world.ts';

const SCHEME = schemeOf([
  indicator('on_time', 50),
  indicator('true', 30, { measure: 'log_true_rate', rule: 'deduct_per_case', no_data: 'full', params: { per_case: 3, cap: 30 } }),
  indicator('accurate', 20, { measure: 'ledger_accurate_rate', rule: 'threshold', params: { full_at: 95, per_point: 1 } }),
]);
const stored = (code: string, on_time: [number, number], truth: [number, number], accurate: [number, number]): StoredSubject => {
  const count = ([numerator, denominator]: [number, number]) => ({ numerator, denominator });
  return { subject: subject(code), sample: on_time[1], counts: { on_time: count(on_time), true: count(truth), accurate: count(accurate) } };
};
const asked = (subjects: readonly StoredSubject[], change: Change, scheme: Scheme = SCHEME): WhatIf => {
  const next = changedScheme(scheme, change);
  if (isRefusal(next))
    throw new Error(next.code);
  return whatIf({ subjects, scheme }, { subjects, scheme: next }) as WhatIf;
};

describe('what if', () => {
  const count = fc.tuple(fc.nat(9), fc.nat(9)).map(([hits, misses]): [number, number] => [hits, hits + misses]);
  const quarter = fc.array(fc.tuple(count, count, count), { maxLength: 8 }).map(rows => rows.map((row, n) => stored(`p${n}`, ...row)));

  property.prop([quarter])('unchanged weights change nothing, nor does the scheme said over', (subjects) => {
    const nothing = { moves: [], moved: 0 };
    expect(asked(subjects, {})).toMatchObject(nothing);
    expect(asked(subjects, { weights: { on_time: 50, true: 30, accurate: 20 } })).toMatchObject(nothing);
    expect(asked(subjects, { rules: Object.fromEntries(SCHEME.indicators.map(({ code, rule, params }) => [code, { rule, params }])) })).toMatchObject(nothing);
    // The same shares of another sum are the same weights.
    expect(asked(subjects, { weights: { on_time: 25, true: 15, accurate: 10 } })).toMatchObject(nothing);
  });

  property.prop([quarter, fc.nat(100)])('ranks afterwards are those of the changed scheme, and every change of points is explained', (subjects, weight) => {
    const change = { weights: { on_time: weight } };
    const { moves } = asked(subjects, change);
    const after = new Map(places(subjects, changedScheme(SCHEME, change) as Scheme).map(({ subject: { code }, rank }) => [code, rank]));
    for (const { subject, after: { rank }, change, through } of moves) {
      expect(rank).toBe(after.get(subject));
      expect(Math.abs(through.reduce((sum, one) => sum + Number(one.change), 0) - Number(change))).toBeLessThan(0.02);
    }
  });

  it('weighs flagged sources as far as the quarter told them apart', () => {
    const truth = (multiplier: number) => ({ rule: 'deduct_per_case', params: { scopes: ['community' as const], per_case: 3, cap: 50, multiplier } });
    const weighed = schemeOf([indicator('late', 50, { no_data: 'full', ...truth(2) }), indicator('rest', 50)]);
    const subjects = [{ subject: subject('a'), sample: 9, counts: { late: { numerator: 7, denominator: 9, flagged: { numerator: 0, denominator: 1 } }, rest: { numerator: 1, denominator: 1 } } }];
    expect(asked(subjects, { rules: { late: truth(2) } }, weighed).moves).toEqual([]);
    // Two late, one of them flagged: 50 − 3 × 3, and 50 − 3 × 11.
    expect(asked(subjects, { rules: { late: truth(10) } }, weighed).moves.map(({ change }) => change)).toEqual(['-24.00']);
    expect(asked(subjects, { rules: { late: truth(1) } }, weighed).moves.map(({ change }) => change)).toEqual(['3.00']);
    expect(changedScheme(weighed, { rules: { rest: truth(2) } })).toMatchObject({ code: 'multiplier_untold', field: 'rules' });
    expect(changedScheme(weighed, { rules: { late: { rule: 'ratio', params: { multiplier: 2 } } } })).toMatchObject({ code: 'multiplier_out_of_place' });
    const other = schemeOf([indicator('again', 100, { no_data: 'full', ...truth(3) })]);
    expect(onStoredCounts(other, weighed, subjects)).toMatchObject({ unmeasured: [], subjects: [{ counts: { again: { flagged: { denominator: 1 } } } }] });
    expect(onStoredCounts(other, schemeOf([indicator('rest', 100)]), subjects).unmeasured).toEqual(['again']);
  });

  it('says who moves, by how much, and through what', () => {
    // a: 50 + 15 + 20, b: 35 + 30 + 20.
    const subjects = [stored('a', [10, 10], [5, 10], [10, 10]), stored('b', [7, 10], [10, 10], [10, 10]), stored('c', [1, 10], [1, 10], [1, 10])];
    expect(places(subjects, SCHEME).map(({ rank }) => rank)).toEqual([1, 1, 3]);
    const { moves, moved, ranked } = asked(subjects, { weights: { on_time: 20, true: 60 } });
    expect({ moved, ranked }).toEqual({ moved: 1, ranked: 3 });
    expect(moves.map(({ subject, places, change, through }) => [subject, places, change, through[0]])).toEqual([
      ['a', -1, '-15.00', { indicator: 'on_time', change: '-30.00' }],
      ['b', 0, '9.00', { indicator: 'true', change: '30.00' }],
      ['c', 0, '0.00', { indicator: 'on_time', change: '-3.00' }],
    ]);
  });

  it('leaves an indicator out, and tries another rule', () => {
    const subjects = [stored('a', [10, 10], [5, 10], [10, 10]), stored('b', [7, 10], [10, 10], [10, 10])];
    expect(asked(subjects, { leave_out: ['true'] }).moves.map(({ subject, places, after }) => [subject, places, after.total])).toEqual([['b', -1, '78.57'], ['a', 0, '100.00']]);
    expect(asked(subjects, { rules: { true: { rule: 'zeroing' } } }).moves).toMatchObject([{ subject: 'a', places: -1, change: '-15.00', through: [{ indicator: 'true', change: '-15.00' }] }]);
  });

  it('refuses what no scheme could say, at the field where it was asked', () => {
    const said = (change: Change) => changedScheme(SCHEME, change);
    expect(said({ weights: { luck: 5 } })).toMatchObject({ code: 'indicator_unknown', field: 'weights' });
    expect(said({ leave_out: ['luck'] })).toMatchObject({ code: 'indicator_unknown', field: 'leave_out' });
    expect(said({ weights: { on_time: -1 } })).toMatchObject({ code: 'weight_invalid', field: 'weights' });
    expect(said({ rules: { on_time: { rule: 'dice' } } })).toMatchObject({ code: 'rule_unknown', field: 'rules' });
    expect(said({ rules: { on_time: { rule: 'threshold' } } })).toMatchObject({ code: 'threshold_invalid', field: 'rules' });
    expect(said({ leave_out: ['on_time', 'true', 'accurate'] })).toMatchObject({ code: 'nothing_left', field: 'leave_out' });
    expect(said({ weights: { on_time: 0, true: 0, accurate: 0 } })).toMatchObject({ code: 'nothing_left', field: 'weights' });
  });

  it('tries a new scheme on what was counted, and names what nobody counted', () => {
    const next = schemeOf([indicator('prompt', 60), indicator('urged', 40, { measure: 'urged_rate' })]);
    const { subjects, unmeasured } = onStoredCounts(next, SCHEME, [stored('a', [8, 10], [1, 1], [1, 1])]);
    expect(unmeasured).toEqual(['urged']);
    expect(places(subjects, next)[0]).toMatchObject({ rank: 1, rated: [{ rate: { numerator: 8n } }, { rate: null }] });
  });
});

describe('a line for each indicator', () => {
  it('one that hardly tells anybody apart is called useless, one that few have data of is not judged', () => {
    const subjects = Array.from({ length: 10 }, (_, n) => stored(`p${n}`, [n, 10], [10, 10], n < 2 ? [9, 10] : [0, 0]));
    const lines = indicatorLines(places(subjects, SCHEME));
    expect(lines.map(({ indicator, verdict, with_data, subjects }) => [indicator, verdict, with_data, subjects])).toEqual([['on_time', 'useful', 10, 10], ['true', 'useless', 10, 10], ['accurate', 'no_data', 2, 10]]);
    expect(lines[0]).toMatchObject({ kind: 'grid', level: 3, weight: 50, least: 0 });
    expect(lines[0]!.decides).toBeGreaterThan(80);
    expect(indicatorLines([])).toEqual([]);
  });
});
