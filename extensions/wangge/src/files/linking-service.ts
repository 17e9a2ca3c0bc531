/** May this file be linked here? One's own, and where photographs belong, a photograph. */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import type { StoredFile } from './file-store.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { storedFiles } from './file-store.ts';
import { PHOTO_TYPES } from './kind-rules.ts';

interface Linker {
  person: Uuid | null;
  /** The system or an administrator: whose file it is, is not asked. */
  trusted: boolean;
  field?: string;
}

/** Whoever sees an issue sees its files: linking somebody else's would open it to them and to the one who links. */
export async function objectionToFile(db: Db, file: unknown, { person, trusted, field = 'directus_files_id' }: Linker): Promise<Refusal | null> {
  return trusted || isOwn(await fileOf(db, file), person) ? null : refused('not_uploader', field);
}

/** The same where only photographs belong. */
export async function objectionToPhotograph(db: Db, file: unknown, { person, trusted, field = 'directus_files_id' }: Linker): Promise<Refusal | null> {
  const stored = await fileOf(db, file);
  if (!trusted && !isOwn(stored, person))
    return refused('not_uploader', field);
  // What there is not, the database refuses.
  return stored === null || isPhotograph(stored) ? null : refused('not_photograph', field);
}

/** How many of these files are photographs. */
export async function photographsAmong(db: Db, files: readonly Uuid[]): Promise<number> {
  return (await storedFiles(db, files)).filter(isPhotograph).length;
}

async function fileOf(db: Db, file: unknown): Promise<StoredFile | null> {
  const id = keyOf(file);
  return id === null ? null : (await storedFiles(db, [id]))[0] ?? null;
}

function isOwn(file: StoredFile | null, person: Uuid | null): boolean {
  return file !== null && person !== null && file.uploaded_by === person;
}

/** Of files from before uploads were decoded, the size tells that somebody could. */
function isPhotograph({ type, width, height }: StoredFile): boolean {
  return PHOTO_TYPES.includes(type ?? '') && (width ?? 0) > 0 && (height ?? 0) > 0;
}
