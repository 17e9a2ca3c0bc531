/** Disclosure's door for what is written over the API: the sentence comes from here, the last word from the database. */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Payload } from './notice-guard-rules.ts';
import { defineHook } from '@directus/extensions-sdk';
import { z } from 'zod';
import { readerLanguage } from '../kernel/reader-language.ts';
import { refusalError } from '../kernel/refusal-error.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { messages } from './messages.ts';
import { objectionToDraft, objectionToModeration, withWord } from './notice-guard-rules.ts';
import { isFitPhoto, loadNotices, statesOfPhotos } from './notice-store.ts';

interface Context { database: Db; accountability: { user: string | null } | null }
interface Asked { payload: Payload; keys: string[]; db: Db; user: string | null }
type Filter = (event: string, handler: (payload: Payload | string[], meta: { keys?: string[] }, context: Context) => Promise<unknown>) => void;

const PhotoRow = z.object({
  disclosures_id: z.union([z.uuid(), z.object({ id: z.uuid() }).transform(({ id }) => id)]),
  directus_files_id: z.union([z.uuid(), z.object({ id: z.uuid() }).transform(({ id }) => id)]),
});

export default defineHook(({ filter }) => {
  const on = filter as unknown as Filter;
  const guard = (event: string, object: (asked: Asked) => Promise<Refusal | null>, fill: (payload: Payload) => Payload = payload => payload): void =>
    on(event, async (payload, { keys }, { database, accountability }) => {
      const deleted = Array.isArray(payload);
      const refusal = await object({ payload: deleted ? {} : payload, keys: deleted ? payload : keys ?? [], db: database, user: accountability?.user ?? null });
      if (refusal !== null)
        throw refusalError(messages, refusal, await readerLanguage(database, accountability?.user));
      return deleted ? payload : fill(payload);
    });

  guard('disclosures.items.create', async () => refused('notice_made_by_events', null));
  guard('disclosures.items.delete', async () => refused('notice_kept', null));
  guard('disclosures.items.update', async ({ payload, keys, db }) => {
    const stored = await loadNotices(db, 'd.id', keys);
    return stored.map(notice => objectionToDraft(payload, notice)).find(refusal => refusal !== null) ?? null;
  }, withWord);

  guard('disclosures_files.items.create', async ({ payload, db, user }) => {
    const row = PhotoRow.safeParse(payload);
    if (!row.success)
      return refused('photo_unfit', 'directus_files_id');
    const [notice] = await loadNotices(db, 'd.id', [row.data.disclosures_id]);
    if (notice === undefined || notice.state === 'published')
      return refused('notice_frozen', 'photos');
    return await isFitPhoto(db, row.data.disclosures_id, row.data.directus_files_id, user) ? null : refused('photo_unfit', 'photos');
  });
  guard('disclosures_files.items.update', async () => refused('photo_unfit', 'photos'));
  guard('disclosures_files.items.delete', async ({ keys, db }) =>
    (await statesOfPhotos(db, keys)).every(state => state !== 'published') ? null : refused('notice_frozen', 'photos'));

  guard('disclosure_feedback.items.create', async () => refused('feedback_fixed', null));
  guard('disclosure_feedback.items.delete', async () => refused('feedback_fixed', null));
  guard('disclosure_feedback.items.update', async ({ payload }) => objectionToModeration(payload));
});
