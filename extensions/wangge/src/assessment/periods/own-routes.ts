/**
 * What stands behind a number: `GET /wangge/assessment/:period/cases?indicator=&subject=&part=hit|miss`, as long as the count, for
 * everybody who may see the number; only the link to the thing obeys the rows that the caller may read. And
 * `GET …/mine`: one's own numbers, rank with interval and tier, what each rests on and what would have changed it.
 */
import type { Filter } from '@directus/types';
import type { Caller, HookContext, KnownCaller } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { RequestContext, Routes } from '../../kernel/route.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { SubjectKind } from '../facts/model.ts';
import type { ListedFact } from './list-service.ts';
import type { VersionShown } from './told-row-service.ts';
import { z } from 'zod';
import { periodOf } from '../../calendar/period-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { DraftQuery } from '../asked-by-routes.ts';
import { SUBJECT_KINDS } from '../facts/model.ts';
import { readerOf } from '../read-as.ts';
import { wholeReaderOf } from '../whole-reader.ts';
import { madeOf } from '../year/view-service.ts';
import { factsOfNumber } from './list-service.ts';
import { restsOn } from './own-result-rules.ts';
import { levelOf, ownPosts, versionAsked } from './own-store.ts';
import { CERTAINTY_COLUMNS, RESULT_COLUMNS } from './ranking-columns-rules.ts';

type FindPeriod = (caller: Caller, code: string, asked: { subdistrict?: string | undefined; draft: boolean }) => Promise<VersionShown | Refusal>;

const CasesQuery = DraftQuery.extend({
  indicator: z.string().trim().min(1).max(64),
  kind: z.enum(SUBJECT_KINDS).default('grid'),
  subject: z.guid(),
  part: z.enum(['hit', 'miss']),
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
  offset: z.coerce.number().int().min(0).default(0),
});

const SCORE_FIELDS = ['numerator', 'denominator', 'value', 'points', 'no_data', 'flagged_numerator', 'flagged_denominator', 'cases', 'indicator.id', 'indicator.code', 'indicator.name', 'indicator.group', 'indicator.measure', 'indicator.weight', 'indicator.rule', 'indicator.params'];
const RANKING_FIELDS = ['id', 'subject', 'level', 'grid.id', 'grid.code', 'grid.name', 'department.id', 'department.name', 'person', 'peer_group', 'state', ...RESULT_COLUMNS, ...CERTAINTY_COLUMNS];

interface SeenScore { numerator: string; denominator: string; value: string | null; points: string | null; no_data: boolean; indicator: { id: Uuid; code: string; name: string; measure: string; weight: string; params: { scopes?: ('community' | 'subdistrict' | 'district')[] } | null } }
interface SeenRanking { id: Uuid; subject: SubjectKind; level: number | null; grid: { id: Uuid } | null; department: { id: Uuid } | null; person: Uuid | null }

export function mountOwn(route: Routes<RequestContext>, context: HookContext, periodNamed: FindPeriod): void {
  const { database: db } = context;
  const read = readerOf(context);
  const whole = wholeReaderOf(context);

  route.get('/assessment/:period/cases', { query: CasesQuery }, async ({ caller, person, params, query: { indicator: code, kind, subject, part, limit, offset, ...asked } }) => {
    const period = await periodNamed(caller, params.period!, asked);
    if (isRefusal(period))
      return period;
    const filter = { _and: [{ period: { _eq: period.id } }, { version: { _eq: period.shown } }, { subject: { _eq: kind } }, { [kind]: { _eq: subject } }, { indicator: { code: { _eq: code } } }] };
    // One's own, whatever of it is told to others.
    const { posts, department } = await ownPosts(db, period.id, person, (await versionAsked(db, period.id, period.shown))?.cut ?? null);
    const own = { grid: posts.some(({ id }) => id === subject), department: department === subject, person: person === subject }[kind];
    const [score] = await (own ? whole : read)<SeenScore>(caller, 'assessment_scores', { fields: SCORE_FIELDS, filter });
    const version = score === undefined ? null : await versionAsked(db, period.id, period.shown);
    if (score === undefined || version === null)
      return refused('number_not_seen', 'subject', { period: period.code });
    const level = kind === 'person' ? await levelOf(db, period.id, period.shown, subject) : null;
    const { indicator: { measure, params: scheme }, numerator, denominator, value } = score;
    const asked_of = { code: period.code, subdistrict: period.subdistrict.id, ...version, indicator: { code, measure, params: scheme ?? {} }, kind, level, id: subject };
    const rows = await factsOfNumber(db, { ...asked_of, part });
    const page = rows.slice(offset, limit === undefined ? undefined : offset + limit);
    // On neither side, and still to be seen.
    const exempt = version.exemptions.length === 0 ? [] : await factsOfNumber(db, { ...asked_of, part: 'exempt' });
    return { numerator: Number(numerator), denominator: Number(denominator), value, part, total: rows.length, rows: await linked(caller, page), exempt: await linked(caller, exempt) };
  });

  route.get('/assessment/:period/mine', { query: DraftQuery }, async ({ caller, person, params, query }) => {
    const period = await periodNamed(caller, params.period!, query);
    if (isRefusal(period))
      return period;
    const version = [{ period: { _eq: period.id } }, { version: { _eq: period.shown } }];
    const asOf = await versionAsked(db, period.id, period.shown);
    const { posts, department } = await ownPosts(db, period.id, person, asOf?.cut ?? null);
    const grids = [...new Set(posts.map(({ id }) => id))];
    const mine = { _or: [
      { _and: [{ subject: { _eq: 'person' } }, { person: { _eq: person } }] },
      { _and: [{ subject: { _eq: 'grid' } }, { _or: [{ person: { _eq: person } }, ...grids.length === 0 ? [] : [{ grid: { _in: grids } }]] }] },
      ...department === null ? [] : [{ _and: [{ subject: { _eq: 'department' } }, { department: { _eq: department } }] }],
    ] };
    const rankings = await whole<SeenRanking>(caller, 'rankings', { fields: RANKING_FIELDS, filter: { _and: [...version, mine] } as Filter, sort: ['-subject', 'level', 'grid.code'] });
    const rows = await Promise.all(rankings.map(async (ranking) => {
      const { subject, grid, department, person: of } = ranking;
      const id = { grid: grid?.id, department: department?.id, person: of }[subject];
      const scores = await whole<SeenScore>(caller, 'assessment_scores', { fields: SCORE_FIELDS, filter: { _and: [...version, { subject: { _eq: subject } }, { [subject]: { _eq: id } }] } as Filter, sort: ['indicator.code'] });
      const made = periodOf(period.code).kind === 'year' && id != null ? { made: await madeOf(db, period, { subject, level: ranking.level, id }) } : {};
      return { ...ranking, ranking: ranking.id, id, ...made, ...subject === 'person' ? { by_post: asOf?.persons_by_post === true, posts: posts.map(({ id: _, ...post }) => post) } : {}, scores: scores.map(score => ({ ...score, rests: restsOn({ ...score.indicator, numerator: Number(score.numerator), denominator: Number(score.denominator), points: score.points, no_data: score.no_data }) })) };
    }));
    return { period, rows };
  });

  /** What the caller may not read keeps its number, dates and verdict, and loses its link. */
  async function linked(caller: KnownCaller, rows: readonly ListedFact[]): Promise<ListedFact[]> {
    const open = new Map<string, Set<string>>();
    for (const [collection, some] of Map.groupBy(rows.filter(({ item }) => item !== null), ({ item }) => item!.collection)) {
      const seen = await read<{ id: string }>(caller, collection, { fields: ['id'], filter: { id: { _in: some.map(({ item }) => item!.id) } } }).catch(() => []);
      open.set(collection, new Set(seen.map(({ id }) => String(id))));
    }
    return rows.map(({ item, ...row }) => ({ ...row, item: item !== null && open.get(item.collection)!.has(item.id) ? item : null }));
  }
}
