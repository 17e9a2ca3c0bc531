/**
 * What a schema snapshot is: the whole one that Directus reads and writes, and
 * the compact one that people read in `schema-snapshot.yaml`.
 *
 * Both have the same shape. In the compact one every attribute that Directus (or
 * Postgres) would fill in by itself is left out: see `defaults-rules.ts`.
 */

/** Anything JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** One collection, field or relation, whole or compact. */
export interface Item { [key: string]: Json }

export interface Snapshot {
  version: number;
  directus: string;
  vendor: string;
  collections: Item[];
  fields: Item[];
  relations: Item[];
  systemFields: Item[];
}

export type Kind = 'collections' | 'fields' | 'relations';
export const KINDS: readonly Kind[] = ['collections', 'fields', 'relations'];

/** The attribute at a path, undefined where it or its parent is missing. */
export function read(item: Item, path: readonly string[]): Json | undefined {
  let value: Json | undefined = item;
  for (const key of path) {
    if (value === null || typeof value !== 'object' || Array.isArray(value))
      return undefined;
    value = value[key];
  }
  return value;
}

/** Sets the attribute at a path, making the objects on the way. */
export function write(item: Item, path: readonly string[], value: Json): void {
  let target = item;
  for (const key of path.slice(0, -1)) {
    const next = target[key];
    if (next === null || typeof next !== 'object' || Array.isArray(next)) {
      const made: Item = {};
      target[key] = made;
      target = made;
    }
    else {
      target = next;
    }
  }
  target[path.at(-1)!] = value;
}

/** The attribute as text; empty where it is missing or no text. */
export function text(item: Item, ...path: string[]): string {
  const value = read(item, path);
  return typeof value === 'string' ? value : '';
}

/** Deep equality of JSON; the order of keys does not matter, that of lists does. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b)
    return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object')
    return false;
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, i) => same(value, b[i]));
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => key in b && same(a[key], b[key]));
}
