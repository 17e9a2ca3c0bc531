/** Whatever people do, in whatever order and at whatever moment: no illegal state, and all that is derived agrees. */
import type { Calendar } from '../../extensions/wangge/src/calendar/model.ts';
import type { Written } from '../../extensions/wangge/src/handling/lifecycle/decide-rules.ts';
import type { Command, Reported } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import type { Clock, EventType, IssueEvent } from '../../extensions/wangge/src/handling/model.ts';
import type { Standing } from '../../extensions/wangge/src/territory/model.ts';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { fc, test as property } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { chainFault, eventHash } from '../../extensions/wangge/src/handling/chain/chain-rules.ts';
import { sameClock } from '../../extensions/wangge/src/handling/clocks/clock-rules.ts';
import { deadlines } from '../../extensions/wangge/src/handling/clocks/deadline-rules.ts';
import { moveDeadlines } from '../../extensions/wangge/src/handling/clocks/recalendar-rules.ts';
import { dueTimers } from '../../extensions/wangge/src/handling/clocks/timer-rules.ts';
import { EVENTS, STAFF_EVENTS } from '../../extensions/wangge/src/handling/event-registry-rules.ts';
import { closeAutomatically, resumeAutomatically } from '../../extensions/wangge/src/handling/lifecycle/decide-rules.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { derivedStateOf } from '../../extensions/wangge/src/handling/lifecycle/derived-state-rules.ts';
import { applyPatches, evolve, patchBetween, replay, withClocks } from '../../extensions/wangge/src/handling/lifecycle/evolve-rules.ts';
import { STATUSES } from '../../extensions/wangge/src/handling/model.ts';
import { SYSTEM } from '../../extensions/wangge/src/territory/model.ts';
import { ACTORS, at, CALENDAR, Case, COLLEAGUE, COMPLETE, DISPATCHER, HANDLER, LEAD, LEVEL_1, LIMIT } from './handling-world.ts';
import { slowClocks } from './slow-clocks.ts';

const HOLIDAYS: Calendar = {
  ...CALENDAR,
  version: 'holidays',
  days: new Map([['2026-03-18', 'restday'], ['2026-03-19', 'restday'], ['2026-03-20', 'restday'], ['2026-03-21', 'workday'], ['2026-04-06', 'restday']]
    .map(([day, kind]) => [day!, { kind: kind as 'workday', name: '假', source: '通知', origin: 'national' as const }])),
};
const calendars = (version: string): Calendar => version === HOLIDAYS.version ? HOLIDAYS : CALENDAR;
const MINUTE = 60_000;
const ENDINGS: readonly EventType[] = ['reject', 'merge', 'withdraw', 'handle', 'escalate'];
/** What chance alone would seldom choose, and what clocks turn on. */
const SELDOM: readonly EventType[] = ['request_extension', 'suspend', 'resume', 'return', 'answer_call', 'rate_help', 'disclose'];

/** An issue whose time passes under a sweep, and whose calendar may change. */
class Walk extends Case {
  tried = 0;
  accepted = 0;

  constructor(issue: Partial<Reported> = {}) {
    super(issue, undefined, calendars);
  }

  /** As if another authority had set a limit too. */
  until(fixed_due_at: string): void {
    this.events[0]!.data.decided.limits!.external = { ...LIMIT, working_days: null, fixed_due_at };
    this.last = { ...this.last!, clocks: deadlines(this.events, calendars) };
  }

  /** Anybody, anything: mostly what is possible. */
  do(actor: Standing, pick: number, said: Partial<Command>, now: string): void {
    if (this.derived.pending !== null && pick % 3 !== 0)
      return this.say('decide_extension', pick % 2 === 0 ? LEVEL_1 : LEAD, said, now);
    // What ends a story comes less often, so that stories grow long.
    const possible = this.allowed(actor, now).filter(type => pick % 7 === 0 || !ENDINGS.includes(type));
    const seldom = possible.filter(type => SELDOM.includes(type));
    const types = pick % 5 === 0 ? STAFF_EVENTS.filter(type => type !== 'report') : pick % 2 === 0 ? seldom : possible;
    const type = types[pick % types.length] ?? 'progress';
    this.say(type, actor, said, now);
  }

  private say(type: EventType, actor: Standing, said: Partial<Command>, now: string): void {
    const words = { ...COMPLETE[type], ...said };
    this.tried++;
    if (this.try(type, actor, now, words).kind === 'refused')
      return;
    this.accepted++;
    const { pending } = this.derived;
    const held = this.last!.clocks.filter(clock => clock.held_until !== null);
    this.step(type, actor, now, words);
    this.written(now);
    // At the very moment of a limit nothing is left that could stand, nor when a calendar has moved it to before the asking; more time can still be given.
    if (type === 'decide_extension' && words.decision === 'yes' && pending !== null)
      this.saved(held.filter(({ due_at }) => pending.kind === 'extension' || pending.at < due_at), now);
  }

  /** Whatever had been missed when the step came was written before it. */
  private written(now: string): void {
    const own = this.last!.event.data.then === undefined ? 1 : 2;
    agree(dueTimers(deadlines(this.events.slice(0, -own), calendars), now).filter(timer => timer.type === 'deadline_missed'), []);
  }

  /** Asked for in time, and granted before the miss was said: nothing that waited for it is missed. */
  private saved(held: readonly Clock[], now: string): void {
    const missed = this.last!.clocks.filter(clock => held.some(one => sameClock(one, clock)) && clock.state !== 'paused' && (clock.state !== 'running' || clock.due_at < now));
    agree(missed, []);
  }

  sweep(now: string): void {
    const { resumes_at, closes_at, status } = this.state;
    if (status === 'suspended' && resumes_at !== null && resumes_at <= now)
      this.take(resumeAutomatically(this.events, this.state, { issue: this.issue, calendar: this.calendar, calendars, now }));
    for (let timer = dueTimers(this.last!.clocks, now)[0]; timer !== undefined; timer = dueTimers(this.last!.clocks, now)[0]) {
      const { kind, department, opened_by_seq, due_at } = timer.clock;
      this.ring(timer.type, timer.at, { kind, department, opened_by_seq, due_at });
    }
    if (this.state.status === 'fed_back' && closes_at !== null && closes_at <= now)
      this.take(closeAutomatically(this.events, this.state, { issue: this.issue, calendars, limit: this.limit, now }));
  }

  /** What it was merged into ends unhandled. */
  separate(now: string): void {
    if (this.state.status === 'merged')
      this.step('separate', SYSTEM, now, COMPLETE.separate);
  }

  move(now: string): void {
    this.calendar = this.calendar === CALENDAR ? HOLIDAYS : CALENDAR;
    const moved = moveDeadlines(this.events, this.state, this.issue.id, calendars, this.calendar.version, now);
    if (moved !== null)
      this.take(moved);
  }

  private take({ events, clocks, state }: Written): void {
    this.append(...events);
    this.last = { ...this.last!, clocks, state, derived: { ...state, ...derivedStateOf(this.events) } };
  }

  private ring(type: EventType, moment: string, clock: NonNullable<IssueEvent['data']['decided']['clock']>): void {
    const event = { ...NO_INPUT, issue: this.issue.id, type, actor: null, at: moment, from_status: this.state.status, to_status: this.state.status, data: { decided: { clock }, patch: {} } };
    this.append(event);
    const clocks = deadlines(this.events, calendars);
    const state = withClocks(evolve(this.state, event), clocks);
    event.data.patch = patchBetween(this.state, state);
    this.last = { ...this.last!, clocks, state, derived: { ...state, ...derivedStateOf(this.events) } };
  }
}

const words = fc.record({
  cause: fc.constantFrom(undefined, 'insufficient' as const, 'wrong_routing' as const, 'complex' as const),
  channel: fc.constantFrom(undefined, undefined, 'visit' as const),
  solved: fc.constantFrom(undefined, undefined, 'no' as const),
  decision: fc.constantFrom(undefined, undefined, 'no' as const),
  request_kind: fc.constantFrom(undefined, 'suspension' as const, 'escalation' as const),
  to_department: fc.constantFrom(undefined, undefined, undefined, 'office', 'community'),
  to_scope: fc.constantFrom(undefined, undefined, undefined, undefined, 'district' as const, 'subdistrict' as const),
  to_person: fc.constantFrom(undefined, undefined, 'colleague', 'lead'),
  result: fc.constantFrom(undefined, '已处置'),
}, { noNullPrototype: true });

const steps = fc.array(fc.record({
  actor: fc.constantFrom(...Object.values(ACTORS)),
  pick: fc.nat(1000),
  /** Often within the hour, sometimes past weekends; now and then to the very close of business. */
  minutes: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 120 }) }, { weight: 3, arbitrary: fc.integer({ min: 120, max: 2000 }) }, { weight: 1, arbitrary: fc.integer({ min: 2000, max: 12_000 }) }),
  border: fc.constantFrom(-1, 0, 1, null, null, null, null),
  wait: fc.integer({ min: 1, max: 40 }),
  happens: fc.constantFrom('step', 'step', 'step', 'step', 'step', 'step', 'sweep', 'move', 'separate'),
  said: words,
}, { noNullPrototype: true }), { minLength: 10, maxLength: 40 });

function momentAfter(now: number, minutes: number, border: number | null): number {
  const later = now + minutes * MINUTE;
  if (border === null)
    return later;
  // The next close of business, a millisecond before or after.
  const close = Math.ceil((later - 10 * 60 * MINUTE) / (24 * 60 * MINUTE)) * 24 * 60 * MINUTE + 10 * 60 * MINUTE + border;
  return Math.max(close, now);
}

/** Node compares ten times as fast; only where it sees a difference is `expect` asked, which says what differs. */
function agree(found: unknown, told: unknown): void {
  if (!isDeepStrictEqual(found, told))
    expect(found).toEqual(told);
}

function holds(condition: boolean, what: string): void {
  if (!condition)
    expect.fail(what);
}

function checked(walk: Walk): void {
  const { events, state, last } = walk;
  const { clocks, derived } = last!;
  agree(replay(events, clocks), state);
  agree(applyPatches(events), state);
  agree(deadlines(events, calendars), clocks);
  agree(
    clocks.map(({ kind, department, opened_by_seq, state: now, due_at, met_at, missed_at, held_until }) => ({ kind, department, opened_by_seq, state: now, due_at, met_at, missed_at, held_until })),
    slowClocks(events, calendars),
  );
  agree(clocks.map(({ scope, grid, person_at_due, department_at_due }) => ({ scope, grid, person_at_due, department_at_due })), clocks.map(clock => slowPins(clock, events)));
  holds(STATUSES.includes(state.status), state.status);
  agree(state.status === 'suspended', state.resumes_at !== null);
  holds(state.extension_count <= 2, 'extensions');
  holds(events.filter(({ type }) => type === 'suspend').length <= 1, 'suspensions');
  if (derived.pending !== null)
    holds(['assigned', 'handling'].includes(state.status), `pending while ${state.status}`);
  if (['closed', 'rejected', 'merged'].includes(state.status))
    agree(clocks.filter(clock => clock.kind !== 'disclose' && (clock.state === 'paused' || (clock.state === 'running' && clock.due_at >= events.at(-1)!.at))), []);
  if (state.disclosed_at !== null)
    agree(state.status, 'closed');
}

/** What the issue's row said when the clock fell due or ended, by replaying the timeline up to there. */
function slowPins({ kind, state, department, opened_by_seq, due_at, met_at }: Clock, events: readonly IssueEvent[]) {
  const over = state === 'paused' || state === 'cancelled' ? null : met_at !== null && met_at < due_at ? met_at : due_at;
  // From where a clock is called off for good, it no longer follows.
  const end = state !== 'cancelled'
    ? events.length
    : 1 + events.findLastIndex(({ seq }) => deadlines(events.slice(0, seq), calendars).every(clock => clock.kind !== kind || clock.department !== department || clock.opened_by_seq !== opened_by_seq || clock.state !== 'cancelled'));
  let held = replay(events.slice(0, opened_by_seq), []);
  for (let seq = opened_by_seq + 1; seq <= end; seq++) {
    const row = replay(events.slice(0, seq), []);
    if ((over === null || events[seq - 1]!.at <= over) && (kind !== 'own' || row.department === department))
      held = row;
  }
  const { lead, handler, follower } = held;
  const verifier = [follower, lead].find(person => person !== null && person !== handler) ?? null;
  return { scope: held.scope, grid: held.grid, person_at_due: kind === 'own' ? handler : kind === 'verify' ? verifier : lead, department_at_due: held.department };
}

function legal(events: readonly IssueEvent[]): void {
  let handler: string | null = null;
  for (const [index, event] of events.entries()) {
    const { from, to, moves = from, never = [] } = EVENTS[event.type].transition;
    const before = events[index - 1];
    agree(event.from_status, before?.to_status ?? null);
    if (before !== undefined) {
      holds(from.includes(event.from_status!), `${event.type} from ${event.from_status}`);
      holds((moves.includes(event.from_status!) ? to.map(one => one ?? event.from_status) : [event.from_status]).includes(event.to_status), `${event.type} from ${event.from_status} to ${event.to_status}`);
    }
    if (event.actor !== null && never.includes('handler'))
      holds(event.actor !== handler, `${event.type} by the handler`);
    handler = event.data.decided.handler === undefined ? handler : event.data.decided.handler;
  }
}

/** As the database chains it; then everything is erased, and it still holds. */
function chained(events: readonly IssueEvent[]): void {
  const digest = (salt: string, text: string | null): string | null => text === null ? null : createHash('sha256').update(salt + text).digest('hex');
  let prev_hash = '';
  const chain = events.map((event) => {
    const salt = `salt ${event.seq}`;
    const link = { ...event, data: JSON.stringify(event.data), salt: salt as string | null, note_digest: digest(salt, event.note), result_digest: digest(salt, event.result), files_digest: null, prev_hash, hash: '' };
    link.hash = eventHash(link);
    prev_hash = link.hash;
    return link;
  });
  const head = { seq: chain.length, hash: prev_hash };
  expect(chainFault(chain, head)).toBeNull();
  expect(chainFault(chain.map(link => ({ ...link, note: null, result: null, salt: null })), head)).toBeNull();
  const [first] = chain;
  expect(chainFault([{ ...first!, at: '2020-01-01T00:00:00.000Z' }, ...chain.slice(1)], head)).toMatchObject({ seq: 1, fault: 'hash' });
}

/** Stories begin anywhere: most would never get far by chance. */
const BEGINNINGS: readonly ((walk: Walk) => void)[] = [
  () => {},
  walk => walk.step('accept', HANDLER, at(11)),
  walk => walk.step('request_extension', HANDLER, at(11), COMPLETE.request_extension),
  walk => walk.step('request_extension', HANDLER, at(11), { request_kind: 'escalation', to_department: 'district', note: '超出街道职责' }).step('decide_extension', LEAD, at(11), COMPLETE.decide_extension),
  walk => walk.step('merge', DISPATCHER, at(11), COMPLETE.merge),
  walk => walk.step('call_in', HANDLER, at(11), COMPLETE.call_in),
  walk => walk.step('handle', HANDLER, at(11), { ...COMPLETE.handle, channel: 'visit' }),
  walk => walk.step('handle', HANDLER, at(11), { ...COMPLETE.handle, channel: 'visit' }).step('verify', LEAD, at(11), COMPLETE.verify),
];

/** What people do, where it begins, what it is about, and how long another authority gives it. */
const stories = [
  steps,
  fc.constantFrom(...BEGINNINGS),
  fc.record({ source: fc.constantFrom('patrol' as const, 'resident' as const), kind: fc.constantFrom('problem' as const, 'dispute' as const) }, { noNullPrototype: true }),
  fc.option(fc.integer({ min: 1, max: 20 }), { freq: 2 }),
] as const;
type Story = { [K in keyof typeof stories]: (typeof stories)[K] extends fc.Arbitrary<infer T> ? T : never };

/** Goes through a story, looking at everything after every step. */
function told(story: Story[0], begin: Story[1], issue: Story[2], external: Story[3]): Walk {
  const walk = new Walk(issue);
  if (external !== null)
    walk.until(at(11 + external));
  begin(walk);
  let now = Date.parse(at(11));
  const misses = new Set<string>();
  let looked = 0;
  for (const { actor, pick, minutes, border, wait, happens, said } of story) {
    now = momentAfter(now, minutes, border);
    const moment = new Date(now).toISOString();
    if (happens === 'sweep')
      walk.sweep(moment);
    else if (happens === 'move')
      walk.move(moment);
    else if (happens === 'separate')
      walk.separate(moment);
    else
      walk.do(actor, pick, { ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)), ...untilFor(said, now + wait * 24 * 60 * MINUTE, pick) }, moment);
    // A step that was refused has written nothing: what holds before it holds after it.
    if (walk.events.length === looked)
      continue;
    looked = walk.events.length;
    checked(walk);
    for (const { kind, opened_by_seq, department, missed_at } of walk.last!.clocks.filter(clock => clock.missed_at !== null))
      misses.add(`${opened_by_seq} ${kind} ${department} ${missed_at}`);
    const still = new Set(walk.last!.clocks.map(({ kind, opened_by_seq, department, missed_at }) => `${opened_by_seq} ${kind} ${department} ${missed_at}`));
    agree([...misses].filter(miss => !still.has(miss)), []);
  }
  legal(walk.events);
  chained(walk.events);
  return walk;
}

property.prop([...stories], { numRuns: 300 })('the rules, the patches, the row, the clocks by a slow walk, the table and the chain tell one story', (...story) => {
  told(...story);
});

/** Whoever asks for a suspension says until when; an extension now and then; for the district, to which department. */
function untilFor({ request_kind }: { request_kind?: string | undefined }, until: number, pick: number): Partial<Command> {
  if (request_kind === 'escalation')
    return { to_department: 'district' };
  return request_kind === 'suspension' || pick % 8 === 1 ? { until: new Date(until).toISOString() } : {};
}

it('a clock that another calendar counts rests on the days that the law fixes', () => {
  const walk = new Walk();
  BEGINNINGS[3]!(walk);
  walk.step('progress', COLLEAGUE, '2026-04-24T09:59:59.999Z', COMPLETE.progress);
  expect(walk.clock('progress').due_at).toBe('2026-05-01T10:00:00.000Z');
  walk.move('2026-04-25T09:59:59.999Z');
  expect(walk.clock('progress').due_at).toBe('2026-05-04T10:00:00.000Z');
  checked(walk);
});

it('a clock that was called off, went on and was called off again stood with whoever had it the second time', () => {
  const walk = new Walk();
  walk.step('merge', DISPATCHER, at(11), COMPLETE.merge);
  walk.separate(at(11, 9));
  walk.step('route', DISPATCHER, at(12), COMPLETE.route).step('merge', DISPATCHER, at(13), COMPLETE.merge);
  expect(walk.last!.clocks.map(({ kind, state, department_at_due }) => [kind, state, department_at_due])).toEqual([
    ['resolve', 'cancelled', 'office'],
    ['own', 'cancelled', 'community'],
    ['own', 'cancelled', 'community'],
    ['own', 'cancelled', 'office'],
  ]);
  checked(walk);
});

it('asked for in time, of a limit that a calendar moves to before the asking nothing is left that could stand', () => {
  const walk = new Walk();
  walk.step('route', DISPATCHER, at(15), COMPLETE.route);
  walk.move(at(16));
  expect(walk.clock('own').due_at).toBe('2026-03-21T10:00:00.000Z');
  walk.step('request_extension', LEAD, at(19), { request_kind: 'escalation', to_department: 'district', note: '超出街道职责' });
  walk.move(at(19, 3));
  expect(walk.clock('own')).toMatchObject({ state: 'running', due_at: '2026-03-18T10:00:00.000Z', held_until: '2026-03-19T10:00:00.000Z' });
  walk.step('decide_extension', LEVEL_1, at(19, 4), { decision: 'yes' });
  walk.sweep(at(19, 5));
  expect(walk.clock('own')).toMatchObject({ state: 'missed', missed_at: '2026-03-18T10:00:00.000Z' });
  checked(walk);
});

it('what is possible is judged by the calendar that counts', () => {
  const walk = new Walk();
  walk.step('route', DISPATCHER, at(17), COMPLETE.route);
  expect(walk.allowed(HANDLER, at(19))).not.toContain('return');
  walk.move(at(17, 3));
  expect(walk.allowed(HANDLER, at(19))).toContain('return');
});

it('the walks go far enough to mean something', () => {
  // Of the same seed, so that it does not hang on the draw.
  const walks = fc.sample(fc.tuple(...stories), { numRuns: 150, seed: 1 }).map(story => told(...story));
  const sum = (part: 'tried' | 'accepted'): number => walks.reduce((all, walk) => all + walk[part], 0);
  expect(sum('accepted') / sum('tried')).toBeGreaterThan(0.3);

  const happened = new Set(walks.flatMap(({ events }) => events.map(({ type }) => type)));
  expect([...happened]).toEqual(expect.arrayContaining<EventType>(['request_extension', 'decide_extension', 'suspend', 'resume', 'escalate', 'deadline_missed', 'deadline_moved', 'call_in', 'answer_call', 'merge', 'separate', 'disclose', 'reopen']));
});
