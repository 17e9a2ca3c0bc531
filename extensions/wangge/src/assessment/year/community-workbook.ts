/** The empty workbook of what communities said. */
import type { Language, Words } from '../../kernel/refusal-rules.ts';
import { templateWorkbook } from '../../workbook/template-workbook.ts';
import { COLUMNS, ROWS_AT_MOST } from './community-sheet-rules.ts';

export const NAMES: Record<'sheet' | 'template', Words> = {
  sheet: { 'zh-CN': '社区评议', 'en-US': 'Community assessment' },
  template: { 'zh-CN': '社区评议模板', 'en-US': 'community-assessment-template' },
};
const RULES: readonly Words[] = [
  { 'zh-CN': '每个网格一行。请先试导入：全部正确才会导入，否则什么也不导入。', 'en-US': 'One row for each grid. Try it first: everything is taken in, or nothing.' },
  { 'zh-CN': '导入后由另一名考核组成员对照材料复核，复核后才计入。', 'en-US': 'Another member of the team compares it with the paper; it counts once they have confirmed it.' },
  { 'zh-CN': '以“【示例】”开头的行不导入，可以删除。', 'en-US': 'Rows that begin with “[Example]” are passed over and may be deleted.' },
];
const EXAMPLE: Record<typeof COLUMNS[number]['name'], string | number | null> = { grid: '110101001001', name: '示例网格', score: 92.5, source: '示例社区居委会 2026 年度网格评议表（12月20日）', note: null };

export async function communityTemplate(language: Language): Promise<Uint8Array> {
  return templateWorkbook({
    name: NAMES.sheet[language],
    columns: COLUMNS.map(({ name, label, note, ...more }) => ({ label, required: 'required' in more, note: note[language], width: name === 'source' ? 40 : 18, text: name === 'grid', choices: [] })),
    rules: RULES,
    rowsAtMost: ROWS_AT_MOST,
    language,
    example: COLUMNS.map(({ name }) => EXAMPLE[name]),
  });
}
