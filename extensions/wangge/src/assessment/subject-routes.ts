/**
 * One of those who are ranked, always as the caller: `GET /wangge/assessment/:period/subjects/:kind/:subject/scores` (with `level=`
 * of a person; of a grid also `…/grids/:grid/scores`), and `…/quarters`: place, range and tier in the last four quarters, with a gap where there is none.
 */
import type { Filter } from '@directus/types';
import type { HookContext } from '../kernel/context.ts';
import type { Refusal } from '../kernel/refusal-rules.ts';
import type { RequestContext, Routes } from '../kernel/route.ts';
import type { Uuid } from '../kernel/values.ts';
import type { SubjectKind } from './facts/model.ts';
import type { FindPeriod, ShownPeriod } from './period-named.ts';
import type { SeenRow, ToldRow } from './periods/told-row-rules.ts';
import { quarterBefore } from '../calendar/period-rules.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { keyOf } from '../kernel/relation-key-rules.ts';
import { SUBJECT_KINDS } from './facts/model.ts';
import { RANKING_FIELDS, SubjectQuery } from './period-named.ts';
import { toldRows } from './periods/told-row-service.ts';
import { readerOf } from './read-as.ts';
import { wholeReaderOf } from './whole-reader.ts';
import { madeOf } from './year/view-service.ts';

const SCORE_FIELDS = ['numerator', 'denominator', 'value', 'points', 'no_data', 'flagged_numerator', 'flagged_denominator', 'indicator.code', 'indicator.name', 'indicator.group', 'indicator.measure', 'indicator.weight', 'indicator.params'];

/** Beside each other. */
const QUARTERS = 4;

interface Asked { kind: SubjectKind; id: Uuid; level: number | undefined }

/** `ranking`: the row itself, as it is referred to (`ranking:ID`). */
interface RankedRow extends ToldRow { ranking: string }

export function mountSubjects(route: Routes<RequestContext>, context: HookContext, periodNamed: FindPeriod): void {
  const read = readerOf(context);
  const whole = wholeReaderOf(context);

  const filterOf = (period: ShownPeriod, { kind, id, level }: Asked): Filter =>
    ({ _and: [{ period: { _eq: period.id } }, { version: { _eq: period.shown } }, { subject: { _eq: kind } }, { [kind]: { _eq: id } }, ...level === undefined ? [] : [{ level: { _eq: level } }]] }) as Filter;

  const rowOf = async ({ caller, person }: RequestContext, period: ShownPeriod, asked: Asked): Promise<RankedRow | null> => {
    const [row] = await whole<SeenRow>(caller, 'rankings', { fields: ['id', ...RANKING_FIELDS], filter: filterOf(period, asked), sort: ['level'] });
    return row === undefined ? null : { ...(await toldRows(context.database, period, person, [row]))[0]!, ranking: String(row.id) };
  };

  const scores = async (asked: RequestContext, subject: Asked, which: { subdistrict?: string | undefined; draft: boolean }): Promise<object> => {
    const { caller, params } = asked;
    const period = await periodNamed(caller, params.period!, which);
    if (isRefusal(period))
      return period;
    const ranking = await rowOf(asked, period, subject);
    if (ranking === null)
      return refused('grid_not_ranked', subject.kind, { period: period.code });
    // Points add up to a total: where that is not told, as far as their reader sees all.
    const scored = ranking.untold ? read : whole;
    // Of a year a place is made of parts and quarters, and has no indicators.
    const made = period.kind !== 'year' ? {} : { made: ranking.untold ? null : await madeOf(context.database, period, ranking) };
    return { period, ranking, ...made, scores: await scored(caller, 'assessment_scores', { fields: SCORE_FIELDS, filter: filterOf(period, { ...subject, level: subject.kind === 'person' ? ranking.level ?? undefined : undefined }), sort: ['indicator.code'] }) };
  };

  const subjectIn = ({ kind, subject }: Record<string, string>, level: number | undefined): Asked | Refusal => {
    const [known, id] = [SUBJECT_KINDS.find(one => one === kind), keyOf(subject)];
    return known === undefined
      ? refused('query_invalid', 'kind', { parameter: 'kind', problem: SUBJECT_KINDS.join(', ') })
      : id === null ? refused('query_invalid', 'subject', { parameter: 'subject', problem: 'uuid' }) : { kind: known, id, level };
  };

  route.get('/assessment/:period/grids/:grid/scores', { query: SubjectQuery }, async ({ query, ...asked }) => {
    const id = keyOf(asked.params.grid);
    return id === null ? refused('query_invalid', 'grid', { parameter: 'grid', problem: 'uuid' }) : scores(asked, { kind: 'grid', id, level: undefined }, query);
  });

  route.get('/assessment/:period/subjects/:kind/:subject/scores', { query: SubjectQuery }, async ({ query, ...asked }) => {
    const subject = subjectIn(asked.params, query.level);
    return isRefusal(subject) ? subject : scores(asked, subject, query);
  });

  route.get('/assessment/:period/subjects/:kind/:subject/quarters', { query: SubjectQuery }, async ({ query, ...asked }) => {
    const subject = subjectIn(asked.params, query.level);
    if (isRefusal(subject))
      return subject;
    const period = await periodNamed(asked.caller, asked.params.period!, query);
    if (isRefusal(period))
      return period;
    if (period.kind !== 'quarter')
      return refused('quarters_of_quarters', 'period', { period: period.code });
    const quarters: { code: string; ranking: RankedRow | null }[] = [{ code: period.code, ranking: await rowOf(asked, period, subject) }];
    for (let code = quarterBefore(period.code); quarters.length < QUARTERS; code = quarterBefore(code)) {
      const earlier = await periodNamed(asked.caller, code, { subdistrict: period.subdistrict.code, draft: false });
      quarters.unshift({ code, ranking: isRefusal(earlier) ? null : await rowOf(asked, earlier, subject) });
    }
    return { period, quarters };
  });
}
