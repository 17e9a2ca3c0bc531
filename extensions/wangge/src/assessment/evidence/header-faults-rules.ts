/** A header as it was written, against the one that the database gives again. Pure. */
import type { TreeHeader } from './recompute-rules.ts';
import type { Fault } from './verify-words.ts';
import { canonicalJson } from '../../kernel/canonical-json-rules.ts';
import { fault } from './verify-words.ts';

/** Parts of the header, as sentences name them. */
const PARTS: Partial<Record<keyof TreeHeader, [zh: string, en: string]>> = {
  grids: ['网格', 'grids'],
  subjects: ['考核对象', 'subjects'],
  led: ['任职', 'posts'],
  year: ['各季度的计数', 'counts of the quarters'],
  of_year: ['年度的权重和季度', 'the weights and quarters of the year'],
  columns: ['列', 'columns'],
  exemptions: ['申诉成立的不计项', 'exemptions'],
  calendar_version: ['日历', 'calendar'],
};

/** Which parts of a header the database gives otherwise. */
export function headerFaults(written: TreeHeader, again: TreeHeader): Fault[] {
  const heads = (code: 'timelines_differ' | 'checkpoints_differ', name: 'timelines' | 'before'): Fault[] => canonicalJson(written[name]) === canonicalJson(again[name])
    ? []
    : [fault(code, { expected_size: written[name].size, expected: written[name].root, found_size: again[name].size, found: again[name].root })];
  const parts = Object.entries(PARTS).filter(([name]) => canonicalJson(written[name as keyof TreeHeader]) !== canonicalJson(again[name as keyof TreeHeader]));
  return [...heads('timelines_differ', 'timelines'), ...heads('checkpoints_differ', 'before'), ...parts.map(([, [part, part_en]]) => fault('database_part', { part, part_en }))];
}
