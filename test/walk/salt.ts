/**
 * The demonstration as the walk needs it: small, and with something hidden behind every relation. Tables are thinned, empty
 * ones get rows, and foreign keys are drawn anew, half of them to what the walkers have to do with. Only read afterwards: its
 * rules are off.
 */
import type { Knex } from 'knex';
import type { Random } from '../../extensions/wangge/src/app/demonstration/random.ts';
import type { Shape } from './shape.ts';
import type { Walker } from './walkers.ts';
import { idOf } from '../../extensions/wangge/src/app/demonstration/random.ts';
import { MACHINERY } from './shape.ts';

const MOST = 400;
const FEWEST = 14;
const DRAWN = 40;
/** Who the walkers are, and what they see by it, stays. */
const KEPT = new Set(['directus_users', 'directus_roles', 'directus_flows', 'directus_operations', 'directus_translations', 'grids', 'departments', 'posts', 'subdistricts', ...MACHINERY]);

type Key = string | number;

export async function salt(db: Knex, shape: Shape, walkers: readonly Walker[], draw: Random): Promise<void> {
  await db.transaction(async (trx) => {
    await loosen(trx);
    await trx.raw(`set local session_replication_role = replica`);
    const collections = [...shape.values()].filter(({ name, singleton }) => !KEPT.has(name) && !singleton);
    for (const { name, primary } of collections)
      await trx.raw(`delete from ?? where ?? not in (select ?? from ?? order by md5(??::text) limit ${MOST})`, [name, primary, primary, name, primary]);
    const keys = new Map<string, Key[]>();
    for (const { name, primary } of shape.values())
      keys.set(name, (await trx(name).orderBy(primary).pluck(primary)));
    const near = await nearOf(trx, walkers);
    const target = (collection: string): Key | null => {
      const [all, close] = [keys.get(collection) ?? [], near.get(collection) ?? []];
      return all.length === 0 ? null : draw.pick(close.length > 0 && draw.chance(0.5) ? close : all);
    };
    for (const { name, primary, columns } of collections) {
      const rows = Array.from({ length: Math.max(0, FEWEST - keys.get(name)!.length) }, (_, n): Record<string, unknown> =>
        Object.fromEntries([...columns.values()].map(({ name: field, type, choices }) => [field, field === primary ? keyOf(type, `${name}/${n}`, n) : choices.length > 0 ? chosen(type, draw.pick(choices)) : valueOf(type, field, n, draw)])));
      if (rows.length > 0)
        await trx(name).insert(rows);
      keys.set(name, await trx(name).orderBy(primary).pluck(primary));
    }
    for (const { name, primary, columns } of collections) {
      const all = keys.get(name)!;
      for (const { name: field, target: to } of columns.values()) {
        if (to === null)
          continue;
        const drawn = all.length <= FEWEST ? all : Array.from({ length: DRAWN }, () => draw.pick(all));
        const pairs = drawn.map(key => [key, target(to)] as const);
        await trx.raw(`update ?? set ?? = v.b from (values ${pairs.map(() => `(?, ?)`).join(', ')}) v (a, b) where ??::text = v.a`.replace('= v.b', `= v.b::${await typeOf(trx, name, field)}`), [name, field, ...pairs.flatMap(([key, to_]) => [String(key), to_ === null ? null : String(to_)]), `${name}.${primary}`]);
        // What the thinning left without a counterpart.
        await trx.raw(`update ?? set ?? = null where ?? is not null and not exists (select 1 from ?? o where o.?? = ??)`, [name, field, field, to, shape.get(to)!.primary, `${name}.${field}`]);
      }
      if (columns.has('grid_path') && columns.has('grid'))
        await trx.raw(`update ?? set grid_path = (select path from grids where grids.id = ??)`, [name, `${name}.grid`]);
    }
  });
}

/** Rows that break rules are wanted here: everything but keys goes. */
async function loosen(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    do $$ declare r record; begin
      for r in select conrelid::regclass as t, conname from pg_constraint where contype in ('c', 'u', 'x') and connamespace = 'public'::regnamespace order by contype desc loop
        execute format('alter table %s drop constraint if exists %I cascade', r.t, r.conname);
      end loop;
      for r in select indexrelid::regclass as i from pg_index join pg_class c on c.oid = indrelid where indisunique and not indisprimary and c.relnamespace = 'public'::regnamespace loop
        execute format('drop index if exists %s', r.i);
      end loop;
      for r in select attrelid::regclass as t, attname, attgenerated, attidentity from pg_attribute a join pg_class c on c.oid = attrelid
        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
          and not exists (select 1 from pg_index i where i.indrelid = c.oid and indisprimary and attnum = any (indkey)) loop
        if r.attgenerated <> '' then execute format('alter table %s alter column %I drop expression', r.t, r.attname); end if;
        if r.attidentity = '' then execute format('alter table %s alter column %I drop not null', r.t, r.attname); end if;
      end loop;
    end $$`);
}

/** What a walker has to do with: their account, grids and departments. */
async function nearOf(trx: Knex.Transaction, walkers: readonly Walker[]): Promise<Map<string, Key[]>> {
  const ids = walkers.map(({ id }) => id);
  const people = await trx('directus_users').whereIn('id', ids).select('department', 'scope_1') as { department: string | null; scope_1: string }[];
  const grids = await trx('grids').where((query) => {
    for (const { scope_1 } of people)
      void (scope_1 !== '-' && query.orWhere('path', 'like', `${scope_1}%`));
  }).where('path', 'like', `${people.map(({ scope_1 }) => scope_1).sort((a, b) => b.length - a.length)[0]?.slice(0, -10) ?? '/'}%`).pluck('id') as string[];
  return new Map<string, Key[]>([['directus_users', ids], ['grids', grids], ['departments', people.flatMap(({ department }) => department ?? [])]]);
}

const types = new Map<string, string>();
async function typeOf(trx: Knex.Transaction, table: string, column: string): Promise<string> {
  const name = `${table}.${column}`;
  if (!types.has(name))
    types.set(name, (await trx('information_schema.columns').where({ table_schema: 'public', table_name: table, column_name: column }).first('udt_name') as { udt_name: string }).udt_name);
  return types.get(name)!;
}

function keyOf(type: string, name: string, n: number): Key {
  return type === 'uuid' ? idOf(`walk/${name}`) : ['integer', 'bigInteger'].includes(type) ? 900_000 + n : `walk-${n}`;
}

const chosen = (type: string, choice: string): string => type === 'json' ? JSON.stringify([choice]) : choice;

function valueOf(type: string, field: string, n: number, draw: Random): unknown {
  const day = `2026-0${1 + n % 9}-1${n % 10}`;
  switch (type) {
    case 'boolean': return draw.chance(0.5);
    case 'integer': case 'bigInteger': case 'float': case 'decimal': return Math.floor(draw.between(0, 100));
    case 'date': return day;
    case 'dateTime': case 'timestamp': return `${day}T0${n % 10}:00:00Z`;
    case 'time': return `0${n % 10}:00:00`;
    case 'json': return JSON.stringify([`walk ${field} ${n}`]);
    case 'csv': return `walk,${n}`;
    case 'uuid': return null;
    case 'string': case 'text': return `w${n}${field}`.slice(0, 8);
    default: return null;
  }
}
