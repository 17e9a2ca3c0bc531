/** What happens beside the straight way: returns, the district, calls for help, merging, urging, notices, erasure. */
import { describe, expect, it } from 'vitest';
import { ACTORS, at, beyond, Case, COLLEAGUE, COMPLETE, DISPATCHER, HANDLER, HEAD, HELPER, INSPECTOR, LEAD, LEVEL_1, NOTICE, OTHER_ISSUE, REPORTER } from './handling-world.ts';

const DONE = { ...COMPLETE.handle, channel: 'visit' } as const;
const closed = (issue: ConstructorParameters<typeof Case>[0] = {}): Case => new Case(issue).step('handle', HANDLER, at(11, 3), COMPLETE.handle).step('feed_back', issue.confidential ? DISPATCHER : HANDLER, at(11, 3), COMPLETE.feed_back).step('verify', LEAD, at(11, 4), COMPLETE.verify);

const ROUTED = { rule: null, scope: 'subdistrict' as const, lead: 'lead', department: 'community', handler: 'handler', follower: null, explanation: { steps: [], lead_by: 'grid_leader', handler_by: 'duty_line' } };

describe('in place of somebody', () => {
  const standIn = { ...COLLEAGUE, person: 'stand-in', department: null };

  it('whoever stands in has the part of who is away: what it allows, and what it forbids', () => {
    const forHandler = { ...standIn, acts_for: ['handler'] };
    const issue = new Case().step('accept', forHandler, at(11, 3));
    expect(issue.state).toMatchObject({ handler: 'stand-in', route_explanation: { handler_by: 'stand_in' } });
    expect(new Case().refusal('accept', standIn, at(11, 3))).toMatchObject({ code: 'not_competent' });
    const done = new Case({ source: 'resident' }).step('handle', HANDLER, at(11, 3), DONE);
    // Who stands in for the handler now did not do the work.
    expect(done.allowed({ ...standIn, levels: [2], acts_for: ['handler'] }, at(12))).toContain('verify');
    expect(done.step('verify', { ...standIn, acts_for: ['lead'], levels: [2] }, at(12), COMPLETE.verify).state.status).toBe('closed');
    const asked = new Case().step('request_extension', LEAD, at(11, 3), COMPLETE.request_extension);
    expect(asked.refusal('decide_extension', LEAD, at(11, 4), COMPLETE.decide_extension)).toMatchObject({ code: 'separation' });
    // The only one at level 1 stands in for whoever asked: somebody has to decide.
    expect(asked.allowed({ ...standIn, acts_for: ['lead'], levels: [1] }, at(11, 4))).toContain('decide_extension');
  });

  it('the dispatcher decides as level 1 where nobody else is there', () => {
    const vacant = { ...DISPATCHER, level_1: [] };
    const asked = (): Case => new Case().step('request_extension', LEAD, at(11, 3), COMPLETE.request_extension);
    expect(asked().refusal('decide_extension', DISPATCHER, at(11, 4), COMPLETE.decide_extension)).toMatchObject({ code: 'not_competent' });
    expect(asked().step('decide_extension', vacant, at(11, 4), COMPLETE.decide_extension).state.extension_count).toBe(1);
    // Whoever leads level 1 asks themselves: nobody else is there to decide.
    expect(asked().allowed({ ...DISPATCHER, level_1: ['lead'] }, at(11, 4))).toContain('decide_extension');
    const suspension = new Case().step('request_extension', HANDLER, at(11, 3), { ...COMPLETE.request_extension, request_kind: 'suspension', until: at(20) });
    expect(suspension.step('decide_extension', vacant, at(11, 4), COMPLETE.decide_extension).state.status).toBe('suspended');
  });
});

describe('a return', () => {
  it('comes within one working day of receipt', () => {
    expect(new Case().step('return', HANDLER, '2026-03-12T10:00:00.000Z', COMPLETE.return).state.status).toBe('returned');
    expect(new Case().refusal('return', HANDLER, '2026-03-12T10:00:00.001Z', COMPLETE.return)).toMatchObject({ code: 'return_too_late' });
    const moved = new Case().step('route', DISPATCHER, at(13), { note: '改派', to_department: 'office' });
    expect(moved.step('return', { ...COLLEAGUE, department: 'office' }, at(16, 9), COMPLETE.return).state.status).toBe('returned');
  });

  it('the third goes to level 1, who alone decides where it goes', () => {
    const back = { note: '仍请承办' } as const;
    const issue = new Case()
      .step('return', HANDLER, at(11, 3), COMPLETE.return)
      .step('route', DISPATCHER, at(11, 4), back)
      .step('return', HANDLER, at(11, 5), COMPLETE.return)
      .step('route', DISPATCHER, at(11, 6), back)
      .step('return', HANDLER, at(11, 7), COMPLETE.return);
    expect(issue.state).toMatchObject({ return_count: 3, lead: 'level-1', status: 'returned' });
    expect(issue.refusal('route', DISPATCHER, at(12), back)).toMatchObject({ code: 'third_return' });
    expect(issue.allowed(DISPATCHER, at(12))).not.toContain('route');
    expect(issue.allowed({ ...DISPATCHER, level_1: [] }, at(12))).toContain('route');
    expect(issue.step('route', LEVEL_1, at(12), back).state.status).toBe('assigned');
  });

  it('back to the same department resumes its clock, working days lost in between added', () => {
    const issue = new Case().step('return', HANDLER, at(12), COMPLETE.return).step('route', DISPATCHER, at(13), { note: '仍请承办' });
    expect(issue.clock('own')).toMatchObject({ state: 'running', due_at: '2026-03-17T10:00:00.000Z' });
    expect(issue.clock('resolve').due_at).toBe('2026-03-16T10:00:00.000Z');
  });
});

describe('progress and reasons', () => {
  it('a colleague’s note does not accept for the person named', () => {
    expect(new Case().step('progress', COLLEAGUE, at(12), COMPLETE.progress).state).toMatchObject({ status: 'assigned', handler: 'handler', accepted_at: null });
  });

  it('a reason moves no clock; after the limit it is marked as late', () => {
    const issue = new Case().step('explain', HANDLER, at(12), COMPLETE.explain);
    expect(issue.state).toMatchObject({ reason_recorded_at: at(12), due_at: '2026-03-16T10:00:00.000Z' });
    expect(issue.events.at(-1)!.data.decided.late).toBeUndefined();
    issue.step('explain', HANDLER, at(17), COMPLETE.explain);
    expect(issue.events.at(-1)!.data.decided.late).toBe(true);
    expect(issue.state.overdue).toBe(true);
  });

  it('urging and supervision wait for an answer of those who do the work', () => {
    const issue = new Case().step('accept', HANDLER, at(11, 3)).step('urge', REPORTER, at(12), COMPLETE.urge).step('supervise', INSPECTOR, at(12, 4), COMPLETE.supervise);
    expect(issue.state.reply_awaited_at).toBe(at(12));
    issue.step('progress', REPORTER, at(12, 5), COMPLETE.progress);
    expect(issue.state.reply_awaited_at).toBe(at(12));
    expect(issue.step('progress', HEAD, at(12, 6), COMPLETE.progress).state.reply_awaited_at).toBeNull();
  });

  it('feedback and every end of the matter answer them: nothing stays awaited for ever', () => {
    const handled = (): Case => new Case({ source: 'resident' }).step('handle', HANDLER, at(11, 3), COMPLETE.handle).step('urge', REPORTER, at(11, 4), COMPLETE.urge);
    expect(handled().step('feed_back', HANDLER, at(11, 5), COMPLETE.feed_back).state.reply_awaited_at).toBeNull();
    const fedBack = (): Case => new Case({ source: 'resident' }).step('handle', HANDLER, at(11, 3), DONE).step('supervise', INSPECTOR, at(11, 4), COMPLETE.supervise);
    expect(fedBack().step('verify', LEAD, at(11, 5), COMPLETE.verify).state.reply_awaited_at).toBeNull();
    expect(fedBack().step('verify', LEAD, at(11, 5), { ...COMPLETE.verify, solved: 'no' }).state.reply_awaited_at).toBe(at(11, 4));
    for (const [type, actor] of [['reject', DISPATCHER], ['merge', DISPATCHER], ['withdraw', REPORTER]] as const)
      expect(new Case().step('urge', REPORTER, at(11, 3), COMPLETE.urge).step(type, actor, at(11, 4), COMPLETE[type]).state.reply_awaited_at).toBeNull();
  });

  it('nobody urges or supervises what they handle themselves', () => {
    const own = new Case().step('route', DISPATCHER, at(11, 3), { note: '由一级责任人办理', to_person: 'level-1' });
    expect(own.refusal('supervise', LEVEL_1, at(12), COMPLETE.supervise)).toMatchObject({ code: 'separation' });
  });
});

describe('beyond the sub-district', () => {
  const escalated = (): Case => beyond().step('escalate', HANDLER, at(11, 3), COMPLETE.escalate);

  it('each report of progress meets its clock and starts the next; the office stays', () => {
    const issue = escalated();
    expect(issue.state).toMatchObject({ status: 'escalated', department: 'community', escalated_to: 'district' });
    expect(issue.clock('progress')).toMatchObject({ state: 'running', person: 'lead' });
    issue.step('progress', HANDLER, at(12), COMPLETE.progress);
    expect(issue.last!.clocks.filter(clock => clock.kind === 'progress').map(clock => clock.state)).toEqual(['met', 'running']);
    issue.step('progress', REPORTER, at(12, 3), COMPLETE.progress);
    expect(issue.last!.clocks.filter(clock => clock.kind === 'progress')).toHaveLength(2);
    issue.step('handle', HANDLER, at(13), DONE);
    expect(issue.last!.clocks.filter(clock => clock.kind === 'progress').map(clock => clock.state)).toEqual(['met', 'met']);
    // The limits stood while the district had it.
    expect([issue.clock('own'), issue.clock('resolve')].map(({ state, certificate }) => [state, certificate.pauses])).toEqual([
      ['met', [{ from: at(11, 3), until: at(13), why: 'district' }]],
      ['met', [{ from: at(11, 3), until: at(13), why: 'district' }]],
    ]);
  });

  it('progress that comes late stays a miss, and the next round starts', () => {
    const issue = escalated().step('progress', HANDLER, at(25), COMPLETE.progress);
    expect(issue.last!.clocks.filter(clock => clock.kind === 'progress').map(clock => clock.state)).toEqual(['late', 'running']);
  });
});

describe('help', () => {
  it('is called, comes, answers and is rated; the office sees the issue by its slot', () => {
    const issue = new Case().step('call_in', HANDLER, at(11, 3), COMPLETE.call_in);
    expect(issue.state).toMatchObject({ helper_1: 'station', status: 'assigned' });
    expect(issue.derived.helpers[0]).toMatchObject({ department: 'station', called_by: 'handler', arrive_by: '2026-03-12T10:00:00.000Z', arrived_at: null });
    expect(issue.refusal('call_in', HANDLER, at(11, 4), COMPLETE.call_in)).toMatchObject({ code: 'already_called' });
    expect(issue.refusal('rate_help', HANDLER, at(11, 4), COMPLETE.rate_help)).toMatchObject({ code: 'no_help_to_rate' });
    issue.step('answer_call', HELPER, at(11, 5), { note: '已到场' }).step('answer_call', HELPER, at(11, 6), { result: '已处置' }).step('rate_help', HANDLER, at(11, 7), COMPLETE.rate_help);
    expect(issue.derived.helpers[0]).toMatchObject({ arrived_at: at(11, 5), answer: '已到场', answered_at: at(11, 6), result: '已处置', rating: 4 });
  });

  it('three departments at a time; who has answered makes room', () => {
    const call = (to_department: string) => ({ ...COMPLETE.call_in, to_department });
    const issue = new Case().step('call_in', HANDLER, at(11, 3), call('station')).step('call_in', HANDLER, at(11, 4), call('b')).step('call_in', HANDLER, at(11, 5), call('c'));
    expect(issue.refusal('call_in', HANDLER, at(11, 6), call('d'))).toMatchObject({ code: 'helpers_full' });
    issue.step('answer_call', HELPER, at(11, 7), { result: '已处置' }).step('call_in', HANDLER, at(11, 8), call('d'));
    expect(issue.state).toMatchObject({ helper_1: 'd', helper_2: 'b', helper_3: 'c' });
  });

  it('is answered for each department by itself, where one person answers for several', () => {
    const both: typeof HELPER = { ...HELPER, department: 'police', heads: ['station'] };
    const called = (): Case => new Case().step('call_in', HANDLER, at(11, 3), COMPLETE.call_in).step('call_in', HANDLER, at(11, 4), { ...COMPLETE.call_in, to_department: 'police' });
    expect(called().refusal('answer_call', both, at(11, 5), { note: '已到场' })).toMatchObject({ code: 'answer_for_which', field: 'to_department' });
    expect(called().refusal('answer_call', both, at(11, 5), { note: '已到场', to_department: 'office' })).toMatchObject({ code: 'answer_for_which' });
    const issue = called().step('answer_call', both, at(11, 5), { note: '所到', to_department: 'station' });
    expect(issue.derived.helpers.map(({ department, answer }) => [department, answer])).toEqual([['station', '所到'], ['police', null]]);
    issue.step('answer_call', both, at(11, 6), { result: '所办完', to_department: 'station' });
    // One is left: it need not be named.
    issue.step('answer_call', both, at(11, 7), { result: '局办完' });
    expect(issue.derived.helpers.map(({ department, result }) => [department, result])).toEqual([['station', '所办完'], ['police', '局办完']]);
    expect(called().step('answer_call', HELPER, at(11, 5), { note: '已到场' }).derived.helpers[0]).toMatchObject({ department: 'station', answer: '已到场' });
  });

  it('is rated by the level-2 leader who follows too, and by nobody whose department it was', () => {
    const issue = (): Case => new Case().step('route', DISPATCHER, at(11, 3), { note: '属街道职责', to_department: 'office', to_scope: 'subdistrict' }, { routed: { ...ROUTED, lead: 'head', follower: 'lead', department: 'office' } })
      .step('call_in', HANDLER, at(11, 4), COMPLETE.call_in).step('answer_call', HELPER, at(11, 5), COMPLETE.answer_call);
    expect(issue().allowed(LEAD, at(12))).toContain('rate_help');
    expect(issue().step('rate_help', LEAD, at(12), COMPLETE.rate_help).derived.helpers[0]).toMatchObject({ rating: 4 });
    expect(issue().refusal('rate_help', { ...LEAD, department: 'station' }, at(12), COMPLETE.rate_help)).toMatchObject({ code: 'separation', field: 'to_department' });
  });

  it('is not asked of the department itself, nor of a district', () => {
    expect(new Case().refusal('call_in', HANDLER, at(11, 3), { ...COMPLETE.call_in, to_department: 'community' })).toMatchObject({ code: 'helper_unfit' });
    expect(new Case().refusal('call_in', HANDLER, at(11, 3), { ...COMPLETE.call_in, to_department: 'district' })).toMatchObject({ code: 'helper_unfit' });
  });
});

describe('handling on the spot', () => {
  it('the reporter of the community’s own matter handles it before anybody accepts', () => {
    const issue = new Case().step('handle', REPORTER, at(11, 3), DONE);
    expect(issue.state).toMatchObject({ status: 'fed_back', handler: 'reporter' });
    expect(issue.clock('own')).toMatchObject({ state: 'met', person: 'reporter' });
    expect(issue.refusal('verify', { ...REPORTER, levels: [2, 3] }, at(12), COMPLETE.verify)).toMatchObject({ code: 'separation' });
  });

  it('not once it is accepted, nor what is an office’s duty', () => {
    expect(new Case().step('accept', HANDLER, at(11, 3)).refusal('handle', REPORTER, at(11, 4), DONE)).toMatchObject({ code: 'not_on_the_spot' });
    const office = new Case().step('route', DISPATCHER, at(11, 3), { note: '属街道职责', to_department: 'office', to_scope: 'subdistrict' });
    expect(office.refusal('handle', REPORTER, at(11, 4), DONE)).toMatchObject({ code: 'not_on_the_spot' });
  });
});

describe('feedback', () => {
  it('is owed once where a report was rejected or merged', () => {
    for (const type of ['reject', 'merge'] as const) {
      const issue = new Case().step(type, DISPATCHER, at(11, 3), COMPLETE[type]);
      expect(issue.last!.clocks.map(clock => clock.state)).toEqual(['cancelled', 'cancelled']);
      issue.step('feed_back', LEAD, at(12), { channel: 'phone' });
      expect(issue.state).toMatchObject({ status: type === 'reject' ? 'rejected' : 'merged', fed_back_at: at(12) });
      expect(issue.refusal('feed_back', LEAD, at(12, 3), { channel: 'phone' })).toMatchObject({ code: 'nothing_to_feed_back' });
    }
  });

  it('is not owed where the reporter withdrew', () => {
    expect(new Case().step('withdraw', REPORTER, at(11, 3)).refusal('feed_back', LEAD, at(12), { channel: 'phone' })).toMatchObject({ code: 'nothing_to_feed_back' });
  });

  it('of a confidential report may come from the dispatcher', () => {
    const handled = (issue: ConstructorParameters<typeof Case>[0]): Case => new Case(issue).step('handle', HANDLER, at(11, 3), COMPLETE.handle);
    expect(handled({}).refusal('feed_back', DISPATCHER, at(12), { channel: 'phone' })).toMatchObject({ code: 'not_competent' });
    expect(handled({ confidential: true }).step('feed_back', DISPATCHER, at(12), { channel: 'phone' }).state.status).toBe('fed_back');
  });

  it('of a confidential report is for who may read the contact, and for nobody else; what is offered says so', () => {
    const confidential = (): Case => new Case({ confidential: true });
    const handled = (): Case => confidential().step('handle', HANDLER, at(11, 3), COMPLETE.handle);
    for (const actor of [HANDLER, LEAD]) {
      expect(handled().refusal('feed_back', actor, at(12), { channel: 'phone' })).toMatchObject({ code: 'contact_unread' });
      expect(handled().allowed(actor, at(12))).not.toContain('feed_back');
    }
    expect(handled().allowed(LEVEL_1, at(12))).toContain('feed_back');
    expect(handled().step('feed_back', { ...LEAD, reads_contacts: true }, at(12), { channel: 'visit' }).state.status).toBe('fed_back');
    for (const actor of [HANDLER, REPORTER])
      expect(confidential().refusal('handle', actor, at(11, 3), DONE)).toMatchObject({ code: 'contact_unread', field: 'channel' });
    for (const type of ['reject', 'merge'] as const)
      expect(confidential().step(type, DISPATCHER, at(11, 3), COMPLETE[type]).refusal('feed_back', LEAD, at(12), { channel: 'phone' })).toMatchObject({ code: 'contact_unread' });
  });
});

describe('merging', () => {
  it('goes into another issue that is open and not merged itself', () => {
    expect(new Case().step('merge', DISPATCHER, at(11, 3), COMPLETE.merge).state).toMatchObject({ status: 'merged', duplicate_of: 'other' });
    const into = (status: 'closed' | 'merged', duplicate_of: string | null = null) => ({ to_issue: { ...OTHER_ISSUE, status, duplicate_of } });
    expect(new Case().refusal('merge', DISPATCHER, at(11, 3), COMPLETE.merge, into('closed'))).toMatchObject({ code: 'merge_over' });
    expect(new Case().refusal('merge', DISPATCHER, at(11, 3), COMPLETE.merge, into('merged', 'third'))).toMatchObject({ code: 'merge_over' });
    const self = new Case();
    expect(self.refusal('merge', DISPATCHER, at(11, 3), { to_issue: self.issue.id })).toMatchObject({ code: 'merge_unfit' });
  });

  it('puts the later report into the earlier one, and says which way round', () => {
    const later = { to_issue: { ...OTHER_ISSUE, reported_at: at(12) } };
    expect(new Case().refusal('merge', DISPATCHER, at(12, 3), COMPLETE.merge, later)).toMatchObject({ code: 'merge_later', field: 'to_issue', params: { number: OTHER_ISSUE.number } });
    expect(new Case().step('merge', DISPATCHER, at(12, 3), COMPLETE.merge, { to_issue: { ...OTHER_ISSUE, reported_at: at(11) } }).state.status).toBe('merged');
  });

  it('is for nobody who handles or leads one of the two', () => {
    expect(new Case().refusal('merge', LEAD, at(11, 3), COMPLETE.merge)).toMatchObject({ code: 'separation', field: 'type', params: { who: 'lead' } });
    for (const part of ['handler', 'lead'] as const)
      expect(new Case().refusal('merge', DISPATCHER, at(11, 3), COMPLETE.merge, { to_issue: { ...OTHER_ISSUE, [part]: DISPATCHER.person } })).toMatchObject({ code: 'separation', field: 'to_issue', params: { who: part } });
    expect(new Case().refusal('merge', { ...DISPATCHER, acts_for: ['other-lead'] }, at(11, 3), COMPLETE.merge)).toMatchObject({ code: 'separation', field: 'to_issue' });
    expect(new Case().step('merge', { ...LEAD, person: 'another-leader' }, at(11, 3), COMPLETE.merge).state.status).toBe('merged');
  });
});

describe('verification', () => {
  it('has a limit of its own, and somebody who did not handle it answers for it', () => {
    const issue = new Case({ source: 'resident' }).step('handle', HANDLER, at(11, 3), DONE);
    expect(issue.clock('verify')).toMatchObject({ state: 'running', person: 'lead' });
    expect(issue.step('verify', LEAD, at(12), COMPLETE.verify).clock('verify').state).toBe('met');
    const own = new Case({ source: 'resident' }).step('handle', LEAD, at(11, 3), DONE);
    expect(own.clock('verify').person).toBeNull();
  });
});

describe('a notice', () => {
  it('is drafted with the closing and has a limit', () => {
    const issue = closed();
    expect(issue.events.at(-1)!.data.decided.disclosure).toEqual({ mode: 'individual', reason: null });
    expect(issue.clock('disclose').state).toBe('running');
    issue.step('disclose', DISPATCHER, at(12));
    expect(issue.state.disclosed_at).toBe(at(12));
    expect(issue.clock('disclose').state).toBe('met');
    expect(issue.events.at(-1)!.data.decided.shown_until).toBe('2026-09-08');
  });

  it.each([
    ['a dispute', { kind: 'dispute' }, 'dispute'],
    ['a confidential report', { confidential: true }, 'confidential'],
    ['a special group', { disclosure_mode: 'count_only' }, 'special_group'],
  ] as const)('of %s is a count of the month, at once', (_, issue, reason) => {
    const { state, events, last } = closed(issue);
    expect(events.at(-1)!.data.decided.disclosure).toEqual({ mode: 'count_only', reason });
    expect(state.disclosed_at).toBe(at(11, 4));
    expect(last!.clocks.some(clock => clock.kind === 'disclose')).toBe(false);
  });

  it('is not published by its author or the handler, nor with personal data or unseen photographs', () => {
    const notice = (change: Partial<typeof NOTICE>) => ({ notice: { ...NOTICE, ...change } });
    expect(closed().refusal('disclose', DISPATCHER, at(12), {}, notice({ authors: ['level_2', 'dispatcher'] }))).toMatchObject({ code: 'separation', params: { who: 'author' } });
    expect(closed().refusal('disclose', { ...HANDLER, dispatcher: true }, at(12), {}, notice({}))).toMatchObject({ code: 'separation', params: { who: 'handler' } });
    expect(closed().refusal('disclose', DISPATCHER, at(12), {}, notice({ faults: [{ field: 'summary', found: '13800138000' }] }))).toMatchObject({ code: 'notice_personal_data', params: { found: '13800138000' } });
    expect(closed().refusal('disclose', DISPATCHER, at(12), {}, notice({ photos_unchecked: true }))).toMatchObject({ code: 'notice_photos' });
    expect(closed().refusal('disclose', DISPATCHER, at(12), {}, { notice: null })).toMatchObject({ code: 'no_notice' });
    expect(closed().refusal('disclose', DISPATCHER, at(12), {}, notice({ empty: true }))).toMatchObject({ code: 'no_notice' });
  });

  it('comes down by hand, and when the issue is reopened', () => {
    const published = (): Case => closed().step('disclose', DISPATCHER, at(12));
    expect(published().step('withdraw_disclosure', LEVEL_1, at(13), COMPLETE.withdraw_disclosure).state.disclosed_at).toBeNull();
    expect(published().step('reopen', ACTORS.system, at(13), COMPLETE.reopen).state).toMatchObject({ status: 'handling', disclosed_at: null, reopen_count: 1 });
  });
});

describe('erasure', () => {
  it('names one event or all of them, and changes nothing else', () => {
    const issue = closed();
    const before = { ...issue.state };
    issue.step('redact', DISPATCHER, at(12), { ...COMPLETE.redact, to_seq: 2 });
    expect(issue.events.at(-1)!.data.decided.redacts).toEqual({ seq: 2 });
    expect(issue.state).toEqual(before);
    expect(issue.refusal('redact', DISPATCHER, at(12, 3), { ...COMPLETE.redact, to_seq: 9 })).toMatchObject({ code: 'no_such_event', field: 'to_seq' });
    expect(issue.refusal('redact', LEAD, at(12, 3), COMPLETE.redact)).toMatchObject({ code: 'not_competent' });
  });
});
