/** What the deadline board says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  panel: '时限看板',
  about: '已超期、今日到期、临近到期和时限暂定的事项',
  scope: '范围',
  mine: '我的',
  grids: '我的网格',
  group: '分组',
  overdue: '已超期',
  today: '今日到期',
  soon: '临近到期',
  provisional: '时限暂定',
  more_than: '{count}+',
  empty_overdue: '没有超期事项。',
  empty_today: '今日没有到期事项。',
  empty_soon: '没有临近到期的事项。',
  empty_provisional: '没有时限暂定的事项。',
  no_reason: '未注明原因',
  more: '显示更多',
  due: '{due} 截止',
  department: '承办单位',
  urgent: '紧急',
  critical: '重大',
};
const EN: typeof ZH = {
  panel: 'Deadline board',
  about: 'What is overdue, due today, due soon, and what is provisional',
  scope: 'Scope',
  mine: 'Mine',
  grids: 'My grids',
  group: 'Group',
  overdue: 'Overdue',
  today: 'Due today',
  soon: 'Due soon',
  provisional: 'Provisional',
  more_than: '{count}+',
  empty_overdue: 'Nothing is overdue.',
  empty_today: 'Nothing is due today.',
  empty_soon: 'Nothing is due soon.',
  empty_provisional: 'No limit is provisional.',
  no_reason: 'No reason recorded',
  more: 'Show more',
  due: 'due {due}',
  department: 'Department',
  urgent: 'Urgent',
  critical: 'Critical',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
