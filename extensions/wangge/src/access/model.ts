/** What a query is weighed by: the parts of Directus' schema, permissions and queries that matter to it. */
import type { Values } from '../kernel/values.ts';

export interface Relation {
  collection: string;
  field: string;
  related_collection: string | null;
  meta: { one_field?: string | null; one_collection_field?: string | null; one_allowed_collections?: string[] | null } | null;
}

export interface Schema {
  collections: Readonly<Record<string, { primary: string; fields: Readonly<Record<string, { type: string }>> }>>;
  relations: readonly Relation[];
}

/** One grant: in which rows (null or `{}`: in all) these fields may be read; `*` stands for all fields. */
export interface Grant { collection: string; fields: readonly string[] | null; permissions: Values | null }

/** As Directus hands it to the filters of `*.query`, after its own parsing. */
export interface Query {
  fields?: string[] | null;
  filter?: Values | null;
  sort?: string[] | null;
  search?: string | null;
  aggregate?: Record<string, readonly string[]> | null;
  group?: string[] | null;
  alias?: Record<string, string> | null;
  /** Queries of relations by their names or aliases; the parts of each begin with `_`. */
  deep?: Values | null;
  limit?: number | null;
  /** What is counted beside; each is a query of its own. */
  meta?: readonly string[] | null;
  /** Of ours: what has to be put back into the answer. */
  recount?: Recount;
}

/** The names that were asked for, and the key whose different values are counted in their place. */
export interface Recount { key: string; names: readonly ('count' | 'countAll' | 'keys')[]; kept: boolean }

/**
 * One look at a field on the way of a query. Where Directus itself keeps to the rows that the caller may read, `rows` are
 * `seen`; where it joins without any rule, they are `all`.
 */
export interface Step { collection: string; field: string; rows: 'seen' | 'all' }
