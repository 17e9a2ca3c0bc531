import type { Account, OwnServer } from './harness.ts';
/** The calendar in the database, at its route, and in the hands of an administrator. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCalendar } from '../../extensions/wangge/src/calendar/calendar-store.ts';
import { calendarRows, shippedCalendar } from '../../extensions/wangge/src/calendar/shipped-calendar-rules.ts';
import { addWorkingDays, dayOf } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { freshServer, server } from './harness.ts';

const wangge = await server();
const analyst = await wangge.createUser({ role: 'analyst', language: 'zh-CN' });

interface Due { due_at: string; provisional: boolean; certificate: { text: string; days: { day: string; reason: string; number: number | null }[]; calendar_version: string } }

const due = (query: Record<string, string>, as: Account | null = analyst, headers: Record<string, string> = {}) =>
  wangge.request<Due>('GET', '/wangge/calendar/due', { as, query, headers });

describe('the calendar that set-up loads', () => {
  it('is the shipped one, published', async () => {
    const loaded = await loadCalendar(wangge.db);
    expect(loaded).toEqual(shippedCalendar());
    expect(await loadCalendar(wangge.db, 'CN-2026')).toBe(loaded);
    const { version } = calendarRows();
    expect(await wangge.db('calendar_versions').where({ id: version.id }).first('version', 'published_on')).toEqual({ version: 'CN-2026', published_on: '2025-11-04' });
  });

  it('has no other version to offer, and says so', async () => {
    await expect(loadCalendar(wangge.db, 'CN-1999')).rejects.toMatchObject({ status: 409, message: '没有已发布的工作日历CN-1999，无法计算时限。请管理员先发布工作日历。' });
  });

  it.each([
    ['update calendar_days set kind = \'workday\' where date = \'2026-10-01\'', /its days are fixed/],
    ['delete from calendar_days where date = \'2026-10-01\'', /its days are fixed/],
    [`insert into calendar_days (id, version, date, kind, origin) select '${randomUUID()}', id, '2026-07-01', 'restday', 'local' from calendar_versions`, /its days are fixed/],
    ['update calendar_versions set covers_to = \'2030-12-31\'', /published and fixed/],
    ['update calendar_versions set published_on = null', /published and fixed/],
    ['delete from calendar_versions', /cannot be deleted/],
  ])('cannot be changed past the filters: %s', async (sql, words) => {
    await expect(wangge.db.raw(sql)).rejects.toThrow(words);
  });

  it('takes a note', async () => {
    const note = await wangge.request<{ data: { note: string } }>('PATCH', `/items/calendar_versions/${calendarRows().version.id}`, { as: wangge.admin, body: { note: '已与通知核对' } });
    expect(note.status).toBe(200);
    expect(note.body.data.note).toBe('已与通知核对');
  });
});

describe('GET /wangge/calendar/due', () => {
  it('answers with the moment and why, in the language that the person has chosen', async () => {
    const { status, body } = await due({ from: '2026-09-28T16:30:00+08:00', working_days: '5' }, analyst, { 'accept-language': 'en-US' });
    expect(status).toBe(200);
    expect(body.due_at).toBe('2026-10-10T10:00:00.000Z');
    expect(body.provisional).toBe(false);
    expect(body.certificate.text).toContain('10月10日（星期六）：第5个工作日（国庆节假期调休上班）');
    expect(body.certificate.days.filter(day => day.number !== null)).toHaveLength(5);
  });

  it('speaks the language that the client accepts to whoever has chosen none', async () => {
    const guest = await wangge.createUser({ role: 'analyst' });
    await wangge.db('directus_users').where({ id: guest.id }).update({ language: null });
    const english = await due({ from: '2026-09-28T08:30:00Z', working_days: '1' }, guest, { 'accept-language': 'en-GB,en;q=0.9' });
    expect(english.body.certificate.text).toContain('Due: Tuesday 29 September 2026, 18:00');
    const other = await due({ from: '2026-09-28T08:30:00Z', working_days: '1' }, guest, { 'accept-language': 'zh' });
    expect(other.body.certificate.text).toContain('到期时间：2026年9月29日（星期二）18:00');
  });

  it('T15 keeps to Shanghai on a server that runs on UTC', async () => {
    expect((await due({ from: '2026-09-30T15:59:59Z', working_days: '1' })).body.due_at).toBe('2026-10-08T10:00:00.000Z');
    expect((await due({ from: '2026-09-29T16:00:00Z', working_days: '1' })).body.due_at).toBe('2026-10-08T10:00:00.000Z');
    expect((await due({ from: '2026-09-29T15:59:59Z', working_days: '1' })).body.due_at).toBe('2026-09-30T10:00:00.000Z');
  });

  it('T3 is provisional beyond the last published year', async () => {
    const { body } = await due({ from: '2026-12-30T10:00:00+08:00', working_days: '3', close_of_business: '17:30' });
    expect(body).toMatchObject({ due_at: '2027-01-05T09:30:00.000Z', provisional: true });
    expect(body.certificate.text).toContain('本期限为暂定');
  });

  it.each([
    [{}, 'from', 'from 应为带时区的时刻'],
    [{ from: '2026-09-28', working_days: '3' }, 'from', 'from 应为带时区的时刻'],
    [{ from: '2026-09-28T08:30:00Z' }, 'working_days', 'working_days 应为 1 至 250 的整数。'],
    [{ from: '2026-09-28T08:30:00Z', working_days: '251' }, 'working_days', 'working_days 应为 1 至 250 的整数。'],
    [{ from: '2026-09-28T08:30:00Z', working_days: '3', close_of_business: 'evening' }, 'close_of_business', 'close_of_business 应为 00:01 至 24:00 的时间'],
  ])('refuses %j and says what would be accepted', async (query, field, words) => {
    const { status, errors } = await due(query as Record<string, string>);
    expect(status).toBe(400);
    expect(errors[0]!.extensions).toMatchObject({ code: 'FAILED_VALIDATION', field });
    expect(errors[0]!.message).toContain(words);
  });

  it('is for people who are signed in', async () => {
    expect((await due({ from: '2026-09-28T08:30:00Z', working_days: '3' }, null)).status).toBe(403);
  });
});

describe('an administrator', () => {
  let own: OwnServer;
  let admin: Account;
  beforeAll(async () => {
    own = await freshServer();
    admin = own.admin;
  });
  afterAll(async () => await own?.close());

  const item = (method: string, path: string, body?: unknown) => own.request<{ data: { id: string } }>(method, `/items/${path}`, { as: admin, body });

  it('is told why a published calendar does not change', async () => {
    const day = await own.db('calendar_days').where({ date: '2026-10-01' }).first('id', 'version');
    for (const answer of [
      await item('PATCH', `calendar_days/${day.id}`, { kind: 'workday' }),
      await item('DELETE', `calendar_days/${day.id}`),
      await item('POST', 'calendar_days', { version: day.version, date: '2026-07-01', kind: 'restday', origin: 'local' }),
      await item('PATCH', `calendar_versions/${day.version}`, { covers_to: '2030-12-31' }),
      await item('DELETE', `calendar_versions/${day.version}`),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.errors[0]!.message).toContain('“CN-2026” is published and fixed');
    }
    expect(await loadCalendar(own.db)).toEqual(shippedCalendar());
  });

  it('drafts the next version, is kept from publishing a wrong one, and publishes it for what is reported from then on', async () => {
    const premature = await item('POST', 'calendar_versions', { version: 'CN-2027', covers_from: '2020-01-01', covers_to: '2027-12-31', published_on: '2026-11-05' });
    expect(premature.errors[0]!.extensions).toMatchObject({ field: 'published_on', rule: 'publish_after_days' });

    const draft = await item('POST', 'calendar_versions', { version: 'CN-2027', covers_from: '2026-01-01', covers_to: '2027-12-31' });
    expect(draft.status).toBe(200);
    const { id } = draft.body.data;
    const days = () => own.db('calendar_days').where({ version: id });
    // It begins with the days of the version before that lie in its range.
    expect(await days().whereBetween('date', ['2026-01-01', '2026-12-31'])).toHaveLength(calendarRows().days.filter(({ date }) => date >= '2026-01-01').length);
    expect(await days().where('date', '<', '2026-01-01')).toHaveLength(0);
    const publish = (published_on = dayOf(shippedCalendar(), new Date().toISOString())) => item('PATCH', `calendar_versions/${id}`, { published_on });
    expect((await publish()).errors[0]!.message).toContain('covers 2027 but has no holiday');

    const written = ['2027-01-01', '2028-01-01'].map(date => ({ version: id, date, kind: 'restday', name: '元旦', source: '通知', origin: 'national' }));
    expect((await item('POST', 'calendar_days', written)).status).toBe(200);
    expect((await publish()).errors[0]!.message).toContain('2028-01-01 is outside the range');
    await days().where({ date: '2028-01-01' }).update({ date: '2027-01-04', kind: 'workday', source: null });
    expect((await publish()).errors.map(({ extensions }) => extensions.rule)).toEqual(['make_up_on_weekday', 'source_missing']);
    await days().where({ date: '2027-01-04' }).delete();
    expect((await publish('2024-01-01')).errors[0]!.extensions).toMatchObject({ rule: 'published_before' });
    expect((await loadCalendar(own.db)).version).toBe('CN-2026');

    expect((await publish()).status).toBe(200);
    const newest = await loadCalendar(own.db);
    expect(newest.version).toBe('CN-2027');
    expect(addWorkingDays(newest, '2026-12-31', 1)).toEqual({ day: '2027-01-04', provisional: false });
    expect(addWorkingDays(newest, '2026-09-30', 1)).toEqual({ day: '2026-10-08', provisional: false });
    expect((await loadCalendar(own.db, 'CN-2026')).version).toBe('CN-2026');
    const again = await item('POST', 'calendar_days', { version: { id }, date: '2027-02-01', kind: 'restday', origin: 'local' });
    expect(again.status).toBe(400);
  });

  it('T12 cannot publish a calendar without working days', async () => {
    const draft = await item('POST', 'calendar_versions', { version: 'closed', covers_from: '2027-01-01', covers_to: '2027-12-31' });
    const { id } = draft.body.data;
    await own.db('calendar_days').where({ version: id }).delete();
    await own.db.raw(`insert into calendar_days (id, version, date, kind, origin)
      select gen_random_uuid(), ?, day, 'restday', 'local' from generate_series(date '2027-01-01', date '2027-12-31', interval '1 day') day`, [id]);
    const published = await item('PATCH', `calendar_versions/${id}`, { published_on: '2026-11-05' });
    expect(published.status).toBe(400);
    expect(published.errors[0]!.extensions).toMatchObject({ field: 'published_on', rule: 'no_working_days' });
  });
});
