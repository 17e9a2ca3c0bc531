/**
 * An installation that already ranks by the first scheme gets the second beside it: in force from the quarter that begins
 * next, so that no quarter is ranked by rules that came when it was half over; and as a draft where an office has made a scheme
 * of its own, which then stays in force. A new installation has the second alone, from the start.
 */
import type { Db } from '../../kernel/context.ts';
import type { Values } from '../../kernel/values.ts';
import { schemesOf } from './scheme-store.ts';
import { FIRST_SCHEME, isAsShipped, nextQuarter, SECOND_SCHEME } from './shipped-scheme-rules.ts';

const keyOfScheme = (id: string): string => `row:assessment_schemes:${id}`;

/** What was shipped before this set-up, by key (`setup/release-store.ts`). Call it in the transaction in which the seeds are written. */
export async function beginShippedScheme(trx: Db, shipped: ReadonlyMap<string, Values>): Promise<void> {
  if (!shipped.has(keyOfScheme(FIRST_SCHEME)) || shipped.has(keyOfScheme(SECOND_SCHEME)))
    return;
  const indicators = [...shipped].filter(([key, row]) => key.startsWith('row:assessment_indicators:') && row.scheme === FIRST_SCHEME).map(([, row]) => row);
  const stored = { scheme: await schemesOf(trx).where('id', FIRST_SCHEME).first(), indicators: await trx('assessment_indicators').where('scheme', FIRST_SCHEME) };
  const others = await trx('assessment_schemes').where('state', 'active').whereNotIn('id', [FIRST_SCHEME, SECOND_SCHEME]).first('id');
  const kept = others === undefined && isAsShipped({ scheme: shipped.get(keyOfScheme(FIRST_SCHEME)), indicators }, stored);
  const { rows: [today] } = await trx.raw<{ rows: { day: string }[] }>('select wangge_day(wangge_clock())::text as day');
  await trx('assessment_schemes').where('id', SECOND_SCHEME).update({ valid_from: nextQuarter(today!.day), state: kept ? 'active' : 'draft' });
}
