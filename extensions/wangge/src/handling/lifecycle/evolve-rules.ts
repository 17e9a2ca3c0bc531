/**
 * What an event makes of an issue. Reads the event alone, looks nothing up: replaying
 * a timeline gives the row, whatever rules, posts or calendars say by then.
 */
import type { Clock, IssueEvent, ManagedColumns, NewEvent } from '../model.ts';

/** The columns of an issue after its events; `null` before the first. */
export type IssueState = ManagedColumns;

const UNTOUCHED: Omit<IssueState, 'number' | 'status' | 'scope' | 'reported_at' | 'category' | 'grid'> = {
  lead: null,
  department: null,
  handler: null,
  follower: null,
  helper_1: null,
  helper_2: null,
  helper_3: null,
  escalated_to: null,
  routing_rule: null,
  route_explanation: null,
  reporter: null,
  accepted_at: null,
  contacted_at: null,
  due_at: null,
  due_provisional: false,
  overdue: false,
  reason_recorded_at: null,
  handled_at: null,
  fed_back_at: null,
  verify_required: false,
  closes_at: null,
  resumes_at: null,
  reply_awaited_at: null,
  verified_at: null,
  closed_at: null,
  withdrawn_at: null,
  disclosed_at: null,
  reopen_count: 0,
  return_count: 0,
  faulted_return_count: 0,
  extension_count: 0,
  duplicate_of: null,
  solved: null,
  satisfaction: null,
};

/** The state after one event, its clocks left aside. */
export function evolve(state: IssueState | null, event: NewEvent): IssueState {
  if (state === null) {
    const { number, category, grid, scope } = event.data.decided;
    if (event.type !== 'report' || number === undefined || category === undefined || grid === undefined || scope === undefined)
      throw new Error('A timeline begins with a complete report');
    return { ...UNTOUCHED, number, category, grid, scope, status: event.to_status, reported_at: event.at, ...settled(event) };
  }
  return { ...state, ...settled(event), ...change(state, event), status: event.to_status };
}

/** What the event settled about responsibility and place. */
function settled({ data: { decided } }: NewEvent): Partial<IssueState> {
  const state: Partial<IssueState> = {};
  for (const key of ['scope', 'lead', 'department', 'handler', 'follower', 'category', 'grid', 'reporter', 'verify_required', 'closes_at'] as const) {
    if (decided[key] !== undefined)
      Object.assign(state, { [key]: decided[key] });
  }
  if (decided.rule !== undefined)
    state.routing_rule = decided.rule;
  if (decided.explanation !== undefined)
    state.route_explanation = decided.explanation;
  return state;
}

function change(state: IssueState, event: NewEvent): Partial<IssueState> {
  const { at } = event;
  const accepted_at = state.accepted_at ?? at;
  switch (event.type) {
    case 'accept':
      return { accepted_at };
    case 'return':
      return {
        return_count: state.return_count + 1,
        faulted_return_count: state.faulted_return_count + (event.cause === 'insufficient' ? 1 : 0),
      };
    case 'progress':
      return {
        ...(event.to_status === 'handling' ? { accepted_at } : {}),
        ...(event.channel === null ? {} : { contacted_at: state.contacted_at ?? at }),
        ...(event.data.decided.replies ? ANSWERED : {}),
      };
    case 'explain':
      return { reason_recorded_at: state.reason_recorded_at ?? at, ...ANSWERED };
    case 'request_extension':
      return event.to_status === 'handling' ? { accepted_at } : {};
    case 'escalate':
      return { accepted_at, escalated_to: event.to_department, ...ANSWERED };
    case 'handle':
      return { accepted_at, handled_at: at, ...ANSWERED };
    case 'decide_extension':
      return event.decision === 'yes' && event.data.decided.extensions !== undefined ? { extension_count: state.extension_count + 1 } : {};
    case 'suspend':
      return { resumes_at: event.data.decided.resumes_at ?? null };
    case 'resume':
      return { resumes_at: null };
    case 'urge':
    case 'supervise':
      return { reply_awaited_at: state.reply_awaited_at ?? at };
    case 'call_in':
      return event.data.decided.helper_slot === undefined ? {} : { [event.data.decided.helper_slot]: event.to_department };
    case 'merge':
      return { duplicate_of: event.data.decided.duplicate_of ?? null, ...ANSWERED };
    // Whatever was fed back was about the other one.
    case 'separate':
      return { duplicate_of: null, fed_back_at: null };
    case 'reject':
      return ANSWERED;
    case 'feed_back':
      return { fed_back_at: at, contacted_at: state.contacted_at ?? at, ...ANSWERED };
    case 'verify':
      return {
        solved: event.solved,
        satisfaction: event.satisfaction,
        ...(event.solved === 'yes' ? { verified_at: at } : reopened(state)),
      };
    case 'reopen':
      return reopened(state);
    case 'close':
      return {
        closed_at: at,
        closes_at: null,
        // A count of the month shows nobody: it needs no publisher.
        disclosed_at: event.data.decided.disclosure?.mode === 'count_only' ? at : null,
        ...ANSWERED,
      };
    case 'disclose':
      return { disclosed_at: at };
    case 'withdraw_disclosure':
      return { disclosed_at: null };
    case 'withdraw':
      return { withdrawn_at: at, ...ANSWERED };
    case 'route':
      return event.data.decided.district === 'returns' ? { escalated_to: null } : {};
    // What these settle stands in `decided` or in the clocks; a new event says here what it does, or joins them.
    case 'report':
    case 'answer_call':
    case 'rate_help':
    case 'redact':
    case 'hand_over':
    case 'deadline_warning':
    case 'deadline_missed':
    case 'deadline_moved':
      return {};
    default:
      // An event of the registry without its case stands here.
      return event.type satisfies never;
  }
}

function reopened(state: IssueState): Partial<IssueState> {
  return {
    reopen_count: state.reopen_count + 1,
    handled_at: null,
    fed_back_at: null,
    verified_at: null,
    closed_at: null,
    closes_at: null,
    disclosed_at: null,
  };
}

/** Whoever urged or supervised has their answer: from those who do the work, or by how it ends. */
const ANSWERED = { reply_awaited_at: null } as const satisfies Partial<IssueState>;

/** The columns that show the running (or last) resolve clock. */
export function withClocks(state: IssueState, clocks: readonly Clock[]): IssueState {
  const resolve = clocks.filter(clock => clock.kind === 'resolve').at(-1);
  return {
    ...state,
    due_at: resolve?.due_at ?? null,
    due_provisional: resolve?.provisional ?? false,
    overdue: resolve?.state === 'missed' || resolve?.state === 'late',
  };
}

/** The columns that differ: what the database has to write. */
export function patchBetween(before: IssueState | null, after: IssueState): Partial<ManagedColumns> {
  if (before === null)
    return { ...after };
  const patch: Partial<ManagedColumns> = {};
  for (const key of Object.keys(after) as (keyof IssueState)[]) {
    if (!same(before[key], after[key]))
      Object.assign(patch, { [key]: after[key] });
  }
  return patch;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

/** The row that a timeline yields by the rules. */
export function replay(events: readonly IssueEvent[], clocks: readonly Clock[]): IssueState {
  let state: IssueState | null = null;
  for (const event of events)
    state = evolve(state, event);
  if (state === null)
    throw new Error('A timeline has at least its report');
  return withClocks(state, clocks);
}

/** The row that a timeline yields by its patches, as the database applied them. */
export function applyPatches(events: readonly IssueEvent[]): Partial<ManagedColumns> {
  return Object.assign({}, ...events.map(event => event.data.patch)) as Partial<ManagedColumns>;
}
