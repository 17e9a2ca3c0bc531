/**
 * `npm run schema:snapshot`: rewrites `schema-snapshot.yaml` from the database that the DB_* variables name.
 *
 * Kept is what the file already names: what admins and ledgers added stays out. A new collection or
 * field of ours is taken in with `-- --include issues.new_field`. With `--check` nothing is written.
 */
import type { Snapshot } from '../extensions/wangge/src/setup/schema/snapshot-rules.ts';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs, promisify } from 'node:util';
import pg from 'pg';
import { compact, withoutForeignIndexes } from '../extensions/wangge/src/setup/schema/compact-rules.ts';
import { parseSchemaFile, printSchemaFile } from '../extensions/wangge/src/setup/schema/schema-file.ts';

const ROOT = join(import.meta.dirname, '..');
const FILE = join(ROOT, 'schema-snapshot.yaml');

/** What Directus itself says of the database. */
async function snapshotOfDatabase(): Promise<Snapshot> {
  const folder = await mkdtemp(join(tmpdir(), 'wangge-schema-'));
  try {
    const file = join(folder, 'snapshot.json');
    const directus = join(ROOT, 'node_modules', 'directus', 'cli.js');
    await promisify(execFile)(process.execPath, [directus, 'schema', 'snapshot', '--yes', '--format', 'json', file], { cwd: ROOT, maxBuffer: 1 << 26 });
    return JSON.parse(await readFile(file, 'utf8')) as Snapshot;
  }
  finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function indexesOfDatabase(): Promise<Set<string>> {
  const { DB_HOST, DB_PORT, DB_DATABASE, DB_USER, DB_PASSWORD } = process.env;
  const client = new pg.Client({ host: DB_HOST, port: Number(DB_PORT ?? 5432), database: DB_DATABASE, user: DB_USER, password: DB_PASSWORD });
  await client.connect();
  try {
    const { rows } = await client.query<{ indexname: string }>('select indexname from pg_indexes where schemaname = current_schema()');
    return new Set(rows.map(row => row.indexname));
  }
  finally {
    await client.end();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { include: { type: 'string', multiple: true, default: [] }, check: { type: 'boolean', default: false } } });
  if (!process.env.DB_HOST)
    throw new Error('Name the database first: DB_CLIENT=pg DB_HOST DB_PORT DB_DATABASE DB_USER DB_PASSWORD, and SECRET');
  const present = await readFile(FILE, 'utf8');
  const stored = withoutForeignIndexes(await snapshotOfDatabase(), await indexesOfDatabase());
  const wanted = printSchemaFile(compact(stored, { committed: parseSchemaFile(present), include: values.include }));
  if (wanted === present) {
    console.log('schema-snapshot.yaml is current');
  }
  else if (values.check) {
    console.error('schema-snapshot.yaml differs from the database: run "npm run schema:snapshot"');
    process.exitCode = 1;
  }
  else {
    await writeFile(FILE, wanted);
    console.log('schema-snapshot.yaml written; now run "npm run generate"');
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
