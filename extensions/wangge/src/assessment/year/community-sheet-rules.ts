/** The workbook of what communities said of their grids: its columns, and a row of cells as what it says. Pure. */
import type { Refusal, Words } from '../../kernel/refusal-rules.ts';
import type { Cell } from '../../workbook/cell-rules.ts';
import type { Column, Headings } from '../../workbook/heading-rules.ts';
import type { SheetFormat } from '../../workbook/sheet-entries.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { text } from '../../workbook/cell-rules.ts';
import { scoreIn } from './score-rules.ts';

export const ROWS_AT_MOST = 10_000;

export interface CommunityColumn extends Column { note: Words }

export const COLUMNS = [
  { name: 'grid', label: { 'zh-CN': '网格编码', 'en-US': 'Grid code' }, also: ['编码', '网格代码', '网格编号'], note: { 'zh-CN': '当年在用网格的编码，以文本格式填写', 'en-US': 'Code of a grid that was in use in the year, as text' }, required: true },
  { name: 'name', label: { 'zh-CN': '网格名称', 'en-US': 'Grid' }, also: ['名称'], note: { 'zh-CN': '仅供核对，不导入', 'en-US': 'To compare; not taken in' } },
  { name: 'score', label: { 'zh-CN': '评议得分', 'en-US': 'Score' }, also: ['得分', '评分', '分数', '社区评议得分'], note: { 'zh-CN': '0 至 100，可有两位小数', 'en-US': '0 to 100, two decimals at most' }, required: true, takes: 'number' },
  { name: 'source', label: { 'zh-CN': '来源', 'en-US': 'Source' }, also: ['评议单位', '评议来源', '材料'], note: { 'zh-CN': '评议单位、日期和材料名称；不填的用导入时填写的来源', 'en-US': 'Who assessed, when, on what paper; empty: the source that is given with the file' } },
  { name: 'note', label: { 'zh-CN': '备注', 'en-US': 'Note' }, also: ['说明', '评议意见'], note: { 'zh-CN': '可不填', 'en-US': 'May be empty' } },
] as const satisfies readonly CommunityColumn[];

type Name = typeof COLUMNS[number]['name'];

export const SHEET: SheetFormat<CommunityColumn> = { columns: COLUMNS, rowsAtMost: ROWS_AT_MOST };

export interface CommunityRow { row: number; grid: string | null; score: number | null; source: string | null; note: string | null; faults: Refusal[] }

const LONGEST = 255;

export function readCommunityRow({ columns }: Headings<CommunityColumn>, row: number, cells: readonly Cell[], source: string | null): CommunityRow {
  const faults: Refusal[] = [];
  const written = (name: Name): string | null => {
    const value = text(cells[columns.findIndex(column => column?.name === name)] ?? null);
    if (value !== null && value.length > LONGEST)
      faults.push(refused('year_text_long', name, { most: LONGEST }));
    return value;
  };
  const read = { row, grid: written('grid'), score: scoreIn(written('score')?.normalize('NFKC')), source: written('source') ?? source, note: written('note'), faults };
  if (read.grid === null)
    faults.push(refused('year_cell_required', 'grid'));
  if (read.score === null)
    faults.push(refused('year_score_number', 'score'));
  if (read.source === null)
    faults.push(refused('year_score_source', 'source'));
  return read;
}

/** Rows of one grid twice are both at fault: nobody knows which is meant. */
export function addDoubled(rows: readonly CommunityRow[]): void {
  for (const [grid, same] of Map.groupBy(rows.filter(row => row.grid !== null), row => row.grid)) {
    if (same.length > 1)
      same.forEach(row => row.faults.push(refused('year_grid_twice', 'grid', { grid: grid!, rows: same.map(one => one.row).join('、') })));
  }
}
