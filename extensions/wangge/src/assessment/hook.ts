/** Assessment's door for what is written over the API: the sentence comes from here, the last word from the database. */
import type { Db } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { Payload } from './scheme-guard-rules.ts';
import { defineHook } from '@directus/extensions-sdk';
import { readerLanguage } from '../kernel/reader-language.ts';
import { refusalError } from '../kernel/refusal-error.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { messages } from './messages.ts';
import { objectionToIndicator, objectionToPeriod, objectionToScheme } from './scheme-guard-rules.ts';

interface Context { database: Db; accountability: { user: string | null } | null }
type Filter = (event: string, handler: (payload: Payload | string[], meta: { keys?: string[] }, context: Context) => Promise<unknown>) => void;

export default defineHook(({ filter }) => {
  const on = filter as unknown as Filter;

  const guard = (event: string, object: (payload: Payload, keys: readonly string[], db: Db) => Promise<Refusal | null>): void =>
    on(event, async (payload, { keys }, { database, accountability }) => {
      const refusal = await object(Array.isArray(payload) ? {} : payload, Array.isArray(payload) ? payload : keys ?? [], database);
      if (refusal !== null)
        throw refusalError(messages, refusal, await readerLanguage(database, accountability?.user));
      return payload;
    });

  const guardRows = (collection: string, objection: (payload: Payload, stored: Payload | null) => Refusal | null): void => {
    guard(`${collection}.items.create`, async payload => objection(payload, null));
    guard(`${collection}.items.update`, async (payload, keys, db) => {
      const rows: Payload[] = await db(collection).whereIn('id', keys);
      return rows.map(row => objection(payload, row)).find(refusal => refusal !== null) ?? null;
    });
  };
  const guardUse = (collection: string, users: readonly (readonly [table: string, column: string])[], code: string): void =>
    guard(`${collection}.items.delete`, async (_, keys, db) => {
      for (const [table, column] of users) {
        if (await db(table).whereIn(column, keys).first(column))
          return refused(code, null);
      }
      return null;
    });

  guardRows('assessment_schemes', objectionToScheme);
  guardRows('assessment_indicators', objectionToIndicator);
  guardUse('assessment_schemes', [['assessment_versions', 'scheme'], ['assessment_periods', 'scheme']], 'scheme_in_use');
  guardUse('assessment_indicators', [['assessment_scores', 'indicator']], 'indicator_in_use');

  guard('assessment_periods.items.create', async payload => objectionToPeriod(payload, false));
  guard('assessment_periods.items.update', async (payload, keys, db) =>
    objectionToPeriod(payload, await db('assessment_periods').whereIn('id', keys).where('version', '>', 0).first('id') !== undefined));
  guard('assessment_periods.items.delete', async (_, keys, db) =>
    await db('assessment_periods').whereIn('id', keys).where('version', '>', 0).first('id') ? refused('period_published', null) : null);

  for (const collection of ['assessment_scores', 'rankings']) {
    for (const action of ['create', 'update', 'delete'])
      guard(`${collection}.items.${action}`, async () => refused('assessment_fixed', null));
  }
});
