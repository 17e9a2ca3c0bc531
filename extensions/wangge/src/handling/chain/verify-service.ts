/**
 * Replays timelines and names what does not agree: the fold of the rules, the fold of the
 * patches, the row, the clocks and the hash chain must tell one story.
 */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { StoredTimeline } from '../issue-store.ts';
import type { Facts } from '../lifecycle/decision-facts-rules.ts';
import { isDeepStrictEqual } from 'node:util';
import { loadCalendar } from '../../calendar/index.ts';
import { deadlines } from '../clocks/deadline-rules.ts';
import { loadTimelines } from '../issue-store.ts';
import { pinnedCalendars } from '../lifecycle/decide-and-write-service.ts';
import { applyPatches, replay } from '../lifecycle/evolve-rules.ts';
import { chainFault } from './chain-rules.ts';

export interface Fault {
  issue: Uuid;
  number: string;
  what: string;
}

const BATCH = 500;

export async function verifyIssues(db: Db): Promise<{ issues: number; events: number; faults: Fault[] }> {
  const newest = await loadCalendar(db);
  const total = { issues: 0, events: 0, faults: [] as Fault[] };
  for (let after: Uuid | null = null; ;) {
    const timelines = await loadTimelines(db, after, BATCH);
    if (timelines.length === 0)
      return total;
    for (const timeline of timelines) {
      const { id, state } = timeline.issue;
      const calendars = await pinnedCalendars(db, timeline.events, newest);
      total.issues += 1;
      total.events += timeline.events.length;
      total.faults.push(...faultsOf(timeline, calendars).map(what => ({ issue: id, number: state.number, what })));
    }
    after = timelines.at(-1)!.issue.id;
  }
}

/** What does not agree in one timeline, in words for an engineer. */
function faultsOf(timeline: StoredTimeline, calendars: Facts['calendars']): string[] {
  try {
    return compared(timeline, calendars);
  }
  catch (error) {
    return [`cannot be replayed: ${(error as Error).message}`];
  }
}

function compared({ issue, events, chain, clocks }: StoredTimeline, calendars: Facts['calendars']): string[] {
  const faults: string[] = [];
  const broken = chainFault(chain, { seq: issue.event_seq, hash: issue.event_hash });
  if (broken !== null)
    faults.push(`chain broken at event ${broken.seq} (${broken.fault})`);
  const derived = deadlines(events, calendars);
  faults.push(...differences('replay', replay(events, derived), issue.state));
  faults.push(...differences('patches', applyPatches(events), issue.state));
  const key = (clock: { kind: string; department: string | null; opened_by_seq: number }): string => `${clock.opened_by_seq} ${clock.kind} ${clock.department}`;
  const stored = new Map(clocks.map(clock => [key(clock), clock]));
  for (const clock of derived)
    faults.push(...differences(`clock ${clock.kind}/${clock.opened_by_seq}`, clock, stored.get(key(clock)) ?? {}));
  if (stored.size !== derived.length)
    faults.push(`${stored.size} clocks stored, ${derived.length} derived`);
  return faults;
}

function differences(what: string, expected: object, found: object): string[] {
  return Object.entries(expected)
    .filter(([key, value]) => !isDeepStrictEqual(value, (found as Record<string, unknown>)[key]))
    .map(([key, value]) => `${what}: ${key} should be ${JSON.stringify(value)}, is ${JSON.stringify((found as Record<string, unknown>)[key])}`);
}
