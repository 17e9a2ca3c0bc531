/** The SQL of the lines of evidence: every kind of fact by its one SELECT, as blocks of one leaf each, in the order of leaves. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { FactsQuery } from '../facts/fact-store.ts';
import type { FactKind } from '../facts/model.ts';
import { FACT_KINDS } from '../facts/fact-kinds.ts';
import { selectionOf } from '../facts/fact-store.ts';
import { FACT_KIND_NAMES } from '../facts/model.ts';
import { PERSON_IN_SQL, ROW_IN_SQL } from './pseudonym-rules.ts';

/** Leaves of several files, one after the other: of each sub-district its grids, then what lies in no grid. */
export interface LeafOrder {
  grids: readonly { id: Uuid; code: string; place: number }[];
  /** By the sub-district of the department that answered. */
  gridless: readonly { subdistrict: Uuid; place: number }[];
}

export interface LineBlock { place: number; lines: string[] }

/** Needs a transaction, in which what has to be told by events was told (`told-service.ts`). In memory are some leaves, however many lines there are. */
export async function* lineBlocks(trx: Db, query: FactsQuery, order: LeafOrder, salt: Buffer): AsyncGenerator<LineBlock> {
  const cursors: Cursor[] = [];
  try {
    for (const kind of FACT_KIND_NAMES) {
      const selection = selectionOf(query, kind);
      for (const part of selection?.parts ?? [])
        cursors.push(await Cursor.open(trx, `wangge_lines_${cursors.length}`, linesOf(kind, part, query.columns[kind]!), { ...selection!.bindings, ...placesOf(order), salt }));
    }
    while (true) {
      const heads = await Promise.all(cursors.map(cursor => cursor.peek()));
      const place = Math.min(...heads.map(head => head?.place ?? Number.POSITIVE_INFINITY));
      if (!Number.isFinite(place))
        return;
      const here = cursors.filter((_, at) => heads[at]?.place === place);
      const blocks: string[] = [];
      for (const cursor of here)
        blocks.push((await cursor.next()).lines);
      yield { place, lines: blocks.flatMap(lines => lines.split('\n')) };
    }
  }
  finally {
    for (const cursor of cursors)
      await cursor.close();
  }
}

function placesOf({ grids, gridless }: LeafOrder): Record<string, unknown> {
  return {
    leaf_grids: grids.map(({ id }) => id),
    leaf_codes: grids.map(({ code }) => code),
    leaf_places: grids.map(({ place }) => place),
    rest_subdistricts: gridless.map(({ subdistrict }) => subdistrict),
    rest_places: gridless.map(({ place }) => place),
  };
}

/** Sorted by who writes them: in the database the sort of all lines would cost more than the whole aggregate. */
function linesOf(kind: FactKind, facts: string, columns: readonly string[]): string {
  const cells = columns.map(column => ` || ',' || ${cellInSql(kind, column)}`).join('');
  return `
    with leaf as materialized (select id, to_json(code)::text as code, place from unnest(cast(:leaf_grids as uuid[]), cast(:leaf_codes as text[]), cast(:leaf_places as int[])) l (id, code, place)),
      rest as materialized (select id, place from unnest(cast(:rest_subdistricts as uuid[]), cast(:rest_places as int[])) r (id, place)),
      office as materialized (select id, to_json(code)::text as code, subdistrict from departments)
    select place, lines from (
      select coalesce(l.place, r.place) as place,
        string_agg('["${kind}",' || coalesce(l.code, 'null') || ',' || coalesce(o.code, 'null') || ','
          || coalesce('"' || ${PERSON_IN_SQL('f.person')} || '"', 'null') || ',"' || ${ROW_IN_SQL(kind, 'f.id')} || '"'${cells} || ']', E'\\n') as lines
      from (${facts}) f
      left join leaf l on l.id = f.grid
      left join office o on o.id = f.department
      left join rest r on f.grid is null and r.id = o.subdistrict
      where l.place is not null or r.place is not null
      group by 1
    ) b order by place`;
}

function cellInSql(kind: FactKind, column: string): string {
  const { type } = FACT_KINDS[kind].columns[column]!;
  const said = { flag: `f.${column}::int::text`, number: `f.${column}::text`, word: `to_json(f.${column}::text)::text` }[type];
  return `coalesce(${said}, 'null')`;
}

interface Row { place: number; lines: string }

const TOGETHER = 100;

/** Rows of a query, some at a time. */
class Cursor {
  readonly #trx: Db;
  readonly #name: string;
  #rows: Row[] = [];
  #at = 0;
  #done = false;

  private constructor(trx: Db, name: string) {
    this.#trx = trx;
    this.#name = name;
  }

  static async open(trx: Db, name: string, sql: string, bindings: Record<string, unknown>): Promise<Cursor> {
    await trx.raw(`declare ${name} no scroll cursor for ${sql}`, bindings as Record<string, string>);
    return new Cursor(trx, name);
  }

  async peek(): Promise<Row | undefined> {
    if (this.#at === this.#rows.length && !this.#done) {
      const { rows } = await this.#trx.raw<{ rows: Row[] }>(`fetch ${TOGETHER} from ${this.#name}`);
      [this.#rows, this.#at, this.#done] = [rows, 0, rows.length < TOGETHER];
    }
    return this.#rows[this.#at];
  }

  async next(): Promise<Row> {
    const row = await this.peek();
    this.#at += 1;
    return row!;
  }

  async close(): Promise<void> {
    await this.#trx.raw(`close ${this.#name}`).catch(() => {
      // The transaction has failed already, and took the cursor with it.
    });
  }
}
