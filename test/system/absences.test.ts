/** Absences: filed, decided by somebody else; the stand-in's territory while one runs; nobody without a post sees anything. */
import type { Community } from './community.ts';
import type { Account, OwnServer } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { run as returned } from '../../extensions/wangge/src/reporting/returns/job.ts';
import { subtrees } from '../../extensions/wangge/src/territory/scope-rules.ts';
import { peopled, reported } from './community.ts';
import { freshServer } from './harness.ts';

let wangge: OwnServer;
let community: Community;
let today: string;
const day = (offset: number) => dayString(epochDay(today) + offset);
const file = (as: Account, body: Record<string, unknown> = {}) => wangge.request('POST', '/items/absences', { as, body: { kind: 'leave', starts_on: today, ends_on: day(3), ...body } });
const patch = (as: Account, id: string, body: Record<string, unknown>) => wangge.request('PATCH', `/items/absences/${id}`, { as, body });
const slots = async (person: Account) => {
  const row = await wangge.db('directus_users').where({ id: person.id }).first('scope_1', 'scope_2', 'scope_3');
  return Object.values(row as Record<string, string>).filter(slot => slot !== '-');
};
const rule = (answer: { body: { errors?: { extensions: Record<string, unknown> }[] } }) => answer.body.errors?.[0]?.extensions.rule ?? answer.body.errors?.[0]?.extensions.code;

beforeAll(async () => {
  wangge = await freshServer();
  today = (await wangge.db.raw('select wangge_today()::text as today')).rows[0].today;
});
beforeEach(async () => {
  community = await peopled(wangge);
});
afterAll(() => wangge.close());

describe('an absence', () => {
  it('is filed by the person and decided above; the stand-in has the grids while it runs', async () => {
    const { worker, level2, stranger, place } = community;
    const made = await file(worker, { stand_in: stranger.id });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const id = (await wangge.db('absences').where({ person: worker.id }).first()).id as string;
    expect(await slots(stranger)).toEqual([place.patches[2].path]);
    expect(rule(await patch(worker, id, { decision: 'yes' }))).toBe('absence_own');
    expect(await wangge.db('absences').where({ id }).first()).toMatchObject({ decision: null, approved_by: null });
    expect((await wangge.request('GET', `/items/absences/${id}`, { as: level2 })).status).toBe(200);
    const decided = await patch(level2, id, { decision: 'yes' });
    expect(decided.status, JSON.stringify(decided.body)).toBe(200);
    expect(await wangge.db('absences').where({ id }).first()).toMatchObject({ decision: 'yes', approved_by: level2.id, grid: place.patches[0].id });
    expect(await slots(stranger)).toEqual([place.patches[0].path, place.patches[2].path]);
    expect((await wangge.db('grids').where({ id: place.patches[0].id }).first()).leader).toBe(worker.id);
    const issue = await reported(wangge, community);
    expect((await wangge.request('GET', `/items/issues/${issue}`, { as: stranger })).status).toBe(200);
    expect(await wangge.db('outbox').where({ link: `/content/absences/${id}` }).pluck('event')).toEqual(expect.arrayContaining(['absence_filed', 'absence_decided', 'absence_stand_in']));
    // Ended earlier, it is over today.
    expect(rule(await patch(worker, id, { ends_on: day(9) }))).toBe('absence_only_earlier');
    expect(rule(await patch(worker, id, { stand_in: level2.id }))).toBe('absence_decided');
    expect((await patch(worker, id, { ends_on: today })).status).toBe(200);
    await wangge.db.raw(`select wangge_refresh_scopes(wangge_today() + 1)`);
    expect(await slots(stranger)).toEqual([place.patches[2].path]);
  });

  it('gives nobody anything before it is approved, nor when it is refused', async () => {
    const { worker, level2, stranger, place } = community;
    await file(worker, { stand_in: stranger.id });
    const { id } = await wangge.db('absences').where({ person: worker.id }).first();
    expect(rule(await patch(level2, id, { decision: 'no' }))).toBe('absence_why_not');
    expect((await patch(level2, id, { decision: 'no', decision_note: '人手不足' })).status).toBe(200);
    expect(await slots(stranger)).toEqual([place.patches[2].path]);
    expect(await wangge.db('absences').where({ id }).first()).toMatchObject({ decision: 'no', approved_by: null });
    const again = await patch(level2, id, { decision: 'yes' });
    expect([again.status, rule(again)]).toEqual([409, 'absence_decided']);
    // Another one for the same days is filed anew.
    expect((await file(worker)).status).toBe(200);
  });

  it('decided by two at the same moment is decided once; one that has not begun is taken back; days that are over stay', async () => {
    const { worker, level1, level2, stranger, place } = community;
    expect((await file(worker, { starts_on: day(5), ends_on: day(9), stand_in: stranger.id })).status).toBe(200);
    const { id } = await wangge.db('absences').where({ person: worker.id }).first();
    const answers = await Promise.all([patch(level1, id, { decision: 'yes' }), patch(level2, id, { decision: 'yes' }), patch(wangge.admin, id, { decision: 'yes' })]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 200).map(rule)).toEqual(['absence_decided', 'absence_decided']);
    expect((await wangge.request('DELETE', `/items/absences/${id}`, { as: worker })).status).toBe(204);
    await wangge.db('absences').insert({ id: randomUUID(), person: worker.id, kind: 'leave', starts_on: day(-9), ends_on: day(9), stand_in: stranger.id, approved_by: level2.id });
    const { id: running } = await wangge.db('absences').where({ person: worker.id }).first();
    expect(rule(await patch(worker, running, { ends_on: day(-3) }))).toBe('absence_only_earlier');
    expect((await patch(worker, running, { ends_on: day(-1) })).status).toBe(200);
    expect(await slots(stranger)).toEqual([place.patches[2].path]);
  });

  it('of somebody who stands in is noticed, filed or decided, whichever came first', async () => {
    const { worker, level2, stranger } = community;
    expect((await file(worker, { starts_on: day(2), ends_on: day(4), stand_in: stranger.id })).status).toBe(200);
    const { id } = await wangge.db('absences').where({ person: worker.id }).first();
    // Named and not decided, nobody is bound: else anybody could keep a colleague from going on leave.
    const free = await file(stranger, { starts_on: day(4), ends_on: day(6) });
    expect(free.status).toBe(200);
    expect(rule(await patch(level2, id, { decision: 'yes' }))).toBe('absence_stand_in_away');
    await wangge.db('absences').where({ person: stranger.id }).delete();
    expect((await patch(level2, id, { decision: 'yes' })).status).toBe(200);
    const away = await file(stranger, { starts_on: day(4), ends_on: day(6) });
    expect([rule(away), away.body.errors[0].extensions.field]).toEqual(['absence_standing_in', 'starts_on']);
    expect(away.body.errors[0].message).toContain(`${day(2)} 至 ${day(4)} 正代`);
    expect((await file(stranger, { starts_on: day(5), ends_on: day(6) })).status).toBe(200);
    const later = await wangge.db('absences').where({ person: stranger.id }).first();
    expect(rule(await patch(stranger, later.id, { starts_on: day(3) }))).toBe('absence_standing_in');
    // Taken back, it binds nobody.
    expect((await wangge.request('DELETE', `/items/absences/${id}`, { as: worker })).status).toBe(204);
    expect((await patch(stranger, later.id, { starts_on: day(3) })).status).toBe(200);
  });

  it('that was approved and begins today can be taken back; of one that began yesterday days are over', async () => {
    const { worker, level2, stranger, place } = community;
    expect((await file(worker, { starts_on: today, stand_in: stranger.id })).status).toBe(200);
    const { id } = await wangge.db('absences').where({ person: worker.id }).first();
    expect((await patch(level2, id, { decision: 'yes' })).status).toBe(200);
    expect(await slots(stranger)).toEqual([place.patches[0].path, place.patches[2].path]);
    expect((await wangge.request('DELETE', `/items/absences/${id}`, { as: worker })).status).toBe(204);
    expect(await slots(stranger)).toEqual([place.patches[2].path]);
    const began = randomUUID();
    await wangge.db('absences').insert({ id: began, person: worker.id, kind: 'leave', starts_on: day(-1), ends_on: day(1), stand_in: null, approved_by: level2.id });
    expect(rule(await wangge.request('DELETE', `/items/absences/${began}`, { as: worker }))).toBe('absence_kept');
  });

  it('that is over is told to both, with what is open in the grids; once', async () => {
    const { worker, level2, stranger, place } = community;
    const [id, early, plan] = [randomUUID(), randomUUID(), randomUUID()];
    await wangge.db('absences').insert([
      { id, person: worker.id, kind: 'leave', starts_on: day(-9), ends_on: day(-1), stand_in: stranger.id, approved_by: level2.id },
      { id: early, person: level2.id, kind: 'leave', starts_on: day(-9), ends_on: day(9), stand_in: stranger.id, approved_by: wangge.admin.id },
    ]);
    await wangge.db('collection_plans').insert({ id: plan, name: '走访', topic: '走访独居老人', grid: place.area.id, level: 3, every: 'month', due_working_days: 5, starts_on: '2026-01-01', active: true });
    await wangge.db('collection_tasks').insert({ id: randomUUID(), plan, topic: '走访独居老人', grid: place.patches[0].id, starts_on: '2026-11-01', due_on: '2026-12-31' });
    const told = async (absence: string) => wangge.db('outbox').where({ dedupe_key: `absence_over:${absence}`, channel: 'inapp' }).orderBy('id').select('recipient', 'subject', 'body');
    await returned(wangge.db, today);
    expect((await told(id)).map(({ recipient }) => recipient)).toEqual([worker.id, stranger.id]);
    expect((await told(id))[0].body).toMatch(new RegExp(`^离岗至 ${day(-1)}。所在网格未办结：采集任务 1 项`));
    expect(await told(early)).toEqual([]);
    expect((await patch(level2, early, { ends_on: day(-1) })).status).toBe(200);
    await returned(wangge.db, day(1));
    expect([(await told(id)).length, (await told(early)).length]).toEqual([2, 2]);
  });

  it('says at its field what is wrong', async () => {
    const { worker, stranger, level2, cadre } = community;
    const field = (answer: Awaited<ReturnType<typeof file>>) => [rule(answer), answer.body.errors?.[0].extensions.field];
    expect(field(await file(worker, { ends_on: day(-1) }))).toEqual(['term_reversed', 'ends_on']);
    expect(field(await file(worker, { starts_on: 'morgen' }))).toEqual(['absence_day', 'starts_on']);
    expect(field(await file(worker, { kind: 'strike' }))).toEqual(['absence_kind', 'kind']);
    expect(field(await file(worker, { stand_in: worker.id }))).toEqual(['absence_own_stand_in', 'stand_in']);
    expect(field(await file(worker, { stand_in: randomUUID() }))).toEqual(['absence_stand_in', 'stand_in']);
    expect(field(await file(worker, { person: stranger.id }))).toEqual(['absence_for_other', 'person']);
    expect(field(await file(worker, { decision: 'yes' }))).toEqual(['absence_decide_later', 'decision']);
    expect((await file(worker)).status).toBe(200);
    expect(field(await file(worker, { starts_on: day(2), ends_on: null }))).toEqual(['absence_overlap', 'starts_on']);
    expect(field(await file(stranger, { stand_in: worker.id }))).toEqual(['absence_stand_in_away', 'stand_in']);
    const { id } = await wangge.db('absences').where({ person: worker.id }).first();
    for (const other of [stranger, cadre])
      expect(rule(await patch(other, id, { decision: 'yes' }))).toBe('absence_authority');
    expect(rule(await patch(level2, id, { decision: 'yes', note: '同意' }))).toBe('absence_decide_alone');
  });

  it('of a dispatcher’s sub-district is filed by the dispatcher; an administrator’s is approved at once; a head decides for the department', async () => {
    const { worker, dispatcher, cadre, officer, place, level2 } = community;
    expect((await file(dispatcher, { person: worker.id })).status).toBe(200);
    expect(rule(await file(dispatcher, { person: wangge.admin.id }))).toBe('absence_for_other');
    expect((await file(wangge.admin, { person: level2.id })).status).toBe(200);
    expect(await wangge.db('absences').where({ person: level2.id }).first()).toMatchObject({ decision: 'yes', approved_by: wangge.admin.id });
    await wangge.db('departments').where({ id: place.office.id }).update({ head: cadre.id });
    expect((await file(officer)).status).toBe(200);
    const { id } = await wangge.db('absences').where({ person: officer.id }).first();
    expect((await patch(cadre, id, { decision: 'yes' })).status).toBe(200);
  });

  it('that would give the stand-in a seventh part of the territory is refused, in the database too', async () => {
    const { worker, level2 } = community;
    const [other, third] = [await wangge.createSubdistrict(), await wangge.createSubdistrict()];
    const full = await wangge.createUser({ role: 'level_2', posts: [...other.patches, ...third.patches].slice(0, 6).map(grid => ({ grid: grid.id, role: 'deputy' as const })) });
    await file(worker, { stand_in: full.id });
    const { id } = await wangge.db('absences').where({ person: worker.id }).first();
    expect(rule(await patch(level2, id, { decision: 'yes' }))).toBe('seventh_scope');
    await expect(wangge.db('absences').where({ id }).update({ approved_by: level2.id })).rejects.toThrow('more than six');
  });
});

describe('whoever holds posts and stands in', () => {
  it('has the territory of both on any day: as a slow walk over posts and absences says', async () => {
    const { place } = community;
    const grids = [place.area, ...place.communities, ...place.patches];
    const people = await Promise.all(Array.from({ length: 5 }, () => wangge.createUser({ role: 'level_3' })));
    let state = 20261123;
    const dice = (sides: number) => (state = (state * 1103515245 + 12345) % 2147483648) % sides;
    const term = () => {
      const starts = dice(60) - 30;
      return { starts_on: day(starts), ends_on: dice(4) === 0 ? null : day(starts + dice(30)) };
    };
    const posts = Array.from({ length: 14 }, () => ({ id: randomUUID(), person: people[dice(5)]!.id, grid: grids[dice(grids.length)]!, role: 'deputy', ...term() }));
    const absences = people.flatMap((person, n) => n % 2 === 0 ? [{ id: randomUUID(), person: person.id, kind: 'leave', stand_in: people[(n + 1 + dice(4)) % 5]!.id, approved_by: dice(3) === 0 ? null : wangge.admin.id, ...term() }] : [])
      .filter(({ person, stand_in }) => person !== stand_in);
    await wangge.db('posts').insert(posts.map(post => ({ ...post, grid: post.grid.id })));
    await wangge.db('absences').insert(absences);
    const runs = ({ starts_on, ends_on }: { starts_on: string; ends_on: string | null }, on: string) => starts_on <= on && (ends_on === null || on <= ends_on);
    for (const offset of [-25, -10, -1, 0, 1, 7, 20]) {
      const on = day(offset);
      await wangge.db.raw('select wangge_refresh_scopes(?)', [on]);
      for (const person of people) {
        const acting = [person.id, ...absences.filter(absence => absence.stand_in === person.id && absence.approved_by !== null && runs(absence, on)).map(absence => absence.person)];
        const held = posts.filter(post => acting.includes(post.person) && runs(post, on)).map(post => post.grid.path);
        const row = await wangge.db('directus_users').where({ id: person.id }).first('scope_1', 'scope_2', 'scope_3', 'scope_4', 'scope_5', 'scope_6');
        expect(Object.values(row as Record<string, string>).filter(slot => slot !== '-')).toEqual(subtrees(held));
      }
    }
    await wangge.db.raw('select wangge_refresh_scopes(wangge_today())');
  });
});

describe('a person without a post today', () => {
  it('sees nothing of the territory, of which whoever holds one sees it all', async () => {
    const { worker, level2, level1, place } = community;
    const [patch] = place.patches;
    const grid = patch.id;
    await reported(wangge, community);
    const made = async (as: Account, collection: string, body: Record<string, unknown>) => {
      const answer = await wangge.request('POST', `/items/${collection}`, { as, body });
      expect(answer.status, `${collection}: ${JSON.stringify(answer.body)}`).toBe(200);
    };
    await made(wangge.admin, 'ledger_facilities', { grid, name: '路灯一号', group: 'utility', kind: 'street_lamp', condition: 'intact' });
    const { id: facility } = await wangge.db('ledger_facilities').where({ grid }).first('id');
    await made(worker, 'work_logs', { work_date: day(-1), kind: 'patrol', started_at: '08:00', ended_at: '09:00', summary: '巡查', facility_checks: [{ facility, result: 'damaged' }] });
    await made(worker, 'absences', { kind: 'leave', starts_on: day(20), ends_on: day(21) });
    const heir = await wangge.createUser({ role: 'level_3' });
    await made(level1, 'handovers', { grid, to_person: heir.id, handed_on: day(30) });
    const [plan, assignment] = [randomUUID(), randomUUID()];
    await wangge.db('collection_plans').insert({ id: plan, name: '走访', topic: '走访独居老人', grid: place.area.id, level: 3, every: 'month', due_working_days: 5, starts_on: '2026-01-01', active: true });
    await wangge.db('collection_tasks').insert({ id: randomUUID(), plan, topic: '走访独居老人', grid, starts_on: '2026-11-01', due_on: '2026-12-31' });
    await wangge.db('ledger_findings').insert({ id: randomUUID(), grid, kind: 'missing', description: '漏登一户', found_on: today, found_by: level1.id, state: 'open' });
    await wangge.db('responsibility_statements').insert({ id: randomUUID(), number: randomUUID(), state: 'issued', person: worker.id, grid, level: 3, term_starts_on: '2026-01-01', duties: '一、职责' });
    await wangge.db('assignments').insert({ id: assignment, title: '排查', description: '逐户排查', area: place.area.id, level: 3, due_on: day(10) });
    await wangge.db('assignment_grids').insert({ id: randomUUID(), assignment, grid, due_on: day(10) });

    const gone = await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[0].id, role: 'deputy', ends_on: day(-1) }] });
    const coming = await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[0].id, role: 'deputy', starts_on: day(1) }] });
    for (const collection of ['issues', 'issue_events', 'issue_deadlines', 'work_logs', 'facility_checks', 'ledger_facilities', 'collection_tasks', 'ledger_findings', 'responsibility_statements', 'assignment_grids', 'absences', 'handovers']) {
      const seen = async (as: Account) => {
        const answer = await wangge.request('GET', `/items/${collection}`, { as, query: { fields: 'id' } });
        expect([collection, answer.status]).toEqual([collection, 200]);
        return answer.body.data.length as number;
      };
      expect([collection, await seen(level2) > 0, await seen(gone), await seen(coming)]).toEqual([collection, true, 0, 0]);
    }
  });
});
