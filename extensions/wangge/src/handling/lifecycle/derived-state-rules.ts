/**
 * What of an issue follows from its events beside its columns: the request that waits for a
 * decision, the departments that were called to help, when its department received it, whether
 * it was suspended before.
 *
 * Re-derived from the events whenever it is needed; the helpers are stored as
 * `issue_helpers` too, so that they see the issue.
 */
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Approver, HelperSlot, IssueEvent, ManagedColumns, RequestKind, Status } from '../model.ts';
import { EVENTS } from '../event-registry-rules.ts';
import { HELPER_SLOTS } from '../model.ts';

export interface PendingRequest {
  seq: number;
  kind: RequestKind;
  by: Uuid | null;
  at: Moment;
  until: Moment | null;
  /** The district's department, where the matter is to go there. */
  to_department: Uuid | null;
  approver: Approver;
}

/** A row of `issue_helpers`, less its issue. */
export interface Helper {
  called_seq: number;
  department: Uuid;
  called_by: Uuid | null;
  called_at: Moment;
  arrive_by: Moment | null;
  arrived_at: Moment | null;
  answer: string | null;
  result: string | null;
  answered_at: Moment | null;
  rating: number | null;
}

export interface DerivedState {
  pending: PendingRequest | null;
  helpers: Helper[];
  /** When the department that handles it received it, and when business closed then (`HH:MM`). */
  received: { at: Moment; close_of_business: string };
  /** Where it stood when it was suspended, which happens once; null: never. */
  suspended_from: Status | null;
}

const CLOSE_OF_BUSINESS = '18:00';

/** Events in the order of `seq`. */
export function derivedStateOf(events: readonly IssueEvent[]): DerivedState {
  const derivedState: DerivedState = { pending: null, helpers: [], received: { at: '', close_of_business: CLOSE_OF_BUSINESS }, suspended_from: null };
  let department: Uuid | null = null;
  for (const event of events) {
    const { decided } = event.data;
    derivedState.pending = pendingAfter(derivedState.pending, event);
    if (event.type === 'suspend')
      derivedState.suspended_from = event.from_status;
    help(derivedState.helpers, event);
    const moved = decided.department !== undefined && decided.department !== department;
    if (moved || receivedAnew(event)) {
      const limit = decided.limits?.own ?? decided.limits?.resolve;
      derivedState.received = { at: event.at, close_of_business: limit?.close_of_business ?? derivedState.received.close_of_business };
    }
    department = decided.department === undefined ? department : decided.department;
  }
  return derivedState;
}

/** By whoever had it before, too: it comes in, or comes back. */
function receivedAnew({ type, from_status }: IssueEvent): boolean {
  return type === 'report' || type === 'reopen' || type === 'separate' || (type === 'route' && (from_status === 'returned' || from_status === 'escalated'));
}

/** A request stands until it is decided, the issue moves on, or its limit is missed for want of a decision. */
export function pendingAfter(pending: PendingRequest | null, event: IssueEvent): PendingRequest | null {
  switch (EVENTS[event.type].effects?.request) {
    case 'opens':
      return {
        seq: event.seq,
        kind: event.request_kind ?? 'extension',
        by: event.actor,
        at: event.at,
        until: event.until,
        to_department: event.to_department,
        approver: event.data.decided.approver ?? 'level_1',
      };
    case 'settles':
    case 'voids':
      return null;
    case 'voids_when_missed': {
      const kind = event.data.decided.clock?.kind;
      return kind === 'resolve' || kind === 'own' ? null : pending;
    }
    case undefined:
      return pending;
  }
}

/** Where a called department is kept: a free slot, or that of a department that has answered. Null: three are at it. */
export function slotFor(derived: Pick<ManagedColumns, HelperSlot> & Pick<DerivedState, 'helpers'>, department: Uuid): HelperSlot | null {
  const atIt = (slot: HelperSlot): boolean => derived.helpers.some(helper => helper.department === derived[slot] && helper.answered_at === null);
  return HELPER_SLOTS.find(slot => derived[slot] === department)
    ?? HELPER_SLOTS.find(slot => derived[slot] === null)
    ?? HELPER_SLOTS.find(slot => !atIt(slot))
    ?? null;
}

function help(helpers: Helper[], event: IssueEvent): void {
  if (event.type === 'call_in' && event.to_department !== null) {
    helpers.push({
      called_seq: event.seq,
      department: event.to_department,
      called_by: event.actor,
      called_at: event.at,
      arrive_by: event.data.decided.arrive_by ?? null,
      arrived_at: null,
      answer: null,
      result: null,
      answered_at: null,
      rating: null,
    });
    return;
  }
  if (event.type !== 'answer_call' && event.type !== 'rate_help')
    return;
  const helper = helpers.findLast(({ department }) => department === (event.data.decided.helper ?? event.to_department));
  if (helper === undefined)
    return;
  if (event.type === 'rate_help') {
    helper.rating = event.satisfaction;
    return;
  }
  helper.arrived_at ??= event.at;
  helper.answer = event.note ?? helper.answer;
  helper.result = event.result ?? helper.result;
  helper.answered_at = event.result === null ? helper.answered_at : event.at;
}
