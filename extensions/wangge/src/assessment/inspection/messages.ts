/** The sentences of inspection visits. */
import type { Messages } from '../../kernel/refusal-rules.ts';
import { LINKING } from '../../files/messages.ts';

export const messages: Messages = {
  not_photograph: LINKING.not_photograph,
  inspection_score: {
    'zh-CN': '评分应为 0 至 {full} 的整数。',
    'en-US': 'A score is a whole number from 0 to {full}.',
  },
  inspection_unanswered: {
    'zh-CN': '还有 {count} 个问题未评分，全部评分后才能提交。',
    'en-US': '{count} questions have no score yet; all of them need one.',
  },
  inspection_reason: {
    'zh-CN': '“{question}”评分低于 {below} 分，请说明原因。',
    'en-US': '“{question}” has less than {below}: say why.',
  },
  inspection_answer_unknown: {
    'zh-CN': '该问题不在您的评分表上。',
    'en-US': 'The question is not on your sheets.',
  },
  visit_day_past: {
    'zh-CN': '走访日期已过，请填写今天或以后的日期。',
    'en-US': 'The day is past; a visit is planned for today or later.',
  },
  visit_two_inspectors: {
    'zh-CN': '须由两名督查人员分别评分，请另选一人。',
    'en-US': 'Two inspectors score apart: choose somebody else.',
  },
  visit_reason: {
    'zh-CN': '未经抽取的走访须写明原因。',
    'en-US': 'A visit that was not drawn needs its reason.',
  },
  visit_grid: {
    'zh-CN': '请选择本街道在用的网格。',
    'en-US': 'Choose a grid that is in use.',
  },
  visit_inspector: {
    'zh-CN': '所选人员不是负责该街道的督查单位的在岗人员。',
    'en-US': 'They are not of the inspection team of this sub-district.',
  },
  visit_planner: {
    'zh-CN': '走访由负责该街道的督查单位安排。',
    'en-US': 'Visits are planned by the inspection team of the sub-district.',
  },
  visit_own_line: {
    'zh-CN': '所选人员任职于该网格或其上级网格，不能督查。',
    'en-US': 'They hold a post in this grid or above it; nobody inspects their own line.',
  },
  visit_not_drawn: {
    'zh-CN': '该网格不在这次抽取的结果中；另行走访的，请不填抽取并写明原因。',
    'en-US': 'The draw did not draw this grid; without a draw, say the reason.',
  },
  visit_fixed: {
    'zh-CN': '走访安排不能修改；有变动的，请取消后重新安排。',
    'en-US': 'A visit stays as planned; cancel it and plan another.',
  },
  visit_by_steps: {
    'zh-CN': '评分和抽查在走访页面上办理，不能直接增改。',
    'en-US': 'Sheets and samples are filled in on the page of the visit.',
  },
  visit_not_inspector: {
    'zh-CN': '只有本次走访的督查人员可以办理。',
    'en-US': 'That is for the inspectors of this visit.',
  },
  visit_not_leader: {
    'zh-CN': '由该网格的责任人（或其代理人）签收。',
    'en-US': 'The leader of the grid, or who stands in, acknowledges it.',
  },
  visit_not_held: {
    'zh-CN': '两名督查人员都提交评分后才能签收。',
    'en-US': 'It is acknowledged once both inspectors have handed in their sheets.',
  },
  visit_acknowledged: {
    'zh-CN': '该走访已签收。',
    'en-US': 'The visit is acknowledged already.',
  },
  visit_begun: {
    'zh-CN': '走访已经开始。',
    'en-US': 'The visit has begun.',
  },
  visit_not_begun: {
    'zh-CN': '走访尚未开始，请先点“开始走访”。',
    'en-US': 'The visit has not begun; begin it first.',
  },
  visit_held: {
    'zh-CN': '走访已结束，抽查不能再改。',
    'en-US': 'The visit is over; its samples stay.',
  },
  visit_completed: {
    'zh-CN': '您的评分已提交，不能再改。',
    'en-US': 'Your sheets are handed in and stay.',
  },
  visit_cancelled: {
    'zh-CN': '该走访已取消。',
    'en-US': 'The visit was cancelled.',
  },
  visit_cancel_reason: {
    'zh-CN': '请写明取消原因。',
    'en-US': 'Say why it is cancelled.',
  },
  sample_looked_at: {
    'zh-CN': '该项已经抽查。',
    'en-US': 'It was looked at already.',
  },
  sample_unknown: {
    'zh-CN': '该项不在本次抽查中。',
    'en-US': 'It is not among the samples of this visit.',
  },
  sample_finding_words: {
    'zh-CN': '请说明发现的问题。',
    'en-US': 'Say what was found.',
  },
  draw_count: {
    'zh-CN': '抽取数量应为 1 至 {most} 的整数。',
    'en-US': 'A draw takes 1 to {most} grids.',
  },
  draw_none: {
    'zh-CN': '没有可抽取的网格：所选街道没有该级在用网格，或者都已安排走访，或者都在所选督查人员任职范围内。',
    'en-US': 'There is nothing to draw: no grid of that level is in use, all are planned already, or all are in the line of an inspector.',
  },
  draw_until: {
    'zh-CN': '走访截止日期应不早于起始日期，最长 {most} 天（一个季度）；只安排一天的，请留空。',
    'en-US': 'The last day is not before the first, and at most {most} days later; leave it empty to plan one day.',
  },
  draw_no_working_day: {
    'zh-CN': '所选日期之间没有工作日，请延后走访截止日期。',
    'en-US': 'There is no working day between these days; choose a later last day.',
  },
  visit_photos_most: {
    'zh-CN': '每人最多上传 {most} 张照片；需要更换的，请先删除一张。',
    'en-US': 'At most {most} photographs each; remove one first.',
  },
  draw_stays: {
    'zh-CN': '抽取结果不能修改或删除。',
    'en-US': 'A draw stays as it is.',
  },
};
