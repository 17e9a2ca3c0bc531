/**
 * The workbook as it came, with what is wrong in it: the cell filled, a note at it, and a last column with the sentences.
 * Corrected, it comes back as it is. Of a long one only the rows at fault are returned, to be corrected in the original.
 */
import type { Cell as StyledCell } from 'hucre';
import type { Language, Words } from '../kernel/refusal-rules.ts';
import type { Cell } from './cell-rules.ts';
import type { Headings } from './heading-rules.ts';
import type { CellFault } from './import-report-rules.ts';
import type { ImportResult } from './import-service.ts';
import { asShown } from './cell-rules.ts';
import { HEADING, TEXT, WRONG } from './cell-styles.ts';
import { ERRORS, REMARK, sheetName } from './sheet-mark-rules.ts';
import { writeInThread } from './workbook-threads.ts';

const AUTHOR: Words = { 'zh-CN': '导入检查', 'en-US': 'Import' };
/** Longer workbooks are not held in memory as a whole. */
const WHOLE_AT_MOST = 20_000;
const SHORTENED: Words = {
  'zh-CN': '※ 原表行数较多，这里只列出有误的行（行号见最后一列）；请在原表中改正后重新导入。',
  'en-US': '※ The workbook is long: only rows at fault are listed here, with their numbers in the last column. Correct them in the original.',
};

/** `name`: the sheet's. */
export async function annotatedWorkbook({ name, headings, report, rows, source, language }: Pick<ImportResult, 'headings' | 'report' | 'rows' | 'source'> & { name: Words; language: Language }): Promise<Uint8Array> {
  const whole = rows <= WHOLE_AT_MOST;
  // A workbook that was annotated before is annotated anew in the same column.
  const last = headings.errors ?? headings.columns.length;
  const headingRow = source?.headingRow ?? 1;
  const out: Cell[][] = [];
  const cells = new Map<string, Partial<StyledCell>>();
  for await (const { row, cells: read } of source?.rows() ?? []) {
    const [heading, values] = [row === headingRow, read.map(asShown)];
    const faults = report.faults.get(row) ?? [];
    if (!whole && row > headingRow && faults.length === 0)
      continue;
    // Rows keep their numbers where all of them are there.
    const before = whole ? row - 1 : 0;
    while (out.length < before)
      out.push([]);
    const line = Array.from({ length: Math.max(values.length, last + 1) }, (_, column) => column === last ? null : values[column] ?? null);
    const at = out.push(line) - 1;
    if (heading) {
      line[last] = ERRORS[language];
      line.forEach((_, column) => cells.set(`${at},${column}`, { style: HEADING }));
    }
    else if (faults.length > 0) {
      line[last] = (whole ? '' : `${row}: `) + faults.map(({ text }) => text).join(' ');
      for (const { column, text } of faultsByColumn(headings, faults))
        cells.set(`${at},${column < 0 ? last : column}`, { style: WRONG, comment: { author: AUTHOR[language], text } });
    }
  }
  if (!whole)
    out.push([SHORTENED[language].replace(/^※/, REMARK)]);
  return writeInThread({
    sheets: [{
      name: sheetName(name[language]),
      columns: Array.from({ length: last + 1 }, (_, at) => ({ width: at === last ? 60 : 20, ...typeof out[1]?.[at] === 'string' ? { style: TEXT } : {} })),
      rows: out,
      cells,
      freezePane: { rows: headingRow },
    }],
  });
}

/** Faults by the column they stand in, several of one column together; -1: it has none of its own. */
function faultsByColumn({ columns }: Headings, faults: readonly CellFault[]): { column: number; text: string }[] {
  const texts = new Map<number, string[]>();
  for (const { field, text } of faults) {
    const column = columns.findIndex(one => one !== null && (one.name === field || (field === 'grid' && one.name === 'grid_code')));
    texts.set(column, [...texts.get(column) ?? [], text]);
  }
  return [...texts].map(([column, list]) => ({ column, text: list.join('\n') }));
}
