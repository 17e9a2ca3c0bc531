/**
 * The ranking as a job: in the first hour after a quarter, the quarter that is over; none is lost, however long the server stood still.
 */
import type { Job } from '../kernel/job-rules.ts';
import { everyQuarter } from '../calendar/slot-rules.ts';
import { sentence } from '../kernel/refusal-rules.ts';
import { evidenceFiles } from './evidence-files.ts';
import { messages } from './messages.ts';
import { rankPeriod } from './ranking-service.ts';

const rankQuarter: Job = {
  name: 'rank_quarter',
  formerly: ['rank-quarter'],
  slots: everyQuarter('01:00'),
  missed: { within_days: Number.POSITIVE_INFINITY },
  run: async (db, { slot, now }, context) => {
    const ranked = await rankPeriod(db, evidenceFiles(context), { period: slot, subdistrict: null, reason: null }, now);
    if (ranked.kind === 'refused')
      throw new Error(sentence(messages, ranked, 'zh-CN'));
    const count = (outcome: string): number => ranked.periods.filter(period => period.outcome === outcome).length;
    return { published: count('published'), already: count('already'), no_cases: count('no_cases') };
  },
};

export const jobs = [rankQuarter] as const;
