import type { Day } from '../handling/model.ts';
/** The SQL of the calendar: published versions, and what the settings say about the office's clock. */
import type { Db } from '../platform/context.ts';
import type { Calendar, CalendarDay } from './calendar.ts';
import { refusalError, refused } from '../platform/refusal.ts';
import { messages } from './messages.ts';

interface VersionRow {
  id: string;
  version: string;
  covers_from: Day;
  covers_to: Day;
  time_zone: string;
}

/** Published versions never change, so a process may keep them; by version and time zone. */
const published = new Map<string, Calendar>();

/**
 * A published version; the newest when none is named (one small query if it is known already).
 * Throws a Directus error (409, with a sentence) if there is none.
 */
export async function loadCalendar(db: Db, version?: string): Promise<Calendar> {
  const found = await findVersion(db, version);
  if (found === undefined)
    throw refusalError(messages, refused('no_calendar', null, { version: version ?? '' }), 'zh-CN', 409);
  const key = `${found.version} ${found.time_zone}`;
  let calendar = published.get(key);
  if (calendar === undefined)
    published.set(key, calendar = await loadDays(db, found));
  return calendar;
}

async function findVersion(db: Db, version: string | undefined): Promise<VersionRow | undefined> {
  const { rows } = await db.raw<{ rows: VersionRow[] }>(`
    select id, version, covers_from::text, covers_to::text,
      coalesce((select nullif(time_zone, '') from settings_wangge limit 1), 'Asia/Shanghai') as time_zone
    from calendar_versions
    where published_on is not null and version = coalesce(?, version)
    order by published_on desc, version desc
    limit 1
  `, [version ?? null]);
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
    order by version limit 1
  `, [ids.versions ?? [], ids.days ?? []]);
  return rows[0]?.version;
}

/** Versions as they would be published now, their days with them. */
export async function loadDrafts(db: Db, ids: readonly string[]): Promise<Calendar[]> {
  const { rows } = await db.raw<{ rows: VersionRow[] }>(`
    select id, version, covers_from::text, covers_to::text, 'UTC' as time_zone
    from calendar_versions where id::text = any(?) order by version
  `, [ids]);
  return Promise.all(rows.map(row => loadDays(db, row)));
}
