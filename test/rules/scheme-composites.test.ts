/** How others assess (domain.md §1.3, §2.1), as schemes of this product: their formulas and their worked figures come out. */
import type { Indicator } from '../../extensions/wangge/src/assessment/schemes/model.ts';
import { describe, expect, it } from 'vitest';
import { MEASURES } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import { checkSound } from '../../extensions/wangge/src/assessment/schemes/scheme-rules.ts';
import { scoreSubjects } from '../../extensions/wangge/src/assessment/schemes/subject-scoring-rules.ts';
import { counts, indicator, schemeOf, subject } from './scheme-world.ts';

type Rates = Record<string, readonly [number, number]>;

function scored(kind: 'grid' | 'department' | 'person', indicators: Indicator[], rates: Rates) {
  const scheme = schemeOf(indicators.map(one => ({ ...one, subject: kind, levels: kind === 'department' ? [] : [3 as const] })));
  expect(checkSound(scheme)).toBeNull();
  const { scores, rankings } = scoreSubjects([counts('x', rates, { kind })], [subject('x', { kind, level: kind === 'department' ? null : 3 })], scheme);
  return { values: Object.fromEntries(scores.map(({ indicator, value }) => [indicator, value])), points: Object.fromEntries(scores.map(({ indicator, points }) => [indicator, points])), total: rankings[0]!.total, grade: rankings[0]!.grade };
}

/** 立案数分: fewer is better. */
const FILED: [number, number][] = [[0, 100], [51, 90], [101, 75], [201, 60], [501, 40], [1001, 0]];
const filed = (weight: number, measure: string) => indicator('filed', weight, { measure, rule: 'bands', no_data: 'full', params: { scopes: ['community', 'subdistrict', 'district'], of: 'cases', bands: FILED.map(([from, score]) => ({ from, points: score * weight / 100 })) } });
/** 受理数分: more is better, of what was done well. */
const HANDED: [number, number][] = [[0, 40], [301, 60], [501, 75], [1201, 90], [2001, 100]];

describe('the figures of 天门, 2019', () => {
  it('按期结案 737/972 = 75.82 %, 结案 911/972 = 93.72 %, 事件 902/956 = 94.35 %, 部件 9/16 = 56.25 %', () => {
    const rates: [number, number][] = [[737, 972], [911, 972], [902, 956], [9, 16]];
    expect(rates.map(rate => scored('department', [indicator('closing', 100, { measure: 'closing_rate' })], { closing_rate: rate, own_on_time_rate: [1, 1] }).values.closing)).toEqual(['75.82', '93.72', '94.35', '56.25']);
  });
});

describe('the composites of a digital city', () => {
  it('专业部门: 立案数 10 % + 结案率 30 % + 按期处置率 30 % + 返工率 30 %', () => {
    const scheme = [filed(10, 'own_on_time_rate'), indicator('closing', 30, { measure: 'closing_rate' }), indicator('on_time', 30, { measure: 'own_on_time_rate' }), indicator('rework', 30, { measure: 'rework_rate', rule: 'inverse_ratio' })];
    const { points, total, grade } = scored('department', scheme, { own_on_time_rate: [737, 972], closing_rate: [911, 972], rework_rate: [9, 16] });
    // 972 filed: 40 of 100. 28.1172… + 22.7469… + 13.125 + 4.
    expect(points).toEqual({ filed: '4.00', closing: '28.12', on_time: '22.75', rework: '13.13' });
    expect([total, grade]).toEqual(['67.99', 'C']);
  });

  it('区域: 监督举报率 10 % + 立案数 20 % + 结案率 30 % + 按期结案率 40 % (which alone sums to 100)', () => {
    const scheme = [indicator('found_by_others', 10, { measure: 'missed_report_rate', rule: 'inverse_ratio' }), filed(20, 'on_time_rate'), indicator('closing', 30, { measure: 'closing_rate' }), indicator('on_time', 40)];
    const { points, total } = scored('grid', scheme, { missed_report_rate: [1, 4], on_time_rate: [902, 956], closing_rate: [911, 972] });
    expect(points).toEqual({ found_by_others: '7.50', filed: '8.00', closing: '28.12', on_time: '37.74' });
    expect(total).toBe('81.36');
  });

  it('监督员: 有效上报 40 % + 漏报 20 % + 按时核实 20 % + 按时核查 20 %', () => {
    const scheme = [indicator('valid', 40, { measure: 'return_rate', rule: 'inverse_ratio' }), indicator('missed', 20, { measure: 'missed_report_rate', rule: 'inverse_ratio' }), indicator('responded', 20, { measure: 'response_rate' }), indicator('verified', 20, { measure: 'verification_on_time_rate' })];
    const { total } = scored('person', scheme, { return_rate: [1, 10], missed_report_rate: [1, 5], response_rate: [3, 4], verification_on_time_rate: [9, 10], on_time_rate: [1, 1] });
    expect(total).toBe('85.00');
  });

  it('受理员: 受理数 25 % + 核实 40 % + 核查 35 %; who is given nothing to do has the weight elsewhere', () => {
    const handed = indicator('handed', 25, { measure: 'response_rate', rule: 'bands', no_data: 'full', params: { scopes: ['community', 'subdistrict', 'district'], of: 'hits', bands: HANDED.map(([from, score]) => ({ from, points: score * 0.25 })) } });
    const scheme = [handed, indicator('on_time', 40), indicator('verified', 35, { measure: 'verification_on_time_rate' })];
    const given: Rates = { response_rate: [1300, 1310], on_time_rate: [9, 10], verification_on_time_rate: [1, 2] };
    expect(scored('person', scheme, given)).toMatchObject({ points: { handed: '22.50', on_time: '36.00', verified: '17.50' }, total: '76.00', grade: 'B' });
    expect(scored('person', scheme, { ...given, verification_on_time_rate: [0, 0] })).toMatchObject({ points: { verified: null }, total: '90.00' });
  });

  it('值班长, 派遣员: ratios and bands are there to weigh them with; what they weigh is counted of nobody here', () => {
    // 按时立案 25 % + 准确立案 40 % + 按时结案 35 %; 派遣数 20 % + 按时派遣 40 % + 准确派遣 40 %. No step of this product files a
    // case apart from its report, and rules route: neither has a limit, or somebody who answers for it.
    for (const measure of ['按时立案率', '准确立案率', '按时派遣率', '准确派遣率'])
      expect(Object.values(MEASURES).map(({ name }) => name['zh-CN'])).not.toContain(measure);
    const named = (measure: string) => schemeOf([{ ...indicator('named', 100), measure }]);
    expect(checkSound(named('filed_on_time_rate'))).toMatchObject({ code: 'measure_unknown' });
    // With what comes nearest: answered in time for filed in time, reports that nobody had to return for filed rightly.
    const chief = [indicator('filed', 25, { measure: 'response_rate' }), indicator('rightly', 40, { measure: 'return_rate', rule: 'inverse_ratio' }), indicator('on_time', 35)];
    expect(scored('person', chief, { response_rate: [9, 10], return_rate: [1, 20], on_time_rate: [737, 972] })).toMatchObject({ points: { filed: '22.50', rightly: '38.00', on_time: '26.54' }, total: '87.04', grade: 'B' });
  });
});

describe('composites of offices', () => {
  it('金牛: 处置 30 + 按期处置 20 + 返工 20 + 超期待处置 20 + 延期 10', () => {
    const inverse = (code: string, weight: number, measure: string) => indicator(code, weight, { measure, rule: 'inverse_ratio' });
    const scheme = [indicator('handled', 30, { measure: 'handled_rate' }), indicator('on_time', 20), inverse('rework', 20, 'rework_rate'), inverse('overdue', 20, 'overdue_open_rate'), inverse('extended', 10, 'extension_rate')];
    expect(scored('grid', scheme, { handled_rate: [95, 100], on_time_rate: [90, 100], rework_rate: [5, 95], overdue_open_rate: [5, 100], extension_rate: [10, 100] })).toMatchObject({ total: '93.45' });
  });

  it('金华: 按期结案 50 (full from 70 %, −1 a point), 结案 20 (from 90 %), 返工 −0.2 each; half counts are exact', () => {
    const from = (full_at: number) => ({ rule: 'threshold', params: { scopes: ['community' as const], full_at, per_point: 1 } });
    const scheme = [indicator('on_time', 70, from(70)), indicator('closing', 20, { measure: 'closing_rate', ...from(90) }), indicator('rework', 10, { measure: 'rework_rate', rule: 'deduct_per_case', no_data: 'full', params: { scopes: ['community'], per_case: 0.2 } })];
    expect(scored('grid', scheme, { on_time_rate: [655, 1000], closing_rate: [911, 972], rework_rate: [3, 900] })).toMatchObject({ points: { on_time: '65.50', closing: '20.00', rework: '9.40' }, total: '94.90' });
  });

  it('准格尔: 响应 30 + 解决 35 + 满意 35', () => {
    const scheme = [indicator('responded', 30, { measure: 'response_rate' }), indicator('solved', 35, { measure: 'solution_rate' }), indicator('satisfied', 35, { measure: 'satisfaction_rate' })];
    expect(scored('grid', scheme, { response_rate: [10, 10], solution_rate: [9, 10], satisfaction_rate: [4, 5], on_time_rate: [0, 10] })).toMatchObject({ total: '89.50', grade: 'B' });
  });
});
