/** More time: extensions, suspensions, and what becomes of a miss while a request waits. Working days of March 2026: 11 is a Wednesday. */
import type { Calendar } from '../../extensions/wangge/src/calendar/model.ts';
import type { Command } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { describe, expect, it } from 'vitest';
import { moveDeadlines } from '../../extensions/wangge/src/handling/clocks/recalendar-rules.ts';
import { dueTimers } from '../../extensions/wangge/src/handling/clocks/timer-rules.ts';
import { resumeAutomatically } from '../../extensions/wangge/src/handling/lifecycle/decide-rules.ts';
import { at, beyond, CALENDAR, Case, COLLEAGUE, COMPLETE, DISPATCHER, HANDLER, HEAD, LEAD, LEVEL_1 } from './handling-world.ts';

const ASK = COMPLETE.request_extension!;
const WAIT = { request_kind: 'suspension', cause: 'complex', note: '待改造工程', until: '2026-03-16T00:00:00.000Z' } as const;
const YES = { decision: 'yes' } as const;
const NO = { decision: 'no', note: '条件具备' } as const;
/** Monday 18:00 in Shanghai: the third working day after Wednesday. */
const LIMIT = '2026-03-16T10:00:00.000Z';
const accepted = (): Case => new Case().step('accept', HANDLER, at(11, 3));

describe('an extension', () => {
  it('adds one more original limit to both clocks, and only when it is granted', () => {
    const issue = accepted().step('request_extension', HANDLER, at(12), ASK);
    expect(issue.state.due_at).toBe(LIMIT);
    issue.step('decide_extension', LEAD, at(12, 4), YES);
    expect(issue.state).toMatchObject({ due_at: '2026-03-19T10:00:00.000Z', extension_count: 1, status: 'handling' });
    expect(issue.clock('own')).toMatchObject({ due_at: '2026-03-19T10:00:00.000Z', original_due_at: LIMIT });
  });

  it('until a wished day: as many working days as lie between', () => {
    const issue = accepted().step('request_extension', HANDLER, at(12), { ...ASK, until: '2026-03-17T03:00:00.000Z' }).step('decide_extension', LEAD, at(12, 4), YES);
    expect(issue.state.due_at).toBe('2026-03-17T10:00:00.000Z');
    expect(issue.clock('resolve').certificate.extensions).toEqual([1]);
  });

  it('the approver may grant less than was asked for', () => {
    const issue = accepted().step('request_extension', HANDLER, at(12), ASK).step('decide_extension', LEAD, at(12, 4), { ...YES, until: '2026-03-18T00:00:00.000Z' });
    expect(issue.state.due_at).toBe('2026-03-18T10:00:00.000Z');
  });

  it('is at most one more original limit, and later than the limit', () => {
    expect(accepted().refusal('request_extension', HANDLER, at(12), { ...ASK, until: '2026-03-20T00:00:00.000Z' })).toMatchObject({ code: 'extension_too_long', field: 'until' });
    expect(accepted().refusal('request_extension', HANDLER, at(12), { ...ASK, until: '2026-03-16T00:00:00.000Z' })).toMatchObject({ code: 'extension_too_long', field: 'until' });
  });

  it('one request at a time, none after the limit', () => {
    expect(accepted().step('request_extension', HANDLER, at(12), ASK).refusal('request_extension', HEAD, at(12, 4), ASK)).toMatchObject({ code: 'request_pending' });
    expect(accepted().refusal('request_extension', HANDLER, at(17), ASK)).toMatchObject({ code: 'limit_passed' });
  });

  it('is granted twice at most; a refusal uses up nothing', () => {
    const issue = accepted()
      .step('request_extension', HANDLER, at(12), ASK)
      .step('decide_extension', LEAD, at(12, 3), NO)
      .step('request_extension', HANDLER, at(12, 4), ASK)
      .step('decide_extension', LEAD, at(12, 5), YES)
      .step('request_extension', HANDLER, at(13), ASK)
      .step('decide_extension', LEVEL_1, at(13, 3), YES);
    expect(issue.state).toMatchObject({ extension_count: 2, due_at: '2026-03-24T10:00:00.000Z' });
    expect(issue.refusal('request_extension', HANDLER, at(16), ASK)).toMatchObject({ code: 'extended_twice', field: 'request_kind' });
    expect(issue.step('request_extension', HANDLER, at(16), WAIT_LONGER).derived.pending).toMatchObject({ kind: 'suspension' });
  });

  it('is decided by the lead; by level 1 where lead or head asks, and the second time', () => {
    expect(accepted().step('request_extension', HANDLER, at(12), ASK).derived.pending?.approver).toBe('lead');
    expect(accepted().step('request_extension', LEAD, at(12), ASK).derived.pending?.approver).toBe('level_1');
    expect(accepted().step('request_extension', HEAD, at(12), ASK).derived.pending?.approver).toBe('level_1');
    const again = accepted().step('request_extension', HANDLER, at(12), ASK).step('decide_extension', LEAD, at(12, 3), YES).step('request_extension', HANDLER, at(13), ASK);
    expect(again.derived.pending?.approver).toBe('level_1');
    expect(again.refusal('decide_extension', LEAD, at(13, 3), YES)).toMatchObject({ code: 'not_competent' });
  });

  it('is not decided by who asked', () => {
    const issue = new Case().step('route', DISPATCHER, at(11, 3), { note: '由一级责任人办理', to_person: 'level-1' }).step('request_extension', LEVEL_1, at(12), ASK);
    expect(issue.refusal('decide_extension', LEVEL_1, at(12, 3), YES)).toMatchObject({ code: 'separation', params: { who: 'requester' } });
  });

  it('asking implies acceptance by the assigned person', () => {
    expect(new Case().step('request_extension', HANDLER, at(12), ASK).state).toMatchObject({ status: 'handling', handler: 'handler', accepted_at: at(12) });
    expect(new Case().step('request_extension', LEAD, at(12), ASK).state).toMatchObject({ status: 'assigned', accepted_at: null });
  });

  it.each([
    ['handled', 'handle', COMPLETE.handle!],
    ['returned', 'return', COMPLETE.return!],
    ['reported upwards', 'escalate', COMPLETE.escalate!],
  ] as const)('a request lapses when the issue is %s', (_, type, said) => {
    // What is beyond the sub-district is reported upwards without anybody's leave.
    const begun = type === 'escalate' ? beyond().step('accept', HANDLER, at(11, 3)) : accepted();
    const issue = begun.step('request_extension', HANDLER, at(12), ASK).step(type, HANDLER, at(12, 3), said);
    expect(issue.derived.pending).toBeNull();
    expect(issue.last!.clocks.every(clock => clock.held_until === null)).toBe(true);
  });

  it('moves nothing of a clock that another department has', () => {
    const issue = accepted().step('return', HANDLER, at(12), COMPLETE.return!).step('route', DISPATCHER, at(12, 3), { note: '改派', to_department: 'office' });
    expect(issue.last!.clocks.filter(clock => clock.kind === 'own').map(clock => clock.state)).toEqual(['cancelled', 'running']);
  });
});

const WAIT_LONGER = { ...WAIT, until: '2026-04-20T00:00:00.000Z' } as const;

describe('undecided at the limit', () => {
  const asked = (): Case => accepted().step('request_extension', HANDLER, '2026-03-16T09:00:00.000Z', ASK);

  it('the miss waits one working day and no longer, and is dated at the limit', () => {
    const { clocks } = asked().last!;
    expect(dueTimers(clocks, '2026-03-17T10:00:00.000Z').filter(timer => timer.type === 'deadline_missed')).toEqual([]);
    expect(dueTimers(clocks, '2026-03-17T10:00:00.001Z').map(({ type, at }) => [type, at])).toEqual([['deadline_missed', LIMIT], ['deadline_missed', LIMIT]]);
  });

  it('yes saves it', () => {
    const issue = asked().step('decide_extension', LEAD, '2026-03-17T08:00:00.000Z', YES);
    expect(issue.state).toMatchObject({ overdue: false, due_at: '2026-03-19T10:00:00.000Z' });
  });

  it('no dates it at the original limit', () => {
    const issue = asked().step('decide_extension', LEAD, '2026-03-17T08:00:00.000Z', NO);
    expect(dueTimers(issue.last!.clocks, '2026-03-17T08:00:00.000Z').map(({ at }) => at)).toEqual([LIMIT, LIMIT]);
    expect(issue.step('progress', HANDLER, '2026-03-17T08:01:00.000Z', { note: '继续' }).state.overdue).toBe(true);
  });

  it('silence dates it at the original limit and lets the request lapse', () => {
    const issue = asked();
    expect(issue.refusal('decide_extension', LEAD, at(18), YES)).toMatchObject({ code: 'nothing_requested' });
    issue.step('progress', HANDLER, at(18), { note: '继续' });
    expect(issue.events.filter(event => event.type === 'deadline_missed').map(event => event.at)).toEqual([LIMIT, LIMIT]);
    expect(issue.derived.pending).toBeNull();
  });

  it('silence on one clock lets the other miss too, if its limit has passed: whatever comes next, both are written first', () => {
    const clerk = { ...COLLEAGUE, person: 'clerk', department: 'office' };
    const issue = new Case()
      .step('return', HANDLER, at(12), COMPLETE.return!)
      .step('route', DISPATCHER, at(12, 3), { note: '改派', to_department: 'office', to_person: 'clerk' })
      .step('request_extension', clerk, '2026-03-16T09:00:00.000Z', ASK)
      .step('progress', clerk, at(18), { note: '继续' });
    expect(issue.events.filter(({ type }) => type === 'deadline_missed').map(event => [event.data.decided.clock!.kind, event.at])).toEqual([['resolve', LIMIT], ['own', '2026-03-17T10:00:00.000Z']]);
    expect(issue.clock('own').state).toBe('missed');
  });

  it('another calendar moves the waiting with the limit', () => {
    const holidays = { ...CALENDAR, version: 'holidays', days: new Map(['2026-03-16', '2026-03-17'].map(day => [day, { kind: 'restday' as const, name: null, source: null, origin: 'local' as const }])) };
    const issue = accepted().step('request_extension', HANDLER, at(12), ASK);
    const { clocks } = moveDeadlines(issue.events, issue.state, issue.issue.id, version => version === 'holidays' ? holidays : CALENDAR, 'holidays', at(13))!;
    expect(clocks.map(({ due_at, held_until }) => [due_at, held_until])).toEqual(Array.from({ length: 2 }, () => ['2026-03-18T10:00:00.000Z', '2026-03-19T10:00:00.000Z']));
  });

  it('another calendar moves the waiting alone, too: nobody answers on a day off', () => {
    const rest = { ...CALENDAR, version: 'rest', days: new Map([['2026-03-17', { kind: 'restday' as const, name: null, source: null, origin: 'local' as const }]]) };
    const calendars = (version: string): Calendar => version === 'rest' ? rest : CALENDAR;
    const moved = (issue: Case) => moveDeadlines(issue.events, issue.state, issue.issue.id, calendars, 'rest', at(13));
    const { clocks, events, state } = moved(asked())!;
    expect(clocks.map(({ due_at, held_until }) => [due_at, held_until])).toEqual(Array.from({ length: 2 }, () => [LIMIT, '2026-03-18T10:00:00.000Z']));
    expect(events.map(({ type, data }) => [type, data.decided.moved])).toEqual([['deadline_moved', ['resolve', 'own'].map((kind, n) => ({ kind, department: [null, 'community'][n], opened_by_seq: 1, from: LIMIT, to: LIMIT }))]]);
    expect(state).toMatchObject({ due_at: LIMIT, overdue: false });
    expect(moved(accepted())).toBeNull();
  });

  it('handled meanwhile is late all the same', () => {
    const issue = asked().step('handle', HANDLER, '2026-03-17T08:00:00.000Z', { ...COMPLETE.handle, channel: 'visit' });
    expect(issue.last!.clocks.slice(0, 2).map(clock => clock.state)).toEqual(['late', 'late']);
    expect(issue.clock('resolve').missed_at).toBe(LIMIT);
  });
});

describe('a suspension', () => {
  it('is asked for, granted by level 1, and follows at once', () => {
    const issue = accepted().step('request_extension', HANDLER, at(12), WAIT).step('decide_extension', LEVEL_1, at(12, 4), YES);
    expect(issue.events.slice(-2).map(event => event.type)).toEqual(['decide_extension', 'suspend']);
    expect(issue.state).toMatchObject({ status: 'suspended', resumes_at: WAIT.until, extension_count: 0 });
    expect(issue.last!.clocks.map(clock => clock.state)).toEqual(['paused', 'paused']);
  });

  it('T1: from Friday morning to Monday morning adds exactly one working day', () => {
    const issue = accepted().step('suspend', LEVEL_1, '2026-03-13T00:00:00.000Z', { ...COMPLETE.suspend, until: '2026-03-16T00:00:00.000Z' });
    const { events, clocks, state } = resumeAutomatically(issue.events, issue.state, { issue: issue.issue, calendar: CALENDAR, calendars: () => CALENDAR, now: '2026-03-16T00:01:00.000Z' });
    expect(events[0]).toMatchObject({ type: 'resume', actor: null, at: '2026-03-16T00:00:00.000Z' });
    expect(state).toMatchObject({ status: 'handling', resumes_at: null, due_at: '2026-03-17T10:00:00.000Z' });
    expect(clocks.map(clock => clock.state)).toEqual(['running', 'running']);
  });

  it('ends when it was to end, though somebody resumes by hand before a sweep that comes late', () => {
    const issue = accepted()
      .step('suspend', LEVEL_1, '2026-03-13T00:00:00.000Z', { ...COMPLETE.suspend, until: '2026-03-16T00:00:00.000Z' })
      .step('resume', HEAD, '2026-03-19T00:00:00.000Z');
    expect(issue.state.due_at).toBe('2026-03-17T10:00:00.000Z');
    expect(issue.clock('resolve').certificate.pauses).toEqual([{ from: '2026-03-13T00:00:00.000Z', until: '2026-03-16T00:00:00.000Z' }]);
  });

  it('T2: an extension is kept through a suspension', () => {
    const issue = accepted()
      .step('request_extension', HANDLER, at(12), ASK)
      .step('decide_extension', LEAD, at(12, 3), YES)
      .step('suspend', LEVEL_1, '2026-03-13T00:00:00.000Z', { ...COMPLETE.suspend, until: '2026-03-20T00:00:00.000Z' })
      .step('resume', HANDLER, '2026-03-16T00:00:00.000Z');
    expect(issue.state.due_at).toBe('2026-03-20T10:00:00.000Z');
    expect(issue.clock('resolve').certificate.extensions).toEqual([3]);
  });

  it('T6: handled after it resumed by hand counts what was paused', () => {
    const issue = accepted()
      .step('suspend', LEVEL_1, at(12), { ...COMPLETE.suspend, until: '2026-04-30T00:00:00.000Z' })
      .step('resume', LEAD, at(25))
      .step('handle', HANDLER, at(25, 4), { ...COMPLETE.handle, channel: 'visit' });
    expect(issue.last!.clocks.slice(0, 2).map(clock => clock.state)).toEqual(['met', 'met']);
  });

  it('granted after the limit it counts from the asking: the work goes on where it stood', () => {
    const issue = accepted()
      .step('request_extension', HANDLER, '2026-03-16T02:00:00.000Z', { ...WAIT, until: '2026-03-19T00:00:00.000Z' })
      .step('decide_extension', LEVEL_1, '2026-03-17T02:00:00.000Z', YES)
      .step('resume', HANDLER, '2026-03-19T01:00:00.000Z');
    expect(issue.state).toMatchObject({ overdue: false, due_at: '2026-03-19T10:00:00.000Z' });
  });

  it('granted after the department’s limit alone, which is the shorter one, it saves that one too', () => {
    const issue = new Case()
      .step('route', DISPATCHER, at(11, 3), { note: '属街道职责', to_scope: 'subdistrict' })
      .step('request_extension', HANDLER, '2026-03-16T02:00:00.000Z', { ...WAIT, until: '2026-03-19T00:00:00.000Z' })
      .step('decide_extension', LEVEL_1, '2026-03-17T02:00:00.000Z', YES);
    expect(issue.last!.clocks.map(clock => [clock.kind, clock.state])).toEqual([['resolve', 'paused'], ['own', 'paused']]);
    issue.step('resume', HANDLER, '2026-03-19T01:00:00.000Z');
    expect(issue.clock('own')).toMatchObject({ state: 'running', due_at: '2026-03-19T10:00:00.000Z' });
  });

  it('asked at the very moment of the department’s limit it does not save that one: nothing is left that could stand; an extension does', () => {
    const askedAt = (moment: string, said: Partial<Command>) => new Case()
      .step('route', DISPATCHER, at(11, 3), { note: '属街道职责', to_scope: 'subdistrict' })
      .step('request_extension', HANDLER, moment, said)
      .step('decide_extension', LEVEL_1, '2026-03-17T02:00:00.000Z', YES);
    const states = (issue: Case): string[] => issue.last!.clocks.map(({ kind, state, due_at }) => `${kind} ${state} ${due_at.slice(0, 10)}`);
    const wait = { ...WAIT, until: '2026-03-19T00:00:00.000Z' };
    expect(states(askedAt('2026-03-16T09:59:59.999Z', wait))).toEqual(['resolve paused 2026-03-18', 'own paused 2026-03-16']);
    const at0 = askedAt('2026-03-16T10:00:00.000Z', wait);
    expect(states(at0)).toEqual(['resolve paused 2026-03-18', 'own running 2026-03-16']);
    expect(at0.clock('resolve').certificate.pauses).toEqual([{ from: '2026-03-16T10:00:00.000Z', until: null }]);
    expect(at0.step('resume', HANDLER, '2026-03-19T01:00:00.000Z').clock('own')).toMatchObject({ state: 'missed', missed_at: '2026-03-16T10:00:00.000Z' });
    expect(states(askedAt('2026-03-16T10:00:00.000Z', ASK))).toEqual(['resolve running 2026-03-25', 'own running 2026-03-19']);
  });

  it('happens once, for a year at most, and is for level 1, who does not handle it', () => {
    expect(accepted().refusal('suspend', LEAD, at(12), COMPLETE.suspend)).toMatchObject({ code: 'not_competent' });
    expect(accepted().refusal('suspend', LEVEL_1, at(12), { ...COMPLETE.suspend, until: '2027-03-13T02:00:01.000Z' })).toMatchObject({ code: 'suspension_too_long', field: 'until' });
    expect(accepted().refusal('suspend', LEVEL_1, at(12), { ...COMPLETE.suspend, until: at(12) })).toMatchObject({ code: 'suspension_too_long' });
    const again = accepted().step('suspend', LEVEL_1, at(12), COMPLETE.suspend).step('resume', HANDLER, at(13));
    expect(again.refusal('suspend', LEVEL_1, at(13, 4), COMPLETE.suspend)).toMatchObject({ code: 'suspended_once' });
    expect(again.refusal('request_extension', HANDLER, at(13, 4), WAIT_LONGER)).toMatchObject({ code: 'suspended_once', field: 'request_kind' });
  });

  it('of what nobody has accepted leads back to waiting for acceptance', () => {
    expect(new Case().step('suspend', LEVEL_1, at(12), COMPLETE.suspend).step('resume', LEAD, at(13)).state.status).toBe('assigned');
  });

  it('does not stop another authority’s clock', () => {
    const issue = new Case();
    const external = { ...issue.clock('resolve').certificate.limit, working_days: null, fixed_due_at: '2026-03-20T04:00:00.000Z' };
    issue.events[0]!.data.decided.limits!.external = external;
    issue.step('accept', HANDLER, at(11, 3)).step('suspend', LEVEL_1, at(12), COMPLETE.suspend).step('resume', HANDLER, at(17));
    expect(issue.clock('external')).toMatchObject({ state: 'running', due_at: '2026-03-20T04:00:00.000Z' });
  });
});
