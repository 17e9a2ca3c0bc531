/** What "my assessment" says of what is said of its reader. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  said: '关于我的表彰、通报和警告',
  none_said: '没有关于您的表彰、通报或者警告。',
  answer: '陈述意见',
  see: '查看',
  until: '可在 {day} 前陈述意见',
  findings: '本网格台账核查发现的问题',
  answer_finding: '答复',
  own_appeals: '我的申诉',
  found_on: '{day}核查',
  filed_on: '{day}提出',
  due_at: '{day}前办结',
  of: '{what}：{title}',
  comma: '，',
};

const EN: typeof ZH = {
  said: 'Commendations, criticism and warnings of me',
  none_said: 'Nothing of that kind is said of you.',
  answer: 'Answer',
  see: 'See',
  until: 'to be answered until {day}',
  findings: 'What was found in the ledgers of my grid',
  answer_finding: 'Answer',
  own_appeals: 'My appeals',
  found_on: 'found {day}',
  filed_on: 'filed {day}',
  due_at: 'due {day}',
  of: '{what}: {title}',
  comma: ', ',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
