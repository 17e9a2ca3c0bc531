/** What the files of a period are called, and how a job that makes one stands. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  files: '考核材料',
  files_hint: '内容按您的权限生成。',
  group_report: '考核报告',
  group_statistics: '统计表',
  group_bulletin: '通报',
  group_evidence: '考核依据',
  as_xlsx: '表格（Excel）',
  as_pdf: '打印版（PDF）',
  as_csv: '明细（CSV）',
  as_evidence: '依据文件',
  queued: '内容较多，已转入后台生成，正在排队。可以离开本页，完成后有通知。',
  being_made: '正在生成…',
  made_so_far: '正在生成：已处理 {done} / {total}。可以离开本页，完成后有通知。',
  made: '已生成，存放在文件库“考核报表”，只有您本人可以打开。',
  not_made: '未能生成：{why}',
  gone: '已看不到生成的进度。如已完成，文件在文件库“考核报表”。',
  take_made: '下载',
  in_library: '在文件库中查看',
};

const EN: typeof ZH = {
  files: 'Reports',
  files_hint: 'Made by what you may see.',
  group_report: 'Report',
  group_statistics: 'Statistics',
  group_bulletin: 'Bulletin',
  group_evidence: 'Evidence',
  as_xlsx: 'Excel',
  as_pdf: 'PDF',
  as_csv: 'CSV',
  as_evidence: 'Evidence file',
  queued: 'It is long and is made in the background; it waits for its turn. You may leave this page: you are told when it is there.',
  being_made: 'Being made…',
  made_so_far: 'Being made: {done} of {total}. You may leave this page: you are told when it is there.',
  made: 'Made: it is in the folder 考核报表 of the file library, for you alone.',
  not_made: 'It could not be made: {why}',
  gone: 'How far it is cannot be seen any more. Once made, it is in the folder 考核报表 of the file library.',
  take_made: 'Download',
  in_library: 'Show in the library',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
