/** Beyond the sub-district: by somebody else's leave, the limits stand meanwhile, and what the district gives back has them again. */
import type { Command } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { describe, expect, it } from 'vitest';
import { deadlines } from '../../extensions/wangge/src/handling/clocks/deadline-rules.ts';
import { at as local, workingDays } from './calendar-world.ts';
import { COMMUNITY, FIVE, OFFICE, reported } from './deadlines-world.ts';
import { at, beyond, CALENDAR, Case, COMPLETE, DISPATCHER, HANDLER, HEAD, LEAD, LEVEL_1, REPORTER } from './handling-world.ts';

const ASK: Partial<Command> = { request_kind: 'escalation', to_department: 'district', note: '超出街道职责' };
const YES = { decision: 'yes' } as const;
const BACK: Partial<Command> = { to_scope: 'community', note: '区级部门退回' };
const accepted = (): Case => new Case().step('accept', HANDLER, at(11, 3));
const asked = (moment = at(12)): Case => accepted().step('request_extension', HANDLER, moment, ASK);
const states = (issue: Case): string[] => issue.last!.clocks.map(({ kind, state }) => `${kind} ${state}`);

describe('to the district', () => {
  it('nobody goes alone with what is not beyond the sub-district', () => {
    for (const actor of [HANDLER, LEAD, HEAD])
      expect(accepted().refusal('escalate', actor, at(12), COMPLETE.escalate)).toMatchObject({ code: 'escalation_by_request', field: 'type' });
    expect(accepted().allowed(HANDLER, at(12))).not.toContain('escalate');
    expect(beyond().allowed(HANDLER, at(11, 3))).toContain('escalate');
    expect(beyond().refusal('request_extension', HANDLER, at(11, 3), ASK)).toMatchObject({ code: 'district_already', field: 'request_kind' });
  });

  it('what a rule or a route found beyond it keeps its working day, and its office reports it alone', () => {
    const issue = beyond();
    expect(issue.clock('escalate')).toMatchObject({ state: 'running', due_at: '2026-03-12T10:00:00.000Z' });
    issue.step('escalate', HANDLER, at(12), COMPLETE.escalate);
    expect(states(issue)).toEqual(['resolve paused', 'own paused', 'escalate met', 'progress running']);
  });

  it('is asked for with the department and a reason, of a district’s department alone', () => {
    expect(accepted().refusal('request_extension', HANDLER, at(12), { ...ASK, to_department: null })).toMatchObject({ code: 'field_required', field: 'to_department' });
    expect(accepted().refusal('request_extension', HANDLER, at(12), { ...ASK, note: null })).toMatchObject({ code: 'field_required', field: 'note' });
    expect(accepted().refusal('request_extension', HANDLER, at(12), { ...ASK, to_department: 'office' })).toMatchObject({ code: 'department_not_district', field: 'to_department' });
    expect(accepted().refusal('request_extension', HANDLER, at(12), { ...COMPLETE.request_extension, cause: null })).toMatchObject({ code: 'field_required', field: 'cause' });
  });

  it('the lead decides; of a lead or a head level 1; the requester never', () => {
    expect(asked().derived.pending).toMatchObject({ kind: 'escalation', approver: 'lead', to_department: 'district' });
    expect(asked().refusal('decide_extension', HANDLER, at(12, 3), YES)).toMatchObject({ code: 'separation' });
    for (const actor of [LEAD, HEAD]) {
      const above = accepted().step('request_extension', actor, at(12), ASK);
      expect(above.derived.pending).toMatchObject({ approver: 'level_1' });
      for (const other of [LEAD, HEAD])
        expect(above.refusal('decide_extension', other, at(12, 3), YES).code).toMatch(/^(?:separation|not_competent)$/);
      expect(above.step('decide_extension', LEVEL_1, at(12, 3), YES).state.status).toBe('escalated');
    }
  });

  it('granted, it goes at once, and the limits stand', () => {
    const issue = asked().step('decide_extension', LEAD, at(12, 3), YES);
    expect(issue.events.map(({ type }) => type)).toEqual(['report', 'accept', 'request_extension', 'decide_extension', 'escalate']);
    expect(issue.events.at(-1)).toMatchObject({ actor: 'lead', to_department: 'district', data: { decided: { district: 'pauses', scope: 'district' } } });
    expect(issue.state).toMatchObject({ status: 'escalated', scope: 'district', escalated_to: 'district', handler: 'handler', extension_count: 0 });
    expect(states(issue)).toEqual(['resolve paused', 'own paused', 'progress running']);
    expect(issue.clock('resolve').certificate.pauses).toEqual([{ from: at(12, 3), until: null, why: 'district' }]);
  });

  it('refused, all is as it was', () => {
    const before = accepted();
    const issue = asked().step('decide_extension', LEAD, at(12, 3), { decision: 'no', note: '属本街道职责' });
    expect({ ...issue.state }).toEqual({ ...before.state });
    expect(issue.last!.clocks).toEqual(before.last!.clocks);
    expect(issue.step('request_extension', HANDLER, at(12, 4), ASK).derived.pending).not.toBeNull();
  });

  it('asked in time the miss is held one working day, and no longer', () => {
    const held = asked(at(16, 9));
    expect(held.clock('resolve')).toMatchObject({ due_at: '2026-03-16T10:00:00.000Z', held_until: '2026-03-17T10:00:00.000Z' });
    const granted = asked(at(16, 9)).step('decide_extension', LEAD, at(17), YES);
    expect(granted.events.some(({ type }) => type === 'deadline_missed')).toBe(false);
    expect(granted.clock('resolve').certificate.pauses).toEqual([{ from: at(16, 9), until: null, why: 'district' }]);
    const late = held.refusal('decide_extension', LEAD, at(18), YES);
    expect(late).toMatchObject({ code: 'nothing_requested' });
  });

  it('asked at the very moment of the limit, nothing is left that could stand: the answer is waited for, and the limit is missed', () => {
    const due = '2026-03-16T10:00:00.000Z';
    const granted = (moment: string): Case => asked(moment).step('decide_extension', LEAD, at(17), YES).step('progress', HANDLER, at(17, 3), COMPLETE.progress);
    const told = (issue: Case) => [issue.state.status, issue.state.overdue, issue.events.map(({ type }) => type), issue.clock('resolve').missed_at];
    expect(told(granted('2026-03-16T09:59:59.999Z'))).toEqual(['escalated', false, ['report', 'accept', 'request_extension', 'decide_extension', 'escalate', 'progress'], null]);
    expect(told(granted(due))).toEqual(['escalated', true, ['report', 'accept', 'request_extension', 'decide_extension', 'escalate', 'deadline_missed', 'deadline_missed', 'progress'], due]);
    expect(told(granted('2026-03-16T10:00:00.001Z'))).toEqual(['escalated', true, ['report', 'accept', 'deadline_missed', 'deadline_missed', 'request_extension', 'decide_extension', 'escalate', 'progress'], due]);
    expect(granted(due).clock('resolve').certificate.pauses).toEqual([]);
    expect(granted(due).clock('own').missed_at).toBe(due);
  });

  it('may be asked for after the limit, when no more time can be; the miss stays', () => {
    expect(accepted().refusal('request_extension', HANDLER, at(17), COMPLETE.request_extension)).toMatchObject({ code: 'limit_passed' });
    const issue = asked(at(17)).step('decide_extension', LEAD, at(17, 3), YES);
    expect(issue.state).toMatchObject({ status: 'escalated', overdue: true });
    expect(issue.clock('resolve')).toMatchObject({ state: 'missed', missed_at: '2026-03-16T10:00:00.000Z' });
    const back = issue.step('route', DISPATCHER, at(20), BACK);
    expect(back.clock('resolve')).toMatchObject({ state: 'missed', missed_at: '2026-03-16T10:00:00.000Z', due_at: '2026-03-16T10:00:00.000Z' });
  });
});

describe('back from the district', () => {
  const away = (): Case => asked().step('decide_extension', LEAD, at(12, 3), YES);

  it('comes what those who may route take back, with the scope that it has now', () => {
    for (const actor of [HANDLER, REPORTER])
      expect(away().refusal('route', actor, at(20), BACK)).toMatchObject({ code: 'not_competent' });
    expect(away().refusal('route', HEAD, at(20), { to_person: 'colleague' })).toMatchObject({ code: 'district_gives_back' });
    expect(away().refusal('route', DISPATCHER, at(20), { ...BACK, to_scope: 'district' })).toMatchObject({ code: 'back_needs_scope', field: 'to_scope' });
    for (const actor of [DISPATCHER, LEAD, LEVEL_1])
      expect(away().step('route', actor, at(20), BACK).state).toMatchObject({ status: 'assigned', scope: 'community', escalated_to: null });
  });

  it('the limit counts from the report; what the district took is added', () => {
    // Three working days after Wednesday 11, and the five from Thursday 12 to Wednesday 18 that stood.
    const issue = away().step('route', DISPATCHER, at(19, 3), BACK);
    expect(states(issue)).toEqual(['resolve running', 'own running', 'progress cancelled']);
    expect(issue.clock('resolve')).toMatchObject({ started_at: at(11), opened_by_seq: 1, original_due_at: '2026-03-16T10:00:00.000Z', due_at: '2026-03-23T10:00:00.000Z' });
    expect(issue.clock('own').certificate.pauses).toEqual([{ from: at(12, 3), until: at(19, 3), why: 'district' }]);
    expect(issue.state.due_at).toBe('2026-03-23T10:00:00.000Z');
    const office = away().step('route', DISPATCHER, at(19, 3), { ...BACK, to_scope: 'subdistrict', to_department: 'office' });
    expect(office.last!.clocks.map(({ kind, department, state }) => [kind, department, state])).toEqual([
      ['resolve', null, 'running'],
      ['own', 'community', 'cancelled'],
      ['progress', null, 'cancelled'],
      ['own', 'office', 'running'],
    ]);
    expect(office.clock('resolve').due_at).toBe('2026-03-25T10:00:00.000Z');
  });

  it('is received anew: it may be returned within a working day', () => {
    const back = away().step('route', DISPATCHER, at(19, 3), BACK);
    expect(back.allowed(HANDLER, at(20))).toContain('return');
    expect(back.refusal('return', HANDLER, at(23), COMPLETE.return)).toMatchObject({ code: 'return_too_late' });
  });

  it('may go again, and come back again: neither wins a day', () => {
    const again = away().step('route', DISPATCHER, at(19, 3), BACK).step('request_extension', HANDLER, at(19, 4), ASK).step('decide_extension', LEAD, at(19, 5), YES);
    expect(states(again)).toEqual(['resolve paused', 'own paused', 'progress cancelled', 'progress running']);
    const back = again.step('route', DISPATCHER, at(19, 6), BACK);
    expect(back.clock('resolve').due_at).toBe('2026-03-23T10:00:00.000Z');
    expect(deadlines(back.events, () => CALENDAR)).toEqual(back.last!.clocks);
  });

  it('the district has done it: feedback is due in what was left', () => {
    const issue = away().step('handle', HANDLER, at(19, 3), { result: '区级部门已修复' });
    expect(states(issue)).toEqual(['resolve running', 'own met', 'progress met']);
    expect(issue.clock('resolve').due_at).toBe('2026-03-23T10:00:00.000Z');
    expect(issue.step('feed_back', HANDLER, at(23), COMPLETE.feed_back).clock('resolve').state).toBe('met');
  });

  it('what an older escalation ended has a limit again, as if it had stood', () => {
    const story = reported().on('2026-03-12T10:00', 'escalate', { scope: 'district' })
      .on('2026-03-19T10:00', 'route', { scope: 'subdistrict', department: COMMUNITY, district: 'returns', calendar_version: 'CN-2026', limits: FIVE });
    expect(story.of('resolve').map(({ state, opened_by_seq, started_at, due_at }) => ({ state, opened_by_seq, started_at, due_at }))).toEqual([
      { state: 'cancelled', opened_by_seq: 1, started_at: local('2026-03-11T10:00'), due_at: local('2026-03-16T18:00') },
      { state: 'running', opened_by_seq: 3, started_at: local('2026-03-11T10:00'), due_at: local('2026-03-25T18:00') },
    ]);
    expect(story.of('own').map(({ state, due_at }) => ({ state, due_at }))).toEqual([
      { state: 'cancelled', due_at: local('2026-03-16T18:00') },
      { state: 'running', due_at: local('2026-03-26T18:00') },
    ]);
  });

  it('what had no limit there gets one', () => {
    const story = reported({ escalate: workingDays(1) }).on('2026-03-12T10:00', 'escalate', { scope: 'district', district: 'pauses' })
      .on('2026-03-19T10:00', 'route', { scope: 'subdistrict', department: OFFICE, district: 'returns', calendar_version: 'CN-2026', limits: FIVE });
    expect(story.last('resolve')).toMatchObject({ state: 'running', due_at: local('2026-03-25T18:00') });
  });
});
