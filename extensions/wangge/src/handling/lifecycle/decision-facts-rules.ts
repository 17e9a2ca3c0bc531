/** What the decider is given: a command, and what had to be looked up to judge it. */
import type { Calendar, ClockKind, PinnedLimit } from '../../calendar/model.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { Standing } from '../../territory/model.ts';
import type { Clock, DisclosureMode, EventInput, EventType, Kind, Scope, Severity, Source, Status } from '../model.ts';
import type { Routed } from '../routing/model.ts';
import type { DerivedIssue } from './transition-rules.ts';

export interface Command extends EventInput {
  type: EventType;
  /** How many photographs come with it. */
  attachments: number;
}

/** What the issue's own columns say; its reporter wrote them. */
export interface Reported {
  id: Uuid;
  kind: Kind;
  severity: Severity;
  source: Source;
  confidential: boolean;
  /** The category's: a photograph of the result is compulsory. */
  photo_required: boolean;
  /** The category's: special groups are shown in the month's count only. */
  disclosure_mode: DisclosureMode;
}

/** Another issue, as far as merging into it goes. */
export interface NamedIssue {
  number: string;
  status: Status;
  duplicate_of: Uuid | null;
  reported_at: Moment;
  handler: Uuid | null;
  lead: Uuid | null;
}

export interface Facts {
  now: Moment;
  actor: Standing;
  issue: Reported;
  /** The calendar in force: new limits are pinned to it and counted by it. */
  calendar: Calendar;
  /** That one, and any version that an earlier event pinned; another one is a refusal. */
  calendars: (version: string) => Calendar;
  /** The limit that the policies give for this issue's category and severity. */
  limit: (kind: ClockKind, scope: Scope) => PinnedLimit | null;
  /** What the routing rules say, for `report` and `route`. */
  routed: Routed | null;
  /** The issue's number, place and category, another authority's limit, and whether that had passed when it came in, for `report`. */
  report: { number: string; category: Uuid; grid: Uuid; external_due_at: Moment | null; arrived_late: boolean } | null;
  /** The leader of level 1 here, for a third return. */
  level_1: Uuid | null;
  /** The department that the command names. */
  to_department: { kind: string; active: boolean } | null;
  /** The person that the command names. */
  to_person: { active: boolean; department: Uuid | null } | null;
  /** The issue that the command names. */
  to_issue: NamedIssue | null;
  /** The issue's notice, for `disclose` and `withdraw_disclosure`. */
  notice: Notice | null;
}

/** What every decision needs; the rest is for some commands. */
export type DecisionFacts = Pick<Facts, 'now' | 'actor' | 'issue' | 'calendar' | 'calendars'> & Partial<Facts>;

/** With nothing where a command of this kind needs nothing. */
export function completeFacts(facts: DecisionFacts): Facts {
  return {
    limit: () => null,
    routed: null,
    report: null,
    level_1: null,
    to_department: null,
    to_person: null,
    to_issue: null,
    notice: null,
    ...facts,
  };
}

/** A notice to residents as the decider has to know it. */
export interface Notice {
  state: 'draft' | 'published' | 'withdrawn';
  mode: DisclosureMode;
  /** All who ever wrote a part of its texts since it was drafted. */
  authors: readonly Uuid[];
  /** Personal data that still stands in its texts. */
  faults: readonly { field: string; found: string }[];
  /** Photographs come with it that nobody has looked through. */
  photos_unchecked: boolean;
  /** Its texts were erased: nothing is left to publish. */
  empty: boolean;
  /** The days that a notice is shown, where the publisher says no end. */
  shown_days: number;
}

export const NO_INPUT: EventInput = {
  note: null,
  to_department: null,
  to_person: null,
  to_scope: null,
  to_category: null,
  to_grid: null,
  to_issue: null,
  to_seq: null,
  request_kind: null,
  until: null,
  decision: null,
  cause: null,
  result: null,
  channel: null,
  solved: null,
  satisfaction: null,
};

/** An issue on the way through its events. */
export interface Progressed {
  derived: DerivedIssue;
  clocks: readonly Clock[];
  /** How many events it has. */
  seq: number;
}
