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
  record: '下载我的记录',
  record_about: '任职、考核档次、表彰通报和申诉，只有本人可以下载。',
  cards: '提醒',
  cards_about: '提醒不是处理，只说明按现有记录已经接近或者达到哪一条规则；记录更正后自动消失。',
  card: '{of}：{name}（{hits} 项）',
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
  record: 'Download my record',
  record_about: 'Posts, tiers, what was said of you and your appeals; for yourself alone.',
  cards: 'Reminders',
  cards_about: 'A reminder is no penalty: it says which rule the records are near to, and goes with them.',
  card: '{of}: {name} ({hits})',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
