/** What Directus hands to our doors, narrowed to what they use. */
import type { ApiExtensionContext } from '@directus/extensions';
import type { Knex } from 'knex';

export type HookContext = ApiExtensionContext;
export type CommandContext = ApiExtensionContext;

/** A database handle: the pool or a transaction. */
export type Db = Knex;
