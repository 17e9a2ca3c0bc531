/** The decider: every row of the table, and what replaying must always give. */
import type { Reported } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import type { Refusal } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { describe, expect, it } from 'vitest';
import { CLOCK_KINDS } from '../../extensions/wangge/src/calendar/model.ts';
import { EVENT_TYPES, EVENTS, STAFF_EVENTS } from '../../extensions/wangge/src/handling/event-registry-rules.ts';
import { closeAutomatically } from '../../extensions/wangge/src/handling/lifecycle/decide-rules.ts';
import { drawn } from '../../extensions/wangge/src/handling/lifecycle/event-outcome-rules.ts';
import { replay } from '../../extensions/wangge/src/handling/lifecycle/evolve-rules.ts';
import { messages } from '../../extensions/wangge/src/handling/messages.ts';
import { STATUSES } from '../../extensions/wangge/src/handling/model.ts';
import { inWords, word } from '../../extensions/wangge/src/handling/words.ts';
import { sentence } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { ACTORS, at, beyond, CALENDAR, Case, COLLEAGUE, COMPLETE, DISPATCHER, HANDLER, HEAD, IN, LEAD, LEVEL_1, LIMIT, NOBODY, ready, REPORTER } from './handling-world.ts';

describe('the table', () => {
  const rows = STAFF_EVENTS.filter(type => type !== 'report').map(type => [type] as const);

  it.each(rows)('%s is refused from every other status, and says what is allowed', (type) => {
    for (const [status, make] of Object.entries(IN)) {
      if (EVENTS[type].transition.from.includes(status as never))
        continue;
      const refusal = make().refusal(type, LEAD, at(12), COMPLETE[type]);
      expect(refusal).toMatchObject({ code: 'illegal_step', field: 'type', params: { event: type, status } });
    }
  });

  it.each(rows)('%s is refused to a stranger', (type) => {
    for (const status of EVENTS[type].transition.from) {
      const issue = IN[status]?.();
      if (issue !== undefined)
        expect(issue.refusal(type, NOBODY, at(12), COMPLETE[type])).toMatchObject({ code: 'not_competent', field: 'type' });
    }
  });

  it.each(rows.filter(([type]) => EVENTS[type].transition.requires.length > 0))('%s names the field that is missing', (type) => {
    for (const field of EVENTS[type].transition.requires) {
      const [issue, actor] = ready(type);
      expect(issue.refusal(type, actor, at(12), { ...COMPLETE[type], [field]: null })).toMatchObject({ code: 'field_required', field });
    }
  });

  it.each(rows)('%s leads where the table says', (type) => {
    const [issue, actor] = ready(type);
    const { status } = issue.state;
    issue.step(type, actor, at(12), COMPLETE[type]);
    const { from, to, moves = from } = EVENTS[type].transition;
    const written = issue.events.findLast(event => event.type === type)!;
    expect(to.map(one => one ?? status)).toContain(written.to_status);
    if (!moves.includes(status))
      expect(written.to_status).toBe(status);
  });

  it.each(rows)('%s is offered where it may happen', (type) => {
    const [issue, actor] = ready(type);
    expect(issue.allowed(actor, at(12))).toContain(type);
  });

  it('offers exactly what it would accept', () => {
    for (const make of Object.values(IN)) {
      for (const actor of Object.values(ACTORS)) {
        const issue = make();
        const offered = issue.allowed(actor, at(12));
        const accepted = STAFF_EVENTS.filter(type => type !== 'report'
          && issue.try(type, actor, at(12), actor === HEAD && type === 'route' ? { to_person: 'colleague' } : COMPLETE[type]).kind === 'accepted');
        expect([...offered].sort(), `${issue.state.status} ${actor.person}`).toEqual([...accepted].sort());
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
    expect(new Case().refusal('handle', COLLEAGUE, at(12), COMPLETE.handle)).toMatchObject({ code: 'not_competent', params: { who: 'assignee,lead,reporter' } });
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
    const issue = new Case({ photo_required: true });
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
    expect(beyond().step('escalate', HANDLER, at(12), COMPLETE.escalate, { routed }).state).toMatchObject({ status: 'escalated', scope: 'district', follower: 'lead', escalated_to: 'district' });
  });

  it('refuses a district department', () => {
    expect(new Case().refusal('route', DISPATCHER, at(12), { note: '转区', to_department: 'district' })).toMatchObject({ code: 'department_unfit', field: 'to_department' });
  });
});

describe('verification and closing', () => {
  const fedBack = (issue: Partial<Reported> = {}): Case => new Case(issue).step('handle', HANDLER, at(11, 3), { ...COMPLETE.handle, channel: 'visit' });

  it('an ordinary patrol finding closes by itself two working days after feedback', () => {
    const issue = fedBack();
    expect(issue.state).toMatchObject({ verify_required: false, closes_at: '2026-03-13T10:00:00.000Z' });
    const { events, clocks } = closeAutomatically(issue.events, issue.state, { issue: issue.issue, calendars: () => CALENDAR, limit: () => LIMIT, now: at(14) });
    issue.append(...events);
    const closed = replay(issue.events, clocks);
    expect(closed).toMatchObject({ status: 'closed', closed_at: '2026-03-13T10:00:00.000Z', closes_at: null });
  });

  it.each([
    ['a resident’s report', { source: 'resident' }],
    ['the hotline', { source: 'hotline' }],
    ['a superior', { source: 'superior' }],
    ['an urgent matter', { severity: 'urgent' }],
    ['a critical matter', { severity: 'critical' }],
  ] as const)('%s needs another person’s verification', (_, facts) => {
    const issue = fedBack(facts);
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

describe('words', () => {
  it('stand for every status, event and clock in both languages', () => {
    for (const language of ['zh-CN', 'en-US'] as const) {
      for (const status of STATUSES)
        expect(word('status', status, language)).not.toBe('');
      for (const type of EVENT_TYPES)
        expect(/^\p{Script=Han}/u.test(word('event', type, 'zh-CN'))).toBe(true);
      for (const kind of CLOCK_KINDS)
        expect(word('clock', kind, language)).not.toBe(kind);
    }
  });

  it('a refusal reads as a sentence', () => {
    const refusal = new Case().refusal('verify', LEAD, at(12), COMPLETE.verify) as Refusal;
    expect(sentence(messages, inWords(refusal, 'zh-CN'), 'zh-CN')).toBe('问题现为“待签收”，不能“核查（回访）”。您现在可以：办理进展、办结、分派／改派、注明原因、申请延期／挂账／报区、吹哨（请求协办）、催办。');
  });
});
