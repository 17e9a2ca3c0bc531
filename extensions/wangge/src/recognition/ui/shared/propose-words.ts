/** What is said where somebody proposes a recognition on facts. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  pick: '选为依据',
  put_back: '取消选择',
  propose: '据所选 {count} 件提出',
  title: '提出表彰、荣誉推荐或者通报',
  about: '提出后先由当事人陈述意见，再由您以外的人员认定；提出本身不产生任何效力。',
  whom: '对象',
  whom_grid: '整个网格',
  whom_person: '{name}本人',
  level: '荣誉级别',
  level_of: '{level}（{left}）',
  places: '{year} 年剩余 {left} 个名额，共 {places} 个',
  no_places: '未设名额，认定前须由管理员设置',
  comma: '，',
  kind: '类别',
  cause: '事由',
  text: '内容（写明事实，不少于 8 个字）',
  evidence: '依据的事实',
  done: '已提出，已通知当事人陈述意见。',
};

const EN: typeof ZH = {
  pick: 'Pick as evidence',
  put_back: 'Put back',
  propose: 'Propose on {count}',
  title: 'Propose a commendation, an honour or criticism',
  about: 'Whoever is concerned answers first, and somebody else than you decides: proposing it does nothing by itself.',
  whom: 'Of whom',
  whom_grid: 'The grid as a whole',
  whom_person: '{name} in person',
  level: 'Level of the honour',
  level_of: '{level} ({left})',
  places: '{year}: {left} of {places} places left',
  no_places: 'no places set: an administrator sets them before it is confirmed',
  comma: ', ',
  kind: 'Kind',
  cause: 'Cause',
  text: 'What it says (the facts, in 8 characters or more)',
  evidence: 'What it rests on',
  done: 'Proposed; whoever is concerned is asked to answer.',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
