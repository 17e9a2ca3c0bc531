/** The columns of a workbook of grids: what they are called, what stands in them, and a row of cells as what it says. Pure. */
import type { Refusal, Words } from '../../kernel/refusal-rules.ts';
import type { Cell } from '../../workbook/cell-rules.ts';
import type { Column, Headings } from '../../workbook/heading-rules.ts';
import type { SheetFormat } from '../../workbook/sheet-entries.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { plain, text } from '../../workbook/cell-rules.ts';
import { LEVELS } from '../grid-rules.ts';

/** More grids than any sub-district has: this is a small city. */
export const ROWS_AT_MOST = 10_000;

export interface GridColumn extends Column {
  /** What it takes, for the notes of the template. */
  note: Words;
}

export const COLUMNS = [
  { name: 'code', label: { 'zh-CN': '编码', 'en-US': 'Code' }, also: ['网格编码', '网格代码', '网格编号'], note: { 'zh-CN': '网格编码，以文本格式填写；已有的更新，没有的新建', 'en-US': 'Code of the grid, as text; known ones are changed, others made' }, required: true },
  { name: 'name', label: { 'zh-CN': '名称', 'en-US': 'Name' }, also: ['网格名称'], note: { 'zh-CN': '新建的必填', 'en-US': 'Needed for a new grid' } },
  { name: 'level', label: { 'zh-CN': '层级', 'en-US': 'Level' }, also: ['级别', '网格级别', '网格层级'], note: { 'zh-CN': '1、2、3 之一；新建的必填', 'en-US': '1, 2 or 3; needed for a new grid' } },
  { name: 'parent', label: { 'zh-CN': '上级编码', 'en-US': 'Parent code' }, also: ['上级网格编码', '上级网格', '父级编码'], note: { 'zh-CN': '上一级网格的编码，可以是本表中的；一级网格不填。在用网格不能在这里改上级，请用“网格调整”', 'en-US': 'Code of the grid above, which may stand in this sheet; empty for level 1. A grid in use is moved by a grid change, not here' } },
  { name: 'kind', label: { 'zh-CN': '类型', 'en-US': 'Kind' }, also: ['网格类型', '网格类别'], note: { 'zh-CN': '基础网格或专属网格；不填按基础网格', 'en-US': 'Basic or Dedicated; empty: Basic' } },
  { name: 'households', label: { 'zh-CN': '户数', 'en-US': 'Households' }, also: ['总户数', '户数（户）'], note: { 'zh-CN': '非负整数', 'en-US': 'A whole number, not below zero' }, takes: 'number' },
  { name: 'population', label: { 'zh-CN': '人口', 'en-US': 'Population' }, also: ['人口数', '总人口', '人口（人）'], note: { 'zh-CN': '非负整数', 'en-US': 'A whole number, not below zero' }, takes: 'number' },
  { name: 'department', label: { 'zh-CN': '社区单位编码', 'en-US': 'Community department code' }, note: { 'zh-CN': '二级网格对应的社区在“单位”中的代码', 'en-US': 'Code of the department that is the community of a level-2 grid' } },
  { name: 'leader', label: { 'zh-CN': '负责人', 'en-US': 'Leader' }, also: ['网格长', '责任人'], note: { 'zh-CN': '该人员账号的登录邮箱或外部标识；填写的自所选日期起任责任人，不填不变', 'en-US': 'E-mail or external identifier of the account; becomes leader from the day chosen; empty: nothing changes' } },
] as const satisfies readonly GridColumn[];

export type ColumnName = typeof COLUMNS[number]['name'];

export const SHEET: SheetFormat<GridColumn> = { columns: COLUMNS, rowsAtMost: ROWS_AT_MOST };

export const KINDS: Record<'basic' | 'dedicated', Words> = {
  basic: { 'zh-CN': '基础网格', 'en-US': 'Basic' },
  dedicated: { 'zh-CN': '专属网格', 'en-US': 'Dedicated' },
};

/** What a row says; null: nothing. */
export interface WrittenGrid {
  row: number;
  code: string | null;
  name: string | null;
  level: number | null;
  parent: string | null;
  kind: 'basic' | 'dedicated' | null;
  households: number | null;
  population: number | null;
  department: string | null;
  leader: string | null;
  faults: Refusal[];
}

const LONGEST = 255;
const MOST = 2 ** 31 - 1;

export function readRow({ columns }: Headings<GridColumn>, row: number, cells: readonly Cell[]): WrittenGrid {
  const faults: Refusal[] = [];
  const fault = (column: ColumnName, code: string, params: Refusal['params'] = {}): null => {
    faults.push(refused(code, column, params));
    return null;
  };
  const cell = (name: ColumnName): Cell => cells[columns.findIndex(column => column?.name === name)] ?? null;
  const written = (name: ColumnName): string | null => {
    const value = text(cell(name));
    if (value === null)
      return null;
    // Neither Postgres nor people can do anything with these.
    return value.length > LONGEST || /[\p{Cc}\p{Cs}]/u.test(value) ? fault(name, 'text_invalid', { most: LONGEST }) : copied(value);
  };
  const count = (name: 'households' | 'population'): number | null => {
    const value = written(name);
    const number = value === null ? null : Number(value.normalize('NFKC').replaceAll(',', ''));
    return number !== null && !(Number.isInteger(number) && number >= 0 && number <= MOST) ? fault(name, 'count_invalid') : number;
  };
  const level = written('level');
  const kind = written('kind');
  const read: WrittenGrid = {
    row,
    code: written('code'),
    name: written('name'),
    level: level === null ? null : levelOf(level) ?? fault('level', 'level_unknown'),
    parent: written('parent'),
    kind: kind === null ? null : kindOf(kind) ?? fault('kind', 'kind_unknown'),
    households: count('households'),
    population: count('population'),
    department: written('department'),
    leader: written('leader'),
    faults,
  };
  if (read.code === null && !faults.some(({ field }) => field === 'code'))
    fault('code', 'code_missing');
  return read;
}

/** What is cut out of a text keeps the whole of it in memory. */
function copied(value: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(value));
}

/** `2`, `二级`, `二级网格`, `Level 2`. */
function levelOf(value: string): number | null {
  const wanted = plain(value);
  return LEVELS.find(level => [`${level}`, `${level}级`, `${'一二三'[level - 1]}级`, `${level}级网格`, `${'一二三'[level - 1]}级网格`, `level${level}`].includes(wanted)) ?? null;
}

function kindOf(value: string): 'basic' | 'dedicated' | null {
  const wanted = plain(value);
  return (['basic', 'dedicated'] as const).find(kind => [kind, KINDS[kind]['zh-CN'].replace('网格', ''), ...Object.values(KINDS[kind])].some(word => plain(word) === wanted)) ?? null;
}
