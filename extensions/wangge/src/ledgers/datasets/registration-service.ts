/**
 * Registers a data set: from a filled-in form to a collection with common fields, relations, words,
 * permissions, indexes, bookmarks and a place in the navigation. All in the caller's transaction.
 */
import type { Db, HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { DatasetForm } from './registration-rules.ts';
import process from 'node:process';
import { refused } from '../../kernel/refusal-rules.ts';
import { createItems } from '../../setup/schema-service.ts';
import { readMatrix } from '../../setup/seed-files.ts';
import { rootOf } from '../dataset-store.ts';
import { bookmarksOf } from './bookmark-rules.ts';
import { datasetSchemaOf } from './dataset-schema-rules.ts';
import { grantsOf } from './grant-rules.ts';
import { specOf } from './registration-rules.ts';
import { lockRegistration, nameTaken, writeRows } from './registration-store.ts';

/** Null: it is there. The system cache has to be flushed after the commit. */
export async function register(context: Pick<HookContext, 'services'>, trx: Db, form: DatasetForm): Promise<Refusal | null> {
  if (!await lockRegistration(trx, form.collection))
    return refused('dataset_registering', 'collection');
  if (await nameTaken(trx, form.collection))
    return refused('dataset_name_taken', 'collection', { name: form.collection });
  const place = await rootOf(trx, form.category);
  if (place === null || place.is_root)
    return refused('dataset_category_root', 'category');
  const spec = specOf(form, form.category);
  const shape = datasetSchemaOf(spec, place.root, () => 'id');
  await createItems(context, trx, shape);
  const { policies, permissions } = grantsOf(spec, await readMatrix(process.env.WANGGE_HOME ?? process.cwd()));
  await writeRows(trx, 'directus_policies', policies);
  await writeRows(trx, 'directus_permissions', permissions);
  await writeRows(trx, 'directus_presets', bookmarksOf(spec));
  await writeRows(trx, 'directus_translations', shape.translations.flatMap(({ key, words }) => Object.entries(words).map(([language, value]) => ({ language, key, value }))));
  return null;
}
