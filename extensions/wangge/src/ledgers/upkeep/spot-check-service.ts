/** Spot checks over the API: the entry is looked up, the rest is said by `spot-check-rules.ts`. */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../../kernel/values.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { todayOf } from '../../territory/index.ts';
import { datasetBy } from './confirmation-store.ts';
import { entryHere } from './finding-store.ts';
import { checkOf, objectionToWords } from './spot-check-rules.ts';
import { insertSpotCheck, isInLine } from './spot-check-store.ts';

export async function prepareSpotCheck(db: Db, payload: Values, person: Uuid): Promise<Values | Refusal> {
  const objection = objectionToWords(payload);
  if (objection !== null)
    return objection;
  const [set, item] = [keyOf(payload.dataset), keyOf(payload.item)];
  const dataset = set === null ? null : await datasetBy(db, { id: set });
  if (dataset === null)
    return refused('dataset_unknown', 'dataset');
  const entry = item === null ? null : await entryHere(db, dataset.collection, item);
  if (entry === null)
    return refused('finding_entry_unknown', 'item');
  const today = await todayOf(db);
  return checkOf(payload, { person, grid: entry.grid, draw: entry.draw, in_line: await isInLine(db, person, entry.grid, today), today });
}

/** Of a visit: the entry was looked at, and is right. Null where it is stored. */
export async function recordSpotCheck(trx: Db, said: Values, person: Uuid): Promise<Refusal | null> {
  const made = await prepareSpotCheck(trx, said, person);
  if (isRefusal(made))
    return made;
  await insertSpotCheck(trx, { ...made, user_created: person });
  return null;
}
