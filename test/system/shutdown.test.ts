/** A server that is told to stop: what is under way is answered truly, nothing else is taken in. */
import type { Account, OwnServer } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshServer } from './harness.ts';
import { isAlive } from './stage.ts';

let wangge: OwnServer;
let worker: Account;
let grid: string;
beforeAll(async () => {
  wangge = await freshServer();
  const { patches } = await wangge.createSubdistrict();
  grid = patches[0]!.id;
  worker = await wangge.createUser({ role: 'level_3', posts: [{ grid }] });
});
afterAll(() => wangge.close());

const agent = new Agent({ keepAlive: true, maxSockets: 20 });
interface Heard { status: number | null; connection: string | undefined; data: { id: string } | null }

/** A report over a kept connection; null: broken off without an answer. */
async function report(address: string): Promise<Heard> {
  const body = JSON.stringify({ description: '井盖破损', parties: 'residents', kind: 'dispute', grid, address });
  return await new Promise((done) => {
    const sent = httpRequest(new URL('/items/issues', wangge.url), { agent, method: 'POST', headers: { 'content-type': 'application/json', 'authorization': `Bearer ${worker.token}` } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => text += part);
      answer.once('close', () => done({ status: answer.complete ? answer.statusCode! : null, connection: answer.headers.connection, data: answer.complete && answer.statusCode === 200 ? JSON.parse(text).data : null }));
    });
    sent.once('error', () => done({ status: null, connection: undefined, data: null }));
    sent.end(body);
  });
}

it('answers what is under way, stored, and takes in nothing more on kept connections', async () => {
  // Connections that have been used, one of them spoken to by hand.
  await Promise.all(Array.from({ length: 4 }, () => report('先前')));
  const socket = connect(Number(wangge.environment.PORT), '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (part: string) => heard += part).on('error', () => {});
  const raw = (address: string): void => {
    const body = JSON.stringify({ description: '井盖破损', parties: 'residents', kind: 'dispute', grid, address });
    socket.write(`POST /items/issues HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${worker.token}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };

  const marks = Array.from({ length: 10 }, () => randomUUID());
  const [first, late] = [randomUUID(), randomUUID()];
  let under: Promise<Heard[]> = Promise.resolve([]);
  // Whoever holds the day's counter lets no report through.
  await wangge.db.transaction(async (trx) => {
    await trx('issue_counters').forUpdate().select('day');
    under = Promise.all(marks.map(mark => report(mark)));
    raw(first);
    const waiting = async (): Promise<number> => Number((await wangge.db.raw('select count(*) as count from pg_stat_activity where datname = current_database() and wait_event_type = \'Lock\'')).rows[0].count);
    await expect.poll(waiting).toBe(marks.length + 1);
    process.kill(wangge.pid(), 'SIGTERM');
    await expect.poll(() => wangge.log()).toContain('Shutting down');
    raw(late);
    await expect(fetch(new URL('/server/ping', wangge.url))).rejects.toThrow();
  });
  const answers = await under;
  expect(answers.map(({ status }) => status)).toEqual(marks.map(() => 200));
  expect(answers.map(({ connection }) => connection)).toEqual(marks.map(() => 'close'));
  const stored = (await wangge.db('issues').whereIn('address', marks).pluck('id')) as string[];
  expect(stored.sort()).toEqual(answers.map(({ data }) => data!.id).sort());
  await expect.poll(() => isAlive(wangge.pid())).toBe(false);
  expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
  expect(await wangge.db('issues').whereIn('address', [first, late]).pluck('address')).toEqual([first]);
}, 120_000);

it('under a stream of reports each is either answered and stored, or not taken', async () => {
  await wangge.restart();
  const answered: string[] = [];
  const unanswered: string[] = [];
  const clients = Array.from({ length: 8 }, async () => {
    while (isAlive(wangge.pid())) {
      const mark = randomUUID();
      const { status } = await report(mark);
      (status === 200 ? answered : unanswered).push(mark);
    }
  });
  await expect.poll(() => answered.length, { timeout: 40_000 }).toBeGreaterThan(15);
  process.kill(wangge.pid(), 'SIGTERM');
  await expect.poll(() => isAlive(wangge.pid())).toBe(false);
  await Promise.all(clients);
  expect(await wangge.db('issues').whereIn('address', unanswered.slice(0, 5000)).pluck('address')).toEqual([]);
  expect(await wangge.db('issues').whereIn('address', answered)).toHaveLength(answered.length);
}, 120_000);
