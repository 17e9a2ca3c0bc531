/**
 * Issues whose limits earlier releases pinned to a calendar version that was not in force: replayed, they give other dates
 * than people were told. Each is put right by one event that says so. Set-up does it once; `directus wangge repair issues`
 * does it again, and finds nothing.
 */
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { StoredTimeline } from '../issue-store.ts';
import type { Written } from '../lifecycle/decide-rules.ts';
import type { Facts } from '../lifecycle/decision-facts-rules.ts';
import type { IssueEvent } from '../model.ts';
import type { InForce } from './recalendar-rules.ts';
import { isDeepStrictEqual } from 'node:util';
import { inForceAt } from '../../calendar/in-force-rules.ts';
import { loadCalendar, loadCalendars, publishedVersions } from '../../calendar/index.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { loadTimelines } from '../issue-store.ts';
import { writeDecisions } from '../lifecycle/decide-and-write-service.ts';
import { applyPatches, replay } from '../lifecycle/evolve-rules.ts';
import { repairPins } from './recalendar-rules.ts';
import { lockForMoving } from './recalendar-store.ts';

const BATCH = 500;

export async function repairIssues(db: Db, now: Moment): Promise<{ issues: number }> {
  const versions = await publishedVersions(db);
  // With one version nothing can have been pinned to another.
  if (versions.length < 2)
    return { issues: 0 };
  let issues = 0;
  for (let after: Uuid | null = null; ;) {
    const page: { last: Uuid | null; repaired: number } = await db.transaction(trx => repairPage(trx, versions, after, now));
    issues += page.repaired;
    after = page.last;
    if (after === null)
      return { issues };
  }
}

/** Null: nothing is wrong, or something else is: that is for `verify issues` to name. */
function repairOf({ issue, events, clocks }: StoredTimeline, calendars: Facts['calendars'], inForce: InForce, now: Moment): Written | null {
  try {
    const written = repairPins(events, issue.state, issue.id, clocks, calendars, inForce, now);
    return written !== null && agrees(events, written) ? written : null;
  }
  catch {
    return null;
  }
}

/** Is it all that is wrong? What else may be, is not covered up. */
function agrees(stored: readonly IssueEvent[], { events: [event], clocks, state }: Written): boolean {
  const timeline: IssueEvent[] = [...stored, { ...event!, seq: stored.length + 1 }];
  return isDeepStrictEqual(replay(timeline, clocks), state) && isDeepStrictEqual(applyPatches(timeline), state);
}

async function repairPage(trx: Db, versions: Awaited<ReturnType<typeof publishedVersions>>, after: Uuid | null, now: Moment): Promise<{ last: Uuid | null; repaired: number }> {
  const timelines = await loadTimelines(trx, after, BATCH);
  const calendar = await loadCalendar(trx);
  const calendars = await loadCalendars(trx, versions.map(({ version }) => version), calendar);
  const inForce: InForce = { now: calendar, at: moment => inForceAt(versions, moment, dayOf(calendar, moment)) ?? calendar.version };
  const repaired = (all: typeof timelines) => all.flatMap((timeline) => {
    const written = repairOf(timeline, calendars, inForce, now);
    return written === null ? [] : [{ issue: timeline.issue, ...written }];
  });
  const wrong = repaired(timelines).map(({ issue }) => issue.id);
  if (wrong.length > 0) {
    // What somebody changed since it was looked at is judged again under the lock.
    await lockForMoving(trx, wrong, 'all');
    const locked = await loadTimelines(trx, after, BATCH);
    await writeDecisions(trx, repaired(locked.filter(({ issue }) => wrong.includes(issue.id))));
  }
  return { last: timelines.at(-1)?.issue.id ?? null, repaired: wrong.length };
}
