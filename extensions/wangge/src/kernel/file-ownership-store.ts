/** Whose file is it? */
import type { Db } from './context.ts';
import type { Refusal } from './refusal-rules.ts';
import type { Uuid } from './values.ts';
import { refused } from './refusal-rules.ts';
import { keyOf } from './relation-key-rules.ts';

/** Whoever sees an issue sees its files: linking somebody else's would open it to them and to the one who links. */
export async function assertOwnFile(db: Db, person: Uuid, file: unknown, field = 'directus_files_id'): Promise<Refusal | null> {
  const id = keyOf(file);
  return id !== null && await uploadedBy(db, id, person) ? null : refused('not_uploader', field);
}

export async function uploadedBy(db: Db, file: Uuid, person: Uuid): Promise<boolean> {
  return (await db('directus_files').where({ id: file, uploaded_by: person }).first('id')) !== undefined;
}
