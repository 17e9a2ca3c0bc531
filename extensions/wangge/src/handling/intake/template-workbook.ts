/** The empty workbook of work orders. */
import type { Language, Words } from '../../kernel/refusal-rules.ts';
import { templateWorkbook } from '../../workbook/template-workbook.ts';
import { COLUMNS, INTAKE_SOURCES, ROWS_AT_MOST, SEVERITY_WORDS, YES_NO } from './column-rules.ts';

export const SHEET_NAME: Words = { 'zh-CN': '工单', 'en-US': 'Work orders' };
const RULES: readonly Words[] = [
  { 'zh-CN': `一次最多 ${ROWS_AT_MOST} 行；先试导入，全部正确才会导入。`, 'en-US': `At most ${ROWS_AT_MOST} rows at once. Try it first: all rows are taken in, or none.` },
];
const CHOICES: Partial<Record<string, Readonly<Record<string, Words>>>> = { source: INTAKE_SOURCES, severity: SEVERITY_WORDS, arrived_late: YES_NO, confidential: YES_NO };

export async function template(language: Language): Promise<Uint8Array> {
  return templateWorkbook({
    name: SHEET_NAME[language],
    columns: COLUMNS.map(({ name, label, note, ...more }) => ({
      label,
      required: 'required' in more,
      note: note[language],
      width: name === 'description' ? 48 : 18,
      text: name === 'external_no' || name === 'contact_phone',
      choices: Object.values(CHOICES[name] ?? {}).map(words => words[language]),
    })),
    rules: RULES,
    rowsAtMost: ROWS_AT_MOST,
    language,
    asterisks: false,
  });
}
