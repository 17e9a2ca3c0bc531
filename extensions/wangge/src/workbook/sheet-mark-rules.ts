/** What every workbook of ours has in common: the marks of rows that are no rows, the column of errors, yes and no, the name of a sheet. */
import type { Words } from '../kernel/refusal-rules.ts';
import type { Cell } from './cell-rules.ts';
import { text } from './cell-rules.ts';

/** The column in which a refused workbook says what is wrong. */
export const ERRORS: Words = { 'zh-CN': '错误说明', 'en-US': 'Errors' };
export const YES_NO: Record<'true' | 'false', Words> = { true: { 'zh-CN': '是', 'en-US': 'Yes' }, false: { 'zh-CN': '否', 'en-US': 'No' } };

/** The sheets that our own workbooks bring besides: what the columns take, and words to choose from. */
export const SHEETS_BESIDE: Record<'notes' | 'choices', Words> = {
  notes: { 'zh-CN': '填写说明', 'en-US': 'Notes' },
  choices: { 'zh-CN': '选项', 'en-US': 'Choices' },
};

export function isSheetBeside(name: string | null): boolean {
  return Object.values(SHEETS_BESIDE).some(words => Object.values(words).includes(name ?? ''));
}

export const EXAMPLE: Words = { 'zh-CN': '【示例】', 'en-US': '[Example] ' };
/** Before a remark of ours that stands below the entries of an export. */
export const REMARK = '※';

/** Rows that are no entries: empty ones, the example, our remarks. */
export function isEntry(cells: readonly Cell[]): boolean {
  const first = cells.map(text).find(shown => shown !== null);
  return first != null && !first.startsWith(REMARK) && !Object.values(EXAMPLE).some(mark => first.startsWith(mark.trim()));
}

/** Rows in which anything stands. */
export function isFilled(cells: readonly Cell[]): boolean {
  return cells.some(cell => text(cell) !== null);
}

/** A sheet's name has at most 31 characters, and not every one. */
export function sheetName(name: string): string {
  return name.replaceAll(/[[\]:*?/\\']/g, ' ').trim().slice(0, 31) || 'Sheet1';
}
