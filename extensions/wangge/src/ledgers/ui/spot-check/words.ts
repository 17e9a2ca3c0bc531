/** What the choice of an entry says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '抽查的条目',
  no_sets: '没有可由您抽查的台账。',
  dataset: '数据项',
  dataset_of: '{name}（本季已抽查 {looked} 条）',
  choose_set: '请选择数据项',
  search: '按内容查找',
  which: '请选择要抽查的条目，本季还没有抽查过的网格排在前面：',
  none: '这一数据项没有可由您抽查的条目。',
  none_found: '没有找到“{search}”。',
  more: '只列出前 {count} 条，其余请按内容查找。',
  looked: '本季已抽查',
  chosen: '正在抽查',
  change: '换一条',
  open: '打开条目',
  about: '请与现场或原始材料核对：一致的，填写说明后保存；不一致的，打开条目点“反映问题”，抽查记录自动生成。',
  saved: '抽查了',
  unnamed: '名称不可见（编号 {number}）',
};
const EN: typeof ZH = {
  interface: 'The entry',
  no_sets: 'There is no ledger for you to look at.',
  dataset: 'Data set',
  dataset_of: '{name} ({looked} looked at this quarter)',
  choose_set: 'Choose a data set',
  search: 'Find by content',
  which: 'Choose the entry; patches in which nobody has looked at anything this quarter come first:',
  none: 'There is no entry of this set for you to look at.',
  none_found: 'Nothing found for “{search}”.',
  more: 'The first {count} are listed: find the others by content.',
  looked: 'looked at this quarter',
  chosen: 'You look at',
  change: 'Choose another',
  open: 'Open the entry',
  about: 'Compare it with what is there, or with the papers. If it is right, say how you looked and save; if not, open the entry and report what is wrong: the check follows by itself.',
  saved: 'Looked at',
  unnamed: 'Name not shown (no. {number})',
};

export const speaker = speakerOf(ZH, EN);
