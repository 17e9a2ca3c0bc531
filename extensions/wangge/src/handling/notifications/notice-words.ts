/** The words of notices: `{title}` stands for the issue's, the other braces for what the event itself says. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { PendingRequest } from '../lifecycle/derived-state-rules.ts';
import type { EventType, RequestKind, Severity } from '../model.ts';
import type { Told } from './model.ts';
import { word } from '../words.ts';

export const BODY: Record<Language, string> = { 'zh-CN': '编号 {number}', 'en-US': 'No. {number}' };

/** `{clock}` is the one that ran out, `{request}` what was asked for, `{decision}` the answer. */
export const SUBJECTS: Partial<Record<EventType, Record<Language, string>>> = {
  report: { 'zh-CN': '新问题：{title}', 'en-US': 'New issue: {title}' },
  route: { 'zh-CN': '问题已分派：{title}', 'en-US': 'Issue routed: {title}' },
  accept: { 'zh-CN': '您上报的问题已签收：{title}', 'en-US': 'Your report was accepted: {title}' },
  return: { 'zh-CN': '问题被退回：{title}', 'en-US': 'Issue returned: {title}' },
  progress: { 'zh-CN': '办理进展（回复催办、督办）：{title}', 'en-US': 'Progress, in reply: {title}' },
  explain: { 'zh-CN': '已注明原因：{title}', 'en-US': 'Reason recorded: {title}' },
  request_extension: { 'zh-CN': '申请{request}，请审批：{title}', 'en-US': '{request} requested, please decide: {title}' },
  decide_extension: { 'zh-CN': '{request}申请{decision}：{title}', 'en-US': '{request} {decision}: {title}' },
  suspend: { 'zh-CN': '已挂账（暂缓办理）：{title}', 'en-US': 'Suspended: {title}' },
  resume: { 'zh-CN': '已恢复办理：{title}', 'en-US': 'Resumed: {title}' },
  escalate: { 'zh-CN': '已报送区级部门：{title}', 'en-US': 'Escalated to the district: {title}' },
  call_in: { 'zh-CN': '吹哨，请求协办：{title}', 'en-US': 'Your help is requested: {title}' },
  answer_call: { 'zh-CN': '协办单位已回应：{title}', 'en-US': 'The called department answered: {title}' },
  rate_help: { 'zh-CN': '协办工作已获评价：{title}', 'en-US': 'Your help was rated: {title}' },
  handle: { 'zh-CN': '已办结：{title}', 'en-US': 'Handled: {title}' },
  feed_back: { 'zh-CN': '已反馈：{title}', 'en-US': 'Fed back: {title}' },
  verify: { 'zh-CN': '已核查（回访）：{title}', 'en-US': 'Verified: {title}' },
  reopen: { 'zh-CN': '退回重办：{title}', 'en-US': 'Reopened: {title}' },
  close: { 'zh-CN': '已结案：{title}', 'en-US': 'Closed: {title}' },
  reject: { 'zh-CN': '不予受理：{title}', 'en-US': 'Rejected: {title}' },
  withdraw: { 'zh-CN': '上报已撤回：{title}', 'en-US': 'Report withdrawn: {title}' },
  merge: { 'zh-CN': '已并案办理：{title}', 'en-US': 'Merged into another issue: {title}' },
  urge: { 'zh-CN': '催办：{title}', 'en-US': 'You are urged to act: {title}' },
  supervise: { 'zh-CN': '督办，请办理并回复：{title}', 'en-US': 'Under supervision, a reply is awaited: {title}' },
  disclose: { 'zh-CN': '办理结果已公示：{title}', 'en-US': 'Result disclosed: {title}' },
  withdraw_disclosure: { 'zh-CN': '公示已撤下：{title}', 'en-US': 'Disclosure withdrawn: {title}' },
  deadline_warning: { 'zh-CN': '临期提醒（{clock}）：{title}', 'en-US': 'Due soon ({clock}): {title}' },
  deadline_missed: { 'zh-CN': '已超期（{clock}）：{title}', 'en-US': 'Overdue ({clock}): {title}' },
  deadline_moved: { 'zh-CN': '办理时限随工作日历调整：{title}', 'en-US': 'Limits moved with the calendar: {title}' },
};

const REQUESTS: Record<RequestKind, Record<Language, string>> = {
  extension: { 'zh-CN': '延期', 'en-US': 'Extension' },
  suspension: { 'zh-CN': '挂账', 'en-US': 'Suspension' },
};

const DECISIONS: Record<'yes' | 'no', Record<Language, string>> = {
  yes: { 'zh-CN': '已批准', 'en-US': 'granted' },
  no: { 'zh-CN': '未获批准', 'en-US': 'refused' },
};

/** The issue moved on, or its limit passed, before anybody decided. */
export const LAPSED: Record<RequestKind, Record<Language, string>> = {
  extension: { 'zh-CN': '延期申请未经审批，已失效：{title}', 'en-US': 'Extension request lapsed undecided: {title}' },
  suspension: { 'zh-CN': '挂账申请未经审批，已失效：{title}', 'en-US': 'Suspension request lapsed undecided: {title}' },
};

const MARKS: Record<Severity, Record<Language, string>> = {
  normal: { 'zh-CN': '', 'en-US': '' },
  urgent: { 'zh-CN': '【紧急】', 'en-US': '[Urgent] ' },
  critical: { 'zh-CN': '【重大】', 'en-US': '[Critical] ' },
};

export function severityMark(severity: Severity, language: Language): string {
  return MARKS[severity][language];
}

/** The subject of an event; `pending` is the request that waited before it. */
export function subjectOf(event: Told, pending: PendingRequest | null): Record<Language, string> {
  const { clock } = event.data.decided;
  const request = event.request_kind ?? pending?.kind ?? 'extension';
  return inBoth(language => (SUBJECTS[event.type]?.[language] ?? `${word('event', event.type, language)}：{title}`)
    .replace('{clock}', clock === undefined ? '' : word('clock', clock.kind, language))
    .replace('{request}', REQUESTS[request][language])
    .replace('{decision}', DECISIONS[event.decision ?? 'no'][language]));
}

export function inBoth(text: (language: Language) => string): Record<Language, string> {
  return { 'zh-CN': text('zh-CN'), 'en-US': text('en-US') };
}
