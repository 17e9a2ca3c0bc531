/** What is said of a trial. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  nobody_moves: '名次和得分都没有变化。',
  same_places: '名次都不变，只有得分变化。',
  moved: '{ranked} 个对象中有 {moved} 个的名次发生变化。',
  unmeasured: '当时没有计量，按无数据处理：{names}',
  who: '对象',
  before: '原名次',
  after: '试算名次',
  change: '得分变化',
  through: '主要因为 {through}',
  not_ranked: '未排名',
  more: '另有 {count} 个未列出。',
  and: '、',
};

const EN: typeof ZH = {
  nobody_moves: 'No place and no score would change.',
  same_places: 'Scores would change, and no place.',
  moved: '{moved} of {ranked} would have another place.',
  unmeasured: 'Not measured then, so without data: {names}',
  who: 'Subject',
  before: 'Place',
  after: 'Tried',
  change: 'Points',
  through: 'Mostly through {through}',
  not_ranked: 'not ranked',
  more: '{count} more are not listed.',
  and: ', ',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
