/**
 * The SQL of the lines of evidence (format 2): `[kind, grid, department, person, pseudonym, cells…]`, grid by grid.
 *
 * Each kind is read once, in parallel, into a temporary table of one row a grid, which is then looked up in the order of the
 * grids: nothing sorts all lines, and what is held in memory is the lines of some grids.
 */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { FactsQuery } from './fact-store.ts';
import type { FactKind } from './model.ts';
import { FACT_KINDS } from './fact-kinds.ts';
import { selectionOf } from './fact-store.ts';
import { FACT_KIND_NAMES } from './model.ts';

export interface FactPlace {
  subdistrict: Uuid;
  /** In the order of the evidence. */
  grids: readonly { id: Uuid; code: string }[];
}

export interface FactBlock {
  subdistrict: Uuid;
  /** Its code; null: facts without a grid, of the departments of this sub-district. */
  grid: string | null;
  /** In byte order, each ended by a line feed. */
  lines: string;
  facts: number;
}

const LINES = 'wangge_fact_lines';
/** Grids whose lines are held at once. */
const TOGETHER = 100;

/** The blocks of these places, in their order: each grid that has facts, then what has no grid. Needs a transaction. */
export async function* factBlocks(trx: Db, query: FactsQuery, places: readonly FactPlace[], salt: Buffer): AsyncGenerator<FactBlock> {
  await trx.raw(`drop table if exists ${LINES}`);
  await trx.raw(`create temp table ${LINES} (grid uuid, code text, subdistrict uuid, lines text) on commit drop`);
  for (const kind of FACT_KIND_NAMES) {
    const selection = selectionOf(query, kind);
    for (const part of selection?.parts ?? [])
      await gather(trx, linesOf(kind, part, query.columns[kind]!), { ...selection!.bindings, salt });
  }
  await trx.raw(`create index on ${LINES} (grid)`);
  for (const { subdistrict, grids } of places) {
    for (let at = 0; at < grids.length; at += TOGETHER) {
      const some = grids.slice(at, at + TOGETHER);
      const { rows } = await trx.raw<{ rows: { grid: Uuid; code: string; lines: string }[] }>(`select grid, code, lines from ${LINES} where grid = any (?)`, [some.map(({ id }) => id)]);
      const found = Map.groupBy(rows, ({ grid }) => grid);
      for (const { id, code } of some) {
        const lines = (found.get(id) ?? []).flatMap(row => row.code === code ? row.lines.split('\n') : row.lines.split('\n').map(line => renamed(line, row.code, code)));
        if (lines.length > 0)
          yield blockOf(subdistrict, code, lines);
      }
    }
    const { rows } = await trx.raw<{ rows: { lines: string }[] }>(`select lines from ${LINES} where grid is null and subdistrict = ?`, [subdistrict]);
    if (rows.length > 0)
      yield blockOf(subdistrict, null, rows.flatMap(({ lines }) => lines.split('\n')));
  }
  await trx.raw(`drop table ${LINES}`);
}

function blockOf(subdistrict: Uuid, grid: string | null, lines: string[]): FactBlock {
  return { subdistrict, grid, lines: `${lines.sort().join('\n')}\n`, facts: lines.length };
}

/** A grid's code as it was in the period, where it has another one now. */
function renamed(line: string, now: string, then: string): string {
  const place = JSON.stringify(now);
  const at = line.indexOf(`,${place},`) + 1;
  return line.slice(0, at) + JSON.stringify(then) + line.slice(at + place.length);
}

/** As a table of its own first: only so does Postgres read in parallel what is to be inserted. */
async function gather(trx: Db, lines: string, bindings: Record<string, unknown>): Promise<void> {
  await trx.raw(`create temp table ${LINES}_of_kind on commit drop as ${lines}`, bindings as Record<string, string>);
  await trx.raw(`insert into ${LINES} select * from ${LINES}_of_kind`);
  await trx.raw(`drop table ${LINES}_of_kind`);
}

const pseudonym = (of: string): string => `encode(substr(sha256(cast(:salt as bytea) || convert_to(${of}, 'UTF8')), 1, 12), 'hex')`;

/** As JSON, behind its comma. (Words are codes: nothing in them is to be escaped.) */
const CELL = {
  flag: (cell: string): string => `case when ${cell} then ',1' when not ${cell} then ',0' else ',null' end`,
  number: (cell: string): string => `coalesce(',' || ${cell}, ',null')`,
  word: (cell: string): string => `coalesce(',"' || ${cell} || '"', ',null')`,
};

/**
 * Whatever is the same for many lines is written once for each grid, department and person, before they are joined (the
 * grouping keeps it there, and runs in parallel); a line is put together by one call.
 */
function linesOf(kind: FactKind, facts: string, columns: readonly string[]): string {
  const cells = columns.map(column => CELL[FACT_KINDS[kind].columns[column]!.type](`f.${column}`));
  const line = `concat(coalesce(g.begins, '["${kind}",null'), coalesce(dd.says, ',null'), coalesce(u.says, ',null'), ',"', ${pseudonym(`'${kind} ' || f.id`)}, '"', ${[...cells, `']'`].join(', ')})`;
  return `
    select f.grid, any_value(g.code) as code, case when f.grid is null then dd.subdistrict end as subdistrict, string_agg(${line}, E'\n') as lines
    from (${facts}) f
    left join (select id, code, max('["${kind}","' || code || '"') as begins from grids group by id, code) g on g.id = f.grid
    left join (select id, subdistrict, max(',"' || code || '"') as says from departments group by id, subdistrict) dd on dd.id = f.department
    left join (select id, max(',"' || ${pseudonym(`'person ' || id`)} || '"') as says from directus_users group by id) u on u.id = f.person
    group by f.grid, case when f.grid is null then dd.subdistrict end`;
}

/** A person's pseudonym in evidence with this salt. */
export async function personPseudonyms(trx: Db, people: readonly Uuid[], salt: Buffer): Promise<Map<Uuid, string>> {
  const { rows } = await trx.raw<{ rows: { id: Uuid; pseudonym: string }[] }>(
    `select p.id, ${pseudonym(`'person ' || cast(p.id as text)`)} as pseudonym from unnest(cast(:people as uuid[])) p (id)`,
    { people: [...people], salt },
  );
  return new Map(rows.map(({ id, pseudonym }) => [id, pseudonym]));
}
