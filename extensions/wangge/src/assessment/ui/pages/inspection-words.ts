/** What the page of inspection says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  about: '督查走访按“听、看、议”进行：两名督查人员各自评分，取平均分；走访结果由网格责任人签收。',
  plan: '安排走访',
  draw: '抽取走访',
  draws: '历次抽取',
  questions: '听、看、议的评分问题',
  under_way: '正在走访',
  planned: '待走访',
  held: '待网格责任人签收',
  acknowledged: '已签收',
  listen: '听',
  look: '看',
  discuss: '议',
  planned_for: '{day}走访',
  held_on: '{day}完成',
  drawn: '抽取',
  late: '已过安排日期',
  and: '、',
  comma: '，',
  grid_unseen: '（网格）',
  none: '近一年没有走访。',
  no_questions: '没有评分问题，请联系管理员设置。',
};

const EN: typeof ZH = {
  about: 'A visit listens, looks and discusses: two inspectors score apart, the mean counts, and the leader of the grid acknowledges it.',
  plan: 'Plan a visit',
  draw: 'Draw visits',
  draws: 'Draws',
  questions: 'The questions of the sheets',
  under_way: 'Under way',
  planned: 'Planned',
  held: 'To be acknowledged by the leader of the grid',
  acknowledged: 'Acknowledged',
  listen: 'Listen',
  look: 'Look',
  discuss: 'Discuss',
  planned_for: 'planned for {day}',
  held_on: 'held on {day}',
  drawn: 'drawn',
  late: 'past its day',
  and: ', ',
  comma: ', ',
  grid_unseen: '(a grid)',
  none: 'No visit within a year.',
  no_questions: 'There are no questions; an administrator sets them.',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
