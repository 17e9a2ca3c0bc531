/** What every grid was on which days: written with every change, whoever makes it; filled at an upgrade from what is known. */
import type { Account, Place, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gridsAsOf } from '../../extensions/wangge/src/territory/index.ts';
import { server } from './harness.ts';

interface Span { path: string; status: string; valid_from: string; valid_to: string | null; assumed: boolean }

let wangge: Server;
let place: Place;
let today: string;
let tomorrow: string;

const spans = (grid: string): Promise<Span[]> => wangge.db('grid_spans').where({ grid }).orderBy('valid_from').select('path', 'status', 'valid_from', 'valid_to', 'assumed');
const asOf = async (day: string) => new Map((await gridsAsOf(wangge.db, [place.id], day)).map(({ id, ...grid }) => [id, grid]));
/** As if so many days went by since whatever was changed last. */
const daysPass = async (days: number): Promise<void> => {
  const earlier = (column: string): string => `case when ${column} > '2020-01-01' then ${column} - ?::int else ${column} end`;
  // One by one, the earliest first: the next span must not be run into before it has moved itself.
  for (const { grid, valid_from } of await wangge.db('grid_spans').where({ subdistrict: place.id }).orderBy('valid_from').select('grid', 'valid_from'))
    await wangge.db.raw(`update grid_spans set valid_from = ${earlier('valid_from')}, valid_to = valid_to - ?::int where grid = ? and valid_from = ?`, [days, days, grid, valid_from]);
};
const ago = (days: number): Promise<string> => wangge.db.raw('select (wangge_today() - ?::int)::text as day', [days]).then(({ rows }) => rows[0].day);
const change = async (body: Record<string, unknown>): Promise<void> => {
  const answer = await wangge.request('POST', '/items/grid_changes', { as: wangge.admin, body: { note: '街道办发〔2026〕12号', ...body } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};
const newPatch = async (parent: { id: string; code: string }, suffix: string, as: Account = wangge.admin): Promise<string> => {
  const answer = await wangge.request('POST', '/items/grids', { as, body: { code: `${parent.code}${suffix}`, name: `新网格${suffix}`, subdistrict: place.id, level: 3, parent: parent.id, kind: 'basic' } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data.id;
};

/** Of every grid there is: one open span that says what the grid says, none that overlaps, none that repeats the one before. */
async function expectSpansToHold(): Promise<void> {
  const { rows } = await wangge.db.raw(`
    select g.code from grids g left join grid_spans s on s.grid = g.id and s.valid_to is null
    where g.subdistrict = :place and (s.subdistrict, s.code, s.path, s.level, s.status, s.community)
      is distinct from (g.subdistrict, g.code, g.path, g.level, g.status, case g.level when 2 then g.id when 3 then g.parent end)
    union all
    select code from (
      select code, (path, level, status, assumed) = lag((path, level, status, assumed)) over w and valid_from = lag(valid_to) over w
        or valid_from < lag(coalesce(valid_to, 'infinity')) over w as wrong
      from grid_spans where subdistrict = :place window w as (partition by grid order by valid_from)
    ) s where wrong`, { place: place.id });
  expect(rows).toEqual([]);
}

beforeAll(async () => {
  wangge = await server();
  today = (await wangge.db.raw('select wangge_today()::text as today')).rows[0].today;
  tomorrow = await ago(-1);
});
beforeEach(async () => {
  place = await wangge.createSubdistrict();
});

describe('every way a grid changes', () => {
  it('begins with the grid: over the form and by SQL, from today on', async () => {
    const made = await newPatch(place.communities[0], '003');
    const inserted = randomUUID();
    await wangge.db('grids').insert({ id: inserted, code: `${place.code}001004`, name: '新', subdistrict: place.id, level: 3, parent: place.communities[0].id, kind: 'basic', status: 'active', date_created: '2021-01-01T00:00:00Z' });
    for (const [grid, suffix] of [[made, '003'], [inserted, '004']] as const)
      expect(await spans(grid)).toEqual([{ path: `${place.communities[0].path}${place.code}001${suffix}/`, status: 'active', valid_from: today, valid_to: null, assumed: false }]);
    expect((await wangge.db('grid_spans').where({ grid: made }).first()).community).toBe(place.communities[0].id);
    expect((await asOf(await ago(1))).has(made)).toBe(false);
    expect((await asOf(today)).get(made)).toEqual({ code: `${place.code}001003`, subdistrict: place.id, level: 3, path: `${place.communities[0].path}${place.code}001003/`, status: 'active', peer_group: null, households: null });
    await expectSpansToHold();
  });

  it('moves with its whole subtree, by order and by SQL; yesterday it lay where it lay', async () => {
    const area = randomUUID();
    await wangge.db('grids').insert({ id: area, code: `${place.code}L02`, name: '第二片区', subdistrict: place.id, level: 1, kind: 'basic', status: 'active' });
    await change({ kind: 'move', grid: place.communities[0].id, parent: area });
    const now = await asOf(today);
    const before = await asOf(await ago(1));
    for (const grid of [place.communities[0], place.patches[0], place.patches[1]]) {
      expect(before.get(grid.id)!.path).toBe(grid.path);
      expect(now.get(grid.id)!.path).toBe(grid.path.replace(`${place.code}L01`, `${place.code}L02`));
      expect(await spans(grid.id)).toMatchObject([{ valid_from: '2020-01-01', valid_to: today }, { valid_from: today, valid_to: null }]);
    }
    expect(now.get(place.patches[2].id)!.path).toBe(place.patches[2].path);
    await daysPass(3);
    await wangge.db('grids').where({ id: place.patches[0].id }).update({ parent: place.communities[1].id });
    expect((await spans(place.patches[0].id)).map(({ path, valid_from, valid_to }) => [path, valid_from, valid_to])).toEqual([
      [place.patches[0].path, '2020-01-01', await ago(3)],
      [place.patches[0].path.replace('L01', 'L02'), await ago(3), today],
      [`${place.communities[1].path}${place.patches[0].code}/`, today, null],
    ]);
    await expectSpansToHold();
  });

  it('ends in use when it is split, merged or retired; begins anew when it is used again', async () => {
    const [gone, heir, split] = place.patches;
    await change({ kind: 'merge', grid: gone.id, successors: [{ grids_id: heir.id }] });
    const halves = [await newPatch(place.communities[1], '003'), await newPatch(place.communities[1], '004')];
    await change({ kind: 'split', grid: split.id, successors: halves.map(grids_id => ({ grids_id })) });
    await change({ kind: 'retire', grid: place.patches[3].id });
    for (const { id } of [gone, split, place.patches[3]]) {
      expect((await asOf(await ago(1))).get(id)!.status).toBe('active');
      expect((await asOf(today)).get(id)!.status).toBe('retired');
    }
    await daysPass(2);
    await wangge.db('grids').where({ id: gone.id }).update({ status: 'active' });
    expect((await spans(gone.id)).map(({ status, valid_to }) => [status, valid_to])).toEqual([['active', await ago(2)], ['retired', today], ['active', null]]);
    await expectSpansToHold();
  });

  it('over the form of a grid that nobody uses yet, and in a bulk statement', async () => {
    const made = await newPatch(place.communities[0], '003');
    await daysPass(5);
    expect((await wangge.request('PATCH', `/items/grids/${made}`, { as: wangge.admin, body: { code: `${place.code}001009`, parent: place.communities[0].id } })).status).toBe(200);
    expect((await spans(made)).map(({ path }) => path)).toEqual([`${place.communities[0].path}${place.code}001003/`, `${place.communities[0].path}${place.code}001009/`]);
    await wangge.db('grids').where({ subdistrict: place.id, level: 3 }).update({ status: 'retired' });
    // Parents and children at once: what the statement leaves of a child is not where it ends.
    const area = randomUUID();
    await wangge.db('grids').insert({ id: area, code: `${place.code}L02`, name: '第二片区', subdistrict: place.id, level: 1, kind: 'basic', status: 'active' });
    await wangge.db.raw(`update grids set status = 'active', parent = case level when 2 then ?::uuid else parent end where subdistrict = ? and level > 1`, [area, place.id]);
    await expectSpansToHold();
    expect((await asOf(today)).get(made)).toMatchObject({ path: `/${place.code}L02/${place.code}001/${place.code}001009/`, status: 'active' });
  });

  it('ends when a grid is deleted; it was one all the same', async () => {
    const made = await newPatch(place.communities[0], '003');
    await daysPass(5);
    const never = await newPatch(place.communities[0], '004');
    await wangge.db('grids').whereIn('id', [made, never]).delete();
    expect(await spans(made)).toMatchObject([{ valid_from: await ago(5), valid_to: today }]);
    expect(await spans(never)).toEqual([]);
    expect((await asOf(await ago(1))).has(made)).toBe(true);
    expect((await asOf(today)).has(made)).toBe(false);
  });

  it('says nothing of what is no matter of place: names, population, leaders', async () => {
    await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id }] });
    await wangge.db('grids').where({ id: place.patches[0].id }).update({ name: '别名', population: 12 });
    expect(await spans(place.patches[0].id)).toHaveLength(1);
  });

  it('says which others a grid is compared with, and how large it was', async () => {
    const patch = place.patches[0].id;
    await wangge.db('grids').where({ id: patch }).update({ households: 420, peer_group: '商圈' });
    expect((await asOf(await ago(1))).get(patch)).toMatchObject({ households: null, peer_group: null });
    expect((await asOf(today)).get(patch)).toMatchObject({ households: 420, peer_group: '商圈' });
  });
});

describe('several changes on one day', () => {
  it('are one; taken back on their day they are none', async () => {
    const patch = place.patches[0].id;
    const under = (parent: number) => wangge.db('grids').where({ id: patch }).update({ parent: place.communities[parent]!.id });
    await under(1);
    await wangge.db('grids').where({ id: patch }).update({ status: 'retired' });
    expect((await spans(patch)).map(({ status, valid_from, valid_to }) => [status, valid_from, valid_to])).toEqual([['active', '2020-01-01', today], ['retired', today, null]]);
    await under(0);
    await wangge.db('grids').where({ id: patch }).update({ status: 'active' });
    expect(await spans(patch)).toEqual([{ path: place.patches[0].path, status: 'active', valid_from: '2020-01-01', valid_to: null, assumed: false }]);
  });

  it('of a day that is over leave it as it was', async () => {
    const patch = place.patches[0].id;
    await wangge.db('grids').where({ id: patch }).update({ status: 'retired' });
    await daysPass(1);
    const before = await spans(patch);
    for (const status of ['active', 'retired', 'active', 'retired'])
      await wangge.db('grids').where({ id: patch }).update({ status });
    expect(await spans(patch)).toEqual(before);
  });

  it('whatever the order, by anybody, yesterday stays', async () => {
    const yesterday = await ago(1);
    const before = await asOf(yesterday);
    await Promise.all(place.patches.flatMap(({ id }, n) => [
      wangge.db('grids').where({ id }).update({ status: n % 2 ? 'retired' : 'active' }),
      wangge.db('grids').where({ id }).update({ parent: place.communities[n % 2]!.id }),
      wangge.db('grids').where({ id: place.communities[n % 2]!.id }).update({ parent: place.area.id, code: `${place.communities[n % 2]!.code}-${n}` }),
    ].map(async said => said.catch(() => {}))));
    await expectSpansToHold();
    expect(await asOf(yesterday)).toEqual(before);
  });
});

describe('changes at the same moment', () => {
  it('a patch retired while its community moves: both are written, one span of the day', async () => {
    const area = randomUUID();
    await wangge.db('grids').insert({ id: area, code: `${place.code}L02`, name: '第二片区', subdistrict: place.id, level: 1, kind: 'basic', status: 'active' });
    const moving = await wangge.db.transaction();
    await moving('grids').where({ id: place.communities[0].id }).update({ parent: area });
    const retired = wangge.db('grids').where({ id: place.patches[0].id }).update({ status: 'retired' });
    await new Promise(resolve => setTimeout(resolve, 50));
    await moving.commit();
    await retired;
    expect((await spans(place.patches[0].id)).map(({ path, status, valid_to }) => [path, status, valid_to])).toEqual([
      [place.patches[0].path, 'active', today],
      [place.patches[0].path.replace('L01', 'L02'), 'retired', null],
    ]);
    await expectSpansToHold();
  });

  it('a change that was begun before midnight and made after another one of the new day does not go before it', async () => {
    await wangge.db.transaction(async (trx) => {
      const on = (day: string): Promise<unknown> => trx.raw(`create or replace function wangge_clock() returns timestamptz language sql volatile as $$ select timestamptz '${day}T12:00:00+08' $$`);
      await on(tomorrow);
      await trx('grids').where({ id: place.patches[0].id }).update({ status: 'retired' });
      await on(today);
      await trx('grids').where({ id: place.patches[0].id }).update({ parent: place.communities[1].id });
      const found: Span[] = await trx('grid_spans').where({ grid: place.patches[0].id }).orderBy('valid_from');
      expect(found.map(({ status, valid_from, valid_to }) => [status, valid_from, valid_to])).toEqual([['active', '2020-01-01', tomorrow], ['retired', tomorrow, null]]);
      throw new Error('undone');
    }).catch((error: Error) => expect(error.message).toBe('undone'));
  });
});

describe('an installation that kept none', () => {
  const fill = async (): Promise<void> => {
    await wangge.db('grid_spans').where({ subdistrict: place.id }).delete();
    await wangge.db.transaction(trx => trx.raw('select wangge_fill_grid_spans()'));
  };
  const dated = (id: string, days: number): Promise<unknown> => wangge.db.raw(`update grids set date_created = (wangge_today() - ?::int) + time '12:00' where id = ?`, [days, id]);
  const changedAt = (grid: string, days: number): Promise<unknown> => wangge.db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx.raw(`update grid_changes set changed_at = now() - make_interval(days => ?) where grid = ?`, [days, grid]);
  });
  /** As if they had been entered over the API, so many days ago. */
  const entered = async (days: number, ...grids: string[]): Promise<void> => {
    for (const id of grids) {
      await dated(id, days);
      const [activity] = await wangge.db('directus_activity').insert({ action: 'create', collection: 'grids', item: id, timestamp: wangge.db.raw(`(wangge_today() - ?::int) + time '12:00'`, [days]) }, ['id']);
      await wangge.db('directus_revisions').insert({ activity: activity.id, collection: 'grids', item: id, data: '{}', delta: '{}' });
    }
  };

  it('has each grid from the day since which it is known, marked; the grids above one as long', async () => {
    await wangge.db('grids').where({ subdistrict: place.id }).update({ date_created: null });
    await dated(place.communities[0].id, 30);
    await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id, starts_on: '2024-02-29' }] });
    await fill();
    await expectSpansToHold();
    for (const { id } of [place.patches[0], place.communities[0], place.area])
      expect(await spans(id)).toMatchObject([{ valid_from: '2024-02-29', valid_to: today, assumed: true }, { valid_from: today, valid_to: null, assumed: false }]);
    expect(await spans(place.patches[2].id)).toMatchObject([{ valid_from: today, valid_to: null, assumed: false }]);
    const filled = await spans(place.patches[0].id);
    await wangge.db.transaction(trx => trx.raw('select wangge_fill_grid_spans()'));
    expect(await spans(place.patches[0].id)).toEqual(filled);
  });

  it('knows what was said over the API, what was ordered, and marks the rest', async () => {
    const made = await newPatch(place.communities[0], '003');
    const activity = async (days: number): Promise<void> => {
      const { id } = await wangge.db('directus_activity').where({ collection: 'grids', item: made }).orderBy('id', 'desc').first('id');
      await wangge.db.raw(`update directus_activity set timestamp = (wangge_today() - ?::int) + time '12:00' where id = ?`, [days, id]);
    };
    await entered(80, place.area.id, place.communities[0].id, place.communities[1].id);
    await dated(made, 60);
    await activity(60);
    await wangge.request('PATCH', `/items/grids/${made}`, { as: wangge.admin, body: { status: 'retired' } });
    await activity(50);
    await wangge.request('PATCH', `/items/grids/${made}`, { as: wangge.admin, body: { status: 'active' } });
    await activity(40);
    await wangge.db('posts').insert({ id: randomUUID(), grid: made, person: wangge.admin.id, role: 'leader', starts_on: await ago(70) });
    await change({ kind: 'move', grid: made, parent: place.communities[1].id });
    await changedAt(made, 20);
    await fill();
    await expectSpansToHold();
    const there = `${place.communities[1].path}${place.code}001003/`;
    expect((await spans(made)).map(({ path, status, valid_from, valid_to, assumed }) => [path, status, valid_from, valid_to, assumed])).toEqual([
      // Where it lay before it was moved was not kept.
      [there, 'active', await ago(70), await ago(50), true],
      [there, 'retired', await ago(50), await ago(40), true],
      [there, 'active', await ago(40), await ago(20), true],
      [there, 'active', await ago(20), null, false],
    ]);
  });

  it('knows when a grid was merged; what was changed past the API is true from today on', async () => {
    const [gone, heir] = place.patches;
    await change({ kind: 'merge', grid: gone.id, successors: [{ grids_id: heir.id }] });
    await changedAt(gone.id, 9);
    await entered(30, place.area.id, place.communities[0].id, gone.id);
    await fill();
    expect((await spans(gone.id)).map(({ status, valid_from, valid_to, assumed }) => [status, valid_from, valid_to, assumed])).toEqual([
      ['active', await ago(30), await ago(9), false],
      ['retired', await ago(9), null, false],
    ]);
    await wangge.db('grids').where({ id: gone.id }).update({ status: 'active' });
    await fill();
    expect((await spans(gone.id)).map(({ status, valid_from, valid_to, assumed }) => [status, valid_from, valid_to, assumed])).toEqual([
      ['active', await ago(30), await ago(9), false],
      ['retired', await ago(9), today, true],
      ['active', today, null, false],
    ]);
    await expectSpansToHold();
  });
});

describe('a hundred thousand spans', () => {
  it('the grids of a sub-district on a day come by the index', async () => {
    await wangge.db.transaction(async (trx) => {
      await trx.raw(`
        insert into grid_spans (grid, subdistrict, code, path, level, status, valid_from, valid_to)
        select md5('grid' || n)::uuid, md5('place' || n % 100)::uuid, n::text, '/' || n || '/', 3, 'active', date '2020-01-01' + 100 * k, date '2020-01-01' + 100 * (k + 1)
        from generate_series(1, 10000) n cross join generate_series(0, 9) k`);
      await trx.raw('analyze grid_spans');
      const { rows } = await trx.raw(`
        explain select id, code, subdistrict, level, path, status from wangge_grids_as_of(date '2021-05-05')
        where subdistrict = any(array[md5('place7')::uuid]) order by code collate "C"`);
      expect(rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n')).toMatch(/(?:Index Scan using|Bitmap Index Scan on) grid_spans_place/);
      expect(await gridsAsOf(trx, [(await trx.raw(`select md5('place7')::uuid as id`)).rows[0].id], '2021-05-05')).toHaveLength(100);
      throw new Error('undone');
    }).catch((error: Error) => expect(error.message).toBe('undone'));
  });
});
