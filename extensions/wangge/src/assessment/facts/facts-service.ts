/**
 * The facts of a period as things stood at the cut: gathered once for some sub-districts; from the same SELECTs come the
 * counts, the lists behind them and the lines of evidence.
 */
import type { Calendar } from '../../calendar/model.ts';
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { PeriodBounds } from './cut-rules.ts';
import type { FactColumns } from './fact-lookup-rules.ts';
import type { FactsQuery, StoredTally } from './fact-store.ts';
import type { StoredGrid } from './grid-store.ts';
import type { Measure } from './measure-rules.ts';
import type { SubjectKind, Tally } from './model.ts';
import { loadInForce } from '../../calendar/index.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { asksResponses } from './clock-facts.ts';
import { responseLimitsIn } from './cut-rules.ts';
import { countFactsOf } from './fact-store.ts';
import { sumTallies } from './fact-tally-rules.ts';
import { loadDepartments, loadGridsAsOf } from './grid-store.ts';
import { MEASURES } from './measure-rules.ts';
import { tellUnsettled } from './told-service.ts';

/** All that facts depend on besides what was recorded before the cut. */
export interface FactsAsked {
  span: PeriodSpan;
  bounds: PeriodBounds;
  cut: Moment;
  calendar: Calendar;
  /** As `factColumnsFor` answers them. */
  columns: FactColumns;
}

/** Of one sub-district. */
export interface FactsPlace {
  /** As they were on the period's last day, by code; and those with facts that are known only since. */
  grids: StoredGrid[];
  departments: { id: Uuid; code: string; name: string }[];
  /** Grids and departments by code, each alone; persons by the user's id. `rollUpTallies` sums them up. */
  tallies: Tally[];
}

export interface GatheredFacts { query: FactsQuery; places: ReadonlyMap<Uuid, FactsPlace> }

const ON_TIME = ['clock', 'scope', 'on_time'];

/** Makes a query of what is asked, and tells by their events what columns cannot tell: for all that follows in this transaction. */
export async function askFacts(trx: Db, subdistricts: readonly Uuid[], { span: { starts_on, ends_on }, bounds, cut, calendar, columns }: FactsAsked): Promise<FactsQuery> {
  const clocks = columns.clock ?? [];
  const period: FactsQuery['period'] = {
    from: bounds.from,
    until: bounds.until,
    starts_on,
    ends_on,
    cut,
    time_zone: bounds.time_zone,
    calendar,
    response_limits: asksResponses(clocks) ? responseLimitsIn(bounds, calendar) : [],
    subdistricts,
  };
  // A warning is told with the clock that it warns of.
  await tellUnsettled(trx, { ...period, columns: clocks.length === 0 ? ON_TIME : clocks }, columns.report !== undefined);
  // Another calendar judges clocks that nobody could judge yet; what was asked of people by the day stays what it was.
  return { period: { ...period, calendar: await loadInForce(trx, dayOf(calendar, cut)) ?? calendar }, columns };
}

/** Read once for all these sub-districts; needs a transaction in which nothing changes meanwhile. */
export async function gatherFacts(trx: Db, subdistricts: readonly Uuid[], asked: FactsAsked, subjects: readonly SubjectKind[]): Promise<GatheredFacts> {
  const query = await askFacts(trx, subdistricts, asked);
  const counted = await countFactsOf(trx, query, subjects.includes('grid') ? subjects : ['grid', ...subjects]);
  const withFacts = counted.filter(({ subject }) => subject.kind === 'grid').map(({ subject }) => subject.code);
  const grids = new Map((await loadGridsAsOf(trx, subdistricts, asked.span.ends_on, [...new Set(withFacts)])).map(grid => [grid.id, grid]));
  const departments = new Map((await loadDepartments(trx, subdistricts, asked.cut)).map(department => [department.id, department]));
  const places = new Map<Uuid, FactsPlace>(subdistricts.map(subdistrict => [subdistrict, { grids: [], departments: [], tallies: [] }]));
  for (const grid of grids.values())
    places.get(grid.subdistrict)!.grids.push(grid);
  for (const { subdistrict, ...department } of departments.values())
    places.get(subdistrict)!.departments.push(department);
  for (const count of counted) {
    const tally = codedTally(count, grids, departments, subdistricts);
    if (tally !== null && subjects.includes(tally.tally.subject.kind))
      places.get(tally.subdistrict)?.tallies.push(tally.tally);
  }
  // Each kind, and what was told apart, was counted by itself.
  for (const place of places.values())
    place.tallies = sumTallies(place.tallies);
  return { query, places };
}

function codedTally({ subdistrict, subject, ...count }: StoredTally, grids: ReadonlyMap<Uuid, StoredGrid>, departments: ReadonlyMap<Uuid, { code: string; subdistrict: Uuid }>, subdistricts: readonly Uuid[]): { subdistrict: Uuid; tally: Tally } | null {
  if (subject.kind === 'person') {
    // A person's facts that lie nowhere count where there is only one place.
    const where = subdistrict ?? (subdistricts.length === 1 ? subdistricts[0]! : null);
    return where === null ? null : { subdistrict: where, tally: { subject, ...count } };
  }
  const found = (subject.kind === 'grid' ? grids : departments).get(subject.code);
  return found === undefined ? null : { subdistrict: found.subdistrict, tally: { subject: { kind: subject.kind, code: found.code }, ...count } };
}

/** The grids whose facts count for this one. */
export function gridsFor(measure: Measure, code: string, grids: readonly StoredGrid[]): Uuid[] {
  return grids.filter(grid => grid.code === code || (MEASURES[measure].reach === 'subtree' && grid.path.includes(`/${code}/`))).map(({ id }) => id);
}
