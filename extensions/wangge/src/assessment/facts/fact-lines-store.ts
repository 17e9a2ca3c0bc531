/**
 * The SQL of the lines of evidence (format 2): `[kind, grid, department, person, pseudonym, cells…]`, grid by grid.
 *
 * Each kind is read once, in parallel, into a temporary table of one row a grid, which is then looked up in the order of the
 * grids: nothing sorts all lines, and what is held in memory is the lines of some grids.
 */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { FactsQuery } from './fact-store.ts';
import type { ColumnType, FactKind } from './model.ts';
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
  await trx.raw(`create temp table ${LINES} (grid uuid, code text, subdistrict uuid, kind text, lines text) on commit drop`);
  for (const kind of FACT_KIND_NAMES) {
    const selection = selectionOf(query, kind);
    for (const part of selection?.parts ?? [])
      await gather(trx, linesOf(kind, part, query.columns[kind]!), { ...selection!.bindings, salt });
  }
  await trx.raw(`create index on ${LINES} (grid)`);
  const cells = new Cells(query);
  for (const { subdistrict, grids } of places) {
    for (let at = 0; at < grids.length; at += TOGETHER) {
      const some = grids.slice(at, at + TOGETHER);
      const { rows } = await trx.raw<{ rows: (Gathered & { grid: Uuid; code: string })[] }>(`select grid, code, kind, lines from ${LINES} where grid = any (?)`, [some.map(({ id }) => id)]);
      const found = Map.groupBy(rows, ({ grid }) => grid);
      for (const { id, code } of some) {
        const lines = (found.get(id) ?? []).flatMap(row => row.code === code ? cells.lines(row) : cells.lines(row).map(line => renamed(line, row.code, code)));
        if (lines.length > 0)
          yield blockOf(subdistrict, code, lines);
      }
    }
    const { rows } = await trx.raw<{ rows: Gathered[] }>(`select kind, lines from ${LINES} where grid is null and subdistrict = ?`, [subdistrict]);
    if (rows.length > 0)
      yield blockOf(subdistrict, null, rows.flatMap(row => cells.lines(row)));
  }
  await trx.raw(`drop table ${LINES}`);
}

interface Gathered { kind: FactKind; lines: string }

/** So many different rows of cells are kept in mind; most facts say one of a few things. */
const KEPT = 10_000;

/** Writes cells as JSON: Postgres gives them as a row's text, which costs it a fifth of putting them together. */
class Cells {
  readonly #types: ReadonlyMap<FactKind, readonly ColumnType[]>;
  readonly #written = new Map<FactKind, Map<string, string>>();

  constructor({ columns }: FactsQuery) {
    this.#types = new Map(Object.entries(columns).map(([kind, asked]) => [kind as FactKind, asked.map(column => FACT_KINDS[kind as FactKind].columns[column]!.type)]));
  }

  lines({ kind, lines }: Gathered): string[] {
    const written = this.#written.get(kind) ?? new Map<string, string>();
    this.#written.set(kind, written);
    return lines.split('\n').map((line) => {
      const at = line.lastIndexOf('(');
      const row = line.slice(at);
      let cells = written.get(row);
      if (cells === undefined) {
        cells = this.#write(kind, row);
        if (written.size < KEPT)
          written.set(row, cells);
      }
      return line.slice(0, at) + cells;
    });
  }

  /** `(resolve,t,,12)`: words are codes, with nothing in them that would be quoted. */
  #write(kind: FactKind, row: string): string {
    const types = this.#types.get(kind)!;
    const said = row.slice(1, -1).split(',');
    if (said.length !== types.length)
      throw new Error(`A fact of ${kind} has a word that is no code: ${row}`);
    return `${said.map((cell, at) => `,${cell === '' ? 'null' : types[at] === 'flag' ? Number(cell === 't') : types[at] === 'word' ? JSON.stringify(cell) : cell}`).join('')}]`;
  }
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

/**
 * Whatever is the same for many lines is written once for each grid, department and person, before they are joined (the
 * grouping keeps it there, and runs in parallel). The cells follow as a row's text (`Cells`).
 */
function linesOf(kind: FactKind, facts: string, columns: readonly string[]): string {
  const line = `coalesce(g.begins, '["${kind}",null') || coalesce(dd.says, ',null') || coalesce(u.says, ',null') || ',"' || ${pseudonym(`'${kind} ' || f.id`)} || '"'
    || cast(row(${columns.map(column => `f.${column}`).join(', ')}) as text)`;
  return `
    select f.grid, any_value(g.code) as code, case when f.grid is null then dd.subdistrict end as subdistrict, '${kind}' as kind, string_agg(${line}, E'\n') as lines
    from (${facts}) f
    left join (select id, code, max('["${kind}","' || code || '"') as begins from grids group by id, code) g on g.id = f.grid
    left join (select id, subdistrict, max(',"' || code || '"') as says from wangge_departments_then(:cut) group by id, subdistrict) dd on dd.id = f.department
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
