/** A report made up: four patches of a level, a community, an office, two people. */
import type { ReportCase, ReportData, ReportIndicator, ReportRow, ReportScore } from '../../../extensions/wangge/src/assessment/reports/model.ts';
import { half, pointsOf, sharedWeight } from '../../../extensions/wangge/src/assessment/reports/point-formula-rules.ts';

export const BANDS = [
  { grade: 'A', from: 90, names: { 'zh-CN': '优秀', 'en-US': 'Excellent' } },
  { grade: 'B', from: 75, names: { 'zh-CN': '良好', 'en-US': 'Good' } },
  { grade: 'E', from: 0, names: { 'zh-CN': '不合格', 'en-US': 'Failing' } },
];

export function indicator(code: string, more: Partial<ReportIndicator> = {}): ReportIndicator {
  return { code, name: code, group: 'handling', subject: 'grid', levels: [3], measure: 'on_time_rate', weight: 50, rule: 'ratio', params: {}, no_data: 'exclude', better: 'higher', says: '时限内办结并反馈的件数 ÷ 本期到期的件数', ...more };
}

export function row(no: number, more: Partial<ReportRow> = {}): ReportRow {
  return { no, kind: 'grid', code: `44030500100100${no}`, name: `第${no}网格`, place: '和平社区', level: 3, group: null, total: null, grade: null, rank: no, of: 4, earlier: [null, null, null, null], low: null, high: null, tier: null, year: null, sample: 20, note: null, ...more };
}

export type Counts = Record<string, readonly [numerator: number, denominator: number]>;

/** Scores and totals as the ranking would store them: totals of exact points, rounded last. */
export function scored(rows: readonly ReportRow[], indicators: readonly ReportIndicator[], counts: (row: ReportRow) => Counts): Pick<ReportData, 'rows' | 'scores'> {
  const scores: ReportScore[] = [];
  const totals = rows.map((one) => {
    const own = indicators.filter(({ code }) => code in counts(one)).map((its): ReportScore => {
      const [numerator, denominator] = counts(one)[its.code]!;
      const points = denominator > 0 ? 0 : { exclude: null, full: 0, zero: 0 }[its.no_data];
      return { no: one.no, indicator: its.code, numerator, denominator, value: denominator === 0 ? null : half(100 * numerator / denominator), points, no_data: denominator === 0 };
    });
    const shared = sharedWeight(own, indicators);
    const points = own.map(score => score.points === null ? null : pointsOf(indicators.find(({ code }) => code === score.indicator)!, score, shared));
    own.forEach((score, at) => scores.push({ ...score, points: points[at] === null ? null : half(points[at]!) }));
    const total = points.every(value => value === null) ? null : half(points.reduce<number>((sum, value) => sum + (value ?? 0), 0));
    return { ...one, total, grade: total === null ? null : BANDS.find(({ from }) => total >= from)!.grade };
  });
  return { rows: totals, scores };
}

export function report(more: Partial<ReportData> = {}, head: Partial<ReportData['head']> = {}): ReportData {
  return {
    head: {
      language: 'zh-CN',
      subdistrict: '观海街道',
      period: { code: '2026-Q3', kind: 'quarter', starts_on: '2026-07-01', ends_on: '2026-09-30' },
      version: 1,
      state: 'published',
      cut: '2026-10-14 18:00',
      computed_at: '2026-10-15 00:40',
      published_at: '2026-10-21 09:12',
      printed_at: '2026-11-30 14:00',
      printed_by: '统计员 林',
      scheme: { name: '网格考核方案', version: 2, min_sample: 5, min_days: 60, tiers_only: false, grade_bands: BANDS, indicators: [] },
      earlier: ['2026-Q2', '2026-Q1', '2025-Q4', '2025-Q3'],
      checkpoint: null,
      widths: [],
      error_rates: [],
      ...head,
    },
    rows: [],
    scores: [],
    cases: [],
    cases_left: {},
    ...more,
  };
}

export function caseOf(its: string, at: number, more: Partial<ReportCase> = {}): ReportCase {
  return { indicator: its, code: '440305001001001', owner: '第1网格', title: `WG-2026-${String(at).padStart(5, '0')}`, hit: true, numerator: 1, denominator: 1, dates: '应办结 2026-08-03 18:00', link: null, ...more };
}
