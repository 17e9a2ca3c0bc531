/**
 * Why this deadline: a certificate's spans and pins, laid out day by day.
 *
 * Stored certificates stay small (limit, pauses, extensions, calendar version); the days
 * are expanded when somebody asks. Working days are counted by the same functions that
 * set the limit, so that the last day counted is the day it ends. `certificate-words.ts`
 * puts it into words.
 */
import type { Day, Moment } from '../kernel/values.ts';
import type { Calendar, Certificate, ClockKind, PinnedLimit } from './model.ts';
import type { Stood } from './working-days-rules.ts';
import { clockTime, dayString, epochDay, epochMs, minuteOfDay, weekday } from '../kernel/civil-date-rules.ts';
import { STATUTE, statutoryHoliday } from './statutory-rules.ts';
import { localTime } from './time-zone-rules.ts';
import { effectiveDay, isWorkingDay, stood } from './working-days-rules.ts';

/** A moment as the wall clock shows it. */
export interface LocalMoment { day: Day; time: string }

export interface CertificateDay {
  day: Day;
  /** 1 Monday … 7 Sunday. */
  weekday: number;
  counted: boolean;
  /** Which working day of the limit it is. */
  number: number | null;
  reason: 'receipt' | 'working' | 'weekend' | 'holiday' | 'statutory' | 'make_up' | 'paused';
  /** The holiday, or the one that a make-up day makes up for. */
  name: string | null;
  /** The notice that arranged the day, or the law that fixes it. */
  source: string | null;
  /** Outside the published range: by the day of the week. */
  provisional: boolean;
}

/** A calendar published later has moved the end: as the event of it says. */
export interface Moved {
  at: Moment;
  from: Moment;
  to: Moment;
  calendar_version: string;
}

/** What the clock's row and its timeline say beside the certificate. */
export interface Circumstances {
  kind?: ClockKind;
  moved?: readonly Moved[];
}

export interface ExpandedCertificate {
  kind: ClockKind | null;
  limit: PinnedLimit;
  received: LocalMoment;
  /** `24:00` on the day before for a limit that ends at midnight. */
  due: LocalMoment;
  original_due: LocalMoment;
  due_at: Moment;
  original_due_at: Moment;
  /** Does the limit end later or earlier than it was first set? */
  moved: boolean;
  /** Since when it stands, while it does: the end is set anew when it goes on. */
  standing_since: LocalMoment | null;
  pauses: { from: LocalMoment; until: LocalMoment | null; why?: 'district' }[];
  /** What each approved extension adds, in their order and in the unit of the limit. */
  extensions: readonly number[];
  extended_by: number;
  /** What later calendars moved, in their order. */
  moves: { at: LocalMoment; from: LocalMoment; to: LocalMoment; calendar_version: string }[];
  /** Working days, or minutes of a limit in hours, in which the clock stood. */
  paused_for: number;
  provisional: boolean;
  calendar_version: string;
  covers_from: Day;
  covers_to: Day;
  time_zone: string;
  /** From the day of receipt to the last one; while it stands, to the last one counted. Empty for a limit in hours or a set moment. */
  days: CertificateDay[];
}

export function expandCertificate(certificate: Certificate, calendar: Calendar, { kind, moved = [] }: Circumstances = {}): ExpandedCertificate {
  const { limit, started_at, due_at, original_due_at, pauses, extensions, provisional } = certificate;
  const close = limit.working_days === null ? null : minuteOfDay(limit.close_of_business);
  const local = (moment: Moment, end = false) => localMoment(calendar, moment, end && close === 1440);
  const standing = pauses.find(pause => pause.until === null);
  const days = close === null ? [] : daysOf(certificate, calendar, close);
  return {
    kind: kind ?? null,
    limit,
    received: local(started_at),
    due: local(due_at, true),
    original_due: local(original_due_at, true),
    due_at,
    original_due_at,
    moved: due_at !== original_due_at,
    standing_since: standing === undefined ? null : local(standing.from),
    pauses: pauses.map(({ from, until, why }) => ({ from: local(from), until: until === null ? null : local(until), ...(why === undefined ? {} : { why }) })),
    extensions,
    extended_by: extensions.reduce((sum, extension) => sum + extension, 0),
    moves: moved.map(({ at, from, to, calendar_version }) => ({ at: local(at), from: local(from, true), to: local(to, true), calendar_version })),
    paused_for: close === null ? minutesStood(certificate) : days.filter(({ reason }) => reason === 'paused').length,
    provisional,
    calendar_version: calendar.version,
    covers_from: calendar.covers_from,
    covers_to: calendar.covers_to,
    time_zone: calendar.time_zone,
    days,
  };
}

function daysOf(certificate: Certificate, calendar: Calendar, close: number): CertificateDay[] {
  const { started_at, due_at, limit, pauses } = certificate;
  const receipt = localTime(calendar.time_zone, epochMs(started_at)).epoch;
  const { spans } = stood(calendar, started_at, limit, certificate);
  const standing = pauses.find(pause => pause.until === null);
  const due = epochDay(localMoment(calendar, due_at, close === 1440).day);
  const end = standing === undefined ? due : Math.min(due, effectiveDay(calendar, standing.from, close) - 1);
  const days: CertificateDay[] = [];
  let number = 0;
  for (let epoch = receipt; epoch <= Math.max(end, receipt); epoch++) {
    const day = dayString(epoch);
    const reason = epoch === receipt ? 'receipt' : reasonOf(calendar, day, limit, isIn(spans, epoch));
    const counted = reason === 'working' || reason === 'make_up';
    const arranged = calendar.days.get(day);
    const byLaw = reason === 'statutory';
    days.push({
      day,
      weekday: weekday(epoch),
      counted,
      number: counted ? ++number : null,
      reason,
      name: byLaw ? statutoryHoliday(day) : arranged?.name ?? null,
      source: byLaw ? STATUTE : arranged?.source ?? null,
      provisional: epoch > receipt && !byLaw && (day < calendar.covers_from || day > calendar.covers_to),
    });
  }
  return days;
}

/** What an arrangement says of a day comes before what the law says of it: it names its notice. */
function reasonOf(calendar: Calendar, day: Day, limit: PinnedLimit, paused: boolean): CertificateDay['reason'] {
  const weekend = weekday(epochDay(day)) > 5;
  if (!isWorkingDay(calendar, day, limit)) {
    if (limit.statutory === true && calendar.days.get(day)?.kind !== 'restday' && statutoryHoliday(day) !== null)
      return 'statutory';
    return weekend && (calendar.days.get(day)?.name ?? null) === null ? 'weekend' : 'holiday';
  }
  if (paused)
    return 'paused';
  return weekend ? 'make_up' : 'working';
}

function isIn(spans: readonly Stood[], epoch: number): boolean {
  return spans.some(({ from, until }) => from <= epoch && epoch < until);
}

function minutesStood({ started_at, limit, due_at, extensions }: Certificate): number {
  if (limit.fixed_due_at !== undefined)
    return 0;
  const hours = (limit.clock_hours ?? 0) + extensions.reduce((sum, extension) => sum + extension, 0);
  return Math.max(0, Math.round((epochMs(due_at) - epochMs(started_at)) / 60_000 - hours * 60));
}

function localMoment({ time_zone }: Calendar, moment: Moment, endOfDay: boolean): LocalMoment {
  const { epoch, minute } = localTime(time_zone, epochMs(moment));
  return endOfDay && minute === 0
    ? { day: dayString(epoch - 1), time: '24:00' }
    : { day: dayString(epoch), time: clockTime(minute) };
}
