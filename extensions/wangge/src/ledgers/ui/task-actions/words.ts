/** What a collection task says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '采集任务办理',
  due: '请于 {day} 前完成',
  over: '已逾期，截止日为 {day}',
  fill_in: '去填报',
  look: '核实已有条目',
  topic: '请在下方“报送内容”中填写并保存。',
  none_here: '本网格无此项',
  none_here_done: '已作零报告',
  done: '本任务已完成：{outcome}',
};
const EN: typeof ZH = {
  interface: 'Collection task',
  due: 'to be done by {day}',
  over: 'Overdue since {day}',
  fill_in: 'Fill in',
  look: 'Confirm what is there',
  topic: 'Write the report below and save it.',
  none_here: 'None in this grid',
  none_here_done: 'Reported: none here',
  done: 'Done: {outcome}',
};

export const speaker = speakerOf(ZH, EN);
