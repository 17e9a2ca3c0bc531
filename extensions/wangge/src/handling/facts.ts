/** What the decider is given: a command, and what had to be looked up to judge it. */
import type { Calendar } from '../calendar/calendar.ts';
import type { ClockKind, EventSaid, EventType, Moment, PinnedLimit, Scope, Severity, Source, Uuid } from './model.ts';
import type { Routed } from './routing.ts';
import type { Standing } from './transitions.ts';

export interface Command extends EventSaid {
  type: EventType;
  /** How many files come with it. */
  attachments: number;
}

export interface Facts {
  now: Moment;
  actor: Standing;
  /** What the issue's own columns say; its reporter wrote them. */
  issue: { id: Uuid; severity: Severity; source: Source; photo_required: boolean };
  /** The newest calendar: what new limits are pinned to. */
  calendar: Calendar;
  /** Any calendar version that an earlier event pinned. */
  calendars: (version: string) => Calendar;
  /** The limit that the policies give for this issue's category and severity. */
  limit: (kind: ClockKind, scope: Scope) => PinnedLimit | null;
  /** What the routing rules say, for `report` and `route`. */
  routed: Routed | null;
  /** The issue's number, place and category, for `report`. */
  report: { number: string; category: Uuid; grid: Uuid } | null;
  /** The department that the command names. */
  to_department: { kind: string; active: boolean } | null;
  /** The person that the command names. */
  to_person: { active: boolean; department: Uuid | null } | null;
}

export const SAID_NOTHING: EventSaid = {
  note: null,
  to_department: null,
  to_person: null,
  to_scope: null,
  to_category: null,
  to_grid: null,
  cause: null,
  result: null,
  channel: null,
  solved: null,
  satisfaction: null,
};
