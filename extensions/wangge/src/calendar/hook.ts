/**
 * What is written over the API of the calendar: versions are drafted, given their days, published, and fixed from then on.
 *
 * Triggers (`sql/015-calendar.sql`) hold the same for whoever comes past the filters; here
 * people are told why.
 */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Day, Uuid, Values } from '../kernel/values.ts';
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../kernel/on-filter.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { anyIssue, findPublished, loadInForce, loadVersions, today } from './calendar-store.ts';
import { messages } from './messages.ts';
import { objectionsToPublishing } from './publication-rules.ts';

/** What may still be said of a published version. */
const REMARKS = ['note', 'date_updated', 'user_updated'];

export default defineHook(({ filter }) => {
  const { onFilter } = filtersOf(filter, messages);

  onFilter('calendar_days.items.create', async ({ payload, db }) => fixed(db, { versions: versionsIn(payload) }, 'version'));
  onFilter('calendar_days.items.update', async ({ payload, keys, db }) => fixed(db, { versions: versionsIn(payload), days: keys }, 'version'));
  onFilter('calendar_days.items.delete', async ({ keys, db }) => fixed(db, { days: keys }, null));

  onFilter('calendar_versions.items.create', async ({ payload: { published_on } }) =>
    published_on == null ? null : refused('publish_after_days', 'published_on'));
  onFilter('calendar_versions.items.update', async ({ payload, keys, db }) => {
    const changed = Object.keys(payload).find(field => !REMARKS.includes(field));
    if (changed === undefined)
      return null;
    return await fixed(db, { versions: keys }, changed) ?? (payload.published_on == null ? null : publishing(db, payload, keys));
  });
  onFilter('calendar_versions.items.delete', async ({ keys, db }) => fixed(db, { versions: keys }, null));

  onFilter('settings_wangge.items.update', async ({ payload: { time_zone }, db }) =>
    time_zone === undefined || !await anyIssue(db) || time_zone === (await loadInForce(db, 'infinity'))?.time_zone ? null : refused('time_zone_kept', 'time_zone'));
});

async function fixed(db: Db, ids: Parameters<typeof findPublished>[1], field: string | null): Promise<Refusal | null> {
  const version = await findPublished(db, ids);
  return version === undefined ? null : refused('version_published', field, { version });
}

async function publishing(db: Db, payload: Values, keys: Uuid[]): Promise<Refusal[]> {
  const published_on = String(payload.published_on).slice(0, 10);
  const now = await today(db);
  const before = await loadInForce(db, later(published_on, now));
  return (await loadVersions(db, keys)).flatMap(draft => objectionsToPublishing({ ...draft, ...range(payload) }, { published_on, today: now, before }));
}

function later(a: Day, b: Day): Day {
  return a > b ? a : b;
}

/** A range that is changed in the same save. */
function range({ covers_from, covers_to }: Values): { covers_from?: string; covers_to?: string } {
  return {
    ...(typeof covers_from === 'string' ? { covers_from: covers_from.slice(0, 10) } : {}),
    ...(typeof covers_to === 'string' ? { covers_to: covers_to.slice(0, 10) } : {}),
  };
}

/** A relation as clients send it: the key, or an object with it. */
function versionsIn({ version }: Values): string[] {
  const key = typeof version === 'object' && version !== null ? (version as Values).id : version;
  return typeof key === 'string' ? [key] : [];
}
