/**
 * Reporting an issue over REST against a plain Directus create of an equal row: a collection with the same
 * columns, indexes, tracking and permissions, but none of our hooks and triggers. CPU of the server process.
 */
import type { Account, OwnServer } from '../system/harness.ts';
import type { Bench } from './bench.ts';
import { peopled, reported, residentsMatter } from '../system/community.ts';
import { cpuOf, line, measure } from './measure.ts';
import { sized } from './scale.ts';

const PLAIN = 'bench_plain';
const PER_ROUND = sized(100);

/** A twin of `issues` that nobody watches over. */
async function makePlain({ db }: OwnServer): Promise<void> {
  await db.raw(`create table ${PLAIN} (like issues including defaults including indexes)`);
  // The server is no superuser: it sees what its role owns.
  await db.raw(`do $$ begin execute format('alter table ${PLAIN} owner to %I', (select tableowner from pg_tables where schemaname = 'public' and tablename = 'issues')); end $$`);
  const copy = async (table: string, where: Record<string, string>, change: Record<string, string>, drop: readonly string[] = []): Promise<void> => {
    const rows = await db(table).where(where) as Record<string, unknown>[];
    const copies = rows
      .filter(row => !drop.includes(String(row.field)))
      .map(({ id: _, ...row }) => Object.fromEntries(Object.entries({ ...row, ...change })
        .map(([key, value]) => [key, typeof value === 'object' && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value])));
    await db(table).insert(copies);
  };
  const aliases = await db('directus_fields').where({ collection: 'issues' }).andWhere('special', 'like', '%alias%').orWhere({ collection: 'issues' }).andWhere('special', 'in', ['o2m', 'm2m', 'files']).pluck('field');
  await copy('directus_collections', { collection: 'issues' }, { collection: PLAIN });
  await copy('directus_fields', { collection: 'issues' }, { collection: PLAIN }, aliases);
  await copy('directus_permissions', { collection: 'issues', action: 'read' }, { collection: PLAIN });
  await copy('directus_permissions', { collection: 'issues', action: 'create' }, { collection: PLAIN, fields: '*' });
}

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const wangge = await server();
  const community = await peopled(wangge);
  await makePlain(wangge);
  await wangge.restart();

  const { id: _, client_key: __, number, ...row } = await wangge.db('issues').where({ id: await reported(wangge, community) }).first();
  const said = residentsMatter(community, { grid: community.place.patches[0].id });
  let sequence = 0;
  const post = async (as: Account, path: string, body: () => unknown): Promise<void> => {
    for (let count = 0; count < PER_ROUND; count++) {
      const { status, body: answer } = await wangge.request('POST', path, { as, body: body(), query: { fields: 'id' } });
      if (status !== 200)
        throw new Error(`${path}: ${JSON.stringify(answer)}`);
    }
  };
  const plain = { name: 'a plain create of an equal row', run: () => post(community.worker, `/items/${PLAIN}`, () => ({ ...row, number: `${number}-${sequence++}` })) };
  const report = { name: 'reporting an issue', run: () => post(community.worker, '/items/issues', () => said) };
  for (const [unit, cost] of [['CPU ms per 100', cpuOf(wangge.pid())], ['wall ms per 100', () => performance.now()]] as const) {
    const [baseline, ours] = await measure([plain, report], { rounds: 6, warmUp: 2, cost });
    say(line(ours!, baseline!, unit, unit.startsWith('CPU') ? 1.5 : undefined));
  }
}

export default { name: 'Reporting over REST', run } satisfies Bench;
