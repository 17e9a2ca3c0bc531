/** What a computation stands on: the cases as things stood at the cut, the grids of the period's last day, the ranks before. */
import type { Calendar } from '../../calendar/model.ts';
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { CaseQuery } from '../facts/case-store.ts';
import type { PeriodBounds } from '../facts/cut-rules.ts';
import type { StoredGrid } from '../facts/grid-store.ts';
import type { CaseColumn } from '../facts/measure-rules.ts';
import type { Tally } from '../facts/tally-rules.ts';
import type { Subject } from '../schemes/scoring-rules.ts';
import { periodBefore } from '../../calendar/period-rules.ts';
import { countCasesOf } from '../facts/case-store.ts';
import { asksResponses } from '../facts/clock-facts.ts';
import { responseLimitsIn } from '../facts/cut-rules.ts';
import { loadGridsAsOf } from '../facts/grid-store.ts';
import { tellUnsettled } from '../facts/told-service.ts';
import { ranksOf } from './ranking-store.ts';

/** All that evidence depends on besides what was recorded before the cut. */
export interface Asked {
  span: PeriodSpan;
  bounds: PeriodBounds;
  cut: Moment;
  calendar: Calendar;
  columns: readonly CaseColumn[];
}

/** Of one sub-district. */
export interface Place { grids: StoredGrid[]; counts: Tally[]; subjects: Subject[] }

export interface Basis { query: CaseQuery; places: ReadonlyMap<Uuid, Place> }

/** Read once for all these sub-districts; needs a transaction in which nothing changes meanwhile. */
export async function gatherBasis(trx: Db, subdistricts: readonly Uuid[], { span, bounds, cut, calendar, columns }: Asked): Promise<Basis> {
  const response_limits = asksResponses(columns) ? responseLimitsIn(bounds, calendar) : [];
  const query: CaseQuery = { from: bounds.from, until: bounds.until, cut, columns, response_limits };
  await tellUnsettled(trx, { ...query, starts_on: span.starts_on, ends_on: span.ends_on, time_zone: bounds.time_zone, calendar, subdistricts });
  const counts = await countCasesOf(trx, query);
  const grids = new Map((await loadGridsAsOf(trx, subdistricts, span.ends_on, [...new Set(counts.map(({ grid }) => grid))])).map(grid => [grid.id, grid]));
  const places = new Map<Uuid, Place>(subdistricts.map(subdistrict => [subdistrict, { grids: [], counts: [], subjects: [] }]));
  for (const grid of grids.values())
    places.get(grid.subdistrict)!.grids.push(grid);
  for (const count of counts) {
    const grid = grids.get(count.grid);
    if (grid !== undefined)
      places.get(grid.subdistrict)!.counts.push({ ...count, grid: grid.code });
  }
  const previous = await ranksOf(trx, periodBefore(span), cut);
  for (const place of places.values())
    place.subjects = subjectsOf(place, previous);
  return { query, places };
}

/** Grids in use, and those retired since whose cases still count for the grids above. */
function subjectsOf({ grids, counts }: Place, previous: ReadonlyMap<Uuid, number>): Subject[] {
  const counted = new Set(counts.map(({ grid }) => grid));
  return grids
    .filter(({ status, code }) => status !== 'retired' || counted.has(code))
    .map(({ id, code, level, path, status }) => ({ code, level, path, retired: status === 'retired', previous_rank: previous.get(id) ?? null }));
}
