/** What is said where somebody proposes a recognition on facts. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  pick: '选为依据',
  put_back: '取消选择',
  propose: '据所选 {count} 件提出',
  title: '提出表彰或者通报',
  about: '提出后先由当事人陈述意见，再由您以外的人员认定；提出本身不产生任何效力。',
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
  title: 'Propose a commendation or criticism',
  about: 'Whoever is concerned answers first, and somebody else than you decides: proposing it does nothing by itself.',
  kind: 'Kind',
  cause: 'Cause',
  text: 'What it says (the facts, in 8 characters or more)',
  evidence: 'What it rests on',
  done: 'Proposed; whoever is concerned is asked to answer.',
};

export const speaker = speakerOf(ZH, EN);
