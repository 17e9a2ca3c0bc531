/**
 * What the charts of one indicator are drawn from, always as the caller: `GET /wangge/assessment/:period/indicators/:indicator?level=`
 * answers every grid's count in the published version, and all together in the quarters up to it.
 */
import type { Filter } from '@directus/types';
import type { HookContext } from '../kernel/context.ts';
import type { RequestContext, Routes } from '../kernel/route.ts';
import { z } from 'zod';
import { periodOf } from '../calendar/period-rules.ts';
import { isRefusal, refused } from '../kernel/refusal-rules.ts';
import { PlaceQuery } from './asked-by-routes.ts';
import { isMeasure, isShareOfFacts } from './facts/measure-lookup-rules.ts';
import { readerOf } from './read-as.ts';
import { wholeReaderOf } from './whole-reader.ts';

interface Counted { numerator: string | number; denominator: string | number }
interface PublishedPeriod { id: string; code: string; version: number; subdistrict: { code: string } }

/** Shown beside each other: two years. */
const QUARTERS = 8;

const IndicatorQuery = PlaceQuery.extend({
  level: z.coerce.number().int().min(1).max(3).default(3),
});

export function mountIndicators(route: Routes<RequestContext>, context: HookContext): void {
  const read = readerOf(context);
  const whole = wholeReaderOf(context);

  route.get('/assessment/:period/indicators/:indicator', { query: IndicatorQuery }, async ({ caller, params, query: { subdistrict, level } }) => {
    const span = periodOf(params.period!);
    if (isRefusal(span))
      return span;
    const published = await read<PublishedPeriod>(caller, 'assessment_periods', {
      fields: ['id', 'code', 'version', 'subdistrict.code'],
      filter: { _and: [{ version: { _gt: 0 } }, { kind: { _eq: 'quarter' } }, { starts_on: { _lte: span.starts_on } }, ...subdistrict === undefined ? [] : [{ subdistrict: { code: { _eq: subdistrict } } }]] },
      sort: ['-starts_on', 'subdistrict.code'],
    });
    const period = published.find(({ code }) => code === span.code);
    if (period === undefined)
      return refused('period_not_ranked', 'period', { period: span.code });
    const quarters = published.filter(one => one.subdistrict.code === period.subdistrict.code).slice(0, QUARTERS).reverse();
    const scored = (which: readonly PublishedPeriod[]): Filter => ({ _and: [
      { _or: which.map(({ id, version }) => ({ _and: [{ period: { _eq: id } }, { version: { _eq: version } }] })) },
      { indicator: { code: { _eq: params.indicator! } } },
      { grid: { level: { _eq: level } } },
    ] });
    const points = await read<Counted & { grid: { id: string; name: string }; indicator: { code: string; name: string; measure: string } }>(caller, 'assessment_scores', {
      fields: ['numerator', 'denominator', 'grid.id', 'grid.name', 'indicator.code', 'indicator.name', 'indicator.measure'],
      filter: scored([period]),
      sort: ['grid.code'],
    });
    if (points.length === 0)
      return refused('indicator_not_scored', 'indicator', { period: span.code, indicator: params.indicator! });
    const sums = await whole<{ period: string; sum: Counted }>(caller, 'assessment_scores', { aggregate: { sum: ['numerator', 'denominator'] }, group: ['period'], filter: scored(quarters) });
    const { indicator } = points[0]!;
    return {
      indicator,
      rate: isMeasure(indicator.measure) && isShareOfFacts(indicator.measure),
      points: points.map(({ grid, ...counted }) => ({ ...grid, ...plain(counted) })),
      quarters: quarters.map(({ id, code }) => ({ code, ...plain(sums.find(({ period }) => period === id)?.sum ?? { numerator: 0, denominator: 0 }) })),
    };
  });
}

function plain({ numerator, denominator }: Counted): { numerator: number; denominator: number } {
  return { numerator: Number(numerator), denominator: Number(denominator) };
}
