/**
 * The calendar's door: versions are drafted, given their days, published, and fixed from then on.
 *
 * Triggers (`sql/015-calendar.sql`) hold the same for whoever comes past the filters; here
 * people are told why.
 */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Day, Uuid } from '../kernel/values.ts';
import { defineHook } from '@directus/extensions-sdk';
import { readerLanguage } from '../kernel/reader-language.ts';
import { refusalError } from '../kernel/refusal-error.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { anyIssue, findPublished, loadInForce, loadVersions, today } from './calendar-store.ts';
import { messages } from './messages.ts';
import { objectionsToPublishing } from './publication-rules.ts';

type Payload = Record<string, unknown>;
interface Context { database: Db; accountability: { user: Uuid | null } | null }
type Filter = <Input>(event: string, handler: (input: Input, meta: { keys?: Uuid[] }, context: Context) => Promise<Input>) => void;

/** What may still be said of a published version. */
const REMARKS = ['note', 'date_updated', 'user_updated'];

export default defineHook(({ filter }) => {
  const on = filter as unknown as Filter;
  const guard = <Input>(event: string, check: (input: Input, keys: Uuid[], db: Db) => Promise<Refusal | Refusal[] | null>): void =>
    on<Input>(event, async (input, { keys = [] }, { database, accountability }) => {
      const refusals = [await check(input, keys, database) ?? []].flat();
      if (refusals.length === 0)
        return input;
      const language = await readerLanguage(database, accountability?.user);
      const errors = refusals.map(refusal => refusalError(messages, refusal, language));
      throw errors.length === 1 ? errors[0]! : errors;
    });

  guard<Payload>('calendar_days.items.create', async (payload, _keys, db) => fixed(db, { versions: versionsIn(payload) }, 'version'));
  guard<Payload>('calendar_days.items.update', async (payload, keys, db) => fixed(db, { versions: versionsIn(payload), days: keys }, 'version'));
  guard<Uuid[]>('calendar_days.items.delete', async (days, _keys, db) => fixed(db, { days }, null));

  guard<Payload>('calendar_versions.items.create', async ({ published_on }) =>
    published_on == null ? null : refused('publish_after_days', 'published_on'));
  guard<Payload>('calendar_versions.items.update', async (payload, keys, db) => {
    const changed = Object.keys(payload).find(field => !REMARKS.includes(field));
    if (changed === undefined)
      return null;
    return await fixed(db, { versions: keys }, changed) ?? (payload.published_on == null ? null : publishing(db, payload, keys));
  });
  guard<Uuid[]>('calendar_versions.items.delete', async (versions, _keys, db) => fixed(db, { versions }, null));

  guard<Payload>('settings_wangge.items.update', async ({ time_zone }, _keys, db) =>
    time_zone === undefined || !await anyIssue(db) || time_zone === (await loadInForce(db, 'infinity'))?.time_zone ? null : refused('time_zone_kept', 'time_zone'));
});

async function fixed(db: Db, ids: Parameters<typeof findPublished>[1], field: string | null): Promise<Refusal | null> {
  const version = await findPublished(db, ids);
  return version === undefined ? null : refused('version_published', field, { version });
}

async function publishing(db: Db, payload: Payload, keys: Uuid[]): Promise<Refusal[]> {
  const published_on = String(payload.published_on).slice(0, 10);
  const now = await today(db);
  const before = await loadInForce(db, later(published_on, now));
  return (await loadVersions(db, keys)).flatMap(draft => objectionsToPublishing({ ...draft, ...range(payload) }, { published_on, today: now, before }));
}

function later(a: Day, b: Day): Day {
  return a > b ? a : b;
}

/** A range that is changed in the same save. */
function range({ covers_from, covers_to }: Payload): { covers_from?: string; covers_to?: string } {
  return {
    ...(typeof covers_from === 'string' ? { covers_from: covers_from.slice(0, 10) } : {}),
    ...(typeof covers_to === 'string' ? { covers_to: covers_to.slice(0, 10) } : {}),
  };
}

/** A relation as clients send it: the key, or an object with it. */
function versionsIn({ version }: Payload): string[] {
  const key = typeof version === 'object' && version !== null ? (version as Payload).id : version;
  return typeof key === 'string' ? [key] : [];
}
