/**
 * What one person may see, and a server on which that is all there is.
 *
 * The world of a person is what they get when they ask for each collection as a whole, without any filter: Directus' rules on
 * what is read itself are trusted, and tried in `test/system/access-matrix.test.ts`. The mirror is a copy of the database from
 * which every other row is taken away and every other value emptied, and in which that same person is an administrator, so that
 * neither rules nor guard are asked. Whatever the person asks of the real server must be answered as the mirror answers it, or
 * be refused: then nothing of the answer depends on what is hidden.
 */
import type { Knex } from 'knex';
import type { OwnServer, Server } from '../system/harness.ts';
import type { Stage } from '../system/stage.ts';
import type { Collection, Shape } from './shape.ts';
import type { Walker } from './walkers.ts';
import { openDatabase } from '../system/database.ts';
import { ownServer } from '../system/harness.ts';
import { cloneDatabase, dropDatabase } from '../system/stage.ts';
import { MACHINERY } from './shape.ts';

export type Row = Record<string, unknown>;
export type Tables = Map<string, Map<string, Row>>;

export interface Sight {
  /** Asked for as a whole, it is refused. */
  refused: boolean;
  /** The keys of the rows that are seen. */
  rows: Set<string>;
  /** The fields that are handed out, in whatever row. */
  columns: Set<string>;
  /** By column: of the rows that are seen, those in which there is a value that is not. */
  hidden: Map<string, Set<string>>;
}

export type World = Map<string, Sight>;

/** Everything, as it stands in the database. */
export async function everything(db: Knex, shape: Shape): Promise<Tables> {
  const tables: Tables = new Map();
  for (const { name, primary } of shape.values()) {
    const rows = await db(name).select('*') as Row[];
    tables.set(name, new Map(rows.map(row => [String(row[primary]), row])));
  }
  return tables;
}

export async function worldOf(wangge: Server, shape: Shape, tables: Tables, walker: Walker): Promise<World> {
  const world: World = new Map();
  const waiting = [...shape.values()];
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      world.set(next.name, await sightOf(wangge, next, tables.get(next.name)!, walker));
  }));
  return world;
}

async function sightOf({ request }: Server, { path, primary, columns }: Collection, all: Map<string, Row>, as: Walker): Promise<Sight> {
  const { status, body } = await request<{ data?: Row | Row[] | null }>('GET', path, { as, query: { fields: '*', limit: '-1' } });
  // An object to a list, a single row to a collection of one.
  const seen = status === 200 ? [body?.data ?? []].flat() : [];
  const rows = new Set(seen.map(row => String(row[primary] ?? [...all.keys()][0])).filter(key => all.has(key)));
  const hidden = new Map<string, Set<string>>();
  for (const column of columns.keys())
    hidden.set(column, new Set(seen.flatMap(row => (row[column] ?? null) === null && (all.get(String(row[primary]))?.[column] ?? null) !== null ? [String(row[primary])] : [])));
  hidden.get(primary)?.clear();
  return { refused: status !== 200, rows, columns: new Set(seen.flatMap(Object.keys)), hidden };
}

/** Nothing of a collection, or of a column of it, is hidden from the person: what asks for it has to be answered. */
export function isOpen(sight: Sight, all: Map<string, Row>, column: string | null): boolean {
  return !sight.refused && sight.rows.size === all.size && (column === null || (sight.hidden.get(column)?.size ?? 0) === 0);
}

export async function mirrorOf(stage: Stage, template: string, shape: Shape, world: World, walker: Walker, environment: Record<string, string>): Promise<OwnServer> {
  const name = `walk_${walker.email.replace(/\W.*/, '')}`;
  await dropDatabase(stage, name);
  await cloneDatabase(stage, name, template);
  const db = openDatabase({ ...stage.postgres, name }, 1);
  const self = await db.transaction(async trx => await cut(trx, shape, world, walker)).finally(async () => await db.destroy());
  const server = await ownServer(stage, name, { environment });
  await dropDatabase(stage, name);
  // The harness brought an administrator of its own.
  await server.db.transaction(async (trx) => {
    await trx.raw(`set local session_replication_role = replica`);
    await trx('directus_users').where({ id: server.admin.id }).delete();
    await trx('directus_roles').whereNotIn('id', keptRoles(world, self)).delete();
  });
  return server;
}

interface Self { status: string; role: string; token: string }

const keptRoles = (world: World, { role }: Self): string[] => [...world.get('directus_roles')!.rows, role];

async function cut(trx: Knex.Transaction, shape: Shape, world: World, { id }: Walker): Promise<Self> {
  await trx.raw(`set local session_replication_role = replica`);
  const self = await trx('directus_users').where({ id }).first('status', 'role', 'token') as Self;
  for (const { name, primary } of shape.values()) {
    const { rows, hidden } = world.get(name)!;
    // Of the roles that of the administrators has to wait until the server has started.
    if (MACHINERY.has(name) || name === 'directus_roles')
      continue;
    const kept = [...rows, ...name === 'directus_users' ? [id] : []];
    await trx.raw(`delete from ?? where not (??::text = any (?))`, [name, primary, kept]);
    for (const [column, keys] of hidden) {
      if (keys.size > 0)
        await trx.raw(`update ?? set ?? = null where ??::text = any (?)`, [name, column, primary, [...keys]]);
    }
  }
  await trx('directus_users').where({ id }).update(self);
  await trx.raw(`update directus_policies set admin_access = true where id in (select policy from directus_access where role = ?)`, [self.role]);
  return self;
}
