/**
 * What comes in through Directus' own import. It hands on whatever stands in the file's list, and fails at what is no row;
 * there is no event before that, so the services' own method is asked first.
 */
import type { Accountability } from '@directus/types';
import type { Db, HookContext } from './context.ts';
import type { Messages, Refusal } from './refusal-rules.ts';
import { readerLanguage } from './reader-language.ts';
import { refusalError } from './refusal-error.ts';

interface ItemsOf { knex: Db; accountability: Accountability | null }

export function onImportedRows({ services }: Pick<HookContext, 'services'>, messages: Messages, answer: (row: unknown) => Refusal | null): void {
  // Handed to the services of every collection by their common class.
  const { prototype } = services.ItemsService as unknown as { prototype: { upsertOne: (this: ItemsOf, row: unknown, ...options: unknown[]) => Promise<unknown> } };
  const { upsertOne } = prototype;
  prototype.upsertOne = async function (row, ...options) {
    const refusal = answer(row);
    if (refusal !== null)
      throw refusalError(messages, refusal, await readerLanguage(this.knex, this.accountability?.user ?? null));
    return upsertOne.call(this, row, ...options);
  };
}
