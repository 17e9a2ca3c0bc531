/**
 * A community with 100,000 rows goes under another area: the move, with paths, scopes and leaders, against the bare update of the same rows'
 * paths without triggers.
 */
import type { Bench } from './bench.ts';
import { randomUUID } from 'node:crypto';
import { peopled } from '../system/community.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const FACILITIES = sized(60_000);
const CONFIRMATIONS = sized(40_000);
const GOAL = 3;

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const wangge = await server();
  const { db } = wangge;
  const { place } = await peopled(wangge);
  const [community] = place.communities;
  const other = { id: randomUUID(), code: `${place.code}L02` };
  await db('grids').insert({ ...other, name: '第二片区', subdistrict: place.id, level: 1, kind: 'basic', status: 'active' });
  const [{ id: dataset }] = await db('ledger_datasets').where({ collection: 'ledger_facilities' }).select('id');
  const patches = [place.patches[0].id, place.patches[1].id];
  await db.transaction(async (trx) => {
    // What an entry goes through when it is made is measured elsewhere.
    await trx.raw('set local session_replication_role = replica');
    await trx.raw(`insert into ledger_facilities (id, dataset, grid, grid_path, name, "group", kind, condition, state, confirmed_on)
      select gen_random_uuid(), cast(:dataset as uuid), g.id, g.path, '路灯' || n, 'utility', 'street_lamp', 'intact', 'current', wangge_today()
      from generate_series(1, :facilities) n join grids g on g.id = (cast(:patches as uuid[]))[1 + n % 2]`, { dataset, facilities: FACILITIES, patches });
    await trx.raw(`insert into ledger_confirmations (id, dataset, item, grid, grid_path, confirmed_at)
      select gen_random_uuid(), f.dataset, f.id, f.grid, f.grid_path, now() from ledger_facilities f where starts_with(f.grid_path, ?) limit ?`, [community.path, CONFIRMATIONS]);
  });

  const there = `/${other.code}/${community.code}/`;
  const repath = async (from: string, to: string): Promise<number> => db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    let rows = 0;
    for (const table of ['ledger_facilities', 'ledger_confirmations']) {
      const { rowCount } = await trx.raw(`update ?? set grid_path = :to || substr(grid_path, :length) where starts_with(grid_path, :from)`.replace('??', table), { to, from, length: from.length + 1 });
      rows += rowCount;
    }
    return rows;
  });
  const moveTo = (parent: string): Promise<unknown> => db('grids').where({ id: community.id }).update({ parent });
  const bare = {
    name: `the bare update of ${FACILITIES + CONFIRMATIONS} paths`,
    run: async () => {
      const rows = await repath(community.path, there);
      if (rows !== FACILITIES + CONFIRMATIONS)
        throw new Error(`${rows} rows`);
    },
  };
  const move = { name: 'moving the community', run: async () => void await moveTo(other.id) };
  const prepare = async (): Promise<void> => {
    await repath(there, community.path);
    await moveTo(place.area.id);
    await db.raw('vacuum analyze ledger_facilities, ledger_confirmations, grids');
  };
  const [baseline, moved] = await measure([bare, move], { rounds: 3, warmUp: 1, prepare });
  say(line(moved!, baseline!, 'ms', GOAL));
  const left = await db('ledger_facilities').whereRaw('starts_with(grid_path, ?)', [community.path]).count('* as n').first();
  say(`  rows left behind: ${Number(left!.n) === FACILITIES || Number(left!.n) === 0 ? 0 : left!.n}`);
}

export default { name: 'Moving', run } satisfies Bench;
