/** Issues of which something was recorded since the cut are told by their events up to it. */
import type { ClockIdentity } from '../../handling/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { FactQuery } from './model.ts';
import { loadEvents, pinnedCalendars } from '../../handling/index.ts';
import { clocksAsOf, reportAsOf } from './clock-rules.ts';
import { beginTold, keepAsStored, keepReports, keepTold, unsettledIssues } from './told-store.ts';

const BATCH = 500;

/** Needs a transaction: what is told is kept until its end. */
export async function tellUnsettled(trx: Db, query: FactQuery, reports = false): Promise<void> {
  const { calendar } = query;
  await beginTold(trx, query, reports);
  for (let after: Uuid | null = null; ;) {
    const issues = await unsettledIssues(trx, after, BATCH);
    if (issues.length === 0)
      return;
    const events = await loadEvents(trx, issues.map(({ id }) => id));
    const timelines = Map.groupBy(events, ({ issue }) => issue);
    const together = await pinnedCalendars(trx, events, calendar).catch(() => null);
    const told: object[] = [];
    const reported: object[] = [];
    const broken: Uuid[] = [];
    for (const { id, repeats, flagged_source, clocks } of issues) {
      const ids = new Map(clocks.map(clock => [nameOf(clock), clock.id]));
      const timeline = timelines.get(id) ?? [];
      try {
        const report = reportAsOf(timeline, query.cut);
        if (report !== null)
          reported.push({ issue: id, ...report });
        const calendars = together ?? await pinnedCalendars(trx, timeline, calendar);
        told.push(...clocksAsOf(timeline, repeats, { ...query, calendars })
          .filter(clock => ids.has(nameOf(clock)))
          .map(({ kind, department_at_due, person_at_due, facts, ...clock }) => ({ ...clock, ...facts, id: ids.get(nameOf({ kind, ...clock })), issue: id, clock: kind, flagged_source, department: department_at_due, person: person_at_due })));
      }
      catch {
        // One timeline that does not replay keeps nobody's quarter back.
        broken.push(id);
      }
    }
    await keepReports(trx, query, reported);
    await keepTold(trx, told);
    await keepAsStored(trx, query, broken);
    after = issues.at(-1)!.id;
  }
}

function nameOf({ kind, department, opened_by_seq }: ClockIdentity): string {
  return `${kind} ${department} ${opened_by_seq}`;
}
