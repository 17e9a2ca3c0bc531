/** The grids of a sub-district as a workbook: empty to be filled in, or with what is there to be corrected and brought in again. */
import type { Query } from '@directus/types';
import type { Db, HookContext } from '../../kernel/context.ts';
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Caller } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Cell } from '../../workbook/cell-rules.ts';
import type { ColumnName } from './column-rules.ts';
import { writeXlsx } from 'hucre/xlsx';
import { asText } from '../../workbook/cell-rules.ts';
import { EXAMPLE_FILL, HEADING, TEXT } from '../../workbook/cell-styles.ts';
import { EXAMPLE, YES_NO } from '../../workbook/sheet-mark-rules.ts';
import { COLUMNS, KINDS } from './column-rules.ts';
import { ROWS_AT_MOST } from './import-service.ts';

type Words = Record<Language, string>;
type Row = Partial<Record<ColumnName, Cell>>;

export const NAMES: Record<'grids' | 'template' | 'to_correct' | 'boundaries', Words> = {
  grids: { 'zh-CN': '网格表', 'en-US': 'Grids' },
  template: { 'zh-CN': '网格表模板', 'en-US': 'grids-template' },
  to_correct: { 'zh-CN': '网格表-待改正', 'en-US': 'grids-to-correct' },
  boundaries: { 'zh-CN': '网格边界', 'en-US': 'grid-boundaries' },
};
const SHEETS: Record<'notes' | 'column' | 'required' | 'note', Words> = {
  notes: { 'zh-CN': '填写说明', 'en-US': 'Notes' },
  column: { 'zh-CN': '列', 'en-US': 'Column' },
  required: { 'zh-CN': '必填', 'en-US': 'Required' },
  note: { 'zh-CN': '填写内容', 'en-US': 'What to enter' },
};
const RULES: readonly Words[] = [
  { 'zh-CN': `一次最多 ${ROWS_AT_MOST} 行，行的先后不限。请先试导入：全部正确才会导入，否则什么也不导入。`, 'en-US': `At most ${ROWS_AT_MOST} rows, in any order. Try it first: everything is taken in, or nothing.` },
  { 'zh-CN': '空白单元格保留原内容，不会清空；表中没有的网格保持原样，不会删除。', 'en-US': 'An empty cell leaves what stands there; grids that are not in the sheet stay as they are.' },
  { 'zh-CN': '以“【示例】”开头的行不导入，可以删除。', 'en-US': 'Rows that begin with “[Example]” are passed over and may be deleted.' },
];
const EXAMPLES: Row = { code: '110101001001', name: '示例社区', level: 2, parent: '110101001L01', households: 3200, population: 8600 };

/** So many rows are set to text beforehand, where digits must not be taken for a number. */
const PREPARED = 1000;

export async function template(language: Language): Promise<Uint8Array> {
  const example = COLUMNS.map(({ name }, at) => (at === 0 ? `${EXAMPLE[language]}${EXAMPLES.code}` : name === 'kind' ? KINDS.basic[language] : EXAMPLES[name] ?? null));
  return write(language, [example], PREPARED);
}

export async function filledWorkbook(language: Language, rows: readonly Row[]): Promise<Uint8Array> {
  return write(language, rows.map(row => COLUMNS.map(({ name }) => row[name] ?? null)), 0);
}

async function write(language: Language, rows: readonly Cell[][], prepared: number): Promise<Uint8Array> {
  const isText = (name: ColumnName): boolean => ['code', 'parent', 'department', 'leader'].includes(name);
  const letter = String.fromCharCode(65 + COLUMNS.findIndex(({ name }) => name === 'kind'));
  return writeXlsx({
    sheets: [
      {
        name: NAMES.grids[language],
        columns: COLUMNS.map(({ name }) => ({ width: isText(name) || name === 'name' ? 22 : 10, ...isText(name) ? { style: TEXT } : {} })),
        rows: [COLUMNS.map(column => column.label[language] + ('required' in column ? ' *' : '')), ...rows],
        cells: new Map([
          ...COLUMNS.map((_, at) => [`0,${at}`, { style: HEADING }] as const),
          ...prepared === 0 ? [] : COLUMNS.map((_, at) => [`1,${at}`, { style: EXAMPLE_FILL }] as const),
          ...COLUMNS.flatMap(({ name }, at) => isText(name) ? Array.from({ length: prepared }, (_, row) => [`${row + 2},${at}`, { value: null, style: TEXT }] as const) : []),
        ]),
        freezePane: { rows: 1 },
        dataValidations: [{ type: 'list', values: Object.values(KINDS).map(words => words[language]), range: `${letter}2:${letter}${ROWS_AT_MOST + 1}` }],
      },
      {
        name: SHEETS.notes[language],
        columns: [{ width: 24 }, { width: 8 }, { width: 90 }],
        rows: [
          [SHEETS.column[language], SHEETS.required[language], SHEETS.note[language]],
          ...COLUMNS.map(column => [column.label[language], 'required' in column ? YES_NO.true[language] : null, column.note[language]]),
          ...RULES.map(rule => [null, null, rule[language]]),
        ],
        cells: new Map([0, 1, 2].map(at => [`0,${at}`, { style: HEADING }])),
        freezePane: { rows: 1 },
      },
    ],
  });
}

// ── What is there ────────────────────────────────────────────────────────────────────────────────────────────

interface Read { code: string; name: string; level: number; kind: string; households: number | null; population: number | null; parent: { code: string } | null; department?: { code: string } | null; leader?: { email?: string | null } | null }

/** Active grids as the caller may read them, from above; whoever may not read an address leaves that column empty. */
export async function gridRows(context: Pick<HookContext, 'services' | 'database'>, caller: Caller, subdistrict: Uuid, language: Language): Promise<Row[]> {
  const all = ['code', 'name', 'level', 'kind', 'households', 'population', 'parent.code', 'department.code'];
  const rows = await read<Read>(context, caller, subdistrict, [...all, 'leader.email']).catch(async (error: { status?: number }) => {
    if (error.status === 403)
      return read<Read>(context, caller, subdistrict, all);
    throw error;
  });
  return rows.map(({ code, name, level, kind, households, population, parent, department, leader }) => ({
    code,
    name: asText(name),
    level,
    parent: parent?.code ?? null,
    kind: KINDS[kind as keyof typeof KINDS]?.[language] ?? kind,
    households,
    population,
    department: department?.code ?? null,
    leader: leader?.email ?? null,
  }));
}

export interface FeatureCollection { type: 'FeatureCollection'; features: object[] }

export async function boundaryFeatures(context: Pick<HookContext, 'services' | 'database'>, caller: Caller, subdistrict: Uuid): Promise<FeatureCollection> {
  const rows = await read<{ code: string; name: string; level: number; boundary: object }>(context, caller, subdistrict, ['code', 'name', 'level', 'boundary'], { boundary: { _nnull: true } });
  return { type: 'FeatureCollection', features: rows.map(({ boundary, ...properties }) => ({ type: 'Feature', properties, geometry: boundary })) };
}

async function read<Row>({ services, database }: Pick<HookContext, 'services' | 'database'>, caller: Caller, subdistrict: Uuid, fields: string[], filter: object = {}): Promise<Row[]> {
  const service = new services.ItemsService('grids', { ...caller, knex: database as unknown as Db });
  const query = { fields, filter: { _and: [{ subdistrict: { _eq: subdistrict } }, { status: { _eq: 'active' } }, filter] }, sort: ['level', 'code'], limit: -1 };
  return await service.readByQuery(query as Query) as Row[];
}
