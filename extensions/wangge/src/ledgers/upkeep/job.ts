/** At the beginning of a day: this period's tasks, for plans and grids that have none yet. */
import type { Job } from '../../kernel/jobs-store.ts';
import { makeTasks } from './task-service.ts';

const makeCollectionTasks: Job = { name: 'make_collection_tasks', formerly: ['collection_tasks'], cron: '10 0 * * *', per: 'day', run: async db => ({ ...await makeTasks(db, { plans: null }) }) };

export const jobs = [makeCollectionTasks] as const;
