/** One calendar for a limit, under concurrent publishing; what earlier releases pinned wrongly; ends that rest on a year nobody has published. */
import type { Community } from './community.ts';
import type { OwnServer } from './harness.ts';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCalendar, loadCalendars } from '../../extensions/wangge/src/calendar/calendar-store.ts';
import { shippedCalendar } from '../../extensions/wangge/src/calendar/shipped-calendar-rules.ts';
import { addWorkingDays, dayOf } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { warnOfMissingYear } from '../../extensions/wangge/src/handling/calendar-change/missing-year-service.ts';
import { verifyIssues } from '../../extensions/wangge/src/handling/chain/verify-service.ts';
import { moveClocks, previewMoves } from '../../extensions/wangge/src/handling/clocks/recalendar-service.ts';
import { PROVISIONAL_SQL, provisionalBindings } from '../../extensions/wangge/src/handling/clocks/recalendar-store.ts';
import { repairIssues } from '../../extensions/wangge/src/handling/clocks/repair-service.ts';
import { nextNumber } from '../../extensions/wangge/src/handling/issue-store.ts';
import { decideAndWrite, limitsBy } from '../../extensions/wangge/src/handling/lifecycle/decide-and-write-service.ts';
import { NO_INPUT } from '../../extensions/wangge/src/handling/lifecycle/decision-facts-rules.ts';
import { route } from '../../extensions/wangge/src/handling/routing/routing-rules.ts';
import { loadRoutingContext } from '../../extensions/wangge/src/handling/routing/routing-store.ts';
import { sweep } from '../../extensions/wangge/src/handling/sweep-service.ts';
import { dayString, epochDay } from '../../extensions/wangge/src/kernel/civil-date-rules.ts';
import { SYSTEM } from '../../extensions/wangge/src/territory/model.ts';
import { peopled, reported } from './community.ts';
import { freshServer } from './harness.ts';
import { handleAt, reportAt } from './past.ts';

let wangge: OwnServer;
let community: Community;

const now = (): string => new Date().toISOString();
const today = dayOf(shippedCalendar(), now());
const daysFrom = (day: string, n: number): string => dayString(epochDay(day) + n);
const change = (path: string, body: unknown) => wangge.request('POST', `/wangge/calendar/${path}`, { as: wangge.admin, body });
const closedOn = (date: string, said: object = {}) => ({ days: [{ date, kind: 'restday', name: '市民节', source: '街道办通知' }], ...said });
const act = (as: { token: string }, issue: string, said: object) => wangge.request('POST', '/items/issue_events', { as, body: { issue, ...said } });
const clocks = (issue: string) => wangge.db('issue_deadlines').where({ issue }).orderBy(['opened_by_seq', 'kind']);
const events = (issue: string, type: string) => wangge.db('issue_events').where({ issue, type }).orderBy('seq');
const holds = async () => expect((await verifyIssues(wangge.db)).faults).toEqual([]);
const dueOf = async (issue: string): Promise<string> => (await clocks(issue)).find(({ kind }) => kind === 'resolve').due_at;

beforeAll(async () => {
  wangge = await freshServer();
  community = await peopled(wangge);
});
afterAll(() => wangge.close());

describe('a year that nobody has published', () => {
  // First, while the shipped calendar alone is known: its last day is the last of 2026.
  let met: string;
  let early: string;
  let waiting: string;
  let standing: string;
  const past = (at: string) => reportAt(wangge.db, { grid: community.place.patches[0].id, category: community.category, reporter: community.worker.id, at });

  it('ends no limit in a miss: 1 January least of all', async () => {
    [met, early, waiting, standing] = [await past('2026-12-30T02:00:00.000Z'), await past('2026-12-30T02:00:00.000Z'), await past('2026-12-30T02:00:00.000Z'), await past('2026-12-30T02:00:00.000Z')] as [string, string, string, string];
    expect((await clocks(met)).map(({ provisional, certificate }) => [provisional, certificate.limit.statutory])).toEqual([[true, true], [true, true]]);
    await handleAt(wangge.db, early, community.cadre.id, '2026-12-31T02:00:00.000Z');
    await sweep(wangge.db, '2027-01-12T01:00:00.000Z');
    await handleAt(wangge.db, met, community.cadre.id, '2027-01-12T02:00:00.000Z');
    expect(await wangge.db('issue_events').where({ type: 'deadline_missed' })).toEqual([]);
    expect(await wangge.db('issues').whereIn('id', [met, early, waiting, standing]).pluck('overdue')).toEqual([false, false, false, false]);
    // As an earlier release called it: a miss on a day that is none.
    await wangge.db.raw('alter table issue_deadlines disable trigger user');
    await wangge.db('issue_deadlines').where({ issue: standing }).update({ provisional: false });
    await wangge.db.raw('alter table issue_deadlines enable trigger user');
    await sweep(wangge.db, '2027-01-12T03:00:00.000Z');
    await wangge.db('issue_deadlines').where({ issue: standing }).update({ provisional: true });
    expect(await events(standing, 'deadline_missed')).toHaveLength(2);
    expect((await wangge.db('issues').where({ id: standing }).first('overdue')).overdue).toBe(true);
    await holds();
  });

  it('is looked for by its index', async () => {
    const plan = await wangge.db.transaction(async (trx) => {
      await trx.raw('set local enable_seqscan = off');
      return trx.raw<{ rows: Record<string, string>[] }>(`explain ${PROVISIONAL_SQL}`, provisionalBindings(shippedCalendar(), now()));
    });
    expect(plan.rows.map(row => row['QUERY PLAN']).join('\n')).toContain('issue_deadlines_provisional');
  });

  it('tells administrators once that it is missing', async () => {
    await warnOfMissingYear(wangge.db, 2027);
    await warnOfMissingYear(wangge.db, 2027);
    expect(await wangge.db('outbox').where({ event: 'calendar_year_missing', recipient: wangge.admin.id })).toMatchObject([{ channel: 'inapp', subject: expect.stringContaining('2027') }]);
    expect(await warnOfMissingYear(wangge.db, 2026)).toEqual({ told: 0 });
  });

  it('is refused with sentences that help: no days yet, a subscription, a year long past', async () => {
    const empty = await change('import', { year: 2027, papers: [], days: [] });
    expect([empty.status, empty.errors[0]!.extensions.rule, empty.errors[0]!.message]).toEqual([400, 'no_days_yet', expect.stringContaining('2027')]);
    const early = await change('import', { year: 2019, papers: ['x'], days: [{ name: '元旦', date: '2019-01-01', isOffDay: true }] });
    expect([early.status, early.errors[0]!.extensions.rule]).toEqual([400, 'year_too_early']);
    const file = join(tmpdir(), `holidays-${process.pid}.ics`);
    writeFileSync(file, 'BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n');
    const { code, stderr } = await wangge.cli('wangge', 'calendar', 'import', file);
    expect(code).toBe(1);
    expect(stderr).toContain('.ics');
    expect(await wangge.db('calendar_versions').pluck('version')).toEqual(['CN-2026']);
  });

  it('is judged when it is published: missed, moved, met in time, as if it had been known', async () => {
    const file = { year: 2027, papers: ['https://www.gov.cn/x'], days: [{ name: '元旦', date: '2027-01-01', isOffDay: true }, { name: '元旦', date: '2027-01-04', isOffDay: true }, { name: '元旦', date: '2027-01-07', isOffDay: false }] };
    const { status, body } = await change('import', file);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data.errors).toEqual([]);
    await wangge.db('calendar_versions').where({ id: body.data.id }).update({ published_on: today });
    const calendar = await loadCalendar(wangge.db);
    const at = '2027-01-13T01:00:00.000Z';
    const preview = await previewMoves(wangge.db, calendar, at);
    const moved = await moveClocks(wangge.db, at);
    expect(moved).toEqual({ issues: preview.totals.issues, clocks: preview.totals.clocks });
    expect(await moveClocks(wangge.db, at)).toEqual({ issues: 0, clocks: 0 });
    await sweep(wangge.db, at);
    const due = '2027-01-06T10:00:00.000Z';
    const said = async (issue: string) => (await clocks(issue)).filter(({ kind }) => kind === 'resolve' || kind === 'own').map(({ state, due_at, missed_at, provisional }) => [state, due_at, missed_at, provisional]);
    expect(await said(met)).toEqual([['late', due, due, false], ['late', due, due, false]]);
    expect(await said(early)).toEqual([['met', due, null, false], ['met', due, null, false]]);
    for (const issue of [waiting, standing])
      expect(await said(issue)).toEqual([['missed', due, due, false], ['missed', due, due, false]]);
    // The miss that stood has its true date; it is not written a second time.
    expect(await events(standing, 'deadline_missed')).toHaveLength(2);
    expect(preview.moves.find(({ issue }) => issue === met)).toMatchObject({ verdict: 'late', provisional: { from: true, to: false } });
    expect(await wangge.db('issues').whereIn('id', [met, early, waiting, standing]).orderBy('overdue').pluck('overdue')).toEqual([false, true, true, true]);
    await holds();
  });
});

describe('one calendar for a limit', () => {
  it('a version that starts in ten days counts nothing before', async () => {
    const date = addWorkingDays(await loadCalendar(wangge.db), today, 1).day;
    const applied = await change('apply', closedOn(date, { version: 'LATER', published_on: daysFrom(today, 10) }));
    expect(applied.status, JSON.stringify(applied.body)).toBe(200);
    const issue = await reported(wangge, community);
    const due = await dueOf(issue);
    expect((await clocks(issue))[0].certificate.limit.calendar_version).not.toBe('LATER');
    expect((await act(community.cadre, issue, { type: 'accept' })).status).toBe(200);
    expect(await dueOf(issue)).toBe(due);
    const other = await wangge.db('issue_categories').whereNotNull('parent').where({ active: true }).whereNot({ id: community.category }).orderBy('code').first('id');
    const routed = await act(community.dispatcher, issue, { type: 'route', to_category: other.id, note: '改归此类' });
    expect(routed.status, JSON.stringify(routed.body)).toBe(200);
    await holds();
  });

  it('a version that nobody published is a refusal, not a gap', async () => {
    const calendar = await loadCalendar(wangge.db);
    await expect(loadCalendars(wangge.db, ['CN-1999'], calendar)).rejects.toMatchObject({ status: 409, message: expect.stringContaining('CN-1999') });
    const known = await loadCalendars(wangge.db, ['CN-2026', calendar.version], calendar);
    expect([known('CN-2026').version, known(calendar.version)]).toEqual(['CN-2026', calendar]);
    expect(() => known('CN-1999')).toThrow('CN-1999');
  });

  it('of versions of one day the newest is found as people count', async () => {
    const names = ['CN-2026-12', 'CN-2026-9', 'CN-2026', 'CN-2026-10', 'CN-9', 'CN-10'];
    const { rows } = await wangge.db.raw('select name from unnest(?::text[]) name order by wangge_natural_order(name)', [names]);
    expect(rows.map(({ name }: { name: string }) => name)).toEqual(['CN-9', 'CN-10', 'CN-2026', 'CN-2026-9', 'CN-2026-10', 'CN-2026-12']);
  });

  it('holds while versions are published, and issues reported and accepted, all at once', async () => {
    const calendar = await loadCalendar(wangge.db);
    const days = Array.from({ length: 6 }, (_, n) => addWorkingDays(calendar, today, n + 1).day);
    const publishing = (async () => {
      for (const [n, date] of days.entries())
        expect((await change('apply', closedOn(date, { version: `RACE-${n + 7}` }))).status).toBe(200);
    })();
    const people = Array.from({ length: 8 }, async () => {
      for (let n = 0; n < 6; n++) {
        const issue = await reported(wangge, community);
        const accepted = await act(community.cadre, issue, { type: 'accept' });
        expect(accepted.status, JSON.stringify(accepted.body)).toBe(200);
      }
    });
    await Promise.all([publishing, ...people]);
    expect((await loadCalendar(wangge.db)).version).toBe('RACE-12');
    await holds();
    await moveClocks(wangge.db, now());
    await holds();
    const versions = await wangge.db('issue_deadlines as d').join('issues as i', 'i.id', 'd.issue').where({ 'd.state': 'running', 'i.status': 'handling' }).distinct(wangge.db.raw('d.certificate #>> \'{limit,calendar_version}\' as version'));
    expect(versions.map(({ version }: { version: string }) => version)).toContain('RACE-12');
  }, 120_000);
});

describe('what earlier releases pinned to a version that was not in force', () => {
  /** As it was: the pin by one statement, the arithmetic by another. */
  const reportedThen = (version: string) => wangge.db.transaction(async (trx) => {
    const calendar = await loadCalendar(trx);
    const said = { description: '楼道堆放杂物', kind: 'dispute', parties: 'residents', involves_departments: false, source: 'patrol', severity: 'normal', confidential: false } as const;
    const grid = community.place.patches[0].id;
    const context = (await loadRoutingContext(trx, { grid, category: community.category, day: today }))!;
    const id = randomUUID();
    await decideAndWrite(trx, {
      issue: { id, title: 'x', confidential: false, severity: 'normal', event_seq: 0 },
      timeline: [],
      state: null,
      command: { ...NO_INPUT, type: 'report', attachments: 0 },
      facts: {
        now: now(),
        actor: { ...SYSTEM, person: community.worker.id },
        issue: { id, kind: 'dispute', severity: 'normal', source: 'patrol', confidential: false, photo_required: false, disclosure_mode: 'individual' },
        calendar,
        calendars: () => calendar,
        limit: limitsBy(context, 'normal', { ...calendar, version }),
        routed: route(said, context),
        report: { number: await nextNumber(trx, context.subdistrict, today), category: community.category, grid, external_due_at: null, arrived_late: false },
      },
    });
    await trx('issues').insert({ id, title: 'x', grid, category: community.category, ...said });
    return id;
  });

  it('is put right by an event that says so, once', async () => {
    // Far enough for its closed day to lie within every limit from today.
    const date = addWorkingDays(await loadCalendar(wangge.db), today, 1).day;
    expect((await change('apply', closedOn(date, { version: 'FUTURE', published_on: daysFrom(today, 20) }))).status).toBe(200);
    const [untouched, accepted, handled] = [await reportedThen('FUTURE'), await reportedThen('FUTURE'), await reportedThen('FUTURE')] as [string, string, string];
    const due = await dueOf(untouched);
    expect((await act(community.cadre, accepted, { type: 'accept' })).status).toBe(200);
    expect(await dueOf(accepted)).not.toBe(due);
    await handleAt(wangge.db, handled, community.cadre.id, now());
    // Earlier releases left the original moment as it was first written.
    await wangge.db('issue_deadlines').whereIn('issue', [accepted, handled]).whereIn('kind', ['resolve', 'own']).update({ original_due_at: due });
    const broken = (await verifyIssues(wangge.db)).faults;
    expect(new Set(broken.map(({ issue }) => issue))).toEqual(new Set([untouched, accepted, handled]));

    const { code, stdout, stderr } = await wangge.cli('wangge', 'repair', 'issues');
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('3 issues repaired');
    await holds();
    for (const issue of [untouched, accepted, handled]) {
      expect(await dueOf(issue)).toBe(due);
      const [event] = await events(issue, 'deadline_moved');
      expect(event).toMatchObject({ actor: null, note: expect.stringContaining('系统更正'), data: { decided: { repairs: 'calendar_pins' } } });
    }
    expect(await repairIssues(wangge.db, now())).toEqual({ issues: 0 });
    // What somebody changed past the rules is none of its business: it stays to be seen.
    const tampered = await reported(wangge, community);
    await wangge.db('issue_deadlines').where({ issue: tampered, kind: 'own' }).update({ due_at: '2099-01-01T00:00:00Z' });
    expect(await repairIssues(wangge.db, now())).toEqual({ issues: 0 });
    expect((await verifyIssues(wangge.db)).faults.map(({ issue }) => issue)).toEqual([tampered]);
    await wangge.db('issue_deadlines').where({ issue: tampered, kind: 'own' }).update({ due_at: await dueOf(tampered) });
    await act(community.cadre, untouched, { type: 'accept' });
    expect(await dueOf(untouched)).toBe(due);
    await holds();
  });
});
