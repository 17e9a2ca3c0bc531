/** What recognition does by itself: notes silence, suspends what lost its ground, proposes what rules name. It decides and publishes nothing. */
import type { Job } from '../kernel/job-rules.ts';
import { everyDay, everyMinute } from '../calendar/slot-rules.ts';
import { settleFallen } from './fallen-service.ts';
import { noteSilence } from './recognition-service.ts';
import { seatPeople } from './recognition-store.ts';
import { lookAgain } from './rules/evidence-service.ts';
import { proposeByRules } from './rules/rule-service.ts';

const suspendRecognitions: Job = {
  name: 'suspend_recognitions',
  slots: everyMinute,
  missed: 'newest',
  often: true,
  run: async (db, { now }) => {
    await seatPeople(db, 'open');
    await lookAgain(db, 'changed', now);
    return { ...await settleFallen(db, now), silent: await noteSilence(db, now) };
  },
};

const proposeRecognitions: Job = {
  name: 'propose_recognitions',
  slots: everyDay('06:30'),
  missed: 'newest',
  long: true,
  run: async (db, { now }) => {
    await seatPeople(db, 'all');
    await lookAgain(db, 'all', now);
    return proposeByRules(db, now);
  },
};

export const jobs = [suspendRecognitions, proposeRecognitions] as const;
