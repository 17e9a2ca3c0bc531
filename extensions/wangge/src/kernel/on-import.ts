/**
 * What comes in through Directus' own import. It hands on whatever stands in the file's list, and fails at what is no row;
 * there is no event before that, so the services' own method is asked first.
 */
import type { Accountability } from '@directus/types';
import type { Readable } from 'node:stream';
import type { Db, HookContext } from './context.ts';
import type { Received } from './received-file.ts';
import type { Messages, Refusal } from './refusal-rules.ts';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownMethod } from './own-method.ts';
import { readerLanguage } from './reader-language.ts';
import { received } from './received-file.ts';
import { refusalError } from './refusal-error.ts';

/** Of a service of Directus, who asks of it. */
export interface Importing { knex: Db; accountability: Accountability | null }

export function onImportedRows({ services }: Pick<HookContext, 'services'>, messages: Messages, answer: (row: unknown) => Refusal | null): void {
  // Handed to the services of every collection by their common class.
  const { prototype } = services.ItemsService as unknown as { prototype: { upsertOne: (this: Importing, row: unknown, ...options: unknown[]) => Promise<unknown> } };
  const upsertOne = ownMethod(prototype, 'upsertOne');
  prototype.upsertOne = async function (row, ...options) {
    const refusal = answer(row);
    if (refusal !== null)
      throw refusalError(messages, refusal, await readerLanguage(this.knex, this.accountability?.user ?? null));
    return upsertOne.call(this, row, ...options);
  };
}

/** What a kill leaves there is removed at night (`files/job.ts`). */
export const IMPORTS_ARRIVE_IN = join(tmpdir(), 'wangge-imports');

/** Uses the file as a whole, from the disk, or says why it did not arrive; it is gone afterwards. */
export async function importedWhole<T>({ knex, accountability }: Importing, stream: Readable, { bytes, messages, objectionTo }: { bytes: number; messages: Messages; objectionTo: (received: Received) => Refusal }, use: (file: Readable) => Promise<T>): Promise<T> {
  return received(stream, IMPORTS_ARRIVE_IN, bytes, async (file) => {
    if (file.kind === 'whole')
      return use(createReadStream(file.path));
    throw refusalError(messages, objectionTo(file), await readerLanguage(knex, accountability?.user ?? null));
  });
}
