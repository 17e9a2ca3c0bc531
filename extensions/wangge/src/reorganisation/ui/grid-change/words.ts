/** What the form of a grid change says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '网格调整说明',
  new: '选择调整方式和网格，可先预览移交的数量；保存即执行，不能撤回。',
  preview: '预览',
  move: '网格及下级网格、台账和问题一并转到新的上级网格之下；未办结的问题移交新的责任人。',
  split: '原网格停用；未办结的问题、台账按位置移交承接网格，没有位置的归第一个承接网格。',
  merge: '原网格停用；未办结的问题、在用台账、未完成的任务移交承接网格。',
  retire: '网格停用；须先办结全部事项。',
  history: '已办结的事项和历史记录留在原网格。',
  along: '随网格一并调整：',
  to_hand: '将移交：',
  handed: '已移交：',
  issues: '未办结问题{count}件',
  entries: '在用台账{count}条',
  tasks: '采集任务{count}项',
  assignments: '交办任务{count}项',
  same: '承接网格已有的同一任务{count}项不再重复',
  nothing: '没有需要移交的事项',
};
const EN: typeof ZH = {
  interface: 'Change of a grid',
  new: 'Choose the kind and the grid; see first what would be handed on. Saving makes the change, and it is not taken back.',
  preview: 'Preview',
  move: 'The grid goes under another one with everything below it; open issues go to who answers for it there.',
  split: 'The grid is no longer used. Open issues and ledger entries go to the successor that holds their place, the rest to the first.',
  merge: 'The grid is no longer used. Open issues, ledger entries and tasks go to the successor.',
  retire: 'The grid is no longer used. Nothing may be open in it.',
  history: 'What is closed stays with the grid.',
  along: 'Goes along with it: ',
  to_hand: 'To be handed on: ',
  handed: 'Handed on: ',
  issues: '{count} open issues',
  entries: '{count} ledger entries',
  tasks: '{count} collection tasks',
  assignments: '{count} assigned tasks',
  same: '{count} tasks that the successor had already',
  nothing: 'nothing',
};

export const speaker = speakerOf(ZH, EN);
