/** A paper copy comes back: when, to whom. Pure. */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Values } from '../model.ts';
import { isDay } from '../../kernel/civil-date-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';

const RETURN_FIELDS = ['returned_on', 'returned_to', 'return_note'];

interface Stored { version: number; printed_on: string; returned_to: Uuid | null; today: string }

/** What is stored: whoever enters a return has received it, unless they say who did. */
export function returned(payload: Values, stored: readonly Stored[], person: Uuid | null): Values | Refusal {
  const managed = Object.keys(payload).find(field => !RETURN_FIELDS.includes(field));
  if (managed !== undefined)
    return refused('print_managed', managed, { field: managed });
  const { returned_on } = payload;
  if (returned_on === null || returned_on === undefined)
    return payload;
  if (typeof returned_on !== 'string' || !isDay(returned_on))
    return refused('print_returned_invalid', 'returned_on');
  const early = stored.find(({ printed_on }) => returned_on < printed_on);
  if (early !== undefined)
    return refused('print_returned_early', 'returned_on', { version: early.version, printed_on: early.printed_on });
  if (stored.some(({ today }) => returned_on > today))
    return refused('print_returned_future', 'returned_on');
  return 'returned_to' in payload || person === null || stored.some(({ returned_to }) => returned_to !== null) ? payload : { ...payload, returned_to: person };
}
