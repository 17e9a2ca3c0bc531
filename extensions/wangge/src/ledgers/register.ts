/**
 * Registers a data set: from a filled-in form to a collection with common fields, relations, words,
 * permissions, indexes, bookmarks and a place in the navigation. All in the caller's transaction.
 */
import type { Db, HookContext } from '../platform/context.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { DatasetForm } from './registration.ts';
import process from 'node:process';
import { refused } from '../platform/refusal.ts';
import { createItems } from '../platform/setup/schema.ts';
import { readMatrix } from '../platform/setup/seed-files.ts';
import { bookmarksOf } from './bookmarks.ts';
import { rootOf } from './dataset-store.ts';
import { grantsOf } from './grants.ts';
import { lockRegistration, nameTaken, writeRows } from './register-store.ts';
import { specOf } from './registration.ts';
import { shapeOf } from './shape.ts';

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
  const shape = shapeOf(spec, place.root, () => 'id');
  await createItems(context, trx, shape);
  const { policies, permissions } = grantsOf(spec, await readMatrix(process.env.WANGGE_HOME ?? process.cwd()));
  await writeRows(trx, 'directus_policies', policies);
  await writeRows(trx, 'directus_permissions', permissions);
  await writeRows(trx, 'directus_presets', bookmarksOf(spec));
  await writeRows(trx, 'directus_translations', shape.translations.flatMap(({ key, words }) => Object.entries(words).map(([language, value]) => ({ language, key, value }))));
  return null;
}
