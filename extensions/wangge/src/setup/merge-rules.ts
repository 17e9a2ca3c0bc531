/**
 * What becomes of a value that we ship, that we shipped before, and that an administrator may have changed since?
 *
 * Three values meet: `base` (what the installed release shipped), `shipped` (what this release ships) and
 * `stored` (what the database holds). The administrator's change wins; our change arrives where they made none.
 * Absent and null are one thing here: Directus stores null for what nobody filled in.
 */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonRecord = Record<string, Json>;
type Maybe = Json | undefined;

/**
 * How far a value is taken apart: `whole` never (filters, texts, numbers), `deep` by the keys of objects and by the
 * `language` or `value` of listed objects (translations, choices), `set` by the members of a list (permitted fields).
 */
export type Grain = 'whole' | 'deep' | 'set';

export interface MergedRecord {
  /** The attributes to write, with their new values: empty when nothing is to be done. */
  changes: JsonRecord;
  /** Attributes that this release changes and the administrator changed too: theirs stayed. */
  kept: string[];
}

export function equal(a: Maybe, b: Maybe): boolean {
  if (a === undefined || a === null || b === undefined || b === null)
    return (a ?? null) === (b ?? null);
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b)
      && a.length === b.length && a.every((item, i) => equal(item, b[i]));
  }
  if (typeof a === 'object' && typeof b === 'object') {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every(key => equal(a[key], b[key]));
  }
  return a === b;
}

export function merge(base: Maybe, shipped: Maybe, stored: Maybe, grain: Grain = 'whole'): Maybe {
  if (equal(stored, shipped))
    return stored;
  if (equal(stored, base))
    return shipped;
  if (equal(shipped, base))
    return stored;
  if (grain === 'deep' && isRecord(shipped) && isRecord(stored))
    return mergeKeys(isRecord(base) ? base : {}, shipped, stored);
  if (grain !== 'whole' && Array.isArray(shipped) && Array.isArray(stored)) {
    const old = Array.isArray(base) ? base : [];
    const identity = identityOf([...old, ...shipped, ...stored], grain);
    if (identity)
      return mergeMembers(old, shipped, stored, identity);
  }
  return stored;
}

/** Merges the attributes that `shipped` has; what it does not mention is left alone. */
export function mergeRecord(
  base: JsonRecord | undefined,
  shipped: JsonRecord,
  stored: JsonRecord,
  grainOf: (attribute: string) => Grain = () => 'whole',
): MergedRecord {
  const changes: JsonRecord = {};
  const kept: string[] = [];
  for (const attribute of Object.keys(shipped)) {
    const before = stored[attribute];
    const after = merge(base?.[attribute], shipped[attribute], before, grainOf(attribute));
    if (!equal(after, before))
      changes[attribute] = after ?? null;
    if (base !== undefined && !equal(shipped[attribute], base[attribute]) && !equal(after, shipped[attribute]))
      kept.push(attribute);
  }
  return { changes, kept };
}

function isRecord(value: Maybe): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mergeKeys(base: JsonRecord, shipped: JsonRecord, stored: JsonRecord): JsonRecord {
  const merged: JsonRecord = {};
  for (const key of new Set([...Object.keys(stored), ...Object.keys(shipped)])) {
    const value = merge(base[key], shipped[key], stored[key], 'deep');
    if (value !== undefined)
      merged[key] = value;
  }
  return merged;
}

type Identity = (member: Json) => string;

/** What tells the members of a list apart, or null where nothing does (or two are alike). */
function identityOf(members: Json[], grain: 'deep' | 'set'): Identity | null {
  if (grain === 'set')
    return member => JSON.stringify(member);
  for (const key of ['language', 'value']) {
    if (members.every(member => isRecord(member) && ['string', 'number'].includes(typeof member[key])))
      return member => JSON.stringify((member as JsonRecord)[key]);
  }
  return null;
}

function mergeMembers(base: Json[], shipped: Json[], stored: Json[], identity: Identity): Json {
  const [old, ours, theirs] = [base, shipped, stored].map(list => new Map(list.map(member => [identity(member), member])));
  const merged = new Map<string, Json>();
  for (const [id, member] of theirs!) {
    const value = merge(old!.get(id), ours!.get(id), member, 'deep');
    if (value !== undefined)
      merged.set(id, value);
  }
  for (const [id, member] of ours!) {
    // One that we shipped before and that is gone was taken out by the administrator.
    if (!merged.has(id) && !old!.has(id))
      merged.set(id, member);
  }
  return [...merged.values()];
}
