/** The sentences of the intake from a workbook, beside those of every workbook; `{column}` is the heading. */
import type { Messages } from '../../kernel/refusal-rules.ts';
import { messages as workbooks } from '../../workbook/messages.ts';

export const messages: Messages = {
  ...workbooks,
  sheet_empty: {
    'zh-CN': '表中没有数据，请从第 2 行起填写。',
    'en-US': 'There is nothing in the sheet; fill it in from row 2.',
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
