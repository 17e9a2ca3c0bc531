/**
 * The shipped collections, fields and relations, applied additively: what is missing is created, what changed since
 * the installed release is changed where the administrator did not, nothing is ever dropped.
 *
 * `directus schema apply` would drop every field an administrator added. Here the wanted state is the stored state
 * with our changes merged in, so that the difference that Directus is asked to apply cannot contain a deletion.
 */
import type { CommandContext, Db } from '../kernel/context.ts';
import type { Grain, JsonRecord } from './merge-rules.ts';
import type { Change } from './plan-rules.ts';
import type { Bases } from './release-store.ts';
import type { Snapshot as CompactSnapshot } from './schema/snapshot-rules.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADMINISTRATOR } from '../kernel/system-accountability.ts';
import { equal, mergeRecord } from './merge-rules.ts';
import { remember } from './release-store.ts';
import { expand } from './schema/expand-rules.ts';
import { parseSchemaFile } from './schema/schema-file.ts';

interface Item {
  collection: string;
  field?: string;
  type?: string;
  related_collection?: string | null;
  meta?: JsonRecord | null;
  schema?: JsonRecord | null;
}

interface Snapshot {
  version: number;
  directus: string;
  vendor?: string;
  collections: Item[];
  fields: Item[];
  systemFields: Item[];
  relations: Item[];
}

const KINDS = [
  { list: 'collections', kind: 'collection' },
  { list: 'fields', kind: 'field' },
  { list: 'relations', kind: 'relation' },
] as const;

/** Attributes of `meta` that an administrator changes piecemeal: a choice, a translation, an option. */
const DEEP = new Set(['translations', 'options', 'display_options']);
const grainOf = (attribute: string): Grain => DEEP.has(attribute) ? 'deep' : 'whole';

export interface SchemaPlan {
  target: Snapshot;
  changes: Change[];
  /** What to remember as shipped. */
  shipped: Bases;
}

/** The wanted state (pure): stored, with what we ship merged in. */
export function planSchema(stored: Snapshot, shipped: Snapshot, bases: Bases): SchemaPlan {
  const plan: SchemaPlan = { target: { ...stored }, changes: [], shipped: new Map() };
  for (const { list, kind } of KINDS) {
    const known = new Map(stored[list].map(item => [nameOf(item), item]));
    for (const item of shipped[list]) {
      const name = nameOf(item);
      const key = `${kind}:${name}`;
      const base = bases.get(key) as Item | undefined;
      if (!equal(base as JsonRecord | undefined, item as unknown as JsonRecord))
        plan.shipped.set(key, item as unknown as JsonRecord);
      const present = known.get(name);
      known.set(name, present ? mergeItem(kind, name, base, item, present, plan.changes) : item);
      if (!present)
        plan.changes.push({ action: 'create', kind, name });
    }
    plan.target[list] = [...known.values()];
  }
  const indexed = new Map([...stored.systemFields, ...shipped.systemFields].map(item => [nameOf(item), item]));
  plan.target.systemFields = [...indexed.values()];
  for (const name of indexed.keys()) {
    if (!stored.systemFields.some(item => nameOf(item) === name))
      plan.changes.push({ action: 'create', kind: 'index', name });
  }
  return plan;
}

interface FieldDiff { collection: string; field: string; diff: { path?: unknown[] }[] }
interface SchemaDiff { collections: object[]; fields: FieldDiff[]; systemFields: object[]; relations: object[] }

/** Directus' SchemaService and FieldsService, as far as we use them. */
interface SchemaDoor {
  snapshot: () => Promise<Snapshot>;
  diff: (wanted: Snapshot, options: { currentSnapshot: Snapshot; force: boolean }) => Promise<SchemaDiff | null>;
  getHashedSnapshot: (stored: Snapshot) => { hash: string };
  apply: (payload: { hash: string; diff: SchemaDiff }) => Promise<void>;
}
interface FieldsDoor {
  updateField: (collection: string, field: { field: string; meta: JsonRecord }, options: { autoPurgeSystemCache: boolean; bypassLimits: boolean }) => Promise<unknown>;
}

/** Compact items beside those of the schema file. */
export type Items = Pick<CompactSnapshot, 'collections' | 'fields' | 'relations'>;

export interface SchemaStep {
  context: CommandContext;
  home: string;
  /** The data sets that are shipped. */
  beside: Items;
  bases: Bases;
  dryRun: boolean;
}

/** Reads the shipped schema, merges and applies it; the record of what was shipped is of the same transaction. */
export async function applySchema({ context, home, beside, bases, dryRun }: SchemaStep): Promise<Change[]> {
  const text = await readFile(join(home, 'schema-snapshot.yaml'), 'utf8');
  const shipped = expand(withItems(parseSchemaFile(text), beside)) as unknown as Snapshot;
  return context.database.transaction(async (trx: Db) => {
    const service = schemaDoor(context, trx);
    const stored = await service.snapshot();
    const plan = planSchema(stored, shipped, bases);
    if (dryRun)
      return plan.changes;
    const diff = await service.diff(plan.target, { currentSnapshot: stored, force: true });
    if (diff) {
      const looks = diff.fields.filter(isOfLooksOnly);
      const shape = { ...diff, fields: diff.fields.filter(field => !looks.includes(field)) };
      if (Object.values(shape).some(list => list.length > 0))
        await service.apply({ hash: service.getHashedSnapshot(stored).hash, diff: shape });
      await applyLooks(context, trx, looks, plan.target);
    }
    await remember(trx, plan.shipped);
    return plan.changes;
  });
}

function schemaDoor({ services }: Pick<CommandContext, 'services'>, trx: Db): SchemaDoor {
  return new (services.SchemaService as unknown as new (options: object) => SchemaDoor)({ knex: trx, accountability: ADMINISTRATOR });
}

function withItems(snapshot: CompactSnapshot, { collections, fields, relations }: Items): CompactSnapshot {
  return {
    ...snapshot,
    collections: [...snapshot.collections, ...collections],
    fields: [...snapshot.fields, ...fields],
    relations: [...snapshot.relations, ...relations],
  };
}

/**
 * Creates what these compact items describe, inside the caller's transaction. The caller flushes the system cache once
 * that is committed: before, the schema is cached again without them.
 */
export async function createItems(context: Pick<CommandContext, 'services'>, trx: Db, items: Items): Promise<void> {
  const service = schemaDoor(context, trx);
  const stored = await service.snapshot();
  const wanted = expand(withItems({ version: 1, directus: '', vendor: '', collections: [], fields: [], relations: [], systemFields: [] }, items)) as unknown as Snapshot;
  const target = { ...stored, ...Object.fromEntries(KINDS.map(({ list }) => [list, [...stored[list], ...wanted[list]]])) };
  const diff = await service.diff(target, { currentSnapshot: stored, force: true });
  if (diff !== null)
    await service.apply({ hash: service.getHashedSnapshot(stored).hash, diff });
}

/** Does the change leave the column alone: a label, a note, an option? */
function isOfLooksOnly({ diff }: FieldDiff): boolean {
  return diff.every(({ path = [] }) => path[0] === 'meta' && path.length > 1);
}

/**
 * Changes of labels and forms, past `SchemaService.apply`: that one alters the column too where its default is a
 * boolean or JSON (it compares `'false'` with `false`), and Postgres refuses to alter a column that a trigger names.
 */
async function applyLooks(context: CommandContext, trx: Db, looks: readonly FieldDiff[], target: Snapshot): Promise<void> {
  if (looks.length === 0)
    return;
  const schema = await context.getSchema({ database: trx, bypassCache: true });
  const fields: FieldsDoor = new (context.services.FieldsService as unknown as new (options: object) => FieldsDoor)({ knex: trx, schema, accountability: ADMINISTRATOR });
  const wanted = new Map(target.fields.map(item => [nameOf(item), item]));
  for (const { collection, field } of looks)
    await fields.updateField(collection, { field, meta: wanted.get(`${collection}.${field}`)?.meta ?? {} }, { autoPurgeSystemCache: false, bypassLimits: true });
}

function nameOf(item: Item): string {
  return item.field === undefined ? item.collection : `${item.collection}.${item.field}`;
}

function mergeItem(kind: string, name: string, base: Item | undefined, shipped: Item, stored: Item, changes: Change[]): Item {
  const meta = mergeRecord(base?.meta ?? undefined, shipped.meta ?? {}, stored.meta ?? {}, grainOf);
  const schema = stored.schema && shipped.schema
    ? mergeRecord(base?.schema ?? undefined, shipped.schema, stored.schema)
    : { changes: {}, kept: [] };
  const type = mergeRecord(
    base?.type === undefined ? undefined : { type: base.type },
    shipped.type === undefined ? {} : { type: shipped.type },
    { type: stored.type ?? null },
  );
  // Directus drops a field that turns into an alias, or back: that is never ours to do.
  if ((stored.type === 'alias') !== (shipped.type === 'alias') && type.changes.type !== undefined)
    throw new Error(`${name} is stored as "${stored.type}" and shipped as "${shipped.type}": rename your field, then run the set-up again`);
  const touched = [
    ...Object.keys(type.changes),
    ...Object.keys(meta.changes).map(attribute => `meta.${attribute}`),
    ...Object.keys(schema.changes).map(attribute => `schema.${attribute}`),
  ];
  if (touched.length > 0)
    changes.push({ action: 'update', kind, name: `${name}: ${touched.join(' ')}` });
  for (const attribute of [...type.kept, ...meta.kept, ...schema.kept])
    changes.push({ action: 'keep', kind, name: `${name}: ${attribute}` });
  if (touched.length === 0)
    return stored;
  return {
    ...stored,
    ...type.changes,
    meta: stored.meta || Object.keys(meta.changes).length > 0 ? { ...stored.meta, ...meta.changes } : null,
    ...(stored.schema ? { schema: { ...stored.schema, ...schema.changes } } : {}),
  } as Item;
}
