/**
 * A sender's limit and the moment at which the matter came in.
 *
 * A limit that had passed by then would be missed before anybody had seen the matter, for ever: it is a slip (the year, in
 * every January), or the matter truly came too late. The latter is said (`arrived_late`): then the clock counts from the
 * receipt, by the limit that the policies give.
 */
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment } from '../../kernel/values.ts';
import { Temporal } from 'temporal-polyfill';
import { momentString } from '../../kernel/civil-date-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';

export interface Receipt {
  external_due_at: Moment | null;
  /** When it came in, as its sender or the person who enters it says; null: now. */
  occurred_at: Moment | null;
  arrived_late: boolean;
}

/** Why limit and receipt do not go together; null: they do. */
export function objectionToReceipt({ external_due_at, occurred_at, arrived_late }: Receipt, now: Moment): Refusal | null {
  if (external_due_at === null)
    return arrived_late ? refused('late_without_limit', 'external_due_at') : null;
  const before = occurred_at !== null && external_due_at < occurred_at;
  if (before || external_due_at <= now) {
    if (arrived_late)
      return null;
    return refused(before ? 'due_before_received' : 'due_before_receipt', 'external_due_at');
  }
  return arrived_late ? refused('not_late', 'arrived_late') : null;
}

/** What a report says of a moment: with its offset, or the wall clock of the installation. */
export function momentSaid(text: string | null, time_zone: string): Moment | null {
  if (text === null)
    return null;
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(text)
    ? new Date(text).toISOString()
    : momentString(Temporal.PlainDateTime.from(text).toZonedDateTime(time_zone).epochMilliseconds);
}
