/** What is written over the API of notices and their feedback: the sentence comes from here, the last word from the database. */
import { defineHook } from '@directus/extensions-sdk';
import { z } from 'zod';
import { objectionToPhotograph } from '../files/index.ts';
import { filtersOf } from '../kernel/on-filter.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { messages } from './messages.ts';
import { objectionToDraft, objectionToModeration, withWord } from './notice-guard-rules.ts';
import { isFitPhoto, loadNotices, statesOfPhotos } from './notice-store.ts';

const PhotoRow = z.object({
  disclosures_id: z.union([z.uuid(), z.object({ id: z.uuid() }).transform(({ id }) => id)]),
  directus_files_id: z.union([z.uuid(), z.object({ id: z.uuid() }).transform(({ id }) => id)]),
});

export default defineHook(({ filter }) => {
  const { onFilter, never } = filtersOf(filter, messages);

  never('disclosures.items.create', 'notice_made_by_events');
  never('disclosures.items.delete', 'notice_kept');
  onFilter('disclosures.items.update', async ({ payload, keys, db }) => {
    const stored = await loadNotices(db, 'd.id', keys);
    return stored.map(notice => objectionToDraft(payload, notice)).find(refusal => refusal !== null) ?? withWord(payload);
  });

  onFilter('disclosures_files.items.create', async ({ payload, db, person }) => {
    const row = PhotoRow.safeParse(payload);
    if (!row.success)
      return refused('photo_unfit', 'directus_files_id');
    const [notice] = await loadNotices(db, 'd.id', [row.data.disclosures_id]);
    if (notice === undefined || notice.state === 'published')
      return refused('notice_frozen', 'photos');
    const { disclosures_id: id, directus_files_id: file } = row.data;
    return await objectionToPhotograph(db, file, { person, trusted: true, field: 'photos' })
      ?? (await isFitPhoto(db, id, file, person) ? null : refused('photo_unfit', 'photos'));
  });
  onFilter('disclosures_files.items.update', async () => refused('photo_unfit', 'photos'));
  onFilter('disclosures_files.items.delete', async ({ keys, db }) =>
    (await statesOfPhotos(db, keys)).every(state => state !== 'published') ? null : refused('notice_frozen', 'photos'));

  never(['disclosure_feedback.items.create', 'disclosure_feedback.items.delete'], 'feedback_fixed');
  onFilter('disclosure_feedback.items.update', async ({ payload }) => objectionToModeration(payload));
});
