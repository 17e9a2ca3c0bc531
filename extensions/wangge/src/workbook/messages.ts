/** What is said of a workbook as a whole, whatever stands in it. */
import type { Messages } from '../kernel/refusal-rules.ts';

export const messages: Messages = {
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
};
