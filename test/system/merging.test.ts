/** Merged reports: who may, which way round, who is told, and what becomes of them when what they were merged into ends unhandled. */
import type { Cast, Said } from './cast.ts';
import type { Account, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { doubles } from '../../extensions/wangge/src/kernel/same-key-store.ts';
import { castFor, handsOn } from './cast.ts';
import { reported, residentsMatter } from './community.ts';
import { server } from './harness.ts';
import { reportAt, stepAt } from './past.ts';

let wangge: Server;
let community: Cast;
const { done, refused, row } = handsOn(() => wangge);

beforeAll(async () => {
  wangge = await server();
  community = await castFor(wangge);
});

const event = (as: Account, issue: string, said: Said) => wangge.request('POST', '/items/issue_events', { as, body: { issue, ...said } });
const merge = (issue: string, into: string): Promise<void> => done(community.dispatcher, { type: 'merge', to_issue: into }, issue);
const told = (issue: string, name: string): Promise<string[]> => wangge.db('outbox').where({ link: `/content/issues/${issue}`, event: name }).orderBy('recipient').pluck('recipient');
const ids = (...accounts: Account[]): string[] => accounts.map(({ id }) => id).sort();
const few = async (count: number): Promise<string[]> => {
  const issues: string[] = [];
  for (let n = 0; n < count; n++)
    issues.push(await reported(wangge, community));
  return issues;
};

describe('a merger', () => {
  it('puts the later report into the earlier one, and says which way round', async () => {
    const [first, second] = await few(2) as [string, string];
    const wrong = await event(community.dispatcher, first, { type: 'merge', to_issue: second });
    expect(wrong.errors[0]!.message).toBe(`应将后上报的并入先上报的：${(await row(second)).number} 上报在后，请打开该件，并入本件。`);
    await merge(second, first);
    expect(await row(second)).toMatchObject({ status: 'merged', duplicate_of: first });
  });

  it('is for nobody who handles or leads one of the two', async () => {
    const { level2, level1, cadre, place } = community;
    const [first, second] = await few(2) as [string, string];
    await refused(level2, { type: 'merge', to_issue: first }, second);
    await refused(cadre, { type: 'merge', to_issue: first }, second);
    // Level 1 leads neither; if it led the other one, it might not either.
    await done(level1, { type: 'route', to_person: level1.id, to_department: place.communityDepartments[0].id, note: '由一级责任人承办' }, first);
    const theirs = await event(level1, second, { type: 'merge', to_issue: first });
    expect(theirs.errors[0]!.extensions).toMatchObject({ field: 'to_issue' });
    await merge(second, first);
  });

  it('is told to who handles and leads the other one, whose form lists what was merged, as far as its reader may see it', async () => {
    const { cadre, level2, level1, place, stranger } = community;
    const [first, second] = await few(2) as [string, string];
    const elsewhere = (await wangge.request('POST', '/items/issues', { as: stranger, body: residentsMatter(community, { grid: place.patches[2].id }), query: { fields: 'id' } })).body.data.id;
    await merge(elsewhere, second);
    await merge(second, first);
    expect(await told(first, 'merged_into')).toEqual(ids(cadre, level2));
    expect(await wangge.db('outbox').where({ link: `/content/issues/${first}`, event: 'merged_into' }).first('subject')).toEqual({ subject: expect.stringMatching(/^有问题并入，请一并办理：/) });
    const merged = async (as: Account): Promise<string[]> => (await wangge.request('GET', `/wangge/issues/${first}/situation`, { as })).body.data.merged.map(({ id }: { id: string }) => id);
    // With what had been merged into it before.
    expect(await merged(level1)).toEqual([second, elsewhere].toSorted((a, b) => a === second ? -1 : b === second ? 1 : 0));
    expect(await merged(cadre)).toEqual([second]);
  });
});

describe('what was merged into an issue that ends unhandled', () => {
  it('is on its own again, with its limit from the report, and whoever is concerned is told the truth', async () => {
    const { dispatcher, worker, cadre, level2 } = community;
    const [first, second] = await few(2) as [string, string];
    const before = await row(second);
    await merge(second, first);
    await done(dispatcher, { type: 'reject', note: '不属受理范围' }, first);
    expect(await row(second)).toMatchObject({ status: 'assigned', duplicate_of: null, handler: cadre.id, lead: level2.id, scope: 'community', department: before.department, due_at: before.due_at, overdue: false });
    expect(await told(second, 'separate')).toEqual(ids(dispatcher, worker, cadre, level2));
    expect(await told(second, 'feedback_owed')).toEqual([]);
    expect(await wangge.db('issue_events').where({ issue: second, type: 'separate' }).first('actor', 'note')).toEqual({ actor: null, note: `并入的问题 ${(await row(first)).number} 不予受理，本件恢复单独办理；时限仍从上报时起算。` });
    const clocks = await wangge.db('issue_deadlines').where({ issue: second }).orderBy('id').select('kind', 'state', 'opened_by_seq');
    expect(clocks).toEqual([{ kind: 'resolve', state: 'running', opened_by_seq: 1 }, { kind: 'own', state: 'cancelled', opened_by_seq: 1 }, { kind: 'own', state: 'running', opened_by_seq: 3 }]);
    const certificate = await wangge.request('GET', `/wangge/issues/${second}/certificate`, { as: cadre });
    expect(certificate.body.data.find(({ kind }: { kind: string }) => kind === 'resolve')).toMatchObject({ state: 'running' });
    await done(cadre, { type: 'handle', result: '已清理', channel: 'visit' }, second);
  });

  it('in a chain only what hangs on it itself, and all of them at once', async () => {
    const { dispatcher, worker } = community;
    const [top, middle, leaf, beside, another] = await few(5) as [string, string, string, string, string];
    await merge(leaf, middle);
    await merge(middle, top);
    await merge(beside, top);
    await merge(another, top);
    await done(worker, { type: 'withdraw', note: '误报' }, top);
    expect(await Promise.all([middle, leaf, beside, another].map(async id => (await row(id)).status))).toEqual(['assigned', 'merged', 'assigned', 'assigned']);
    expect((await row(leaf)).duplicate_of).toBe(middle);
    await done(dispatcher, { type: 'reject', note: '不属受理范围' }, middle);
    expect(await row(leaf)).toMatchObject({ status: 'assigned', duplicate_of: null });
    // And may be merged again.
    await merge(another, beside);
    await done(dispatcher, { type: 'reject', note: '不属受理范围' }, beside);
    expect(await wangge.db('issue_events').where({ issue: another }).orderBy('seq').pluck('type')).toEqual(['report', 'merge', 'separate', 'merge', 'separate']);
  });

  it('a limit that passed meanwhile is missed when it was; without anybody there it waits for the dispatchers', async () => {
    const { place, category, worker, dispatcher, cadre } = community;
    const past = (at: string): Promise<string> => reportAt(wangge.db, { grid: place.patches[0].id, category, reporter: worker.id, at });
    const [first, second] = [await past('2026-03-11T02:00:00.000Z'), await past('2026-03-11T03:00:00.000Z')];
    await stepAt(wangge.db, second, { person: dispatcher.id, dispatcher: true }, { type: 'merge', to_issue: first }, '2026-03-12T02:00:00.000Z');
    await stepAt(wangge.db, first, { person: dispatcher.id, dispatcher: true }, { type: 'reject', note: '不属受理范围' }, '2026-03-19T02:00:00.000Z');
    await stepAt(wangge.db, second, { person: cadre.id, department: place.communityDepartments[0].id }, { type: 'accept' }, '2026-03-19T03:00:00.000Z');
    expect(await wangge.db('issue_deadlines').where({ issue: second, kind: 'resolve' }).first('state', 'missed_at', 'person')).toEqual({ state: 'missed', missed_at: '2026-03-16T10:00:00.000Z', person: community.level2.id });
    expect(await wangge.db('issue_deadlines').where({ issue: second, kind: 'own', state: 'running' }).pluck('due_at')).toEqual(['2026-03-24T10:00:00.000Z']);
    expect((await wangge.request('GET', `/wangge/issues/${second}/certificate`, { as: cadre, query: { format: 'text' } })).body).toContain('到期时间：2026年3月16日（星期一）18:00');
  });

  it('whatever comes first, a merger or the end of the other one: nothing stays merged into what has ended', async () => {
    for (let round = 0; round < 5; round++) {
      const [first, second] = await few(2) as [string, string];
      const answers = await Promise.all([
        event(community.dispatcher, second, { type: 'merge', to_issue: first }),
        event(community.dispatcher, first, { type: 'reject', note: '不属受理范围' }),
      ]);
      expect(answers[1]!.status).toBe(200);
      expect([200, 400]).toContain(answers[0]!.status);
      expect((await row(second)).status).toBe('assigned');
    }
  });
});

describe('an external number', () => {
  it('stays with a report that is on its own again, and is free once its reporter has withdrawn it', async () => {
    const { dispatcher, place } = community;
    const number = `HX-${randomUUID()}`;
    const order = (said = {}) => wangge.request('POST', '/items/issues', { as: dispatcher, body: residentsMatter(community, { source: 'hotline', grid: place.patches[0].id, external_no: number, ...said }), query: { fields: 'id' } });
    const first = await reported(wangge, community);
    const id = (await order()).body.data.id;
    await merge(id, first);
    expect((await order()).errors[0]!.extensions).toMatchObject({ field: 'external_no' });
    await done(community.worker, { type: 'withdraw' }, first);
    expect((await row(id)).status).toBe('assigned');
    expect((await order()).errors[0]!.extensions).toMatchObject({ field: 'external_no' });
    await done(dispatcher, { type: 'reject', note: '不属受理范围' }, id);
    expect((await order()).errors[0]!.extensions).toMatchObject({ field: 'external_no' });

    const wrong = `HX-${randomUUID()}`;
    // A dispatcher’s own entry, with the wrong severity: withdrawn, and entered anew.
    const mistaken = (await order({ external_no: wrong, severity: 'urgent' })).body.data.id;
    await done(dispatcher, { type: 'withdraw', note: '紧急程度有误' }, mistaken);
    const anew = await order({ external_no: wrong });
    expect(anew.status, JSON.stringify(anew.body)).toBe(200);
    expect((await order({ external_no: wrong })).errors[0]!.extensions).toMatchObject({ field: 'external_no' });
    expect((await doubles(wangge.db)).filter(({ said }) => said === wrong)).toEqual([]);
  });
});

it('an upgrade frees the numbers of reports that an earlier release left merged for ever', async () => {
  const [ended, left, kept] = await few(3) as [string, string, string];
  const free = async (id: string, db = wangge.db): Promise<boolean> => (await db.raw('select wangge_number_free(?) as free', [id])).rows[0].free;
  let answers: boolean[] = [];
  await wangge.db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    await trx('issues').where({ id: ended }).update({ status: 'rejected' });
    await trx('issues').where({ id: left }).update({ status: 'merged', duplicate_of: ended });
    await trx('issues').where({ id: kept }).update({ status: 'merged', duplicate_of: left });
    answers = await Promise.all([ended, left, kept].map(id => free(id, trx)));
    await trx.rollback(new Error('looked at'));
  }).catch(() => {});
  expect(answers).toEqual([false, true, true]);
  expect(await free(left)).toBe(false);
});

it('every timeline replays', async () => {
  const { faults } = await verifyIssues(wangge.db);
  expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
});
