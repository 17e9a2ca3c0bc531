/**
 * Constraints, indexes and triggers: `extensions/wangge/sql/NNN-*.sql`, in order, each in a transaction.
 * A file is idempotent: it runs again when its text has changed, and all run when the schema has.
 */
import type { Db } from '../kernel/context.ts';
import type { Change } from './plan-rules.ts';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSqlLedger, runSql } from './release-store.ts';

export async function applySql(db: Db, home: string, options: { dryRun: boolean; all: boolean }): Promise<Change[]> {
  const folder = join(home, 'extensions/wangge/sql');
  const names = (await readdir(folder)).filter(name => /^\d{3}-.*\.sql$/.test(name)).sort();
  const ledger = await readSqlLedger(db);
  const changes: Change[] = [];
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8');
    const sha256 = createHash('sha256').update(text).digest('hex');
    if (ledger.get(name) === sha256 && !options.all)
      continue;
    if (!options.dryRun) {
      await runSql(db, name, text, sha256).catch((error: Error & { position?: string }) => {
        const line = error.position ? `, line ${text.slice(0, Number(error.position)).split('\n').length}` : '';
        throw new Error(`extensions/wangge/sql/${name}${line}: ${reason(error)}`, { cause: error });
      });
    }
    changes.push({ action: 'run', kind: 'SQL', name });
  }
  return changes;
}

/** Knex puts the whole statement before the words of Postgres: only the words are kept. */
function reason(error: Error): string {
  return error.message.split(' - ').at(-1) ?? error.message;
}
