/**
 * Facts of clocks: every clock that fell due in the period, in one pass over `issue_deadlines`. What a column does not
 * concern is null.
 */
import type { FactKindDefinition } from './model.ts';

export const CLOCK_FACTS: FactKindDefinition = {
  kind: 'clock',
  name: { 'zh-CN': '件', 'en-US': 'cases' },
  columns: {
    /** Which clock: resolve, own, escalate, external, verify, disclose. */
    clock: { type: 'word', since: 2, always: true },
    /** community, subdistrict or district, when the clock fell due. */
    scope: { type: 'word', since: 1, always: true },
    on_time: { type: 'flag', since: 1, always: true },
    handled: { type: 'flag', since: 1 },
    reworked: { type: 'flag', since: 1 },
    returned: { type: 'flag', since: 1 },
    responded: { type: 'flag', since: 1 },
    solved: { type: 'flag', since: 1 },
    satisfied: { type: 'flag', since: 1 },
    repeated: { type: 'flag', since: 1 },
    first_time: { type: 'flag', since: 2 },
    overdue_open: { type: 'flag', since: 2 },
    closed: { type: 'flag', since: 2 },
    extended: { type: 'flag', since: 2 },
    escalated_on_time: { type: 'flag', since: 2 },
    escalation_returned: { type: 'flag', since: 2 },
    own_on_time: { type: 'flag', since: 2 },
    verified_on_time: { type: 'flag', since: 2 },
    disclosed_on_time: { type: 'flag', since: 2 },
    external_on_time: { type: 'flag', since: 2 },
  },
  select: null,
  listing: null,
};
