/** What the form of a rule says of its trial. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '规则试算',
  new: '请先填写并保存，再试算。',
  about: '看清近四个季度按这条规则会提出哪些人、依据哪些事实，再决定是否启用。规则只提出建议，由人认定。',
  untried: '这一版文字还没有试算，不能启用。',
  tried: '已于 {day} 试算，可以启用。',
  active: '已启用。改动文字后自动停用，须重新试算。',
  run: '试算',
  over: '试算范围：{quarters}',
  none: '近四个季度没有人会被提出。',
  count: '会提出 {count} 项',
  left_out: '另有 {count} 项没有列出。',
  line: '{quarter}，{name}：{hits} / {sample}',
  line_alone: '{quarter}，{name}：{hits} 项',
  more: '另有 {count} 项',
  and: '、',
};

const EN: typeof ZH = {
  interface: 'Trial of the rule',
  new: 'Fill it in and save it first.',
  about: 'Whom this rule would have named in the last four quarters, and by which facts. A rule proposes; people decide.',
  untried: 'This wording has not been tried: it cannot be switched on.',
  tried: 'Tried {day}: it can be switched on.',
  active: 'In use. With another wording it is switched off until that has been tried.',
  run: 'Try',
  over: 'Over {quarters}',
  none: 'Nobody would have been named.',
  count: '{count} would have been named',
  left_out: '{count} more are not listed.',
  line: '{quarter}, {name}: {hits} of {sample}',
  line_alone: '{quarter}, {name}: {hits}',
  more: 'and {count} more',
  and: ', ',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
