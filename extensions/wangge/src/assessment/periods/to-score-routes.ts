/**
 * What the form of a score by hand offers to its rater: `GET /wangge/assessment/to-score?period=` the periods that take scores and
 * what is scored by hand in one of them, `GET /wangge/assessment/to-score/:period/:indicator?search=&limit=` whom.
 */
import type { HookContext, KnownCaller } from '../../kernel/context.ts';
import type { RequestContext, Routes } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import { z } from 'zod';
import { keyOf } from '../../kernel/relation-key-rules.ts';
import { mayCreate } from '../../kernel/rights.ts';
import { cutsOfPeriods } from './ranking-service.ts';
import { indicatorsToScore, periodsToScore, subjectsToScore } from './to-score-store.ts';

const PeriodQuery = z.object({ period: z.guid().optional() });
const SubjectQuery = z.object({ search: z.string().trim().max(100).default(''), limit: z.coerce.number().int().min(1).max(200).default(30) });

export function mountToScore(route: Routes<RequestContext>, context: HookContext): void {
  const { database: db } = context;
  const rates = async ({ caller, admin }: { caller: KnownCaller; admin: boolean }): Promise<boolean> => admin || mayCreate(context, caller, db, 'assessment_manual_scores');

  route.get('/assessment/to-score', { query: PeriodQuery }, async ({ caller, admin, person, query }) => {
    if (!await rates({ caller, admin }))
      return null;
    const open = await periodsToScore(db, person);
    // What is given after the cut does not count: it is not asked for.
    const [now, cuts] = [new Date().toISOString(), await cutsOfPeriods(db, open.map(({ code }) => code))];
    const periods = open.filter((_, at) => now < cuts[at]!);
    const period = periods.find(({ id }) => id === query.period?.toLowerCase()) ?? periods[0] ?? null;
    return { periods, period: period?.id ?? null, indicators: period === null ? [] : await indicatorsToScore(db, period.id, person) };
  });

  route.get('/assessment/to-score/:period/:indicator', { query: SubjectQuery }, async ({ caller, admin, person, params, query }) => {
    const asked = keysOf(params);
    return asked === null || !await rates({ caller, admin }) ? null : subjectsToScore(db, { ...asked, ...query, rater: person });
  });
}

function keysOf(params: Record<string, string>): { period: Uuid; indicator: Uuid } | null {
  const [period, indicator] = [keyOf(params.period), keyOf(params.indicator)];
  return period === null || indicator === null ? null : { period, indicator };
}
