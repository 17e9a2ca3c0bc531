/** The stage itself: a server on a clone of the prepared database, and people with real roles. */
import { readMe } from '@directus/sdk';
import { afterAll, describe, expect, it } from 'vitest';
import { freshServer, server } from './harness.ts';

const wangge = await server();

describe('the shared server', () => {
  it('answers people by their token and nobody without one', async () => {
    const me = await wangge.client(wangge.admin).request(readMe({ fields: ['email'] }));
    expect(me.email).toBe(wangge.admin.email);
    const anonymous = await wangge.request('GET', '/users/me', { as: null });
    expect(anonymous.status).toBe(401);
    expect(anonymous.errors[0]?.extensions.code).toBe('INVALID_CREDENTIALS');
  });

  it('gives a person of a level their grid as scope', async () => {
    const place = await wangge.createSubdistrict();
    const person = await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id }] });
    const row = await wangge.db('directus_users').where({ id: person.id }).first('scope_1', 'scope_2') as { scope_1: string; scope_2: string };
    expect(row).toEqual({ scope_1: place.patches[0].path, scope_2: '-' });
  });
});

describe('a server of its own', async () => {
  const own = await freshServer();
  afterAll(async () => await own.close());

  it('finds its data again after SIGKILL', async () => {
    const place = await own.createSubdistrict();
    await own.kill();
    await own.restart();
    const answer = await own.request('GET', `/items/grids/${place.area.id}`, { as: own.admin, query: { fields: 'code' } });
    expect(answer.body).toEqual({ data: { code: place.area.code } });
  });
});
