/** The SQL of files: whose they are, what they are, where they are linked, and what was left half. */
import type { SchemaOverview } from '@directus/types';
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';

export interface StoredFile { uploaded_by: Uuid | null; type: string | null; width: number | null; height: number | null }

export async function storedFiles(db: Db, ids: readonly Uuid[]): Promise<StoredFile[]> {
  return db('directus_files').whereIn('id', [...ids]).select('uploaded_by', 'type', 'width', 'height');
}

export async function isFolder(db: Db, id: Uuid): Promise<boolean> {
  return await db('directus_folders').where({ id }).first('id') !== undefined;
}

/** Does a record of the product, an administrator's collections included, have one of these files? */
export async function isLinked(db: Db, { relations }: SchemaOverview, files: readonly Uuid[]): Promise<boolean> {
  for (const { collection, field, related_collection } of relations) {
    if (related_collection === 'directus_files' && !collection.startsWith('directus_') && await db(collection).whereIn(field, [...files]).first(db.raw('1')) !== undefined)
      return true;
  }
  return false;
}

/** Rows whose file was never stored to its end: Directus names the place of a file last. */
export async function halfRows(db: Db, before: string): Promise<Uuid[]> {
  return db('directus_files').whereNull('filename_disk').where('created_on', '<', before).limit(1000).pluck('id');
}

/** Restrict violation, foreign key violation. */
const REFERRED_TO: readonly string[] = ['23001', '23503'];

/** False: something refers to it. */
export async function removeRow(db: Db, id: Uuid): Promise<boolean> {
  try {
    return await db('directus_files').where({ id }).whereNull('filename_disk').delete() > 0;
  }
  catch (error) {
    if (REFERRED_TO.includes(String((error as { code?: unknown }).code)))
      return false;
    throw error;
  }
}

/** Of these beginnings of names those that belong to a file. */
export async function knownFiles(db: Db, ids: readonly Uuid[]): Promise<Set<Uuid>> {
  const known = new Set<Uuid>(await db('directus_files').whereIn('id', [...ids]).pluck('id'));
  const others = ids.filter(id => !known.has(id));
  // An administrator of an earlier release may have chosen its name.
  if (others.length > 0) {
    const { rows } = await db.raw<{ rows: { id: Uuid }[] }>('select lower(left(filename_disk, 36)) as id from directus_files where lower(left(filename_disk, 36)) = any(?)', [others]);
    rows.forEach(({ id }) => known.add(id));
  }
  return known;
}
