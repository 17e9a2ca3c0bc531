/**
 * May the caller write this? The import writes in bulk, past Directus' service, so it asks beforehand: territory for
 * each grid; Directus itself, by a write of one row of each grid that is taken back, for collection, fields and
 * conditions; and for all entries that are changed. Where an administrator has laid down conditions on what may be
 * written, every row is tried.
 */
import type { Caller, Db, HookContext } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Dataset, Values } from '../model.ts';
import { ForbiddenError } from '@directus/errors';
import { refused } from '../../kernel/refusal-rules.ts';
import { mayUpdate } from '../../kernel/rights.ts';
import { assertInScope } from '../../territory/scope-guard-service.ts';
import { keptIf, refusalsOf } from '../../workbook/trial-service.ts';
import { hasConditions } from './import-store.ts';

type Objection = Refusal | null;

export interface Rights {
  /** Of territory; the same sentence for every row of the grid. */
  objectionToGrid: (grid: Uuid, name: string) => Promise<Objection>;
  /** `values`: everything that would be written. */
  objectionToCreate: (grid: { id: Uuid; name: string }, values: Values) => Promise<Objection>;
  objectionToUpdate: (grid: { id: Uuid; name: string }, entry: Uuid, values: Values) => Promise<Objection>;
  /** Throws Directus' 403 if one of these may not be changed. */
  assertUpdate: (entries: readonly Uuid[]) => Promise<void>;
}

export async function rightsOf(context: Pick<HookContext, 'services'>, caller: Caller, trx: Db, { collection }: Pick<Dataset, 'collection'>): Promise<Rights> {
  const { services } = context;
  const conditional = await hasConditions(trx, collection);
  const scope = new Map<Uuid, Promise<Objection>>();
  /** Per kind of write and grid: the fields that were tried, or what was answered. */
  const tried = new Map<string, { fields: Set<string>; objection: Objection }>();

  const attempt = async (kind: 'create' | 'update', grid: { id: Uuid; name: string }, values: Values, write: (db: Db) => Promise<unknown>): Promise<Objection> => {
    const known = tried.get(kind + grid.id) ?? { fields: new Set<string>(), objection: null };
    tried.set(kind + grid.id, known);
    const fields = Object.keys(values);
    if (known.objection !== null || (!conditional && known.fields.size > 0 && fields.every(field => known.fields.has(field))))
      return known.objection;
    const objection = await takenBack(trx, write, refused(`no_permission_${kind}`, 'grid', { name: grid.name }));
    // What one row's content met is not what the next one's meets.
    if (objection === null || objection.code !== 'check_refused')
      known.objection = objection;
    if (objection === null)
      fields.forEach(field => known.fields.add(field));
    return objection;
  };
  const entries = (db: Db) => new services.ItemsService(collection, { ...caller, knex: db });

  return {
    objectionToGrid: (grid, name) => {
      const known = scope.get(grid) ?? inScope(trx, caller, grid, name);
      scope.set(grid, known);
      return known;
    },
    objectionToCreate: (grid, values) => attempt('create', grid, values, db => entries(db).createOne({ ...values }, { emitEvents: false, bypassLimits: true })),
    objectionToUpdate: (grid, entry, values) => attempt('update', grid, values, db => entries(db).updateOne(entry, { ...values }, { emitEvents: false, bypassLimits: true })),
    assertUpdate: async (ids) => {
      if (ids.length > 0 && !await mayUpdate(context, caller, trx, collection, ids))
        throw new ForbiddenError();
    },
  };
}

async function inScope(trx: Db, { accountability }: Caller, grid: Uuid, name: string): Promise<Objection> {
  if (accountability?.admin === true)
    return null;
  const objection = await assertInScope(trx, accountability!.user!, grid, null);
  return objection === null ? null : { ...objection, field: 'grid', params: { name } };
}

/** `forbidden`: what a 403 means here. */
async function takenBack(trx: Db, write: (db: Db) => Promise<unknown>, forbidden: Refusal): Promise<Objection> {
  const [refusal] = await refusalsOf(() => keptIf(trx, write, () => false));
  if (refusal === undefined)
    return null;
  return refusal.status === 403 ? forbidden : refused('check_refused', null, { message: refusal.text });
}
