/**
 * The words of handling: issues, events, clocks and the rows they live in. The code lists stand in `code-list-rules.ts`,
 * what there is to say of each event in `event-registry-rules.ts`, of each column of an issue in `issue-field-rules.ts`.
 *
 * Rows carry the names of their database columns, so that a row, an event and a
 * rule speak of one thing with one word.
 */
import type { Certificate, ClockKind, PinnedLimit } from '../calendar/model.ts';
import type { Day, Moment, Uuid } from '../kernel/values.ts';
import type { EventInput, Scope, Status } from './code-list-rules.ts';
import type { EventType } from './event-registry-rules.ts';

export * from './code-list-rules.ts';
export type { EventType } from './event-registry-rules.ts';

export type ClockState = 'running' | 'paused' | 'met' | 'missed' | 'late' | 'cancelled';

export const DISCLOSURE_MODES = ['individual', 'count_only'] as const;
/** How residents learn of the result: by a notice of its own, or in the month's count where a person could be recognised (H4). */
export type DisclosureMode = (typeof DISCLOSURE_MODES)[number];

/** What `decide` looked up and settled for an event; `evolve` and `deadlines` read this and nothing else. */
export interface Decided {
  number?: string;
  rule?: Uuid | null;
  explanation?: RouteExplanation | null;
  scope?: Scope;
  lead?: Uuid | null;
  department?: Uuid | null;
  handler?: Uuid | null;
  follower?: Uuid | null;
  category?: Uuid;
  grid?: Uuid;
  reporter?: Uuid | null;
  /** Limits that apply from this event on, by clock. */
  limits?: Partial<Record<ClockKind, PinnedLimit>>;
  /** Must another person verify before closing? Settled when feedback is given. */
  verify_required?: boolean;
  /** When an issue that needs no verification closes by itself. */
  closes_at?: Moment;
  /** A timer's clock: which one ran out or is about to. */
  clock?: ClockIdentity & { due_at: Moment };
  /** Who decides a request for more time. */
  approver?: Approver;
  /** What a granted extension adds to each clock, in the unit of its limit (working days or hours). */
  extensions?: Partial<Record<ClockKind, number>>;
  /** The district has it and the limits stand (`pauses`), or gives it back and they go on (`returns`). Older escalations say nothing: they ended them. */
  district?: 'pauses' | 'returns';
  /** From when the clocks stand, where a suspension or an escalation asked for in time is granted after the limit. */
  paused_from?: Moment;
  /** Until when a suspension lasts; of a `resume`: when it was to end, where that is earlier. */
  resumes_at?: Moment;
  /** The calendar that clocks are counted by from this event on. */
  calendar_version?: string;
  /** With the days that the law fixes (`PinnedLimit.statutory`). */
  statutory?: true;
  /**
   * Clocks that are judged anew from their start, ended ones too: by this calendar instead of the one that they were pinned to.
   * A year that is known at last, or a pin that named a version which was not in force (`repairs`).
   */
  judged?: (ClockIdentity & { calendar_version: string })[];
  repairs?: 'calendar_pins';
  /** The clocks that a new calendar moves, and when they ended and end (`due_at`). */
  moved?: (ClockIdentity & { from: Moment; to: Moment })[];
  /** By when a called department is to be there. */
  arrive_by?: Moment;
  /** The called department that answers. */
  helper?: Uuid;
  /** Where the called department is kept on the issue. */
  helper_slot?: HelperSlot;
  /** A reason that came when the limit had passed: allowed, and marked. */
  late?: boolean;
  /** Does this step answer those who urge and supervise? */
  replies?: boolean;
  duplicate_of?: Uuid;
  disclosure?: { mode: DisclosureMode; reason: 'dispute' | 'confidential' | 'special_group' | null };
  /** The last day on which a notice is shown. */
  shown_until?: Day;
  /** What a redaction blanks: one event's texts and files, or all of the issue's. */
  redacts?: { seq: number | null };
  /** When a timer's event was written, where that is later than `at`. */
  recorded_at?: Moment;
}

export type Approver = 'lead' | 'level_1';

export const HELPER_SLOTS = ['helper_1', 'helper_2', 'helper_3'] as const;
export type HelperSlot = (typeof HELPER_SLOTS)[number];

export interface EventData {
  decided: Decided;
  /** New values of the issue's managed columns: what the database writes. */
  patch: Partial<ManagedColumns>;
  /** An event that follows at once, of the same save (handling that carries its feedback). */
  then?: NewEvent;
}

export interface NewEvent extends EventInput {
  issue: Uuid;
  type: EventType;
  /** Null: the system. */
  actor: Uuid | null;
  at: Moment;
  data: EventData;
  from_status: Status | null;
  to_status: Status;
}

export interface IssueEvent extends NewEvent {
  seq: number;
}

export interface RouteStep {
  rule: Uuid;
  name: string;
  matched: boolean;
  /** The condition that failed first, null for the rule that matched. */
  failed: string | null;
}
export interface RouteExplanation {
  steps: RouteStep[];
  /** How the people were found, as codes that the Studio translates: `duty_line`, `stand_in`, `department_head`, `follower`, `grid_leader`, `deputy`, `level_up`, `vacant`. */
  lead_by: string;
  handler_by: string;
  /** Left out where an earlier release routed it, or nobody follows. */
  follower_by?: string;
}

/** The columns of `issues` that events alone write (`number` once, with the report). */
export interface ManagedColumns {
  number: string;
  status: Status;
  scope: Scope;
  lead: Uuid | null;
  department: Uuid | null;
  handler: Uuid | null;
  follower: Uuid | null;
  /** The departments that were called to help see the issue by these. */
  helper_1: Uuid | null;
  helper_2: Uuid | null;
  helper_3: Uuid | null;
  escalated_to: Uuid | null;
  routing_rule: Uuid | null;
  route_explanation: RouteExplanation | null;
  reporter: Uuid | null;
  reported_at: Moment;
  accepted_at: Moment | null;
  contacted_at: Moment | null;
  due_at: Moment | null;
  due_provisional: boolean;
  overdue: boolean;
  reason_recorded_at: Moment | null;
  handled_at: Moment | null;
  fed_back_at: Moment | null;
  verify_required: boolean;
  closes_at: Moment | null;
  /** When a suspended issue goes on by itself. */
  resumes_at: Moment | null;
  /** The earliest urging or supervision that nobody has answered. */
  reply_awaited_at: Moment | null;
  verified_at: Moment | null;
  closed_at: Moment | null;
  withdrawn_at: Moment | null;
  disclosed_at: Moment | null;
  reopen_count: number;
  return_count: number;
  /** Returns that the reporting grid answers for (cause `insufficient`). */
  faulted_return_count: number;
  extension_count: number;
  duplicate_of: Uuid | null;
  solved: 'yes' | 'no' | null;
  satisfaction: number | null;
  /** A reporter's own columns, which a routing event may correct. */
  category: Uuid;
  grid: Uuid;
}

export interface ClockIdentity {
  kind: ClockKind;
  department: Uuid | null;
  opened_by_seq: number;
}

/** What held when a clock fell due or ended, whichever came first; of one that runs, what holds now. No later event moves it (`clocks/pin-rules.ts`). */
export interface Pins {
  scope: Scope | null;
  grid: Uuid | null;
  /** Who had the matter in hand. */
  department_at_due: Uuid | null;
  /** Who answered for the clock. */
  person_at_due: Uuid | null;
  /** When the clock's round was first handled, in time or not; of the clocks `resolve` and `own`. */
  handled_at: Moment | null;
  /** Opened with the report, or before it was first handled; not by a reopening. */
  first_round: boolean;
}

/** A row of `issue_deadlines`, less its issue. */
export interface Clock extends ClockIdentity, Pins {
  policy: Uuid | null;
  /** Who answers for it: the handler (own), whoever is to verify (verify), the lead (all others). */
  person: Uuid | null;
  started_at: Moment;
  due_at: Moment;
  original_due_at: Moment;
  provisional: boolean;
  warn_at: Moment | null;
  warned_at: Moment | null;
  /** A request made in time waits for its decision: until then nobody says that the limit is missed. */
  held_until: Moment | null;
  met_at: Moment | null;
  missed_at: Moment | null;
  state: ClockState;
  certificate: Certificate;
}
