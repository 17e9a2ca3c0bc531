import { describe, expect, it } from 'vitest';
import { dueTimers, deadlines } from '../../extensions/wangge/src/handling/deadlines.ts';
import { moveDeadlines } from '../../extensions/wangge/src/handling/lifecycle.ts';
import { at, CALENDAR, Case, COLLEAGUE, COMPLETE, DISPATCHER, HANDLER, HEAD, INSPECTOR, LEAD, LEVEL_1, REPORTER } from './handling-world.ts';

const ASK = COMPLETE.request_extension!;
const OFFICE = { ...COLLEAGUE, person: 'clerk', department: 'office' };
describe('A', () => {
  it('misses cascade', () => {
    // resolve due Mon 16, own of office due Tue 17 (routed Thu 12 with three days)
    const issue = new Case().step('return', HANDLER, at(12), COMPLETE.return).step('route', DISPATCHER, at(12, 3), { note: '改派', to_department: 'office', to_person: 'clerk' });
    console.log(issue.last!.clocks.map(c => [c.kind, c.department, c.state, c.due_at]));
    issue.step('request_extension', OFFICE, '2026-03-16T09:00:00.000Z', ASK);
    issue.step('progress', OFFICE, '2026-03-18T02:00:00.000Z', { note: '继续' });
    console.log(issue.last!.clocks.map(c => [c.kind, c.department, c.state, c.due_at, c.held_until]), issue.events.map(e => e.type));
    expect(dueTimers(issue.last!.clocks, '2026-03-18T02:00:00.000Z').filter(t => t.type === 'deadline_missed')).toEqual([]);
  });
});
describe('B', () => {
  it('suspension granted in the grace of own', () => {
    // community 3 days own; regraded in the same department: resolve 5 days.
    const issue = new Case().step('route', DISPATCHER, at(11, 3), { note: '属街道职责', to_scope: 'subdistrict' });
    console.log(issue.last!.clocks.map(c => [c.kind, c.department, c.state, c.due_at]));
    issue.step('request_extension', HANDLER, '2026-03-16T09:00:00.000Z', { request_kind: 'suspension', cause: 'complex', note: 'x', until: '2026-03-30T00:00:00.000Z' });
    issue.step('decide_extension', LEVEL_1, '2026-03-17T02:00:00.000Z', { decision: 'yes' });
    console.log(issue.state.status, issue.last!.clocks.map(c => [c.kind, c.department, c.state, c.due_at, c.certificate.pauses]));
    expect(issue.clock('own').state).toBe('paused');
  });
});
describe('C', () => {
  it('reply', () => {
    const issue = new Case({ source: 'resident' }).step('handle', HANDLER, at(11, 3), COMPLETE.handle).step('urge', REPORTER, at(11, 4), COMPLETE.urge).step('feed_back', HANDLER, at(11, 5), { channel: 'phone' });
    expect(issue.state.reply_awaited_at).toBeNull();
  });
  it('reply 2', () => {
    const issue = new Case({ source: 'resident' }).step('handle', HANDLER, at(11, 3), { ...COMPLETE.handle, channel: 'visit' }).step('supervise', INSPECTOR, at(11, 4), COMPLETE.supervise).step('verify', LEAD, at(11, 5), COMPLETE.verify);
    expect(issue.state.reply_awaited_at).toBeNull();
  });
  it('reply 3: rejected', () => {
    const issue = new Case({ source: 'resident' }).step('urge', REPORTER, at(11, 4), COMPLETE.urge).step('reject', DISPATCHER, at(11, 5), COMPLETE.reject);
    expect(issue.state.reply_awaited_at).toBeNull();
  });
});
describe('D', () => {
  it('moved while held', () => {
    const holidays = { ...CALENDAR, version: 'h', days: new Map([['2026-03-16', { kind: 'restday' as const, name: 'x', source: 'x', origin: 'local' as const }], ['2026-03-17', { kind: 'restday' as const, name: 'x', source: 'x', origin: 'local' as const }]]) };
    const calendars = (v: string) => v === 'h' ? holidays : CALENDAR;
    const issue = new Case().step('request_extension', HANDLER, at(12), ASK);
    const moved = moveDeadlines(issue.events, issue.state, issue.issue.id, calendars, 'h', at(13))!;
    console.log(moved.clocks.map(c => [c.kind, c.due_at, c.held_until]));
    expect(moved.clocks[0]!.held_until! > moved.clocks[0]!.due_at).toBe(true);
  });
});
describe('E', () => {
  it('resumed by hand after its time', () => {
    const issue = new Case().step('suspend', LEVEL_1, '2026-03-13T00:00:00.000Z', { ...COMPLETE.suspend, until: '2026-03-16T00:00:00.000Z' });
    const decision = issue.try('resume', HEAD, '2026-03-19T00:00:00.000Z');
    console.log(decision.kind === 'accepted' ? [decision.state.due_at, decision.clocks.map(c => c.certificate.pauses)] : decision);
  });
});
