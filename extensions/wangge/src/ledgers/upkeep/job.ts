/** At the beginning of a day: this period's tasks, for plans and grids that have none yet. */
import type { Job } from '../../kernel/job-rules.ts';
import { everyDay } from '../../calendar/slot-rules.ts';
import { makeTasks } from './task-service.ts';

/** What a day that was missed would have made, with the limit that it would have had; but nothing whose limit is over by now. */
const makeCollectionTasks: Job = {
  name: 'make_collection_tasks',
  formerly: ['collection_tasks'],
  slots: everyDay('00:10'),
  missed: { within_days: 31 },
  run: async (db, { day, now_day }) => ({ ...await makeTasks(db, { plans: null, today: day, until: now_day }) }),
};

export const jobs = [makeCollectionTasks] as const;
