/** Visits of the inspection team on a real server: drawn, held by two, with samples that become findings, acknowledged; every way round them. */
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import process from 'node:process';
import { beforeAll, describe, expect, it } from 'vitest';
import { peopled, reported } from './community.ts';
import { server } from './harness.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const wangge = await server();
const { db } = wangge;
const SET = 'ledger_facilities';
let people: Community;
let [one, two, third, insider]: Account[] = [];
let today: string;

beforeAll(async () => {
  people = await peopled(wangge);
  const team = randomUUID();
  await db('departments').insert({ id: team, code: `${people.place.code}T01`, name: '督查考核组', subdistrict: people.place.id, kind: 'office', active: true, supervises: true });
  [one, two, third, insider] = await Promise.all([{}, {}, {}, { posts: [{ grid: people.place.communities[0].id, role: 'deputy' as const }] }].map(said => wangge.createUser({ role: 'inspector', department: team, ...said })));
  today = (await db.raw('select wangge_today()::text as day')).rows[0].day;
});

const post = (as: Account | undefined, path: string, body: unknown = {}) => wangge.request('POST', path, { as: as!, body });
const rule = ({ errors }: { errors?: { extensions: Record<string, unknown> }[] }) => errors?.[0]?.extensions.rule ?? errors?.[0]?.extensions.code;
const plan = async (said: object = {}): Promise<string> => {
  const { status, body } = await post(one, '/items/inspection_visits', { grid: people.place.patches[0].id, planned_on: today, inspector_1: one!.id, inspector_2: two!.id, reason: '群众反映', ...said });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data.id;
};
/** What is planned here is planned no more. */
const unplanned = () => db('inspection_visits').where({ state: 'planned' }).whereIn('grid', db('grids').where({ subdistrict: people.place.id }).select('id')).update({ state: 'cancelled', cancelled_reason: '另行安排' });
const visitOf = async (id: string, as = one) => (await wangge.request('GET', `/wangge/inspections/${id}/visit`, { as: as! })).body.data;
/** Fills in one's own sheets and hands them in. */
async function handIn(id: string, as: Account, score: number): Promise<{ status: number; body: any }> {
  const { answers } = await visitOf(id, as);
  const saved = await post(as, `/wangge/inspections/${id}/answers`, { answers: answers.map((answer: { id: string }) => ({ id: answer.id, score, note: '现场了解' })) });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  return post(as, `/wangge/inspections/${id}/complete`);
}

describe('a visit', () => {
  it('is held by two who score apart, makes findings of what it looked at, counts in the quarter, and is acknowledged', async () => {
    const entries = await Promise.all(Array.from({ length: 80 }, async (_, nth) => {
      const id = randomUUID();
      await db(SET).insert({ id, grid: people.place.patches[0].id, name: `健身路径${nth}`, group: 'environment', kind: 'fitness', condition: 'intact' });
      return id;
    }));
    expect(entries).toHaveLength(80);
    await db('work_logs').insert({ id: randomUUID(), person: people.worker.id, grid: people.place.patches[0].id, work_date: db.raw('wangge_today() - 1'), started_at: '09:00', ended_at: '10:00', minutes: 60, kind: 'patrol', summary: '巡查' });
    const scheme = await db('assessment_indicators as i').join('assessment_schemes as s', 's.id', 'i.scheme').where({ 's.state': 'active', 'i.measure': 'inspection_mean', 'i.subject': 'grid' }).first('i.id');
    expect(scheme).toBeDefined();
    const quarter = Math.ceil(Number(today.slice(5, 7)) / 3);
    const starts = `${today.slice(0, 4)}-${String(quarter * 3 - 2).padStart(2, '0')}-01`;
    await db('assessment_periods').insert({ id: randomUUID(), code: `${today.slice(0, 4)}-Q${quarter}`, kind: 'quarter', subdistrict: people.place.id, starts_on: starts, ends_on: db.raw('(cast(? as date) + interval \'3 months\')::date - 1', [starts]), state: 'open', version: 0 });

    const id = await plan();
    expect(await db('outbox').where({ event: 'visit_planned', recipient: two!.id, dedupe_key: `visit_planned:${id}` })).toHaveLength(1);
    expect(rule((await post(one, `/wangge/inspections/${id}/answers`, { answers: [{ id: randomUUID(), score: 5 }] })).body)).toBe('visit_not_begun');
    expect(rule((await post(third, `/wangge/inspections/${id}/begin`)).body)).toBe('visit_not_inspector');
    // Twice at once: one begins.
    const begun = await Promise.all([post(one, `/wangge/inspections/${id}/begin`), post(two, `/wangge/inspections/${id}/begin`)]);
    expect(begun.map(({ status }) => status).sort()).toEqual([200, 409]);
    const questions = await db('inspection_questions').where({ active: true });
    const mine = await visitOf(id);
    expect(mine.answers).toHaveLength(questions.length);
    expect(mine.samples.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['entry', 'entry', 'entry', 'entry', 'entry', 'log']);
    // What was drawn, the team may read.
    for (const { collection, item } of mine.samples.filter(({ kind }: { kind: string }) => kind === 'entry'))
      expect((await wangge.request('GET', `/items/${collection}/${item}`, { as: two!, query: { fields: 'id' } })).status).toBe(200);

    expect(rule((await post(one, `/wangge/inspections/${id}/complete`)).body)).toBe('inspection_unanswered');
    const theirs = await visitOf(id, two);
    expect(rule((await post(one, `/wangge/inspections/${id}/answers`, { answers: [{ id: theirs.answers[0].id, score: 5 }] })).body)).toBe('inspection_answer_unknown');
    expect(rule((await post(one, `/wangge/inspections/${id}/answers`, { answers: [{ id: mine.answers[0].id, score: 11 }] })).body)).toBe('inspection_score');

    const [right, wrong, ...rest] = mine.samples.filter(({ kind }: { kind: string }) => kind === 'entry');
    const log = mine.samples.find(({ kind }: { kind: string }) => kind === 'log');
    expect((await post(one, `/wangge/inspections/${id}/samples/${right.id}`, { result: 'right' })).status).toBe(200);
    expect(rule((await post(one, `/wangge/inspections/${id}/samples/${wrong.id}`, { result: 'finding' })).body)).toBe('sample_finding_words');
    const found = await Promise.all([post(one, `/wangge/inspections/${id}/samples/${wrong.id}`, { result: 'finding', note: '已损坏，台账写完好', kind: 'inaccurate' }), post(two, `/wangge/inspections/${id}/samples/${wrong.id}`, { result: 'right' })]);
    expect(found.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect((await post(two, `/wangge/inspections/${id}/samples/${log.id}`, { result: 'finding', note: '当日未到场' })).status).toBe(200);
    expect(rest).toHaveLength(3);
    const looked = await db('ledger_spot_checks').whereIn('item', [right.item, wrong.item]).orderBy('result').select('result', 'checked_by');
    expect(looked.some(({ result }) => result === 'right')).toBe(true);
    expect(await db('ledger_findings').where({ work_log: log.work_log }).first('visit', 'state', 'kind', 'found_by')).toEqual({ visit: id, state: 'open', kind: 'false', found_by: two!.id });

    expect((await handIn(id, one!, 9)).body.data).toEqual({ score: 90, held: false, counted: true });
    expect(rule((await post(one, `/wangge/inspections/${id}/answers`, { answers: [{ id: mine.answers[0].id, score: 1 }] })).body)).toBe('visit_completed');
    // Apart: neither sees the other's before both are in, by whatever door.
    expect((await wangge.request('GET', '/items/inspection_answers', { as: two!, query: { filter: JSON.stringify({ visit: { _eq: id } }), fields: 'inspector', limit: '-1' } })).body.data.every(({ inspector }: { inspector: string }) => inspector === two!.id)).toBe(true);
    expect((await post(people.worker, `/wangge/inspections/${id}/acknowledge`, { note: null })).status).toBe(409);
    expect((await handIn(id, two!, 6)).body.data).toEqual({ score: 60, held: true, counted: true });
    expect(await db('assessment_manual_scores').where({ grid: people.place.patches[0].id, source: 'inspection' }).orderBy('score').select('score', 'rater')).toEqual([{ score: 60, rater: two!.id }, { score: 90, rater: one!.id }]);
    expect((await wangge.request('GET', '/items/inspection_answers', { as: people.worker, query: { filter: JSON.stringify({ visit: { _eq: id } }), fields: 'score', limit: '-1' } })).body.data).toHaveLength(2 * questions.length);
    expect((await wangge.request('GET', `/wangge/inspections/${id}/visit`, { as: people.stranger })).status).toBe(403);

    expect(rule((await post(people.level1, `/wangge/inspections/${id}/acknowledge`, { note: null })).body)).toBe('visit_not_leader');
    const acknowledged = await Promise.all([1, 2].map(() => post(people.worker, `/wangge/inspections/${id}/acknowledge`, { note: '已整改' })));
    expect(acknowledged.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await db('inspection_visits').where({ id }).first('state', 'acknowledged_by', 'acknowledgement')).toEqual({ state: 'acknowledged', acknowledged_by: people.worker.id, acknowledgement: '已整改' });
    const pdf = await wangge.request('GET', `/wangge/inspections/${id}/sheet.pdf`, { as: people.worker });
    expect(pdf.status).toBe(200);
  }, 120_000);

  it('has photographs on its sheets: one\'s own, of the inspector\'s own sheet, until it is handed in; the other\'s and the leader see them once both are', async () => {
    const id = await plan({ grid: people.place.patches[2].id });
    const upload = async (as: Account | undefined, content: Buffer<ArrayBuffer> = PNG, type = 'image/png'): Promise<string> => {
      const form = new FormData();
      form.append('file', new Blob([content], { type }), 'photo');
      const { status, body } = await wangge.request('POST', '/files', { as: as!, body: form });
      expect(status, JSON.stringify(body)).toBe(200);
      return body.data.id;
    };
    const photo = await upload(one);
    const put = (as: Account | undefined, said: object) => post(as, `/wangge/inspections/${id}/photos`, { method: 'look', ...said });
    expect(rule((await put(one, { photo })).body)).toBe('visit_not_begun');
    expect((await post(one, `/wangge/inspections/${id}/begin`)).status).toBe(200);
    expect(rule((await put(two, { photo })).body)).toBe('not_uploader');
    expect(rule((await put(third, { photo: await upload(third) })).body)).toBe('visit_not_inspector');
    expect((await put(one, { photo, method: 'smell' })).status).toBe(400);
    const document = await upload(one, Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'), 'application/pdf');
    expect(rule((await put(one, { photo: document })).body)).toBe('not_photograph');
    // Twice at once, once more: it is there once.
    const ids = (await Promise.all([1, 2].map(() => put(one, { photo })))).map(({ body }) => body.data.id);
    expect(new Set([...ids, (await put(one, { photo })).body.data.id]).size).toBe(1);
    const other = (await put(one, { photo: await upload(one) })).body.data.id;
    expect((await post(two, `/wangge/inspections/${id}/photos/${other}/remove`)).body.data).toEqual({ removed: 0 });
    expect((await post(one, `/wangge/inspections/${id}/photos/${other}/remove`)).body.data).toEqual({ removed: 1 });
    expect((await visitOf(id)).photos).toEqual([{ id: ids[0], method: 'look', photo, own: true }]);
    expect((await visitOf(id, two)).photos).toEqual([]);
    const seen = (as: Account) => wangge.request('GET', `/assets/${photo}`, { as }).then(({ status }) => status);
    expect([await seen(two!), await seen(people.stranger)]).toEqual([403, 403]);
    expect((await wangge.request('GET', '/items/inspection_photos', { as: two!, query: { filter: JSON.stringify({ visit: { _eq: id } }) } })).body.data).toEqual([]);
    for (const verb of ['POST', 'DELETE'])
      expect(rule((await wangge.request(verb, `/items/inspection_photos${verb === 'POST' ? '' : `/${ids[0]}`}`, { as: wangge.admin, body: { visit: id, inspector: one!.id, method: 'look', photo } })).body)).toBe('visit_by_steps');
    expect((await wangge.request('DELETE', `/files/${photo}`, { as: one! })).status).toBeGreaterThanOrEqual(400);
    for (const person of [one!, two!])
      expect((await handIn(id, person, 8)).status).toBe(200);
    expect(rule((await post(one, `/wangge/inspections/${id}/photos/${ids[0]}/remove`)).body)).toBe('visit_completed');
    for (const change of [{ method: 'listen' }, null])
      await expect(change === null ? db('inspection_photos').where({ visit: id }).delete() : db('inspection_photos').where({ visit: id }).update(change)).rejects.toThrow('being filled in');
    expect([await seen(two!), await seen(people.stranger)]).toEqual([200, 200]);
    expect((await visitOf(id, two)).photos).toEqual([{ id: ids[0], method: 'look', photo, own: false }]);
    expect((await wangge.request('GET', `/wangge/inspections/${id}/sheet.pdf`, { as: two! })).status).toBe(200);
  });

  it('killed in the middle of a step, leaves nothing half, and is taken up again; of two who hand in at once both count', async () => {
    const id = await plan({ grid: people.place.patches[3].id });
    const quarter = await db('assessment_periods').where({ subdistrict: people.place.id, kind: 'quarter', state: 'open' }).first('id');
    expect(quarter).toBeDefined();
    /** The step waits where it writes last, and its process is killed there. */
    const killedAt = async (table: string, step: string, person: Account): Promise<void> => {
      const { host, port, user, password, database } = db.client.config.connection;
      const holder = await db.transaction();
      try {
        await holder.raw('lock table ?? in share mode', [table]);
        const child = spawn(process.execPath, ['test/system/visitor.ts', JSON.stringify({ host, port, user, password, database }), step, id, person.id, new Date().toISOString()], { stdio: 'ignore' });
        const ended = once(child, 'exit');
        await expect.poll(async () => (await db.raw('select 1 from pg_locks where relation = cast(? as regclass) and not granted', [table])).rows, { timeout: 30_000, interval: 20 }).not.toHaveLength(0);
        child.kill('SIGKILL');
        await ended;
      }
      finally {
        await holder.rollback();
      }
      await expect.poll(async () => (await db.raw('select 1 from pg_locks where relation = \'inspection_visits\'::regclass and mode in (\'RowShareLock\', \'RowExclusiveLock\') and pid <> pg_backend_pid()')).rows, { timeout: 30_000, interval: 20 }).toHaveLength(0);
    };
    await killedAt('inspection_samples', 'begin', one!);
    expect(await db('inspection_visits').where({ id }).first('state', 'begun_at')).toEqual({ state: 'planned', begun_at: null });
    expect(await db('inspection_answers').where({ visit: id })).toEqual([]);
    expect((await post(one, `/wangge/inspections/${id}/begin`)).status).toBe(200);
    const questions = await db('inspection_questions').where({ active: true });
    expect(await db('inspection_answers').where({ visit: id })).toHaveLength(2 * questions.length);
    for (const person of [one!, two!]) {
      const { answers } = await visitOf(id, person);
      expect((await post(person, `/wangge/inspections/${id}/answers`, { answers: answers.map((answer: { id: string }) => ({ id: answer.id, score: 7, note: null })) })).status).toBe(200);
    }
    await killedAt('assessment_manual_scores', 'complete', one!);
    expect(await db('inspection_visits').where({ id }).first('state', 'completed_1_at')).toEqual({ state: 'under_way', completed_1_at: null });
    const scores = () => db('assessment_manual_scores').where({ grid: people.place.patches[3].id, source: 'inspection' }).select('rater');
    expect(await scores()).toEqual([]);
    // Each twice, all at once.
    const done = await Promise.all([one, two, one, two].map(person => post(person, `/wangge/inspections/${id}/complete`)));
    expect(done.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409]);
    expect(done.filter(({ status, body }) => status === 200 && body.data.held)).toHaveLength(1);
    expect((await scores()).map(({ rater }) => rater).sort()).toEqual([one!.id, two!.id].sort());
    expect(await db('inspection_visits').where({ id }).first('state')).toEqual({ state: 'held' });
  });

  it('stays as it was planned and held, whoever writes', async () => {
    const id = await plan({ grid: people.place.patches[1].id });
    expect((await post(one, '/items/inspection_visits', { grid: people.place.patches[1].id, planned_on: today, inspector_1: one!.id, inspector_2: two!.id, reason: '重复' })).status).toBeGreaterThanOrEqual(400);
    expect(rule((await wangge.request('PATCH', `/items/inspection_visits/${id}`, { as: wangge.admin, body: { state: 'held' } })).body)).toBe('visit_fixed');
    for (const collection of ['inspection_answers', 'inspection_samples'])
      expect(rule((await post(wangge.admin as never, `/items/${collection}`, { visit: id })).body)).toBe('visit_by_steps');
    await expect(db('inspection_visits').where({ id }).update({ reason: '另一个' })).rejects.toThrow('stays as it was planned');
    await expect(db('inspection_visits').where({ id }).update({ state: 'held', held_on: today, completed_1_at: new Date(), completed_2_at: new Date(), begun_at: new Date() })).rejects.toThrow('stays as it was planned');
    expect(rule((await post(third, `/wangge/inspections/${id}/cancel`, { reason: ' ' })).body)).toBe('visit_cancel_reason');
    expect((await post(third, `/wangge/inspections/${id}/cancel`, { reason: '人员有变' })).status).toBe(200);
    expect(rule((await post(one, `/wangge/inspections/${id}/begin`)).body)).toBe('visit_cancelled');
  });

  it('is planned by the team alone, nobody in their own line', async () => {
    const said = { grid: people.place.patches[0].id, planned_on: today, inspector_1: one!.id, inspector_2: two!.id, reason: '回访' };
    expect(rule((await post(one, '/items/inspection_visits', { ...said, inspector_2: insider!.id })).body)).toBe('visit_own_line');
    expect(rule((await post(one, '/items/inspection_visits', { ...said, inspector_2: people.officer.id })).body)).toBe('visit_inspector');
    expect(rule((await post(people.inspector, '/items/inspection_visits', said)).body)).toBe('visit_planner');
    for (const person of [people.worker, people.level1, people.dispatcher, people.cadre])
      expect([400, 403]).toContain((await post(person, '/items/inspection_visits', said)).status);
  });
});

describe('a draw', () => {
  it('plans visits of grids without one, makes the same again from its seed, and stays', async () => {
    await reported(wangge, people);
    const draw = { subdistrict: people.place.id, level: 3, count: 3, planned_on: today, inspector_1: one!.id, inspector_2: two!.id, seed: '二〇二六' };
    const made = await post(one, '/items/inspection_draws', draw);
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const { id } = made.body.data;
    const { drawn } = await db('inspection_draws').where({ id }).first('drawn');
    expect(drawn).toHaveLength(3);
    const visits = await db('inspection_visits as v').join('grids as g', 'g.id', 'v.grid').where({ 'v.draw': id }).select('g.code', 'v.occasion', 'v.state', 'v.planned_by');
    expect(visits.map(({ code }) => code).sort()).toEqual(drawn.map(({ code }: { code: string }) => code).sort());
    expect(new Set(visits.map(({ occasion, state, planned_by }) => `${occasion} ${state} ${planned_by === one!.id}`))).toEqual(new Set(['drawn planned true']));
    // What has a visit already is not drawn again.
    const more = await post(one, '/items/inspection_draws', draw);
    expect(more.status, JSON.stringify(more.body)).toBe(200);
    const { drawn: left } = await db('inspection_draws').where({ id: more.body.data.id }).first('drawn');
    expect(left.map(({ code }: { code: string }) => code).some((code: string) => drawn.some((one: { code: string }) => one.code === code))).toBe(false);
    expect(rule((await post(one, '/items/inspection_draws', draw)).body)).toBe('draw_none');
    expect(rule((await post(one, '/items/inspection_draws', { ...draw, count: 0 })).body)).toBe('draw_count');
    expect(rule((await wangge.request('DELETE', `/items/inspection_draws/${id}`, { as: wangge.admin })).body)).toBe('draw_stays');
    expect(rule((await post(one, '/items/inspection_visits', { grid: people.place.communities[1].id, planned_on: today, inspector_1: one!.id, inspector_2: two!.id, draw: id })).body)).toBe('visit_not_drawn');
  });

  it('plans a quarter at once, over its working days; killed in the middle it plans nothing, and the same seed draws the same', async () => {
    await unplanned();
    const until = (await db.raw('select (wangge_today() + 60)::text as day')).rows[0].day;
    const draw = { subdistrict: people.place.id, level: 3, count: 3, planned_on: today, planned_until: until, inspector_1: one!.id, inspector_2: two!.id, seed: '四季度' };
    expect(rule((await post(one, '/items/inspection_draws', { ...draw, planned_until: '2020-01-01' })).body)).toBe('draw_until');
    expect(rule((await post(one, '/items/inspection_draws', { ...draw, planned_until: '2099-01-01' })).body)).toBe('draw_until');
    const planned = () => db('inspection_visits as v').join('grids as g', 'g.id', 'v.grid').where({ 'g.subdistrict': people.place.id, 'v.state': 'planned' }).orderBy('v.planned_on').select('g.code', db.raw('v.planned_on::text'));
    const draws = () => db('inspection_draws').where({ subdistrict: people.place.id, seed: '四季度' }).select('id');
    // Where its visits are written, its connection ends.
    const holder = await db.transaction();
    await holder.raw('lock table inspection_visits in share mode');
    const broken = post(one, '/items/inspection_draws', draw);
    const waiting = 'select pid from pg_locks where relation = \'inspection_visits\'::regclass and not granted';
    await expect.poll(async () => (await db.raw(waiting)).rows, { timeout: 30_000, interval: 20 }).not.toHaveLength(0);
    await db.raw(`select pg_terminate_backend(pid) from (${waiting}) w`);
    await holder.rollback();
    expect((await broken).status).toBeGreaterThanOrEqual(400);
    expect([await draws(), await planned()]).toEqual([[], []]);

    const twice = await Promise.all([1, 2].map(() => post(one, '/items/inspection_draws', draw)));
    expect(twice.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
    const first = await planned();
    // No grid is planned twice, however many planned at once.
    expect(new Set(first.map(({ code }) => code)).size).toBe(first.length);
    const { drawn } = await db('inspection_draws').where({ id: twice.find(({ status }) => status === 200)!.body.data.id }).first('drawn');
    expect(drawn).toHaveLength(3);
    const days = drawn.map(({ planned_on }: { planned_on: string }) => planned_on);
    expect(days).toEqual([...days].sort());
    expect(new Set(days).size).toBe(3);
    expect(days.every((day: string) => today <= day && day <= until)).toBe(true);
    for (const { code, planned_on } of drawn)
      expect(first).toContainEqual({ code, planned_on });
    await unplanned();
    const again = await post(one, '/items/inspection_draws', draw);
    expect((await db('inspection_draws').where({ id: again.body.data.id }).first('drawn')).drawn).toEqual(drawn);
  });

  it('leaves out whoever’s line it is on any of its days', async () => {
    await unplanned();
    const { rows: [{ soon, until }] } = await db.raw('select (wangge_today() + 30)::text as soon, (wangge_today() + 60)::text as until');
    const [patch] = people.place.patches;
    const { department } = await db('directus_users').where('id', one!.id).first('department');
    const later = await wangge.createUser({ role: 'inspector', department, posts: [{ grid: patch.id, role: 'deputy', starts_on: soon }] });
    const drawnBy = async (planned_until: string | null) => {
      const { body } = await post(one, '/items/inspection_draws', { subdistrict: people.place.id, level: 3, count: 50, planned_on: today, ...planned_until !== null && { planned_until }, inspector_1: one!.id, inspector_2: later.id });
      const { drawn } = await db('inspection_draws').where({ id: body.data.id }).first('drawn');
      await unplanned();
      return drawn.map(({ code }: { code: string }) => code) as string[];
    };
    expect(await drawnBy(null)).toContain(patch.code);
    expect(await drawnBy(until)).not.toContain(patch.code);
  });
});
