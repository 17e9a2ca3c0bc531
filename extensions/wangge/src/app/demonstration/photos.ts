/** The drawings that stand in for photographs, stored as files of Directus. */
import type { CommandContext, Db } from '../../kernel/context.ts';
import type { Photo } from './demo-store.ts';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';

export async function storePhotos(trx: Db, { services, getSchema }: CommandContext, home: string): Promise<Photo[]> {
  const folder = join(home, 'seeds', 'demo', 'photos');
  const files = new services.FilesService({ knex: trx, schema: await getSchema(), accountability: null });
  const photos: Photo[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const content = await readFile(join(folder, name));
    const id = await files.uploadOne(
      Readable.from(content),
      { title: '演示图片（示意图，非实拍）', filename_download: name, type: 'image/jpeg' },
      undefined,
      { emitEvents: false },
    );
    photos.push({ id: String(id), sha256: createHash('sha256').update(content).digest('hex') });
  }
  return photos;
}
