/**
 * The role as which the server connects to a Postgres of our own: it owns its database, and is no superuser. Whatever
 * somebody makes the server say to Postgres, it reads no file, runs no program and switches no trigger off.
 */
import type pg from 'pg';
import { withClient } from './postgres-client.ts';

export const SERVER_ROLE = 'wangge';

export interface Superuser { host: string; port: number; user: string; password: string }

/** Runs `work` as the superuser. */
export async function asSuperuser<Result>(superuser: Superuser, database: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  // Nothing that the server's role has put into its database is taken for Postgres' own.
  return await withClient({ ...superuser, database, options: '-c search_path=pg_catalog' }, work);
}

export async function hasServerRole(superuser: Superuser): Promise<boolean> {
  return await asSuperuser(superuser, 'postgres', async client =>
    (await client.query('select from pg_roles where rolname = $1', [SERVER_ROLE])).rowCount !== 0);
}

/** Makes the role, or gives it this password. */
export async function ensureServerRole(superuser: Superuser, password: string): Promise<void> {
  const exists = await hasServerRole(superuser);
  await asSuperuser(superuser, 'postgres', async client =>
    await client.query(`${exists ? 'alter' : 'create'} role ${client.escapeIdentifier(SERVER_ROLE)} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${client.escapeLiteral(password)}`));
}

/** A password that only the superuser knows from now on. */
export async function changeSuperuserPassword(superuser: Superuser, password: string): Promise<void> {
  await asSuperuser(superuser, 'postgres', async client =>
    await client.query(`alter role ${client.escapeIdentifier(superuser.user)} password ${client.escapeLiteral(password)}`));
}

/**
 * What is in the database but belongs to an extension, the system, or goes with its table.
 * `reassign owned` refuses the first superuser, whose the templates are.
 */
const NOT_ITS_OWN = `
  with role as (select oid from pg_roles where rolname = $1),
  spaces as (select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
  dependent as (select classid, objid from pg_depend where deptype in ('e', 'i') or (deptype = 'a' and classid = 'pg_class'::regclass and refclassid = 'pg_class'::regclass))
  select format('alter %s %I.%I owner to %I', case relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table' else 'table' end, nspname, relname, $1::text) as statement
  from pg_class c join spaces s on s.oid = relnamespace, role
  where relkind in ('r', 'p', 'S', 'v', 'm', 'f') and relowner <> role.oid and not exists (select from dependent where classid = 'pg_class'::regclass and objid = c.oid)
  union all
  select format('alter routine %s owner to %I', p.oid::regprocedure, $1::text)
  from pg_proc p join spaces s on s.oid = pronamespace, role
  where proowner <> role.oid and not exists (select from dependent where classid = 'pg_proc'::regclass and objid = p.oid)
  union all
  select format('alter type %I.%I owner to %I', nspname, typname, $1::text)
  from pg_type t join spaces s on s.oid = typnamespace, role
  where typowner <> role.oid and (typtype in ('d', 'e', 'r') or (typtype = 'c' and exists (select from pg_class where oid = typrelid and relkind = 'c')))
    and not exists (select from dependent where classid = 'pg_type'::regclass and objid = t.oid)
  union all
  select format('alter schema %I owner to %I', nspname, $1::text)
  from spaces join pg_namespace n using (oid, nspname), role where nspowner <> role.oid and nspowner <> 'pg_database_owner'::regrole`;

/** Gives a database and all that is in it to the server's role. True: something belonged to somebody else. */
export async function giveToServerRole(superuser: Superuser, database: string): Promise<boolean> {
  return await asSuperuser(superuser, database, async (client) => {
    await client.query('begin');
    const { rowCount } = await client.query('select from pg_database where datname = $1 and datdba <> $2::regrole', [database, SERVER_ROLE]);
    if (rowCount !== 0)
      await client.query(`alter database ${client.escapeIdentifier(database)} owner to ${client.escapeIdentifier(SERVER_ROLE)}`);
    const { rows } = await client.query<{ statement: string }>(NOT_ITS_OWN, [SERVER_ROLE]);
    for (const { statement } of rows)
      await client.query(statement);
    await client.query('commit');
    return rowCount !== 0 || rows.length > 0;
  });
}
