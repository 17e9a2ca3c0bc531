/** Files of an event, bound into its hash: which they are and what is in them. */
import type { Db, HookContext } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid } from '../kernel/values.ts';
import { createHash } from 'node:crypto';
import { refused } from '../kernel/refusal-rules.ts';
import { unlinkFiles } from './event-files-store.ts';

/** SHA-256 over the sorted lines `id:SHA-256 of the content`. */
export async function digestOfFiles(database: Db, { services, getSchema }: HookContext, files: readonly Uuid[]): Promise<string | Refusal> {
  const assets = new services.AssetsService({ knex: database, schema: await getSchema() });
  const contents = await Promise.all(files.map(async (file) => {
    const asset = await assets.getAsset(file, { transformationParams: {} }).catch(() => null);
    if (asset === null)
      return null;
    const hash = createHash('sha256');
    for await (const chunk of asset.stream)
      hash.update(chunk);
    return { id: file, sha256: hash.digest('hex') };
  }));
  const read = contents.filter(content => content !== null);
  return read.length < contents.length ? refused('value_invalid', 'attachments', { field: 'attachments', accepted: 'directus_files' }) : digestOfContents(read);
}

/** The files of one event, or all of an issue's, are deleted for good: with a redaction, whose chain keeps their digest. */
export async function eraseFiles(database: Db, { services, getSchema }: HookContext, issue: Uuid, seq: number | null): Promise<void> {
  const files = await unlinkFiles(database, issue, seq);
  if (files.length > 0)
    await new services.FilesService({ knex: database, schema: await getSchema() }).deleteMany(files);
}

/** The same from what is known of the contents already. */
export function digestOfContents(contents: readonly { id: Uuid; sha256: string }[]): string {
  const lines = contents.map(({ id, sha256 }) => `${id}:${sha256}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
