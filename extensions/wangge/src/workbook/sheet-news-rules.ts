/** What people have to know of how a sheet was read: which one, what was left out, what they could not see in it. Pure. */
import type { Language, Words } from '../kernel/refusal-rules.ts';
import type { Column, Headings } from './heading-rules.ts';
import type { SheetBeginning } from './workbook-reader.ts';
import { isSheetBeside } from './sheet-mark-rules.ts';
import { columnName } from './xlsx-cell-rules.ts';

/** Numbers of rows: how many there are, and the first of them. */
export interface RowNumbers { count: number; first: number[]; add: (row: number) => void }

export interface SheetNews {
  /** Null: the file has but one, without a name. */
  sheet: string | null;
  headingRow: number;
  /** Sheets in which something stands and that were not read. */
  unread: { name: string; hidden: boolean }[];
  /** Headings that are none of ours. */
  unknown: readonly string[];
  /** Columns in which something stands under no heading, from 0. */
  untitled: Set<number>;
  renamed: Headings['renamed'];
  /** Columns that people do not see and that are read. */
  hiddenColumns: string[];
  hiddenRows: RowNumbers;
  /** Rows that have the content of merged cells above them. */
  mergedRows: RowNumbers;
  /** Rows that begin like a remark of ours. */
  remarks: RowNumbers;
  beyond: boolean;
}

const TOLD = 30;

export function rowNumbers(): RowNumbers {
  const numbers: RowNumbers = {
    count: 0,
    first: [],
    add: (row) => {
      numbers.count++;
      if (numbers.first.length < TOLD)
        numbers.first.push(row);
    },
  };
  return numbers;
}

export function newsOf(sheets: readonly SheetBeginning[], chosen: SheetBeginning, { columns, titles, unknown, renamed }: Headings<Column>, headingRow: number): SheetNews {
  return {
    sheet: chosen.name,
    headingRow,
    unread: sheets.flatMap(({ at, name, hidden, rows }) => at === chosen.at || rows.length === 0 || name === null || isSheetBeside(name) ? [] : [{ name, hidden }]),
    unknown,
    untitled: new Set(),
    renamed,
    hiddenColumns: chosen.hiddenColumns.flatMap(at => columns[at] == null ? [] : titles[at] ?? []),
    hiddenRows: rowNumbers(),
    mergedRows: rowNumbers(),
    remarks: rowNumbers(),
    beyond: false,
  };
}

/** Columns that are not taken in, as people call them. */
export function leftOut({ unknown, untitled }: Pick<SheetNews, 'unknown' | 'untitled'>, language: Language): string[] {
  const untitledColumns = [...untitled].sort((a, b) => a - b).map(at => ({ 'zh-CN': `${columnName(at)} 列（没有表头）`, 'en-US': `column ${columnName(at)} (no heading)` })[language]);
  return [...unknown, ...untitledColumns];
}

/** In sentences; the columns that are left out come first. */
export function toldOf(news: SheetNews, sheets: number, language: Language): string[] {
  const list = (names: readonly string[]): string => names.map(name => ({ 'zh-CN': `“${name}”`, 'en-US': `“${name}”` })[language]).join(language === 'zh-CN' ? '' : ', ');
  const rows = ({ count, first }: RowNumbers): string => ({
    'zh-CN': `第 ${first.join('、')} 行${count > first.length ? `等 ${count} 行` : ''}`,
    'en-US': `${count === 1 ? 'Row' : 'Rows'} ${first.join(', ')}${count > first.length ? ` and others, ${count} in all` : ''}`,
  })[language];
  const out = leftOut(news, language);
  const [unread, unseen] = [false, true].map(hidden => news.unread.filter(sheet => sheet.hidden === hidden).map(({ name }) => name)) as [string[], string[]];
  const told: (Words | false)[] = [
    out.length > 0 && { 'zh-CN': `以下列没有对应的项目，不会导入：${out.join('、')}。`, 'en-US': `These columns are none of ours and are not taken in: ${out.join(', ')}.` },
    (news.headingRow > 1 || sheets > 1) && (news.sheet === null
      ? { 'zh-CN': `表头在第 ${news.headingRow} 行。`, 'en-US': `The headings are in row ${news.headingRow}.` }
      : { 'zh-CN': `读取的是工作表“${news.sheet}”，表头在第 ${news.headingRow} 行。`, 'en-US': `The sheet “${news.sheet}” is read; its headings are in row ${news.headingRow}.` }),
    unread.length > 0 && { 'zh-CN': `未读取工作表${list(unread)}。`, 'en-US': `Not read: ${list(unread)}.` },
    unseen.length > 0 && { 'zh-CN': `未读取隐藏的工作表${list(unseen)}。`, 'en-US': `Not read, being hidden: ${list(unseen)}.` },
    news.renamed.length > 0 && {
      'zh-CN': `按同义表头读取：${news.renamed.map(({ title, label }) => `“${title}”作为“${label['zh-CN']}”`).join('，')}。`,
      'en-US': `Read as synonyms: ${news.renamed.map(({ title, label }) => `“${title}” as “${label['en-US']}”`).join(', ')}.`,
    },
    news.hiddenRows.count > 0 && { 'zh-CN': `${rows(news.hiddenRows)}在表中是隐藏的（被筛选或手动隐藏），同样会导入；不要导入的请删除后重新上传。`, 'en-US': `${rows(news.hiddenRows)}: hidden in the sheet (by a filter or by hand) and taken in like the others; delete what is not meant.` },
    news.hiddenColumns.length > 0 && { 'zh-CN': `隐藏的列${list(news.hiddenColumns)}同样会导入。`, 'en-US': `Hidden columns are taken in as well: ${list(news.hiddenColumns)}.` },
    news.mergedRows.count > 0 && { 'zh-CN': `${rows(news.mergedRows)}有合并单元格，按合并的内容逐行填入。`, 'en-US': `${rows(news.mergedRows)}: merged cells; what they say counts for each row.` },
    news.remarks.count > 0 && { 'zh-CN': `${rows(news.remarks)}以“※”开头，作为说明，未导入。`, 'en-US': `${rows(news.remarks)}: begins with “※” and is a remark; not taken in.` },
    news.beyond && { 'zh-CN': '第 1000 列以后的内容未读取。', 'en-US': 'What stands beyond column 1000 is not read.' },
  ];
  return told.flatMap(words => words === false ? [] : [words[language]]);
}
