/** What is said of people, on a real server: proposed on facts, answered, decided by another, published by a third; every way round it; and what becomes of it when a fact falls. */
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { jobs } from '../../extensions/wangge/src/recognition/job.ts';
import { proposeByRules } from '../../extensions/wangge/src/recognition/rules/rule-service.ts';
import { made } from './assessed.ts';
import { peopled } from './community.ts';
import { server } from './harness.ts';
import { insertIssue } from './issue-rows.ts';
import { pagesOf } from './pdf.ts';
import { falls, timeIsOver } from './recognised.ts';

const wangge = await server();
const { db } = wangge;
let people: Community;
let [one, two]: Account[] = [];
/** A day of the last quarter that is over. */
let day: string;
let quarter: string;

beforeAll(async () => {
  people = await peopled(wangge);
  const team = randomUUID();
  await db('departments').insert({ id: team, code: `${people.place.code}T01`, name: '督查考核组', subdistrict: people.place.id, kind: 'office', active: true, supervises: true });
  [one, two] = await Promise.all([1, 2].map(() => wangge.createUser({ role: 'inspector', department: team })));
  const { rows } = await db.raw(`select (date_trunc('quarter', wangge_today()) - interval '2 months')::date::text as day, to_char(date_trunc('quarter', wangge_today()) - interval '2 months', 'YYYY-"Q"Q') as quarter`);
  ({ day, quarter } = rows[0]);
});

const post = (as: Account | undefined, path: string, body: unknown = {}) => wangge.request('POST', path, { as: as!, body });
const rule = ({ errors }: { errors?: { extensions: Record<string, unknown> }[] }) => errors?.[0]?.extensions.rule ?? errors?.[0]?.extensions.code;
const stateOf = async (id: string): Promise<string> => (await db('recognitions').where({ id }).first('state')).state;
const viewOf = async (id: string, as: Account) => wangge.request('GET', `/wangge/recognitions/${id}/view`, { as });

/** A clock that fell due on that day and was missed, of whoever led the patch then. */
async function missed(person = people.worker, patch = 0, place = people.place): Promise<string> {
  const grid = place.patches[patch]!;
  const issue = await insertIssue(db, { grid, handler: person.id, lead: people.level2.id });
  return db.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica');
    const [clock] = await trx('issue_deadlines').where({ issue }).update({ state: 'missed', due_at: `${day}T04:00:00Z`, original_due_at: `${day}T04:00:00Z`, started_at: `${day}T01:00:00Z`, missed_at: `${day}T04:00:00Z`, grid: grid.id, scope: 'community', first_round: true, person_at_due: person.id, provisional: false }).returning('id');
    return String(clock.id);
  });
}

async function proposed(said: object = {}, by = one): Promise<string> {
  const { status, body } = await post(by, '/wangge/recognitions', { person: people.worker.id, grid: people.place.patches[0].id, kind: 'criticism', cause: 'late_handling', text: '未在时限内办结反馈。', evidence: [`clock:${await missed()}`], ...said });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data.id;
}
const step = (as: Account | undefined, id: string, name: string, reason: string | null = '事实清楚，依据充分') => post(as, `/wangge/recognitions/${id}/${name}`, { reason });

describe('a criticism', () => {
  it('is proposed on facts that are theirs, answered, confirmed, published, acknowledged, each by whom it is for', async () => {
    const said = { person: people.worker.id, grid: people.place.patches[0].id, kind: 'criticism', cause: 'late_handling', text: '未在时限内办结反馈。', evidence: [`clock:${await missed()}`] };
    for (const stranger of [people.level2, people.cadre, people.officer, people.dispatcher, people.stranger])
      expect(rule((await post(stranger, '/wangge/recognitions', said)).body)).toBe('recognition_not_team');
    expect(rule((await post(people.worker, '/wangge/recognitions', said)).body)).toBe('recognition_concerned');
    expect(rule((await post(one, '/wangge/recognitions', { ...said, evidence: [] })).body)).toBe('recognition_evidence');
    expect(rule((await post(one, '/wangge/recognitions', { ...said, evidence: ['clock:999999999'] })).body)).toBe('recognition_evidence_unknown');
    expect(rule((await post(one, '/wangge/recognitions', { ...said, evidence: ['第三名'] })).body)).toBe('recognition_evidence_unknown');
    expect(rule((await post(one, '/wangge/recognitions', { ...said, evidence: [`clock:${await missed(people.stranger, 2)}`] })).body)).toBe('recognition_evidence_elsewhere');
    expect(rule((await post(one, '/wangge/recognitions', { ...said, cause: 'outstanding' })).body)).toBe('recognition_cause');
    // What was missed speaks for no false data, and for nobody.
    expect(rule((await post(one, '/wangge/recognitions', { ...said, cause: 'false_data' })).body)).toBe('recognition_evidence_silent');
    expect(rule((await post(one, '/wangge/recognitions', { ...said, kind: 'commendation', cause: 'outstanding' })).body)).toBe('recognition_evidence_silent');
    expect(rule((await post(one, '/wangge/recognitions', { ...said, kind: 'honour_nomination', honour_level: 'district', cause: 'outstanding' })).body)).toBe('recognition_evidence_silent');

    const id = await proposed({ evidence: said.evidence });
    expect(await db('outbox').where({ event: 'recognition_proposed', recipient: people.worker.id, dedupe_key: `recognition_proposed:${id}:1` })).toHaveLength(1);
    const seen = (await viewOf(id, people.worker)).body.data;
    expect(seen).toMatchObject({ concerned: true, may: ['answer'], recognition: { state: 'proposed', kind: 'criticism' } });
    expect(seen.evidence).toMatchObject([{ fact_kind: 'clock', says: '未按期办结反馈', stands: true, collection: 'issues' }]);
    expect((await viewOf(id, people.stranger)).status).toBe(403);
    expect(rule((await step(people.level1, id, 'confirm')).body)).toBe('recognition_time_to_answer');
    expect(rule((await step(two, id, 'answer')).body)).toBe('recognition_not_concerned');
    expect(rule((await step(people.worker, id, 'answer', '不')).body)).toBe('recognition_reason');
    expect((await step(people.worker, id, 'answer', '当日停电，已电话说明')).body.data).toEqual({ state: 'answered' });
    expect(rule((await step(one, id, 'confirm')).body)).toBe('recognition_proposed');
    expect(rule((await step(two, id, 'confirm')).body)).toBe('recognition_not_decider');
    expect(rule((await step(people.worker, id, 'confirm')).body)).toBe('recognition_concerned');
    expect(rule((await step(people.level1, id, 'confirm', '  ')).body)).toBe('recognition_reason');
    const both = await Promise.all([step(people.level1, id, 'confirm'), step(people.level1, id, 'confirm')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(rule((await step(people.level1, id, 'publish')).body)).toBe('recognition_confirmed');
    expect((await step(one, id, 'publish')).body.data).toEqual({ state: 'published' });
    expect(rule((await step(one, id, 'acknowledge')).body)).toBe('recognition_not_concerned');

    const pdf = await fetch(`${wangge.url}/wangge/recognitions/${id}/circular.pdf`, { headers: { authorization: `Bearer ${one!.token}` } });
    expect(pdf.status).toBe(200);
    const text = (await pagesOf(Buffer.from(await pdf.arrayBuffer()))).join('\n').replaceAll(/\s/g, '');
    for (const words of ['予以通报批评的通报', '网格通报〔', '未在时限内办结反馈', '认定意见：事实清楚，依据充分', '不对外公开'])
      expect(text).toContain(words);
    expect((await step(people.worker, id, 'acknowledge')).body.data).toEqual({ state: 'acknowledged' });
    const record = (await wangge.request('GET', '/wangge/recognition/record', { as: people.worker })).body.data;
    expect(record.said).toMatchObject([{ id, state: 'acknowledged', answer: '当日停电，已电话说明', decision: '事实清楚，依据充分' }]);
    expect((await fetch(`${wangge.url}/wangge/recognition/record.pdf`, { headers: { authorization: `Bearer ${people.worker.token}` } })).status).toBe(200);
    const year = record.said[0].year;
    const note = (as: Account) => wangge.request('GET', '/wangge/recognition/renewal-note', { as, query: { person: people.worker.id, year } });
    expect((await note(one!)).body.data).toMatchObject({ speaks_for: [], speaks_against: [{ id }], open: [] });
    expect((await note(people.stranger)).status).toBe(403);
    // Nothing of it is on the public page.
    expect(JSON.stringify((await wangge.request('GET', '/wangge/notices')).body)).not.toContain('通报批评');
  });

  it('is dismissed after the answer; silence is noted, decides nothing, and whoever is late is heard', async () => {
    const id = await proposed();
    await timeIsOver(db, id);
    await jobs[0].run(db, { slot: '-', at: '', day: '', now: new Date().toISOString(), now_day: day }, {} as never);
    expect(await stateOf(id)).toBe('silent');
    expect((await step(people.worker, id, 'answer', '补充说明情况')).status).toBe(200);
    expect((await step(people.level1, id, 'dismiss', '停电属实，不予认定')).body.data).toEqual({ state: 'dismissed' });
    expect(rule((await step(one, id, 'publish')).body)).toBe('recognition_state');
    expect((await fetch(`${wangge.url}/wangge/recognitions/${id}/circular.pdf`, { headers: { authorization: `Bearer ${one!.token}` } })).status).toBe(400);
  });
});

describe('nobody writes it as an item', () => {
  it.each(['recognitions', 'recognition_steps', 'recognition_evidence', 'recognition_seats'])('%s: by no way, an administrator neither', async (collection) => {
    const id = await proposed();
    const [row] = await db(collection).where(collection === 'recognitions' ? { id } : { recognition: id });
    const item = { ...row, id: randomUUID() };
    const form = new FormData();
    form.append('file', new Blob([JSON.stringify([item])], { type: 'application/json' }), 'rows.json');
    for (const as of [wangge.admin, one!, people.level1, people.worker]) {
      const answers = [
        await wangge.request('POST', `/items/${collection}`, { as, body: item }),
        await wangge.request('POST', `/items/${collection}`, { as, body: [item] }),
        await wangge.request('PATCH', `/items/${collection}/${row.id}`, { as, body: { date_created: null, state: 'published', reason: 'x', says: 'x' } }),
        await wangge.request('PATCH', `/items/${collection}`, { as, body: { keys: [row.id], data: { grid: null, reason: 'x', says: 'x' } } }),
        await wangge.request('DELETE', `/items/${collection}/${row.id}`, { as }),
        await wangge.request('POST', `/utils/import/${collection}`, { as, body: form }),
        await wangge.request('POST', '/graphql', { as, body: { query: `mutation { delete_${collection}_item(id: "${row.id}") { id } }` } }),
      ];
      for (const answer of answers)
        expect(answer.status >= 400 || answer.errors.length > 0, `${collection} ${JSON.stringify(answer.body)}`).toBe(true);
    }
    expect(await db(collection).where({ id: row.id }).first()).toEqual(row);
    expect(await db(collection).where({ id: item.id })).toEqual([]);
  });
});

describe('a fact that falls', () => {
  it('suspends what is published at once, tells everybody within the minute, and a human settles it', async () => {
    const [first, second] = [await missed(), await missed()];
    const id = await proposed({ evidence: [`clock:${first}`, `clock:${second}`] });
    await step(people.worker, id, 'answer', '有客观原因');
    await step(people.level1, id, 'confirm');
    await step(one, id, 'publish');
    // What is redacted leaves the fact standing.
    await db.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica');
      await trx('issues').whereIn('id', trx('issue_deadlines').where({ id: first }).select('issue')).update({ description: '［已隐去］' });
    });
    expect(await stateOf(id)).toBe('published');
    await falls(db, first);
    expect(await stateOf(id)).toBe('suspended');
    const run = () => jobs[0].run(db, { slot: '-', at: '', day: '', now: new Date().toISOString(), now_day: day }, {} as never);
    await Promise.all([run(), run()]);
    expect(await db('fallen_facts').where({ fact: first }).whereNull('done_at')).toEqual([]);
    expect(await db('outbox').where({ event: 'recognition_suspended', recipient: people.worker.id }).where('dedupe_key', 'like', `recognition_suspended:${id}:%`)).toHaveLength(1);
    expect((await viewOf(id, people.worker)).body.data.evidence.map(({ stands }: { stands: boolean }) => stands)).toEqual([false, true]);
    expect((await viewOf(id, two!)).body.data.may).toEqual(['restore', 'revoke']);
    expect(rule((await step(people.level1, id, 'restore')).body)).toBe('recognition_confirmed');
    expect(rule((await step(one, id, 'restore')).body)).toBe('recognition_proposed');
    expect((await step(two, id, 'restore', '另一项事实成立')).body.data).toEqual({ state: 'published' });
    await falls(db, second);
    expect(await stateOf(id)).toBe('suspended');
    expect((await viewOf(id, two!)).body.data.may).toEqual(['revoke']);
    expect(rule((await step(two, id, 'restore')).body)).toBe('recognition_nothing_stands');
    expect((await step(two, id, 'revoke', '依据均已不成立')).body.data).toEqual({ state: 'revoked' });
    expect(rule((await post(one, '/wangge/recognitions', { person: people.worker.id, grid: people.place.patches[0].id, kind: 'warning', cause: 'late_learning', text: '再次提出同一事项。', evidence: [`clock:${second}`] })).body)).toBe('recognition_evidence_fallen');
  });
});

describe('evidence that turns out otherwise', () => {
  it('is looked at again once something was recorded of it: what it does not say any more falls, what it says stays', async () => {
    const [wrong, right] = [await missed(), await missed()];
    const [suspended, stays] = [await proposed({ evidence: [`clock:${wrong}`] }), await proposed({ evidence: [`clock:${right}`] })];
    await db.transaction(async (trx) => {
      // Past the trigger of clocks: as what is told by events, and by no state of a clock.
      await trx.raw('set local session_replication_role = replica');
      await trx('issue_deadlines').where({ id: wrong }).update({ state: 'met', missed_at: null, met_at: `${day}T03:00:00Z`, handled_at: `${day}T03:00:00Z` });
      await trx('issues').whereIn('id', trx('issue_deadlines').whereIn('id', [wrong, right]).select('issue')).update({ event_recorded_at: new Date(Date.now() - 1000) });
    });
    await jobs[0].run(db, { slot: '-', at: '', day: '', now: new Date().toISOString(), now_day: day }, {} as never);
    expect([await stateOf(suspended), await stateOf(stays)]).toEqual(['suspended', 'proposed']);
    expect(await db('fallen_facts').where({ fact: wrong }).pluck('why')).toEqual(['corrected']);
  });
});

describe('a rule', () => {
  it('is tried, switched on, and says the same of the same facts once, however many run at once', async () => {
    const late = await wangge.createUser({ role: 'level_3', posts: [{ grid: people.place.patches[3].id }] });
    const facts = [await missed(late, 3), await missed(late, 3), await missed(late, 3)];
    const made = await wangge.request('POST', '/items/recognition_rules', { as: wangge.admin, body: { name: '三次未按期', cause: 'late_handling', kind: 'criticism', basis: 'fact', subject: 'person', fact_kind: 'clock', fact_column: 'on_time', flag: false, threshold: 3 } });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const { id } = made.body.data;
    const change = (body: object) => wangge.request('PATCH', `/items/recognition_rules/${id}`, { as: wangge.admin, body });
    expect(rule((await change({ active: true })).body)).toBe('rule_not_tried');
    expect(rule((await change({ tried_at: new Date().toISOString() })).body)).toBe('rule_managed');
    expect(rule((await change({ fact_column: 'met' })).body)).toBe('rule_column');
    expect((await post(people.worker, `/wangge/recognition-rules/${id}/trial`)).status).toBe(403);
    const trial = await post(wangge.admin, `/wangge/recognition-rules/${id}/trial`);
    expect(trial.status, JSON.stringify(trial.body)).toBe(200);
    const { last_name, first_name } = await db('directus_users').where({ id: late.id }).first('last_name', 'first_name');
    const named = trial.body.data.named.find((row: { name: string; hits: number }) => row.name === `${last_name ?? ''}${first_name ?? ''}` && row.hits === 3);
    expect(named.facts).toHaveLength(3);
    expect(named.facts[0].says).toBe('未按期办结反馈');
    expect((await change({ threshold: 2, active: true })).status).toBe(400);
    expect((await change({ active: true })).status).toBe(200);

    const now = new Date().toISOString();
    const here = [people.place.id];
    await Promise.all([proposeByRules(db, now, here), proposeByRules(db, now, here)]);
    await proposeByRules(db, now, here);
    const all = await db('recognitions').where({ rule: id, person: late.id });
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ state: 'proposed', proposed_by: null, kind: 'criticism', year: Number(quarter.slice(0, 4)) });
    expect(all[0].text).toContain('未按期办结反馈 3 件');
    expect((await db('recognition_evidence').where({ recognition: all[0].id }).orderBy('sort').pluck('fact')).toSorted()).toEqual(facts.toSorted());
    expect((await wangge.request('DELETE', `/items/recognition_rules/${id}`, { as: wangge.admin })).status).toBe(400);
    // A card is worked out, and nothing is stored of it.
    expect((await change({ colour: 'yellow' })).status).toBe(200);
    expect((await db('recognition_rules').where({ id }).first('active')).active).toBe(false);
    expect((await wangge.request('GET', '/wangge/cards', { as: late })).body.data.cards).toEqual([]);
    await change({ active: false });
  });
});

describe('killed at any step', () => {
  it('nothing is half proposed, nothing twice, and what fell is settled once', async () => {
    const persons = Array.from({ length: 8 }, () => randomUUID());
    await db('directus_users').insert(persons.map((id, nth) => ({ id, first_name: `测试${nth}`, status: 'active' })));
    const clocks = await Promise.all(persons.map(async id => missed({ ...people.worker, id }, 1)));
    const [{ id }] = await db('recognition_rules').insert({ id: randomUUID(), name: '一次未按期', cause: 'late_handling', kind: 'criticism', basis: 'fact', subject: 'person', fact_kind: 'clock', fact_column: 'on_time', flag: false, threshold: 1 }).returning('id');
    await db.raw('update recognition_rules r set tried_wording = wangge_rule_wording(r), active = false where id = ?', [id]);
    await db('recognition_rules').where({ id }).update({ active: true });
    const { host, port, user, password, database } = db.client.config.connection;
    for (let attempt = 0; attempt < 3; attempt++) {
      const child = spawn(process.execPath, ['test/system/recognition-worker.ts', JSON.stringify({ host, port, user, password, database }), people.place.id], { stdio: ['ignore', 'pipe', 'ignore'] });
      const ended = once(child, 'exit');
      await Promise.race([ended, once(child.stdout, 'data')]);
      await Promise.race([ended, wait(40 + attempt * 90)]);
      child.kill('SIGKILL');
      await ended;
    }
    await proposeByRules(db, new Date().toISOString(), [people.place.id]);
    const all = await db('recognitions').where({ rule: id }).whereIn('person', persons).select('id', 'person');
    expect(all.map(({ person }) => person).toSorted()).toEqual(persons.toSorted());
    const whole = await db('recognition_evidence as e').join('recognition_steps as s', 's.recognition', 'e.recognition').whereIn('e.recognition', all.map(one => one.id)).where({ 's.step': 'proposed', 's.seq': 1 }).select('e.fact');
    expect(whole.map(({ fact }) => fact).toSorted()).toEqual(clocks.toSorted());
    expect(await db('outbox').where({ event: 'recognition_proposed' }).whereIn('recipient', persons)).toHaveLength(persons.length);

    await Promise.all(clocks.map(async fact => falls(db, fact)));
    expect(await db('recognitions').where({ rule: id, state: 'suspended' }).whereIn('person', persons)).toHaveLength(persons.length);
    const child = spawn(process.execPath, ['test/system/recognition-worker.ts', JSON.stringify({ host, port, user, password, database }), people.place.id], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'exit');
    await Promise.race([ended, once(child.stdout, 'data')]);
    await Promise.race([ended, wait(150)]);
    child.kill('SIGKILL');
    await ended;
    await jobs[0].run(db, { slot: '-', at: '', day: '', now: new Date().toISOString(), now_day: day }, {} as never);
    expect(await db('fallen_facts').whereIn('fact', clocks).whereNull('done_at')).toEqual([]);
    expect(await db('outbox').where({ event: 'recognition_suspended' }).whereIn('recipient', persons)).toHaveLength(persons.length);
    expect(await db('recognition_steps').where({ step: 'suspended' }).whereIn('recognition', all.map(one => one.id))).toHaveLength(persons.length);
    await db('recognition_rules').where({ id }).update({ active: false });
  });
});

describe('who reads what', () => {
  it('the one concerned their own, who leads above what is said below, all the sub-district what is praised; others nothing', async () => {
    const criticism = await proposed();
    const team = await db('departments').where({ id: people.place.office.id }).first('subdistrict');
    expect(team.subdistrict).toBe(people.place.id);
    const analyst = await wangge.createUser({ role: 'analyst' });
    const reads = async (as: Account, collection: string, filter: object): Promise<number> => (await wangge.request('GET', `/items/${collection}`, { as, query: { filter: JSON.stringify(filter), limit: '-1' } })).body.data?.length ?? 0;
    const expected: [Account, boolean][] = [[people.worker, true], [people.level2, true], [people.level1, true], [one!, true], [people.stranger, false], [people.cadre, false], [people.officer, false], [people.dispatcher, false], [analyst, false]];
    for (const [account, sees] of expected) {
      expect(await reads(account, 'recognitions', { id: { _eq: criticism } }), account.email).toBe(sees ? 1 : 0);
      expect(await reads(account, 'recognition_steps', { recognition: { _eq: criticism } }) > 0, account.email).toBe(sees);
      expect(await reads(account, 'recognition_evidence', { recognition: { _eq: criticism } }), account.email).toBe(sees ? 1 : 0);
      expect((await viewOf(criticism, account)).status, account.email).toBe(sees ? 200 : 403);
      // Of the team any step may be open: who may take which is told above.
      if (account === people.level1 || account === one)
        continue;
      for (const name of ['answer', 'confirm', 'publish', 'acknowledge', 'restore', 'revoke'])
        expect((await step(account, criticism, name)).status === 200, `${account.email} ${name}`).toBe(name === 'answer' && account === people.worker);
    }
    const shown = async (as: Account): Promise<string[]> => Object.keys((await wangge.request('GET', '/items/recognition_rules', { as, query: { limit: '1' } })).body.data[0]);
    expect(await shown(people.worker)).not.toContain('tried_result');
    expect(await shown(one!)).toContain('tried_result');
  });

  it('whoever decides, wherever they lead, and whoever stands in for the one concerned, as long as they do', async () => {
    const id = await proposed({ grid: null });
    expect((await db('recognitions').where({ id }).first('grid')).grid).toBe(people.place.patches[0].id);
    const area = randomUUID();
    await db('grids').insert({ id: area, code: `${people.place.code}L09`, name: '另一片区', subdistrict: people.place.id, level: 1, kind: 'basic', status: 'active' });
    const elsewhere = await wangge.createUser({ role: 'level_1', posts: [{ grid: area }] });
    const instead = await wangge.createUser({ role: 'level_3' });
    const opens = async (as: Account): Promise<boolean[]> => [(await wangge.request('GET', `/items/recognitions/${id}`, { as, query: { fields: 'text,steps.step,evidence.label' } })).body.data?.evidence.length === 1, (await viewOf(id, as)).status === 200];
    const run = () => jobs[0].run(db, { slot: '-', at: '', day: '', now: new Date().toISOString(), now_day: day }, {} as never);
    expect(await opens(instead)).toEqual([false, false]);
    const [absence] = await db('absences').insert({ id: randomUUID(), person: people.worker.id, kind: 'leave', starts_on: db.raw('wangge_today()'), ends_on: db.raw('wangge_today() + 3'), stand_in: instead.id, approved_by: people.level1.id }).returning('id');
    await run();
    expect([await opens(elsewhere), await opens(instead), await opens(people.level2)]).toEqual([[true, true], [true, true], [true, true]]);
    expect((await viewOf(id, elsewhere)).body.data.may).toContain('dismiss');
    expect((await viewOf(id, instead)).body.data.may).toEqual(['answer']);
    await db('absences').where({ id: absence.id }).delete();
    await db('posts').where({ person: elsewhere.id }).delete();
    await run();
    expect([await opens(elsewhere), await opens(instead)]).toEqual([[false, false], [false, false]]);
  });
});

describe('a tier', () => {
  const quarterBefore = (back: number) => db.raw(`select to_char(d, 'YYYY-"Q"Q') as code, d::date::text as starts_on, (d + interval '3 months')::date - 1 as ends_on from (select date_trunc('quarter', wangge_today()) - ? * interval '3 months' as d) q`, [back]).then(({ rows }) => rows[0]);

  it('two quarters running is commended once; a later version that says otherwise suspends it', async () => {
    const place = await wangge.createSubdistrict();
    const leader = await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id }] });
    const [older, newer] = [await quarterBefore(2), await quarterBefore(1)];
    const periods: string[] = [];
    const ranked = (period: string, version: number, tier: string, state = 'published') => ({ id: randomUUID(), period, version, state, subject: 'grid', level: 3, grid: place.patches[0].id, grid_path: place.patches[0].path, tier, rank: 1, of: 4, sample: 12, peer_group: '' });
    const rankings: { id: string }[] = [];
    for (const { code, starts_on, ends_on } of [older, newer]) {
      const period = randomUUID();
      periods.push(period);
      await made(db, 'assessment_periods', { id: period, code, kind: 'quarter', subdistrict: place.id, starts_on, ends_on, state: 'published', version: 1 });
      rankings.push(ranked(period, 1, 'front'));
      await made(db, 'rankings', rankings.at(-1)!);
    }
    const [{ id }] = await db('recognition_rules').insert({ id: randomUUID(), name: '两季领先', cause: 'outstanding', kind: 'commendation', basis: 'tier', subject: 'grid', tier: 'front', quarters_running: 2, min_sample: 5 }).returning('id');
    await db.raw('update recognition_rules r set tried_wording = wangge_rule_wording(r) where id = ?', [id]);
    await db('recognition_rules').where({ id }).update({ active: true });
    const propose = () => proposeByRules(db, new Date().toISOString(), [place.id]);
    await propose();
    await propose();
    const all = await db('recognitions').where({ rule: id });
    expect(all).toMatchObject([{ kind: 'commendation', state: 'proposed', grid: place.patches[0].id, person: null }]);
    expect((await db('recognition_evidence').where({ recognition: all[0].id }).pluck('fact')).toSorted()).toEqual(rankings.map(one => one.id).toSorted());
    // Of a grid as a whole its leader is heard.
    expect((await viewOf(all[0].id, leader)).body.data).toMatchObject({ concerned: true, may: ['answer'] });

    // A measure that is published, and the facts behind it.
    const [{ id: indicator }] = await db('assessment_indicators').where({ measure: 'on_time_rate' }).orderBy('id').limit(1).select('id');
    const clock = await missed({ ...leader, id: people.worker.id }, 1, place);
    const score = { period: periods[1], version: 1, state: 'published', subject: 'grid', level: 3, indicator, denominator: 6, cases: 6 };
    await made(db, 'assessment_scores', [{ ...score, grid: place.patches[1].id, grid_path: place.patches[1].path, numerator: 3 }, { ...score, grid: place.patches[2].id, grid_path: place.patches[2].path, numerator: 4 }]);
    const [{ id: low }] = await db('recognition_rules').insert({ id: randomUUID(), name: '按期率不高于 60%', cause: 'late_handling', kind: 'criticism', basis: 'measure', subject: 'grid', measure: 'on_time_rate', operator: 'at_most', threshold: 60, min_sample: 5 }).returning('id');
    const [{ id: card }] = await db('recognition_rules').insert({ id: randomUUID(), name: '领先', cause: 'outstanding', colour: 'blue', basis: 'tier', subject: 'grid', tier: 'front' }).returning('id');
    await db.raw('update recognition_rules r set tried_wording = wangge_rule_wording(r) where id in (?, ?)', [low, card]);
    await db('recognition_rules').whereIn('id', [low, card]).update({ active: true });
    await propose();
    await propose();
    // Of a grid it stands in the record of who led it on those days, as said of the grid; not in that of who leads another.
    const record = async (as: Account): Promise<{ id: string; of: string | null }[]> => (await wangge.request('GET', '/wangge/recognition/record', { as })).body.data.said;
    expect(await record(leader)).toMatchObject([{ id: all[0].id, of: (await db('grids').where({ id: place.patches[0].id }).first('name')).name }]);
    const criticised = await db('recognitions').where({ rule: low });
    expect(criticised).toMatchObject([{ grid: place.patches[1].id, kind: 'criticism', period: periods[1] }]);
    expect(criticised[0].text).toContain('按期办结反馈率为 50.0%（规则界限：不高于 60%）');
    expect(await db('recognition_evidence').where({ recognition: criticised[0].id }).select('fact', 'says')).toEqual([{ fact: clock, says: '未按期办结反馈' }]);
    const { cards } = (await wangge.request('GET', '/wangge/cards', { as: leader })).body.data;
    expect(cards).toMatchObject([{ colour: 'blue', subject: 'grid', hits: 12 }]);
    // Beside a piece of work those alone that rest on it; and of a grid they are its leader's.
    expect((await wangge.request('GET', '/wangge/cards', { as: leader, query: { item: randomUUID() } })).body.data.cards).toEqual([]);
    const deputy = await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id, role: 'deputy' }] });
    expect((await wangge.request('GET', '/wangge/cards', { as: deputy })).body.data.cards).toEqual([]);
    expect(await db('recognitions').where({ rule: card })).toEqual([]);
    await db('recognition_rules').whereIn('id', [low, card]).update({ active: false });

    await made(db, 'rankings', ranked(periods[1]!, 2, 'middle', 'preview'));
    await db.transaction(async (trx) => {
      // Only what is asked here: not whether this version could be published.
      await trx.raw('alter table assessment_steps disable trigger wangge_step_fits');
      await trx.raw('alter table assessment_steps disable trigger wangge_step_taken');
      await trx('assessment_steps').insert({ id: randomUUID(), period: periods[1], version: 2, step: 'publish', actor: leader.id, at: new Date() });
      await trx.raw('alter table assessment_steps enable trigger wangge_step_fits');
      await trx.raw('alter table assessment_steps enable trigger wangge_step_taken');
    });
    expect(await stateOf(all[0].id)).toBe('suspended');
    await db('recognition_rules').where({ id }).update({ active: false });
  });
});
