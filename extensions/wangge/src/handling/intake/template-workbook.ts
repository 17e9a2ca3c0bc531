/** The empty workbook: headings in the reader's language with the words that may be chosen, and a sheet of notes. */
import type { Language } from '../../kernel/refusal-rules.ts';
import { writeXlsx } from 'hucre/xlsx';
import { COLUMN_NAMES, COLUMNS, INTAKE_SOURCES, SEVERITY_WORDS, YES_NO } from './column-rules.ts';
import { ROWS_AT_MOST } from './row-rules.ts';

const SHEETS: Record<'orders' | 'notes' | 'column' | 'required' | 'note', Record<Language, string>> = {
  orders: { 'zh-CN': '工单', 'en-US': 'Work orders' },
  notes: { 'zh-CN': '填写说明', 'en-US': 'Notes' },
  column: { 'zh-CN': '列', 'en-US': 'Column' },
  required: { 'zh-CN': '必填', 'en-US': 'Required' },
  note: { 'zh-CN': '说明', 'en-US': 'Note' },
};

const CHOICES = { source: INTAKE_SOURCES, severity: SEVERITY_WORDS, confidential: YES_NO } as const;

export async function template(language: Language): Promise<Uint8Array> {
  const range = (column: keyof typeof CHOICES): string => {
    const letter = String.fromCharCode(65 + COLUMN_NAMES.indexOf(column));
    return `${letter}2:${letter}${ROWS_AT_MOST + 1}`;
  };
  return writeXlsx({
    sheets: [
      {
        name: SHEETS.orders[language],
        columns: COLUMN_NAMES.map(name => ({ header: COLUMNS[name].heading[language], key: name, width: name === 'description' ? 48 : 18 })),
        data: [],
        freezePane: { rows: 1 },
        dataValidations: (Object.keys(CHOICES) as (keyof typeof CHOICES)[]).map(column => ({
          type: 'list',
          values: Object.values<Record<Language, string>>(CHOICES[column]).map(words => words[language]),
          range: range(column),
        })),
      },
      {
        name: SHEETS.notes[language],
        rows: [
          [SHEETS.column[language], SHEETS.required[language], SHEETS.note[language]],
          ...COLUMN_NAMES.map(name => [COLUMNS[name].heading[language], COLUMNS[name].required === true ? YES_NO.yes[language] : '', COLUMNS[name].note[language]]),
          ['', '', language === 'zh-CN' ? `一次最多 ${ROWS_AT_MOST} 行；先试导入，全部正确才会导入。` : `At most ${ROWS_AT_MOST} rows at once. Try it first: all rows are taken in, or none.`],
        ],
      },
    ],
  });
}
