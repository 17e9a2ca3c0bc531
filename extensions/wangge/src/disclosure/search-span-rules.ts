/** What a reader's choice stands for: the moments of a month, a category with those below it. */
import type { Moment, Uuid } from '../kernel/values.ts';
import { momentOf } from '../calendar/time-zone-rules.ts';
import { epochDay, momentString } from '../kernel/civil-date-rules.ts';

/** From the first moment of the month to the first of the next. */
export function spanOf(month: string | null, time_zone: string): [Moment, Moment] | null {
  if (month === null)
    return null;
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  const next = `${Math.floor(index / 12)}-${String(index % 12 + 1).padStart(2, '0')}`;
  const first = (of: string): Moment => momentString(momentOf(time_zone, epochDay(`${of}-01`), 0));
  return [first(month), first(next)];
}

/** Null: any category. */
export function withDescendants(category: Uuid | null, categories: readonly { id: Uuid; parent: Uuid | null }[]): Uuid[] | null {
  if (category === null)
    return null;
  const found = [category];
  for (const id of found)
    found.push(...categories.filter(({ parent, id: child }) => parent === id && !found.includes(child)).map(child => child.id));
  return found;
}
