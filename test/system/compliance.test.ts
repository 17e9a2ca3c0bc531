/** Duty by grid as each role sees it; who stands in for whom; a week that ended is told once. */
import type { GridOverview, Reading } from '../../extensions/wangge/src/reporting/compliance/overview-rules.ts';
import type { Community } from './community.ts';
import type { Account } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCalendar } from '../../extensions/wangge/src/calendar/index.ts';
import { runningUnits } from '../../extensions/wangge/src/reporting/compliance/compliance-rules.ts';
import { complianceIn, complianceRows, EVERYBODY } from '../../extensions/wangge/src/reporting/compliance/compliance-store.ts';
import { run } from '../../extensions/wangge/src/reporting/job.ts';
import { peopled } from './community.ts';
import { server } from './harness.ts';

const wangge = await server();
const { db } = wangge;
let people: Community;
let today: string;

beforeAll(async () => {
  people = await peopled(wangge);
  today = (await db.raw('select wangge_today()::text as today')).rows[0].today;
});

interface Answer { period: { code: string; from: string; until: string }; reading: Reading; grids: GridOverview[] }
const grids = async (as: Account, query: Record<string, string> = {}): Promise<Answer> => {
  const { status, body } = await wangge.request('GET', '/wangge/logs/compliance/grids', { as, query });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
};
const log = (person: Account, grid: string, work_date: string, from: string, until: string, kind = 'patrol') =>
  ({ id: randomUUID(), person: person.id, entered_by: person.id, grid, work_date, started_at: from, ended_at: until, kind, summary: '工作' });

describe('duty by grid', () => {
  it('is shown from one\'s own grid down, and of the rest nothing; everybody\'s to the inspection team and to analysts', async () => {
    const { area, communities, patches } = people.place;
    const seen = async (as: Account, query = {}) => (await grids(as, query)).grids.map(({ grid }) => grid);
    expect(await seen(people.worker)).toEqual([patches[0].id]);
    expect(await seen(people.level2)).toEqual([communities[0].id, patches[0].id, patches[1].id]);
    expect(await seen(people.level1)).toEqual([area.id, communities[0].id, communities[1].id]);
    expect(await seen(people.level1, { grid: communities[1].id })).toEqual([communities[1].id, patches[2].id, patches[3].id]);
    const analyst = await wangge.createUser({ role: 'analyst' });
    for (const person of [people.inspector, analyst])
      expect(await seen(person, { grid: area.id })).toEqual([area.id, communities[0].id, communities[1].id]);
    for (const person of [people.officer, people.dispatcher])
      expect(await seen(person)).toEqual([]);
    // Somebody else's part of the territory is as if it were not there.
    expect(await seen(people.worker, { grid: communities[1].id })).toEqual([]);
    expect(await seen(people.level2, { grid: area.id })).toEqual([]);
    expect((await wangge.request('GET', '/wangge/logs/compliance/grids')).status).toBe(403);
  });

  it('says who is responsible, what is done so far today, where a post is vacant, and how those below stand', async () => {
    const { period, reading, grids: [community, first, second] } = await grids(people.level2);
    expect(period).toEqual({ code: today, from: today, until: today });
    expect(second).toMatchObject({ leader_name: null, people: [] });
    if (reading === 'today') {
      expect(first!.people).toMatchObject([{ person: people.worker.id, state: 'open', standards: [{ kind: 'field_minutes', required: 120, done: 0 }] }]);
      expect(community!.below).toEqual({ met: 0, open: 1, running: 0, leave: 0, rest: 0 });
    }
    else {
      expect(community!.people).toMatchObject([{ person: people.level2.id, state: 'rest' }]);
    }
    expect(community!.people[0]!.standards.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['visit', 'meeting', 'log_check']));
    const quarter = await grids(people.level2, { period: '2026-Q2' });
    expect(quarter).toMatchObject({ reading: 'period', period: { code: '2026-Q2' } });
    expect(quarter.grids[1]!.people).toMatchObject([{ person: people.worker.id, state: 'open', standards: [{ units: 61, met: 0 }] }]);
  });
});

describe('a running day', () => {
  it('asks for the day\'s minutes and for what the running week and month still ask; a day of rest for the latter alone', async () => {
    const calendar = await loadCalendar(db);
    const place = await wangge.createSubdistrict();
    const [worker, leader] = await Promise.all([wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id }] }), wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[0].id }] })]);
    await db('work_logs').insert([log(worker, place.patches[0].id, '2026-09-16', '09:00', '09:45'), log(leader, place.communities[0].id, '2026-09-14', '09:00', '09:30', 'visit')]);
    const on = async (day: string) => new Map((await complianceIn(db, runningUnits(day, calendar), EVERYBODY, place.area.id)).map(({ level, kind, per, required, done }) => [`${level} ${kind} ${per}`, [required, done]]));
    const wednesday = await on('2026-09-16');
    expect([wednesday.get('3 field_minutes working_day'), wednesday.get('2 field_minutes working_day'), wednesday.get('2 visit week'), wednesday.get('2 meeting month')]).toEqual([[120, 45], [60, 0], [1, 1], [1, 0]]);
    expect([...(await on('2026-09-19')).keys()].filter(key => key.endsWith('working_day'))).toEqual([]);
  });
});

it('who stands in counts for their own post with what they do in the absent person\'s grid; the absent person is excused, whatever they did', async () => {
  const calendar = await loadCalendar(db);
  const place = await wangge.createSubdistrict();
  const [a, b] = await Promise.all([0, 1].map(index => wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[index]!.id }] })));
  const [day, after] = ['2026-09-16', '2026-09-17'];
  const leave = { id: randomUUID(), person: b!.id, kind: 'leave', starts_on: day, ends_on: day, stand_in: a!.id };
  await db('work_logs').insert([day, after].flatMap(one => [log(a!, place.patches[0].id, one, '09:00', '10:00'), log(a!, place.patches[1].id, one, '10:00', '11:30')]));
  const rows = async (one: string) => new Map((await complianceRows(db, { from: one, until: one }, calendar, EVERYBODY, place.area.id)).map(({ person, required, excused, done }) => [person, { required, excused, done }]));
  // Not before the absence is approved.
  await db('absences').insert(leave);
  expect([(await rows(day)).get(a!.id), (await rows(day)).get(b!.id)]).toEqual([{ required: 120, excused: 0, done: 60 }, { required: 120, excused: 0, done: 0 }]);
  await db('absences').where({ id: leave.id }).update({ decision: 'yes', approved_by: people.level2.id });
  expect([(await rows(day)).get(a!.id), (await rows(day)).get(b!.id)]).toEqual([{ required: 120, excused: 0, done: 150 }, { required: 0, excused: 120, done: 0 }]);
  // The day after, the grid is somebody else's again.
  expect([(await rows(after)).get(a!.id), (await rows(after)).get(b!.id)]).toEqual([{ required: 120, excused: 0, done: 60 }, { required: 120, excused: 0, done: 0 }]);
});

it('a week or a month that ended unmet is told once, in the night after its last day', async () => {
  const place = await wangge.createSubdistrict();
  const leader = await wangge.createUser({ role: 'level_2', posts: [{ grid: place.communities[0].id }] });
  const told = () => db('outbox').where({ event: 'log_missing', recipient: leader.id }).orderBy('id').pluck('subject');
  // The Sunday is a make-up day; a visit would have done for the week.
  for (const night of ['2026-09-20', '2026-09-21', '2026-09-21', '2026-09-22'])
    await run(db, night);
  const subjects = await told();
  expect(subjects.filter(subject => subject.startsWith('截至 2026-09-20 的一周'))).toHaveLength(1);
  expect(subjects.filter(subject => subject.startsWith('2026-09-21 '))).toHaveLength(1);
  expect(subjects.filter(subject => subject.includes('2026年9月'))).toEqual([]);
  expect(subjects).toHaveLength(3);
  await run(db, '2026-10-01');
  expect((await told()).filter(subject => subject.startsWith('2026年9月'))).toHaveLength(2);
});
