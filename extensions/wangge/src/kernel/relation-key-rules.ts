import type { Uuid } from './values.ts';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** The id in a relation as clients send it: the id itself, or an object with it. Null: neither. */
export function keyOf(relation: unknown): Uuid | null {
  const id = typeof relation === 'object' && relation !== null ? (relation as { id?: unknown }).id : relation;
  return typeof id === 'string' && UUID.test(id) ? id.toLowerCase() : null;
}
