/**
 * What is written over the API of statements and their templates: every way in passes here. The database
 * (`sql/066-statements.sql`) says the same without sentences.
 */
import type { Write } from '../../kernel/on-filter.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../../kernel/values.ts';
import { defineHook } from '@directus/extensions-sdk';
import { objectionToFile } from '../../files/index.ts';
import { filtersOf } from '../../kernel/on-filter.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { LEVELS } from '../grid-rules.ts';
import { messages } from './messages.ts';
import { objectionToChange, objectionToRemoval } from './statement-rules.ts';
import { askToSign, COLLECTION, draftForNewPosts } from './statement-service.ts';
import { isFile, statementsById } from './statement-store.ts';
import { objectionToText } from './text-rules.ts';

export default defineHook(({ filter, action }, { database }) => {
  const { onFilter, never } = filtersOf(filter, messages);

  onFilter(['statement_templates.items.create', 'statement_templates.items.update'], async ({ payload }) => objectionToTemplate(payload));

  never(`${COLLECTION}.items.create`, 'statement_made');
  onFilter(`${COLLECTION}.items.update`, async write =>
    objectionToChange(write.payload, await statementsById(write.db, write.keys), write.person) ?? await objectionToCopy(write));
  onFilter(`${COLLECTION}.items.delete`, async ({ keys, db }) => objectionToRemoval(await statementsById(db, keys)));
  action(`${COLLECTION}.items.update`, async ({ keys, payload }) => {
    if ((payload as Values).state === 'issued')
      await askToSign(database, keys as Uuid[]);
  });
  // Inside somebody's transaction the post is not there yet: then the night makes its draft.
  for (const event of ['posts.items.create', 'posts.items.update'])
    action(event, async () => void await draftForNewPosts(database));
});

function objectionToTemplate(payload: Values): Refusal | null {
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
async function objectionToCopy({ db, payload, person, trusted }: Write): Promise<Refusal | null> {
  const copy = keyOf(payload.signed_copy);
  if (copy === null)
    return null;
  if (!await isFile(db, copy))
    return refused('copy_unknown', 'signed_copy');
  return person === null ? null : objectionToFile(db, copy, { person, trusted, field: 'signed_copy' });
}
