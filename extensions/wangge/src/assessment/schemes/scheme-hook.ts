/** What is written of schemes and indicators over the API: by whom ever, in whatever way, a scheme in force stays as it is. */
import type { Db } from '../../kernel/context.ts';
import type { Filters } from '../../kernel/on-filter.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../../kernel/values.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { isDraftAgain, isLocked, objectionToActivation, objectionToChange, objectionToNewScheme } from './lifecycle-rules.ts';
import { objectionToIndicator, objectionToScheme } from './scheme-guard-rules.ts';
import { checkSound } from './scheme-rules.ts';
import { beDraft, dropIndicators, forgetErrorRates, inForce, loadScheme, schemesOf, statesOf } from './scheme-store.ts';

export function guardSchemes({ onFilter }: Pick<Filters, 'onFilter'>): void {
  onFilter('assessment_schemes.items.create', async ({ payload }) => objectionToNewScheme(payload) ?? objectionToScheme(payload, null));
  onFilter('assessment_schemes.items.update', async ({ payload, keys, db }) => {
    const rows: Values[] = await schemesOf(db).whereIn('id', keys);
    for (const row of rows) {
      const refusal = objectionToChange(payload, row) ?? objectionToScheme(payload, row) ?? (payload.state === 'active' && row.state !== 'active' ? await objectionToForce(db, row) : null);
      if (refusal !== null)
        return refusal;
    }
    return rows.some(row => isDraftAgain(payload, row)) ? { ...payload, state: 'draft' } : null;
  });
  onFilter('assessment_schemes.items.delete', async ({ keys, db }) => {
    const states = await statesOf(db, keys);
    if ([...states.values()].some(isLocked))
      return refused('scheme_in_force');
    await dropIndicators(db, keys);
    return null;
  });

  onFilter('assessment_indicators.items.create', async ({ payload, db }) => objectionToIndicator(payload, null) ?? await touch(db, [payload.scheme]));
  onFilter('assessment_indicators.items.update', async ({ payload, keys, db }) => {
    const rows: Values[] = await db('assessment_indicators').whereIn('id', keys);
    return await touch(db, [...rows.map(({ scheme }) => scheme), payload.scheme]) ?? rows.map(row => objectionToIndicator(payload, row)).find(refusal => refusal !== null) ?? null;
  });
  onFilter('assessment_indicators.items.delete', async ({ keys, db }) => touch(db, await db('assessment_indicators').whereIn('id', keys).pluck('scheme')));
}

async function objectionToForce(db: Db, { id, valid_from }: Values): Promise<Refusal | null> {
  return checkSound((await loadScheme(db, id as Uuid))!) ?? objectionToActivation({ valid_from: valid_from as string | null }, await inForce(db, id as Uuid));
}

/** Indicators change with their scheme: none of one in force, and what was tried is a draft again. */
async function touch(db: Db, schemes: readonly unknown[]): Promise<Refusal | null> {
  const ids = schemes.map(keyOf).filter(id => id !== null);
  const states = await statesOf(db, ids);
  if ([...states.values()].some(isLocked))
    return refused('scheme_locked');
  await beDraft(db, ids);
  await forgetErrorRates(db, ids);
  return null;
}
