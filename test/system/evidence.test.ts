/** Evidence of format 2 on a real server: signed, checked by whom it concerns, and held against the database and its history. */
import type { LeafPage } from '../../extensions/wangge/src/assessment/evidence/leaf-page-rules.ts';
import type { Community } from './community.ts';
import type { Account, OwnServer } from './harness.ts';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCheckpoint, publicKeyOf, signatureVerdict } from '../../extensions/wangge/src/assessment/evidence/checkpoint-rules.ts';
import { leafPageFaults, parseLeafPage } from '../../extensions/wangge/src/assessment/evidence/leaf-page-rules.ts';
import { timelineLeaves, timelinesHead } from '../../extensions/wangge/src/assessment/evidence/timeline-rules.ts';
import { timelinesAsOf } from '../../extensions/wangge/src/assessment/evidence/timeline-store.ts';
import { verifyRanking } from '../../extensions/wangge/src/assessment/evidence/verify-service.ts';
import { rankPeriod } from '../../extensions/wangge/src/assessment/periods/ranking-service.ts';
import { inspection, memory, published } from './assessed.ts';
import { peopled } from './community.ts';
import { freshServer } from './harness.ts';
import { handleAt, reportAt, stepAt } from './past.ts';

const PERIOD = '2025-Q2';
const COMPUTED = '2027-01-20T00:00:00.000Z';

let wangge: OwnServer;
let community: Community;
/** Led patch 1 until the middle of the quarter, and leads nothing now. */
let former: Account;
/** The server's own files, read over its API. */
const files = {
  save: async () => Promise.reject(new Error('Nothing is written here')),
  open: async (id: string) => (await import('node:stream')).Readable.from(Buffer.from(await (await fetch(`${wangge.url}/assets/${id}`, { headers: { Authorization: `Bearer ${wangge.admin.token}` } })).arrayBuffer())),
};
const verified = async (printed: string | null = null) => (await verifyRanking(wangge.db, files, PERIOD, printed)).map(({ version, faults }) => [version, faults]);

beforeAll(async () => {
  wangge = await freshServer();
  community = await peopled(wangge);
  const { place: { patches }, category, worker } = community;
  former = await wangge.createUser({ role: 'level_3', posts: [] });
  await wangge.db('posts').insert({ id: randomUUID(), grid: patches[1].id, person: former.id, role: 'leader', starts_on: '2025-01-01', ends_on: '2025-05-15' });
  for (const [n, patch] of [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2].entries()) {
    const issue = await reportAt(wangge.db, { grid: patches[patch]!.id, category, reporter: worker.id, at: `2025-04-${String(n + 7).padStart(2, '0')}T02:00:00.000Z` });
    const { handler, lead } = await wangge.db('issues').where({ id: issue }).first();
    await handleAt(wangge.db, issue, handler ?? lead, `2025-04-${String(n + 8).padStart(2, '0')}T02:00:00.000Z`);
  }
  const team = await inspection(wangge, community.place);
  const answer = await wangge.request('POST', `/wangge/assessment/${PERIOD}/compute`, { as: team.opens, body: {} });
  if (answer.status !== 200)
    throw new Error(JSON.stringify(answer.body));
  await published(wangge, team, PERIOD, COMPUTED);
});
afterAll(() => wangge.close());

const leaf = (as: { token: string }, grid: string) => wangge.request<{ data: LeafPage }>('GET', `/wangge/assessment/${PERIOD}/leaf/${grid}`, { as });

describe('a quarter that was computed', () => {
  it('has a file that follows from itself, from the database, and from its checkpoint on paper', async () => {
    const { checkpoint, public_key } = await wangge.db('assessment_checkpoints').first();
    expect(await verified(checkpoint)).toEqual([[1, []]]);
    const note = parseCheckpoint(checkpoint)!;
    expect(note.origin).toBe(`wangge/${community.place.code}/${PERIOD}/v1`);
    expect(signatureVerdict(note, publicKeyOf(public_key)!)).toBe('signed');
    expect(await verified(checkpoint.replace(PERIOD, '2025-Q1'))).toEqual([[1, []], [0, [expect.stringContaining('belongs to no version of this period')]]]);
  });

  it('is checked by somebody outside with the script and the file alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wangge-outside-'));
    try {
      const fetched = async (name: string, path: string, token: string | null): Promise<string> => {
        const answer = await fetch(`${wangge.url}${path}`, { headers: token === null ? {} : { Authorization: `Bearer ${token}` } });
        expect([path, answer.status]).toEqual([path, 200]);
        writeFileSync(join(folder, name), Buffer.from(await answer.arrayBuffer()));
        return name;
      };
      const script = await fetched('verify-ranking.mjs', '/wangge/assessment/verify-ranking.mjs', null);
      const { body: { data: { key } } } = await wangge.request('GET', '/wangge/assessment/key');
      const { token } = community.inspector;
      const evidence = await fetched('evidence.gz', `/wangge/assessment/${PERIOD}/evidence`, token);
      const printed = await fetched('checkpoint.txt', `/wangge/assessment/${PERIOD}/evidence?part=checkpoint`, token);
      const page = await fetched('page.json', `/wangge/assessment/${PERIOD}/leaf/${community.place.patches[0].code}`, community.worker.token);
      const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args, '--key', key.public_key], { cwd: folder, env: { LANG: 'zh_CN.UTF-8' }, encoding: 'utf8' });
      for (const args of [[evidence, printed], [evidence, printed, '--leaf', page], [printed, '--leaf', page]])
        expect(run(...args)).toMatchObject({ status: 0, stdout: expect.stringContaining('✓ 全部一致。') });
    }
    finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('gives who leads a grid, or one above it, the grid\'s own facts with their proof, and nobody else', async () => {
    const { place: { patches, communities }, worker, stranger, level2, level1, officer } = community;
    const answer = await leaf(worker, patches[0].id);
    expect(answer.errors).toEqual([]);
    const { body: { data: page } } = answer;
    expect(leafPageFaults(parseLeafPage(JSON.stringify(page))!, { checkpoint: null, key: null })).toEqual([]);
    expect(page.lines.length).toBeGreaterThanOrEqual(6);
    expect(new Set(page.lines.map(line => (JSON.parse(line) as unknown[])[1]))).toEqual(new Set([patches[0].code]));
    expect(JSON.stringify(page)).not.toContain(patches[1].code);
    expect((await leaf(level2, patches[1].code)).body.data.lines.length).toBeGreaterThan(0);
    expect((await leaf(level1, communities[1].code)).body.data.lines).toEqual([]);
    // Whoever led it in the quarter is judged by it; of another's they see nothing.
    expect((await leaf(former, patches[1].code)).body.data.lines.length).toBeGreaterThan(0);
    expect((await leaf(former, patches[0].code)).status).toBe(403);
    expect((await leaf(former, communities[0].code)).status).toBe(403);
    expect(await leaf(stranger, patches[0].code)).toMatchObject({ status: 403, errors: [{ message: '核对页只提供给该网格的责任人及其上级网格的责任人。' }] });
    expect((await leaf(officer, patches[0].code)).status).toBe(400);
    expect((await leaf(worker, 'nothing')).status).toBe(400);
    expect((await wangge.request('GET', `/wangge/assessment/${PERIOD}/evidence`, { as: worker })).status).toBe(403);
    expect((await wangge.request('GET', `/wangge/assessment/${PERIOD}/leaf/${patches[0].id}`)).status).toBe(403);
  });

  it('calls a department as it was called then', async () => {
    const { place: { communityDepartments: [department] } } = community;
    await wangge.db('departments').where({ id: department.id }).update({ code: `${department.code}N` });
    expect(await verified()).toEqual([[1, []]]);
    await wangge.db('departments').where({ id: department.id }).update({ code: department.code });
  });

  it('names nobody in its file', async () => {
    const { evidence } = await wangge.db('assessment_versions').first();
    const text = gunzipSync(Buffer.concat(await (await files.open(evidence)).toArray())).toString();
    for (const { id } of [community.worker, community.cadre, community.level2])
      expect(text).not.toContain(id);
    for (const { id, number } of await wangge.db('issues').select('id', 'number')) {
      expect(text).not.toContain(id);
      expect(text).not.toContain(number);
    }
  });
});

describe('what is done to the database afterwards', () => {
  /** Past all triggers, and undone. */
  async function meddled(change: (db: OwnServer['db']) => Promise<unknown>): Promise<string[]> {
    const { db } = wangge;
    const trx = await db.transaction();
    try {
      await trx.raw('set local session_replication_role = replica');
      await change(trx);
      // A transaction of a transaction is a savepoint, and has its level.
      const nested = new Proxy(trx, { get: (target, name) => name === 'transaction' ? async () => target.transaction() : Reflect.get(target, name) as unknown });
      return (await verifyRanking(nested, files, PERIOD)).flatMap(({ faults }) => faults);
    }
    finally {
      await trx.rollback();
    }
  }

  it('shows: an event rewritten, cut off, a whole issue, a checkpoint, a published place', async () => {
    const { id: issue, event_seq } = await wangge.db('issues').orderBy('reported_at').first();
    expect(await meddled(db => db('issues').where('id', issue).update({ event_hash: 'f'.repeat(64) }))).toEqual([expect.stringContaining('The history of issues was rewritten'), expect.stringContaining('the database gives digest')]);
    expect(await meddled(async (db) => {
      await db('issue_events').where({ issue, seq: event_seq }).delete();
      const { seq, hash } = await db('issue_events').where({ issue }).orderBy('seq', 'desc').first('seq', 'hash');
      await db('issues').where('id', issue).update({ event_seq: seq, event_hash: hash });
    })).toContainEqual(expect.stringContaining('The history of issues was rewritten'));
    expect((await meddled(async (db) => {
      await db('issue_deadlines').where({ issue }).delete();
      await db('issue_events').where({ issue }).delete();
      await db('issues').where('id', issue).delete();
    }))[0]).toMatch(/11 issues at the cut .* now gives 10/);
    expect(await meddled(db => db('assessment_checkpoints').delete())).toEqual([expect.stringContaining('it was deleted')]);
    expect(await meddled(db => db('assessment_checkpoints').update({ checkpoint: 'another' }))).toEqual([expect.stringContaining('is not the one in the evidence file')]);
    expect((await meddled(db => db('rankings').where({ subject: 'grid', rank: 1 }).update({ rank: 2 })))[0]).toMatch(/ranking grid .* follows from the facts, .*"rank":2/);
  });

  it('leaves a checkpoint as it was signed', async () => {
    for (const change of [wangge.db('assessment_checkpoints').update({ checkpoint: 'x' }), wangge.db('assessment_checkpoints').delete(), wangge.db.raw('truncate assessment_checkpoints')])
      await expect(change).rejects.toThrow('only added to');
  });

  it('by the rules changes nothing: what is recorded later is not of this quarter', async () => {
    const { id: issue } = await wangge.db('issues').orderBy('reported_at').first();
    await stepAt(wangge.db, issue, { person: community.level2.id, levels: [2] }, { type: 'verify', solved: 'yes', channel: 'visit', satisfaction: 5 }, '2026-01-09T02:00:00.000Z');
    expect(await verified()).toEqual([[1, []]]);
  });
});

describe('the head of all timelines', () => {
  it('is what its rules say of the last event before the cut', async () => {
    for (const cut of ['2025-04-10T00:00:00.000Z', '2025-06-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z']) {
      const { rows: ends } = await wangge.db.raw(`select distinct on (issue) issue, seq, hash from issue_events where wangge_recorded_at(at, data) < ? order by issue, seq desc`, [cut]);
      expect(ends.length).toBeGreaterThan(2);
      expect(await timelinesAsOf(wangge.db, cut)).toEqual(timelinesHead(timelineLeaves(ends.map((end: { seq: unknown }) => ({ ...end, seq: Number(end.seq) })))));
    }
  });
});

describe('without a key', () => {
  it('nothing is computed, nothing is half written, and the sentence says what to do', async () => {
    const key = process.env.WANGGE_SIGNING_KEY;
    const counts = async () => Promise.all(['assessment_periods', 'assessment_versions', 'rankings', 'directus_files'].map(async table => (await wangge.db(table).count())[0]));
    const before = await counts();
    try {
      for (const none of ['', 'short', 'x'.repeat(43).concat('!')]) {
        process.env.WANGGE_SIGNING_KEY = none;
        expect(await rankPeriod(wangge.db, memory(), { period: '2025-Q1', subdistrict: null, reason: null }, COMPUTED)).toMatchObject({ kind: 'refused', code: 'signing_key_missing' });
      }
      expect(await counts()).toEqual(before);
    }
    finally {
      process.env.WANGGE_SIGNING_KEY = key;
    }
  });

  it('and with another one, what was signed before is signed still, and its key is told', async () => {
    const key = process.env.WANGGE_SIGNING_KEY;
    try {
      process.env.WANGGE_SIGNING_KEY = Buffer.alloc(32, 9).toString('base64');
      expect(await rankPeriod(wangge.db, memory(), { period: '2025-04', subdistrict: null, reason: null }, COMPUTED)).toMatchObject({ periods: [{ outcome: 'computed' }] });
    }
    finally {
      process.env.WANGGE_SIGNING_KEY = key;
    }
    const { body: { data } } = await wangge.request('GET', '/wangge/assessment/key');
    expect(data.used).toHaveLength(2);
    expect(data.used.map(({ public_key }: { public_key: string }) => public_key)).toContain(data.key.public_key);
    expect(JSON.stringify(data)).not.toContain(process.env.WANGGE_SIGNING_KEY!.slice(0, 20));
    expect(await verified()).toEqual([[1, []]]);
  });
});
