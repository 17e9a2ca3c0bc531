/** The registry of the kinds of facts: what there is to count, from which SELECT it comes, and how a list names it. */
import type { Words } from '../../kernel/refusal-rules.ts';
import type { ColumnType, FactKind, FactKindDefinition } from './model.ts';
import { CLOCK_FACTS } from './clock-facts.ts';
import { REPORT_FACTS } from './report-facts.ts';
import { WARNING_FACTS } from './warning-facts.ts';

export const FACT_KINDS: Readonly<Record<FactKind, FactKindDefinition>> = {
  clock: CLOCK_FACTS,
  warning: WARNING_FACTS,
  report: REPORT_FACTS,
  // A person's duty by a standard, in the period or in a month of it.
  duty: noFactsYet('duty', { 'zh-CN': '期次', 'en-US': 'duties' }, { duty: 'word', met: 'flag' }),
  log: noFactsYet('log', { 'zh-CN': '篇', 'en-US': 'logs' }, { complete: 'flag', truthful: 'flag' }),
  collection: noFactsYet('collection', { 'zh-CN': '项', 'en-US': 'tasks' }, { on_time: 'flag' }),
  ledger: noFactsYet('ledger', { 'zh-CN': '本次月末数据', 'en-US': 'data sets at a month’s end' }, { recorded: 'number', expected: 'number', fresh: 'number', entries: 'number' }),
  finding: noFactsYet('finding', { 'zh-CN': '条', 'en-US': 'entries' }, { accurate: 'flag' }),
  part: noFactsYet('part', { 'zh-CN': '项', 'en-US': 'tasks' }, { on_time: 'flag' }),
  inspection: noFactsYet('inspection', { 'zh-CN': '次', 'en-US': 'inspections' }, { score: 'number', full: 'number' }),
  manual: noFactsYet('manual', { 'zh-CN': '次', 'en-US': 'scores' }, { score: 'number', full: 'number' }),
};

/** Declared, and without data until its SELECT is there. */
function noFactsYet(kind: FactKind, name: Words, columns: Readonly<Record<string, ColumnType>>): FactKindDefinition {
  return {
    kind,
    name,
    columns: Object.fromEntries(Object.entries(columns).map(([column, type]) => [column, { type, since: 2 as const }])),
    select: null,
    listing: null,
  };
}
