/**
 * What the ranking panel reads, always as the caller:
 * `GET /wangge/assessment/periods`, `GET /wangge/assessment/:period/ranking?level=&subdistrict=` and
 * `GET /wangge/assessment/:period/grids/:grid/scores`. An administrator ranks a quarter, or ranks it again with a reason:
 * `POST /wangge/assessment/:period/compute`.
 */
import type { Filter, Query } from '@directus/types';
import type { Router } from 'express';
import type { Caller, HookContext } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import { z } from 'zod';
import { periodOf } from '../calendar/period-rules.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { routesOf } from '../kernel/route.ts';
import { evidenceFiles } from './evidence/evidence-files.ts';
import { messages } from './messages.ts';
import { rankPeriod } from './periods/ranking-service.ts';

interface Period { id: string; code: string; starts_on: string; ends_on: string; version: number; published_at: string | null; evidence_digest: string | null; subdistrict: { id: string; code: string; name: string } }

const PERIOD_FIELDS = ['id', 'code', 'kind', 'starts_on', 'ends_on', 'version', 'published_at', 'evidence_digest', 'subdistrict.id', 'subdistrict.code', 'subdistrict.name', 'scheme.grade_bands'];
const RANKING_FIELDS = ['level', 'rank', 'of', 'total', 'grade', 'previous_rank', 'sample', 'note', 'grid.id', 'grid.code', 'grid.name'];
const SCORE_FIELDS = ['numerator', 'denominator', 'value', 'points', 'no_data', 'indicator.code', 'indicator.name', 'indicator.measure', 'indicator.weight'];

const PeriodQuery = z.object({ subdistrict: z.string().trim().regex(/^\w{1,32}$/).optional() });
const RankingQuery = PeriodQuery.extend({ level: z.coerce.number().int().min(1).max(3).default(3).transform(level => level as 1 | 2 | 3) });

const ComputeBody = z.strictObject({ ...PeriodQuery.shape, reason: z.string().trim().min(1).max(1000).optional() });

export function mount(router: Router, context: HookContext): void {
  const read = async <T>(caller: Caller, collection: string, query: { fields: string[]; filter: Filter; sort?: string[] }): Promise<T[]> =>
    await new context.services.ItemsService(collection, { ...caller }).readByQuery({ limit: -1, ...query } as Query) as T[];

  const periods = (caller: Caller, filter: Filter): Promise<Period[]> =>
    read(caller, 'assessment_periods', { fields: PERIOD_FIELDS, filter: { _and: [{ state: { _eq: 'published' } }, filter] }, sort: ['-starts_on', 'subdistrict.code'] });

  /** The published period of this code; of several sub-districts the one asked for, or the first. */
  const periodNamed = async (caller: Caller, code: string, subdistrict: string | undefined): Promise<Period | Refusal> => {
    const span = periodOf(code);
    if (isRefusal(span))
      return span;
    const [found] = await periods(caller, { code: { _eq: code }, ...subdistrict && { subdistrict: { code: { _eq: subdistrict } } } });
    return found ?? refused('period_not_ranked', 'period', { period: code });
  };

  const route = routesOf(router, context, messages);

  route.get('/assessment/periods', ({ caller }) => periods(caller, {}));

  route.post('/assessment/:period/compute', { body: ComputeBody }, async ({ admin, params, body: { subdistrict, reason } }) => {
    if (!admin)
      return null;
    const ranked = await rankPeriod(context.database, evidenceFiles(context), { period: params.period!, subdistrict: subdistrict ?? null, reason: reason ?? null }, new Date().toISOString());
    return isRefusal(ranked) ? ranked : ranked.periods;
  });

  route.get('/assessment/:period/ranking', { query: RankingQuery }, async ({ caller, params, query: { level, subdistrict } }) => {
    const period = await periodNamed(caller, params.period!, subdistrict);
    if (isRefusal(period))
      return period;
    const filter = { _and: [{ period: { _eq: period.id } }, { version: { _eq: period.version } }, { level: { _eq: level } }, { grid: { _nnull: true } }] };
    return { period, level, rows: await read(caller, 'rankings', { fields: RANKING_FIELDS, filter, sort: ['rank', 'grid.code'] }) };
  });

  route.get('/assessment/:period/grids/:grid/scores', { query: PeriodQuery }, async ({ caller, params, query: { subdistrict } }) => {
    const grid = keyOf(params.grid);
    if (grid === null)
      return refused('query_invalid', 'grid', { parameter: 'grid', problem: 'uuid' });
    const period = await periodNamed(caller, params.period!, subdistrict);
    if (isRefusal(period))
      return period;
    const filter = { _and: [{ period: { _eq: period.id } }, { version: { _eq: period.version } }, { grid: { _eq: grid } }] };
    const [ranking] = await read(caller, 'rankings', { fields: RANKING_FIELDS, filter });
    if (ranking === undefined)
      return refused('grid_not_ranked', 'grid', { period: period.code });
    return { period, ranking, scores: await read(caller, 'assessment_scores', { fields: SCORE_FIELDS, filter, sort: ['indicator.code'] }) };
  });
}
