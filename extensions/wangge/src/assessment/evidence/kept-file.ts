/** An evidence file: where it is kept, and how it is written while it is read off the database. */
import type { Readable as Content } from 'node:stream';
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Sealed } from './tree-writer-rules.ts';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

/** Where evidence is kept: private files of Directus. */
export interface EvidenceFiles {
  /** Stores a file in the caller's transaction and answers its id. */
  save: (trx: Db, name: string, content: Content) => Promise<Uuid>;
  open: (id: Uuid) => Promise<Content>;
}

/** Whoever saves it tells of what broke off; nothing of it goes on in a transaction that is over. */
export async function savedFile(trx: Db, files: EvidenceFiles, name: string, text: AsyncGenerator<string>): Promise<Uuid> {
  const lines = Readable.from(text);
  const content = lines.pipe(createGzip({ level: 1 }));
  lines.on('error', error => content.destroy(error));
  content.on('error', () => lines.destroy());
  try {
    return await files.save(trx, name, content);
  }
  finally {
    lines.destroy();
    content.destroy();
  }
}

/** (The compiler does not see that the text, once it was read to its end, has set it.) */
export function written(sealed: Sealed | null): Sealed {
  if (sealed === null)
    throw new Error('The evidence was not read to its end');
  return sealed;
}
