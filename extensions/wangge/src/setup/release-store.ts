/**
 * What did we ship here before? `wangge_release` remembers every shipped value by key: the base of the three-way
 * merge, and the digest of the release that is installed. `wangge_sql` remembers which SQL file has run.
 */
import type { Db } from '../kernel/context.ts';
import type { JsonRecord } from './merge-rules.ts';

const LOCK = 'wangge.setup';
const CHUNK = 1_000;

export type Bases = Map<string, JsonRecord>;

export async function createLedgers(db: Db): Promise<void> {
  await db.raw(`
    create table if not exists wangge_release (
      key text primary key,
      hash text not null,
      value jsonb,
      shipped_at timestamptz not null default now()
    );
    create table if not exists wangge_sql (
      name text primary key,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`);
}

/** Holds the set-up lock until the transaction ends; a second set-up says that it waits, and waits. */
export async function lockSetup(trx: Db, waiting: () => void): Promise<void> {
  const { rows } = await trx.raw('select pg_try_advisory_xact_lock(hashtext(?)) as locked', [LOCK]);
  if (rows[0].locked)
    return;
  waiting();
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [LOCK]);
}

/** The digest of the installed release, null before the first set-up has ended. */
export async function installedDigest(db: Db): Promise<string | null> {
  const { rows: [table] } = await db.raw('select to_regclass(\'wangge_release\') is not null as present');
  if (!table.present)
    return null;
  const { rows } = await db.raw('select hash from wangge_release where key = \'digest\'');
  return rows[0]?.hash ?? null;
}

export async function writeDigest(db: Db, sha256: string): Promise<void> {
  await db.raw(`
    insert into wangge_release (key, hash) values ('digest', ?)
    on conflict (key) do update set hash = excluded.hash, shipped_at = now() where wangge_release.hash <> excluded.hash`, [sha256]);
}

/** Everything shipped before; empty before the first set-up. */
export async function readBases(db: Db): Promise<Bases> {
  const { rows: [table] } = await db.raw('select to_regclass(\'wangge_release\') is not null as present');
  if (!table.present)
    return new Map();
  const { rows } = await db.raw('select key, value from wangge_release where key <> \'digest\'');
  return new Map(rows.map((row: { key: string; value: JsonRecord }) => [row.key, row.value]));
}

export async function remember(db: Db, shipped: Bases): Promise<void> {
  const entries = [...shipped].map(([key, value]) => ({ key, value }));
  for (let i = 0; i < entries.length; i += CHUNK) {
    await db.raw(`
      insert into wangge_release (key, hash, value)
      select key, encode(sha256(convert_to(value::text, 'UTF8')), 'hex'), value
      from jsonb_to_recordset(?::jsonb) as t (key text, value jsonb)
      on conflict (key) do update set hash = excluded.hash, value = excluded.value, shipped_at = now()`, [JSON.stringify(entries.slice(i, i + CHUNK))]);
  }
}

export async function forget(db: Db, keys: readonly string[]): Promise<void> {
  if (keys.length > 0)
    await db.raw('delete from wangge_release where key = any(?)', [keys]);
}

/** SHA-256 of the SQL files that have run, by name; empty before the first set-up. */
export async function readSqlLedger(db: Db): Promise<Map<string, string>> {
  const { rows: [table] } = await db.raw('select to_regclass(\'wangge_sql\') is not null as present');
  if (!table.present)
    return new Map();
  const { rows } = await db.raw('select name, sha256 from wangge_sql');
  return new Map(rows.map((row: { name: string; sha256: string }) => [row.name, row.sha256]));
}

/** Runs one file and records it, in one transaction. The text goes to Postgres as it stands: `?` in it means itself. */
export async function runSql(db: Db, name: string, text: string, sha256: string): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw(text.replaceAll('?', '\\?'));
    await trx.raw(`
      insert into wangge_sql (name, sha256) values (?, ?)
      on conflict (name) do update set sha256 = excluded.sha256, applied_at = now()`, [name, sha256]);
  });
}
