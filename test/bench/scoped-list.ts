/**
 * A list of issues sorted by due date, 300,000 issues on 4,000 patches: as people with a scope see it (level 3, 2, 1,
 * and somebody with posts in six places), against the same list without the row filter, asked by a person of level 3
 * whose role is otherwise the same. The list of a dispatcher, who has no scope to look up at all, is printed for comparison.
 * With `EXPLAIN=1` the plans of the scoped query are printed too.
 */
import type { Account, OwnServer, RoleName } from '../system/harness.ts';
import type { Bench } from './bench.ts';
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { fillQuarter } from '../system/quarter.ts';
import { line, measure } from './measure.ts';
import { sized } from './scale.ts';

const SIZE = { subdistricts: Math.max(6, sized(40)), patches: sized(4_000), issues: sized(300_000) };
const REQUESTS = sized(20);
const GOAL = 1.5;

const PAGE = { fields: 'id,number,title,status,due_at,grid.name,handler.first_name', sort: 'due_at', limit: '25' };
const QUERIES = {
  'a page': PAGE,
  'a page with its count': { ...PAGE, meta: 'filter_count' },
  'a page of what is under way': { ...PAGE, filter: JSON.stringify({ status: { _eq: 'handling' } }) },
};

async function run({ server, say }: Parameters<Bench['run']>[0]): Promise<void> {
  const wangge = await server({ RATE_LIMITER_ENABLED: 'false' });
  await fillQuarter(wangge.db, SIZE);
  await wangge.db.raw('vacuum analyze issues');
  await wangge.db.raw('analyze');

  const all = { name: 'the list without the row filter', person: await unfiltered(wangge) };
  const scoped = [
    { name: 'level 3, one patch', person: await holding(wangge, 'level_3', 3, 1) },
    { name: 'level 2, one community', person: await holding(wangge, 'level_2', 2, 1) },
    { name: 'level 1, one area', person: await holding(wangge, 'level_1', 1, 1) },
    { name: 'six patches in six sub-districts', person: await holding(wangge, 'level_3', 3, 6) },
    { name: 'dispatcher, everything', person: await wangge.createUser({ role: 'dispatcher' }) },
  ];
  for (const [what, query] of Object.entries(QUERIES)) {
    say(`  ${what}:`);
    const asked = async (person: Account): Promise<void> => {
      for (let n = 0; n < REQUESTS; n++) {
        const { status } = await wangge.request('GET', '/items/issues', { as: person, query });
        if (status !== 200)
          throw new Error(`The list answered ${status}`);
      }
    };
    const results = await measure([all, ...scoped].map(({ name, person }) => ({ name, run: () => asked(person) })), { rounds: 5 });
    for (const result of results.slice(1))
      say(`  ${line(result, results[0]!, `ms for ${REQUESTS} requests`, GOAL)}`);
  }
  if (process.env.EXPLAIN) {
    for (const { name, person } of scoped.slice(0, -1))
      say(`\n${name}\n${await plan(wangge, person)}`);
  }
}

/** A person of level 3 whose role was copied, less the row filter on issues. */
async function unfiltered(wangge: OwnServer): Promise<Account> {
  const { db } = wangge;
  const person = await holding(wangge, 'level_3', 3, 1);
  const [role, policy] = [randomUUID(), randomUUID()];
  const original = await db('directus_access as a').join('directus_users as u', 'u.role', 'a.role').where('u.id', person.id).first('a.policy') as { policy: string };
  await db('directus_roles').insert({ id: role, name: 'bench' });
  await db('directus_policies').insert({ id: policy, name: 'bench', app_access: true, admin_access: false });
  await db('directus_access').insert({ id: randomUUID(), role, policy });
  await db.raw(`
    insert into directus_permissions (policy, collection, action, permissions, validation, presets, fields)
    select ?, collection, action, case when collection = 'issues' and action = 'read' then '{}' else permissions end, validation, presets, fields
    from directus_permissions where policy = ?`, [policy, original.policy]);
  await db('directus_users').where({ id: person.id }).update({ role });
  return person;
}

/** Somebody with posts of this level in as many sub-districts. */
async function holding({ db, createUser }: OwnServer, role: RoleName, level: number, places: number): Promise<Account> {
  const grids = await db('grids').where({ level }).distinctOn('subdistrict').orderBy(['subdistrict', 'code']).limit(places).select('id');
  return await createUser({ role, posts: grids.map(({ id }) => ({ grid: id, role: 'deputy' as const })) });
}

/** The scoped query as Directus asks it, explained. */
async function plan({ db }: OwnServer, person: Account): Promise<string> {
  const slots = Object.values(await db('directus_users').where({ id: person.id }).first('scope_1', 'scope_2', 'scope_3', 'scope_4', 'scope_5', 'scope_6')) as string[];
  const { rows } = await db.raw(`
    explain (analyze, buffers, costs off) select id from issues where ${slots.map(() => 'grid_path like ?').join(' or ')}
      or reporter = ? or handler = ? or lead = ? or follower = ? order by due_at asc limit 25`, [...slots.map(slot => `${slot}%`), ...Array.from({ length: 4 }).fill(person.id) as string[]]);
  return rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n');
}

export default { name: 'A scoped list of 300,000 issues', run } satisfies Bench;
