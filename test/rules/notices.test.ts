/** Each person is told what concerns them, once, and nobody of what they did. */
import type { IssueState } from '../../extensions/wangge/src/handling/lifecycle/evolve-rules.ts';
import type { Decided, EventType, IssueEvent, NewEvent } from '../../extensions/wangge/src/handling/model.ts';
import type { NotifiedEvent, People, Subject } from '../../extensions/wangge/src/handling/notifications/model.ts';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { STAFF_EVENTS, SYSTEM_EVENTS } from '../../extensions/wangge/src/handling/event-registry-rules.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { noticesOf, pastOf } from '../../extensions/wangge/src/handling/notifications/notice-rules.ts';

const ISSUE = '4a6c1f0e-0000-4000-8000-000000000001';
const state = (said: Partial<IssueState> = {}): IssueState => ({
  number: '110105014-20260302-0001',
  status: 'handling',
  lead: 'lead',
  handler: 'handler',
  follower: 'follower',
  reporter: 'reporter',
  department: 'office',
  ...said,
}) as IssueState;

const PEOPLE: People = {
  dispatchers: ['dispatcher'],
  level_1: ['leader'],
  level_1_there: ['leader'],
  heads: new Map([['office', ['head']], ['police', ['chief']]]),
};

const event = (type: EventType, said: Partial<NewEvent> = {}, decided: Decided = {}): NotifiedEvent =>
  ({ ...NO_INPUT, type, actor: 'somebody', at: '2026-03-02T02:00:00.000Z', data: { decided, patch: {} }, ...said });
const stored = (...events: NotifiedEvent[]): IssueEvent[] => events.map((told, index) => ({ issue: ISSUE, seq: index + 1, from_status: null, to_status: 'handling', ...told }) as IssueEvent);

function tell(told: NotifiedEvent | NotifiedEvent[], subject: Partial<Subject & { state: IssueState }> = {}, past: NotifiedEvent[] = []) {
  return noticesOf([told].flat(), { id: ISSUE, title: '楼道堆物', state: state(), past: pastOf(stored(...past)), ...PEOPLE, ...subject }, past.length + 1);
}
const people = (...said: Parameters<typeof tell>): string[] => tell(...said).map(({ recipient }) => recipient).sort();

describe('who is told', () => {
  it.each<[NotifiedEvent, string[]]>([
    [event('report'), ['follower', 'handler', 'lead']],
    [event('route'), ['follower', 'handler', 'lead']],
    [event('accept', { actor: 'handler' }), ['reporter']],
    [event('request_extension', { actor: 'handler', request_kind: 'extension' }, { approver: 'lead' }), ['lead']],
    [event('request_extension', { actor: 'lead', request_kind: 'suspension' }, { approver: 'level_1' }), ['leader']],
    [event('suspend', { actor: 'leader' }), ['handler', 'lead', 'reporter']],
    [event('resume', { actor: null }), ['handler', 'lead', 'reporter']],
    [event('escalate', { actor: 'handler' }), ['follower', 'lead', 'reporter']],
    [event('call_in', { actor: 'handler', to_department: 'police' }), ['chief']],
    [event('rate_help', { actor: 'handler', to_department: 'police' }), ['chief']],
    [event('urge', { actor: 'reporter' }), ['handler', 'lead']],
    [event('supervise', { actor: 'leader' }), ['handler', 'head', 'lead']],
    [event('merge', { actor: 'dispatcher' }), ['handler', 'lead', 'reporter']],
    [event('reject', { actor: 'dispatcher' }), ['handler', 'lead', 'reporter']],
    [event('disclose', { actor: 'dispatcher' }), ['handler', 'lead']],
    [event('withdraw_disclosure', { actor: 'dispatcher' }), ['handler', 'lead']],
    [event('deadline_missed', { actor: null }), ['follower', 'handler', 'lead']],
    [event('deadline_moved', { actor: null }), ['handler', 'lead']],
    [event('reopen', { actor: null }), ['handler', 'lead']],
    [event('progress', { actor: 'handler' }), []],
    [event('redact', { actor: 'dispatcher' }), []],
  ])('$type', (told, expected) => {
    expect(people(told)).toEqual(expected);
  });

  it('a decision goes to who asked and to the handler, with its outcome', () => {
    const asked = event('request_extension', { actor: 'member', request_kind: 'extension' });
    const [first, ...rest] = tell(event('decide_extension', { actor: 'lead', decision: 'yes' }), {}, [asked]);
    expect([first, ...rest].map(notice => notice!.recipient).sort()).toEqual(['handler', 'member']);
    expect(first!.subject).toEqual({ 'zh-CN': '延期申请已批准：楼道堆物', 'en-US': 'Extension granted: 楼道堆物' });
    const suspension = event('request_extension', { actor: 'member', request_kind: 'suspension' });
    expect(tell(event('decide_extension', { actor: 'leader', decision: 'no' }), {}, [suspension])[0]!.subject['zh-CN']).toBe('挂账申请未获批准：楼道堆物');
  });

  it.each<EventType>(['route', 'return', 'escalate', 'handle', 'withdraw', 'merge'])('who asked for more time is told that %s ended it undecided', (type) => {
    const asked = event('request_extension', { actor: 'member', request_kind: 'extension' });
    const lapsed = tell(event(type), {}, [asked]).filter(notice => notice.event === 'request_lapsed');
    expect(lapsed).toMatchObject([{ recipient: 'member', dedupe_key: `lapsed:${ISSUE}:1`, subject: { 'zh-CN': '延期申请未经审批，已失效：楼道堆物' } }]);
  });

  it('a miss of the limit ends a request, of another clock it does not, and once it has ended nothing lapses again', () => {
    const asked = event('request_extension', { actor: 'member', request_kind: 'extension' });
    const missed = (kind: 'own' | 'escalate'): NotifiedEvent => event('deadline_missed', { actor: null }, { clock: { kind, department: null, opened_by_seq: 1, due_at: '2026-03-05T10:00:00.000Z' } });
    const lapses = (events: NotifiedEvent[]): number => tell(events, {}, [asked]).filter(notice => notice.event === 'request_lapsed').length;
    expect(lapses([missed('own')])).toBe(1);
    expect(lapses([missed('escalate')])).toBe(0);
    expect(lapses([missed('own'), event('return')])).toBe(1);
    expect(lapses([event('decide_extension', { decision: 'yes' }), event('suspend')])).toBe(0);
  });

  it('an answered call goes to who called, and to handler and lead', () => {
    const called = event('call_in', { actor: 'deputy', to_department: 'police' });
    expect(people(event('answer_call', { actor: 'chief' }, { helper: 'police' }), {}, [called])).toEqual(['deputy', 'handler', 'lead']);
  });

  it('who urged or supervised is told of the answer, and of the next one no more', () => {
    const asks = [event('urge', { actor: 'reporter' }), event('supervise', { actor: 'inspector' })];
    const reply = event('progress', { actor: 'handler' }, { replies: true });
    expect(people(reply, {}, asks)).toEqual(['inspector', 'reporter']);
    expect(people(reply, {}, [...asks, reply])).toEqual([]);
  });

  it('the dispatchers are told of what waits for routing', () => {
    expect(people(event('report'), { state: state({ status: 'reported', lead: null, handler: null, follower: null }) })).toEqual(['dispatcher']);
    expect(people(event('return', { actor: 'handler' }), { state: state({ status: 'returned' }) })).toEqual(['dispatcher', 'lead', 'reporter']);
  });

  it('whoever decides as level 1 is told; where nobody else is there, the dispatchers', () => {
    const asked = event('request_extension', { actor: 'lead', request_kind: 'escalation' }, { approver: 'level_1' });
    const tellTo = (more: Partial<People>): string[] => tell(asked, more as object).map(({ recipient }) => recipient);
    expect(tellTo({})).toEqual(['leader']);
    expect(tellTo({ level_1: [], level_1_there: [] })).toEqual(['dispatcher']);
    expect(tellTo({ level_1: ['lead'], level_1_there: ['lead'] })).toEqual(['dispatcher']);
    expect(tellTo({ level_1: ['leader'], level_1_there: ['stand-in'] })).toEqual(['leader', 'stand-in']);
  });

  it('a confidential issue that is handled waits for the dispatchers, who may see whom to tell', () => {
    const handled = { state: state({ status: 'handled' }) };
    expect(people(event('handle', { actor: 'handler' }), { ...handled, confidential: true })).toEqual(['dispatcher', 'lead', 'reporter']);
    expect(people(event('handle', { actor: 'handler' }), handled)).toEqual(['lead', 'reporter']);
  });

  it('what is on its own again is told to whoever reported it, has it and dispatches', () => {
    const notices = tell(event('separate', { actor: null }));
    expect(notices.map(({ recipient }) => recipient).sort()).toEqual(['dispatcher', 'follower', 'handler', 'lead', 'reporter']);
    expect(notices[0]!.subject['zh-CN']).toBe('并入的问题不再办理，本件恢复单独办理：楼道堆物');
  });

  it('critical issues are told upwards at once, at any hour', () => {
    const critical = tell(event('report'), { severity: 'critical' });
    expect(critical.map(({ recipient }) => recipient).sort()).toEqual(['follower', 'handler', 'head', 'lead', 'leader']);
    expect(critical.every(({ urgent }) => urgent)).toBe(true);
    expect(critical[0]!.subject['zh-CN']).toBe('【重大】新问题：楼道堆物');
  });

  it('urgent ones ring at any hour while they are worked on, ordinary ones never', () => {
    expect(tell(event('route'), { severity: 'urgent' }).every(({ urgent }) => urgent)).toBe(true);
    expect(people(event('route'), { severity: 'urgent' })).not.toContain('leader');
    expect(tell(event('close'), { severity: 'critical', state: state({ status: 'closed' }) }).some(({ urgent }) => urgent)).toBe(false);
    expect(tell(event('route')).some(({ urgent }) => urgent)).toBe(false);
  });

  it('what is confidential goes by its number', () => {
    const notices = tell(event('report'), { confidential: true });
    expect(JSON.stringify(notices)).not.toContain('楼道堆物');
    expect(notices[0]!.subject['zh-CN']).toBe('新问题：110105014-20260302-0001');
  });
});

describe('always', () => {
  const types = [...new Set([...STAFF_EVENTS, ...SYSTEM_EVENTS])];
  const actor = fc.constantFrom(null, 'lead', 'handler', 'follower', 'reporter', 'dispatcher', 'leader', 'head', 'chief', 'member');
  const anyEvent = fc.record({
    type: fc.constantFrom(...types),
    actor,
    to_department: fc.constantFrom(null, 'police', 'unknown'),
    request_kind: fc.constantFrom('extension' as const, 'suspension' as const, 'escalation' as const),
    decision: fc.constantFrom('yes' as const, 'no' as const, null),
    replies: fc.boolean(),
  }).map(({ type, replies, ...said }) => event(type, said, { replies, helper: 'police' }));

  test.prop([fc.array(anyEvent, { maxLength: 8 }), fc.array(anyEvent, { minLength: 1, maxLength: 4 }), fc.constantFrom('normal', 'urgent', 'critical')])(
    'nobody twice of one thing, nobody of their own step, no brace left in a sentence',
    (past, events, severity) => {
      const notices = tell(events, { severity }, past);
      const keys = notices.map(({ dedupe_key, recipient }) => `${dedupe_key} ${recipient}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(notices.filter(notice => notice.recipient === notice.actor)).toEqual([]);
      expect(notices.flatMap(({ subject, body }) => [...Object.values(subject), ...Object.values(body)]).filter(text => /[{}]|undefined/.test(text))).toEqual([]);
    },
  );
});
