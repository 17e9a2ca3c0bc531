/** What the inbox says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  none: '没有需要您处理的事项。',
  waiting: '有 {count} 件事项需要您处理',
  see: '查看',
  answer: '请陈述意见',
  settle: '依据有变动，请复核',
  first_review: '申诉待初核',
  second_review: '申诉待复核',
  decide: '待认定',
  publish: '待通报',
  acknowledge: '请签收',
  confirm_score: '待核对确认',
  visit_begin: '待走访',
  visit_sheets: '走访待评分',
  visit_acknowledge: '请签收走访记录',
  until: '{day}截止（{left}）',
  on_day: '安排在{day}',
  of: '{what}：{title}',
};

const EN: typeof ZH = {
  none: 'Nothing waits for you.',
  waiting: '{count} wait for you',
  see: 'See',
  answer: 'Say what you have to say',
  settle: 'Its evidence has changed: look at it again',
  first_review: 'Appeal: first review',
  second_review: 'Appeal: second review',
  decide: 'To be decided',
  publish: 'To be published',
  acknowledge: 'To be acknowledged',
  confirm_score: 'To be confirmed',
  visit_begin: 'Visit to be held',
  visit_sheets: 'Sheets of a visit to be filled in',
  visit_acknowledge: 'Visit to be acknowledged',
  until: 'until {day} ({left})',
  on_day: 'on {day}',
  of: '{what}: {title}',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
