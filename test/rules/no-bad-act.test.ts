/**
 * No bad act raises a score: a story is told twice, once with the act and once without. (a) Whatever is done when the limit has
 * passed, by whomever, and (b) whatever the subject does alone before it, never gives more points, nor fills the sample.
 */
import type { Measure } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import type { Count } from '../../extensions/wangge/src/assessment/facts/model.ts';
import type { Command } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import type { EventType } from '../../extensions/wangge/src/handling/model.ts';
import type { Standing } from '../../extensions/wangge/src/territory/model.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { MEASURES } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import { Assessed, countedOf, scoredOf } from './assessed-world.ts';
import { DISPATCHER, HANDLER, HEAD, LEAD, LEVEL_1, REPORTER } from './handling-world.ts';

const HOUR = 3_600_000;

interface Step { hour: number; type: EventType; actor: Standing; said?: Partial<Command> }
/** What comes before a return is settled belongs to it: acts begin after it. Hours are counted from the report on Wednesday 11 March, 10:00; the limit is Monday 16, 18:00. */
const LIMIT = 5 * 24 + 8;
const accept: Step = { hour: 2, type: 'accept', actor: HANDLER };
const handle = (hour: number): Step => ({ hour, type: 'handle', actor: HANDLER, said: { channel: 'visit' } });
const verify = (hour: number, solved: 'yes' | 'no'): Step => ({ hour, type: 'verify', actor: LEAD, said: { solved } });

/** What may become of an issue without anybody's bad act. */
const LIVES: Record<string, Step[]> = {
  'handled in time': [accept, handle(30)],
  'handled in time, found solved': [accept, handle(30), verify(50, 'yes')],
  'handled in time, found unsolved': [accept, handle(30), verify(50, 'no'), handle(90)],
  'handled late': [accept, handle(LIMIT + 30)],
  'never handled': [accept],
  'returned, sent back, handled': [{ hour: 3, type: 'return', actor: HANDLER, said: { cause: 'insufficient' } }, { hour: 20, type: 'route', actor: DISPATCHER }, { ...accept, hour: 21 }, handle(70)],
  'extended, handled': [accept, { hour: 50, type: 'request_extension', actor: HANDLER }, { hour: 60, type: 'decide_extension', actor: LEAD }, handle(LIMIT + 10)],
};

/** An act is some steps, one after the other, as far as they are allowed; without the first there is no act. */
type Act = readonly Omit<Step, 'hour'>[];
const step = (type: EventType, actor: Standing, said: Partial<Command> = {}): Omit<Step, 'hour'> => ({ type, actor, said });
const until = '2026-03-27T10:00:00.000Z';

/** By anybody, with whatever approvals. */
const AFTER: Record<string, Act> = {
  'a sham round': [step('reopen', LEAD), step('handle', HANDLER, { channel: 'visit' })],
  'a sham round of the reporter': [step('reopen', REPORTER), step('handle', HANDLER, { channel: 'visit' })],
  'a sham verification': [step('verify', LEAD, { solved: 'no' }), step('handle', HANDLER, { channel: 'visit' })],
  'a reopening': [step('reopen', LEVEL_1)],
  'escalation': [step('escalate', HANDLER), step('escalate', LEAD)],
  'escalation, asked and granted': [step('request_extension', HANDLER, { request_kind: 'escalation', to_department: 'district' }), step('decide_extension', LEVEL_1, { decision: 'yes' })],
  'suspension': [step('suspend', LEVEL_1, { until })],
  'suspension, asked and granted': [step('request_extension', HANDLER, { request_kind: 'suspension', until }), step('decide_extension', LEVEL_1, { decision: 'yes' })],
  'an extension, asked and granted': [step('request_extension', HANDLER), step('decide_extension', LEVEL_1, { decision: 'yes' })],
  're-scoping to the sub-district': [step('route', DISPATCHER, { to_scope: 'subdistrict', to_department: 'office' })],
  're-scoping to the district': [step('route', LEVEL_1, { to_scope: 'district' })],
  'another patch': [step('route', DISPATCHER, { to_grid: 'p1' })],
  'withdrawal': [step('withdraw', REPORTER)],
  'rejection': [step('reject', DISPATCHER), step('reject', LEAD)],
  'merging': [step('merge', DISPATCHER)],
  'merging by level 1': [step('merge', LEVEL_1)],
  'a return': [step('return', HANDLER, { cause: 'wrong_routing' })],
  'a reason': [step('explain', HANDLER)],
  'erasure': [step('redact', DISPATCHER)],
};

/** By the subject alone: nobody else decides. */
const ALONE: Record<string, Act> = {
  'escalation': [step('escalate', HANDLER)],
  'escalation by the lead': [step('escalate', LEAD)],
  'escalation by the head': [step('escalate', HEAD)],
  'asking for escalation': [step('request_extension', HANDLER, { request_kind: 'escalation', to_department: 'district' })],
  'asking, and deciding it oneself': [step('request_extension', HANDLER, { request_kind: 'escalation', to_department: 'district' }), step('decide_extension', HANDLER, { decision: 'yes' })],
  'asking for an extension': [step('request_extension', HANDLER)],
  'asking for a suspension': [step('request_extension', HANDLER, { request_kind: 'suspension', until })],
  'suspension': [step('suspend', HANDLER, { until })],
  'a return': [step('return', HANDLER, { cause: 'wrong_routing' })],
  'a return for want of information': [step('return', HANDLER, { cause: 'insufficient' })],
  'handing on inside the department': [step('route', HEAD, { to_person: 'colleague' })],
  're-scoping by the handler': [step('route', HANDLER, { to_scope: 'district' })],
  're-scoping by the head': [step('route', HEAD, { to_scope: 'subdistrict' })],
  'merging by the handler': [step('merge', HANDLER)],
  'rejection by the lead': [step('reject', LEAD)],
  'rejection by the handler': [step('reject', HANDLER)],
  'a late withdrawal': [step('withdraw', REPORTER)],
  'a reason': [step('explain', HANDLER)],
  'calling in': [step('call_in', HANDLER)],
};

interface Story { life: keyof typeof LIVES; day: number; act: string | null; hour: number; times: number }

const known = new Map<string, Assessed | null>();

/** Null: it was withdrawn in time, and is as if it had never been reported. */
function told(story: Story, acts: Record<string, Act>, number: number): Assessed | null {
  const key = JSON.stringify([story, story.act !== null && acts[story.act], number]);
  if (!known.has(key))
    known.set(key, tell(story, acts, number));
  return known.get(key)!;
}

function tell({ life, day, act, hour, times }: Story, acts: Record<string, Act>, number: number): Assessed | null {
  const start = Date.parse('2026-03-11T02:00:00.000Z') + day * 24 * HOUR;
  const issue = new Assessed('p0', number, new Date(start).toISOString());
  const moment = (at: number): string => new Date(start + at * HOUR).toISOString();
  const planned: (Step | { hour: number; act: Act })[] = [...LIVES[life]!];
  const settled = LIVES[life]!.findLast(({ type }) => type === 'route')?.hour ?? 0;
  if (act !== null)
    planned.push(...Array.from({ length: times }, (_, n) => ({ hour: Math.max(hour, settled) + 0.5 + n * 5, act: acts[act]! })));
  for (const next of planned.toSorted((a, b) => a.hour - b.hour)) {
    issue.sweep(moment(next.hour));
    if (!('act' in next))
      issue.may(next.type, next.actor, moment(next.hour), next.said);
    else if (next.act.some(({ type, actor, said }, n) => !issue.may(type, actor, moment(next.hour + n * 0.1), said) && n === 0))
      continue;
    if (issue.state.withdrawn_at !== null && issue.clock('resolve').state === 'cancelled')
      return null;
  }
  issue.sweep('2026-03-31T15:00:00.000Z');
  return issue;
}

function points(stories: readonly Story[], acts: Record<string, Act>, withActs: boolean) {
  const issues = stories.map((story, n) => told(withActs ? story : { ...story, act: null, hour: 0, times: 1 }, acts, n + 1));
  // An issue that is as if it had never been is none in either telling.
  const gone = stories.map((story, n) => told(story, acts, n + 1) === null);
  return scoredOf(issues.filter((issue, n): issue is Assessed => issue !== null && !gone[n]))
    .rankings.filter(({ grid }) => grid !== 'p1')
    .map(({ grid, total, sample, rank }) => ({ grid, total: Number(total ?? 0), sample, ranked: rank !== null }));
}

/** As a scheme may weigh the further measures of clocks. (What is never handled costs more than what was handled and had to be done over: or else nobody would begin.) */
const WEIGHTS = { first_time_rate: 40, overdue_open_rate: 30, closing_rate: 10, confirmed_rework_rate: 15, escalation_on_time_rate: 5 } satisfies Partial<Record<Measure, number>>;

function further(stories: readonly Story[], acts: Record<string, Act>, withActs: boolean): { total: number; own: Count } {
  const issues = stories.map((story, n) => told(withActs ? story : { ...story, act: null, hour: 0, times: 1 }, acts, n + 1));
  const gone = stories.map((story, n) => told(story, acts, n + 1) === null);
  const counts = countedOf(issues.filter((issue, n): issue is Assessed => issue !== null && !gone[n]));
  const rated = (Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]).map((measure) => {
    const { numerator, denominator } = counts.get(measure) ?? { numerator: 0, denominator: 0 };
    const rate = denominator === 0 ? null : numerator / denominator;
    return { weight: WEIGHTS[measure], rate: rate === null || MEASURES[measure].better === 'higher' ? rate : 1 - rate };
  }).filter(({ rate }) => rate !== null);
  const weight = rated.reduce((sum, { weight }) => sum + weight, 0);
  return { total: rated.reduce((sum, { weight, rate }) => sum + weight * rate!, 0) / weight * 100, own: counts.get('own_on_time_rate') ?? { numerator: 0, denominator: 0 } };
}

function noRaise(stories: readonly Story[], acts: Record<string, Act>): void {
  const [without, withActs] = [points(stories, acts, false), points(stories, acts, true)];
  for (const [n, after] of withActs.entries()) {
    const before = without[n]!;
    expect(after.total, `total of ${after.grid}`).toBeLessThanOrEqual(before.total);
    expect(after.sample, `sample of ${after.grid}`).toBeLessThanOrEqual(before.sample);
  }
  const [before, after] = [further(stories, acts, false), further(stories, acts, true)];
  expect(after.total, 'by further measures').toBeLessThanOrEqual(before.total + 1e-9);
  // Nobody gains a limit kept; one that is missed is never taken away, but of what was returned, which falls due when it is sent back.
  expect(after.own.numerator).toBeLessThanOrEqual(before.own.numerator);
  if (!stories.some(({ act }) => act?.startsWith('a return')))
    expect(after.own.denominator - after.own.numerator).toBeGreaterThanOrEqual(before.own.denominator - before.own.numerator);
}

/** Enough of others that one alone does not decide. */
const others = (): Story[] => ['handled in time', 'handled in time', 'handled late', 'never handled', 'handled in time, found unsolved']
  .map((life, n) => ({ life, day: n % 2, act: null, hour: 0, times: 1 }));

describe('(a) what is done when the limit has passed', () => {
  it.each(Object.keys(AFTER))('%s', (act) => {
    for (const life of Object.keys(LIVES)) {
      for (const [hour, times] of [[LIMIT + 1, 3], [LIMIT + 40, 1]] as const)
        noRaise([...others(), { life, day: 0, act, hour, times }], AFTER);
    }
  });
});

describe('(b) what the subject does alone before it', () => {
  it.each(Object.keys(ALONE))('%s', (act) => {
    for (const life of Object.keys(LIVES)) {
      for (const hour of [1, 40, LIMIT - 1])
        noRaise([...others(), { life, day: 0, act, hour, times: 1 }], ALONE);
    }
  });
});

const mixed = (acts: Record<string, Act>, hours: [number, number]) => fc.array(fc.record({
  life: fc.constantFrom(...Object.keys(LIVES)),
  day: fc.nat(4),
  act: fc.constantFrom(null, ...Object.keys(acts)),
  hour: fc.integer({ min: hours[0], max: hours[1] }),
  times: fc.integer({ min: 1, max: 4 }),
}, { noNullPrototype: true }), { minLength: 3, maxLength: 9 });

property.prop([mixed(AFTER, [9 * 24, 15 * 24])], { numRuns: 30 })('mixed, afterwards', (stories) => {
  noRaise(stories, AFTER);
});

property.prop([mixed(ALONE, [1, 60])], { numRuns: 30 })('mixed, alone', (stories) => {
  noRaise(stories, ALONE);
});

it('five sham rounds on one issue cost points, and do not make a sample', () => {
  const sham: Story = { life: 'handled in time', day: 0, act: 'a sham round', hour: LIMIT + 1, times: 5 };
  const [without, withActs] = [points([sham], AFTER, false), points([sham], AFTER, true)];
  expect(without.at(-1)).toMatchObject({ total: 100, sample: 1 });
  expect(withActs.at(-1)!.total).toBeLessThan(90);
  expect(withActs.at(-1)).toMatchObject({ sample: 1, ranked: false });
});
