/**
 * The words of the calendar: limits as they are pinned, and what is kept of a clock to count its days again.
 */
import type { Day, Moment, Uuid } from '../kernel/values.ts';

/** What is timed. */
export const CLOCK_KINDS = ['resolve', 'own', 'escalate', 'progress', 'verify', 'disclose', 'external'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];
/** A limit as an event pins it: what applied then, whatever the policies say now. */
export interface PinnedLimit {
  /** `deadline_policies.id`, null where none was stored (tests, built-in fall-back). */
  policy: Uuid | null;
  /** Working days; exactly one of the lengths is set. */
  working_days: number | null;
  /** Hours by the clock, day and night. */
  clock_hours: number | null;
  /** A moment that another authority has set (来件时限): then the two lengths are null. */
  fixed_due_at?: Moment;
  /** How long before the limit the warning comes, in working hours. */
  warn_working_hours: number;
  /** `HH:MM` in the installation's time zone. */
  close_of_business: string;
  /** `calendar_versions.version`. */
  calendar_version: string;
  /**
   * Counted with the days that the law fixes; and while its end rests on a year that is not published, nobody says that it is
   * missed. Left out in limits that were pinned before this was the rule: those are replayed as they were.
   */
  statutory?: true;
}

/** What a limit, or an event that counts clocks anew, keeps of the calendar. */
export type CalendarPin = Required<Pick<PinnedLimit, 'calendar_version' | 'statutory'>>;

/** Spans and pins of a clock; its days are expanded when it is read (`calendar/certificate-rules.ts`). */
export interface Certificate {
  limit: PinnedLimit;
  /** The moment of receipt; its day does not count. */
  started_at: Moment;
  /** Spans in which the clock stood; `until` null while it stands. */
  /** `why`: another reason than a suspension or a return. */
  pauses: { from: Moment; until: Moment | null; why?: 'district' }[];
  /** What approved extensions added, in their order and in the unit of the limit. */
  extensions: number[];
  original_due_at: Moment;
  due_at: Moment;
  provisional: boolean;
}

export interface CalendarDay {
  kind: 'workday' | 'restday';
  /** The holiday: for a make-up day the one it makes up for. */
  name: string | null;
  /** The notice that arranged it. */
  source: string | null;
  origin: 'national' | 'local';
}

/** One published version; a value, never changed in place. */
export interface Calendar {
  version: string;
  /** IANA name. */
  time_zone: string;
  /** The days for which an arrangement is published; outside, everything is provisional. */
  covers_from: Day;
  covers_to: Day;
  /** Only the days that an arrangement names. */
  days: ReadonlyMap<Day, CalendarDay>;
}
