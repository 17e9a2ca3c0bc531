/**
 * What a job is, and which of its slots are to be done now.
 *
 * A slot is the piece of time that one run stands for: a minute, a day, a quarter. Every minute each job is asked which slots
 * have fallen due and are not done. So nothing hangs on a second at which a process was paused, a database restarted or a server
 * switched off: what was missed is done later, each slot with its own day and moment, or is said to be skipped.
 */
import type { Db, HookContext } from './context.ts';
import type { Day, Moment } from './values.ts';
import { epochMs, momentString, MS_PER_DAY } from './civil-date-rules.ts';

/** What a run counted, by name: shown to administrators in `job_runs`. */
export type Counts = Record<string, number>;

export interface Slot {
  /** Its name in `job_runs`: it is done once under it. */
  slot: string;
  /** When it was due, and the day that this was where the installation lives. */
  at: Moment;
  day: Day;
  /** Stands for so many that went by together. */
  count?: number;
}

/** `now`, `now_day`: when it is really done, hours or days after `at` perhaps. */
export interface Run extends Slot { now: Moment; now_day: Day }

/** The slots that fell due after `since` until `now`, oldest first. `since` null: the newest alone. */
export type SlotsDue = (since: Moment | null, now: Moment, zone: string, db: Db) => Slot[] | Promise<Slot[]>;

/** What a room offers in its `job.ts`, named verb_object as `job_runs` shows it. */
export interface Job {
  name: string;
  /** Names that it had in earlier releases: a slot done under one of them is done. */
  formerly?: readonly string[];
  /** Mostly one of `calendar/slot-rules.ts`. */
  slots: SlotsDue;
  /**
   * Of slots that were missed: `newest`, one run does the work of all of them, and the older ones are marked as skipped;
   * `within_days`, each is done by itself, oldest first, if it is not longer ago (`Infinity`: however long).
   */
  missed: 'newest' | { within_days: number };
  /** Asked by itself each minute; what it did well is forgotten after a week. Others wait for one another. */
  often?: true;
  /** What it missed is done before the server takes its first request. */
  before_requests?: true;
  /** It may take hours: others do not wait for it. */
  long?: true;
  /** Right for the slot's moment at any later one, and again. */
  run: (db: Db, run: Run, context: HookContext) => Promise<Counts>;
}

/** Why a slot is as it is: shown beside its outcome. */
export const REASONS = ['newest', 'too_late', 'killed'] as const;
export type Reason = (typeof REASONS)[number];

export type Outcome = 'ok' | 'failed' | 'skipped';

/** A slot as `job_runs` knows it; `outcome` null: begun. */
export interface Known { slot: string; outcome: Outcome | null; reason: Reason | null; started_at: Moment }

export interface Plan {
  skip: { slot: Slot; reason: Reason }[];
  /** Oldest first. */
  run: Slot[];
}

/** Of slots that each want a run of their own, so many in one go. */
const BATCH = 10;
/** A slot that failed is done again, not sooner than this; a run that was killed at once. */
export const AGAIN_AFTER = 10 * 60_000;
/** Farther back nobody looks for missed days. */
const LOOK_BACK_DAYS = 400;
/** Until then a slot may wait for its turn. */
export const LATE_AFTER_MINUTES = 15;

/** The oldest and the newest moment for which a job has run, or was said to be skipped. Null: it is seen for the first time. */
export interface Span { first: Moment | null; newest: Moment | null }

/**
 * From when on its slots are looked for: never before the job's first run, so that a new installation, or a new job, makes up no
 * years. A clock that was ahead and is right again leaves a newest run that is still to come: then the last slot is looked at.
 */
export function lookFrom({ missed }: Pick<Job, 'missed'>, { first, newest }: Span, now: Moment): Moment | null {
  if (first === null)
    return null;
  if (missed === 'newest')
    return newest !== null && newest <= now ? newest : null;
  const before = momentString(epochMs(first) - 1);
  const oldest = momentString(epochMs(now) - LOOK_BACK_DAYS * MS_PER_DAY);
  return missed.within_days === Number.POSITIVE_INFINITY || before > oldest ? before : oldest;
}

/** `slots`: those that fell due, oldest first; `known`: what `job_runs` says of them. */
export function planOf({ missed }: Pick<Job, 'missed'>, slots: readonly Slot[], known: ReadonlyMap<string, Known>, now: Moment, again_after = AGAIN_AFTER): Plan {
  const newest = slots.at(-1);
  const plan: Plan = { skip: [], run: [] };
  for (const slot of slots) {
    const row = known.get(slot.slot);
    if (row?.outcome === 'ok' || row?.outcome === 'skipped')
      continue;
    const reason = missed === 'newest' ? slot === newest ? null : 'newest' : isTooLate(slot, missed.within_days, now) ? 'too_late' : null;
    // What failed for good stays to be seen as failed.
    if (reason !== null && row === undefined)
      plan.skip.push({ slot, reason });
    if (reason === null && mayBegin(row, now, again_after))
      plan.run.push(slot);
  }
  return { ...plan, run: plan.run.slice(0, BATCH) };
}

function isTooLate({ at }: Slot, within_days: number, now: Moment): boolean {
  return epochMs(now) - epochMs(at) > within_days * MS_PER_DAY;
}

function mayBegin(row: Known | undefined, now: Moment, again_after: number): boolean {
  // Of one that was begun the lock says whether somebody is at it.
  if (row === undefined || row.outcome === null || row.reason === 'killed')
    return true;
  const since = epochMs(now) - epochMs(row.started_at);
  return since >= again_after || since < 0;
}
