/** The registry of the kinds of facts: what there is to count, from which SELECT it comes, and how a list names it. */
import type { Words } from '../../kernel/refusal-rules.ts';
import type { ColumnType, FactKind, FactKindDefinition } from './model.ts';
import { CLOCK_FACTS } from './clock-facts.ts';
import { COLLECTION_FACTS } from './daily/collection-facts.ts';
import { DUTY_FACTS } from './daily/duty-facts.ts';
import { LEDGER_FACTS } from './daily/ledger-facts.ts';
import { LOG_FACTS } from './daily/log-facts.ts';
import { PART_FACTS } from './daily/part-facts.ts';
import { REPORT_FACTS } from './report-facts.ts';
import { WARNING_FACTS } from './warning-facts.ts';

export const FACT_KINDS: Readonly<Record<FactKind, FactKindDefinition>> = {
  clock: CLOCK_FACTS,
  warning: WARNING_FACTS,
  report: REPORT_FACTS,
  duty: DUTY_FACTS,
  log: LOG_FACTS,
  collection: COLLECTION_FACTS,
  ledger: LEDGER_FACTS,
  finding: noFactsYet('finding', { 'zh-CN': '条', 'en-US': 'entries' }, { accurate: 'flag' }),
  part: PART_FACTS,
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
