/** When a month is over: how the ledgers stood. What was slept through is counted as exactly later. */
import type { Job } from '../../kernel/job-rules.ts';
import { everyMonth } from '../../calendar/slot-rules.ts';
import { dayString, epochDay } from '../../kernel/civil-date-rules.ts';
import { takeSnapshots } from './snapshot-service.ts';

const takeLedgerSnapshots: Job = {
  name: 'take_ledger_snapshots',
  slots: everyMonth('00:00'),
  missed: { within_days: Number.POSITIVE_INFINITY },
  // `day` is the first after the month.
  run: async (db, { day }) => takeSnapshots(db, dayString(epochDay(day) - 1)),
};

export const jobs = [takeLedgerSnapshots] as const;
