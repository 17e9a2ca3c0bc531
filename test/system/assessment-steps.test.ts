/** A period's steps: computed by the job, opened and published by two people, and nothing of it by any other way. */
import type { EvidenceFiles } from '../../extensions/wangge/src/assessment/evidence/kept-file.ts';
import type { Team } from './assessed.ts';
import type { Community } from './community.ts';
import type { Account, OwnServer } from './harness.ts';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyRanking } from '../../extensions/wangge/src/assessment/evidence/verify-service.ts';
import { rankPeriod } from '../../extensions/wangge/src/assessment/periods/ranking-service.ts';
import { remind } from '../../extensions/wangge/src/assessment/periods/reminder-service.ts';
import { takeStep } from '../../extensions/wangge/src/assessment/periods/step-service.ts';
import { inspection, memory } from './assessed.ts';
import { peopled } from './community.ts';
import { rankByFirstScheme } from './first-scheme.ts';
import { freshServer } from './harness.ts';
import { handleAt, reportAt } from './past.ts';

const PERIOD = '2024-Q2';
const OPENED = '2024-07-09T01:00:00.000Z';
/** The close of the third working day after. */
const UNTIL = '2024-07-12T10:00:00.000Z';

let wangge: OwnServer;
let community: Community;
let team: Team;
let period: string;
/** Of the inspection team, and leads a ranked patch. */
let ranked: Account;
let second: Account;
let analyst: Account;

const stored = () => wangge.db('assessment_periods').where({ id: period }).first();
const step = (as: Account, name: 'preview' | 'publish', body: object = {}) =>
  wangge.request('POST', `/wangge/assessment/${PERIOD}/${name}`, { as, body: { subdistrict: community.place.code, ...body } });
const rule = (answer: { errors: { extensions: Record<string, unknown> }[] }) => answer.errors[0]?.extensions.rule ?? answer.errors[0]?.extensions.code;
const ranksSeen = async (as: Account, query: Record<string, string> = {}) =>
  (await wangge.request('GET', '/items/rankings', { as, query: { 'filter[period][_eq]': period, 'limit': '-1', 'fields': 'grid,version,state,subject', ...query } })).body.data as { grid: string; version: number; state: string }[];

beforeAll(async () => {
  wangge = await freshServer();
  await rankByFirstScheme(wangge.db);
  community = await peopled(wangge);
  const { place, category, worker } = community;
  team = await inspection(wangge, place);
  const { department } = await wangge.db('directus_users').where('id', team.opens.id).first();
  ranked = await wangge.createUser({ role: 'inspector', department, posts: [{ grid: place.patches[1].id }] });
  second = await wangge.createUser({ role: 'level_1', posts: [{ grid: place.area.id, role: 'deputy' }] });
  analyst = await wangge.createUser({ role: 'analyst' });
  for (const patch of [0, 1, 2] as const) {
    for (const day of ['08', '09', '10', '11', '15', '16']) {
      const issue = await reportAt(wangge.db, { grid: place.patches[patch].id, category, reporter: worker.id, at: `2024-04-${day}T02:00:00.000Z` });
      const { handler, lead } = await wangge.db('issues').where({ id: issue }).first();
      await handleAt(wangge.db, issue, handler ?? lead, `2024-04-${day}T0${4 + patch}:00:00.000Z`);
    }
  }
});

afterAll(() => wangge.close());

describe('a quarter', () => {
  it('is computed by nobody but the inspection team, the administrator and the job; and is seen by those who look after it alone', async () => {
    const compute = (as: Account) => wangge.request('POST', `/wangge/assessment/${PERIOD}/compute`, { as, body: { subdistrict: community.place.code } });
    for (const person of [community.worker, community.level1, community.officer, analyst])
      expect((await compute(person)).status).toBe(403);
    const done = await compute(team.opens);
    expect(done.body.data).toMatchObject([{ outcome: 'computed', version: 1, state: 'computed' }]);
    expect((await compute(wangge.admin)).body.data).toMatchObject([{ outcome: 'already', version: 1 }]);
    ({ id: period } = await wangge.db('assessment_periods').where({ code: PERIOD, subdistrict: community.place.id }).first('id'));
    expect(await stored()).toMatchObject({ state: 'computed', version: 0, draft_version: 1, evidence: null });
    for (const person of [community.worker, community.level2, community.level1, community.dispatcher])
      expect(await ranksSeen(person)).toEqual([]);
    expect(await ranksSeen(analyst)).toHaveLength(7);
    expect((await wangge.request('GET', `/wangge/assessment/${PERIOD}/ranking`, { as: community.level1 })).status).toBe(400);
    expect((await wangge.request('GET', `/wangge/assessment/${PERIOD}/ranking`, { as: analyst, query: { draft: 'true', subdistrict: community.place.code } })).body.data.rows).toHaveLength(4);
  });

  it('tells those who may open its preview, once', async () => {
    const told = () => wangge.db('outbox').where('dedupe_key', `assessment_preview:${period}:1`).pluck('recipient');
    await remind(wangge.db, OPENED);
    await remind(wangge.db, OPENED);
    expect((await told()).sort()).toEqual([team.opens.id, team.publishes.id].sort());
  });

  it('is opened by no other than the inspection team, who have no place in it', async () => {
    for (const person of [community.worker, community.level2, community.level1, community.officer, analyst])
      expect((await step(person, 'preview')).status).toBe(403);
    expect(rule(await step(community.inspector, 'preview'))).toBe('preview_not_theirs');
    expect(rule(await step(ranked, 'preview'))).toBe('ranked_themselves');
    const admin = await step(wangge.admin, 'preview');
    expect([admin.status, rule(admin)]).toEqual([400, 'step_by_people']);
    expect(rule(await step(team.opens, 'publish'))).toBe('preview_first');
    expect(rule(await step(team.opens, 'preview', { version: 7 }))).toBe('version_not_current');
    expect(rule(await step(team.opens, 'preview', { subdistrict: 'none' }))).toBe('period_not_ranked');
    expect((await stored()).state).toBe('computed');
  });

  it('in the preview everyone ranked sees theirs, who leads above what is below, and nobody anything else', async () => {
    const taken = await takeStep(wangge.db, { period, step: 'preview', actor: team.opens.id, version: 1, reason: null }, OPENED);
    expect(taken).toMatchObject({ until: UNTIL });
    expect(await stored()).toMatchObject({ state: 'preview', version: 0, draft_version: 1 });
    const { patches, communities, area } = community.place;
    const grids = async (as: Account, query = {}) => (await ranksSeen(as, query)).map(({ grid }) => grid).sort();
    const seen: [Account, string[]][] = [
      [community.worker, [patches[0].id]],
      [community.stranger, [patches[2].id]],
      [community.level2, [communities[0].id, patches[0].id, patches[1].id]],
      [community.level1, [area.id, ...communities.map(({ id }) => id), ...patches.map(({ id }) => id)]],
      [community.officer, []],
      [community.dispatcher, []],
    ];
    for (const [person, mine] of seen) {
      expect(await grids(person)).toEqual([...mine].sort());
      const scores = (await wangge.request('GET', '/items/assessment_scores', { as: person, query: { 'filter[period][_eq]': period, 'limit': '-1', 'fields': 'grid' } })).body.data as { grid: string }[];
      expect(scores.map(({ grid }) => grid).filter(grid => !mine.includes(grid))).toEqual([]);
    }
    // Nor by asking about what is not seen.
    expect(await grids(community.worker, { 'filter[grid][_eq]': patches[2].id })).toEqual([]);
    const counted = await wangge.request('GET', '/items/rankings', { as: community.worker, query: { 'filter[period][_eq]': period, 'aggregate[count]': '*' } });
    expect(counted.body.data).toMatchObject([{ count: '1' }]);
    const mine = await wangge.request('GET', `/wangge/assessment/${PERIOD}/ranking`, { as: community.worker, query: { draft: 'true', subdistrict: community.place.code } });
    expect(mine.body.data.rows).toHaveLength(1);
  });

  it('is published by no third way: not too soon, not by who opened or computed it, nor who has a place in it, nor an administrator', async () => {
    const at = '2024-07-12T09:59:59.999Z';
    const publish = (actor: Account, now: string) => takeStep(wangge.db, { period, step: 'publish', actor: actor.id, version: null, reason: null }, now);
    expect(await publish(team.publishes, at)).toMatchObject({ code: 'preview_runs', params: { until: '2024-07-12 18:00' } });
    expect(rule(await step(team.opens, 'publish'))).toBe('second_person');
    expect(rule(await step(ranked, 'publish'))).toBe('ranked_themselves');
    expect(rule(await step(wangge.admin, 'publish'))).toBe('step_by_people');
    for (const person of [community.worker, community.level2, community.dispatcher, analyst])
      expect((await step(person, 'publish')).status).toBe(403);
    const item = { period, step: 'publish' };
    const query = 'mutation ($data: create_assessment_steps_input!) { create_assessment_steps_item(data: $data) { id } }';
    const form = new FormData();
    form.append('file', new Blob([`period,step\n${period},publish\n`], { type: 'text/csv' }), 'steps.csv');
    const doors = [
      await wangge.request('POST', '/items/assessment_steps', { as: team.opens, body: item }),
      await wangge.request('POST', '/items/assessment_steps', { as: team.opens, body: [item, { ...item, actor: team.publishes.id }] }),
      await wangge.request('POST', '/items/assessment_steps', { as: team.opens, body: { ...item, step: 'compute' } }),
      await wangge.request('POST', '/graphql', { as: team.opens, body: { query, variables: { data: { period: { id: period }, step: 'publish' } } } }),
      await wangge.request('POST', '/utils/import/assessment_steps', { as: team.opens, body: form }),
      await wangge.request('PATCH', `/items/assessment_periods/${period}`, { as: wangge.admin, body: { state: 'published' } }),
      await wangge.request('PATCH', '/items/rankings', { as: wangge.admin, body: { keys: [(await wangge.db('rankings').where({ period }).first('id')).id], data: { state: 'published' } } }),
    ];
    expect(doors.map(({ errors }) => errors.length > 0)).toEqual(doors.map(() => true));
    const { db } = wangge;
    const [one] = await db('assessment_steps').where({ period, step: 'preview' });
    const forged = { ...one, id: db.raw('gen_random_uuid()'), step: 'publish', until: null, at: UNTIL };
    for (const write of [
      () => db('assessment_steps').insert(forged),
      () => db('assessment_steps').insert({ ...forged, actor: null }),
      () => db('assessment_steps').insert({ ...forged, actor: team.publishes.id, at: OPENED }),
      () => db('assessment_steps').where({ id: one.id }).update({ actor: team.publishes.id }),
      () => db('assessment_steps').where({ id: one.id }).delete(),
      () => db('assessment_versions').where({ period }).update({ state: 'published' }),
      () => db('assessment_versions').where({ period }).delete(),
      () => db('assessment_periods').where({ id: period }).update({ state: 'published', version: 1 }),
      () => db('rankings').where({ period }).update({ state: 'published' }),
      () => db('assessment_scores').where({ period }).update({ state: 'published' }),
      () => db('rankings').insert({ id: db.raw('gen_random_uuid()'), period, version: 1, level: 3, grid: community.place.patches[3].id, rank: 1, vetoed: false }),
    ])
      await expect(write()).rejects.toThrow();
    expect((await stored()).state).toBe('preview');
  });

  it('of two who publish at once one does, the other is told so; then all see it, with who and when', async () => {
    const may = (as: Account) => wangge.request('GET', `/wangge/assessment/${PERIOD}/steps`, { as, query: { subdistrict: community.place.code } });
    expect((await may(team.opens)).body.data).toMatchObject({ steps: [{ step: 'compute', actor: team.opens.id }, { step: 'preview' }], may: ['compute'] });
    expect((await may(second)).body.data.may).toEqual(['publish']);
    await remind(wangge.db, UNTIL);
    expect((await wangge.db('outbox').where('dedupe_key', `assessment_publish:${period}:1`).pluck('recipient')).sort()).toEqual([team.publishes.id, community.level1.id, second.id].sort());
    const both = await Promise.all([step(team.publishes, 'publish'), step(second, 'publish')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(rule(both.find(({ status }) => status === 400)!)).toBe('nothing_to_take');
    const now = await stored();
    expect(now).toMatchObject({ state: 'published', version: 1, draft_version: null, computed_by: team.opens.id, evidence_digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect([team.publishes.id, second.id]).toContain(now.published_by);
    expect(await ranksSeen(community.worker)).toHaveLength(7);
    expect(await ranksSeen(community.officer)).toEqual([]);
    expect((await wangge.request('GET', `/wangge/assessment/${PERIOD}/ranking`, { as: community.worker, query: { subdistrict: community.place.code } })).body.data.rows).toHaveLength(4);
  });

  it('corrected, is a version more with its reason: people see the one before until it has walked the same way', async () => {
    const request = { period: PERIOD, subdistrict: community.place.code, reason: '更正归属' };
    const { evidence } = await stored();
    const never = async (): Promise<never> => {
      throw new Error('the disk is full');
    };
    const files: EvidenceFiles = { save: async (_, __, content) => {
      await buffer(content);
      return evidence;
    }, open: never };
    // Nothing of what was computed stays where it ends in the middle.
    await expect(rankPeriod(wangge.db, { ...files, save: never }, request, UNTIL)).rejects.toThrow('the disk is full');
    expect(await stored()).toMatchObject({ state: 'published', version: 1, draft_version: null });
    expect(await wangge.db('rankings').where({ period })).toHaveLength(7);
    const both = await Promise.all([1, 2].map(() => rankPeriod(wangge.db, files, request, UNTIL)));
    expect(both.map(one => one.kind === 'ranked' ? one.periods[0]!.version : one).sort()).toEqual([2, 3]);
    expect(await stored()).toMatchObject({ state: 'computed', version: 1, draft_version: 3 });
    expect(await wangge.db('assessment_versions').where({ period }).orderBy('version').pluck('state')).toEqual(['published', 'superseded', 'computed']);
    expect((await ranksSeen(community.worker)).map(({ version }) => version)).toEqual(Array.from({ length: 7 }, () => 1));
    await takeStep(wangge.db, { period, step: 'preview', actor: team.publishes.id, version: 3, reason: null }, UNTIL);
    expect((await ranksSeen(community.worker)).filter(({ version }) => version !== 1)).toMatchObject([{ grid: community.place.patches[0].id, version: 3, state: 'preview' }]);
    expect(await wangge.request('GET', `/wangge/assessment/${PERIOD}/ranking`, { as: community.stranger, query: { subdistrict: community.place.code } })).toMatchObject({ body: { data: { period: { version: 1 } } } });
    // Now the one who opened before may publish: nobody did both of one version.
    expect((await step(team.opens, 'publish')).status).toBe(200);
    expect(await stored()).toMatchObject({ state: 'published', version: 3, draft_version: null });
    expect((await ranksSeen(community.worker)).map(({ version }) => version)).toEqual(Array.from({ length: 7 }, () => 3));
    expect(await wangge.db('assessment_versions').where({ period }).orderBy('version').pluck('state')).toEqual(['superseded', 'superseded', 'published']);
    expect(await wangge.db('assessment_steps').where({ period, version: 3 }).orderBy('at').orderBy('until').pluck('reason')).toContain('更正归属');
  });
});

describe('a month', () => {
  const code = '2024-04';
  const periods = () => wangge.db('assessment_periods').where({ code, subdistrict: community.place.id });

  it('killed while it is computed, leaves nothing behind', async () => {
    const { db } = wangge;
    const child = wangge.spawnCli('wangge', 'rank', code, '--subdistrict', community.place.code);
    const ended = once(child, 'exit');
    const locked = async () => (await db.raw(`select 1 from pg_locks where relation = 'assessment_periods'::regclass and mode = 'ShareRowExclusiveLock' and granted`)).rows.length > 0;
    while (child.exitCode === null && !await locked())
      await wait(5);
    child.kill('SIGKILL');
    await ended;
    while (await locked())
      await wait(5);
    expect(await periods()).toEqual([]);
  });

  it('is scored, not ranked, and once', async () => {
    const { db } = wangge;
    const files = memory();
    const request = { period: code, subdistrict: community.place.code, reason: null };
    for (const outcome of ['computed', 'already'])
      expect(await rankPeriod(db, files, request, UNTIL)).toMatchObject({ periods: [{ outcome, version: 1 }] });
    const [month, ...more] = await periods();
    expect(more).toEqual([]);
    expect(month).toMatchObject({ kind: 'month', starts_on: '2024-04-01', ends_on: '2024-04-30', state: 'computed' });
    expect(await db('rankings').where({ period: month.id }).whereNotNull('rank')).toEqual([]);
    expect(await db('rankings').where({ period: month.id, grid: community.place.patches[0].id }).first()).toMatchObject({ sample: 6, total: '100.00', note: 'level_not_ranked' });
    expect(await db('assessment_steps').where({ period: month.id }).select('version', 'step', 'actor')).toEqual([{ version: 1, step: 'compute', actor: null }]);
    expect(await verifyRanking(db, files, code)).toMatchObject([{ version: 1, cases: 18, faults: [] }]);
  });
});
