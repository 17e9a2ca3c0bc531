/** Nothing is entrusted to an account that is not active; one that is suspended is told of with what it leaves behind. */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Uuid, Values } from '../kernel/values.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { administrators, enqueue } from '../outbox/index.ts';
import { suspendedNotice } from './account-holdings-rules.ts';
import { holdingsOf, inactiveAmong, peopleIn } from './account-holdings-store.ts';
import { todayOf } from './territory-store.ts';

/** Where people are entrusted with something beside their posts. */
const ENTRUSTED = { duty_lines: ['person', 'stand_in'], departments: ['head'] } as const;

/** `keys` null: a new row. A row that is put in use again is weighed as a whole. */
export async function objectionToEntrusting(db: Db, collection: keyof typeof ENTRUSTED, payload: Values, keys: readonly Uuid[] | null): Promise<Refusal | null> {
  const columns: readonly string[] = ENTRUSTED[collection];
  const stored = keys !== null && payload.active === true ? await peopleIn(db, collection, columns, keys) : [];
  for (const column of columns) {
    const named = column in payload ? [keyOf(payload[column])] : stored.map(row => row[column] ?? null);
    if ((await inactiveAmong(db, named.filter(person => person !== null))).length > 0)
      return refused('entrusted_inactive', column);
  }
  return null;
}

/** In the transaction that suspends them. */
export async function tellOfSuspended(db: Db, payload: Values, keys: readonly Uuid[]): Promise<void> {
  if (!('status' in payload) || payload.status === 'active')
    return;
  const left = await holdingsOf(db, keys);
  if (left.length > 0) {
    const [people, today] = [await administrators(db), await todayOf(db)];
    await enqueue(db, left.flatMap(holdings => people.filter(person => person !== holdings.person).map(person => suspendedNotice(holdings, person, today))));
  }
}
