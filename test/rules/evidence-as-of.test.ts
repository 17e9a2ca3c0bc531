/** Whatever happens after the cut, the evidence of a period is what it was. */
import type { Calendar } from '../../extensions/wangge/src/calendar/model.ts';
import type { Command } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import type { EventType } from '../../extensions/wangge/src/handling/model.ts';
import type { Standing } from '../../extensions/wangge/src/territory/model.ts';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { fc, test as property } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { recompute } from '../../extensions/wangge/src/assessment/evidence/old-evidence.ts';
import { casesAsOf } from '../../extensions/wangge/src/assessment/facts/case-rules.ts';
import { recordedAt } from '../../extensions/wangge/src/assessment/facts/clock-rules.ts';
import { deadlines } from '../../extensions/wangge/src/handling/clocks/deadline-rules.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { Assessed, calendars, casesOf, CUT, digestOf, evidenceOf, HOLIDAYS, PATCHES, SHORT, toldOf } from './assessed-world.ts';
import { ACTORS, at, CALENDAR, DISPATCHER, HANDLER, LEVEL_1, LIMIT } from './handling-world.ts';

const HOUR = 3_600_000;

interface Step { issue: number; actor: Standing; pick: number; hours: number; happens: 'step' | 'sweep' | 'move' | 'hand_over'; said: { [Field in keyof Command]?: Command[Field] | undefined } }

const said = fc.record({
  channel: fc.constantFrom(undefined, 'visit' as const),
  solved: fc.constantFrom(undefined, 'no' as const),
  satisfaction: fc.constantFrom(undefined, 2, 5),
  request_kind: fc.constantFrom(undefined, 'suspension' as const),
  to_scope: fc.constantFrom(undefined, undefined, 'district' as const, 'subdistrict' as const),
  to_department: fc.constantFrom(undefined, undefined, 'office'),
  to_grid: fc.constantFrom(undefined, ...PATCHES),
}, { noNullPrototype: true });
const steps = (minLength: number) => fc.array(fc.record({
  issue: fc.nat(3),
  actor: fc.constantFrom(...Object.values(ACTORS)),
  pick: fc.nat(1000),
  hours: fc.integer({ min: 0, max: 30 }),
  happens: fc.constantFrom('step' as const, 'step' as const, 'step' as const, 'step' as const, 'sweep' as const, 'move' as const, 'hand_over' as const),
  said,
}, { noNullPrototype: true }), { minLength, maxLength: 40 });

/** What was done after the cut. */
type Done = Set<EventType>;

/** Anybody, anything that may be done, hour after hour; answers when it ended. */
function walk(issues: readonly Assessed[], story: readonly Step[], from: string, until: string | null, done: Done): string {
  let now = from;
  for (const { issue: which, actor, pick, hours, happens, said } of story) {
    const next = new Date(Date.parse(now) + hours * HOUR).toISOString();
    if (until !== null && next >= until)
      break;
    now = next;
    const issue = issues[which % issues.length]!;
    if (happens === 'sweep') {
      issue.sweep(now);
    }
    else if (happens === 'move') {
      issue.moveTo(issue.calendar === CALENDAR ? HOLIDAYS : CALENDAR, now);
    }
    else if (happens === 'hand_over') {
      issue.handOver(PATCHES[pick % 2]!, now);
    }
    else {
      const words = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Partial<Command>;
      const possible = issue.allowed(actor, now);
      const type = possible[pick % possible.length];
      if (type !== undefined && issue.may(type, actor, now, { ...words, ...(type === 'suspend' || words.request_kind === 'suspension' ? { until: new Date(Date.parse(now) + (24 + pick % 200) * HOUR).toISOString() } : {}) }) && now >= CUT)
        done.add(type);
    }
  }
  return now;
}

/** Goes through a story before the cut and one after it; answers what there was to assess, whether clocks changed, and what was done. */
function told(before: readonly Step[], after: readonly Step[]) {
  const done: Done = new Set();
  const issues = [0, 1, 2, 3].map(n => new Assessed(PATCHES[n % 2]!, n + 1, at(11 + n)));
  // Only what is recorded before the cut: nothing, or some of it, is swept by then.
  walk(issues, before, at(15), CUT, done);
  const saying = () => [CALENDAR, HOLIDAYS].map(calendar => [digestOf(issues, calendar), toldOf(issues, calendar)]);
  const said = saying();
  const clocks = JSON.stringify(issues.map(({ events }) => deadlines(events, calendars)));
  const cases = casesOf(issues);
  const end = walk(issues, after, CUT, null, done);
  for (const issue of issues) {
    // The sweep that comes late dates misses with moments before the cut.
    issue.sweep(end);
    issue.may('redact', DISPATCHER, end);
    issue.handOver('p1', end);
  }
  expect(issues.flatMap(({ events }) => events).some(event => recordedAt(event) >= CUT)).toBe(true);
  expect(saying()).toEqual(said);
  return { cases, changed: JSON.stringify(issues.map(({ events }) => deadlines(events, calendars))) !== clocks, done };
}

property.prop([steps(20), steps(10)], { numRuns: 60 })('with the same period, cut, calendar version and exemptions the digest is the same', (before, after) => {
  told(before, after);
});

it('and it is no matter of luck: there are cases, and much happens to them', () => {
  const all = fc.sample(fc.tuple(steps(20), steps(10)), { numRuns: 30, seed: 1 }).map(story => told(...story));
  expect(all.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThan(30);
  expect(all.filter(({ changed }) => changed).length).toBeGreaterThan(20);
  expect(all.flatMap(({ done }) => [...done])).toEqual(expect.arrayContaining<EventType>(['route', 'merge', 'reopen', 'handle', 'reject', 'redact']));
});

it('what became true before the end and was written after the cut counts for a later version at most', () => {
  const suspended = () => {
    const issue = new Assessed('p0', 1, at(11));
    issue.may('accept', HANDLER, at(12));
    issue.may('suspend', LEVEL_1, at(12, 3), { until: at(17) });
    return issue;
  };
  // The server slept: that it went on, and was missed in March, was written in April.
  const issue = suspended();
  const before = digestOf([issue], CALENDAR);
  issue.sweep('2026-04-20T02:00:00.000Z');
  expect(issue.clock('resolve')).toMatchObject({ state: 'missed', missed_at: expect.stringMatching(/^2026-03/) });
  expect(digestOf([issue], CALENDAR)).toBe(before);
  const awake = suspended();
  awake.sweep('2026-03-30T02:00:00.000Z');
  expect(digestOf([awake], CALENDAR)).not.toBe(before);
});

it('what rests on a day that nobody knew makes no case, before a calendar knows it', () => {
  const story = (handled: string | null) => {
    const issue = new Assessed('p0', 1, at(11));
    issue.events[0]!.data.decided.limits!.resolve = { ...LIMIT, calendar_version: SHORT.version, statutory: true };
    if (handled !== null)
      issue.may('handle', HANDLER, handled, { channel: 'visit' });
    return issue;
  };
  const facts = (issue: Assessed, calendar: Calendar) => casesAsOf(issue.events, false, { from: '2026-02-28T16:00:00.000Z', until: '2026-03-31T16:00:00.000Z', cut: CUT, calendar, calendars, response_limits: [] })
    .map(({ facts: { on_time, handled } }) => [on_time, handled]);
  // The holidays of the 18th to the 20th do not matter here: due on the 16th by both that know it.
  for (const [handled, said] of [[null, [false, false]], [at(12), [true, true]], [at(17), [false, true]]] as const) {
    const issue = story(handled);
    expect([facts(issue, SHORT), facts(issue, CALENDAR), facts(issue, HOLIDAYS)]).toEqual([[], [said], [said]]);
    // The year is published, and the job judges it: the version as of the cut is as it was, by both.
    issue.moveTo(CALENDAR, '2026-04-20T02:00:00.000Z');
    issue.sweep('2026-04-21T02:00:00.000Z');
    expect(issue.clock('resolve').provisional).toBe(false);
    expect([facts(issue, SHORT), facts(issue, CALENDAR)]).toEqual([[], [said]]);
  }
});

it('a report that was merged and is on its own again counts once, when that is known', () => {
  const merged = (until: string, since = at(12)) => {
    const issue = new Assessed('p0', 1, at(11));
    issue.sweep(since);
    issue.may('merge', DISPATCHER, since);
    issue.append({ ...issue.events.at(-1)!, ...NO_INPUT, type: 'separate', actor: null, at: until, data: { decided: {}, patch: {} } });
    return [issue];
  };
  const april = { from: '2026-03-31T16:00:00.000Z', until: '2026-04-30T16:00:00.000Z', cut: '2026-05-11T10:00:00.000Z', calendar: CALENDAR, calendars, response_limits: [] };
  const cases = (until: string, since?: string) => [casesOf(merged(until, since)), merged(until, since).flatMap(({ events }) => casesAsOf(events, false, april)).length];
  // The limit was 16 March.
  expect([cases(at(13)), cases(at(20)), cases('2026-04-02T02:00:00.000Z'), cases('2026-04-20T02:00:00.000Z')]).toEqual([[1, 0], [1, 0], [0, 1], [0, 1]]);
  // Missed before it was merged, it stays where it was missed.
  expect([cases('2026-04-02T02:00:00.000Z', at(26)), cases('2026-04-20T02:00:00.000Z', at(26))]).toEqual([[1, 0], [1, 0]]);
});

it('its file says the same', async () => {
  const issues = ['p0', 'p1', 'p0'].map((patch, n) => new Assessed(patch, n + 1, at(11)));
  issues[0]!.may('handle', HANDLER, at(12), { channel: 'visit' });
  const [header, ...lines] = evidenceOf(issues);
  const found = await recompute(async () => Readable.from([gzipSync([header, ...lines.toReversed(), ''].join('\n'))]));
  expect([found.digest, found.cases]).toEqual([digestOf(issues, CALENDAR), 3]);
});

it('a fact counts if it happened before the end and was recorded before the cut', () => {
  const handled = (when: string) => {
    const issue = new Assessed('p0', 1, at(11));
    issue.may('accept', HANDLER, at(12));
    issue.may('handle', HANDLER, when, { channel: 'visit' });
    return digestOf([issue], CALENDAR);
  };
  // The limit was the 16th; handled within March is handled, in April or after the cut is not.
  expect(new Set([handled(at(20)), handled(at(30))]).size).toBe(1);
  expect(handled('2026-04-01T02:00:00.000Z')).not.toBe(handled(at(20)));
  expect(handled('2026-04-01T02:00:00.000Z')).toBe(handled('2026-04-20T02:00:00.000Z'));
});
