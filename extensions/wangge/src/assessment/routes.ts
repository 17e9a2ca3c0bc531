/**
 * What the ranking panel reads, always as the caller:
 * `GET /wangge/assessment/periods`, `GET /wangge/assessment/:period/ranking?level=&subdistrict=` and
 * `GET /wangge/assessment/:period/grids/:grid/scores`; of the published version, or with `draft=true` of the one that is not
 * published yet, as far as the caller may see it. The steps: `periods/step-routes.ts`.
 */
import type { Filter } from '@directus/types';
import type { Router } from 'express';
import type { Caller, HookContext } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import { z } from 'zod';
import { periodOf } from '../calendar/period-rules.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { routesOf } from '../kernel/route.ts';
import { SUBJECT_KINDS } from './facts/model.ts';
import { mountIndicators } from './indicator-routes.ts';
import { messages } from './messages.ts';
import { groupsOf } from './periods/frozen-store.ts';
import { mountOwn } from './periods/own-routes.ts';
import { CERTAINTY_COLUMNS, DRAWN_COLUMNS, RESULT_COLUMNS } from './periods/ranking-columns-rules.ts';
import { mountSteps } from './periods/step-routes.ts';
import { readerOf } from './read-as.ts';
import { mountSchemes } from './schemes/scheme-routes.ts';
import { mountWhatIf } from './schemes/what-if-routes.ts';

interface Period { id: string; code: string; kind: string; starts_on: string; ends_on: string; state: string; version: number; draft_version: number | null; published_at: string | null; evidence_digest: string | null; subdistrict: { id: string; code: string; name: string } }

const PERIOD_FIELDS = ['id', 'code', 'kind', 'starts_on', 'ends_on', 'state', 'version', 'draft_version', 'published_at', 'evidence_digest', 'subdistrict.id', 'subdistrict.code', 'subdistrict.name', 'scheme.grade_bands'];
const RANKING_FIELDS = ['subject', 'level', 'grid.id', 'grid.code', 'grid.name', 'department.id', 'department.name', 'person.id', 'person.first_name', 'person.last_name', 'peer_group', ...RESULT_COLUMNS, ...CERTAINTY_COLUMNS, ...DRAWN_COLUMNS];
const SCORE_FIELDS = ['numerator', 'denominator', 'value', 'points', 'no_data', 'indicator.code', 'indicator.name', 'indicator.measure', 'indicator.weight'];

const PeriodQuery = z.object({ subdistrict: z.string().trim().regex(/^\w{1,32}$/).optional(), draft: z.enum(['true', 'false']).default('false').transform(draft => draft === 'true') });
const RankingQuery = PeriodQuery.extend({ kind: z.enum(SUBJECT_KINDS).default('grid'), level: z.coerce.number().int().min(1).max(3).default(3).transform(level => level as 1 | 2 | 3) });

export function mount(router: Router, context: HookContext): void {
  const read = readerOf(context);

  const periods = (caller: Caller, filter: Filter): Promise<Period[]> =>
    read(caller, 'assessment_periods', { fields: PERIOD_FIELDS, filter, sort: ['-starts_on', 'kind', 'subdistrict.code'] });

  /** The period of this code; of several sub-districts the one asked for, or the first. */
  const periodNamed = async (caller: Caller, code: string, { subdistrict, draft }: z.output<typeof PeriodQuery>): Promise<Period & { shown: number } | Refusal> => {
    const span = periodOf(code);
    if (isRefusal(span))
      return span;
    const [found] = await periods(caller, { _and: [{ code: { _eq: code } }, draft ? { draft_version: { _nnull: true } } : { version: { _gt: 0 } }, ...subdistrict === undefined ? [] : [{ subdistrict: { code: { _eq: subdistrict } } }]] });
    return found === undefined ? refused('period_not_ranked', 'period', { period: code }) : { ...found, shown: draft ? found.draft_version! : found.version };
  };

  const route = routesOf(router, context, messages);
  mountSchemes(route, context);
  mountWhatIf(route, context);

  route.get('/assessment/periods', { query: z.object({ draft: z.enum(['true', 'false']).optional() }) }, ({ caller, query: { draft } }) =>
    periods(caller, draft === 'true' ? {} : { version: { _gt: 0 } }));

  mountSteps(route, context);
  mountIndicators(route, context);
  mountOwn(route, context, periodNamed);

  route.get('/assessment/:period/ranking', { query: RankingQuery }, async ({ caller, params, query: { level, kind, ...asked } }) => {
    const period = await periodNamed(caller, params.period!, asked);
    if (isRefusal(period))
      return period;
    const filter = { _and: [{ period: { _eq: period.id } }, { version: { _eq: period.shown } }, { subject: { _eq: kind } }, ...kind === 'department' ? [] : [{ level: { _eq: level } }]] };
    const rows = await read(caller, 'rankings', { fields: RANKING_FIELDS, filter, sort: ['rank', 'grid.code', 'department.code'] });
    // Nothing is said of a ranking of which nothing is seen.
    return { period, level, kind, groups: rows.length === 0 ? [] : await groupsOf(context.database, period.id, period.shown, kind, level), rows };
  });

  route.get('/assessment/:period/grids/:grid/scores', { query: PeriodQuery }, async ({ caller, params, query }) => {
    const grid = keyOf(params.grid);
    if (grid === null)
      return refused('query_invalid', 'grid', { parameter: 'grid', problem: 'uuid' });
    const period = await periodNamed(caller, params.period!, query);
    if (isRefusal(period))
      return period;
    const filter = { _and: [{ period: { _eq: period.id } }, { version: { _eq: period.shown } }, { subject: { _eq: 'grid' } }, { grid: { _eq: grid } }] };
    const [ranking] = await read(caller, 'rankings', { fields: RANKING_FIELDS, filter });
    if (ranking === undefined)
      return refused('grid_not_ranked', 'grid', { period: period.code });
    return { period, ranking, scores: await read(caller, 'assessment_scores', { fields: SCORE_FIELDS, filter, sort: ['indicator.code'] }) };
  });
}
