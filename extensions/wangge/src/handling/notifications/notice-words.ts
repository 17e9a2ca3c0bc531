/** The words of notices: `{title}` stands for the issue's, the other braces for what the event itself says. Each event's own subject stands in the registry. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { PendingRequest } from '../lifecycle/derived-state-rules.ts';
import type { RequestKind, Severity } from '../model.ts';
import type { NotifiedEvent } from './model.ts';
import { EVENTS } from '../event-registry-rules.ts';
import { word } from '../words.ts';

export const BODY: Record<Language, string> = { 'zh-CN': '编号 {number}', 'en-US': 'No. {number}' };

const REQUESTS: Record<RequestKind, Record<Language, string>> = {
  extension: { 'zh-CN': '延期', 'en-US': 'Extension' },
  suspension: { 'zh-CN': '挂账', 'en-US': 'Suspension' },
  escalation: { 'zh-CN': '报区', 'en-US': 'Escalation' },
};

const DECISIONS: Record<'yes' | 'no', Record<Language, string>> = {
  yes: { 'zh-CN': '已批准', 'en-US': 'granted' },
  no: { 'zh-CN': '未获批准', 'en-US': 'refused' },
};

/** The issue moved on, or its limit passed, before anybody decided. */
export const LAPSED: Record<RequestKind, Record<Language, string>> = {
  extension: { 'zh-CN': '延期申请未经审批，已失效：{title}', 'en-US': 'Extension request lapsed undecided: {title}' },
  suspension: { 'zh-CN': '挂账申请未经审批，已失效：{title}', 'en-US': 'Suspension request lapsed undecided: {title}' },
  escalation: { 'zh-CN': '报区申请未经审批，已失效：{title}', 'en-US': 'Escalation request lapsed undecided: {title}' },
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
export function subjectOf(event: NotifiedEvent, pending: PendingRequest | null): Record<Language, string> {
  const { clock } = event.data.decided;
  const request = event.request_kind ?? pending?.kind ?? 'extension';
  return inBoth(language => (EVENTS[event.type].notice.subject?.[language] ?? `${word('event', event.type, language)}：{title}`)
    .replace('{clock}', clock === undefined ? '' : word('clock', clock.kind, language))
    .replace('{request}', REQUESTS[request][language])
    .replace('{decision}', DECISIONS[event.decision ?? 'no'][language]));
}

export function inBoth(text: (language: Language) => string): Record<Language, string> {
  return { 'zh-CN': text('zh-CN'), 'en-US': text('en-US') };
}
