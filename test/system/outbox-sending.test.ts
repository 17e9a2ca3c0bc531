/** Sending: claimed before it goes, tried again, given up visibly; in office hours unless urgent; no channel waits for another. */
import type { Channel } from '../../extensions/wangge/src/outbox/sending-service.ts';
import type { Account, OwnServer } from './harness.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emailChannel } from '../../extensions/wangge/src/outbox/email-channel.ts';
import { enqueue } from '../../extensions/wangge/src/outbox/index.ts';
import { tellOfBlocked } from '../../extensions/wangge/src/outbox/job.ts';
import { deliver } from '../../extensions/wangge/src/outbox/outbox-store.ts';
import { sendDue } from '../../extensions/wangge/src/outbox/sending-service.ts';
import { claimNext, tidySent } from '../../extensions/wangge/src/outbox/sending-store.ts';
import { webhookChannel } from '../../extensions/wangge/src/outbox/webhook-channel.ts';
import { freshServer } from './harness.ts';
import { group, notice, robot } from './outbox-world.ts';

/** A Monday, 10:00 in Shanghai; the Sunday before; the evening. */
const OPEN = '2026-03-02T02:00:00.000Z';
const SUNDAY = '2026-03-01T02:00:00.000Z';
const EVENING = '2026-03-02T10:00:00.000Z';
const minutesAfter = (moment: string, minutes: number): string => new Date(Date.parse(moment) + minutes * 60_000).toISOString();

let wangge: OwnServer;
let person: Account;

beforeAll(async () => {
  wangge = await freshServer();
});
beforeEach(async () => {
  await wangge.db('outbox').delete();
  await wangge.db('notice_groups').delete();
  person = await wangge.createUser({ role: 'office' });
});
afterAll(() => wangge.close());

interface Mail { to: string; subject: string; text: string }
function mailbox(fails: (mail: Mail) => Error | null = () => null): { channel: Channel; mails: Mail[] } {
  const mails: Mail[] = [];
  const channel = emailChannel(async (mail) => {
    const error = fails(mail);
    if (error !== null)
      throw error;
    mails.push(mail);
  }, 'https://wangge.example/admin');
  return { channel, mails };
}
const send = (channel: Channel, now: string) => sendDue(wangge.db, channel, { clock: () => now, random: () => 0.5 });
async function told(count: number, said: Parameters<typeof notice>[1] = {}, recipient = person.id): Promise<void> {
  for (let number = 1; number <= count; number++)
    await enqueue(wangge.db, [notice(recipient, { subject: { 'zh-CN': `新问题${number}`, 'en-US': `New ${number}` }, ...said })]);
  await deliver(wangge.db, OPEN, { email: true });
}
const queue = (channel = 'email'): Promise<{ state: string; attempts: number; error: string | null; next_attempt_at: string | null; sent_at: string | null }[]> =>
  wangge.db('outbox').where({ channel }).orderBy('id') as never;
const states = async (channel = 'email'): Promise<string[]> => (await queue(channel)).map(({ state }) => state);

describe('hours', () => {
  it('T26: an ordinary message waits for the next opening of business, an urgent one does not', async () => {
    const { channel, mails } = mailbox();
    await told(1);
    await told(1, { urgent: true, subject: { 'zh-CN': '【重大】新问题', 'en-US': 'x' } });
    await send(channel, SUNDAY);
    expect(mails.map(mail => mail.subject)).toEqual(['【重大】新问题']);
    await send(channel, minutesAfter(OPEN, -61));
    expect(mails).toHaveLength(1);
    await send(channel, minutesAfter(OPEN, -60));
    expect(mails.map(mail => mail.subject)).toEqual(['【重大】新问题', '新问题1']);
    await told(1);
    await send(channel, EVENING);
    expect(mails).toHaveLength(2);
  });

  it('T26: nothing ordinary is begun once the office has closed, however long the run', async () => {
    const { channel, mails } = mailbox();
    await told(3);
    const moments = [minutesAfter(EVENING, -2), minutesAfter(EVENING, -1), minutesAfter(EVENING, -1), EVENING];
    await sendDue(wangge.db, channel, { clock: () => moments.length > 1 ? moments.shift()! : moments[0]! });
    expect(mails).toHaveLength(1);
    expect((await states()).sort()).toEqual(['queued', 'queued', 'sent']);
  });
});

describe('digest', () => {
  it('more than the threshold goes as one mail, the urgent ones on their own', async () => {
    const few = await wangge.createUser({ role: 'office' });
    const { channel, mails } = mailbox();
    await told(6);
    await told(5, {}, few.id);
    await told(1, { urgent: true });
    expect(await send(channel, OPEN)).toEqual({ sent: 12, failed: 0 });
    expect(mails.filter(mail => mail.to === few.email)).toHaveLength(5);
    const [urgent, digest, ...none] = mails.filter(mail => mail.to === person.email);
    expect([urgent!.subject, digest!.subject, none]).toEqual(['新问题1', '您有6条待阅消息', []]);
    expect(digest!.text).toContain('6. 新问题6');
    expect(digest!.text).toContain('https://wangge.example/admin/content/issues/');
    expect(new Set(await states())).toEqual(new Set(['sent']));
  });

  it('the settings say from how many on', async () => {
    await wangge.db('settings_wangge').update({ digest_threshold: 1 });
    const { channel, mails } = mailbox();
    await told(2);
    await send(channel, OPEN);
    await wangge.db('settings_wangge').update({ digest_threshold: 5 });
    expect(mails.map(mail => mail.subject)).toEqual(['您有2条待阅消息']);
  });

  it('what waits for a group is one message, signed where the robot asks for it', async () => {
    const sink = await robot();
    await group(wangge, sink.port, { secret: 'SECret', path: '/robot?access_token=abc' });
    await told(3);
    expect(await send(webhookChannel('https://wangge.example/admin', () => 1_700_000_000_000), OPEN)).toEqual({ sent: 3, failed: 0 });
    expect(sink.received).toHaveLength(1);
    expect(sink.received[0]!.text).toMatch(/^【网格】共3条消息：\n新问题1\nhttps:\/\/wangge/);
    expect(sink.received[0]!.path).toMatch(/^\/robot\?access_token=abc&timestamp=1700000000000&sign=/);
    await sink.close();
  });
});

describe('a channel that is dead', () => {
  it('holds up neither the app nor another channel, and its messages wait', async () => {
    const sink = await robot();
    await group(wangge, sink.port);
    const dead = mailbox(() => new Error('connect ECONNREFUSED'));
    const people = await Promise.all(Array.from({ length: 5 }, () => wangge.createUser({ role: 'office' })));
    for (const { id } of people)
      await told(1, {}, id);
    const [mailed, posted] = await Promise.all([send(dead.channel, OPEN), send(webhookChannel(null), OPEN)]);
    expect([mailed, posted]).toEqual([{ sent: 0, failed: 3 }, { sent: 5, failed: 0 }]);
    expect(new Set(await states('inapp'))).toEqual(new Set(['sent']));
    const waiting = await queue();
    expect(waiting.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'queued'));
    // Three failures in a row, and the others are not tried in vain.
    expect(waiting.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 0, 0]);
    expect(waiting[0]).toMatchObject({ error: 'connect ECONNREFUSED', next_attempt_at: minutesAfter(OPEN, 0.75) });

    const { channel, mails } = mailbox();
    await send(channel, minutesAfter(OPEN, 1));
    expect(mails).toHaveLength(5);
    expect((await queue()).every(({ state, error }) => state === 'sent' && error === null)).toBe(true);
    await sink.close();
  });

  it('a robot that answers with a fault has not taken the message', async () => {
    const sink = await robot(() => ({ errcode: 93000, errmsg: 'invalid webhook url' }));
    await group(wangge, sink.port);
    await told(1);
    await send(webhookChannel(null), OPEN);
    expect(await queue('webhook')).toMatchObject([{ state: 'queued', attempts: 1, error: '93000 invalid webhook url' }]);
    await sink.close();
    await send(webhookChannel(null), minutesAfter(OPEN, 1));
    expect((await queue('webhook'))[0]!.error).toMatch(/^fetch failed: connect ECONNREFUSED/);
  });

  it('one bad address does not stop the others', async () => {
    const { channel, mails } = mailbox(mail => mail.to === person.email ? new Error('550 no such user') : null);
    await told(1);
    const others = await Promise.all(Array.from({ length: 4 }, () => wangge.createUser({ role: 'office' })));
    for (const { id } of others)
      await told(1, {}, id);
    expect(await send(channel, OPEN)).toEqual({ sent: 4, failed: 1 });
    expect(mails.map(mail => mail.to).sort()).toEqual(others.map(other => other.email).sort());
  });

  it('is given up in the end, is shown to administrators once a day, and goes again when one says so', async () => {
    const dead = mailbox(() => new Error('535 authentication failed'));
    await told(1);
    let now = OPEN;
    for (let run = 0; run < 40; run++) {
      await wangge.db('outbox').where({ channel: 'email' }).update({ urgent: true });
      await send(dead.channel, now);
      now = minutesAfter(now, 61);
    }
    expect(await queue()).toMatchObject([{ state: 'failed', attempts: 12, error: '535 authentication failed' }]);

    await wangge.db('outbox').where({ channel: 'email' }).update({ claimed_at: OPEN });
    expect(await tellOfBlocked(wangge.db, EVENING)).toEqual({ email: 1 });
    await tellOfBlocked(wangge.db, EVENING);
    await deliver(wangge.db, EVENING, { email: true });
    const seen = await wangge.db('directus_notifications').where({ recipient: wangge.admin.id });
    expect(seen).toMatchObject([{ subject: '1 notices could not be sent by e-mail', message: expect.stringContaining('535') }]);
    expect(await wangge.db('outbox').where({ event: 'outbox_blocked', channel: 'email' })).toEqual([]);

    const { id } = await wangge.db('outbox').where({ channel: 'email' }).first('id');
    const again = await wangge.request('PATCH', `/items/outbox/${id}`, { as: wangge.admin, body: { state: 'queued', next_attempt_at: null } });
    expect(again.status).toBe(200);
    const { channel, mails } = mailbox();
    await send(channel, OPEN);
    expect(mails).toHaveLength(1);
  });

  it('who is not active any more, or switched mails off, is not written to', async () => {
    const { channel, mails } = mailbox();
    await told(1);
    await wangge.db('directus_users').where({ id: person.id }).update({ email_notifications: false });
    await send(channel, OPEN);
    expect(mails).toEqual([]);
    expect(await queue()).toMatchObject([{ state: 'failed', error: expect.stringContaining('Nobody to send it to') }]);
  });
});

describe('killed', () => {
  it('T10: between claim and sending: taken over after ten minutes, not before, and sent once', async () => {
    const { channel, mails } = mailbox();
    await told(1);
    expect(await claimNext(wangge.db, 'email', { now: OPEN, open: true, threshold: 5, most: 100 })).not.toBeNull();
    await send(channel, minutesAfter(OPEN, 9));
    expect(mails).toEqual([]);
    await Promise.all([send(channel, minutesAfter(OPEN, 11)), send(channel, minutesAfter(OPEN, 11))]);
    await send(channel, minutesAfter(OPEN, 30));
    expect(mails).toHaveLength(1);
    expect(await queue()).toMatchObject([{ state: 'sent', attempts: 2, error: null }]);
  });

  it('T9: three workers at once send each message once', async () => {
    const people = await Promise.all(Array.from({ length: 30 }, () => wangge.createUser({ role: 'office' })));
    await enqueue(wangge.db, people.map(({ id }) => notice(id)));
    await deliver(wangge.db, OPEN, { email: true });
    const { channel, mails } = mailbox();
    await Promise.all([send(channel, OPEN), send(channel, OPEN), send(channel, OPEN)]);
    expect(mails.map(mail => mail.to).sort()).toEqual(people.map(({ email }) => email).sort());
  });

  it('T9, T10: two workers over 1,500 notices, killed at random and started again: in the app each once, outside none lost', async () => {
    const sink = await robot();
    await group(wangge, sink.port);
    const people = await Promise.all(Array.from({ length: 3 }, () => wangge.createUser({ role: 'office' })));
    const COUNT = 1_500;
    await enqueue(wangge.db, Array.from({ length: COUNT }, (_, index) => notice(people[index % 3]!.id, { urgent: true, subject: { 'zh-CN': `<${index}>`, 'en-US': `<${index}>` } })));

    const { host, port, user, password, database } = wangge.db.client.config.connection;
    const connection = JSON.stringify({ host, port, user, password, database });
    let kills = 0;
    const worker = async (seed: number, round: number, kill: boolean): Promise<void> => {
      const child = spawn(process.execPath, ['test/system/outbox-worker.ts', connection, minutesAfter(OPEN, round * 11)], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(child, 'exit');
      if (kill) {
        await Promise.race([ended, once(child.stdout, 'data')]);
        await Promise.race([ended, wait(20 + (seed * 97 + round * 53) % 400)]);
        kills += child.kill('SIGKILL') ? 1 : 0;
      }
      await ended;
    };
    let interrupted = 0;
    for (let round = 0; round < 6; round++) {
      await Promise.all([1, 2].map(seed => worker(seed, round, round < 4)));
      interrupted += (await states('webhook')).filter(state => state === 'sending').length;
    }
    expect(kills).toBeGreaterThan(4);
    expect(interrupted).toBeGreaterThan(0);

    const { rows: [inapp] } = await wangge.db.raw('select count(*)::int as all, count(distinct subject)::int as different from directus_notifications where recipient = any(?)', [people.map(({ id }) => id)]);
    expect(inapp).toEqual({ all: COUNT, different: COUNT });
    expect(new Set(await states('webhook'))).toEqual(new Set(['sent']));
    const heard = sink.received.map(({ text }) => /<\d+>/.exec(text)![0]);
    expect(new Set(heard).size).toBe(COUNT);
    // Twice only what had been taken when the kill fell: one message of a worker.
    expect(heard.length - COUNT).toBeLessThanOrEqual(kills);
    await sink.close();
  }, 120_000);
});

describe('afterwards', () => {
  it('what was sent is removed after ninety days, what failed or waits is kept', async () => {
    const row = (dedupe_key: string, state: string, created_at: string) => ({ dedupe_key, event: 'report', channel: 'email', state, created_at });
    await wangge.db('outbox').insert([row('a', 'sent', '2025-11-01'), row('b', 'failed', '2025-11-01'), row('c', 'queued', '2025-11-01'), row('d', 'sent', '2026-01-01')]);
    expect(await tidySent(wangge.db, OPEN)).toBe(1);
    expect(await wangge.db('outbox').orderBy('dedupe_key').pluck('dedupe_key')).toEqual(['b', 'c', 'd']);
  });

  it('claims and deliveries find their rows by an index among 100,000', async () => {
    await wangge.db.raw(`
      insert into outbox (dedupe_key, event, recipient, channel, subject, body, urgent, state, attempts)
      select 'load' || n, 'report', ?, case when n % 2 = 0 then 'email' else 'inapp' end, 'x', 'x', false, case when n % 20 < 2 then 'queued' else 'sent' end, 0
      from generate_series(1, 100000) n`, [person.id]);
    await wangge.db.raw('analyze outbox');
    const plans: string[] = [];
    const explained = wangge.db.transaction(async (trx) => {
      trx.on('query', ({ sql, bindings }: { sql: string; bindings: unknown[] }) => plans.push(JSON.stringify({ sql, bindings })));
      await claimNext(trx, 'email', { now: OPEN, open: true, threshold: 5, most: 100 });
      await claimNext(trx, 'email', { now: OPEN, open: false, threshold: 5, most: 100 });
      await tidySent(trx, OPEN);
      throw new Error('nothing is kept');
    });
    await expect(explained).rejects.toThrow('nothing is kept');
    for (const plan of plans.filter(text => text.includes('outbox'))) {
      const { sql, bindings } = JSON.parse(plan) as { sql: string; bindings: unknown[] };
      const { rows } = await wangge.db.raw(`explain ${sql.replaceAll(/\$\d+/g, '?')}`, bindings as string[]);
      const text = (rows as { 'QUERY PLAN': string }[]).map(row => row['QUERY PLAN']).join('\n');
      expect(text, text).not.toMatch(/Seq Scan on outbox/);
    }
    expect(plans.length).toBeGreaterThan(2);
  });
});
