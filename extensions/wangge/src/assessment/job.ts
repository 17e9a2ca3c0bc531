/**
 * The ranking as a job: in the first hour after a quarter, the quarter that is over; at start, if that was missed.
 */
import type { Job } from '../kernel/jobs-store.ts';
import type { Moment } from '../kernel/values.ts';
import { lastQuarterOver } from '../calendar/period-rules.ts';
import { localTime } from '../calendar/time-zone-rules.ts';
import { dayString } from '../kernel/civil-date-rules.ts';
import { sentence } from '../kernel/refusal-rules.ts';
import { timeZoneOf } from './case-store.ts';
import { evidenceFiles } from './evidence-files.ts';
import { messages } from './messages.ts';
import { rankPeriod } from './ranking-service.ts';

const quarterOver = (now: Moment, timeZone: string): string => lastQuarterOver(dayString(localTime(timeZone, Date.parse(now)).epoch));

const rankQuarter: Job = {
  name: 'rank_quarter',
  formerly: ['rank-quarter'],
  cron: '0 1 1 1,4,7,10 *',
  per: quarterOver,
  run: async (db, now, context) => {
    const ranked = await rankPeriod(db, evidenceFiles(context), { period: quarterOver(now, await timeZoneOf(db)), subdistrict: null, reason: null }, now);
    if (ranked.kind === 'refused')
      throw new Error(sentence(messages, ranked, 'zh-CN'));
    const count = (outcome: string): number => ranked.periods.filter(period => period.outcome === outcome).length;
    return { published: count('published'), already: count('already'), no_cases: count('no_cases') };
  },
};

export const jobs = [rankQuarter] as const;
