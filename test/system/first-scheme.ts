/** The scheme of the first releases, as an installation of then has it. */
import type { Knex } from 'knex';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

type Row = Record<string, unknown> & { id: string };

export const FIRST: { scheme: Row; indicators: Row[] } = (() => {
  const [schemes, indicators] = parse(readFileSync(join(import.meta.dirname, '../schemes/first-scheme.yaml'), 'utf8')) as { rows: Row[] }[];
  return { scheme: schemes!.rows[0]!, indicators: indicators!.rows };
})();

const stored = (row: Row): Row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : value])) as Row;

/** Beside whatever is there. */
export async function insertFirstScheme(trx: Knex): Promise<void> {
  await trx('assessment_schemes').insert(stored(FIRST.scheme));
  await trx('assessment_indicators').insert(FIRST.indicators.map(stored));
}

/** The only one in force. */
export async function rankByFirstScheme(db: Knex): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('assessment_schemes').where('state', 'active').update({ state: 'retired' });
    await insertFirstScheme(trx);
  });
}
