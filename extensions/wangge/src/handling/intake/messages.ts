/** The sentences of the intake from a workbook, beside those of every workbook; `{column}` is the heading. */
import type { Messages } from '../../kernel/refusal-rules.ts';
import { messages as workbooks } from '../../workbook/messages.ts';

export const messages: Messages = {
  ...workbooks,
  sheet_empty: {
    'zh-CN': '表中没有数据，请从第 {row} 行起填写。',
    'en-US': 'There is nothing in the sheet; fill it in from row {row}.',
  },
  cell_required: {
    'zh-CN': '须填写“{column}”。',
    'en-US': '“{column}” is needed.',
  },
  place_required: {
    'zh-CN': '须填写“网格”，或同时填写“经度”和“纬度”。',
    'en-US': 'Give the grid, or both longitude and latitude.',
  },
  place_in_no_grid: {
    'zh-CN': '经度 {longitude}、纬度 {latitude} 不在任何网格的边界内。请核对坐标（WGS84），或者填写“网格”。',
    'en-US': 'Longitude {longitude}, latitude {latitude} lies in no grid. Check the coordinates (WGS84), or give the grid.',
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
  moment_unknown: {
    'zh-CN': '“{column}”应为日期或时间，须写明年份，如 2026-03-04 09:30。',
    'en-US': '“{column}” is a date or a time with its year, such as 2026-03-04 09:30.',
  },
  due_before_received: {
    'zh-CN': '“{column}”早于“来件时间”，请核对年份和日期；收到时确已过时限的，“迟到来件”填“是”，时限从登记时起按规定计算。',
    'en-US': '“{column}” lies before “Received at”; check the year and the day. If the limit had truly passed when it came in, say yes in “Arrived late”: it is counted from the entry then.',
  },
  due_before_receipt: {
    'zh-CN': '“{column}”已过，登记后即为超期。请核对年份和日期；收到时确已过时限的，“迟到来件”填“是”，时限从登记时起按规定计算。',
    'en-US': '“{column}” has passed: the order would be missed at once. Check the year and the day; if the limit had truly passed when it came in, say yes in “Arrived late”: it is counted from the entry then.',
  },
  late_without_limit: {
    'zh-CN': '“迟到来件”填了“是”，须填写“{column}”（来件要求的办结时间）。',
    'en-US': '“Arrived late” says yes: give “{column}”, the limit that had passed.',
  },
  not_late: {
    'zh-CN': '办理时限还没有到，不是迟到来件：“{column}”请填“否”，或核对办理时限。',
    'en-US': 'The limit has not passed, so it did not arrive late: say no in “{column}”, or check the limit.',
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
