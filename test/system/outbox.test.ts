/** A notice is delivered in the app once, whatever is killed, and what follows from it is derived with it. */
import type { Account, OwnServer, Place } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueue } from '../../extensions/wangge/src/outbox/index.ts';
import { deliver } from '../../extensions/wangge/src/outbox/outbox-store.ts';
import { peopled, reported } from './community.ts';
import { freshServer } from './harness.ts';
import { group, notice } from './outbox-world.ts';

/** A Monday, 10:00 in Shanghai. */
const NOW = '2026-03-02T02:00:00.000Z';
let wangge: OwnServer;
let place: Place;

beforeAll(async () => {
  wangge = await freshServer();
  place = await wangge.createSubdistrict();
});
afterAll(() => wangge.close());

const person = (department: string | null = null): Promise<Account> => wangge.createUser({ role: 'office', department });
const received = (id: string): Promise<{ subject: string }[]> => wangge.db('directus_notifications').where({ recipient: id }).orderBy('id') as never;
const rows = (dedupe_key: string): Promise<{ channel: string; recipient: string | null; state: string; subject: string; notice_group: string | null }[]> =>
  wangge.db('outbox').where({ dedupe_key }).orderBy(['channel', 'id']) as never;
const absent = (away: Account, stand_in: Account, starts_on = '2026-03-01', ends_on: string | null = '2026-03-31') =>
  wangge.db('absences').insert({ id: randomUUID(), person: away.id, stand_in: stand_in.id, starts_on, ends_on, kind: 'leave', approved_by: wangge.admin.id });

describe('the outbox', () => {
  it('holds a notice once for each key and person, in the person\'s language', async () => {
    const [zh, en] = [await person(), await person()];
    await wangge.db('directus_users').where({ id: en.id }).update({ language: 'en-US' });
    const key = randomUUID();
    await enqueue(wangge.db, [notice(zh.id, { dedupe_key: key }), notice(en.id, { dedupe_key: key })]);
    await enqueue(wangge.db, [notice(zh.id, { dedupe_key: key })]);
    expect((await rows(key)).map(row => row.subject).sort()).toEqual(['New issue', '新问题']);
  });

  it('leaves out who is not active or not there', async () => {
    const gone = await person();
    await wangge.db('directus_users').where({ id: gone.id }).update({ status: 'archived' });
    const [one, two] = [notice(gone.id), notice(randomUUID())];
    await enqueue(wangge.db, [one, two]);
    expect([...await rows(one.dedupe_key), ...await rows(two.dedupe_key)]).toEqual([]);
  });

  it('T9: delivers once, however many deliver', async () => {
    const one = await person();
    await enqueue(wangge.db, Array.from({ length: 50 }, () => notice(one.id)));
    await Promise.all([deliver(wangge.db, NOW), deliver(wangge.db, NOW), deliver(wangge.db, NOW)]);
    await deliver(wangge.db, NOW);
    expect(await received(one.id)).toHaveLength(50);
    expect(await wangge.db('outbox').where({ recipient: one.id }).distinct('state', 'attempts')).toEqual([{ state: 'sent', attempts: 1 }]);
  });

  it('shows the notice in the Studio, with the item it is about', async () => {
    const one = await person();
    await enqueue(wangge.db, [notice(one.id)]);
    await deliver(wangge.db, NOW);
    const { body } = await wangge.request<any>('GET', '/notifications', { as: one });
    expect(body.data).toMatchObject([{ subject: '新问题', message: '编号', status: 'inbox', collection: 'issues', item: '4a6c1f0e-0000-4000-8000-000000000001' }]);
  });

  it('leaves a notice for later until its time', async () => {
    const one = await person();
    const later = notice(one.id);
    await enqueue(wangge.db, [later]);
    await wangge.db('outbox').where({ dedupe_key: later.dedupe_key }).update({ next_attempt_at: '2026-06-01T00:00:00.000Z' });
    await deliver(wangge.db, NOW);
    expect(await received(one.id)).toEqual([]);
    await deliver(wangge.db, '2026-06-01T00:00:00.000Z');
    expect(await received(one.id)).toHaveLength(1);
  });

  it('has delivered all of a batch or nothing when it is interrupted, and derived as much', async () => {
    const one = await person();
    await enqueue(wangge.db, Array.from({ length: 20 }, () => notice(one.id)));
    const interrupted = wangge.db.transaction(async (trx) => {
      await deliver(trx, NOW, { email: true });
      throw new Error('killed');
    });
    await expect(interrupted).rejects.toThrow('killed');
    expect(await received(one.id)).toEqual([]);
    expect(await wangge.db('outbox').where({ recipient: one.id, channel: 'email' })).toEqual([]);
    await deliver(wangge.db, NOW, { email: true });
    expect(await received(one.id)).toHaveLength(20);
    expect(await wangge.db('outbox').where({ recipient: one.id, channel: 'email' })).toHaveLength(20);
  });
});

describe('who stands in', () => {
  // Of something that everybody may read.
  const open = (recipient: string, said: Parameters<typeof notice>[1] = {}) => notice(recipient, { link: '/content/grids/4a6c1f0e-0000-4000-8000-000000000001', ...said });

  it('is told too, on the days of the absence and no others', async () => {
    const [away, other, former] = [await person(), await person(), await person()];
    await wangge.db('directus_users').where({ id: away.id }).update({ first_name: '王芳' });
    await absent(away, other);
    await absent(away, former, '2026-02-01', '2026-03-01');
    await enqueue(wangge.db, [open(away.id)]);
    await deliver(wangge.db, NOW);
    expect((await received(away.id)).map(row => row.subject)).toEqual(['新问题']);
    expect((await received(other.id)).map(row => row.subject)).toEqual(['（代王芳）新问题']);
    expect(await received(former.id)).toEqual([]);
    // At 00:30 in Shanghai it is the 1st of April, though in London still March.
    await enqueue(wangge.db, [open(away.id)]);
    await deliver(wangge.db, '2026-03-31T16:30:00.000Z');
    expect(await received(other.id)).toHaveLength(1);
  });

  it('is told once, even if concerned too, and not of the own step', async () => {
    const [away, other] = [await person(), await person()];
    await absent(away, other);
    const key = randomUUID();
    await enqueue(wangge.db, [open(away.id, { dedupe_key: key }), open(other.id, { dedupe_key: key }), open(away.id, { actor: other.id })]);
    await deliver(wangge.db, NOW);
    expect(await received(away.id)).toHaveLength(2);
    expect(await received(other.id)).toHaveLength(1);
  });

  it('may be away too: whoever stands in for them has nothing to do with it, but with what is their own', async () => {
    const [first, second, third] = [await person(), await person(), await person()];
    await absent(first, second);
    await absent(second, third);
    await enqueue(wangge.db, [open(first.id)]);
    await deliver(wangge.db, NOW, { email: true });
    expect([await received(first.id), await received(second.id), await received(third.id)].map(({ length }) => length)).toEqual([1, 1, 0]);
    await enqueue(wangge.db, [open(second.id)]);
    await deliver(wangge.db, NOW, { email: true });
    expect([await received(second.id), await received(third.id)].map(({ length }) => length)).toEqual([2, 1]);
  });

  it('is told of an issue only where they may read it', async () => {
    const { community: [cadre, colleague, stranger, leader], issue } = await matter();
    const standIns = [colleague, stranger, leader];
    for (const [index, standIn] of standIns.entries()) {
      await wangge.db('absences').where({ person: cadre.id }).delete();
      await absent(cadre, standIn, '2026-03-01', '2026-03-31');
      await enqueue(wangge.db, [notice(cadre.id, { link: `/content/issues/${issue}` })]);
      await deliver(wangge.db, NOW);
      // A colleague by their department, the leader by the territory, somebody elsewhere not at all: as Directus answers each of them.
      const reads = (await wangge.request('GET', `/items/issues/${issue}`, { as: standIn, query: { fields: 'id' } })).status;
      expect([reads, (await received(standIn.id)).length], String(index)).toEqual(standIn === stranger ? [403, 0] : [200, 1]);
    }
  });
});

/** An issue of a community: who handles it, a colleague, an office elsewhere, and who leads the area. */
async function matter(): Promise<{ community: [Account, Account, Account, Account]; issue: string }> {
  const people = await peopled(wangge);
  const colleague = await wangge.createUser({ role: 'community_cadre', department: people.place.communityDepartments[0].id });
  const issue = await reported(wangge, people);
  await deliver(wangge.db, NOW);
  return { community: [people.cadre, colleague, people.officer, people.level1], issue };
}

describe('what follows outside the app', () => {
  it('an e-mail for who wants them, where there is a mail server and the settings say so', async () => {
    const [willing, unwilling] = [await person(), await person()];
    await wangge.db('directus_users').where({ id: unwilling.id }).update({ email_notifications: false });
    const key = randomUUID();
    const told = [notice(willing.id, { dedupe_key: key, urgent: true }), notice(unwilling.id, { dedupe_key: key })];
    await enqueue(wangge.db, told);
    await deliver(wangge.db, NOW, { email: true });
    expect((await rows(key)).filter(row => row.channel === 'email')).toMatchObject([{ recipient: willing.id, state: 'queued', subject: '新问题', urgent: true }]);

    const [without, off] = [randomUUID(), randomUUID()];
    await enqueue(wangge.db, [notice(willing.id, { dedupe_key: without })]);
    await deliver(wangge.db, NOW);
    await wangge.db('settings_wangge').update({ email_notices: false });
    await enqueue(wangge.db, [notice(willing.id, { dedupe_key: off })]);
    await deliver(wangge.db, NOW, { email: true });
    await wangge.db('settings_wangge').update({ email_notices: true });
    expect([...await rows(without), ...await rows(off)].map(row => row.channel)).toEqual(['inapp', 'inapp']);
  });

  it('one message to a department\'s group, however many of its members are told', async () => {
    const [one, two, outside] = [await person(place.office.id), await person(place.office.id), await person()];
    const own = await group(wangge, 1, { department: place.office.id });
    const general = await group(wangge, 2);
    const key = randomUUID();
    await enqueue(wangge.db, [one, two, outside].map(({ id }) => notice(id, { dedupe_key: key })));
    await deliver(wangge.db, NOW);
    const told = (await rows(key)).filter(row => row.channel === 'webhook');
    expect(told.map(row => row.notice_group).sort()).toEqual([own, general].sort());
    await wangge.db('notice_groups').whereIn('id', [own, general]).update({ active: false });
    await enqueue(wangge.db, [notice(one.id, { dedupe_key: `${key}-2` })]);
    await deliver(wangge.db, NOW);
    expect(await rows(`${key}-2`)).toHaveLength(1);
  });

  it('the address of a group\'s robot is read by administrators only', async () => {
    for (const role of ['level_1', 'dispatcher', 'analyst'] as const) {
      const { status } = await wangge.request('GET', '/items/notice_groups', { as: await wangge.createUser({ role }) });
      expect(status).toBe(403);
    }
  });
});
