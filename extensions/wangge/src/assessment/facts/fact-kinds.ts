/** The registry of the kinds of facts: what there is to count, from which SELECT it comes, and how a list names it. */
import type { FactKind, FactKindDefinition } from './model.ts';
import { CLOCK_FACTS } from './clock-facts.ts';
import { COLLECTION_FACTS } from './daily/collection-facts.ts';
import { DUTY_FACTS } from './daily/duty-facts.ts';
import { FINDING_FACTS } from './daily/finding-facts.ts';
import { LEDGER_FACTS } from './daily/ledger-facts.ts';
import { LOG_FACTS } from './daily/log-facts.ts';
import { PART_FACTS } from './daily/part-facts.ts';
import { INSPECTION_FACTS, MANUAL_FACTS } from './daily/score-facts.ts';
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
  finding: FINDING_FACTS,
  part: PART_FACTS,
  inspection: INSPECTION_FACTS,
  manual: MANUAL_FACTS,
};
