/** What is said to somebody whose score cannot be taken. */
import type { Messages } from '../../../kernel/refusal-rules.ts';
import { SHARED } from '../../../kernel/messages.ts';

export const messages: Messages = {
  managed_field: SHARED.managed_field,
  field_required: SHARED.field_required,
  not_uploader: SHARED.not_uploader,
  score_subject_kind: { 'zh-CN': '请选择被评对象：网格、单位或人员。', 'en-US': 'Say what is scored: a grid, a department or a person.' },
  score_one_subject: { 'zh-CN': '一条评分只评一个对象，请只填写所选类别的对象。', 'en-US': 'One row scores one subject: leave the others empty.' },
  score_whole: { 'zh-CN': '评分应为 0 至 100 的整数。', 'en-US': 'A score is a whole number from 0 to 100.' },
  score_reason: { 'zh-CN': '请写明评分理由。', 'en-US': 'Say why.' },
  score_evidence: { 'zh-CN': '请上传佐证文件，或填写佐证链接。', 'en-US': 'Add a file as evidence, or a link to it.' },
  score_self: { 'zh-CN': '不能给自己评分，请由他人评分。', 'en-US': 'Nobody scores themselves: somebody else does.' },
  score_period_unknown: { 'zh-CN': '没有这个考核周期，请从已建立的考核周期中选择。', 'en-US': 'There is no such period: choose one that has been opened.' },
  score_period_closed: { 'zh-CN': '{period}已经计算，评分已截止；截止前未评的，请在下一周期评定。', 'en-US': '{period} is computed and takes no more scores: what was not scored by then belongs to the next.' },
  score_cut_passed: { 'zh-CN': '{period}已过截止登记时间，不再评分；未评的，请在下一周期评定。', 'en-US': 'The cut of {period} has passed, and it takes no more scores: what was not scored by then belongs to the next period.' },
  score_indicator: { 'zh-CN': '请选择计量为“人工评分”或“督查评分”的指标。', 'en-US': 'Choose an indicator that is scored by hand or by inspection.' },
  score_indicator_subject: { 'zh-CN': '指标“{indicator}”不评这一类对象，请选择相应的指标或对象。', 'en-US': 'The indicator “{indicator}” is not for this kind of subject: choose another indicator, or what it is for.' },
  score_subject_elsewhere: { 'zh-CN': '被评对象不在该考核周期所属的街道，或已停用。', 'en-US': 'This is not of the period’s sub-district, or not in use.' },
  score_own_line: { 'zh-CN': '您在该网格或其上下级任职，或属于该单位，不能评分；请由无隶属关系的督查人员评分。', 'en-US': 'You hold a post in this line, or are of this department: somebody without a part in it scores.' },
  score_kept: { 'zh-CN': '评分只能新增，不能修改或删除；更正的，请另填一条，原评分保留。', 'en-US': 'Scores are only added to: correct one by adding another, both are kept.' },
};
