/** The sentences of the intake from a workbook; `{column}` is the heading. */
import type { Messages } from '../../kernel/refusal-rules.ts';

export const messages: Messages = {
  file_missing: {
    'zh-CN': '请上传 XLSX 或 CSV 文件（不超过 10 MB）。',
    'en-US': 'Send an XLSX or CSV file of at most 10 MB.',
  },
  file_unreadable: {
    'zh-CN': '无法读取该文件，请使用模板另存为 XLSX 或 CSV。',
    'en-US': 'The file cannot be read; save the template as XLSX or CSV.',
  },
  heading_missing: {
    'zh-CN': '首行缺少“{column}”一列，请使用模板的表头。',
    'en-US': 'The first row has no column “{column}”; use the headings of the template.',
  },
  heading_twice: {
    'zh-CN': '“{column}”一列出现了两次。',
    'en-US': 'The column “{column}” stands there twice.',
  },
  sheet_empty: {
    'zh-CN': '表中没有数据，请从第 2 行起填写。',
    'en-US': 'There is nothing in the sheet; fill it in from row 2.',
  },
  rows_too_many: {
    'zh-CN': '共 {rows} 行，一次最多导入 {limit} 行，请分批导入。',
    'en-US': '{rows} rows; at most {limit} are taken in at once. Split the file.',
  },
  rows_at_fault: {
    'zh-CN': '有 {rows} 行需要改正，未导入任何一行。',
    'en-US': '{rows} rows need correction; nothing was taken in.',
  },
  cell_required: {
    'zh-CN': '须填写“{column}”。',
    'en-US': '“{column}” is needed.',
  },
  place_required: {
    'zh-CN': '须填写“网格”，或同时填写“经度”和“纬度”。',
    'en-US': 'Give the grid, or both longitude and latitude.',
  },
  word_unknown: {
    'zh-CN': '“{column}”应为以下之一：{words}。',
    'en-US': '“{column}” is one of: {words}.',
  },
  name_unknown: {
    'zh-CN': '没有在用的“{name}”，请核对名称或编码。',
    'en-US': 'There is no active “{name}”; check its name or code.',
  },
  name_ambiguous: {
    'zh-CN': '名为“{name}”的不止一个，请改填编码：{codes}。',
    'en-US': 'There is more than one “{name}”; give the code instead: {codes}.',
  },
  number_twice: {
    'zh-CN': '与第 {row} 行的编号相同。',
    'en-US': 'The same number stands in row {row}.',
  },
  number_cut: {
    'zh-CN': '编号过长，已被表格软件截断，请将该列设为文本格式后重新填写。',
    'en-US': 'The spreadsheet has cut this number; format the column as text and enter it again.',
  },
  moment_unknown: {
    'zh-CN': '“{column}”应为日期或时间，如 2026-03-04 09:30。',
    'en-US': '“{column}” is a date or a time, such as 2026-03-04 09:30.',
  },
  moment_future: {
    'zh-CN': '“{column}”不能晚于现在。',
    'en-US': '“{column}” cannot lie in the future.',
  },
  degrees_invalid: {
    'zh-CN': '“{column}”应为 -{most} 至 {most} 之间的十进制度数。',
    'en-US': '“{column}” is a number of degrees from -{most} to {most}.',
  },
};
