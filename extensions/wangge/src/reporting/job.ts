/** Every night: logs are drawn to be checked, and whoever did not meet a standard whose day, week, month or quarter ended yesterday is reminded. No penalty follows. */
import type { Db } from '../kernel/context.ts';
import type { Job } from '../kernel/job-rules.ts';
import type { Day, Uuid } from '../kernel/values.ts';
import type { Notice } from '../outbox/model.ts';
import { loadCalendar, loadInForce } from '../calendar/index.ts';
import { everyDay } from '../calendar/slot-rules.ts';
import { dayString, epochDay } from '../kernel/civil-date-rules.ts';
import { enqueue } from '../outbox/index.ts';
import { complianceRows, EVERYBODY } from './compliance/compliance-store.ts';
import { nowHere } from './logs/log-store.ts';
import { drawLogs, logsFoundWanting } from './logs/nightly-store.ts';
import { checkNotice, reminders } from './logs/reminder-rules.ts';

const BATCH = 1_000;

/** `today` null: as it is. Right at any moment of the day, and again: what was drawn stays, what was said is not said twice. */
export async function run(db: Db, today: Day | null = null): Promise<Record<string, number>> {
  const day = today ?? (await nowHere(db)).today;
  const yesterday = dayString(epochDay(day) - 1);
  const drawn = await drawLogs(db, day);
  const notices = reminders(await complianceRows(db, { from: yesterday, until: yesterday }, await loadInForce(db, day) ?? await loadCalendar(db), EVERYBODY), yesterday);
  await tell(db, notices);
  // Whoever was not told in the moment of the check, because the server stopped then.
  await tellChecked(db, null);
  return { drawn, reminded: notices.length };
}

/** After a check: the person is told what is not in order. `logs` null: of the last week. */
export async function tellChecked(db: Db, logs: readonly Uuid[] | null): Promise<void> {
  await tell(db, (await logsFoundWanting(db, logs)).map(checkNotice));
}

async function tell(db: Db, notices: readonly Notice[]): Promise<void> {
  for (let from = 0; from < notices.length; from += BATCH)
    await enqueue(db, notices.slice(from, from + BATCH));
}

/** Of a month that the server slept through people have nothing more to enter. */
const checkWorkLogs: Job = { name: 'check_work_logs', formerly: ['work_logs'], slots: everyDay('00:20'), missed: { within_days: 31 }, run: async (db, { day }) => run(db, day) };

export const jobs = [checkWorkLogs] as const;
