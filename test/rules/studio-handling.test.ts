/** What the Studio's forms of an issue show: buttons, small forms, notices, timeline, clocks, holders, the deadline board. */
import type { BoardClock } from '../../extensions/wangge/src/handling/clocks/deadline-board-rules.ts';
import type { IssueValues, Pending } from '../../extensions/wangge/src/handling/ui/issue-actions/notices.ts';
import type { Step } from '../../extensions/wangge/src/handling/ui/issue-actions/view.ts';
import type { StoredClock } from '../../extensions/wangge/src/handling/ui/issue-clocks/view.ts';
import type { TimelineEvent } from '../../extensions/wangge/src/handling/ui/issue-timeline/view.ts';
import type { StudioField } from '../../extensions/wangge/src/ui/form-fields.ts';
import { describe, expect, it } from 'vitest';
import { remaining } from '../../extensions/wangge/src/calendar/remaining-time-rules.ts';
import { boardRows, cursorText, endOfToday, parseCursor } from '../../extensions/wangge/src/handling/clocks/deadline-board-rules.ts';
import { countText, linesOf } from '../../extensions/wangge/src/handling/ui/deadline-board/view.ts';
import { speaker as boardSpeaker } from '../../extensions/wangge/src/handling/ui/deadline-board/words.ts';
import { helperText, noticesOf } from '../../extensions/wangge/src/handling/ui/issue-actions/notices.ts';
import { buttonsOf, fieldsOf, missingOf } from '../../extensions/wangge/src/handling/ui/issue-actions/view.ts';
import { speaker as stepSpeaker } from '../../extensions/wangge/src/handling/ui/issue-actions/words.ts';
import { holdingRows } from '../../extensions/wangge/src/handling/ui/issue-clocks/holding-times-view.ts';
import { cardsOf } from '../../extensions/wangge/src/handling/ui/issue-clocks/view.ts';
import { speaker as clockSpeaker } from '../../extensions/wangge/src/handling/ui/issue-clocks/words.ts';
import { entriesOf, namedIn } from '../../extensions/wangge/src/handling/ui/issue-timeline/view.ts';
import { speaker as timelineSpeaker } from '../../extensions/wangge/src/handling/ui/issue-timeline/words.ts';
import { enteredBefore, nestedHandling } from '../../extensions/wangge/src/handling/ui/on-the-spot/view.ts';
import { questionOf } from '../../extensions/wangge/src/handling/ui/similar-issues/view.ts';
import { failureOf } from '../../extensions/wangge/src/ui/failure.ts';
import { faultsLeft, hasEntered } from '../../extensions/wangge/src/ui/form-fields.ts';
import { nameOf } from '../../extensions/wangge/src/ui/person.ts';
import { remainingText, urgencyOf } from '../../extensions/wangge/src/ui/remaining-time.ts';
import { shipped } from './calendar-world.ts';

const zh = 'zh-CN';
const coded = (list: string, code: string): string => `${list}.${code}`;
const step = (type: string, more: Partial<Step> = {}): Step => ({ type, name: type, requires: [], accepts: [], ...more });

describe('the next steps', () => {
  const speak = stepSpeaker(zh);
  const stored: StudioField[] = ['request_kind', 'to_department', 'to_person', 'to_issue', 'cause', 'until', 'note', 'attachments', 'satisfaction', 'decision']
    .map(field => ({ field, name: field, meta: { interface: 'input', conditions: [{}], hidden: true, options: { choices: [{ value: 'weather' }, { value: 'not_in_duty' }] } } }));
  const subject = { id: 'i', subdistrict: 's', department: 'd', reported_at: '2026-03-03T02:00:00.000Z', helpers: ['h'], mayAttach: true, pending: null };

  it('puts at most three in front, the one that leads on first and coloured, and the rest under "more"', () => {
    const { front, more } = buttonsOf(['progress', 'return', 'handle', 'accept', 'explain'].map(type => step(type)));
    expect(front.map(({ type, leads }) => [type, leads])).toEqual([['accept', true], ['handle', false], ['progress', false]]);
    expect(more.map(({ type }) => type)).toEqual(['return', 'explain']);
    expect(buttonsOf([step('progress')]).front[0]!.leads).toBe(false);
    expect(buttonsOf([])).toEqual({ front: [], more: [] });
  });

  it('draws exactly the fields that the step takes, in their order, those it requires marked', () => {
    const fields = fieldsOf(step('return', { requires: ['cause', 'note'], accepts: ['attachments'], causes: ['not_in_duty'] }), stored, {}, subject, speak);
    expect(fields.map(({ field, name, meta }) => [field, name, meta!.required, meta!.hidden, meta!.conditions])).toEqual([
      ['cause', 'cause', true, false, null],
      ['note', '退回理由', true, false, null],
      ['attachments', 'attachments', false, false, null],
    ]);
    expect(fields[0]!.meta!.options!.choices).toEqual([{ value: 'not_in_duty' }]);
    expect(fieldsOf(step('return', { requires: ['note'], accepts: ['attachments'] }), stored, {}, { ...subject, mayAttach: false }, speak).map(({ field }) => field)).toEqual(['note']);
  });

  it('offers only departments and persons that fit', () => {
    const filterOf = (type: string, said = {}, field = 'to_department'): unknown =>
      fieldsOf(step(type, { requires: [field as 'to_department'] }), stored, said, subject, speak)[0]!.meta!.options!.filter;
    expect(filterOf('escalate')).toEqual({ _and: [{ active: { _eq: true } }, { kind: { _eq: 'district' } }] });
    const here = { _or: [{ subdistrict: { _null: true } }, { subdistrict: { _eq: 's' } }] };
    expect(filterOf('route')).toEqual({ _and: [{ active: { _eq: true } }, { kind: { _neq: 'district' } }, here] });
    expect(filterOf('call_in')).toEqual({ _and: [{ active: { _eq: true } }, { kind: { _neq: 'district' } }, here, { id: { _neq: 'd' } }] });
    expect(filterOf('rate_help')).toEqual({ id: { _in: ['h'] } });
    expect(filterOf('route', {}, 'to_person')).toEqual({ _and: [{ status: { _eq: 'active' } }, { department: { _eq: 'd' } }] });
    expect(filterOf('route', { to_department: { id: 'other' } }, 'to_person')).toEqual({ _and: [{ status: { _eq: 'active' } }, { department: { _eq: 'other' } }] });
  });

  it('of a request draws what the chosen kind asks for, and offers what may be asked for now', () => {
    const asking = step('request_extension', {
      requires: ['request_kind', 'note'],
      requests: { extension: { requires: ['cause'], accepts: ['until'] }, escalation: { requires: ['to_department'] } },
    });
    const kinds: StudioField = { field: 'request_kind', name: 'request_kind', meta: { options: { choices: ['extension', 'suspension', 'escalation'].map(value => ({ value })) } } };
    const drawn = (said: object) => fieldsOf(asking, [kinds, ...stored.slice(1)], { ...said }, subject, speak);
    expect(drawn({})[0]!.meta!.options!.choices).toEqual([{ value: 'extension' }, { value: 'escalation' }]);
    expect(drawn({}).map(({ field }) => field)).toEqual(['request_kind', 'note']);
    expect(drawn({ request_kind: 'extension' }).map(({ field, meta }) => [field, meta!.required])).toEqual([['request_kind', true], ['cause', true], ['until', false], ['note', true]]);
    const [, district] = drawn({ request_kind: 'escalation' });
    expect([district!.field, district!.name, district!.meta!.options!.filter]).toEqual(['to_department', '拟报送的区级部门', { _and: [{ active: { _eq: true } }, { kind: { _eq: 'district' } }] }]);
    expect(missingOf(asking, { request_kind: 'escalation', note: 'x' }, speak)).toMatchObject([{ field: 'to_department' }]);
    expect(missingOf(asking, { request_kind: 'extension', note: 'x' }, speak)).toMatchObject([{ field: 'cause' }]);
  });

  it('asks for which department an answer is only where there are several, and until when only where more time is asked for', () => {
    const drawn = (one: Step, more = {}): string[] => fieldsOf(one, stored, {}, { ...subject, ...more }, speak).map(({ field }) => field);
    const answer = { accepts: ['to_department', 'note'] as const };
    expect(drawn(step('answer_call', { ...answer, departments: ['a'] }))).toEqual(['note']);
    expect(drawn(step('answer_call', { ...answer, departments: ['a', 'b'] }))).toEqual(['to_department', 'note']);
    expect(drawn(step('decide_extension', { requires: ['decision'], accepts: ['until'] }), { pending: 'escalation' })).toEqual(['decision']);
    expect(drawn(step('decide_extension', { requires: ['decision'], accepts: ['until'] }), { pending: 'extension' })).toEqual(['decision', 'until']);
  });

  it('merges into what was reported before', () => {
    const [field] = fieldsOf(step('merge', { requires: ['to_issue'] }), stored, {}, subject, speak);
    expect(field!.meta!.options!.filter).toEqual({ _and: [{ id: { _neq: 'i' } }, { grid: { subdistrict: { _eq: 's' } } }, { status: { _nin: ['closed', 'rejected', 'merged'] } }, { reported_at: { _lte: subject.reported_at } }] });
  });

  it('marks what is missing, until it is filled in', () => {
    const faults = missingOf(step('return', { requires: ['cause', 'note'] }), { cause: 'other', note: '  ' }, speak);
    expect(faults).toMatchObject([{ collection: 'issue_events', field: 'note', validation_message: '此项必填' }]);
    expect(faultsLeft(faults, { note: '  ' }, { note: 'x' })).toEqual([]);
    expect(faultsLeft(faults, { note: '  ', cause: 'a' }, { note: '  ', cause: 'b' })).toEqual(faults);
  });

  it('keeps a form open in which something was filled in, whatever was emptied again', () => {
    expect([{}, { note: ' ', cause: null, files: [], urgent: false }].map(hasEntered)).toEqual([false, false]);
    expect([{ note: 'x' }, { count: 0 }, { files: ['a'] }].map(hasEntered)).toEqual([true, true, true]);
  });

  it('tells a refusal at its field, and what belongs to no field on its own', () => {
    const error = { response: { status: 400, data: { errors: [
      { extensions: { code: 'FAILED_VALIDATION', field: 'until', validation_message: '太晚' } },
      { extensions: { code: 'FAILED_VALIDATION', field: 'type', validation_message: '现在不能' } },
      { message: '不能这样办理', extensions: { code: 'WANGGE_REFUSED' } },
    ] } } };
    expect(failureOf(error, zh, 'issue_events', ['until'])).toMatchObject({ fields: [{ field: 'until', collection: 'issue_events' }], sentences: ['现在不能', '不能这样办理'] });
    expect(failureOf({ response: { status: 403, data: { errors: [{ extensions: { code: 'FORBIDDEN' } }] } } }, zh).sentences).toEqual(['您没有这项权限。']);
    expect(failureOf({}, 'en-US').sentences).toEqual(['The server cannot be reached; try again later.']);
  });

  it('says before the buttons what one has to know', () => {
    const issue: IssueValues = { status: 'handling', overdue: true, due_at: '2026-03-05T10:00:00.000Z', due_provisional: true, reply_awaited_at: '2026-03-04T02:00:00.000Z' };
    const pending: Pending = { kind: 'extension', at: '2026-03-04T02:00:00.000Z', until: '2026-03-09T10:00:00.000Z', to_department: null, approver: 'lead', cause: 'weather', by: 'u' };
    const notices = noticesOf(issue, pending, { first_name: '赵社区', last_name: null }, null, nameOf, speak, coded, zh);
    expect(notices.map(({ kind, icon }) => [kind, icon])).toEqual([['warning', 'pending_actions'], ['danger', 'alarm_off'], ['info', 'event_note'], ['warning', 'notifications_active']]);
    expect(notices[0]!.text).toMatch(/^赵社区于 .* 申请request\.extension，待牵头责任人或一级网格责任人审批$/);
    expect(notices[0]!.details[1]).toBe('原因：cause.weather');
    expect(noticesOf({ ...issue, status: 'closed' }, null, null, null, nameOf, speak, coded, zh)).toEqual([]);
    expect(noticesOf({ status: 'rejected' }, null, null, null, nameOf, speak, coded, zh)).toMatchObject([{ icon: 'reply' }]);
    expect(noticesOf({ status: 'rejected', withdrawn_at: 'x' }, null, null, null, nameOf, speak, coded, zh)).toEqual([]);
    const helper = { department: null, called_at: '2026-03-04T02:00:00.000Z', arrive_by: null, arrived_at: null, answered_at: null, result: null, answer: null, rating: null };
    expect(helperText(helper, speak, zh)).toMatch(/吹哨，待报到$/);
    expect(helperText({ ...helper, arrived_at: helper.called_at, answered_at: helper.called_at, rating: 4 }, speak, zh)).toMatch(/协办完毕 · 评分 4$/);
  });
});

describe('the timeline', () => {
  const event = (more: Partial<TimelineEvent>): TimelineEvent => ({ seq: 1, type: 'progress', at: '2026-03-04T02:00:00.000Z', actor: null, cause: null, channel: null, solved: null, satisfaction: null, decision: null, request_kind: null, until: null, to_scope: null, to_department: null, to_category: null, to_grid: null, to_issue: null, ...more });
  const speak = timelineSpeaker(zh);

  it('says where a report went, to whom and why', () => {
    const report = event({ type: 'report', actor: { first_name: '王网格', last_name: null }, data: { decided: { scope: 'community', department: 'd', handler: 'h', lead: 'l', follower: null, explanation: { steps: [{ rule: 'r', name: '居民之间', matched: true, failed: null }], lead_by: 'grid_leader', handler_by: 'duty_line' } } } });
    expect(namedIn([report])).toEqual({ people: ['l', 'h'], departments: ['d'] });
    const [entry] = entriesOf([report], new Map([['d', '东社区'], ['h', '赵'], ['l', '李']]), speak, coded, zh);
    expect(entry).toMatchObject({ who: '王网格', quiet: false, facts: ['职责范围：scope.community', '承办单位：东社区', '承办人：赵（条线分工）', '牵头责任人：李（网格责任人）', '按规则“居民之间”分派'] });
  });

  it('says to whom it was handed over', () => {
    const [entry] = entriesOf([event({ type: 'hand_over', note: '原责任人任职已结束', to_grid: { id: 'g', name: '二网格' }, data: { decided: { lead: 'l', grid: 'g' } } })], new Map([['l', '李']]), speak, coded, zh);
    expect(entry).toMatchObject({ quiet: true, note: '原责任人任职已结束', facts: [expect.stringContaining('二网格'), '牵头责任人：李'] });
  });

  it('keeps the system quiet and marks what went wrong', () => {
    const entries = entriesOf([
      event({ type: 'deadline_missed', data: { decided: { clock: { kind: 'own', department: 'd', opened_by_seq: 1, due_at: '2026-03-05T10:00:00.000Z' } } } }),
      event({ type: 'verify', solved: 'no', actor: { first_name: '李', last_name: null } }),
      event({ type: 'decide_extension', decision: 'yes', data: { decided: { extensions: { resolve: 3, own: 3 } } } }),
    ], new Map(), speak, coded, zh);
    expect(entries.map(({ quiet, tone }) => [quiet, tone])).toEqual([[true, 'bad'], [false, 'bad'], [true, 'plain']]);
    expect(entries[0]!.facts[0]).toMatch(/^clock\.own（/);
    expect(entries[2]!.facts).toEqual(['审批意见：decision.yes', 'clock.resolve、clock.own已顺延']);
  });
});

describe('clocks', () => {
  const limit = { policy: null, working_days: 3, clock_hours: null, warn_working_hours: 8, close_of_business: '18:00', calendar_version: '2026' };
  const left = (due_at: string, now: string, clock_hours: number | null = null) => remaining(shipped, { due_at, limit: { clock_hours } }, now);

  it('count what is left in working days, on the last day in hours', () => {
    // Thursday 18:00 in Shanghai; on Monday morning three working days are left.
    expect(left('2026-03-05T10:00:00.000Z', '2026-03-02T01:00:00.000Z')).toMatchObject({ overdue: false, working_days: 3 });
    expect(remainingText(left('2026-03-05T10:00:00.000Z', '2026-03-02T01:00:00.000Z'), zh)).toBe('还剩 3 个工作日');
    expect(remainingText(left('2026-03-05T10:00:00.000Z', '2026-03-05T06:30:00.000Z'), zh)).toBe('今日截止，还剩 3 小时 30 分');
    // Over the weekend nothing is lost and nothing grows.
    expect(left('2026-03-09T10:00:00.000Z', '2026-03-06T12:00:00.000Z').working_days).toBe(1);
    expect(left('2026-03-09T10:00:00.000Z', '2026-03-08T12:00:00.000Z').working_days).toBe(1);
    expect(remainingText(left('2026-03-05T10:00:00.000Z', '2026-03-09T01:00:00.000Z'), zh)).toBe('已超期 2 个工作日');
    expect(remainingText(left('2026-03-05T10:00:00.000Z', '2026-03-05T10:20:00.000Z'), zh)).toBe('已超期 20 分钟');
    expect(remainingText(left('2026-03-05T10:00:00.000Z', '2026-03-04T10:00:00.000Z', 24), 'en-US')).toBe('24 h left');
    expect([left('2026-03-05T10:00:00.000Z', '2026-03-09T01:00:00.000Z'), left('2026-03-05T10:00:00.000Z', '2026-03-05T06:30:00.000Z'), left('2026-03-05T10:00:00.000Z', '2026-03-02T01:00:00.000Z')].map(urgencyOf)).toEqual(['over', 'today', 'calm']);
    // A limit that ends at midnight ends on the day before.
    expect(left('2026-03-05T16:00:00.000Z', '2026-03-05T06:00:00.000Z').working_days).toBe(0);
    expect(endOfToday(shipped, '2026-03-05T06:00:00.000Z')).toBe('2026-03-05T16:00:00.000Z');
  });

  it('become cards with their certificate; what has ended has nothing left', () => {
    const clock: StoredClock = { id: '1', kind: 'own', state: 'running', started_at: '2026-03-02T01:00:00.000Z', due_at: '2026-03-06T10:00:00.000Z', original_due_at: '2026-03-05T10:00:00.000Z', provisional: true, held_until: null, met_at: null, missed_at: null, department: { name: '东社区' }, person: null, remaining: left('2026-03-06T10:00:00.000Z', '2026-03-02T01:00:00.000Z') };
    const [running, met] = cardsOf([clock, { ...clock, id: '2', state: 'met', met_at: '2026-03-03T01:00:00.000Z', remaining: null }], [{ text: '说明一' }, { text: '说明二' }], clockSpeaker(zh), coded, zh);
    expect(running).toMatchObject({ tone: 'calm', remaining: '还剩 4 个工作日', provisional: true, certificate: '说明一' });
    expect(running!.facts.map(({ name }) => name)).toEqual(['截止时间', '原截止时间', '起算时间', '单位']);
    expect(met).toMatchObject({ tone: 'good', remaining: '', provisional: false, certificate: '说明二' });
  });

  it('say who held it, each holder once', () => {
    const span = { status: 'handling' as const, waiting: 'handling' as const, helpers: [], from: '2026-03-02T01:00:00.000Z', until: '2026-03-03T01:00:00.000Z', working_minutes: 480, working_days: 1, department: 'd', person: 'p' };
    const rows = holdingRows({ spans: [span, { ...span, person: null, department: null, waiting: 'routing' as const, working_minutes: 240, working_days: 0.5 }, { ...span, until: null, working_minutes: 240, working_days: 0.5 }], names: { d: '东社区', p: '赵' } }, clockSpeaker(zh), zh);
    expect(rows.map(({ who, days, share }) => [who, days, share])).toEqual([['东社区 · 赵', '1.5 个工作日', 75], ['待分派', '4 小时', 25]]);
    expect(rows[0]!.spans[1]).toMatch(/ 起：办理$/);
  });

  it('of one issue stand in one row of the board, at the earliest; what the reader may not see is left out', () => {
    const clock = (id: string, issue: string, due_at: string): BoardClock => ({ id, issue, kind: 'own', due_at, original_due_at: due_at, provisional: false, limit });
    const rows = boardRows([clock('1', 'a', '2026-03-05T10:00:00.000Z'), clock('2', 'hidden', '2026-03-05T10:00:00.000Z'), clock('3', 'b', '2026-03-06T10:00:00.000Z'), clock('4', 'a', '2026-03-09T10:00:00.000Z')], [{ id: 'a' }, { id: 'b' }], shipped, '2026-03-06T12:00:00.000Z');
    expect(rows.map(({ issue, clocks }) => [issue.id, clocks.length])).toEqual([['a', 2], ['b', 1]]);
    const issue = { number: '1', title: '灯', status: 'handling', severity: 'urgent', overdue: true, reason_recorded_at: null, grid: { name: '一格' }, department: { name: '东社区' }, handler: { first_name: '赵', last_name: null } };
    const speak = boardSpeaker(zh);
    const [line] = linesOf(rows.map(row => ({ ...row, issue: { ...issue, ...row.issue } })), speak, coded, zh);
    expect(line).toMatchObject({ severity: '紧急', who: '东社区 · 赵', noReason: true });
    expect(line!.clocks.map(({ remaining: text }) => text)).toEqual(['已超期 1 个工作日', '还剩 1 个工作日']);
    expect([countText(1000, 999, speak), countText(12, 999, speak), countText(undefined, 999, speak)]).toEqual(['999+', '12', '']);
    expect(parseCursor(cursorText({ due_at: '2026-03-05T10:00:00.000Z', id: '42' }))).toEqual({ due_at: '2026-03-05T10:00:00.000Z', id: '42' });
    expect([parseCursor('x'), parseCursor(undefined), parseCursor(`2026-03-05T10:00:00.000Z_1;drop`)]).toEqual([null, null, null]);
  });
});

describe('the form of a new issue', () => {
  it('adds handling on the spot, and nothing when it is switched off', () => {
    const nested = nestedHandling(true, { result: '已清理', channel: 'visit' });
    expect(nested).toEqual({ create: [{ type: 'handle', result: '已清理', channel: 'visit' }], update: [], delete: [] });
    expect(enteredBefore(nested)).toEqual({ result: '已清理', channel: 'visit' });
    expect([nestedHandling(false, { result: 'x' }), enteredBefore(undefined), enteredBefore([])]).toEqual([undefined, null, null]);
  });

  it('asks for what is similar once it knows the category and the place', () => {
    expect(questionOf({ description: '灯不亮' }, 'g')).toBeNull();
    expect(questionOf({ category: 'c' }, null)).toBeNull();
    expect(questionOf({ category: { id: 'c' }, description: '灯不亮', address: '' }, 'g')).toEqual({ category: 'c', grid: 'g', description: '灯不亮' });
    expect(questionOf({ category: 'c', grid: 'own', location: null }, 'g')).toEqual({ category: 'c', grid: 'own' });
  });
});
