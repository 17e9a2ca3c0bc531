/**
 * Pins of clocks that an earlier release wrote: filled once, by replaying their timelines. What does not replay is pinned
 * as it stands today: `verify issues` names it.
 */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Clock } from '../model.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { loadEvents } from '../issue-store.ts';
import { pinnedCalendars } from '../lifecycle/decide-and-write-service.ts';
import { deadlines } from './deadline-rules.ts';
import { pinAsTheyStand, pinClocks, unpinnedIssues } from './pins-store.ts';

const BATCH = 500;

/** A batch is a transaction: killed, it is begun again where it stood. Answers how many clocks were pinned. */
export async function pinEarlierClocks(db: Db, batch = BATCH): Promise<number> {
  for (let pinned = 0; ;) {
    const issues = await unpinnedIssues(db, batch);
    if (issues.length === 0)
      return pinned;
    pinned += await db.transaction(async (trx) => {
      const events = await loadEvents(trx, issues);
      const newest = await loadCalendar(trx);
      const timelines = Map.groupBy(events, event => event.issue);
      // One timeline that names a version that is not there keeps no other back.
      const together = await pinnedCalendars(trx, events, newest).catch(() => null);
      const derived: { issue: Uuid; clocks: Clock[] }[] = [];
      for (const issue of issues) {
        const timeline = timelines.get(issue) ?? [];
        try {
          derived.push({ issue, clocks: deadlines(timeline, together ?? await pinnedCalendars(trx, timeline, newest)) });
        }
        catch {
          // `verify issues` names it.
        }
      }
      return await pinClocks(trx, derived) + await pinAsTheyStand(trx, issues);
    });
  }
}
