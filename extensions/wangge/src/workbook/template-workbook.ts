/**
 * The workbook to fill in, in the reader's language: headings, words to choose from, an example that is passed over when it
 * comes back, and a sheet that says what each column takes.
 */
import type { CellStyle, DataValidation } from 'hucre';
import type { Language, Words } from '../kernel/refusal-rules.ts';
import type { Cell } from './cell-rules.ts';
import { colToLetter } from 'hucre/xlsx';
import { EXAMPLE_FILL, HEADING, TEXT } from './cell-styles.ts';
import { EXAMPLE, sheetName, SHEETS_BESIDE, YES_NO } from './sheet-mark-rules.ts';
import { writeInThread } from './workbook-threads.ts';

export interface TemplateColumn {
  label: Words;
  required: boolean;
  /** What it takes. */
  note: string;
  width: number;
  /** Digits stay as they are written. */
  text: boolean;
  /** Words to choose from. */
  choices?: readonly string[];
  /** Nothing else may be written. */
  choicesOnly?: boolean;
}

export interface Template {
  name: string;
  columns: readonly TemplateColumn[];
  /** Said below what the columns take. */
  rules: readonly Words[];
  rowsAtMost: number;
  language: Language;
  /** Headings end in an asterisk where a column is required. */
  asterisks?: boolean;
  /** A row as it might be. */
  example?: readonly Cell[];
  /** The workbook is not empty: these rows are to be corrected. */
  rows?: readonly (readonly Cell[])[];
}

const SHEETS: Record<'notes' | 'choices' | 'column' | 'required' | 'note', Words> = {
  ...SHEETS_BESIDE,
  column: { 'zh-CN': '列', 'en-US': 'Column' },
  required: { 'zh-CN': '必填', 'en-US': 'Required' },
  note: { 'zh-CN': '填写内容', 'en-US': 'What to enter' },
};

/** So many rows are set to text beforehand, where digits must not be taken for a number. */
const PREPARED = 1000;

export async function templateWorkbook({ name, columns, rules, rowsAtMost, language, asterisks = true, example, rows = [] }: Template): Promise<Uint8Array> {
  const examples = example === undefined ? [] : [example.map((cell, at) => at === 0 ? `${EXAMPLE[language]}${cell ?? ''}` : cell)];
  const prepared = rows.length > 0 ? 0 : PREPARED;
  const longest = Math.max(0, ...columns.map(({ choices = [] }) => choices.length));
  return writeInThread({
    sheets: [
      {
        name: sheetName(name),
        columns: columns.map(({ width, text }) => ({ width, ...text ? { style: TEXT } : {} })),
        rows: [columns.map(({ label, required }) => label[language] + (required && asterisks ? ' *' : '')), ...examples, ...rows].map(row => [...row]),
        cells: new Map([
          ...headingCells(columns.length),
          ...examples.flatMap(row => row.map((_, at): [string, { style: CellStyle }] => [`1,${at}`, { style: EXAMPLE_FILL }])),
          ...columns.flatMap(({ text }, at) => text ? Array.from({ length: prepared }, (_, row): [string, { value: null; style: CellStyle }] => [`${row + 1 + examples.length},${at}`, { value: null, style: TEXT }]) : []),
        ]),
        freezePane: { rows: 1 },
        dataValidations: columns.flatMap((column, at) => validationsOf(column, at, language, rowsAtMost)),
      },
      {
        name: SHEETS.notes[language],
        columns: [{ width: 24 }, { width: 8 }, { width: 90 }],
        rows: [
          [SHEETS.column[language], SHEETS.required[language], SHEETS.note[language]],
          ...columns.map(({ label, required, note }) => [label[language], required ? YES_NO.true[language] : null, note]),
          ...rules.map(rule => [null, null, rule[language]]),
        ],
        cells: new Map(headingCells(3)),
        freezePane: { rows: 1 },
      },
      {
        // Lists of their own sheet: in the validation itself 255 characters are all.
        name: SHEETS.choices[language],
        hidden: true,
        rows: Array.from({ length: longest }, (_, row) => columns.map(({ choices }) => choices?.[row] ?? null)),
      },
    ],
  });
}

function headingCells(columns: number): [string, { style: CellStyle }][] {
  return Array.from({ length: columns }, (_, at) => [`0,${at}`, { style: HEADING }]);
}

function validationsOf({ choices = [], choicesOnly = false }: TemplateColumn, at: number, language: Language, rowsAtMost: number): DataValidation[] {
  if (choices.length === 0)
    return [];
  const letter = colToLetter(at);
  return [{
    type: 'list',
    formula1: `'${SHEETS.choices[language]}'!$${letter}$1:$${letter}$${choices.length}`,
    allowBlank: true,
    showErrorMessage: choicesOnly,
    range: `${letter}2:${letter}${rowsAtMost + 1}`,
  }];
}
