/**
 * What the ranking panel reads, always as the caller:
 * `GET /wangge/assessment/periods`, `GET /wangge/assessment/:period/ranking?level=&subdistrict=` and
 * `GET /wangge/assessment/:period/grids/:grid/scores`.
 */
import type { Accountability, Filter, Query, SchemaOverview } from '@directus/types';
import type { Request, Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import { ForbiddenError } from '@directus/errors';
import { z } from 'zod';
import { periodOf } from '../calendar/period-rules.ts';
import { refusalError } from '../kernel/refusal-error.ts';
import { languageOf, refused } from '../kernel/refusal-rules.ts';
import { messages } from './messages.ts';

interface Accountable extends Request {
  accountability?: Accountability | null;
  schema: SchemaOverview;
}

interface Period { id: string; code: string; starts_on: string; ends_on: string; version: number; published_at: string | null; evidence_digest: string | null; subdistrict: { id: string; code: string; name: string } }

const PERIOD_FIELDS = ['id', 'code', 'kind', 'starts_on', 'ends_on', 'version', 'published_at', 'evidence_digest', 'subdistrict.id', 'subdistrict.code', 'subdistrict.name', 'scheme.grade_bands'];
const RANKING_FIELDS = ['level', 'rank', 'of', 'total', 'grade', 'previous_rank', 'sample', 'note', 'grid.id', 'grid.code', 'grid.name'];
const SCORE_FIELDS = ['numerator', 'denominator', 'value', 'points', 'no_data', 'indicator.code', 'indicator.name', 'indicator.measure', 'indicator.weight'];

const RankingQuery = z.object({
  level: z.coerce.number().int().min(1).max(3).default(3).transform(level => level as 1 | 2 | 3),
  subdistrict: z.string().trim().regex(/^\w{1,32}$/).optional(),
});
const GridParams = z.object({ grid: z.uuid() });

export function mount(router: Router, { services }: HookContext): void {
  const serve = (path: string, answer: (request: Accountable) => Promise<unknown>): void => {
    router.get(path, async (incoming, response, next) => {
      try {
        const request = incoming as Accountable;
        if (!request.accountability?.user)
          throw new ForbiddenError();
        response.json({ data: await answer(request) });
      }
      catch (error) {
        next(error);
      }
    });
  };

  const read = async <T>({ accountability, schema }: Accountable, collection: string, query: { fields: string[]; filter: Filter; sort?: string[] }): Promise<T[]> => {
    const service = new services.ItemsService(collection, { accountability: accountability ?? null, schema });
    return await service.readByQuery({ limit: -1, ...query } as Query) as T[];
  };

  const periods = (request: Accountable, filter: Filter): Promise<Period[]> =>
    read(request, 'assessment_periods', { fields: PERIOD_FIELDS, filter: { _and: [{ state: { _eq: 'published' } }, filter] }, sort: ['-starts_on', 'subdistrict.code'] });

  /** The published period of this code; of several sub-districts the one asked for, or the first. */
  const periodNamed = async (request: Accountable, subdistrict?: string): Promise<Period> => {
    const code = String(request.params.period);
    const span = periodOf(code);
    const found = span.kind === 'refused' ? [] : await periods(request, { code: { _eq: code }, ...subdistrict && { subdistrict: { code: { _eq: subdistrict } } } });
    if (!found[0])
      throw refusalError(messages, span.kind === 'refused' ? span : refused('period_not_ranked', 'period', { period: code }), languageFor(request));
    return found[0];
  };

  serve('/assessment/periods', request => periods(request, {}));

  serve('/assessment/:period/ranking', async (request) => {
    const { level, subdistrict } = checked(RankingQuery, request.query, request);
    const period = await periodNamed(request, subdistrict);
    const filter = { _and: [{ period: { _eq: period.id } }, { version: { _eq: period.version } }, { level: { _eq: level } }, { grid: { _nnull: true } }] };
    return { period, level, rows: await read(request, 'rankings', { fields: RANKING_FIELDS, filter, sort: ['rank', 'grid.code'] }) };
  });

  serve('/assessment/:period/grids/:grid/scores', async (request) => {
    const { grid } = checked(GridParams, request.params, request);
    const { subdistrict } = checked(RankingQuery, request.query, request);
    const period = await periodNamed(request, subdistrict);
    const filter = { _and: [{ period: { _eq: period.id } }, { version: { _eq: period.version } }, { grid: { _eq: grid } }] };
    const [ranking] = await read(request, 'rankings', { fields: RANKING_FIELDS, filter });
    if (!ranking)
      throw refusalError(messages, refused('grid_not_ranked', 'grid', { period: period.code }), languageFor(request));
    return { period, ranking, scores: await read(request, 'assessment_scores', { fields: SCORE_FIELDS, filter, sort: ['indicator.code'] }) };
  });
}

function checked<T>(schema: z.ZodType<T>, input: unknown, request: Accountable): T {
  const parsed = schema.safeParse(input);
  if (parsed.success)
    return parsed.data;
  const [problem] = parsed.error.issues;
  const field = String(problem?.path[0] ?? '');
  throw refusalError(messages, refused('query_invalid', field, { field, problem: problem?.message ?? '' }), languageFor(request));
}

function languageFor({ headers }: Accountable): 'zh-CN' | 'en-US' {
  return languageOf(headers['accept-language']);
}
