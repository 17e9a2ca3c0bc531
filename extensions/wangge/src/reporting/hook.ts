/**
 * Reporting's door for what is written over the API: work logs and their photographs.
 *
 * Every way in passes here: forms, REST, GraphQL, nested saves, batches, imports. The database (`sql/070-reporting.sql`)
 * says the same without sentences.
 */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import type { Author, Values } from './logs/log-service.ts';
import { defineHook } from '@directus/extensions-sdk';
import { assertOwnFile } from '../kernel/file-ownership-store.ts';
import { readerLanguage } from '../kernel/reader-language.ts';
import { refusalError } from '../kernel/refusal-error.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { hasRaised } from './facilities/facility-store.ts';
import { tellChecked } from './job.ts';
import { CHECK_FIELDS } from './logs/log-rules.ts';
import { changeLogs, objectionToTouching, prepareLog } from './logs/log-service.ts';
import { logOfPhoto } from './logs/log-store.ts';
import { messages } from './messages.ts';

interface Context { database: Db; accountability: { user: Uuid | null; admin: boolean } | null }
type Input = Values | Uuid[];
type Filter = (event: string, handler: (input: Input, meta: { keys?: Uuid[] }, context: Context) => Promise<Input>) => void;
/** Null: as it was sent. */
type Answer = (asked: { payload: Values; keys: Uuid[]; db: Db; author: Author }) => Promise<Values | Refusal | null>;

export default defineHook(({ filter, action }, { database }) => {
  const on = filter as unknown as Filter;
  /** Says a refusal in the reader's language; the system itself, and whoever is not known yet, pass: these meet the permissions next. */
  const answer = (event: string, asked: Answer): void => on(event, async (input, { keys = [] }, { database: db, accountability }) => {
    if (!accountability?.user)
      return input;
    const [payload, ids] = Array.isArray(input) ? [{}, input] : [input, keys];
    const language = await readerLanguage(db, accountability.user);
    const said = await asked({ payload, keys: ids, db, author: { person: accountability.user, trusted: accountability.admin, language } });
    if (isRefusal(said))
      throw refusalError(messages, said, language);
    return said ?? input;
  });

  answer('work_logs.items.create', ({ payload, db, author }) => prepareLog(db, payload, author));
  answer('work_logs.items.update', ({ payload, keys, db, author }) => changeLogs(db, payload, keys, author));
  answer('work_logs.items.delete', async ({ keys, db, author }) =>
    await objectionToTouching(db, keys, author) ?? (await hasRaised(db, keys) ? refused('log_raised') : null));
  action('work_logs.items.update', async ({ keys, payload }) => {
    if (CHECK_FIELDS.some(field => field in (payload as Values)))
      await tellChecked(database, keys as Uuid[]);
  });

  // Two changes at the same moment: the database lets one of them through. Whoever asked is not told here: the office's language.
  filter('database.error', error => (error as { constraint?: string } | null)?.constraint === 'work_logs_apart' ? refusalError(messages, refused('log_overlap_now', 'started_at'), 'zh-CN') : error);

  answer('work_logs_files.items.create', async ({ payload, db, author }) => author.trusted ? null : assertOwnFile(db, author.person, payload.directus_files_id));
  answer('work_logs_files.items.create', async ({ payload, db, author }) => {
    const log = keyOf(payload.work_logs_id);
    return log === null ? refused('field_required', 'work_logs_id') : objectionToTouching(db, [log], author, 'work_logs_id');
  });
  answer('work_logs_files.items.update', async () => refused('log_photos_fixed'));
  answer('work_logs_files.items.delete', async ({ keys, db, author }) => objectionToTouching(db, await logOfPhoto(db, keys), author));
});
