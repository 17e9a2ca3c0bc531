/** Files of an event, bound into its hash: which they are and what is in them. */
import type { Db, HookContext } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';
import { createHash } from 'node:crypto';
import { refusalError } from '../kernel/refusal-error.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { unlinkFiles } from './event-files-store.ts';
import { messages } from './messages.ts';

/** SHA-256 over the sorted lines `id:SHA-256 of the content`. */
export async function digestOfFiles(database: Db, { services, getSchema }: HookContext, files: readonly Uuid[]): Promise<string> {
  const assets = new services.AssetsService({ knex: database, schema: await getSchema() });
  const contents = await Promise.all(files.map(async (file) => {
    const { stream } = await assets.getAsset(file, { transformationParams: {} }).catch(() => {
      throw refusalError(messages, refused('value_invalid', 'attachments', { field: 'attachments', accepted: 'directus_files' }), 'zh-CN');
    });
    const hash = createHash('sha256');
    for await (const chunk of stream)
      hash.update(chunk);
    return { id: file, sha256: hash.digest('hex') };
  }));
  return digestOfContents(contents);
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
