/**
 * Every upload of a person, by whichever door: form, replacement, import by address, an export into the files, GraphQL. They all
 * end in `FilesService.uploadOne`; Directus asks nobody there, and looks at nothing but what the browser says. So that method is
 * ours: the file arrives beside the storage, its content decides what it is, photographs are written anew, and only what is
 * taken reaches Directus' own method. What is refused leaves neither row nor file.
 */
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Buffer } from 'node:buffer';
import type { Db } from '../kernel/context.ts';
import type { Received } from '../kernel/received-file.ts';
import type { Language, Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../kernel/values.ts';
import type { Kind } from './kind-rules.ts';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createError, ForbiddenError } from '@directus/errors';
import { concurrencyLimit } from '../kernel/concurrency-limit.ts';
import { readerLanguage } from '../kernel/reader-language.ts';
import { received } from '../kernel/received-file.ts';
import { refusalErrors } from '../kernel/refusal-error.ts';
import { isRefusal, refused, sentence } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { isFolder, isLinked } from './file-store.ts';
import { kindOf } from './kind-rules.ts';
import { messages } from './messages.ts';
import { cleanPhoto } from './photo-service.ts';
import { describedAs, megabytes, nameOf, objectionToFields } from './upload-rules.ts';

/** Of Directus' service what is changed, and what it knows of who asks. */
export interface FilesService {
  accountability: Accountability | null;
  knex: Db;
  schema: SchemaOverview;
  uploadOne: (stream: Readable, data: Values, key?: Uuid, options?: { emitEvents?: boolean }) => Promise<Uuid>;
  importOne: (url: string, data?: Values, options?: unknown) => Promise<Uuid>;
}

/** May whoever asks store a new file, or another one in place of this? */
export type MayStore = (asked: Pick<FilesService, 'accountability' | 'knex' | 'schema'>, replaced: Uuid | undefined) => Promise<boolean>;

export interface Limits {
  /** Where files wait while they arrive. */
  folder: string;
  bytes: number;
  /** The name of the storage. */
  storage: string;
}

/** What the product itself has made (a print, a list): it is what it says, and may bring its id. */
const made = new WeakSet<Readable>();
/** So many at once are held in memory and decoded. */
const inTurn = concurrencyLimit(2);

export function madeHere(content: Buffer): Readable {
  const stream = Readable.from([content]);
  made.add(stream);
  return stream;
}

const GUARDED = Symbol.for('wangge.files.guarded');

/** Changes Directus' own class, once a process; throws where it is no longer as it was. */
export function guardUploads(prototype: FilesService & { [GUARDED]?: true }, mayStore: MayStore, limits: Limits): void {
  const { uploadOne, importOne } = prototype;
  if (typeof uploadOne !== 'function' || typeof importOne !== 'function')
    throw new Error('Directus uploads by another way than is guarded (FilesService.uploadOne, importOne)');
  if (prototype[GUARDED])
    return;
  prototype[GUARDED] = true;

  prototype.uploadOne = async function (this: FilesService, stream, data, key, options) {
    if (this.accountability === null || made.has(stream))
      return uploadOne.call(this, stream, data, key, options);
    const language = await readerLanguage(this.knex, this.accountability.user);
    // Nothing is read, let alone decoded, for whoever may not upload.
    if (!await mayStore(this, key))
      throw new ForbiddenError();
    const objection = objectionToFields(data, { upload: true, storage: limits.storage }) ?? await objectionToPlace(this, data, key);
    return received(stream, limits.folder, limits.bytes, async file => inTurn(async () => {
      const content = objection ?? await taken(file, data, limits);
      if (isRefusal(content))
        throw await said(this, content, language);
      const { kind, bytes } = content;
      const id = key ?? randomUUID();
      const row = {
        ...key === undefined ? { id } : { width: null, height: null, metadata: null },
        ...described(data, key),
        filename_download: nameOf(data.filename_download, kind),
        type: kind.type,
      };
      return await uploadOne.call(this, Readable.from([bytes]), row, key, options).catch(async (error: unknown) => {
        if (key === undefined)
          await removeHalf(this, id);
        throw isStorageFault(error) ? storageFault(language) : error;
      });
    }));
  };

  // A server that fetches what it is told to reaches machines that nobody outside does.
  prototype.importOne = async function (this: FilesService, url, data, options) {
    if (this.accountability !== null && !this.accountability.admin)
      throw new ForbiddenError();
    if (!/^https?:\/\//i.test(url))
      throw await said(this, refused('import_address', 'url'), await readerLanguage(this.knex, this.accountability?.user));
    return importOne.call(this, url, data, options);
  };
}

/** A replaced file keeps what is said of it, unless something else is said. */
function described(data: Values, key: Uuid | undefined): Values {
  return Object.fromEntries(Object.entries(describedAs(data)).filter(([name, value]) => value !== null || (key === undefined && name === 'title')));
}

async function objectionToPlace({ knex: db, schema }: FilesService, data: Values, key: Uuid | undefined): Promise<Refusal | null> {
  const { folder } = describedAs(data);
  if (folder !== null && (keyOf(folder) === null || !await isFolder(db, folder)))
    return refused('folder_unknown', 'folder');
  return key !== undefined && await isLinked(db, schema, [key]) ? refused('file_in_use') : null;
}

interface Taken { kind: Kind; bytes: Buffer }

async function taken(file: Received, { filename_download: name, type }: Values, { bytes: most }: Limits): Promise<Taken | Refusal> {
  switch (file.kind) {
    case 'too_large': return refused('file_too_large', null, { most: megabytes(most) });
    case 'broken_off': return refused('file_broken');
    case 'not_written': return refused('storage_failed');
  }
  const content = await readFile(file.path);
  const kind = kindOf({ content, name: String(name ?? ''), type: String(type ?? '') });
  if (isRefusal(kind))
    return kind;
  const bytes = kind.photo === null ? content : await cleanPhoto(content, kind.photo);
  return isRefusal(bytes) ? bytes : { kind, bytes };
}

async function said({ knex: db }: FilesService, refusal: Refusal, language: Language): Promise<Error> {
  return refusal.code === 'storage_failed' ? storageFault(language) : (await refusalErrors(db, { messages }, [refusal], language, 'directus_files'))[0]!;
}

/** Whoever may upload may not delete, and Directus cleans up in their name: what it could not remove is removed here. */
async function removeHalf({ knex, schema, constructor }: FilesService, id: Uuid): Promise<void> {
  const Service = constructor as new (options: { knex: Db; schema: SchemaOverview }) => { deleteMany: (keys: Uuid[]) => Promise<unknown> };
  await new Service({ knex, schema }).deleteMany([id]).catch(() => knex('directus_files').where({ id }).delete());
}

function isStorageFault(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'SERVICE_UNAVAILABLE' || code === 'INTERNAL_SERVER_ERROR';
}

function storageFault(language: Language): Error {
  const Failed = createError('WANGGE_REFUSED', sentence(messages, { code: 'storage_failed', params: {} }, language), 503);
  return new Failed();
}
