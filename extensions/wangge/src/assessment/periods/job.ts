/**
 * The ranking as a job: once a quarter's facts are all on record (the cut of its scheme), the quarter; none is lost, however long
 * the server stood still.
 */
import type { Job, Slot } from '../../kernel/job-rules.ts';
import { dayAt, everyQuarter } from '../../calendar/slot-rules.ts';
import { epochMs, momentString, MS_PER_DAY } from '../../kernel/civil-date-rules.ts';
import { sentence } from '../../kernel/refusal-rules.ts';
import { evidenceFiles } from '../evidence/evidence-files.ts';
import { messages } from '../messages.ts';
import { cutOfQuarter, rankPeriod } from './ranking-service.ts';

const quarters = everyQuarter('01:00');
/** No cut is farther off: what is older is not looked up every minute. */
const CUT_WITHIN_DAYS = 92;
/** A run that stands for its cut belongs to a slot some weeks before: it is looked for again, the quarter before it is not. */
const SLOT_BEFORE_DAYS = 60;

const rankQuarter: Job = {
  name: 'rank_quarter',
  formerly: ['rank-quarter'],
  long: true,
  slots: async (since, now, zone, db) => {
    const from = since === null ? null : momentString(epochMs(since) - SLOT_BEFORE_DAYS * MS_PER_DAY);
    const slots = (await quarters(from, now, zone, db)).map(async (slot): Promise<Slot> => {
      const cut = epochMs(now) - epochMs(slot.at) > CUT_WITHIN_DAYS * MS_PER_DAY ? slot.at : await cutOfQuarter(db, slot.slot);
      return cut <= slot.at ? slot : { ...slot, at: cut, day: dayAt(zone, cut) };
    });
    return (await Promise.all(slots)).filter(({ at }) => at <= now);
  },
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
