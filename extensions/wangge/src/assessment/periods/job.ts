/**
 * The assessment as jobs. Once the facts of a quarter or a month are all on record (the cut of its scheme), it is computed; none is
 * lost, however long the server stood still. Nothing is published: those who may open the preview, or publish, are told that it
 * waits for them.
 */
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Job, Slot, SlotsDue } from '../../kernel/job-rules.ts';
import { periodAfter, periodOf, periodsWith } from '../../calendar/period-rules.ts';
import { dayAt, everyDay, everyMonth, everyQuarter } from '../../calendar/slot-rules.ts';
import { dayString, epochDay, epochMs, momentString, MS_PER_DAY } from '../../kernel/civil-date-rules.ts';
import { periodsWords } from '../../kernel/period-words-rules.ts';
import { sentence } from '../../kernel/refusal-rules.ts';
import { evidenceFiles } from '../evidence/evidence-files.ts';
import { messages } from '../messages.ts';
import { outdatedYears } from '../year/year-store.ts';
import { cutsOfPeriods, rankPeriod } from './ranking-service.ts';
import { openPeriods, yearsToCompute } from './ranking-store.ts';
import { remind, remindOfWaitingQuarters } from './reminder-service.ts';

/** No cut is farther off: what is older is not looked up every minute. */
const CUT_WITHIN_DAYS = 92;
/** A run that stands for its cut belongs to a slot some weeks before: it is looked for again, the period before it is not. */
const SLOT_BEFORE_DAYS = 60;

/** Periods as they end, each due at its cut. */
function atTheirCut(ended: SlotsDue): SlotsDue {
  return async (since, now, zone, db) => {
    const from = since === null ? null : momentString(epochMs(since) - SLOT_BEFORE_DAYS * MS_PER_DAY);
    const slots = await ended(from, now, zone, db);
    const recent = slots.filter(({ at }) => epochMs(now) - epochMs(at) <= CUT_WITHIN_DAYS * MS_PER_DAY).map(({ slot }) => slot);
    const cuts = await cutsOfPeriods(db, recent);
    const atCut = slots.map((slot): Slot => {
      const cut = cuts[recent.indexOf(slot.slot)] ?? slot.at;
      return cut <= slot.at ? slot : { ...slot, at: cut, day: dayAt(zone, cut) };
    });
    // What was due before the first run is nobody's: looking back for a cut must not begin ever earlier.
    return atCut.filter(({ at }) => at <= now && (since === null || at > since));
  };
}

const compute: Job['run'] = async (db, { slot, now }, context) => {
  const ranked = await rankPeriod(db, evidenceFiles(context), { period: slot, subdistrict: null, reason: null }, now);
  if (ranked.kind === 'refused')
    throw new Error(sentence(messages, ranked, 'zh-CN'));
  // The one that runs is open from its first day on, or since this.
  await openPeriods(db, periodOf(periodAfter(periodOf(slot) as PeriodSpan)) as PeriodSpan, null);
  const reminded = await remind(db, now);
  const count = (outcome: string): number => ranked.periods.filter(period => period.outcome === outcome).length;
  return { computed: count('computed'), already: count('already'), no_cases: count('no_cases'), reminded };
};

const rankQuarter: Job = {
  name: 'rank_quarter',
  formerly: ['rank-quarter'],
  long: true,
  slots: atTheirCut(everyQuarter('01:00')),
  missed: { within_days: Number.POSITIVE_INFINITY },
  run: compute,
};

const computeMonth: Job = {
  name: 'compute_month',
  long: true,
  slots: atTheirCut(everyMonth('01:00')),
  missed: { within_days: Number.POSITIVE_INFINITY },
  run: compute,
};

/**
 * Once for each version and step: what was said is not said twice. And what runs is open to be scored wherever there are grids: in the
 * first quarter of an installation, too, and in a sub-district that joined in the middle of one.
 */
const remindOfSteps: Job = {
  name: 'remind_of_assessment',
  slots: everyDay('08:30'),
  missed: 'newest',
  run: async (db, { now, now_day }) => {
    for (const code of periodsWith(now_day))
      await openPeriods(db, periodOf(code) as PeriodSpan, null);
    return { reminded: await remind(db, now) };
  },
};

/**
 * A year once its scores had time: so many days after it ended it is computed in every sub-district where none of its quarters
 * waits to be published; where one does, the team is told, once. Whoever wants it earlier computes it by hand. One whose quarters were published anew is computed anew.
 */
const YEAR_AFTER_DAYS = 31;

const computeYear: Job = {
  name: 'compute_year',
  long: true,
  slots: everyDay('01:30'),
  missed: 'newest',
  run: async (db, { now, now_day }, context) => {
    const year = dayString(epochDay(now_day) - YEAR_AFTER_DAYS).slice(0, 'YYYY'.length);
    const last = String(Number(year) - 1);
    let [computed, waiting] = [0, 0];
    for (const subdistrict of await yearsToCompute(db, last)) {
      const ranked = await rankPeriod(db, evidenceFiles(context), { period: last, subdistrict, reason: null }, now);
      if (ranked.kind === 'ranked')
        computed += ranked.periods.filter(({ outcome }) => outcome === 'computed').length;
      else if (ranked.code === 'year_quarter_waits')
        waiting += await remindOfWaitingQuarters(db, { year: last, subdistrict, quarters: String(ranked.params.quarters) }, now);
      else if (ranked.code !== 'cut_not_passed')
        throw new Error(sentence(messages, ranked, 'zh-CN'));
    }
    // What of a quarter was published anew makes another version of its year, which people publish as always.
    for (const { code, subdistrict, quarters } of await outdatedYears(db)) {
      const ranked = await rankPeriod(db, evidenceFiles(context), { period: code, subdistrict, reason: `${periodsWords(quarters, 'zh-CN')}已公布新的版次，重新核算` }, now);
      computed += ranked.kind === 'ranked' ? ranked.periods.filter(({ outcome }) => outcome === 'computed').length : 0;
    }
    return { computed, reminded: waiting + (computed === 0 ? 0 : await remind(db, now)) };
  },
};

export const jobs = [rankQuarter, computeMonth, computeYear, remindOfSteps] as const;
