/** Responsibility statements: made for every post, issued by the set, signed by the person alone or by a copy, frozen, superseded, printed. */
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../extensions/wangge/src/territory/statements/job.ts';
import { peopled } from './community.ts';
import { server } from './harness.ts';
import { PDF, upload as uploadAs } from './uploads.ts';

const wangge = await server();
const { db } = wangge;
let today: string;

beforeAll(async () => {
  today = (await db.raw('select wangge_today()::text as today')).rows[0].today;
});

const ask = (as: Account, method: string, path: string, body?: unknown, query?: Record<string, string>) =>
  wangge.request(method, path, { as, ...(body === undefined ? {} : { body }), ...(query === undefined ? {} : { query }) });
const make = (as: Account, body: Record<string, unknown>) => ask(as, 'POST', '/wangge/statements/make', body);
const issue = (as: Account, body: unknown) => ask(as, 'POST', '/wangge/statements/issue', body);
const sign = (as: Account, id: string) => ask(as, 'POST', `/wangge/statements/${id}/sign`);
const said = ({ errors }: { errors: { extensions: Record<string, unknown> }[] }) => errors[0]?.extensions.rule ?? errors[0]?.extensions.code;
const of = (person: Account) => db('responsibility_statements').where({ person: person.id }).whereNot({ state: 'superseded' }).orderBy('number', 'desc').first();
const all = (community: Community) => db('responsibility_statements').where({ subdistrict: community.place.id }).orderBy('number');

const upload = (as: Account): Promise<string> => uploadAs(wangge, as, { content: PDF, type: 'application/pdf', name: '签字件.pdf' });

/** A sub-district of its own with a draft for each leader. */
async function drafted(): Promise<Community> {
  const community = await peopled(wangge);
  expect((await make(community.dispatcher, { term_ends_on: '2099-12-31' })).body.data).toEqual({ made: 4 });
  return community;
}

/** A sub-district of its own whose statements are issued. */
async function issued(): Promise<Community> {
  const community = await drafted();
  const answer = await issue(community.dispatcher, { grid: community.place.area.id });
  expect([answer.status, answer.body.data], JSON.stringify(answer.body)).toEqual([200, { issued: 4 }]);
  return community;
}

describe('making and issuing', () => {
  it('one draft for each leader, numbered in the order of the grids, once, however many ask at once', async () => {
    const people = await peopled(wangge);
    const { place, dispatcher, level2, worker, stranger } = people;
    const answers = await Promise.all([1, 2, 3].map(() => make(dispatcher, { term_ends_on: '2099-12-31' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ body }) => body.data.made).sort()).toEqual([0, 0, 4]);
    const rows = await all(people);
    const year = today.slice(0, 4);
    expect(rows.map(({ number, state, level }) => [number, state, level])).toEqual([[`${year}-001`, 'draft', 1], [`${year}-002`, 'draft', 2], [`${year}-003`, 'draft', 3], [`${year}-004`, 'draft', 3]]);
    expect(rows[2]).toMatchObject({ person: worker.id, grid: place.patches[0].id, grid_path: place.patches[0].path, term_starts_on: '2020-01-01', term_ends_on: '2099-12-31', title: `测试街道${place.code}三级网格责任书`, user_created: dispatcher.id });
    const boss = await db('directus_users').where({ id: level2.id }).first('first_name');
    expect(rows[2].duties).toContain(`上级责任人为${boss.first_name}，责任期2020年1月1日至2099年12月31日`);
    expect(rows[2].duties).not.toMatch(/[{}]/);
    expect(rows[3].person).toBe(stranger.id);
  });

  it('is for administrators and the dispatching department of the sub-district, by the matrix', async () => {
    const [people, far] = [await drafted(), await wangge.createSubdistrict()];
    for (const person of [people.worker, people.level2, people.level1, people.officer, people.inspector])
      expect([(await make(person, {})).status, (await issue(person, { grid: people.place.area.id })).status]).toEqual([403, 403]);
    expect(said(await make(people.dispatcher, { grid: far.area.id }))).toBe('make_grid');
    expect(said(await make(people.dispatcher, { grid: people.place.area.id, term_ends_on: '31.12.2099' }))).toBe('make_input');
    expect(said(await make(people.dispatcher, { term_ends_on: '2020-02-01' }))).toBe('make_past');
    expect(said(await issue(people.dispatcher, { keys: [] }))).toBe('keys_or_grid');
    const id = (await all(people))[0].id;
    for (const path of ['/items/responsibility_statements', '/items/statement_templates'])
      expect((await ask(people.dispatcher, 'POST', path, { level: 1, body: 'x', number: 'x' })).status).toBeGreaterThanOrEqual(400);
    expect(said(await ask(wangge.admin, 'POST', '/items/responsibility_statements', { number: 'x', person: people.worker.id, grid: people.place.area.id, level: 1, term_starts_on: today }))).toBe('statement_made');
    for (const field of ['number', 'person', 'level', 'term_ends_on', 'issued_at', 'signed_at'])
      expect(said(await ask(wangge.admin, 'PATCH', `/items/responsibility_statements/${id}`, { [field]: null })), field).toBe('managed_field');
    expect((await ask(people.level2, 'PATCH', `/items/responsibility_statements/${id}`, { state: 'issued' })).status).toBe(403);
  });

  it('issues drafts, asks everybody to sign once, and freezes the text', async () => {
    const people = await drafted();
    const rows = await all(people);
    expect((await ask(people.dispatcher, 'PATCH', `/items/responsibility_statements/${rows[2].id}`, { duties: `${rows[2].duties}\n补充一条。` })).status).toBe(200);
    expect((await ask(people.worker, 'GET', `/items/responsibility_statements/${rows[2].id}`)).status).toBe(403);
    const answer = await issue(people.dispatcher, { keys: rows.map(({ id }) => id) });
    expect([answer.status, answer.body.data], JSON.stringify(answer.body)).toEqual([200, { issued: 4 }]);
    expect((await issue(people.dispatcher, { grid: people.place.area.id })).body.data).toEqual({ issued: 0 });
    const after = await all(people);
    expect(after.map(({ state, issued_by }) => [state, issued_by])).toEqual(rows.map(() => ['issued', people.dispatcher.id]));
    await expect.poll(() => db('outbox').where({ dedupe_key: `statement_issued:${rows[2].id}`, channel: 'inapp' })).toMatchObject([{ recipient: people.worker.id, link: `/content/responsibility_statements/${rows[2].id}` }]);
    expect(said(await ask(people.dispatcher, 'PATCH', `/items/responsibility_statements/${rows[2].id}`, { duties: '另一份' }))).toBe('statement_frozen');
    expect(said(await ask(people.dispatcher, 'PATCH', `/items/responsibility_statements/${rows[2].id}`, { state: 'draft' }))).toBe('statement_step');
    expect(said(await ask(wangge.admin, 'DELETE', `/items/responsibility_statements/${rows[2].id}`))).toBe('statement_kept');
    for (const change of [{ duties: '另一份' }, { number: 'x' }, { state: 'draft' }, { signed_at: new Date() }, { state: 'signed', user_updated: people.level2.id }])
      await expect(db('responsibility_statements').where({ id: rows[2].id }).update(change), JSON.stringify(change)).rejects.toThrow(/violates|frozen|do not change|does not go|is signed by/);
    await expect(db('responsibility_statements').where({ id: rows[2].id }).delete()).rejects.toThrow(/stays/);
  });
});

describe('signing', () => {
  it('by the person alone, with time and user; once', async () => {
    const people = await issued();
    const { id } = await of(people.worker);
    for (const other of [people.level2, people.dispatcher, wangge.admin])
      expect(said(await sign(other, id))).toBe('sign_own');
    expect((await ask(people.worker, 'PATCH', `/items/responsibility_statements/${id}`, { state: 'signed' })).status).toBe(403);
    expect((await sign(people.worker, randomUUID())).status).toBe(403);
    const answers = await Promise.all([sign(people.worker, id), sign(people.worker, id)]);
    expect(answers.map(({ status }) => status).sort(), JSON.stringify(answers.map(({ body }) => body))).toEqual([200, 400]);
    const row = await of(people.worker);
    expect(row).toMatchObject({ state: 'signed', signed_by: people.worker.id, signed_copy: null });
    expect(Math.abs(Date.now() - Date.parse(row.signed_at))).toBeLessThan(60_000);
    expect(await db('directus_activity').where({ collection: 'responsibility_statements', item: id, user: people.worker.id, action: 'update' })).toHaveLength(1);
    const { body } = await ask(people.level1, 'GET', '/wangge/statements/summary', undefined, { grid: people.place.area.id });
    expect(body.data).toEqual({ draft: 0, issued: 3, signed: 1, missing: 0 });
    expect((await ask(people.worker, 'GET', '/wangge/statements/summary', undefined, { grid: people.place.area.id })).status).toBe(403);
  });

  it('by the signed copy, from the person or whoever issued it, each with a file of their own; read by both', async () => {
    const people = await issued();
    const [{ id: first }, { id: second }] = [await of(people.stranger), await of(people.level2)];
    const file = await upload(people.stranger);
    const foreign = await ask(people.dispatcher, 'PATCH', `/items/responsibility_statements/${second}`, { signed_copy: file });
    expect(said(foreign)).toBe('not_uploader');
    const own = await ask(people.stranger, 'PATCH', `/items/responsibility_statements/${first}`, { signed_copy: file });
    expect(own.status, JSON.stringify(own.body)).toBe(200);
    expect(await of(people.stranger)).toMatchObject({ state: 'signed', signed_copy: file, signed_by: people.stranger.id });
    const scan = await upload(people.dispatcher);
    expect((await ask(people.dispatcher, 'PATCH', `/items/responsibility_statements/${second}`, { signed_copy: scan })).status).toBe(200);
    expect(await of(people.level2)).toMatchObject({ state: 'signed', signed_by: people.dispatcher.id });
    expect([(await ask(people.level2, 'GET', `/assets/${scan}`)).status, (await ask(people.worker, 'GET', `/assets/${scan}`)).status, (await ask(people.dispatcher, 'GET', `/assets/${file}`)).status]).toEqual([200, 403, 200]);
    expect(said(await ask(people.dispatcher, 'PATCH', `/items/responsibility_statements/${second}`, { signed_copy: null }))).toBe('copy_kept');
    expect((await ask(people.level2, 'PATCH', `/items/responsibility_statements/${first}`, { signed_copy: scan })).status).toBeGreaterThanOrEqual(400);
  });
});

describe('superseding', () => {
  it('when the post ends, at once or by night; when another one is issued', async () => {
    const community = await issued();
    const [worker, level2, level1] = [await of(community.worker), await of(community.level2), await of(community.level1)];
    const anew = await make(community.dispatcher, { grid: community.place.communities[0].id, anew: true });
    expect(anew.body.data).toEqual({ made: 2 });
    expect((await make(community.dispatcher, { grid: community.place.communities[0].id, anew: true })).body.data).toEqual({ made: 0 });
    const drafts = await db('responsibility_statements').where({ subdistrict: community.place.id, state: 'draft' }).orderBy('number');
    expect(drafts.map(({ number, term_starts_on }) => [number.slice(5), term_starts_on])).toEqual([['005', today], ['006', today]]);
    expect((await db('responsibility_statements').where({ id: level2.id }).first()).state).toBe('issued');
    await issue(community.dispatcher, { keys: [drafts[0].id] });
    expect((await db('responsibility_statements').where({ id: level2.id }).first()).state).toBe('superseded');
    expect(said(await sign(community.level2, level2.id))).toBe('sign_superseded');

    // The post ended yesterday: the issued one and the draft go.
    await db('posts').where({ person: community.worker.id }).update({ ends_on: db.raw('wangge_today() - 1') });
    expect((await db('responsibility_statements').whereIn('id', [worker.id, drafts[1].id]).select('state')).map(({ state }) => state)).toEqual(['superseded', 'superseded']);
    // It ends today: it still holds, until the night.
    await db('posts').where({ person: community.level1.id }).update({ ends_on: today });
    expect((await db('responsibility_statements').where({ id: level1.id }).first()).state).toBe('issued');
    await run(db);
    expect((await db('responsibility_statements').where({ id: level1.id }).first()).state).toBe('issued');
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('posts').where({ person: community.level1.id }).update({ ends_on: trx.raw('wangge_today() - 1') });
    });
    expect((await run(db)).superseded).toBe(1);
    expect((await db('responsibility_statements').where({ id: level1.id }).first()).state).toBe('superseded');
  });

  it('next year is prepared while this one holds', async () => {
    const community = await peopled(wangge);
    const next = `${Number(today.slice(0, 4)) + 1}`;
    await make(community.dispatcher, { grid: community.place.patches[0].id, term_ends_on: `${today.slice(0, 4)}-12-31` });
    await issue(community.dispatcher, { grid: community.place.patches[0].id });
    const now = await of(community.worker);
    expect((await make(community.dispatcher, { grid: community.place.patches[0].id, term_ends_on: `${next}-12-31` })).body.data).toEqual({ made: 1 });
    await issue(community.dispatcher, { grid: community.place.patches[0].id });
    const rows = await db('responsibility_statements').where({ person: community.worker.id }).orderBy('term_starts_on');
    expect(rows.map(({ state, term_starts_on }) => [state, term_starts_on])).toEqual([['issued', '2020-01-01'], ['issued', `${next}-01-01`]]);
    expect(rows[0].id).toBe(now.id);
    expect((await sign(community.worker, now.id)).status).toBe(200);
  });
});

describe('deputies', () => {
  it('have a statement of their own, made with those of the leaders; it ends with their post', async () => {
    const community = await peopled(wangge);
    const { place, dispatcher, worker } = community;
    const deputy = await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id, role: 'deputy' }] });
    const { body } = await ask(dispatcher, 'GET', '/wangge/statements/summary', undefined, { grid: place.patches[0].id });
    expect(body.data).toEqual({ draft: 0, issued: 0, signed: 0, missing: 2 });
    expect((await make(dispatcher, { grid: place.patches[0].id })).body.data).toEqual({ made: 2 });
    const rows = await all(community);
    expect(rows.map(({ person, role }) => [person, role])).toEqual([[worker.id, 'leader'], [deputy.id, 'deputy']]);
    expect(rows[0].duties).toContain('与责任人测试');
    expect(rows[1].duties).toContain('与副责任人测试');
    await issue(dispatcher, { grid: place.patches[0].id });
    expect((await sign(deputy, rows[1].id)).status).toBe(200);
    // The deputy becomes the leader: the deputy's statement does not hold for that.
    await db('posts').where({ person: worker.id }).update({ ends_on: db.raw('wangge_today() - 1') });
    await db('posts').where({ person: deputy.id }).update({ role: 'leader', starts_on: today });
    expect((await all(community)).map(({ state }) => state)).toEqual(['superseded', 'superseded']);
    expect((await make(dispatcher, { grid: place.patches[0].id })).body.data).toEqual({ made: 1 });
    expect(await of(deputy)).toMatchObject({ role: 'leader', state: 'draft' });
  });
});

describe('by itself', () => {
  const newPost = async (person: Account, grid: string, more: Record<string, unknown> = {}) => {
    const answer = await ask(wangge.admin, 'POST', '/items/posts', { person: person.id, grid, role: 'leader', starts_on: today, ...more });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body.data.id as string;
  };
  const drafts = (person: Account) => db('responsibility_statements').where({ person: person.id, state: 'draft' });

  it('a draft with a new post, at once, for the term that the others have; whoever issues is told', async () => {
    const community = await issued();
    const { place, dispatcher } = community;
    const person = await wangge.createUser({ role: 'level_3', name: '周新任' });
    await newPost(person, place.patches[1].id);
    await expect.poll(() => drafts(person)).toMatchObject([{ grid: place.patches[1].id, term_starts_on: today, term_ends_on: '2099-12-31', user_created: null }]);
    const told = await db('outbox').where({ event: 'statement_drafted', recipient: dispatcher.id, channel: 'inapp' });
    expect(told.map(({ body }) => body.includes('周新任'))).toEqual([true]);
    // Whoever deletes it does not get it back.
    const [{ id }] = await drafts(person);
    expect((await ask(dispatcher, 'DELETE', `/items/responsibility_statements/${id}`)).status).toBe(204);
    await run(db);
    await run(db);
    expect(await drafts(person)).toEqual([]);
    expect((await make(dispatcher, { grid: place.patches[1].id })).body.data).toEqual({ made: 1 });
  });

  it('at night, exactly once however many do it, for a post that came another way; also for the deputy and the next person of a post', async () => {
    const community = await issued();
    const { place } = community;
    const [leader, deputy, next] = [
      await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[1].id, starts_on: '2098-03-01' }] }),
      await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[1].id, role: 'deputy', starts_on: today, ends_on: '2090-06-30' }] }),
      await wangge.createUser({ role: 'level_3' }),
    ];
    await Promise.all([run(db), run(db), run(db)]);
    expect(await drafts(leader)).toMatchObject([{ role: 'leader', term_starts_on: '2098-03-01', term_ends_on: '2099-12-31' }]);
    expect(await drafts(deputy)).toMatchObject([{ role: 'deputy', term_starts_on: today, term_ends_on: '2090-06-30' }]);
    const post = await db('posts').where({ person: leader.id }).first('id');
    expect((await ask(wangge.admin, 'PATCH', `/items/posts/${post.id}`, { person: next.id })).status).toBe(200);
    await expect.poll(() => drafts(next)).toHaveLength(1);
    expect(await drafts(leader)).toEqual([]);
    const numbers = (await all(community)).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('none where no statement was ever issued, or none runs on', async () => {
    const community = await peopled(wangge);
    const { place, dispatcher } = community;
    const [first, second] = [await wangge.createUser({ role: 'level_3' }), await wangge.createUser({ role: 'level_3' })];
    await newPost(first, place.patches[1].id);
    await run(db);
    expect(await all(community)).toEqual([]);
    await make(dispatcher, { grid: place.patches[0].id, term_ends_on: today });
    await issue(dispatcher, { grid: place.patches[0].id });
    await newPost(second, place.patches[3].id, { starts_on: '2098-03-01' });
    await run(db);
    expect(await drafts(second)).toEqual([]);
  });

  it('asks a second time after three working days, once, whoever has not signed', async () => {
    const community = await issued();
    const [worker, level2] = [await of(community.worker), await of(community.level2)];
    await sign(community.level2, level2.id);
    const reminders = (id: string) => db('outbox').where({ dedupe_key: `statement_unsigned:${id}`, channel: 'inapp' });
    // Wednesday, 12 January 2050, far from any published calendar: working days are weekdays.
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('responsibility_statements').whereIn('id', [worker.id, level2.id]).update({ issued_at: '2050-01-12T02:00:00Z' });
    });
    await run(db, '2050-01-14');
    expect(await reminders(worker.id)).toEqual([]);
    await run(db, '2050-01-17');
    await run(db, '2050-01-17');
    await run(db, '2050-01-18');
    expect((await reminders(worker.id)).map(({ recipient }) => recipient)).toEqual([community.worker.id]);
    expect(await reminders(level2.id)).toEqual([]);
  });
});

describe('paper and templates', () => {
  it('prints one, or those of a grid, to whoever may read them', async () => {
    const people = await issued();
    const { id } = await of(people.worker);
    const pdf = await fetch(`${wangge.url}/wangge/statements/${id}/statement.pdf`, { headers: { authorization: `Bearer ${people.worker.token}` } });
    expect([pdf.status, pdf.headers.get('content-type'), decodeURIComponent(pdf.headers.get('content-disposition')!)]).toEqual([200, 'application/pdf', expect.stringMatching(/责任书\d{4}-003（测试\d+）\.pdf/)]);
    expect((await pdf.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
    expect(said(await ask(people.stranger, 'GET', `/wangge/statements/${id}/statement.pdf`))).toBe('print_none');
    const several = await fetch(`${wangge.url}/wangge/statements/print.pdf?grid=${people.place.communities[0].id}`, { headers: { authorization: `Bearer ${people.level2.token}` } });
    expect(several.status).toBe(200);
  });

  it('refuses a template with a placeholder that there is none of', async () => {
    const { dispatcher } = await peopled(wangge);
    const template = await db('statement_templates').where({ level: 3 }).first('id');
    const answer = await ask(wangge.admin, 'PATCH', `/items/statement_templates/${template.id}`, { body: '{责任人}与{居民}' });
    expect([said(answer), answer.errors[0]?.extensions.field]).toEqual(['placeholder_unknown', 'body']);
    expect((await ask(dispatcher, 'PATCH', `/items/statement_templates/${template.id}`, { body: '{责任人}' })).status).toBe(403);
    expect((await ask(dispatcher, 'GET', '/items/statement_templates')).body.data).toHaveLength(3);
  });
});
