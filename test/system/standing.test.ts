/** Authority comes from posts, absences and departments of the day. */
import type { Place, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { standing } from '../../extensions/wangge/src/territory/index.ts';
import { server } from './harness.ts';

const DAY = '2026-03-10';
let wangge: Server;
let place: Place;

beforeAll(async () => {
  wangge = await server();
  place = await wangge.createSubdistrict();
});

const here = (person: { id: string }, patch = 0, day = DAY) => standing(wangge.db, person.id, place.patches[patch]!.path, day);

describe('the standing of a person', () => {
  it('names the levels at which they lead or deputise a grid that holds the place, on that day', async () => {
    const person = await wangge.createUser({
      role: 'level_2',
      language: 'en-US',
      posts: [{ grid: place.communities[0].id, starts_on: '2026-03-01', ends_on: '2026-03-31' }, { grid: place.patches[0].id, role: 'deputy' }],
    });
    expect(await here(person)).toEqual({ person: person.id, department: null, acts_for: [], dispatcher: false, inspector: false, heads: [], levels: [2, 3], level_1: [], reads_contacts: false, language: 'en-US' });
    expect((await here(person, 1))?.levels).toEqual([2]);
    expect((await here(person, 2))?.levels).toEqual([]);
    expect((await here(person, 0, '2026-02-28'))?.levels).toEqual([3]);
    expect((await here(person, 0, '2026-03-31'))?.levels).toEqual([2, 3]);
  });

  it('passes to the stand-in while the leader or the head is away, and back', async () => {
    const [leader, standIn] = [await wangge.createUser({ role: 'level_1', posts: [{ grid: place.area.id }] }), await wangge.createUser({ role: 'level_2' })];
    await wangge.db('departments').where({ id: place.office.id }).update({ head: leader.id });
    await wangge.db('absences').insert({ id: randomUUID(), person: leader.id, kind: 'leave', starts_on: '2026-03-09', ends_on: DAY, stand_in: standIn.id, approved_by: wangge.admin.id });
    expect(await here(standIn)).toMatchObject({ levels: [1], heads: [place.office.id], acts_for: [leader.id], reads_contacts: false });
    expect(await here(standIn, 0, '2026-03-11')).toMatchObject({ levels: [], heads: [], acts_for: [] });
    expect(await here(leader)).toMatchObject({ levels: [1], heads: [place.office.id], acts_for: [], reads_contacts: true });
    // To a dispatcher it says who is there to decide as level 1: the stand-in, then the leader again, then nobody.
    const centre = randomUUID();
    await wangge.db('departments').insert({ id: centre, code: `${place.code}D03`, name: '分派中心', subdistrict: place.id, kind: 'office', active: true, dispatches: true });
    const dispatcher = await wangge.createUser({ role: 'dispatcher', department: centre });
    expect(await here(dispatcher)).toMatchObject({ level_1: [standIn.id], reads_contacts: true });
    expect(await here(dispatcher, 0, '2026-03-11')).toMatchObject({ level_1: [leader.id] });
    await wangge.db('posts').where({ person: leader.id }).update({ ends_on: '2026-03-12' });
    expect(await here(dispatcher, 0, '2026-03-13')).toMatchObject({ level_1: [] });
  });

  it('counts active departments and active people only', async () => {
    const centre = randomUUID();
    await wangge.db('departments').insert({ id: centre, code: `${place.code}D02`, name: '分派中心', subdistrict: place.id, kind: 'office', active: true, dispatches: true });
    const person = await wangge.createUser({ role: 'dispatcher', department: centre });
    expect(await here(person)).toMatchObject({ department: centre, dispatcher: true, levels: [] });
    await wangge.db('departments').where({ id: centre }).update({ active: false });
    expect(await here(person)).toMatchObject({ department: null, dispatcher: false });
    await wangge.db('directus_users').where({ id: person.id }).update({ status: 'suspended' });
    expect(await here(person)).toBeNull();
  });
});
