/** Evidence as private files of Directus: stored where the installation stores its files. */
import type { Readable } from 'node:stream';
import type { CommandContext } from '../../kernel/context.ts';
import type { EvidenceFiles } from './kept-file.ts';

export function evidenceFiles({ services, getSchema, database }: Pick<CommandContext, 'services' | 'getSchema' | 'database'>): EvidenceFiles {
  return {
    save: async (trx, name, content) => {
      const files = new services.FilesService({ knex: trx, schema: await getSchema(), accountability: null });
      const id = await files.uploadOne(content, { title: name, filename_download: name, type: 'application/gzip' }, undefined, { emitEvents: false });
      return String(id);
    },
    open: async (id) => {
      const assets = new services.AssetsService({ knex: database, schema: await getSchema(), accountability: null });
      const { stream } = await assets.getAsset(id, { transformationParams: {} });
      return stream as Readable;
    },
  };
}
