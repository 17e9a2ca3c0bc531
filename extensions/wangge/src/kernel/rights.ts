/** May this person change these rows, make new ones, or read any? Asked of Directus itself, so that what an administrator grants or takes away counts. */
import type { Caller, Db, HookContext } from './context.ts';
import type { Uuid, Values } from './values.ts';
import { isDirectusError } from '@directus/errors';

/** Thrown instead of writing: Directus has let it through. */
class Permitted extends Error {}

/**
 * An update of nothing: Directus checks the rows against the caller's permissions, and throws what it was given
 * instead of writing. No hook runs.
 */
export async function mayUpdate({ services }: Pick<HookContext, 'services'>, caller: Caller, db: Db, collection: string, keys: readonly Uuid[]): Promise<boolean> {
  if (caller.accountability === null)
    return true;
  const service = new services.ItemsService(collection, { ...caller, knex: db });
  try {
    await service.updateMany([...keys], {}, { emitEvents: false, bypassLimits: true, preMutationError: new Permitted() as never });
    throw new Error('The right to update was asked for, and Directus wrote instead');
  }
  catch (error) {
    if (error instanceof Permitted)
      return true;
    if (isDirectusError(error, 'FORBIDDEN'))
      return false;
    throw error;
  }
}

/**
 * A new row of nothing, likewise: what it lacks is another matter than who makes it. With `values`: one that says this; what the
 * caller may not say is no.
 */
export async function mayCreate({ services }: Pick<HookContext, 'services'>, caller: Caller, db: Db, collection: string, values?: Values): Promise<boolean> {
  if (caller.accountability === null)
    return true;
  const service = new services.ItemsService(collection, { ...caller, knex: db });
  try {
    await service.createOne(values ?? {}, { emitEvents: false, bypassLimits: true, preMutationError: new Permitted() as never });
    throw new Error('The right to create was asked for, and Directus wrote instead');
  }
  catch (error) {
    if (error instanceof Permitted)
      return true;
    if ([error].flat().every(one => isDirectusError(one, 'FAILED_VALIDATION')))
      return values === undefined || ![error].flat().some(one => said(one) in values);
    if (isDirectusError(error, 'FORBIDDEN'))
      return false;
    throw error;
  }
}

/** Any of its rows, if there were some: the right itself. */
export async function mayReadAny({ services }: Pick<HookContext, 'services'>, caller: Caller, collection: string): Promise<boolean> {
  try {
    await new services.ItemsService(collection, { ...caller }).readByQuery({ limit: 1 });
    return true;
  }
  catch (error) {
    if (isDirectusError(error, 'FORBIDDEN'))
      return false;
    throw error;
  }
}

/** The field that does not pass. */
function said(error: unknown): string {
  return String((error as { extensions?: { field?: unknown } }).extensions?.field ?? '');
}
