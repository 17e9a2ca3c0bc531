/**
 * The lines of evidence (format 2): `[kind, grid, department, person, pseudonym, cells…]`, grid by grid.
 *
 * They were kept when facts were counted, some in one row: of a grid, a department and a person. These are looked up in the order
 * of the grids: nothing sorts all lines, and what is held in memory is the lines of some grids.
 */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { FactsQuery } from './fact-store.ts';
import type { ColumnType, FactKind } from './model.ts';
import { FACT_KINDS } from './fact-kinds.ts';
import { keptFacts, pseudonym, selectionOf } from './fact-store.ts';
import { FACT_KIND_NAMES } from './model.ts';

export interface FactPlace {
  subdistrict: Uuid;
  /** In the order of the evidence. */
  grids: readonly { id: Uuid; code: string }[];
}

export interface FactBlock {
  subdistrict: Uuid;
  /** Its code; null: facts without a grid, of the departments of this sub-district and of persons themselves. */
  grid: string | null;
  /** In byte order, each ended by a line feed. */
  lines: string;
  facts: number;
}

/** Grids whose lines are held at once. */
const TOGETHER = 100;

/** The blocks of these places, in their order: each grid that has facts, then what has no grid. Needs what `gatherFacts` kept with this salt, in the same transaction. */
export async function* factBlocks(trx: Db, query: FactsQuery, places: readonly FactPlace[], salt: Buffer): AsyncGenerator<FactBlock> {
  const kinds = FACT_KIND_NAMES.filter(kind => selectionOf(query, kind) !== null);
  for (const kind of kinds)
    await trx.raw(`create index if not exists ${keptFacts(kind)}_of_grid on ${keptFacts(kind)} (grid)`);
  const names = await namesIn(trx, query, kinds, salt);
  const lines = new Lines(query, names);
  const kept = (where: string): string => kinds.map(kind => `select '${kind}' as kind, k.grid, k.department, k.person, encode(k.ids, 'hex') as ids, k.cells from ${keptFacts(kind)} k where ${where}`).join(' union all ');
  for (const { subdistrict, grids } of places) {
    for (let at = 0; at < grids.length; at += TOGETHER) {
      const some = grids.slice(at, at + TOGETHER);
      const { rows } = await trx.raw<{ rows: Kept[] }>(kept('k.grid = any (:grids)'), { grids: some.map(({ id }) => id) });
      const found = Map.groupBy(rows, ({ grid }) => grid);
      for (const { id, code } of some) {
        if (found.has(id))
          yield blockOf(subdistrict, code, found.get(id)!.flatMap(row => lines.of(row, code)));
      }
    }
    const departments = [...names.departments].filter(([, department]) => department.subdistrict === subdistrict).map(([id]) => id);
    const { rows } = await trx.raw<{ rows: Kept[] }>(kept('k.grid is null and (k.department = any (:departments) or k.department is null and k.place = :subdistrict)'), { departments, subdistrict });
    if (rows.length > 0)
      yield blockOf(subdistrict, null, rows.flatMap(row => lines.of(row, null)));
  }
}

/** Facts of one grid, department and person: their pseudonyms, one after the other, and their cells, line by line. */
interface Kept { kind: FactKind; grid: Uuid | null; department: Uuid | null; person: Uuid | null; ids: string; cells: string }

/** Of each place the pseudonyms of its facts that count for nobody, in byte order: they stand in its blocks like all others. */
export async function exemptIn(trx: Db, query: FactsQuery, { subdistrict, grids }: FactPlace): Promise<string[]> {
  const kinds = FACT_KIND_NAMES.filter(kind => (query.period.exempt?.[kind] ?? []).length > 0 && selectionOf(query, kind) !== null);
  if (kinds.length === 0)
    return [];
  const kept = kinds.map(kind => `select k.grid, k.department, k.place, encode(k.exempt_ids, 'hex') as ids from ${keptFacts(kind)} k where k.exempt_ids is not null`).join(' union all ');
  const { rows } = await trx.raw<{ rows: { ids: string }[] }>(`
    select k.ids from (${kept}) k left join wangge_departments_then(:cut) d on d.id = k.department
    where case when k.grid is not null then k.grid = any (cast(:grids as uuid[])) when k.department is not null then d.subdistrict = :subdistrict else k.place = :subdistrict end`, { cut: query.period.cut, grids: grids.map(({ id }) => id), subdistrict });
  return rows.flatMap(({ ids }) => Array.from({ length: ids.length / PSEUDONYM }, (_, at) => ids.slice(at * PSEUDONYM, (at + 1) * PSEUDONYM))).sort();
}

/** How departments and persons are called in evidence; whoever is not there any more has no name. */
interface Names { departments: ReadonlyMap<Uuid, { code: string; subdistrict: Uuid | null }>; persons: ReadonlyMap<Uuid, string> }

async function namesIn(trx: Db, { period: { cut } }: FactsQuery, kinds: readonly FactKind[], salt: Buffer): Promise<Names> {
  const { rows: departments } = await trx.raw<{ rows: { id: Uuid; code: string; subdistrict: Uuid | null }[] }>('select id, code, subdistrict from wangge_departments_then(:cut)', { cut });
  const people = kinds.map(kind => `select person from ${keptFacts(kind)}`).join(' union ');
  const { rows: persons } = await trx.raw<{ rows: { id: Uuid; pseudonym: string }[] }>(
    `select u.id, ${pseudonym(`'person ' || cast(u.id as text)`)} as pseudonym from directus_users u where u.id in (${people})`,
    { salt } as unknown as Record<string, string>,
  );
  return { departments: new Map(departments.map(({ id, ...department }) => [id, department])), persons: new Map(persons.map(({ id, pseudonym }) => [id, pseudonym])) };
}

/** So many different rows of cells are kept in mind; most facts say one of a few things. */
const KEPT = 10_000;

/** Hexadecimal digits of a pseudonym. */
const PSEUDONYM = 24;

/** Writes lines as JSON: Postgres gives cells as a row's text, which costs it a fifth of putting them together. */
class Lines {
  readonly #names: Names;
  readonly #types: ReadonlyMap<FactKind, readonly ColumnType[]>;
  readonly #written = new Map<FactKind, Map<string, string>>();

  constructor({ columns }: FactsQuery, names: Names) {
    this.#names = names;
    this.#types = new Map(Object.entries(columns).map(([kind, asked]) => [kind as FactKind, asked.map(column => FACT_KINDS[kind as FactKind].columns[column]!.type)]));
  }

  /** `grid`: its code as it was in the period. */
  of({ kind, department, person, ids, cells }: Kept, grid: string | null): string[] {
    const { departments, persons } = this.#names;
    const begins = `${JSON.stringify([kind, grid, departments.get(department ?? '')?.code ?? null, persons.get(person ?? '') ?? null]).slice(0, -1)},"`;
    const written = this.#written.get(kind) ?? new Map<string, string>();
    this.#written.set(kind, written);
    return cells.split('\n').map((row, at) => {
      let ends = written.get(row);
      if (ends === undefined) {
        ends = this.#write(kind, row);
        if (written.size < KEPT)
          written.set(row, ends);
      }
      return begins + ids.slice(at * PSEUDONYM, (at + 1) * PSEUDONYM) + ends;
    });
  }

  /** `(resolve,t,,12)`: words are codes, with nothing in them that would be quoted. */
  #write(kind: FactKind, row: string): string {
    const types = this.#types.get(kind)!;
    const said = row.slice(1, -1).split(',');
    if (said.length !== types.length)
      throw new Error(`A fact of ${kind} has a word that is no code: ${row}`);
    return `"${said.map((cell, at) => `,${cell === '' ? 'null' : types[at] === 'flag' ? Number(cell === 't') : types[at] === 'word' ? JSON.stringify(cell) : cell}`).join('')}]`;
  }
}

function blockOf(subdistrict: Uuid, grid: string | null, lines: string[]): FactBlock {
  return { subdistrict, grid, lines: `${lines.sort().join('\n')}\n`, facts: lines.length };
}

/** A person's pseudonym in evidence with this salt. */
export async function personPseudonyms(trx: Db, people: readonly Uuid[], salt: Buffer): Promise<Map<Uuid, string>> {
  const { rows } = await trx.raw<{ rows: { id: Uuid; pseudonym: string }[] }>(
    `select p.id, ${pseudonym(`'person ' || cast(p.id as text)`)} as pseudonym from unnest(cast(:people as uuid[])) p (id)`,
    { people: [...people], salt },
  );
  return new Map(rows.map(({ id, pseudonym }) => [id, pseudonym]));
}
