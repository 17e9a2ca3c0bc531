import type { Day } from '../kernel/values.ts';
/** The SQL of the calendar: published versions, and what the settings say about the office's clock. */
import type { Db } from '../kernel/context.ts';
import type { PublishedVersion } from './in-force-rules.ts';
import type { Calendar, CalendarDay } from './model.ts';
import { refusalError } from '../kernel/refusal-error.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { messages } from './messages.ts';

interface VersionRow {
  id: string;
  version: string;
  covers_from: Day;
  covers_to: Day;
  published_on: Day | null;
  time_zone: string;
}

const COLUMNS = `id, version, covers_from::text, covers_to::text, published_on::text,
  coalesce((select nullif(time_zone, '') from settings_wangge limit 1), 'Asia/Shanghai') as time_zone`;

/** Published versions never change, so a process may keep them; by version and time zone. */
const published = new Map<string, Calendar>();

/**
 * A published version; the one in force today when none is named (one small query if it is known already).
 * Throws a Directus error (409, with a sentence) if there is none.
 */
export async function loadCalendar(db: Db, version?: string): Promise<Calendar> {
  const found = version === undefined
    ? await findVersion(db, 'id = wangge_calendar_in_force(wangge_today())')
    : await findVersion(db, 'version = ? and published_on is not null', version);
  if (found === undefined)
    throw missing(version ?? '');
  return kept(db, found);
}

/**
 * These versions and the one that is known already, to be asked for by name. One that nobody published is a refusal, here
 * and whenever another is asked for: what is pinned and what is counted by are one version, never a gap.
 */
export async function loadCalendars(db: Db, versions: Iterable<string>, known: Calendar): Promise<(version: string) => Calendar> {
  const calendars = new Map([[known.version, known]]);
  const wanted = [...new Set(versions)].filter(version => !calendars.has(version));
  if (wanted.length > 0) {
    const { rows } = await db.raw<{ rows: VersionRow[] }>(`select ${COLUMNS} from calendar_versions where version = any(?) and published_on is not null`, [wanted]);
    for (const row of rows)
      calendars.set(row.version, await kept(db, row));
  }
  const absent = wanted.find(version => !calendars.has(version));
  if (absent !== undefined)
    throw missing(absent);
  return calendarsAmong(calendars);
}

/** Asked for one that is not among them, it refuses. */
export function calendarsAmong(calendars: ReadonlyMap<string, Calendar> | Calendar): (version: string) => Calendar {
  const known = 'version' in calendars ? new Map([[calendars.version, calendars]]) : calendars;
  return (version) => {
    const calendar = known.get(version);
    if (calendar === undefined)
      throw missing(version);
    return calendar;
  };
}

function missing(version: string): Error {
  return refusalError(messages, refused('no_calendar', null, { version }), 'zh-CN', 409);
}

async function kept(db: Db, found: VersionRow): Promise<Calendar> {
  const key = `${found.version} ${found.time_zone}`;
  let calendar = published.get(key);
  if (calendar === undefined)
    published.set(key, calendar = await loadDays(db, found));
  return calendar;
}

/** All that are published, in the order in which each outranks the one before it. */
export async function publishedVersions(db: Db): Promise<PublishedVersion[]> {
  const { rows } = await db.raw<{ rows: PublishedVersion[] }>(`
    select version, published_on::text, wangge_moment(published_at) as published_at from calendar_versions where published_on is not null
    order by published_on, published_at nulls first, wangge_natural_order(version)
  `);
  return rows;
}

/** The version in force on a day, with the day of its publication; `infinity`: the newest that is published at all. */
export async function loadInForce(db: Db, day: Day | 'infinity'): Promise<Calendar & { published_on: Day } | null> {
  const found = await findVersion(db, 'id = wangge_calendar_in_force(?::date)', day);
  return found === undefined ? null : { ...await loadDays(db, found), published_on: found.published_on! };
}

async function findVersion(db: Db, condition: string, ...values: string[]): Promise<VersionRow | undefined> {
  const { rows } = await db.raw<{ rows: VersionRow[] }>(`select ${COLUMNS} from calendar_versions where ${condition}`, values);
  return rows[0];
}

async function loadDays(db: Db, { id, version, time_zone, covers_from, covers_to }: VersionRow): Promise<Calendar> {
  const { rows } = await db.raw<{ rows: (CalendarDay & { date: Day })[] }>(`
    select date::text, kind, name, source, origin from calendar_days where version = ? order by date
  `, [id]);
  const days = new Map(rows.map(({ date, kind, name, source, origin }) => [date, { kind, name, source, origin }]));
  return { version, time_zone, covers_from, covers_to, days };
}

interface OfficeHours { close_of_business: string; language: string | null }

/** When the office closes unless a sub-district says otherwise, and the language that a user has chosen. */
export async function loadOfficeHours(db: Db, user: string): Promise<OfficeHours> {
  const { rows } = await db.raw<{ rows: OfficeHours[] }>(`
    select to_char(coalesce((select close_of_business from settings_wangge limit 1), time '18:00'), 'HH24:MI') as close_of_business,
      (select language from directus_users where id = ?) as language
  `, [user]);
  return rows[0]!;
}

/** A published version among these, or among those that hold these days; undefined if all are drafts. */
export async function findPublished(db: Db, ids: { versions?: readonly string[]; days?: readonly string[] }): Promise<string | undefined> {
  const { rows } = await db.raw<{ rows: { version: string }[] }>(`
    select version from calendar_versions
    where published_on is not null
      and (id::text = any(?) or id in (select version from calendar_days where id::text = any(?)))
    order by wangge_natural_order(version) limit 1
  `, [ids.versions ?? [], ids.days ?? []]);
  return rows[0]?.version;
}

/** Versions as they stand now, their days with them, by the ids given. */
export async function loadVersions(db: Db, ids: readonly string[]): Promise<(Calendar & { id: string; published_on: Day | null })[]> {
  const { rows } = await db.raw<{ rows: VersionRow[] }>(`select ${COLUMNS} from calendar_versions where id::text = any(?) order by wangge_natural_order(version)`, [ids]);
  return Promise.all(rows.map(async row => ({ ...await loadDays(db, row), id: row.id, published_on: row.published_on })));
}

/** Today where the installation lives. */
export async function today(db: Db): Promise<Day> {
  const { rows } = await db.raw<{ rows: { today: Day }[] }>('select wangge_today()::text as today');
  return rows[0]!.today;
}

export async function versionNames(db: Db): Promise<Set<string>> {
  return new Set(await db('calendar_versions').pluck('version'));
}

/** A draft's days, in the place of those that it began with. */
export async function writeDays(db: Db, version: string, days: Calendar['days']): Promise<void> {
  await db('calendar_days').where({ version }).delete();
  await db.raw(`
    insert into calendar_days (id, version, date, kind, name, source, origin)
    select gen_random_uuid(), ?, d.date, d.kind, d.name, d.source, d.origin from json_populate_recordset(null::calendar_days, ?::json) d
  `, [version, JSON.stringify([...days].map(([date, day]) => ({ date, ...day })))]);
}

export async function anyIssue(db: Db): Promise<boolean> {
  return await db('issues').first('id') !== undefined;
}
