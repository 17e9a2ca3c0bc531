/** Facts of daily work in tests: a quarter that is over, its cut, and what each kind answers of a place. */
import type { Knex } from 'knex';
import type { Measure } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import type { FactKind } from '../../extensions/wangge/src/assessment/facts/model.ts';
import type { PeriodSpan } from '../../extensions/wangge/src/calendar/period-rules.ts';
import type { Place } from './harness.ts';
import { FACT_KINDS } from '../../extensions/wangge/src/assessment/facts/fact-kinds.ts';
import { MEASURES } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import { loadCalendar } from '../../extensions/wangge/src/calendar/index.ts';
import { periodOf } from '../../extensions/wangge/src/calendar/period-rules.ts';

export const QUARTER = { from: '2026-06-30T16:00:00.000Z', until: '2026-09-30T16:00:00.000Z', starts_on: '2026-07-01', ends_on: '2026-09-30', time_zone: 'Asia/Shanghai' };
export const CUT = '2026-10-14T10:00:00.000Z';
/** Within the quarter, and between its end and the cut. */
export const THEN = '2026-09-01T02:00:00.000Z';
export const AFTERWARDS = '2026-10-09T02:00:00.000Z';

/** The quarter that runs, which takes scores. */
export function runningQuarter(): typeof QUARTER & { code: string } {
  const now = new Date();
  const { code, starts_on, ends_on } = periodOf(`${now.getFullYear()}-Q${Math.floor(now.getMonth() / 3) + 1}`) as PeriodSpan;
  return { ...QUARTER, code, starts_on, ends_on };
}

export type FoundFact = { id: string; grid: string | null; department: string | null; person: string | null } & Record<string, boolean | number | string | null>;

/** In the order of their ids, with all columns of the kind. */
export async function factsOf({ db }: { db: Knex }, kind: FactKind, place: Place, cut = CUT, quarter = QUARTER): Promise<FoundFact[]> {
  const query = { ...quarter, cut, calendar: await loadCalendar(db), columns: Object.keys(FACT_KINDS[kind].columns), response_limits: [], subdistricts: [place.id] };
  const { sql, bindings } = FACT_KINDS[kind].select!(query);
  const { rows } = await db.raw<{ rows: FoundFact[] }>(sql, { ...quarter, cut, subdistricts: [place.id], ...bindings } as unknown as Record<string, string>);
  return rows.toSorted((a, b) => a.id < b.id ? -1 : 1);
}

/** What a measure counts of these facts, as the registry says. */
export function counted(measure: Measure, facts: readonly FoundFact[]): [numerator: number, denominator: number] {
  const { among, hits, of } = MEASURES[measure] as { among?: string; hits: string; of?: string };
  const saying = facts.filter(fact => fact[hits] !== null && (among === undefined || fact[among] === true) && (of === undefined || fact[of] !== null));
  const sum = (column: string): number => saying.reduce((total, fact) => total + Number(fact[column]), 0);
  return [sum(hits), of === undefined ? saying.length : sum(of)];
}
