/** Who is told of an event, and in which words. */
import type { Notice } from '../platform/outbox.ts';
import type { Language } from '../platform/refusal.ts';
import type { IssueState } from './evolve.ts';
import type { EventType, NewEvent, Uuid } from './model.ts';
import { word } from './messages.ts';

/** What of an event matters to those who are told. */
type Told = Pick<NewEvent, 'type' | 'actor' | 'data'>;
type Part = 'lead' | 'handler' | 'follower' | 'reporter';

/** Whom each event concerns. */
const CONCERNS: Partial<Record<EventType, readonly Part[]>> = {
  report: ['handler', 'lead', 'follower'],
  route: ['handler', 'lead', 'follower'],
  accept: ['reporter'],
  return: ['lead', 'reporter'],
  explain: ['lead'],
  escalate: ['lead', 'follower', 'reporter'],
  handle: ['lead', 'reporter'],
  feed_back: ['lead', 'reporter'],
  verify: ['handler', 'lead'],
  reopen: ['handler', 'lead'],
  close: ['handler', 'reporter'],
  reject: ['reporter'],
  withdraw: ['handler', 'lead'],
  deadline_warning: ['handler', 'lead'],
  deadline_missed: ['handler', 'lead'],
};

/** `{number}` and `{title}` stand for the issue's; the clock's name is put in where one ran out. */
export const SUBJECTS: Partial<Record<EventType, Record<Language, string>>> = {
  report: { 'zh-CN': '新问题：{title}', 'en-US': 'New issue: {title}' },
  route: { 'zh-CN': '问题已分派：{title}', 'en-US': 'Issue routed: {title}' },
  accept: { 'zh-CN': '您上报的问题已签收：{title}', 'en-US': 'Your report was accepted: {title}' },
  return: { 'zh-CN': '问题被退回：{title}', 'en-US': 'Issue returned: {title}' },
  explain: { 'zh-CN': '已注明原因：{title}', 'en-US': 'Reason recorded: {title}' },
  escalate: { 'zh-CN': '已报送区级部门：{title}', 'en-US': 'Escalated to the district: {title}' },
  handle: { 'zh-CN': '已办结：{title}', 'en-US': 'Handled: {title}' },
  feed_back: { 'zh-CN': '已反馈：{title}', 'en-US': 'Fed back: {title}' },
  verify: { 'zh-CN': '已核查（回访）：{title}', 'en-US': 'Verified: {title}' },
  reopen: { 'zh-CN': '退回重办：{title}', 'en-US': 'Reopened: {title}' },
  close: { 'zh-CN': '已结案：{title}', 'en-US': 'Closed: {title}' },
  reject: { 'zh-CN': '不予受理：{title}', 'en-US': 'Rejected: {title}' },
  withdraw: { 'zh-CN': '上报已撤回：{title}', 'en-US': 'Report withdrawn: {title}' },
  deadline_warning: { 'zh-CN': '临期提醒（{clock}）：{title}', 'en-US': 'Due soon ({clock}): {title}' },
  deadline_missed: { 'zh-CN': '已超期（{clock}）：{title}', 'en-US': 'Overdue ({clock}): {title}' },
};

export const BODY: Record<Language, string> = { 'zh-CN': '编号 {number}', 'en-US': 'No. {number}' };

/** The rows for the outbox: one a person and event, in both languages; the outbox picks the reader's. */
export function noticesOf(events: readonly Told[], issue: { id: Uuid; title: string; state: IssueState; dispatchers: readonly Uuid[] }, firstSeq: number): Notice[] {
  return events.flatMap((event, index) => recipients(event, issue.state, issue.dispatchers).map(recipient => ({
    dedupe_key: `${event.type}:${issue.id}:${firstSeq + index}`,
    event: event.type,
    recipient,
    channel: 'inapp' as const,
    subject: inBoth(language => subject(event, issue.title, language)),
    body: inBoth(language => BODY[language].replace('{number}', issue.state.number)),
    link: `/content/issues/${issue.id}`,
    urgent: false,
  })));
}

/** Does the issue wait for somebody to route it? Then the dispatchers are told. */
export function awaitsRouting({ status }: IssueState): boolean {
  return status === 'reported' || status === 'returned';
}

/** The people to tell of an event, each once; nobody is told of what they did themselves. */
function recipients(event: Told, state: IssueState, dispatchers: readonly Uuid[]): Uuid[] {
  const people = [
    ...(CONCERNS[event.type] ?? []).map(part => state[part]),
    ...(['report', 'return'].includes(event.type) && awaitsRouting(state) ? dispatchers : []),
  ];
  return [...new Set(people)].filter((person): person is Uuid => person !== null && person !== event.actor);
}

function subject(event: Told, title: string, language: Language): string {
  const clock = event.data.decided.clock;
  return SUBJECTS[event.type]![language]
    .replace('{title}', title)
    .replace('{clock}', clock === undefined ? '' : word('clock', clock.kind, language));
}

function inBoth(text: (language: Language) => string): Record<Language, string> {
  return { 'zh-CN': text('zh-CN'), 'en-US': text('en-US') };
}
