/** Schemes, subjects and counts made up for the tests of scoring. */
import type { Count, SubjectKind, Tally } from '../../extensions/wangge/src/assessment/facts/model.ts';
import type { Indicator, Scheme, Subject } from '../../extensions/wangge/src/assessment/schemes/model.ts';

export const indicator = (code: string, weight: number, more: Partial<Indicator> = {}): Indicator => ({
  code,
  name: code,
  group: 'handling',
  subject: 'grid',
  levels: [3],
  measure: 'on_time_rate',
  weight,
  rule: 'ratio',
  params: { scopes: ['community', 'subdistrict', 'district'] },
  no_data: 'exclude',
  ...more,
});

export const schemeOf = (indicators: readonly Indicator[], more: Partial<Scheme> = {}): Scheme => ({
  code: 'test',
  name: 'test',
  version: 1,
  ranked_levels: [1, 2, 3],
  min_sample: 1,
  grade_bands: [['A', 90], ['B', 75], ['C', 60], ['D', 40], ['E', 0]].map(([grade, from]) => ({ grade: grade as string, from: from as number, names: {} })),
  tie_break: [],
  indicators: [...indicators],
  ...more,
});

export const subject = (code: string, more: Partial<Subject> = {}): Subject => ({ kind: 'grid', code, level: 3, path: `/${code}/`, group: null, retired: false, days: 92, previous_rank: null, ...more });

/** `[hits, of]` by measure. */
export function counts(code: string, measures: Record<string, readonly [number, number]>, { kind = 'grid', scope = null }: { kind?: SubjectKind; scope?: Tally['scope'] } = {}): Tally {
  return { subject: { kind, code }, scope, measures: Object.fromEntries(Object.entries(measures).map(([measure, [numerator, denominator]]): [string, Count] => [measure, { numerator, denominator }])) };
}
