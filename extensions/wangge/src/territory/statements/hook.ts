/**
 * What is written over the API of statements and their templates: every way in passes here. The database
 * (`sql/066-statements.sql`) says the same without sentences.
 */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import { defineHook } from '@directus/extensions-sdk';
import { uploadedBy } from '../../kernel/file-ownership-store.ts';
import { readerLanguage } from '../../kernel/reader-language.ts';
import { refusalError } from '../../kernel/refusal-error.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { LEVELS } from '../grid-rules.ts';
import { messages } from './messages.ts';
import { objectionToChange, objectionToRemoval } from './statement-rules.ts';
import { askToSign, COLLECTION, draftForNewPosts } from './statement-service.ts';
import { isFile, statementsById } from './statement-store.ts';
import { objectionToText } from './text-rules.ts';

type Payload = Record<string, unknown>;
type Input = Payload | Uuid[];
interface Context { database: Db; accountability: { user: Uuid | null; admin: boolean } | null }
type Filter = (event: string, handler: (input: Input, meta: { keys?: Uuid[] }, context: Context) => Promise<Input>) => void;
type Check = (payload: Payload, keys: Uuid[], context: Context) => Promise<Refusal | null>;

export default defineHook(({ filter, action }, { database }) => {
  const on = filter as unknown as Filter;
  const guard = (event: string, check: Check): void => on(event, async (input, { keys = [] }, context) => {
    const [payload, ids] = Array.isArray(input) ? [{}, input] : [input, keys];
    const refusal = await check(payload, ids, context);
    if (refusal !== null)
      throw refusalError(messages, refusal, await readerLanguage(context.database, context.accountability?.user));
    return input;
  });

  for (const event of ['items.create', 'items.update'])
    guard(`statement_templates.${event}`, async payload => objectionToTemplate(payload));

  guard(`${COLLECTION}.items.create`, async () => refused('statement_made'));
  guard(`${COLLECTION}.items.update`, async (payload, keys, { database: db, accountability }) =>
    objectionToChange(payload, await statementsById(db, keys), accountability?.user ?? null) ?? await objectionToFile(db, payload, accountability));
  guard(`${COLLECTION}.items.delete`, async (_payload, keys, { database: db }) => objectionToRemoval(await statementsById(db, keys)));
  action(`${COLLECTION}.items.update`, async ({ keys, payload }) => {
    if ((payload as Payload).state === 'issued')
      await askToSign(database, keys as Uuid[]);
  });
  // Inside somebody's transaction the post is not there yet: then the night makes its draft.
  for (const event of ['posts.items.create', 'posts.items.update'])
    action(event, async () => void await draftForNewPosts(database));
});

function objectionToTemplate(payload: Payload): Refusal | null {
  if ('level' in payload && !(LEVELS as readonly number[]).includes(Number(payload.level)))
    return refused('template_level', 'level');
  for (const field of ['title', 'body']) {
    const text = payload[field];
    const objection = typeof text === 'string' ? objectionToText(text, field) : null;
    if (objection !== null)
      return objection;
  }
  return null;
}

/** Whoever sees a statement sees its copy: somebody else's file would be opened by it. */
async function objectionToFile(db: Db, payload: Payload, accountability: Context['accountability']): Promise<Refusal | null> {
  const copy = keyOf(payload.signed_copy);
  if (copy === null)
    return null;
  if (!await isFile(db, copy))
    return refused('copy_unknown', 'signed_copy');
  return !accountability?.user || accountability.admin || await uploadedBy(db, copy, accountability.user) ? null : refused('not_uploader', 'signed_copy');
}
