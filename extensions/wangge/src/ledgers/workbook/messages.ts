/** The sentences of ledgers' workbooks; those of fields stand with the rules of entries. */
import type { Messages } from '../../platform/refusal.ts';
import { messages as entries } from '../messages.ts';

export const messages: Messages = {
  ...entries,
  file_missing: {
    'zh-CN': '请上传 XLSX 或 CSV 文件（不超过 {megabytes} MB）。',
    'en-US': 'Send an XLSX or CSV file of at most {megabytes} MB.',
  },
  file_unreadable: {
    'zh-CN': '无法读取该文件，请使用模板另存为 XLSX 或 CSV。',
    'en-US': 'The file cannot be read; save the template as XLSX or CSV.',
  },
  heading_missing: {
    'zh-CN': '首行缺少“{labels}”，请使用模板的表头。',
    'en-US': 'The first row lacks “{labels_en}”; use the headings of the template.',
  },
  heading_twice: {
    'zh-CN': '“{label}”一列出现了两次。',
    'en-US': 'The column “{label_en}” stands there twice.',
  },
  sheet_empty: {
    'zh-CN': '表中没有数据，请从第 2 行起填写（示例行不导入）。',
    'en-US': 'There is nothing in the sheet; fill it in from row 2 (the example is not taken in).',
  },
  rows_too_many: {
    'zh-CN': '一次最多导入 {limit} 行，请分批导入。',
    'en-US': 'At most {limit} rows are taken in at once. Split the file.',
  },
  rows_at_fault: {
    'zh-CN': '有 {rows} 行需要改正，未导入任何一行。',
    'en-US': '{rows} rows need correction; nothing was taken in.',
  },
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
