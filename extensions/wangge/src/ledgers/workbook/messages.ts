/** The sentences of ledgers' workbooks; those of fields stand with the rules of entries. */
import type { Messages } from '../../kernel/refusal-rules.ts';
import { messages as workbooks } from '../../workbook/messages.ts';
import { messages as entries } from '../messages.ts';

export const messages: Messages = {
  ...entries,
  ...workbooks,
  grid_name_unknown: {
    'zh-CN': '没有在用的网格“{name}”，请核对名称或编码。',
    'en-US': 'There is no active grid “{name}”; check its name or code.',
  },
  grid_ambiguous: {
    'zh-CN': '名为“{name}”的网格不止一个，请改填编码：{codes}。',
    'en-US': 'There is more than one grid “{name}”; give the code instead: {codes}.',
  },
  grid_out_of_scope: {
    'zh-CN': '“{name}”不在您的责任范围内。',
    'en-US': '{name} is outside your responsibility.',
  },
  grid_retired: {
    'zh-CN': '“{name}”已撤销，请填写在用的网格。',
    'en-US': '{name} is retired; give an active grid.',
  },
  no_permission_create: {
    'zh-CN': '您没有在“{name}”登记此项台账（或其中某项内容）的权限。',
    'en-US': 'You may not register this (or one of its fields) in {name}.',
  },
  no_permission_update: {
    'zh-CN': '您没有修改“{name}”此项台账（或其中某项内容）的权限。',
    'en-US': 'You may not change this (or one of its fields) in {name}.',
  },
  entry_unknown: {
    'zh-CN': '没有此编号的台账，新登记的请留空。',
    'en-US': 'There is no such entry; leave this empty for a new one.',
  },
  row_twice: {
    'zh-CN': '与第 {row} 行重复。',
    'en-US': 'The same as row {row}.',
  },
  percent_decimals: {
    'zh-CN': '“{column}”的 {value} 小数过多（最多 {scale} 位）。如果是百分之 {hundredfold}，请填 {hundredfold}；否则请四舍五入。',
    'en-US': '“{column}”: {value} has too many decimals (at most {scale}). If {hundredfold} per cent is meant, write {hundredfold}; otherwise round it.',
  },
  reference_unknown: {
    'zh-CN': '“{label}”：没有找到“{value}”，请先在“{set}”中登记，或核对填写内容。',
    'en-US': '“{label_en}”: “{value}” is not registered; enter it among {set_en} first, or check what is written.',
  },
  reference_ambiguous: {
    'zh-CN': '“{label}”：“{value}”不止一条，{instead}。',
    'en-US': '“{label_en}”: there is more than one “{value}”; {instead_en}.',
  },
  check_refused: {
    'zh-CN': '{message}',
    'en-US': '{message}',
  },
  export_not_allowed: {
    'zh-CN': '“{name}”不允许导出。',
    'en-US': '{name_en} is not exported.',
  },
};
