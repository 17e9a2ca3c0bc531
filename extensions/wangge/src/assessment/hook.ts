/** What is written over the API of schemes, periods and results: the sentence comes from here, the last word from the database. */
import type { Db } from '../kernel/context.ts';
import type { Uuid } from '../kernel/values.ts';
import { defineHook } from '@directus/extensions-sdk';
import { filtersOf } from '../kernel/on-filter.ts';
import { refused } from '../kernel/refusal-rules.ts';
import { installedSigningKey, SIGNING_KEY } from './evidence/signing-key.ts';
import { prepareScore } from './facts/daily/manual-score-service.ts';
import { guardInspections } from './inspection/visit-hook.ts';
import { messages } from './messages.ts';
import { cutOfPeriod } from './periods/ranking-service.ts';
import { guardSteps } from './periods/step-hook.ts';
import { objectionToPeriod } from './schemes/scheme-guard-rules.ts';
import { guardSchemes } from './schemes/scheme-hook.ts';
import { guardYear } from './year/year-hook.ts';

export default defineHook(({ filter, init }, { logger }) => {
  init('app.after', () => {
    if (installedSigningKey() === null)
      logger.error(`${SIGNING_KEY} is missing, or is not base64 of 32 bytes: no quarter is computed, since nothing can sign it`);
  });

  const filters = filtersOf(filter, messages);
  const { onFilter, onPersonFilter, never } = filters;

  const guardUse = (collection: string, users: readonly (readonly [table: string, column: string])[], code: string): void =>
    onFilter(`${collection}.items.delete`, async ({ keys, db }) => {
      for (const [table, column] of users) {
        if (await db(table).whereIn(column, keys).first(column))
          return refused(code);
      }
      return null;
    });

  guardSchemes({ onFilter });
  guardUse('assessment_schemes', [['assessment_versions', 'scheme'], ['assessment_periods', 'scheme']], 'scheme_in_use');
  guardUse('assessment_indicators', [['assessment_scores', 'indicator']], 'indicator_in_use');

  onFilter('assessment_periods.items.create', async ({ payload }) => objectionToPeriod(payload, false));
  onFilter('assessment_periods.items.update', async ({ payload, keys, db }) =>
    objectionToPeriod(payload, await computed(db, keys)));
  onFilter('assessment_periods.items.delete', async ({ keys, db }) =>
    await computed(db, keys) ? refused('period_published') : null);

  onPersonFilter('assessment_manual_scores.items.create', ({ payload, db, person, trusted }) => prepareScore(db, payload, { person, trusted, cutOf: async code => cutOfPeriod(db, code) }, new Date().toISOString()));
  never(['assessment_manual_scores.items.update', 'assessment_manual_scores.items.delete'], 'score_kept');

  for (const collection of ['assessment_scores', 'rankings'])
    never(['create', 'update', 'delete'].map(verb => `${collection}.items.${verb}`), 'assessment_fixed');
  guardSteps(filters);
  guardInspections(filters);
  guardYear(filters);
});

/** Is there a version of one of them? */
async function computed(db: Db, periods: readonly Uuid[]): Promise<boolean> {
  return await db('assessment_periods').whereIn('id', periods).whereNot('state', 'open').first('id') !== undefined;
}
