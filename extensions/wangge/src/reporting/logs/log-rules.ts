/**
 * A work log: one stretch of one day, who may check it, and which logs are drawn to be checked (R2).
 *
 * Times are minutes since midnight. A person's own stretches never overlap; where they come from elsewhere and do,
 * what they share counts once.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../../kernel/values.ts';
import { createHash } from 'node:crypto';
import { clockTime } from '../../kernel/civil-date-rules.ts';
import { conflicting, refused } from '../../kernel/refusal-rules.ts';

export const LOG_KINDS = ['patrol', 'visit', 'meeting', 'publicity', 'handling', 'mobilise'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

/** What the dispatcher may enter for a level-1 leader. */
export const ENTERED_FOR_OTHERS: readonly string[] = ['visit', 'meeting'];

export const CHECK_RESULTS = ['ok', 'incomplete', 'false'] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];

/** Columns that follow from what people do. */
export const LOG_MANAGED = ['minutes', 'entered_by', 'entered_late', 'checked_by', 'checked_at', 'sampled', 'grid_path'] as const;
/** What a check says. */
export const CHECK_FIELDS: readonly string[] = ['check_result', 'check_note'];

/** `[from, until)` of a day. */
export interface Stretch { from: number; until: number }

const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?$/;

/** Minutes since midnight of what a form sends (`HH:MM`, `HH:MM:SS`); seconds are dropped. Null: no time of day. */
export function minuteIn(time: unknown): number | null {
  const match = typeof time === 'string' ? TIME.exec(time) : null;
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}

const END_OF_DAY = /^24:00(?::00(?:\.0+)?)?$/;

/** The same of an end, which may be the day's own: `24:00`. */
export function endIn(time: unknown): number | null {
  return typeof time === 'string' && END_OF_DAY.test(time) ? 24 * 60 : minuteIn(time);
}

/** The stretch that a log says, or why it is none. */
export function stretchOf(started_at: unknown, ended_at: unknown): Stretch | Refusal {
  const [from, until] = [minuteIn(started_at), endIn(ended_at)];
  if (from === null)
    return refused(blank(started_at) ? 'field_required' : 'log_time', 'started_at');
  if (until === null)
    return refused(blank(ended_at) ? 'field_required' : 'log_end_time', 'ended_at');
  return until > from ? { from, until } : refused('log_order', 'ended_at');
}

/** Nobody has worked yet at an hour that has not come. */
export function objectionToMoment({ until }: Stretch, work_date: Day, now: { today: Day; minute: number }): Refusal | null {
  if (work_date > now.today)
    return refused('log_future', 'work_date', { today: now.today });
  return work_date === now.today && until > now.minute ? refused('log_not_over', 'ended_at', { now: clockTime(now.minute) }) : null;
}

/** The first of the others that shares a minute with it. */
export function clashOf(stretch: Stretch, others: readonly Stretch[]): Stretch | undefined {
  return others.find(other => other.from < stretch.until && stretch.from < other.until);
}

/** The same minutes as few stretches, in order, none touching another. */
export function union(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const { from, until } of stretches.filter(one => one.until > one.from).toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.until)
      last.until = Math.max(last.until, until);
    else
      merged.push({ from, until });
  }
  return merged;
}

export function minutesOf(stretches: readonly Stretch[]): number {
  return union(stretches).reduce((sum, { from, until }) => sum + until - from, 0);
}

/** `09:00–10:30`, as people read it. */
export function timesOf({ from, until }: Stretch): string {
  return `${clockTime(from)}–${clockTime(until)}`;
}

/** A tenth of the logs, by id and month: anybody can draw them again (`wangge_log_drawn` in the database is the same). */
export function drawn(id: Uuid, work_date: Day): boolean {
  const digest = createHash('md5').update(`${id} ${work_date.slice(0, 7)}`).digest('hex');
  return Number.parseInt(digest.slice(0, 8), 16) % 10 === 0;
}

/** A log as far as its check depends on it; `level`: of its grid. */
export interface Checkable { person: Uuid; level: number; checked: boolean }

/**
 * Why this check may not be made; null if it may. Logs are checked from above: by whoever holds a grid of level 1 or 2
 * above the log's own (`levels`: those that the checker holds over it), never by the person themself.
 */
export function objectionToCheck(log: Checkable, said: Record<string, unknown>, checker: { person: Uuid; levels: readonly number[] }): Refusal | null {
  const beside = Object.keys(said).find(field => !CHECK_FIELDS.includes(field));
  if (beside !== undefined)
    return refused('check_apart', beside);
  if (log.checked)
    return conflicting('log_checked');
  if (!CHECK_RESULTS.includes(said.check_result as CheckResult))
    return refused('check_result_needed', 'check_result');
  if (log.person === checker.person)
    return refused('check_own', 'check_result');
  if (!checker.levels.some(level => level <= 2 && level < log.level))
    return refused('check_authority', 'check_result');
  return said.check_result !== 'ok' && blank(said.check_note) ? refused('check_note_needed', 'check_note') : null;
}

export function blank(value: unknown): boolean {
  return value == null || (typeof value === 'string' && value.trim() === '');
}
