/** What Directus hands to our filters and routes, narrowed to what they use. */
import type { ApiExtensionContext } from '@directus/extensions';
import type { Accountability, SchemaOverview } from '@directus/types';
import type { Knex } from 'knex';

export type HookContext = ApiExtensionContext;
export type CommandContext = ApiExtensionContext;

/** A database handle: the pool or a transaction. */
export type Db = Knex;

/** In whose name Directus' services read and write. */
export interface Caller { accountability: Accountability | null; schema: SchemaOverview }
/** Somebody who is known to Directus, if only as nobody: never the system itself. */
export interface KnownCaller extends Caller { accountability: Accountability }
