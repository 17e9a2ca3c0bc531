/** Who is told what of a recognition, at which step. Pure. */
import type { Words } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Notice } from '../outbox/model.ts';
import type { StepName } from './model.ts';

export interface ToldPeople { concerned: readonly Uuid[]; deciders: readonly Uuid[]; inspectors: readonly Uuid[] }

interface Told {
  to: (people: ToldPeople) => readonly Uuid[];
  subject: Words;
  body: Words;
}

const TEAM = ({ deciders, inspectors }: ToldPeople): readonly Uuid[] => [...deciders, ...inspectors];
const ALL = ({ concerned, deciders, inspectors }: ToldPeople): readonly Uuid[] => [...concerned, ...deciders, ...inspectors];

const TELLS: Partial<Record<StepName, readonly Told[]>> = {
  proposed: [{
    to: ({ concerned }) => concerned,
    subject: { 'zh-CN': '请陈述：{what}', 'en-US': 'Please answer: {what}' },
    body: { 'zh-CN': '有关事项已提出，尚未认定。请查看依据，并在 {until} 前陈述或申辩；不陈述不视为同意。', 'en-US': 'It is proposed and not decided. Read what it rests on and answer by {until}; silence is no consent.' },
  }],
  answered: [{
    to: ({ deciders }) => deciders,
    subject: { 'zh-CN': '待认定：{what}', 'en-US': 'To be decided: {what}' },
    body: { 'zh-CN': '当事人已陈述，请查看依据和陈述后认定或不予认定，并写明理由。', 'en-US': 'The one concerned has answered. Confirm or dismiss it, with a reason.' },
  }],
  silent: [{
    to: ({ deciders }) => deciders,
    subject: { 'zh-CN': '待认定（期满未陈述）：{what}', 'en-US': 'To be decided, without an answer: {what}' },
    body: { 'zh-CN': '陈述期已满，当事人未陈述，不视为同意。请核对依据后认定或不予认定，并写明理由。', 'en-US': 'The time to answer is over. Silence is no consent: look at the facts, then confirm or dismiss.' },
  }],
  confirmed: [{
    to: TEAM,
    subject: { 'zh-CN': '待通报：{what}', 'en-US': 'To be published: {what}' },
    body: { 'zh-CN': '已认定，请由认定人以外的人员通报。', 'en-US': 'It is confirmed; somebody other than who confirmed it publishes it.' },
  }, {
    to: ({ concerned }) => concerned,
    subject: { 'zh-CN': '已认定：{what}', 'en-US': 'Confirmed: {what}' },
    body: { 'zh-CN': '有关事项已认定，理由见该事项页面；不服的，可以申诉。', 'en-US': 'It is confirmed, for the reason on its page. You may appeal.' },
  }],
  dismissed: [{
    to: ({ concerned }) => concerned,
    subject: { 'zh-CN': '不予认定：{what}', 'en-US': 'Dismissed: {what}' },
    body: { 'zh-CN': '经核对，不予认定，不再通报。', 'en-US': 'It is dismissed, and nothing of it is published.' },
  }],
  published: [{
    to: ({ concerned }) => concerned,
    subject: { 'zh-CN': '请签收通报：{what}', 'en-US': 'Please acknowledge: {what}' },
    body: { 'zh-CN': '已在街道内通报，请查看并签收；不服的，可以申诉。', 'en-US': 'It is published inside the sub-district. Please acknowledge it; you may appeal.' },
  }],
  suspended: [{
    to: ALL,
    subject: { 'zh-CN': '已中止：{what}', 'en-US': 'Suspended: {what}' },
    body: { 'zh-CN': '依据的事实已不成立，该事项自动中止，请认定人以外的人员复核后恢复或者撤销。', 'en-US': 'A fact that it rests on has fallen. It is suspended until a human revokes or restores it.' },
  }],
  restored: [{
    to: ({ concerned }) => concerned,
    subject: { 'zh-CN': '已恢复：{what}', 'en-US': 'Restored: {what}' },
    body: { 'zh-CN': '经复核，其余依据成立，该事项恢复，理由见该事项页面。{again}', 'en-US': 'After a review it stands on its other facts; the reason is on its page.{again}' },
  }],
  revoked: [{
    to: ({ concerned }) => concerned,
    subject: { 'zh-CN': '已撤销：{what}', 'en-US': 'Revoked: {what}' },
    body: { 'zh-CN': '该事项已撤销，不再有效，理由见该事项页面。', 'en-US': 'It is revoked and no longer holds; the reason is on its page.' },
  }],
};

/** What is restored before it was decided. */
const AGAIN: Words = { 'zh-CN': '陈述期重新计算，请在 {until} 前陈述或申辩。', 'en-US': ' The time to answer begins anew: answer by {until}.' };

/** `what`: kind and name. Whoever took the step knows. */
export function stepNotices(step: StepName, { id, seq, what, until = '', open = false }: { id: Uuid; seq: number; what: Words; until?: string; open?: boolean }, people: ToldPeople, actor: Uuid | null): Notice[] {
  const put = (text: Words, language: keyof Words): string => text[language].replace('{again}', open ? AGAIN[language] : '').replace('{what}', what[language]).replace('{until}', until);
  const fill = (text: Words): Words => ({ 'zh-CN': put(text, 'zh-CN'), 'en-US': put(text, 'en-US') });
  const told = new Set<Uuid>(actor === null ? [] : [actor]);
  return (TELLS[step] ?? []).flatMap(({ to, subject, body }) => [...new Set(to(people))].filter(person => !told.has(person)).map((recipient): Notice => {
    told.add(recipient);
    return { dedupe_key: `recognition_${step}:${id}:${seq}`, event: `recognition_${step}`, recipient, channel: 'inapp', subject: fill(subject), body: fill(body), link: `/content/recognitions/${id}`, urgent: false, actor };
  }));
}
