/** Who is told of an appeal: those who may review it, whoever filed it and whom it concerns. Pure. */
import type { ReferenceKind } from '../../assessment/facts/fact-reference-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { AppealDecision, Stage, StoredAppeal } from './model.ts';

type Told = Pick<StoredAppeal, 'id' | 'title'>;
type Words = Notice['subject'];

function notices({ id }: Told, event: string, recipients: readonly Uuid[], subject: Words, body: Words, actor: Uuid | null = null): Notice[] {
  return [...new Set(recipients)].filter(recipient => recipient !== actor).map(recipient => ({ dedupe_key: `${event}:${id}`, event, recipient, channel: 'inapp', subject, body, link: `/content/appeals/${id}`, urgent: false, actor }));
}

const REVIEW: Record<Stage, Words> = { 1: { 'zh-CN': '初核', 'en-US': 'first review' }, 2: { 'zh-CN': '复核', 'en-US': 'second review' } };

/** `due_on`: as people write it. */
export function openedNotices(appeal: Told, stage: Stage, reviewers: readonly Uuid[], due_on: string): Notice[] {
  return notices(appeal, `appeal_review_${stage}`, reviewers, {
    'zh-CN': `请${REVIEW[stage]['zh-CN']}申诉：${appeal.title}`,
    'en-US': `An appeal waits for its ${REVIEW[stage]['en-US']}: ${appeal.title}`,
  }, {
    'zh-CN': `请在 ${due_on} 前作出意见并写明理由。未参与该事项的一名人员办结即可。`,
    'en-US': `To be decided with a reason by ${due_on}; one of those who had no part is enough.`,
  });
}

export function warnedNotices(appeal: Told, stage: Stage, reviewers: readonly Uuid[], due_on: string): Notice[] {
  return notices(appeal, `appeal_warning_${stage}`, reviewers, {
    'zh-CN': `申诉${REVIEW[stage]['zh-CN']}即将到期：${appeal.title}`,
    'en-US': `The ${REVIEW[stage]['en-US']} of an appeal is due soon: ${appeal.title}`,
  }, {
    'zh-CN': `期限为 ${due_on}，尚未作出意见。`,
    'en-US': `It is due by ${due_on} and not decided yet.`,
  });
}

export function missedNotices(appeal: Told, stage: Stage, recipients: readonly Uuid[], due_on: string): Notice[] {
  return notices(appeal, `appeal_missed_${stage}`, recipients, {
    'zh-CN': `申诉${REVIEW[stage]['zh-CN']}已超期：${appeal.title}`,
    'en-US': `The ${REVIEW[stage]['en-US']} of an appeal is overdue: ${appeal.title}`,
  }, {
    'zh-CN': `期限为 ${due_on}，仍未作出意见，请尽快办理。`,
    'en-US': `It was due by ${due_on} and is not decided yet.`,
  });
}

/** What follows, by what was appealed: facts are not counted, a ranking or what was said of somebody is looked at again by people. */
function upheldWords(kind: ReferenceKind): Words {
  if (kind === 'ranking')
    return { 'zh-CN': '督查考核组须重新核算该排名，或者书面说明不重新核算的理由；以此为依据的奖惩重新审核。', 'en-US': 'The inspection team computes the ranking anew, or says why not; what rests on it is looked at again.' };
  if (kind === 'recognition')
    return { 'zh-CN': '该项奖惩即行中止，由相关人员决定撤销或者恢复，并说明理由。', 'en-US': 'It is suspended at once; somebody decides with a reason whether it is revoked or restored.' };
  return { 'zh-CN': '该事项不计入考核，保留记录；涉及的考核结果重新核算，以此为依据的奖惩重新审核。', 'en-US': 'It stays on record and is not counted; results that have it are computed anew, and what rests on it is looked at again.' };
}

export function decidedNotices(appeal: Told & Pick<StoredAppeal, 'subject_kind'>, decision: AppealDecision, recipients: readonly Uuid[], actor: Uuid): Notice[] {
  return notices(appeal, 'appeal_decided', recipients, decision === 'upheld'
    ? { 'zh-CN': `申诉成立：${appeal.title}`, 'en-US': `Appeal upheld: ${appeal.title}` }
    : { 'zh-CN': `申诉不成立：${appeal.title}`, 'en-US': `Appeal rejected: ${appeal.title}` }, decision === 'upheld'
    ? upheldWords(appeal.subject_kind)
    : { 'zh-CN': '两次复核的理由见申诉页面。', 'en-US': 'The reasons of both reviews stand on the page of the appeal.' }, actor);
}

/** To those who computed or published the ranking: nothing is computed anew by itself. */
export function rankingNotices(appeal: Told, recipients: readonly Uuid[], actor: Uuid): Notice[] {
  return notices(appeal, 'appeal_ranking_upheld', recipients, {
    'zh-CN': `请处理排名申诉：${appeal.title}`,
    'en-US': `A ranking is to be looked at again: ${appeal.title}`,
  }, {
    'zh-CN': '申诉成立。请核对计分依据，写明原因后重新核算，并按程序公布新的版次；不重新核算的，请书面说明理由。',
    'en-US': 'The appeal was upheld. Look at what was counted, compute it anew with the reason and publish the next version as always, or say in writing why not.',
  }, actor);
}
