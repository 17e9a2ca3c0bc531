/** Nothing is entrusted to an account that is not active; one that is suspended is told of, with what it leaves behind. */
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { peopled } from './community.ts';
import { server } from './harness.ts';

const wangge = await server();
const { db } = wangge;
let community: Community;
let gone: Account;
let today: string;

beforeAll(async () => {
  community = await peopled(wangge);
  today = (await db.raw('select wangge_today()::text as today')).rows[0].today;
  gone = await wangge.createUser({ role: 'level_3', name: '赵离职' });
  await db('directus_users').where({ id: gone.id }).update({ status: 'suspended' });
});

const ask = (method: string, path: string, body: unknown) => wangge.request(method, path, { as: wangge.admin, body, query: { fields: 'id' } });
const faults = ({ errors }: Awaited<ReturnType<typeof ask>>) => errors.map(({ extensions }) => [extensions.rule, extensions.field]);
const day = (offset: number) => dayString(epochDay(today) + offset);

describe('an account that is suspended', () => {
  it('takes up no post, new or changed, and keeps none for longer; it may be ended', async () => {
    const grid = community.place.patches[3].id;
    const post = { person: gone.id, grid, role: 'deputy', starts_on: today };
    expect(faults(await ask('POST', '/items/posts', post))).toEqual([['post_person_inactive', 'person']]);
    const made = (await ask('POST', '/items/posts', { ...post, person: community.worker.id, ends_on: day(5) })).body.data.id as string;
    expect(faults(await ask('PATCH', `/items/posts/${made}`, { person: gone.id }))).toEqual([['post_person_inactive', 'person']]);
    await db('posts').where({ id: made }).update({ person: gone.id });
    expect(faults(await ask('PATCH', `/items/posts/${made}`, { ends_on: day(9) }))).toEqual([['post_person_inactive', 'person']]);
    expect(faults(await ask('PATCH', `/items/posts/${made}`, { ends_on: null }))).toEqual([['post_person_inactive', 'person']]);
    expect((await ask('PATCH', `/items/posts/${made}`, { ends_on: day(2) })).status).toBe(200);
    expect((await ask('POST', '/items/posts', [{ ...post, person: community.worker.id, starts_on: day(30) }, post])).errors[0]!.extensions.field).toBe('person');
  });

  it('is on no duty line and heads no department; a line that is put in use again is looked at as a whole', async () => {
    const { place, worker } = community;
    const category = (await db('issue_categories').where({ active: true }).first('id')).id as string;
    const line = { department: place.office.id, category, person: worker.id, active: true };
    expect(faults(await ask('POST', '/items/duty_lines', { ...line, person: gone.id }))).toEqual([['entrusted_inactive', 'person']]);
    expect(faults(await ask('POST', '/items/duty_lines', { ...line, stand_in: gone.id }))).toEqual([['entrusted_inactive', 'stand_in']]);
    const made = await ask('POST', '/items/duty_lines', { ...line, active: false });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const { id } = made.body.data as { id: string };
    await db('duty_lines').where({ id }).update({ person: gone.id });
    expect(faults(await ask('PATCH', `/items/duty_lines/${id}`, { active: true }))).toEqual([['entrusted_inactive', 'person']]);
    expect((await ask('PATCH', `/items/duty_lines/${id}`, { active: true, person: worker.id })).status).toBe(200);
    expect(faults(await ask('PATCH', `/items/departments/${place.office.id}`, { head: gone.id }))).toEqual([['entrusted_inactive', 'head']]);
    expect((await ask('PATCH', `/items/departments/${place.office.id}`, { head: null })).status).toBe(200);
  });

  it('leaves behind what administrators are told of, once; of one that holds nothing nobody is', async () => {
    const { place, level2 } = community;
    const person = await wangge.createUser({ role: 'level_3', name: '钱停用', posts: [{ grid: place.patches[3].id }] });
    const idle = await wangge.createUser({ role: 'level_3' });
    await db('departments').where({ id: place.office.id }).update({ head: person.id });
    await db('absences').insert({ id: db.raw('gen_random_uuid()'), person: level2.id, kind: 'leave', starts_on: today, ends_on: day(3), stand_in: person.id, approved_by: community.level1.id });
    for (const { id } of [person, idle]) {
      for (const status of ['suspended', 'archived'])
        expect((await ask('PATCH', `/users/${id}`, { status })).status).toBe(200);
    }
    const told = await db('outbox').where('dedupe_key', 'like', `account_suspended:${person.id}:%`).where({ channel: 'inapp' });
    expect(told.map(({ recipient }) => recipient)).toContain(wangge.admin.id);
    expect(new Set(told.map(({ recipient }) => recipient)).size).toBe(told.length);
    const english = told.find(({ recipient }) => recipient === wangge.admin.id);
    expect([english.subject, english.body]).toEqual(['Account suspended with duties left: 钱停用', expect.stringMatching(/^1 post\(s\) \(3级网格002002\); head of office B01; stands in for /)]);
    expect(await db('outbox').where('dedupe_key', 'like', `account_suspended:${idle.id}:%`)).toEqual([]);
  });
});
