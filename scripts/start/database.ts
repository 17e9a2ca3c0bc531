/** Questions to a Postgres that a start has to ask before Directus runs. */
import type pg from 'pg';
import type { Database } from './environment.ts';
import process from 'node:process';
import { withClient } from '../postgres-client.ts';
import { Refusal } from './steps.ts';

const OLDEST = 15;

/** The database that DB_* variables name; null without DB_HOST. */
export function externalDatabase(): Database | null {
  const { DB_HOST, DB_PORT = '5432', DB_USER, DB_PASSWORD = '', DB_DATABASE = 'wangge', DB_CLIENT = 'pg' } = process.env;
  if (DB_HOST === undefined || DB_HOST === '')
    return null;
  if (DB_CLIENT !== 'pg')
    throw new Refusal(`DB_CLIENT is "${DB_CLIENT}"; only Postgres ("pg") is supported.`);
  if (DB_USER === undefined || DB_USER === '')
    throw new Refusal('DB_HOST is set, so DB_USER (and usually DB_PASSWORD) must be set too.');
  return { host: DB_HOST, port: Number(DB_PORT), user: DB_USER, password: DB_PASSWORD, name: DB_DATABASE };
}

/** A socket has no port worth telling. */
function addressIn({ host, port }: Database): string {
  return host.startsWith('/') ? host : `${host}:${port}`;
}

function tls(): pg.ClientConfig {
  const { DB_SSL, DB_SSL__REJECT_UNAUTHORIZED } = process.env;
  if (DB_SSL__REJECT_UNAUTHORIZED !== undefined)
    return { ssl: { rejectUnauthorized: DB_SSL__REJECT_UNAUTHORIZED !== 'false' } };
  return DB_SSL === 'true' ? { ssl: true } : {};
}

/** Runs `work` on a connection to `database`. */
export async function connected<Result>({ name, ...server }: Database, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  return await withClient({ ...server, ...tls(), database: name, connectionTimeoutMillis: 10_000 }, work);
}

async function value<Value>(client: pg.Client, sql: string, ...parameters: unknown[]): Promise<Value | null> {
  const { rows } = await client.query<{ value: Value }>(sql, parameters);
  return rows[0]?.value ?? null;
}

const UNKNOWN_DATABASE = '3D000';

/**
 * What is in the database: `absent` it does not exist, `empty` it has no table of Directus,
 * `broken` an earlier bootstrap stopped before there was an administrator, or `installed`.
 */
export type State = 'absent' | 'empty' | 'broken' | 'installed';

export async function stateOf(database: Database): Promise<State> {
  try {
    return await connected(database, async (client) => {
      if (await value(client, `select to_regclass('directus_users')::text as value`) === null)
        return 'empty';
      return await value(client, 'select 1 as value from directus_users limit 1') === null ? 'broken' : 'installed';
    });
  }
  catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === UNKNOWN_DATABASE)
      return 'absent';
    throw new Refusal(`The database ${database.name} on ${addressIn(database)} cannot be reached: ${message || code}`, { cause: error });
  }
}

/** The digest of the release that set the database up last; null if set-up never completed. */
export async function digestOf(database: Database): Promise<string | null> {
  return await connected(database, async client =>
    await value<string>(client, `select to_regclass('wangge_release')::text as value`) === null
      ? null
      : await value<string>(client, `select hash as value from wangge_release where key = 'digest'`));
}

/** Some of the numbers that are encrypted in it, to try a key on. */
export async function encryptedSample(database: Database): Promise<string[]> {
  return await connected(database, async (client) => {
    if (await value(client, `select to_regclass('ledger_sealed')::text as value`) === null)
      return [];
    const { rows } = await client.query<{ cipher: string }>('select cipher from ledger_sealed limit 20');
    return rows.map(({ cipher }) => cipher);
  });
}

/** A database of the same server where databases can be made and renamed; null if the role may not. */
export async function maintenanceOf(database: Database): Promise<Database | null> {
  for (const name of ['postgres', 'template1']) {
    const candidate = { ...database, name };
    const allowed = await connected(candidate, async client =>
      await value<boolean>(client, 'select rolcreatedb or rolsuper as value from pg_roles where rolname = current_user')).catch(() => null);
    if (allowed !== null)
      return allowed ? candidate : null;
  }
  return null;
}

/** Refuses a server that is too old; asks whichever database can be reached. Returns its version. */
export async function checkVersion(database: Database): Promise<string> {
  for (const name of [database.name, 'postgres', 'template1']) {
    const found = await connected({ ...database, name }, async client => ({
      number: Number(await value<string>(client, `select current_setting('server_version_num') as value`)),
      text: await value<string>(client, `select current_setting('server_version') as value`) ?? '',
    })).catch(() => null);
    if (found === null)
      continue;
    if (found.number < OLDEST * 10_000)
      throw new Refusal(`Postgres ${OLDEST} or later is needed; ${database.host}:${database.port} runs ${found.text}.`);
    return found.text;
  }
  throw new Refusal(`Postgres on ${database.host}:${database.port} cannot be reached as ${database.user}: check DB_HOST, DB_PORT, DB_USER and DB_PASSWORD.`);
}

/** Was the demonstration sub-district made here? Its level-3 account tells. */
export async function hasDemonstration(database: Database): Promise<boolean> {
  return await connected(database, async client =>
    await value<number>(client, `select 1 as value from directus_users where email = 'l3@example.com'`) !== null);
}
