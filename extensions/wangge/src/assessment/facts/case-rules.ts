/** The cases of one issue as things stood at the cut, as files of format 1.1 have them: its `resolve` clocks. */
import type { IssueEvent, Scope } from '../../handling/model.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { AsOf } from './clock-rules.ts';
import type { CaseColumn, CaseFacts } from './measure-rules.ts';
import { clocksAsOf } from './clock-rules.ts';
import { CASE_COLUMNS } from './measure-rules.ts';

export type { AsOf } from './clock-rules.ts';

export interface AsOfCase { opened_by_seq: number; grid: Uuid | null; scope: Scope | null; facts: Required<CaseFacts> }

const COLUMNS = Object.keys(CASE_COLUMNS) as CaseColumn[];

/** Events of one issue in the order of `seq`; `repeats`: was it reported as happening again? */
export function casesAsOf(events: readonly IssueEvent[], repeats: boolean, asOf: AsOf): AsOfCase[] {
  return clocksAsOf(events, repeats, asOf).filter(({ kind }) => kind === 'resolve')
    .map(({ opened_by_seq, grid, scope, facts }) => ({ opened_by_seq, grid, scope, facts: Object.fromEntries(COLUMNS.map(column => [column, facts[column]])) as Required<CaseFacts> }));
}
