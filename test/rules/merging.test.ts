/** A report that was merged, and what it was merged into ends unhandled: its clocks, as if it had not been merged. */
import { describe, expect, it } from 'vitest';
import { SYSTEM } from '../../extensions/wangge/src/territory/model.ts';
import { at as local, workingDays } from './calendar-world.ts';
import { CADRE, COMMUNITY, LEAD as LEADER, OTHER, reported, THREE } from './deadlines-world.ts';
import { at, Case, COMPLETE, DISPATCHER, HANDLER, LEAD, LEVEL_1, REPORTER } from './handling-world.ts';

const merged = (): Case => new Case().step('accept', HANDLER, at(11, 3)).step('merge', DISPATCHER, at(11, 4), COMPLETE.merge);
const separate = (issue: Case, moment: string): Case => issue.step('separate', SYSTEM, moment, COMPLETE.separate);

describe('on its own again', () => {
  it('it is assigned anew, by the system alone, and nothing is left of the merger', () => {
    for (const actor of [DISPATCHER, LEAD, HANDLER])
      expect(merged().refusal('separate', actor, at(12), COMPLETE.separate)).toMatchObject({ code: 'not_competent' });
    const issue = separate(merged().step('feed_back', DISPATCHER, at(11, 5), COMPLETE.feed_back), at(12));
    expect(issue.state).toMatchObject({ status: 'assigned', duplicate_of: null, fed_back_at: null, handler: 'handler', lead: 'lead', scope: 'community' });
    expect(issue.step('handle', HANDLER, at(12, 3), { ...COMPLETE.handle, channel: 'visit' }).state.status).toBe('fed_back');
  });

  it('is received anew: it may be returned within a working day', () => {
    const issue = separate(merged(), at(13));
    expect(issue.allowed(HANDLER, at(16))).toContain('return');
  });

  it('where nobody is found it waits for its routing', () => {
    const routed = { rule: null, scope: 'community' as const, lead: null, department: null, handler: null, follower: null, explanation: { steps: [], lead_by: 'vacant', handler_by: 'vacant' } };
    expect(merged().step('separate', SYSTEM, at(12), COMPLETE.separate, { routed }).state).toMatchObject({ status: 'reported', handler: null });
  });

  it('its limit runs from the report as before; the department receives it now', () => {
    const issue = separate(merged(), at(12));
    expect(issue.last!.clocks.map(({ kind, state, opened_by_seq, due_at }) => ({ kind, state, opened_by_seq, due_at }))).toEqual([
      { kind: 'resolve', state: 'running', opened_by_seq: 1, due_at: '2026-03-16T10:00:00.000Z' },
      { kind: 'own', state: 'cancelled', opened_by_seq: 1, due_at: '2026-03-16T10:00:00.000Z' },
      { kind: 'own', state: 'running', opened_by_seq: 4, due_at: '2026-03-17T10:00:00.000Z' },
    ]);
    expect(issue.state).toMatchObject({ due_at: '2026-03-16T10:00:00.000Z', overdue: false });
  });

  it('a limit that passed meanwhile is missed when it was, by whoever had it then; what was missed before stays', () => {
    const story = reported().on('2026-03-12T10:00', 'merge').sweep('2026-03-18T09:00');
    expect(story.clocks().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    story.on('2026-03-20T10:00', 'separate', { lead: OTHER!, department: COMMUNITY, handler: CADRE!, calendar_version: 'CN-2026', limits: { own: workingDays(3) } }).sweep('2026-03-20T10:01');
    expect(story.last('resolve')).toMatchObject({ state: 'missed', missed_at: local('2026-03-16T18:00'), person: LEADER });
    expect(story.last('own')).toMatchObject({ state: 'running', started_at: local('2026-03-20T10:00'), due_at: local('2026-03-25T18:00') });
    const before = reported().sweep('2026-03-18T09:00').on('2026-03-18T10:00', 'merge').on('2026-03-20T10:00', 'separate', { calendar_version: 'CN-2026', limits: {} });
    expect(before.last('resolve')).toMatchObject({ state: 'missed', missed_at: local('2026-03-16T18:00') });
  });

  it('another authority’s moment holds again; merged once more, it ends once more', () => {
    const story = reported({ ...THREE, external: workingDays(1, { working_days: null, fixed_due_at: local('2026-03-25T12:00') }) })
      .on('2026-03-12T10:00', 'merge')
      .on('2026-03-13T10:00', 'separate', { calendar_version: 'CN-2026', limits: {} });
    expect(story.last('external')).toMatchObject({ state: 'running', due_at: local('2026-03-25T12:00') });
    story.on('2026-03-13T11:00', 'merge');
    expect(story.clocks().every(({ state }) => state === 'cancelled')).toBe(true);
    story.on('2026-03-13T12:00', 'separate', { calendar_version: 'CN-2026', limits: {} });
    expect(story.last('resolve').state).toBe('running');
  });

  it('a limit that had ended by itself before does not come back', () => {
    const story = reported().on('2026-03-12T10:00', 'reopen', { limits: THREE }).on('2026-03-12T11:00', 'merge').on('2026-03-13T10:00', 'separate', { calendar_version: 'CN-2026', limits: {} });
    expect(story.of('resolve').map(({ state }) => state)).toEqual(['cancelled', 'running']);
  });
});

describe('taking a matter out of one\'s own hands', () => {
  const away = { note: '属街道职责', to_scope: 'subdistrict' } as const;
  const routed = { rule: null, scope: 'subdistrict' as const, lead: 'lead', department: 'office', handler: null, follower: null, explanation: { steps: [], lead_by: 'grid_leader', handler_by: 'vacant' } };

  it('by another scope: the lead within one working day; later, and past the limit, the dispatcher or level 1', () => {
    expect(new Case().step('route', LEAD, '2026-03-12T10:00:00.000Z', away, { routed }).state.scope).toBe('subdistrict');
    for (const moment of ['2026-03-12T10:00:00.001Z', at(20)])
      expect(new Case().refusal('route', LEAD, moment, away, { routed })).toMatchObject({ code: 'rescope_too_late', field: 'to_scope' });
    for (const actor of [DISPATCHER, LEVEL_1])
      expect(new Case().step('route', actor, at(13), away, { routed }).state.scope).toBe('subdistrict');
    // To another office of the same scope it goes at any time.
    expect(new Case().step('route', LEAD, at(13), { note: '改派', to_department: 'office' }).state.department).toBe('office');
  });

  it('by rejecting it: never', () => {
    expect(new Case().refusal('reject', LEAD, at(11, 3), { note: '不属实' })).toMatchObject({ code: 'separation' });
    expect(new Case().step('reject', DISPATCHER, at(11, 3), { note: '不属实' }).state.status).toBe('rejected');
  });
});

describe('withdrawing', () => {
  it('is for the reporter within one working day, before it is accepted, and never after the limit', () => {
    expect(new Case().step('withdraw', REPORTER, '2026-03-12T10:00:00.000Z').state.status).toBe('rejected');
    expect(new Case().refusal('withdraw', REPORTER, '2026-03-12T10:00:00.001Z')).toMatchObject({ code: 'withdraw_too_late', field: 'type' });
    expect(new Case().allowed(REPORTER, at(13))).not.toContain('withdraw');
    expect(new Case().step('accept', HANDLER, at(11, 3)).refusal('withdraw', REPORTER, at(11, 4))).toMatchObject({ code: 'already_accepted' });
    // A limit of hours may pass within the day.
    const urgent = new Case({ severity: 'critical' });
    urgent.events[0]!.data.decided.limits!.resolve = { ...urgent.events[0]!.data.decided.limits!.resolve!, working_days: null, clock_hours: 2 };
    expect(urgent.refusal('withdraw', REPORTER, at(11, 5))).toMatchObject({ code: 'withdraw_too_late' });
  });

  it('counts from the report, whoever has received it since', () => {
    const moved = new Case().step('route', DISPATCHER, at(13), { note: '改派', to_department: 'office' });
    expect(moved.refusal('withdraw', REPORTER, at(13, 3))).toMatchObject({ code: 'withdraw_too_late' });
  });
});
