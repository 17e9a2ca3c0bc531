/** Every step beside the straight way, over REST by the person it is for with their real role, and refused to the wrong one. */
import type { Community } from './community.ts';
import type { Account, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyIssues } from '../../extensions/wangge/src/handling/proof/verify.ts';
import { peopled, reported, residentsMatter } from './community.ts';
import { server } from './harness.ts';

const DAY = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();

let wangge: Server;
let community: Community;
/** A member of a department that supervises. */
let team: Account;
/** A member of a station, which may be called to help. */
let helper: Account;
let station: string;
/** A category whose matters are shown to residents by a notice each. */
let shown: Record<string, unknown>;

beforeAll(async () => {
  wangge = await server();
  community = await peopled(wangge);
  const { place } = community;
  station = randomUUID();
  const inspection = randomUUID();
  await wangge.db('departments').insert([
    { id: station, code: `${place.code}Z01`, name: '派出所', subdistrict: place.id, kind: 'station', active: true },
    { id: inspection, code: `${place.code}J01`, name: '督查考核组', subdistrict: place.id, kind: 'office', active: true, supervises: true },
  ]);
  helper = await wangge.createUser({ role: 'office', department: station });
  team = await wangge.createUser({ role: 'inspector', department: inspection });
  // Not a dispute: those are only counted.
  shown = { kind: 'problem' };
});

type Said = Record<string, unknown> & { type: string };

const event = (as: Account, issue: string, said: Said) => wangge.request('POST', '/items/issue_events', { as, body: { issue, ...said } });
const row = (id: string) => wangge.db('issues').where({ id }).first();

async function done(as: Account, said: Said, issue: string): Promise<void> {
  const answer = await event(as, issue, said);
  expect(answer.status, `${said.type}: ${JSON.stringify(answer.body)}`).toBe(200);
}

/** Directus refuses what the role may never do (403); the lifecycle refuses this person, and says who may (400). Nothing is written. */
async function refused(as: Account, said: Said, issue: string): Promise<void> {
  const { event_seq } = await row(issue);
  const { status, errors } = await event(as, issue, said);
  expect([400, 403], `${said.type} as ${as.email}`).toContain(status);
  expect(errors[0]!.message.length).toBeGreaterThan(0);
  if (status === 400)
    expect(errors[0]!.message).toMatch(/\p{Script=Han}/u);
  expect((await row(issue)).event_seq).toBe(event_seq);
}

/** What comes before the step, whose it is, whose it is not, and what it makes of the issue. */
interface StepCase {
  before?: () => [Account, Said][];
  issue?: () => Record<string, unknown>;
  said: () => Said;
  by: () => Account;
  notBy: () => Account[];
  becomes: () => Record<string, unknown>;
}

const accept = (): [Account, Said] => [community.cadre, { type: 'accept' }];
const ask = (): [Account, Said] => [community.cadre, { type: 'request_extension', request_kind: 'extension', cause: 'materials', note: '缺配件' }];
const call = (): [Account, Said] => [community.cadre, { type: 'call_in', to_department: station, note: '请到场维持秩序' }];
const finish = (): [Account, Said][] => [
  [community.cadre, { type: 'handle', result: '已清理', channel: 'visit' }],
  [community.level2, { type: 'verify', solved: 'yes', channel: 'phone', satisfaction: 5 }],
];

const STEPS: Record<string, StepCase> = {
  request_extension: {
    before: () => [accept()],
    said: () => ask()[1],
    by: () => community.cadre,
    notBy: () => [community.worker, community.officer, community.dispatcher, team],
    becomes: () => ({ status: 'handling', extension_count: 0 }),
  },
  decide_extension: {
    before: () => [accept(), ask()],
    said: () => ({ type: 'decide_extension', decision: 'yes' }),
    by: () => community.level2,
    notBy: () => [community.cadre, community.worker, community.officer, community.dispatcher, team],
    becomes: () => ({ status: 'handling', extension_count: 1 }),
  },
  suspend: {
    before: () => [accept()],
    said: () => ({ type: 'suspend', cause: 'complex', note: '待管网改造', until: inDays(30) }),
    by: () => community.level1,
    notBy: () => [community.cadre, community.level2, community.worker, community.dispatcher, team],
    becomes: () => ({ status: 'suspended' }),
  },
  resume: {
    before: () => [accept(), [community.level1, { type: 'suspend', cause: 'complex', note: '待管网改造', until: inDays(30) }]],
    said: () => ({ type: 'resume' }),
    by: () => community.cadre,
    notBy: () => [community.worker, community.officer, community.dispatcher, team],
    becomes: () => ({ status: 'handling', resumes_at: null }),
  },
  call_in: {
    said: () => call()[1],
    by: () => community.cadre,
    notBy: () => [community.worker, community.officer, helper, team],
    becomes: () => ({ helper_1: station, status: 'assigned' }),
  },
  answer_call: {
    before: () => [call()],
    said: () => ({ type: 'answer_call', note: '民警已到场' }),
    by: () => helper,
    notBy: () => [community.worker, community.officer, community.level2, team],
    becomes: () => ({ helper_1: station }),
  },
  rate_help: {
    before: () => [call(), [helper, { type: 'answer_call', result: '已劝离' }]],
    said: () => ({ type: 'rate_help', to_department: station, satisfaction: 5 }),
    by: () => community.cadre,
    notBy: () => [helper, community.worker, community.officer, team],
    becomes: () => ({ helper_1: station }),
  },
  urge: {
    before: () => [accept()],
    said: () => ({ type: 'urge', note: '请尽快办理' }),
    by: () => community.worker,
    notBy: () => [community.cadre, community.officer, community.stranger, community.dispatcher],
    becomes: () => ({ reply_awaited_at: expect.any(String) }),
  },
  supervise: {
    before: () => [accept()],
    said: () => ({ type: 'supervise', note: '限期办结' }),
    by: () => team,
    // An inspector who belongs to no department that supervises has the role, not the office.
    notBy: () => [community.inspector, community.worker, community.cadre, community.level2, community.dispatcher],
    becomes: () => ({ reply_awaited_at: expect.any(String) }),
  },
  reject: {
    said: () => ({ type: 'reject', note: '不属受理范围' }),
    by: () => community.dispatcher,
    notBy: () => [community.cadre, community.worker, team],
    becomes: () => ({ status: 'rejected', fed_back_at: null }),
  },
  withdraw: {
    said: () => ({ type: 'withdraw', note: '重复填写' }),
    by: () => community.worker,
    notBy: () => [community.cadre, community.level2, community.dispatcher, team],
    becomes: () => ({ status: 'rejected', withdrawn_at: expect.any(String) }),
  },
  escalate: {
    before: () => [accept()],
    said: () => ({ type: 'escalate', to_department: community.place.district.id }),
    by: () => community.cadre,
    notBy: () => [community.worker, community.officer, community.dispatcher, team],
    becomes: () => ({ status: 'escalated', scope: 'district', escalated_to: community.place.district.id, follower: community.level2.id }),
  },
  disclose: {
    issue: () => shown,
    before: () => finish(),
    said: () => ({ type: 'disclose' }),
    by: () => community.dispatcher,
    notBy: () => [community.cadre, community.level2, community.worker, team],
    becomes: () => ({ status: 'closed', disclosed_at: expect.any(String) }),
  },
  withdraw_disclosure: {
    issue: () => shown,
    before: () => [...finish(), [community.level1, { type: 'disclose' }]],
    said: () => ({ type: 'withdraw_disclosure', note: '内容有误' }),
    by: () => community.level1,
    notBy: () => [community.cadre, community.level2, community.worker, team],
    becomes: () => ({ status: 'closed', disclosed_at: null }),
  },
  redact: {
    before: () => [accept()],
    said: () => ({ type: 'redact', note: '当事人要求' }),
    by: () => community.dispatcher,
    notBy: () => [community.cadre, community.level1, community.level2, community.worker, team],
    becomes: () => ({ status: 'handling', description: '（已清除）' }),
  },
};

describe('each step once', () => {
  it.each(Object.entries(STEPS))('%s by whom it is for, and by nobody else', async (type, { before, issue, said, by, notBy, becomes }) => {
    const id = await reported(wangge, community, { source: 'resident', ...issue?.() });
    for (const [person, earlier] of before?.() ?? [])
      await done(person, earlier, id);
    for (const person of notBy())
      await refused(person, said(), id);
    await done(by(), said(), id);
    expect(await row(id)).toMatchObject(becomes());
    const written = await wangge.db('issue_events').where({ issue: id, type }).first();
    expect(written).toMatchObject({ actor: by().id, note: said().note ?? null });
  });

  it('merge: into an issue that is open; feedback stays owed, and is asked for when the other has its answer', async () => {
    const into = await reported(wangge, community);
    const id = await reported(wangge, community);
    for (const person of [community.cadre, community.worker, team])
      await refused(person, { type: 'merge', to_issue: into }, id);
    await refused(community.dispatcher, { type: 'merge', to_issue: id }, id);
    await refused(community.dispatcher, { type: 'merge', to_issue: randomUUID() }, id);
    await done(community.dispatcher, { type: 'merge', to_issue: into }, id);
    expect(await row(id)).toMatchObject({ status: 'merged', duplicate_of: into, fed_back_at: null });
    expect(await wangge.db('issue_deadlines').where({ issue: id }).pluck('state')).toEqual(['cancelled', 'cancelled']);
    await done(community.cadre, { type: 'handle', result: '已清理', channel: 'visit' }, into);
    expect(await wangge.db('outbox').where({ event: 'feedback_owed', link: `/content/issues/${id}` }).pluck('recipient')).toEqual([community.level2.id]);
    await done(community.level2, { type: 'feed_back', channel: 'phone', note: '已告知' }, id);
    expect(await row(id)).toMatchObject({ status: 'merged', fed_back_at: expect.any(String) });
    await refused(community.level2, { type: 'feed_back', channel: 'phone' }, id);
  });

  it('merge: feedback is asked for too where the issue it was merged into was merged itself', async () => {
    const [last, middle, first] = [await reported(wangge, community), await reported(wangge, community), await reported(wangge, community)];
    await done(community.dispatcher, { type: 'merge', to_issue: middle }, first);
    await done(community.dispatcher, { type: 'merge', to_issue: last }, middle);
    await done(community.cadre, { type: 'handle', result: '已清理', channel: 'visit' }, last);
    expect(await wangge.db('outbox').where({ event: 'feedback_owed' }).whereIn('link', [first, middle].map(id => `/content/issues/${id}`))).toHaveLength(2);
  });

  it('a suspension that is granted follows at once, in one save', async () => {
    const id = await reported(wangge, community);
    const until = inDays(20);
    await done(community.cadre, { type: 'request_extension', request_kind: 'suspension', cause: 'complex', note: '待改造', until }, id);
    await refused(community.level2, { type: 'decide_extension', decision: 'yes' }, id);
    await done(community.level1, { type: 'decide_extension', decision: 'yes' }, id);
    expect(await wangge.db('issue_events').where({ issue: id }).orderBy('seq').pluck('type')).toEqual(['report', 'request_extension', 'decide_extension', 'suspend']);
    expect(await row(id)).toMatchObject({ status: 'suspended', resumes_at: until });
    expect(await wangge.db('issue_deadlines').where({ issue: id }).pluck('state')).toEqual(['paused', 'paused']);
  });

  it('over GraphQL too; the issue’s text does not change by it', async () => {
    const id = await reported(wangge, community);
    const { description } = await row(id);
    const graphql = (as: Account, query: string, variables: object) => wangge.request('POST', '/graphql', { as, body: { query, variables } });
    // The type of a new event's issue is that of a new issue, whose description is required.
    const create = (as: Account) => graphql(as, 'mutation ($data: create_issue_events_input!) { create_issue_events_item(data: $data) { type to_status seq actor { id } } }', { data: { issue: { id, description: '改写' }, type: 'urge', note: '请尽快' } });
    const wrong = await create(community.stranger);
    expect(wrong.errors[0]!.message).toMatch(/您无权“催办”/);
    const right = await create(community.worker);
    expect(right.errors, JSON.stringify(right.body)).toEqual([]);
    expect(right.body.data.create_issue_events_item).toEqual({ type: 'urge', to_status: 'assigned', seq: 2, actor: { id: community.worker.id } });
    expect(await row(id)).toMatchObject({ description, reply_awaited_at: expect.any(String), event_seq: 2 });
  });
});

describe('the ways round', () => {
  it('three returns: the third goes to level 1, who alone routes it then', async () => {
    const id = await reported(wangge, community);
    const back = { type: 'return', cause: 'wrong_routing', note: '非本社区职责' };
    const again = { type: 'route', note: '仍请承办', to_department: community.place.communityDepartments[0].id };
    for (let round = 0; round < 2; round++) {
      await done(community.cadre, back, id);
      await done(community.dispatcher, again, id);
    }
    await done(community.cadre, back, id);
    expect(await row(id)).toMatchObject({ status: 'returned', return_count: 3, lead: community.level1.id });
    for (const person of [community.dispatcher, community.level2])
      await refused(person, again, id);
    await done(community.level1, again, id);
    expect(await row(id)).toMatchObject({ status: 'assigned', department: community.place.communityDepartments[0].id });
    // Back to the same department each time: one clock of its own, with three pauses.
    const own = await wangge.db('issue_deadlines').where({ issue: id, kind: 'own' });
    expect(own.map(({ state, certificate }) => [state, certificate.pauses.length])).toEqual([['running', 3]]);
  });

  it('beyond the sub-district: each progress meets its clock and starts the next; the answer is handled and fed back', async () => {
    const id = await reported(wangge, community);
    await done(community.cadre, { type: 'escalate', to_department: community.place.district.id, note: '需区城管局处理' }, id);
    await done(community.cadre, { type: 'progress', note: '区里已派员' }, id);
    await done(community.worker, { type: 'progress', note: '现场未见动工' }, id);
    await done(community.cadre, { type: 'handle', result: '区里已拆除', channel: 'visit' }, id);
    const clocks = await wangge.db('issue_deadlines').where({ issue: id }).orderBy('opened_by_seq').orderBy('id').select('kind', 'state');
    expect(clocks.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['resolve cancelled', 'own cancelled', 'progress met', 'progress met', ...(await row(id)).verify_required ? ['verify running'] : []]);
  });

  it('published and reopened: the notice comes down, and the next closing drafts another', async () => {
    const id = await reported(wangge, community, { ...shown, source: 'resident' });
    for (const [person, said] of finish())
      await done(person, said, id);
    await done(community.dispatcher, { type: 'disclose' }, id);
    await done(community.worker, { type: 'reopen', note: '又堆上了' }, id);
    const notice = () => wangge.db('disclosures').where({ issue: id }).first('state', 'result', 'published_by');
    expect(await notice()).toMatchObject({ state: 'withdrawn' });
    expect(await row(id)).toMatchObject({ status: 'handling', disclosed_at: null, reopen_count: 1 });
    await done(community.cadre, { type: 'handle', result: '再次清理并上锁', channel: 'visit' }, id);
    await done(community.level2, { type: 'verify', solved: 'yes', channel: 'phone' }, id);
    expect(await notice()).toEqual({ state: 'draft', result: '再次清理并上锁', published_by: null });
    await done(community.level1, { type: 'disclose' }, id);
    expect(await notice()).toMatchObject({ state: 'published', published_by: community.level1.id });
    const clocks = await wangge.db('issue_deadlines').where({ issue: id, kind: 'disclose' }).orderBy('id').pluck('state');
    expect(clocks).toEqual(['met', 'met']);
  });

  it('several steps in one save, in their order: all or nothing', async () => {
    const id = await reported(wangge, community);
    const save = (create: object[]) => wangge.request('PATCH', `/items/issues/${id}`, { as: community.cadre, body: { events: { create, update: [], delete: [] } } });
    const wrong = await save([{ type: 'accept' }, { type: 'feed_back', channel: 'phone' }]);
    expect(wrong.status).toBe(400);
    expect(await row(id)).toMatchObject({ status: 'assigned', event_seq: 1 });
    const right = await save([{ type: 'accept' }, { type: 'progress', note: '已到现场' }, { type: 'handle', result: '已清理', channel: 'visit' }]);
    expect(right.status, JSON.stringify(right.body)).toBe(200);
    expect(await wangge.db('issue_events').where({ issue: id }).orderBy('seq').pluck('type')).toEqual(['report', 'accept', 'progress', 'handle', 'feed_back']);
    const batch = await wangge.request('POST', '/items/issue_events', { as: community.worker, body: [{ issue: id, type: 'reopen', note: '未解决' }, { issue: id, type: 'urge', note: '请尽快' }] });
    expect(batch.status, JSON.stringify(batch.body)).toBe(200);
    expect(await row(id)).toMatchObject({ status: 'handling', event_seq: 7, reply_awaited_at: expect.any(String) });
    const { faults } = await verifyIssues(wangge.db);
    expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
  });
});

describe('on the spot', () => {
  it('one form reports, handles and feeds back; the reporter is its handler and does not verify it', async () => {
    const answer = await wangge.request('POST', '/items/issues', {
      as: community.worker,
      body: residentsMatter(community, { source: 'resident', events: { create: [{ type: 'handle', result: '当场劝导，已清理', channel: 'visit' }], update: [], delete: [] } }),
      query: { fields: 'id,status,handler,handled_at,fed_back_at' },
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const { id, ...issue } = answer.body.data;
    expect(issue).toMatchObject({ status: 'fed_back', handler: community.worker.id });
    expect(await wangge.db('issue_events').where({ issue: id }).orderBy('seq').pluck('type')).toEqual(['report', 'handle', 'feed_back']);
    expect(await wangge.db('issue_deadlines').where({ issue: id }).orderBy('id').select('kind', 'state')).toEqual([
      { kind: 'resolve', state: 'met' },
      { kind: 'own', state: 'met' },
      { kind: 'verify', state: 'running' },
    ]);
    expect(await wangge.db('issue_deadlines').where({ issue: id, kind: 'verify' }).first('person')).toEqual({ person: community.level2.id });
    await refused(community.worker, { type: 'verify', solved: 'yes', channel: 'phone' }, id);
    await done(community.level2, { type: 'verify', solved: 'yes', channel: 'phone' }, id);
  });

  it('all or nothing: what may not be handled so is not reported either', async () => {
    const address = `当场-${randomUUID()}`;
    const answer = await wangge.request('POST', '/items/issues', {
      as: community.worker,
      body: residentsMatter(community, { address, parties: 'organisations', involves_departments: true, events: [{ type: 'handle', result: '当场处理', channel: 'visit' }] }),
    });
    expect(answer.status).toBe(400);
    expect(answer.errors[0]!.message).toMatch(/\p{Script=Han}/u);
    expect(await wangge.db('issues').where({ address })).toEqual([]);
  });
});

/** Every table and column of the database in which a text still stands. */
async function whereverStands(text: string): Promise<string[]> {
  const { rows } = await wangge.db.raw<{ rows: { table_name: string }[] }>(`
    select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`);
  const places: string[] = [];
  for (const { table_name } of rows) {
    const found = await wangge.db.raw<{ rows: unknown[] }>('select from ?? t where strpos(t::text, ?) > 0 limit 1', [table_name, text]);
    if (found.rows.length > 0)
      places.push(table_name);
  }
  return places;
}

const secret = (): string => `绝密${randomUUID().slice(0, 8)}`;

describe('erasure', () => {
  it('of an issue: no text of it is left anywhere, and its chain still holds', async () => {
    const texts = Array.from({ length: 10 }, secret);
    const [title, description, address, name, note, nested, result, answer, asked, summary] = texts;
    const id = await reported(wangge, community, { ...shown, source: 'resident', title, description, address, contact_name: name });
    const saved = await wangge.request('PATCH', `/items/issues/${id}`, { as: community.cadre, body: { events: { create: [{ type: 'progress', note: nested }], update: [], delete: [] } } });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    await done(community.cadre, { type: 'progress', note }, id);
    await done(community.cadre, { type: 'call_in', to_department: station, note: asked }, id);
    await done(helper, { type: 'answer_call', note: answer, result: answer }, id);
    await done(community.cadre, { type: 'handle', result, channel: 'visit' }, id);
    await done(community.level2, { type: 'verify', solved: 'yes', channel: 'phone' }, id);
    const { id: notice } = await wangge.db('disclosures').where({ issue: id }).first('id');
    expect((await wangge.request('PATCH', `/items/disclosures/${notice}`, { as: community.dispatcher, body: { summary } })).status).toBe(200);
    // As the app shows it: a notification of its own.
    await wangge.db('directus_notifications').insert({ recipient: community.level2.id, subject: `已反馈：${title}`, message: '', collection: 'issues', item: id, status: 'inbox' });
    for (const text of texts)
      expect(await whereverStands(text!), text).not.toEqual([]);

    await done(community.dispatcher, { type: 'redact', note: '当事人要求' }, id);
    for (const text of texts)
      expect(await whereverStands(text!), text).toEqual([]);
    const events = await wangge.db('issue_events').where({ issue: id }).orderBy('seq');
    expect(events.slice(0, -1).every(one => one.note === null && one.result === null && one.salt === null)).toBe(true);
    expect(events.find(({ type }) => type === 'handle').result_digest).toMatch(/^[0-9a-f]{64}$/);
    expect(events.at(-1)).toMatchObject({ type: 'redact', note: '当事人要求' });
    const { faults } = await verifyIssues(wangge.db);
    expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
  });

  it('of one event: its text is gone, the others stay', async () => {
    const [gone, kept] = [secret(), secret()];
    const id = await reported(wangge, community);
    const saved = await wangge.request('PATCH', `/items/issues/${id}`, { as: community.cadre, body: { events: { create: [{ type: 'progress', note: gone }], update: [], delete: [] } } });
    expect(saved.status).toBe(200);
    await done(community.cadre, { type: 'progress', note: kept }, id);
    await refused(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 9 }, id);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 2 }, id);
    expect(await whereverStands(gone)).toEqual([]);
    expect(await whereverStands(kept)).toEqual(['issue_events']);
    const { faults } = await verifyIssues(wangge.db);
    expect(faults.filter(({ number }) => number.startsWith(community.place.code))).toEqual([]);
  });

  it.each([
    ['urge', () => community.worker],
    ['supervise', () => team],
    ['call_in', () => community.cadre],
    ['return', () => community.cadre],
    ['request_extension', () => community.cadre],
    ['explain', () => community.cadre],
  ] as const)('of one %s: its words are gone from the messages too', async (type, by) => {
    const gone = secret();
    const id = await reported(wangge, community, { severity: 'urgent' });
    const said = { call_in: { to_department: station }, return: { cause: 'insufficient' }, request_extension: { request_kind: 'extension', cause: 'materials' }, explain: { cause: 'materials' }, urge: {}, supervise: {} }[type];
    await done(by(), { type, note: gone, ...said }, id);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 2 }, id);
    expect(await whereverStands(gone)).toEqual([]);
  });

  it('of one handling: its words are gone from the notice that was drafted from it', async () => {
    const gone = secret();
    const id = await reported(wangge, community, shown);
    await done(community.cadre, { type: 'handle', result: gone, channel: 'visit' }, id);
    await done(community.level2, { type: 'verify', solved: 'yes', channel: 'phone' }, id);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 2 }, id);
    expect(await whereverStands(gone)).toEqual([]);
  });

  it('of one answer to a call: the department’s answer is gone from the helpers too', async () => {
    const gone = secret();
    const id = await reported(wangge, community);
    await done(...call(), id);
    await done(helper, { type: 'answer_call', note: gone }, id);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 3 }, id);
    expect(await whereverStands(gone)).toEqual([]);
    // What comes later does not bring it back.
    await done(helper, { type: 'answer_call', result: '已劝离' }, id);
    expect(await whereverStands(gone)).toEqual([]);
  });

  it('of files: they are deleted with the event that they came with', async () => {
    const id = await reported(wangge, community);
    const form = new FormData();
    form.append('file', new Blob(['photo'], { type: 'image/png' }), 'photo.png');
    const file = (await wangge.request('POST', '/files', { as: community.cadre, body: form })).body.data.id as string;
    await done(community.cadre, { type: 'progress', note: '附照片', attachments: { create: [{ directus_files_id: { id: file } }], update: [], delete: [] } }, id);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 2 }, id);
    expect(await wangge.db('directus_files').where({ id: file })).toEqual([]);
    expect((await wangge.request('GET', `/assets/${file}`, { as: wangge.admin })).status).toBe(403);
  });

  it.each([['one event', 2], ['the whole issue', null]])('of photographs that a published notice shows: %s', async (_, to_seq) => {
    const id = await reported(wangge, community, { ...shown, source: 'resident' });
    const form = new FormData();
    form.append('file', new Blob(['photo'], { type: 'image/png' }), 'photo.png');
    const file = (await wangge.request('POST', '/files', { as: community.cadre, body: form })).body.data.id as string;
    await done(community.cadre, { type: 'handle', result: '已清理', channel: 'visit', attachments: { create: [{ directus_files_id: { id: file } }], update: [], delete: [] } }, id);
    await done(community.level2, { type: 'verify', solved: 'yes', channel: 'phone' }, id);
    const { id: notice } = await wangge.db('disclosures').where({ issue: id }).first('id');
    expect((await wangge.request('PATCH', `/items/disclosures/${notice}`, { as: community.level2, body: { photos_cleared: true } })).status).toBe(200);
    await done(community.dispatcher, { type: 'disclose' }, id);
    expect(await wangge.db('disclosures_files').where({ directus_files_id: file })).toHaveLength(1);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq }, id);
    expect(await wangge.db('disclosures_files').where({ disclosures_id: notice })).toEqual([]);
    expect(await wangge.db('directus_files').where({ id: file })).toEqual([]);
  });

  it('of a file that came with another event too: it stays there until that one goes', async () => {
    const id = await reported(wangge, community);
    const form = new FormData();
    form.append('file', new Blob(['photo'], { type: 'image/png' }), 'photo.png');
    const file = (await wangge.request('POST', '/files', { as: community.cadre, body: form })).body.data.id as string;
    for (const note of ['附照片', '同一张照片'])
      await done(community.cadre, { type: 'progress', note, attachments: { create: [{ directus_files_id: { id: file } }], update: [], delete: [] } }, id);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 2 }, id);
    expect(await wangge.db('issue_events_files').where({ directus_files_id: file })).toHaveLength(1);
    expect(await wangge.db('directus_files').where({ id: file })).toHaveLength(1);
    await done(community.dispatcher, { type: 'redact', note: '当事人要求', to_seq: 3 }, id);
    expect(await wangge.db('directus_files').where({ id: file })).toEqual([]);
  });
});

describe('the contact of a confidential report', () => {
  it('stands in a table of its own, for level 1 and the dispatchers, and nowhere else', async () => {
    const [name, phone] = [secret(), secret()];
    const id = await reported(wangge, community, { confidential: true, contact_name: name, contact_phone: phone });
    expect(await whereverStands(name)).toEqual(['issue_contacts']);
    expect(await whereverStands(phone)).toEqual(['issue_contacts']);
    for (const as of [community.cadre, community.level2, community.worker]) {
      const seen = await wangge.request('GET', `/items/issues/${id}`, { as, query: { fields: 'id,contact_name,contact_phone' } });
      expect(seen.body.data).toEqual({ id, contact_name: null, contact_phone: null });
      expect((await wangge.request('GET', '/items/issue_contacts', { as })).status).toBe(403);
      // Directus answers with the key where it knows no such relation.
      const asked = await wangge.request('GET', `/items/issues/${id}`, { as, query: { fields: 'contacts.name' } });
      expect(JSON.stringify(asked.body)).not.toMatch(new RegExp(`${name}|${phone}`));
    }
    for (const as of [community.level1, community.dispatcher]) {
      const seen = await wangge.request('GET', '/items/issue_contacts', { as, query: { filter: JSON.stringify({ issue: { _eq: id } }), fields: 'name,phone' } });
      expect(seen.body.data).toEqual([{ name, phone }]);
    }
  });

  it('of a report that becomes confidential later too', async () => {
    const [name, phone] = [secret(), secret()];
    const id = await reported(wangge, community, { contact_name: name, contact_phone: phone });
    const change = async (body: object): Promise<void> => {
      const changed = await wangge.request('PATCH', `/items/issues/${id}`, { as: community.worker, body });
      expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    };
    await change({ confidential: true });
    expect(await whereverStands(name)).toEqual(['issue_contacts']);
    expect(await whereverStands(phone)).toEqual(['issue_contacts']);
    const corrected = secret();
    await change({ contact_phone: corrected });
    expect(await whereverStands(corrected)).toEqual(['issue_contacts']);
    expect(await wangge.db('issue_contacts').where({ issue: id }).first('name', 'phone')).toEqual({ name, phone: corrected });
  });
});

describe('a called department', () => {
  it('sees the case from the call on: its text, its timeline, its clocks and its photographs', async () => {
    const form = (): FormData => {
      const form = new FormData();
      form.append('file', new Blob(['photo'], { type: 'image/png' }), 'photo.png');
      return form;
    };
    const upload = async (as: Account): Promise<string> => (await wangge.request('POST', '/files', { as, body: form() })).body.data.id;
    const [photo, attached] = [await upload(community.worker), await upload(community.cadre)];
    const id = await reported(wangge, community, { photos: { create: [{ directus_files_id: { id: photo } }], update: [], delete: [] } });
    await done(community.cadre, { type: 'progress', note: '已到现场', attachments: { create: [{ directus_files_id: { id: attached } }], update: [], delete: [] } }, id);
    const read = (path: string, query: Record<string, string> = {}) => wangge.request('GET', path, { as: helper, query });
    expect((await read(`/items/issues/${id}`)).status).toBe(403);
    expect((await read(`/assets/${photo}`)).status).toBe(403);
    await done(...call(), id);
    const seen = await read(`/items/issues/${id}`, { fields: 'description,helper_1,events.type,deadlines.kind,helpers.department,photos.directus_files_id,events.attachments.directus_files_id' });
    expect(seen.status, JSON.stringify(seen.body)).toBe(200);
    expect(seen.body.data).toMatchObject({ helper_1: station, helpers: [{ department: station }], photos: [{ directus_files_id: photo }] });
    expect(seen.body.data.events.map((one: { type: string }) => one.type)).toEqual(['report', 'progress', 'call_in']);
    expect(seen.body.data.deadlines).toHaveLength(2);
    expect(seen.body.data.events[1].attachments).toEqual([{ directus_files_id: attached }]);
    expect((await read(`/assets/${photo}`)).status).toBe(200);
    expect((await read(`/assets/${attached}`)).status).toBe(200);
    const actions = await read(`/wangge/issues/${id}/actions`);
    expect(actions.body.data.map((action: { type: string }) => action.type)).toEqual(['progress', 'answer_call']);
  });

  it('keeps its own part of it: it neither accepts nor handles nor decides', async () => {
    const id = await reported(wangge, community);
    await done(...call(), id);
    for (const said of [{ type: 'accept' }, { type: 'handle', result: '已办' }, { type: 'return', cause: 'not_in_duty', note: '退回' }, { type: 'escalate', to_department: community.place.district.id }])
      await refused(helper, said, id);
  });
});
