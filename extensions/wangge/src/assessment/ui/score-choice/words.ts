/** What the choice of what is scored says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '评分对象',
  period: '考核周期',
  nothing_open: '目前没有可以评分的季度：季度一经核算，评分即截止；新设网格的街道，次日起可以评分。',
  nothing_scored: '现行考核方案没有由人评分的指标。',
  indicator: '评分指标',
  grid: '网格',
  department: '单位',
  person: '人员',
  indicator_of: '{name}（{kind}）',
  to_do: '{open} 个未评',
  bonus: '加分项，有则评',
  all_done: '都已评',
  search: '按名称查找',
  who: '请选择评分对象，还没有人评分的排在前面：',
  none: '没有可由您评分的对象。您任职网格的上下级、您所在单位和您本人不在其中。',
  none_found: '没有找到“{search}”。',
  more: '另有 {count} 个，请按名称查找。',
  unscored: '未评',
  raters: '已有 {count} 人评分',
  mine: '您已评 {score} 分，再评即更正',
  chosen: '正在评',
  chosen_of: '{period}　{indicator}',
  change: '换一个',
  next: '请在下面填写分数、理由和佐证。右上角“更多”中的“保存并创建新的”可以接着评下一个。',
};

const EN: typeof ZH = {
  interface: 'What is scored',
  period: 'Period',
  nothing_open: 'There is no quarter to be scored: once a quarter is computed it takes no more scores; a sub-district whose grids are new takes them from the next day on.',
  nothing_scored: 'The scheme in force has no indicator that people score.',
  indicator: 'Indicator',
  grid: 'grids',
  department: 'departments',
  person: 'persons',
  indicator_of: '{name} ({kind})',
  to_do: '{open} not scored',
  bonus: 'a bonus, where earned',
  all_done: 'all scored',
  search: 'Find by name',
  who: 'Choose whom to score; those whom nobody has scored come first:',
  none: 'There is nobody for you to score. Grids in the line of a post of yours, your own department and yourself are left out.',
  none_found: 'Nothing found for “{search}”.',
  more: '{count} more: find them by name.',
  unscored: 'not scored',
  raters: 'scored by {count}',
  mine: 'You gave {score}; another score corrects it',
  chosen: 'You score',
  chosen_of: '{period}  {indicator}',
  change: 'Choose another',
  next: 'Fill in score, reason and evidence below. “Save and create new” in the menu at the top goes on to the next.',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
