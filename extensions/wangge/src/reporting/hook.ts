/**
 * What is written over the API of work logs and their photographs.
 *
 * Every way in passes here: forms, REST, GraphQL, nested saves, batches, imports. The database (`sql/070-reporting.sql`)
 * says the same without sentences.
 */
import type { PersonsWrite } from '../kernel/on-filter.ts';
import type { Uuid, Values } from '../kernel/values.ts';
import type { Author } from './logs/log-service.ts';
import { defineHook } from '@directus/extensions-sdk';
import { objectionToPhotograph } from '../files/index.ts';
import { filtersOf } from '../kernel/on-filter.ts';
import { readerLanguage } from '../kernel/reader-language.ts';
import { conflicting, refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { hasRaised } from './facilities/facility-store.ts';
import { tellChecked } from './job.ts';
import { CHECK_FIELDS } from './logs/log-rules.ts';
import { changeLogs, objectionToTouching, prepareLog } from './logs/log-service.ts';
import { logOfPhoto } from './logs/log-store.ts';
import { messages } from './messages.ts';

const authorOf = async ({ db, person, trusted }: PersonsWrite): Promise<Author> => ({ person, trusted, language: await readerLanguage(db, person) });

export default defineHook(({ filter, action }, { database }) => {
  const { onPersonFilter, onDatabaseError } = filtersOf(filter, messages);

  onPersonFilter('work_logs.items.create', async write => prepareLog(write.db, write.payload, await authorOf(write)));
  onPersonFilter('work_logs.items.update', async write => changeLogs(write.db, write.payload, write.keys, await authorOf(write)));
  onPersonFilter('work_logs.items.delete', async ({ keys, db, person, trusted }) =>
    await objectionToTouching(db, keys, { person, trusted }) ?? (await hasRaised(db, keys) ? refused('log_raised') : null));
  action('work_logs.items.update', async ({ keys, payload }) => {
    if (CHECK_FIELDS.some(field => field in (payload as Values)))
      await tellChecked(database, keys as Uuid[]);
  });

  // Two changes at the same moment: the database lets one of them through.
  onDatabaseError(({ constraint, message }) => constraint === 'work_logs_apart'
    ? refused('log_overlap_now', 'started_at')
    : /Work log \S+ is checked and closed/.test(message) ? conflicting('log_checked') : null);

  onPersonFilter('work_logs_files.items.create', async ({ payload, db, person, trusted }) => objectionToPhotograph(db, payload.directus_files_id, { person, trusted }));
  onPersonFilter('work_logs_files.items.create', async ({ payload, db, person, trusted }) => {
    const log = keyOf(payload.work_logs_id);
    return log === null ? refused('field_required', 'work_logs_id') : objectionToTouching(db, [log], { person, trusted }, 'work_logs_id');
  });
  onPersonFilter('work_logs_files.items.update', async () => refused('log_photos_fixed'));
  onPersonFilter('work_logs_files.items.delete', async ({ keys, db, person, trusted }) => objectionToTouching(db, await logOfPhoto(db, keys), { person, trusted }));
});
