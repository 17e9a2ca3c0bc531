/** Facts of reports: issues that were reported in the period. */
import type { FactKindDefinition } from './model.ts';

export const REPORT_FACTS: FactKindDefinition = {
  kind: 'report',
  name: { 'zh-CN': '件', 'en-US': 'reports' },
  columns: {
    scope: { type: 'word', since: 2, always: true },
    missed: { type: 'flag', since: 2 },
    resident_solved: { type: 'flag', since: 2 },
  },
  select: null,
  listing: null,
};
