/** The form of a scheme: sums as one types, a fault at its field, and what is saved of it. */
import type { Draft, Stored } from '../../extensions/wangge/src/assessment/ui/scheme-form/view.ts';
import { describe, expect, it } from 'vitest';
import { bandsBox, bandsFrom, bandsText, boxText, draftsOf, faultOf, lacksNumbers, measureWords, newDraft, numberTyped, paramsOf, stagedOf, sumsOf, sumText, toTry, withFlags, withMeasure } from '../../extensions/wangge/src/assessment/ui/scheme-form/view.ts';
import { speaker } from '../../extensions/wangge/src/assessment/ui/scheme-form/words.ts';

const row = (code: string, weight: string, more: Partial<Stored> = {}): Stored => ({ id: code, code, name: code, group: 'handling', subject: 'grid', levels: [3], measure: 'on_time_rate', weight, rule: 'ratio', params: { scopes: ['community'] }, no_data: 'exclude', ...more });
const STORED = [row('b', '60.00'), row('a', '40.00', { group: 'tasks' }), row('office', '100.00', { subject: 'department', levels: [], measure: 'own_on_time_rate' })];
const speak = speaker('zh-CN');

describe('the form of a scheme', () => {
  it('shows indicators by kind and group, and saves nothing that was not changed', () => {
    const drafts = draftsOf(STORED);
    expect(drafts.map(({ code }) => code)).toEqual(['a', 'b', 'office']);
    expect(stagedOf(drafts, draftsOf(STORED))).toBeNull();
    expect(toTry(drafts)[0]).toEqual({ code: 'a', name: 'a', group: 'tasks', subject: 'grid', levels: [3], measure: 'on_time_rate', weight: 40, rule: 'ratio', params: { scopes: ['community'] }, no_data: 'exclude' });
  });

  it('sums the weights of each kind and level as they are typed', () => {
    const drafts = draftsOf(STORED);
    const said = (weight: number | string) => sumsOf(drafts.map(draft => draft.code === 'a' ? { ...draft, weight } : draft)).map(sum => sumText(sum, speak));
    expect(said(40)).toEqual(['网格 三级 100 分', '单位 100 分']);
    expect(said(35.5)).toEqual(['网格 三级 95.5 分，还差 4.5', '单位 100 分']);
    expect(said(45)).toEqual(['网格 三级 105 分，超出 5', '单位 100 分']);
    expect(said('')).toEqual(['网格 三级 60 分，还差 40', '单位 100 分']);
    expect(sumsOf(drafts.map(draft => draft.code === 'a' ? { ...draft, group: 'bonus' } : draft))[0]).toMatchObject({ sum: '60', right: false });
  });

  it('stages what is added, changed and removed', () => {
    const before = draftsOf(STORED);
    const added = { ...newDraft('new 1', before), weight: 5 };
    const drafts = [...before.map(draft => draft.code === 'a' ? { ...draft, weight: 35 } : draft.code === 'office' ? { ...draft, removed: true } : draft), added];
    expect(stagedOf(drafts, before)).toEqual({ create: [expect.objectContaining({ code: 'indicator_1', weight: 5 })], update: [{ id: 'a', weight: 35 }], delete: ['office'] });
    expect(Object.keys(stagedOf(drafts, before)!.create[0]!)).not.toContain('key');
    expect(stagedOf([{ ...added, removed: true }], [])).toBeNull();
  });

  it('says what is wrong at its field, as saving it would', () => {
    const [a, ...rest] = draftsOf(STORED);
    const fault = (more: object) => faultOf({ ...a!, ...more }, [a!, ...rest], 'zh-CN');
    expect(fault({})).toBeNull();
    expect(fault({ weight: '' })).toMatchObject({ field: 'weight' });
    expect(fault({ rule: 'inverse_ratio' })).toMatchObject({ field: 'rule', text: expect.stringContaining('反而加分') });
    expect(fault({ rule: 'deduct_per_case' })).toMatchObject({ field: 'params' });
    expect(fault({ levels: [] })).toMatchObject({ field: 'levels' });
    expect(fault({ code: 'b' })).toMatchObject({ field: 'code' });
    expect(fault({ rule: 'inverse_ratio', removed: true })).toBeNull();
    expect(fault({ rule: 'bands', params: { scopes: ['community'], bands: bandsFrom('0:0, 90') } })).toMatchObject({ field: 'params' });
  });

  it('gives a measure its words, and the rule that goes with it', () => {
    const [a] = draftsOf(STORED);
    expect(withMeasure({ ...a!, name: '' }, 'rework_rate', 'zh-CN')).toMatchObject({ measure: 'rework_rate', name: '返工率', rule: 'inverse_ratio', params: { scopes: ['community'] } });
    expect(withMeasure(a!, 'manual_mean', 'zh-CN')).toMatchObject({ name: 'a', rule: 'manual', params: {} });
    expect(withMeasure({ ...a!, rule: 'threshold' }, 'ledger_accurate_rate', 'en-US').rule).toBe('threshold');
    expect(measureWords('on_time_rate', 'zh-CN')).toMatchObject({ name: '按期办结反馈率', better: 'higher' });
    expect(measureWords('luck', 'zh-CN')).toBeNull();
  });

  it('warns of what never has numbers of a department', () => {
    const of = (measure: string, subject: Draft['subject']) => lacksNumbers({ measure, subject, removed: false });
    expect(['own_on_time_rate', 'disclosure_on_time_rate', 'manual_mean', 'resident_solved_rate'].filter(measure => of(measure, 'department'))).toEqual([]);
    expect(['log_true_rate', 'ledger_accurate_rate', 'duty_met_rate', 'urged_rate', 'missed_report_rate', 'collection_on_time_rate'].every(measure => of(measure, 'department') && !of(measure, 'grid') && !of(measure, 'person'))).toBe(true);
    expect([of('nothing', 'department'), lacksNumbers({ measure: 'log_true_rate', subject: 'department', removed: true })]).toEqual([false, false]);
  });

  it('offers as how many a flagged case counts only where that may be said; all sources is nothing to say', () => {
    const of = (rule: string, measure: string, params = {}) => paramsOf({ rule, measure, params });
    expect([of('deduct_per_case', 'on_time_rate'), of('bands', 'missed_report_rate'), of('ratio', 'on_time_rate'), of('deduct_per_case', 'log_true_rate')]).toEqual([['per_case', 'cap', 'multiplier'], ['multiplier'], [], ['per_case', 'cap']]);
    // What stands out of place can be seen, to be taken out.
    expect(of('ratio', 'on_time_rate', { multiplier: 2 })).toEqual(['multiplier']);
    expect(withFlags({ multiplier: 2 }, ['media', 'superior'])).toEqual({ multiplier: 2, flagged_sources: ['superior', 'media'] });
    expect(withFlags({ multiplier: 2, flagged_sources: ['media'] }, ['media', 'hotline', 'superior'])).toEqual({ multiplier: 2 });
  });

  it('reads bands as one writes them', () => {
    expect(bandsFrom('0:0， 60：5;90:10')).toEqual([{ from: 0, points: 0 }, { from: 60, points: 5 }, { from: 90, points: 10 }]);
    expect(bandsText({ bands: [{ from: 60, points: 5 }, { from: 0, points: 0 }] })).toBe('0:0, 60:5');
  });

  it('leaves in its box what is typed, until it is a number', () => {
    // Key by key, as the form is drawn anew after each.
    const typed = (keys: string): string => [...keys].reduce((box, key) => boxText(box + key, numberTyped(box + key)), '');
    for (const keys of ['7.5', '0.05', '12.50', '7,5', '-'])
      expect(typed(keys)).toBe(keys);
    expect([numberTyped('7.'), numberTyped(' 7.50 '), numberTyped('7,5'), numberTyped(' ')]).toEqual([7, 7.5, '7,5', '']);
    expect([boxText('', 7), boxText('8', 7), boxText('', undefined)]).toEqual(['7', '7', '']);

    const wrong = { bands: bandsFrom('0:0, 60, 90:x') };
    expect(bandsBox('0:0, 60, 90:x', wrong)).toBe('0:0, 60, 90:x');
    expect(bandsBox('', wrong)).toBe('0:0, 60, 90');
    expect(bandsBox('', {})).toBe('');
    const [a] = draftsOf(STORED);
    expect(faultOf({ ...a!, rule: 'threshold', params: { scopes: ['community'], full_at: '9o' as unknown as number, per_point: 1 } }, [], 'zh-CN')).toMatchObject({ field: 'params' });
  });
});
