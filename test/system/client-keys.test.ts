/** What is sent again under its key is answered with what was saved, whatever is created and however it comes. */
import type { Community } from './community.ts';
import type { Account, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { peopled, reported } from './community.ts';
import { server } from './harness.ts';

let wangge: Server;
let people: Community;
let patch: string;
let today: string;
let yesterday: string;
let issue: string;

beforeAll(async () => {
  wangge = await server();
  people = await peopled(wangge);
  patch = people.place.patches[0].id;
  today = (await wangge.db.raw('select wangge_today()::text as today')).rows[0].today;
  yesterday = dayString(epochDay(today) - 1);
  issue = await reported(wangge, people);
  const category = (await wangge.db('ledger_categories').whereNotNull('parent').orderBy('code').first('id')).id;
  const registered = await wangge.request('POST', '/items/ledger_datasets', { as: wangge.admin, body: { category, review_days: 90, collection: 'ledger_keyed_set', name: '防重试验' } });
  expect(registered.status, JSON.stringify(registered.body)).toBe(200);
});

const create = (as: Account | null, collection: string, body: unknown) => wangge.request('POST', `/items/${collection}`, { as, body, query: { fields: 'id' } });
const count = async (collection: string): Promise<number> => Number((await wangge.db(collection).count({ count: '*' }).first())!.count);

const KINDS: [string, (n: number) => Record<string, unknown>][] = [
  ['work_logs', n => ({ work_date: yesterday, started_at: `0${n}:00`, ended_at: `0${n}:30`, kind: 'patrol', summary: '查看消防通道' })],
  ['ledger_facilities', n => ({ grid: patch, name: `路灯${n}${randomUUID()}`, group: 'utility', kind: 'street_lamp', condition: 'intact' })],
  ['ledger_keyed_set', n => ({ grid: patch, name: `条目${n}${randomUUID()}` })],
  ['ledger_residents', n => ({ grid: patch, name: `李${n}`, residence: 'registered', address: '和平路1号院', phone: '13812345678' })],
  ['absences', n => ({ kind: n === 1 ? 'leave' : 'training', starts_on: today, ends_on: today })],
  ['issue_events', n => ({ issue, type: 'progress', note: `进展${n}` })],
];

describe.each(KINDS)('%s', (collection, content) => {
  it('saved again: the first one, and no second row, be it six times at once', async () => {
    const client_key = randomUUID();
    const body = { ...content(1), client_key };
    const before = await count(collection);
    const first = await create(people.worker, collection, body);
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    const again = await create(people.worker, collection, Object.fromEntries(Object.entries(body).reverse()));
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await count(collection)).toBe(before + 1);

    const other = await create(people.worker, collection, { ...body, ...content(2) });
    expect(other.status).toBe(409);
    expect(other.errors[0]).toMatchObject({ extensions: { code: 'CLIENT_KEY_REUSED' }, message: expect.stringContaining('其实已经保存') });
    expect(await count(collection)).toBe(before + 1);
    if (collection === 'absences' || collection === 'work_logs')
      return;
    const at_once = { ...content(3), client_key: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 6 }, () => create(people.worker, collection, at_once)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await count(collection)).toBe(before + 2);
  });
});

describe('a key', () => {
  const entry = () => ({ grid: patch, name: `路灯${randomUUID()}`, group: 'utility', kind: 'street_lamp', condition: 'intact' });

  it('is its author\'s: another person\'s is another', async () => {
    const client_key = randomUUID();
    const body = { kind: 'leave', starts_on: today, ends_on: today, client_key };
    const [one, other] = [await create(people.cadre, 'absences', body), await create(people.officer, 'absences', body)];
    expect([one.status, other.status], JSON.stringify([one.body, other.body])).toEqual([200, 200]);
    expect(other.body.data.id).not.toBe(one.body.data.id);
  });

  it('of what was refused is free: nothing is stored under it', async () => {
    const client_key = randomUUID();
    expect((await create(people.worker, 'ledger_facilities', { ...entry(), name: null, client_key })).status).toBe(400);
    expect((await create(people.worker, 'ledger_facilities', { ...entry(), client_key })).status).toBe(200);
  });

  it('that is none is refused at its field; without one nothing is compared; of a row that was deleted it says so', async () => {
    const none = await create(people.worker, 'ledger_facilities', { ...entry(), client_key: 'abc' });
    expect([none.status, none.errors[0]!.extensions.field]).toEqual([400, 'client_key']);
    expect((await create(people.worker, 'ledger_facilities', { ...entry(), client_key: null })).status).toBe(200);
    const log = { work_date: yesterday, started_at: '09:00', ended_at: '09:30', kind: 'patrol', summary: '巡查', client_key: randomUUID() };
    const { body } = await create(people.level2, 'work_logs', log);
    expect((await wangge.request('DELETE', `/items/work_logs/${body.data.id}`, { as: people.level2 })).status).toBe(204);
    expect((await create(people.level2, 'work_logs', log)).errors[0]!.extensions.code).toBe('CLIENT_KEY_GONE');
  });

  it('in a list or over GraphQL is told apart, too: the row that is there stands in the error', async () => {
    const body = { ...entry(), client_key: randomUUID() };
    const { body: first } = await create(people.worker, 'ledger_facilities', body);
    const list = await create(people.worker, 'ledger_facilities', [entry(), body]);
    expect([list.status, list.errors[0]!.extensions.code, list.errors[0]!.extensions.id]).toEqual([409, 'ALREADY_SAVED', first.data.id]);
    const batch = await create(people.worker, 'ledger_facilities', [{ ...entry(), client_key: randomUUID() }, { ...entry(), client_key: randomUUID() }]);
    expect(batch.status).toBe(200);
    const keyed = await wangge.db('wangge_client_keys').whereIn('item', batch.body.data.map(({ id }: { id: string }) => id)).select('client_key');
    expect(keyed).toHaveLength(2);
  });

  it('of nobody who is known is no key', async () => {
    expect((await create(null, 'ledger_facilities', { ...entry(), client_key: randomUUID() })).status).toBe(403);
  });
});
