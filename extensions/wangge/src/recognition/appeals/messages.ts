/** The sentences of appeals. */
import type { Messages } from '../../kernel/refusal-rules.ts';
import { SHARED } from '../../kernel/messages.ts';

export const messages: Messages = {
  field_required: SHARED.field_required,
  managed_field: SHARED.managed_field,
  not_uploader: SHARED.not_uploader,
  appeal_subject_unknown: {
    'zh-CN': '申诉事项无法识别，请从“我的考核”或事项页面上点“申诉”。',
    'en-US': 'What is appealed is not understood: begin from one’s own numbers, or from the page of the thing.',
  },
  appeal_reason: {
    'zh-CN': '请写明申诉理由（不少于 {least} 个字，不超过 4000 个字）。',
    'en-US': 'Say why, in {least} to 4000 characters.',
  },
  appeal_review_reason: {
    'zh-CN': '请写明复核的理由（不少于 {least} 个字，不超过 4000 个字）。',
    'en-US': 'Say why you decide so, in {least} to 4000 characters.',
  },
  appeal_days: {
    'zh-CN': '应为 {least} 至 {most} 个工作日。',
    'en-US': 'From {least} to {most} working days.',
  },
  appeal_nothing: {
    'zh-CN': '没有可以申诉的事项：该事项不存在，或者尚未形成结果。',
    'en-US': 'There is nothing to appeal: it does not exist, or has come to no result yet.',
  },
  appeal_not_theirs: {
    'zh-CN': '该事项只能由当事人、承办单位负责人、当时的网格责任人或其代班人申诉。',
    'en-US': 'Only those whom it concerns (the person, the head of the department, whoever led the grid then), or who stands in for them, may appeal.',
  },
  appeal_once: {
    'zh-CN': '该事项已经申诉过，每个事项只能申诉一次。',
    'en-US': 'It was appealed already; each thing is appealed once.',
  },
  appeal_too_late: {
    'zh-CN': '申诉期已于 {until} 截止。',
    'en-US': 'It could be appealed until {until}.',
  },
  appeal_stays: {
    'zh-CN': '申诉一经提交不能修改；初核前可以撤回后重新提交，也可以补充佐证材料。',
    'en-US': 'An appeal stays as it was filed. Before the first review it can be withdrawn and filed anew, and evidence can be added.',
  },
  appeal_by_steps: {
    'zh-CN': '复核意见请在申诉页面上填写。',
    'en-US': 'Reviews are decided on the page of the appeal.',
  },
  appeal_evidence_closed: {
    'zh-CN': '佐证材料由申诉人在初核办结前补充，已提交的不能更换或删除。',
    'en-US': 'Evidence is added by whoever filed the appeal until the first review is done; what was handed in stays.',
  },
  appeal_decided: {
    'zh-CN': '该申诉已经办结。',
    'en-US': 'The appeal is decided.',
  },
  appeal_is_withdrawn: {
    'zh-CN': '该申诉已经撤回。',
    'en-US': 'The appeal was withdrawn.',
  },
  appeal_reviewed: {
    'zh-CN': '初核已经办结，不能撤回。',
    'en-US': 'The first review is done: it can no longer be withdrawn.',
  },
  appeal_not_filed_by: {
    'zh-CN': '只有申诉人本人可以撤回。',
    'en-US': 'Only whoever filed it can withdraw it.',
  },
  appeal_stage_over: {
    'zh-CN': '这次复核刚刚由他人办结，请刷新页面。',
    'en-US': 'This review was decided by somebody else a moment ago; load the page again.',
  },
  appeal_review_own: {
    'zh-CN': '申诉人和当事人不参与复核。',
    'en-US': 'Who filed an appeal, or whom it concerns, does not review it.',
  },
  appeal_review_again: {
    'zh-CN': '您已作过初核，复核须由他人作出。',
    'en-US': 'You reviewed it first; the second review is somebody else’s.',
  },
  appeal_review_part: {
    'zh-CN': '您经办、核查、评分或者公布过该事项，须由未参与的人员复核。',
    'en-US': 'You had a part in it (handled, checked, scored or published it): somebody who had none reviews it.',
  },
  appeal_review_line: {
    'zh-CN': '您是该网格或其上级网格的责任人，须由其他人员复核。',
    'en-US': 'You hold that grid, or one above it: somebody else reviews it.',
  },
  appeal_review_team: {
    'zh-CN': '初核由负责该街道的督查考核组人员作出；其中没有符合条件的人员的，由其他科室负责人作出。',
    'en-US': 'The first review is done by the inspection team of this sub-district, or, where nobody of it can, by the head of another office.',
  },
  appeal_review_department: {
    'zh-CN': '您是承办单位的人员，须由其他单位的人员复核。',
    'en-US': 'You are of the department that it is about: somebody of another one reviews it.',
  },
  appeal_review_leader: {
    'zh-CN': '复核由不分管该网格的一级网格责任人作出；没有的，由其他科室负责人作出。',
    'en-US': 'The second review is done by a level 1 who is not above that grid, or, where there is none, by the head of another office.',
  },
  appeal_review_leader_first: {
    'zh-CN': '有不分管该网格的一级网格责任人，复核由其作出。',
    'en-US': 'There is a level 1 who is not above that grid: the second review is theirs.',
  },
};
