/** The decider: every row of the table, and what replaying must always give. */
import type { Calendar } from '../../extensions/wangge/src/calendar/calendar.ts';
import type { Command, Facts } from '../../extensions/wangge/src/handling/facts.ts';
import type { Accepted } from '../../extensions/wangge/src/handling/lifecycle.ts';
import type { EventType, IssueEvent, NewEvent, PinnedLimit } from '../../extensions/wangge/src/handling/model.ts';
import type { Authority, Standing } from '../../extensions/wangge/src/handling/transitions.ts';
import type { Refusal } from '../../extensions/wangge/src/platform/refusal.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { applyPatches, replay } from '../../extensions/wangge/src/handling/evolve.ts';
import { SAID_NOTHING } from '../../extensions/wangge/src/handling/facts.ts';
import { closeByItself, decide } from '../../extensions/wangge/src/handling/lifecycle.ts';
import { inWords, messages, word } from '../../extensions/wangge/src/handling/messages.ts';
import { CLOCK_KINDS, STAFF_EVENTS, STATUSES } from '../../extensions/wangge/src/handling/model.ts';
import { drawn } from '../../extensions/wangge/src/handling/settlement.ts';
import { allowedEvents, TRANSITIONS } from '../../extensions/wangge/src/handling/transitions.ts';
import { sentence } from '../../extensions/wangge/src/platform/refusal.ts';

const CALENDAR: Calendar = { version: 'test', time_zone: 'Asia/Shanghai', covers_from: '2026-01-01', covers_to: '2026-12-31', days: new Map() };
const LIMIT: PinnedLimit = { policy: null, working_days: 3, clock_hours: null, warn_working_hours: 8, close_of_business: '18:00', calendar_version: 'test' };
const NOBODY: Standing = { person: 'nobody', department: null, heads: [], levels: [], dispatcher: false };
const REPORTER: Standing = { ...NOBODY, person: 'reporter', levels: [3] };
const HANDLER: Standing = { ...NOBODY, person: 'handler', department: 'community' };
const COLLEAGUE: Standing = { ...NOBODY, person: 'colleague', department: 'community' };
const HEAD: Standing = { ...NOBODY, person: 'head', department: 'community', heads: ['community'] };
const LEAD: Standing = { ...NOBODY, person: 'lead', levels: [2] };
const LEVEL_1: Standing = { ...NOBODY, person: 'level-1', levels: [1] };
const DISPATCHER: Standing = { ...NOBODY, person: 'dispatcher', department: 'centre', dispatcher: true };
const SYSTEM: Standing = { ...NOBODY, person: null };
/** Not drawn for verification. */
const ID = '00000000-0000-4000-8000-000000000001';

/** A timeline under test, stepped by commands. */
class Case {
  events: IssueEvent[] = [];
  last: Accepted | null = null;

  readonly issue: Facts['issue'];

  constructor(issue: Facts['issue'] = { id: ID, severity: 'normal', source: 'patrol', photo_required: false }) {
    this.issue = issue;
    this.step('report', REPORTER, '2026-03-11T02:00:00.000Z');
  }

  get state() {
    return this.last!.state;
  }

  try(type: EventType, actor: Standing, now: string, said: Partial<Command> = {}, facts: Partial<Facts> = {}) {
    return decide(this.events, this.last?.state ?? null, { ...SAID_NOTHING, attachments: 0, ...said, type }, {
      now,
      actor,
      issue: this.issue,
      calendar: CALENDAR,
      calendars: () => CALENDAR,
      limit: (kind, scope) => ({ ...LIMIT, working_days: kind === 'escalate' ? 1 : scope === 'community' ? 3 : 5 }),
      routed: {
        rule: 'rule',
        scope: said.to_scope ?? 'community',
        lead: 'lead',
        department: said.to_department ?? 'community',
        handler: said.to_person ?? 'handler',
        follower: null,
        explanation: { steps: [], lead_by: 'grid_leader', handler_by: 'duty_line' },
      },
      report: { number: '110101001-20260311-0001', category: 'category', grid: 'grid' },
      to_department: said.to_department === undefined ? null : { kind: said.to_department === 'district' ? 'district' : 'office', active: true },
      to_person: said.to_person === undefined ? null : { active: true, department: 'community' },
      ...facts,
    });
  }

  step(type: EventType, actor: Standing, now: string, said: Partial<Command> = {}, facts: Partial<Facts> = {}): this {
    const decision = this.try(type, actor, now, said, facts);
    if (decision.kind === 'refused')
      throw new Error(`${type} was refused: ${decision.code} at ${decision.field}`);
    this.last = decision;
    this.append(...decision.before, decision.event, ...(decision.event.data.then === undefined ? [] : [decision.event.data.then]));
    return this;
  }

  append(...events: NewEvent[]): void {
    for (const event of events)
      this.events.push({ ...event, seq: this.events.length + 1 });
  }

  refusal(...step: Parameters<Case['try']>): { code: string; field: string | null; params: object } {
    const decision = this.try(...step);
    if (decision.kind !== 'refused')
      throw new Error(`${step[0]} was accepted`);
    return decision;
  }
}

/** What each event needs to be complete. */
const COMPLETE: Partial<Record<EventType, Partial<Command>>> = {
  route: { note: '改派', to_department: 'office' },
  return: { note: '信息不全', cause: 'insufficient' },
  progress: { note: '已到现场' },
  explain: { note: '待审批', cause: 'external_approval' },
  escalate: { to_department: 'district' },
  handle: { result: '已修复' },
  feed_back: { channel: 'phone' },
  verify: { solved: 'yes', channel: 'phone' },
  reopen: { note: '仍未解决' },
  reject: { note: '不属受理范围' },
};

const at = (day: number, hour = 2): string => new Date(Date.UTC(2026, 2, day, hour)).toISOString();

/** An issue in each status that people can reach. */
const IN: Partial<Record<(typeof STATUSES)[number], () => Case>> = {
  assigned: () => new Case(),
  reported: () => {
    const issue = new Case();
    issue.state.status = 'reported';
    return issue;
  },
  handling: () => new Case().step('accept', HANDLER, at(11, 3)),
  returned: () => new Case().step('return', HANDLER, at(11, 3), COMPLETE.return),
  escalated: () => new Case().step('escalate', HANDLER, at(11, 3), COMPLETE.escalate),
  handled: () => new Case().step('handle', HANDLER, at(11, 3), COMPLETE.handle),
  fed_back: () => new Case().step('handle', HANDLER, at(11, 3), { ...COMPLETE.handle, channel: 'visit' }),
  closed: () => new Case().step('handle', HANDLER, at(11, 3), { ...COMPLETE.handle, channel: 'visit' }).step('verify', LEAD, at(11, 4), COMPLETE.verify),
  rejected: () => new Case().step('reject', DISPATCHER, at(11, 3), COMPLETE.reject),
};

const ACTORS: Record<Authority, Standing> = {
  reporter: REPORTER,
  handler: HANDLER,
  assignee: HANDLER,
  lead: LEAD,
  follower: LEAD,
  department: COLLEAGUE,
  department_head: HEAD,
  dispatcher: DISPATCHER,
  level_1: LEVEL_1,
  level_2: LEAD,
  level_3: REPORTER,
  system: SYSTEM,
};

describe('the table', () => {
  const rows = STAFF_EVENTS.filter(type => type !== 'report').map(type => [type] as const);

  it.each(rows)('%s is refused from every other status, and says what is allowed', (type) => {
    for (const [status, make] of Object.entries(IN)) {
      if (TRANSITIONS[type].from.includes(status as never))
        continue;
      const refusal = make().refusal(type, LEAD, at(12), COMPLETE[type]);
      expect(refusal).toMatchObject({ code: 'illegal_step', field: 'type', params: { event: type, status } });
    }
  });

  it.each(rows)('%s is refused to a stranger', (type) => {
    for (const status of TRANSITIONS[type].from) {
      const issue = IN[status]?.();
      if (issue !== undefined)
        expect(issue.refusal(type, NOBODY, at(12), COMPLETE[type])).toMatchObject({ code: 'not_competent', field: 'type' });
    }
  });

  it.each(rows.filter(([type]) => TRANSITIONS[type].requires.length > 0))('%s names the field that is missing', (type) => {
    const { from, who, requires } = TRANSITIONS[type];
    const status = from.find(one => IN[one] !== undefined)!;
    for (const field of requires)
      expect(IN[status]!().refusal(type, ACTORS[who[0]!], at(12), { ...COMPLETE[type], [field]: null })).toMatchObject({ code: 'field_required', field });
  });

  it.each(rows)('%s leads where the table says', (type) => {
    for (const status of TRANSITIONS[type].from) {
      const issue = IN[status]?.();
      if (issue === undefined)
        continue;
      const actor = Object.values(ACTORS).find(one => allowedEvents(issue.state, one).includes(type));
      if (actor === undefined)
        continue;
      issue.step(type, actor, at(12), COMPLETE[type]);
      const written = issue.events.findLast(event => event.type === type)!;
      expect(TRANSITIONS[type].to.map(to => to ?? status)).toContain(written.to_status);
    }
  });

  it('offers exactly what it would accept', () => {
    for (const make of Object.values(IN)) {
      for (const actor of Object.values(ACTORS)) {
        const issue = make();
        const offered = allowedEvents(issue.state, actor).filter(type => (STAFF_EVENTS as readonly string[]).includes(type));
        const accepted = STAFF_EVENTS.filter(type => type !== 'report'
          && issue.try(type, actor, at(12), actor === HEAD && type === 'route' ? { to_person: 'colleague' } : COMPLETE[type]).kind === 'accepted');
        expect(offered.sort()).toEqual(accepted.sort());
      }
    }
  });
});

describe('reporting', () => {
  it('is assigned with lead, department, handler and a running clock', () => {
    const { state, last } = new Case();
    expect(state).toMatchObject({ status: 'assigned', lead: 'lead', department: 'community', handler: 'handler', reporter: 'reporter', due_at: '2026-03-16T10:00:00.000Z', overdue: false });
    expect(last!.clocks.map(clock => [clock.kind, clock.state])).toEqual([['resolve', 'running'], ['own', 'running']]);
  });

  it('waits for a dispatcher where no department was found', () => {
    const issue = new Case();
    issue.events = [];
    issue.last = null;
    const decision = issue.try('report', REPORTER, at(11), {}, { routed: { rule: null, scope: 'community', lead: 'lead', department: null, handler: null, follower: null, explanation: { steps: [], lead_by: 'grid_leader', handler_by: 'vacant' } } });
    expect(decision).toMatchObject({ kind: 'accepted', event: { to_status: 'reported' } });
  });

  it('starts the escalate clock where the rule says it is beyond the sub-district', () => {
    const issue = new Case();
    issue.events = [];
    issue.last = null;
    issue.step('report', REPORTER, at(11), { to_scope: 'district' });
    expect(issue.last!.clocks.find(clock => clock.kind === 'escalate')).toMatchObject({ due_at: '2026-03-12T10:00:00.000Z' });
  });
});

describe('handling', () => {
  it('by the assigned person implies acceptance', () => {
    const { state } = new Case().step('handle', HANDLER, at(12), COMPLETE.handle);
    expect(state).toMatchObject({ status: 'handled', handler: 'handler', accepted_at: at(12), handled_at: at(12) });
  });

  it('is not for who is neither handler nor lead', () => {
    expect(new Case().refusal('handle', COLLEAGUE, at(12), COMPLETE.handle)).toMatchObject({ code: 'not_competent', params: { who: 'assignee,lead' } });
  });

  it('makes the colleague who accepts the handler', () => {
    expect(new Case().step('accept', COLLEAGUE, at(12)).state.handler).toBe('colleague');
  });

  it('may carry the feedback: one save, two events', () => {
    const issue = new Case().step('handle', HANDLER, at(12), { ...COMPLETE.handle, channel: 'visit' });
    expect(issue.events.slice(-2).map(event => [event.type, event.to_status])).toEqual([['handle', 'handled'], ['feed_back', 'fed_back']]);
    expect(issue.last!.clocks.map(clock => clock.state)).toEqual(['met', 'met']);
  });

  it('needs a photograph where the category says so', () => {
    const issue = new Case({ id: ID, severity: 'normal', source: 'patrol', photo_required: true });
    expect(issue.refusal('handle', HANDLER, at(12), COMPLETE.handle)).toMatchObject({ code: 'photo_required', field: 'attachments' });
    expect(issue.step('handle', HANDLER, at(12), { ...COMPLETE.handle, attachments: 1 }).state.status).toBe('handled');
  });

  it('progress by the reporter does not accept for the department', () => {
    expect(new Case().step('progress', REPORTER, at(12), COMPLETE.progress).state).toMatchObject({ status: 'assigned', accepted_at: null });
  });

  it('a miss that has become true is written before the command', () => {
    const issue = new Case().step('handle', HANDLER, at(17), { ...COMPLETE.handle, channel: 'visit' });
    expect(issue.events.map(event => event.type)).toEqual(['report', 'deadline_missed', 'deadline_missed', 'handle', 'feed_back']);
    expect(issue.events[1]!.at).toBe('2026-03-16T10:00:00.000Z');
    expect(issue.state.overdue).toBe(true);
    expect(issue.last!.clocks.map(clock => clock.state)).toEqual(['late', 'late']);
  });

  it('T16: at the last moment of the last day it is on time', () => {
    const issue = new Case().step('handle', HANDLER, '2026-03-16T10:00:00.000Z', { ...COMPLETE.handle, channel: 'visit' });
    expect(issue.state.overdue).toBe(false);
    expect(issue.last!.clocks.map(clock => clock.state)).toEqual(['met', 'met']);
  });
});

describe('routing', () => {
  it('needs a reason from a dispatcher', () => {
    expect(new Case().refusal('route', DISPATCHER, at(12), { to_department: 'office' })).toMatchObject({ code: 'field_required', field: 'note' });
  });

  it('by the head stays inside the department, needs no reason and moves no clock', () => {
    const issue = new Case();
    const due = issue.state.due_at;
    issue.step('route', HEAD, at(12), { to_person: 'colleague' });
    expect(issue.state).toMatchObject({ handler: 'colleague', department: 'community', due_at: due });
    expect(issue.refusal('route', HEAD, at(12), { to_department: 'office', note: '转办' })).toMatchObject({ code: 'head_routes_inside' });
  });

  it('to another department starts its own clock while resolve runs on from the report', () => {
    const issue = new Case().step('return', HANDLER, at(12), COMPLETE.return).step('route', DISPATCHER, at(13), { note: '改派', to_department: 'office' });
    expect(issue.last!.clocks.map(clock => [clock.kind, clock.department, clock.state])).toEqual([['resolve', null, 'running'], ['own', 'community', 'cancelled'], ['own', 'office', 'running']]);
    expect(issue.state).toMatchObject({ status: 'assigned', return_count: 1, faulted_return_count: 1, due_at: '2026-03-16T10:00:00.000Z' });
  });

  it('a return for wrong routing is nobody’s fault', () => {
    expect(new Case().step('return', HANDLER, at(12), { note: '非本单位', cause: 'wrong_routing' }).state).toMatchObject({ return_count: 1, faulted_return_count: 0 });
  });

  it('refuses to leave an issue with nobody', () => {
    const unrouted = { rule: null, scope: 'community' as const, lead: 'lead', department: null, handler: null, follower: null, explanation: { steps: [], lead_by: 'grid_leader', handler_by: 'vacant' } };
    expect(new Case().refusal('route', DISPATCHER, at(12), { note: '改派' }, { routed: unrouted })).toMatchObject({ code: 'department_needed', field: 'to_department' });
  });

  it('what is escalated gets the level-2 leader as its follower', () => {
    const routed = { rule: null, scope: 'district' as const, lead: 'lead', department: 'community', handler: 'handler', follower: 'lead', explanation: { steps: [], lead_by: 'grid_leader', handler_by: 'duty_line' } };
    expect(new Case().step('escalate', HANDLER, at(12), COMPLETE.escalate, { routed }).state).toMatchObject({ status: 'escalated', scope: 'district', follower: 'lead', escalated_to: 'district' });
  });

  it('refuses a district department', () => {
    expect(new Case().refusal('route', DISPATCHER, at(12), { note: '转区', to_department: 'district' })).toMatchObject({ code: 'department_unfit', field: 'to_department' });
  });
});

describe('verification and closing', () => {
  const fedBack = (issue?: Facts['issue']): Case => new Case(issue).step('handle', HANDLER, at(11, 3), { ...COMPLETE.handle, channel: 'visit' });

  it('an ordinary patrol finding closes by itself two working days after feedback', () => {
    const issue = fedBack();
    expect(issue.state).toMatchObject({ verify_required: false, closes_at: '2026-03-13T10:00:00.000Z' });
    issue.append(closeByItself(issue.events, issue.state, ID, () => CALENDAR, at(14)));
    const closed = replay(issue.events, issue.last!.clocks);
    expect(closed).toMatchObject({ status: 'closed', closed_at: '2026-03-13T10:00:00.000Z', closes_at: null });
  });

  it.each([
    ['a resident’s report', { source: 'resident' }],
    ['the hotline', { source: 'hotline' }],
    ['a superior', { source: 'superior' }],
    ['an urgent matter', { severity: 'urgent' }],
    ['a critical matter', { severity: 'critical' }],
  ] as const)('%s needs another person’s verification', (_, facts) => {
    const issue = fedBack({ id: ID, severity: 'normal', source: 'patrol', photo_required: false, ...facts });
    expect(issue.state).toMatchObject({ verify_required: true, closes_at: null });
    expect(issue.refusal('close', LEAD, at(12))).toMatchObject({ code: 'verify_first' });
  });

  it('draws about one in ten, always the same', () => {
    const ids = Array.from({ length: 5000 }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);
    const share = ids.filter(drawn).length / ids.length;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
    expect(ids.filter(drawn)).toEqual(ids.filter(drawn));
  });

  it('yes closes; the verifier is not the handler', () => {
    expect(fedBack().step('verify', LEAD, at(12), COMPLETE.verify).state).toMatchObject({ status: 'closed', solved: 'yes', verified_at: at(12), closed_at: at(12) });
    const own = new Case().step('route', DISPATCHER, at(11, 3), { note: '由责任人办理', to_person: 'lead' }).step('handle', LEAD, at(11, 4), { ...COMPLETE.handle, channel: 'visit' });
    expect(own.refusal('verify', LEAD, at(12), COMPLETE.verify)).toMatchObject({ code: 'separation', params: { who: 'handler' } });
  });

  it('a lead who does the work is its handler, and does not verify it', () => {
    const own = new Case().step('handle', LEAD, at(11, 4), { ...COMPLETE.handle, channel: 'visit' });
    expect(own.state.handler).toBe('lead');
    expect(own.refusal('verify', LEAD, at(12), COMPLETE.verify)).toMatchObject({ code: 'separation' });
    expect(own.step('verify', LEVEL_1, at(12), COMPLETE.verify).state.status).toBe('closed');
  });

  it('T7: no reopens with a new pair of clocks, and an earlier miss stays', () => {
    const issue = new Case().step('handle', HANDLER, at(18), { ...COMPLETE.handle, channel: 'visit' }).step('verify', LEAD, at(19), { solved: 'no', channel: 'visit', satisfaction: 2 });
    expect(issue.state).toMatchObject({ status: 'handling', reopen_count: 1, handled_at: null, overdue: false });
    expect(issue.last!.clocks.map(clock => [clock.kind, clock.state])).toEqual([['resolve', 'late'], ['own', 'late'], ['resolve', 'running'], ['own', 'running']]);
  });

  it('the reporter may object until it is closed and after', () => {
    expect(fedBack().step('reopen', REPORTER, at(12), COMPLETE.reopen).state).toMatchObject({ status: 'handling', reopen_count: 1, closes_at: null });
  });

  it('withdrawing ends with acceptance', () => {
    expect(new Case().step('withdraw', REPORTER, at(12)).state).toMatchObject({ status: 'rejected', withdrawn_at: at(12) });
    const accepted = new Case().step('accept', HANDLER, at(12)).step('return', HANDLER, at(12, 3), COMPLETE.return);
    expect(accepted.refusal('withdraw', REPORTER, at(13))).toMatchObject({ code: 'already_accepted' });
  });
});

describe('whatever people do', () => {
  const steps = fc.array(fc.record({
    type: fc.constantFrom(...STAFF_EVENTS.filter(type => type !== 'report')),
    actor: fc.constantFrom(...Object.values(ACTORS)),
    hours: fc.integer({ min: 0, max: 60 }),
    said: fc.record({
      note: fc.option(fc.constant('说明')),
      cause: fc.option(fc.constantFrom('insufficient' as const, 'wrong_routing' as const, 'complex' as const)),
      result: fc.option(fc.constant('办结')),
      channel: fc.option(fc.constantFrom('visit' as const, 'phone' as const)),
      solved: fc.option(fc.constantFrom('yes' as const, 'no' as const)),
      to_department: fc.constantFrom(undefined, 'office', 'district', 'community'),
      to_person: fc.constantFrom(undefined, 'colleague', 'lead'),
    }, { noNullPrototype: true }),
  }), { maxLength: 25 });

  property.prop([steps])('replaying the rules = applying the patches = the state; misses are for ever', (walk) => {
    const issue = new Case();
    let now = Date.parse(at(11));
    for (const { type, actor, hours, said } of walk) {
      now += hours * 3_600_000;
      const missed = issue.last!.clocks.filter(clock => clock.missed_at !== null).length;
      const moment = new Date(now).toISOString();
      const defined = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
      if (issue.try(type, actor, moment, defined).kind === 'refused')
        continue;
      issue.step(type, actor, moment, defined);
      expect(replay(issue.events, issue.last!.clocks)).toEqual(issue.state);
      expect(applyPatches(issue.events)).toEqual(issue.state);
      expect(issue.last!.clocks.filter(clock => clock.missed_at !== null).length).toBeGreaterThanOrEqual(missed);
    }
  });
});

describe('words', () => {
  it('stand for every status, event and clock in both languages', () => {
    for (const language of ['zh-CN', 'en-US'] as const) {
      for (const status of STATUSES)
        expect(word('status', status, language)).not.toBe('');
      for (const type of Object.keys(TRANSITIONS))
        expect(/^\p{Script=Han}/u.test(word('event', type, 'zh-CN'))).toBe(true);
      for (const kind of CLOCK_KINDS)
        expect(word('clock', kind, language)).not.toBe(kind);
    }
  });

  it('a refusal reads as a sentence', () => {
    const refusal = new Case().refusal('verify', LEAD, at(12), COMPLETE.verify) as Refusal;
    expect(sentence(messages, inWords(refusal, 'zh-CN'), 'zh-CN')).toBe('问题现为“待签收”，不能“核查（回访）”。您现在可以：分派／改派、办理进展、注明原因、报送区级部门、办结、不予受理。');
  });
});
