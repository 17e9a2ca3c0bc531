/** The grids of a sub-district as a workbook: empty to be filled in, or with what is there to be corrected and brought in again. */
import type { Query } from '@directus/types';
import type { Caller, HookContext } from '../../kernel/context.ts';
import type { Language, Words } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Cell } from '../../workbook/cell-rules.ts';
import type { Template } from '../../workbook/template-workbook.ts';
import type { ColumnName } from './column-rules.ts';
import { asText } from '../../workbook/cell-rules.ts';
import { templateWorkbook } from '../../workbook/template-workbook.ts';
import { boundaryTexts } from '../territory-store.ts';
import { COLUMNS, KINDS, ROWS_AT_MOST } from './column-rules.ts';

type Row = Partial<Record<ColumnName, Cell>>;

export const NAMES: Record<'grids' | 'file' | 'template' | 'boundaries', Words> = {
  grids: { 'zh-CN': '网格表', 'en-US': 'Grids' },
  file: { 'zh-CN': '网格表', 'en-US': 'grids' },
  template: { 'zh-CN': '网格表模板', 'en-US': 'grids-template' },
  boundaries: { 'zh-CN': '网格边界', 'en-US': 'grid-boundaries' },
};
const RULES: readonly Words[] = [
  { 'zh-CN': `一次最多 ${ROWS_AT_MOST} 行，行的先后不限。请先试导入：全部正确才会导入，否则什么也不导入。`, 'en-US': `At most ${ROWS_AT_MOST} rows, in any order. Try it first: everything is taken in, or nothing.` },
  { 'zh-CN': '空白单元格保留原内容，不会清空；表中没有的网格保持原样，不会删除。', 'en-US': 'An empty cell leaves what stands there; grids that are not in the sheet stay as they are.' },
  { 'zh-CN': '以“【示例】”开头的行不导入，可以删除。', 'en-US': 'Rows that begin with “[Example]” are passed over and may be deleted.' },
];
const EXAMPLE_ROW: Row = { code: '110101001001', name: '示例社区', level: 2, parent: '110101001L01', households: 3200, population: 8600 };
const TEXTS: readonly ColumnName[] = ['code', 'parent', 'department', 'leader'];

export async function template(language: Language): Promise<Uint8Array> {
  return templateWorkbook({ ...sheetOf(language), example: COLUMNS.map(({ name }) => name === 'kind' ? KINDS.basic[language] : EXAMPLE_ROW[name] ?? null) });
}

export async function filledWorkbook(language: Language, rows: readonly Row[]): Promise<Uint8Array> {
  return templateWorkbook({ ...sheetOf(language), rows: rows.map(row => COLUMNS.map(({ name }) => row[name] ?? null)) });
}

function sheetOf(language: Language): Template {
  return {
    name: NAMES.grids[language],
    columns: COLUMNS.map(({ name, label, note, ...more }) => {
      const text = TEXTS.includes(name);
      return {
        label,
        required: 'required' in more,
        note: note[language],
        width: text || name === 'name' ? 22 : 10,
        text,
        choices: name === 'kind' ? Object.values(KINDS).map(words => words[language]) : [],
      };
    }),
    rules: RULES,
    rowsAtMost: ROWS_AT_MOST,
    language,
  };
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

/** A feature collection, as text, some features at a time; boundaries go out as they are stored. */
export async function* boundaryFile(context: Pick<HookContext, 'services' | 'database'>, caller: Caller, subdistrict: Uuid): AsyncGenerator<string> {
  const rows = await read<{ id: Uuid; code: string; name: string; level: number }>(context, caller, subdistrict, ['id', 'code', 'name', 'level'], { boundary: { _nnull: true } });
  yield '{"type":"FeatureCollection","features":[';
  for (let at = 0; at < rows.length; at += TOGETHER) {
    const together = rows.slice(at, at + TOGETHER);
    const boundaries = await boundaryTexts(context.database, together.map(({ id }) => id));
    const features = together.map(({ id, ...properties }) => `{"type":"Feature","properties":${JSON.stringify(properties)},"geometry":${boundaries.get(id) ?? 'null'}}`);
    yield (at === 0 ? '' : ',') + features.join(',');
  }
  yield ']}';
}

const TOGETHER = 50;

async function read<Row>({ services, database }: Pick<HookContext, 'services' | 'database'>, caller: Caller, subdistrict: Uuid, fields: string[], filter: object = {}): Promise<Row[]> {
  const service = new services.ItemsService('grids', { ...caller, knex: database });
  const query = { fields, filter: { _and: [{ subdistrict: { _eq: subdistrict } }, { status: { _eq: 'active' } }, filter] }, sort: ['level', 'code'], limit: -1 };
  return await service.readByQuery(query as Query) as Row[];
}
