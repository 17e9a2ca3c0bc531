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
import type { LedBy } from './fact-tally-rules.ts';
import type { StoredGrid } from './grid-store.ts';
import type { Measure } from './measure-rules.ts';
import type { SubjectKind, Tally } from './model.ts';
import type { Stretch } from './stretch-rules.ts';
import type { PersonInPost } from './term-rules.ts';
import { setImmediate as others } from 'node:timers/promises';
import { loadInForce } from '../../calendar/index.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { asksResponses } from './clock-facts.ts';
import { measureOfKey } from './count-key-rules.ts';
import { responseLimitsIn } from './cut-rules.ts';
import { logWriters } from './daily/log-facts.ts';
import { exemptFactsIn } from './exemption-rules.ts';
import { exemptionsIn } from './exemption-store.ts';
import { countFactsOf } from './fact-store.ts';
import { sumTallies } from './fact-tally-rules.ts';
import { gridsNow, loadDepartments, loadGridsAsOf } from './grid-store.ts';
import { answeredIn, termsIn } from './holder-store.ts';
import { isByPost } from './measure-lookup-rules.ts';
import { MEASURES } from './measure-rules.ts';
import { answerersOf, STRETCH, stretchesOf, stretchTable } from './stretch-rules.ts';
import { personsOfEach } from './term-rules.ts';
import { tellUnsettled } from './told-service.ts';
import { duplicatesTold } from './told-store.ts';

/** All that facts depend on besides what was recorded before the cut. */
export interface FactsAsked {
  span: PeriodSpan;
  bounds: PeriodBounds;
  cut: Moment;
  calendar: Calendar;
  /** As `factColumnsFor` answers them. */
  columns: FactColumns;
  /**
   * For a file of 0.5.0, whose header says no `reading`: as that release read the facts. Reports were of no department, scores went by
   * the key of their indicator, and who led was read from the posts as they stood when it was computed, at this moment.
   */
  formerly?: Moment;
  /** Exemptions that a version knew, by their ids; left out: those that stand now. */
  exemptions?: readonly string[];
}

/** Of one sub-district. */
export interface FactsPlace {
  /** As they were on the period's last day, by code; and those with facts that are known only since. */
  grids: StoredGrid[];
  departments: { id: Uuid; code: string; name: string }[];
  /** Grids and departments by code, each alone; persons by the user's id. `rollUpTallies` sums them up. */
  tallies: Tally[];
  persons: PersonInPost[];
  /** Whose facts those of each grid's stretches are, by the ids of users; null where persons are not scored, or by what is theirs by name alone. */
  led: LedBy | null;
  /** Exemptions that were known, by their ids. */
  exemptions: string[];
}

export interface GatheredFacts { query: FactsQuery; places: ReadonlyMap<Uuid, FactsPlace> }

/** Are persons to be counted by the posts that they held? Files of earlier releases do not say when each fact was due. */
export const asksStretches = (columns: FactColumns): boolean => Object.values(columns).some(asked => asked.includes(STRETCH));

const ON_TIME = ['clock', 'scope', 'on_time'];

/** Makes a query of what is asked, and tells by their events what columns cannot tell: for all that follows in this transaction. */
export async function askFacts(trx: Db, subdistricts: readonly Uuid[], { span: { starts_on, ends_on }, bounds, cut, calendar, columns, formerly, exemptions }: FactsAsked, stretches: ReadonlyMap<Uuid, readonly Stretch[]> | null = null): Promise<FactsQuery> {
  const clocks = (columns.clock ?? []).filter(column => column !== STRETCH);
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
    exempt: exemptFactsIn(await exemptionsIn(trx, subdistricts, exemptions ?? null), { starts_on, ends_on }),
    ...formerly !== undefined && { formerly: true },
  };
  // A warning is told with the clock that it warns of.
  await tellUnsettled(trx, { ...period, columns: clocks.length === 0 ? ON_TIME : clocks }, columns.report !== undefined);
  // Another calendar judges clocks that nobody could judge yet; what was asked of people by the day stays what it was.
  return { period: { ...period, calendar: await loadInForce(trx, dayOf(calendar, cut)) ?? calendar, ...columns.report && { duplicates_told: await duplicatesTold(trx) }, ...columns.log && { writers: await logWriters(trx, period) } }, columns, stretches: stretches === null ? null : stretchTable(stretches) };
}

/** Who answered for which grid when, in these sub-districts. */
export async function stretchesIn(trx: Db, subdistricts: readonly Uuid[], { span, cut }: Pick<FactsAsked, 'span' | 'cut'>): Promise<Map<Uuid, Stretch[]>> {
  // Of those that are known only since, too: which of them have facts is not known yet.
  const grids = await loadGridsAsOf(trx, subdistricts, span.ends_on, await gridsNow(trx, subdistricts));
  return stretchesOf(await answeredIn(trx, grids.map(({ id }) => id), span, cut), grids, span);
}

/** Read once for all these sub-districts; needs a transaction in which nothing changes meanwhile. With a salt the lines of evidence are kept for `factBlocks`, until the next that is gathered. */
export async function gatherFacts(trx: Db, subdistricts: readonly Uuid[], asked: FactsAsked, subjects: readonly SubjectKind[], salt: Buffer | null = null): Promise<GatheredFacts> {
  const stretches = asksStretches(asked.columns) ? await stretchesIn(trx, subdistricts, asked) : null;
  const query = await askFacts(trx, subdistricts, asked, stretches);
  const counted = await countFactsOf(trx, query, subjects.includes('grid') ? subjects : ['grid', ...subjects], salt);
  const withFacts = counted.filter(({ subject }) => subject.kind === 'grid').map(({ subject }) => subject.code);
  const grids = new Map((await loadGridsAsOf(trx, subdistricts, asked.span.ends_on, [...new Set(withFacts)])).map(grid => [grid.id, grid]));
  const departments = new Map((await loadDepartments(trx, subdistricts, asked.cut)).map(department => [department.id, department]));
  const places = new Map<Uuid, FactsPlace>(subdistricts.map(subdistrict => [subdistrict, { grids: [], departments: [], tallies: [], persons: [], led: null, exemptions: [] }]));
  for (const { id, subdistrict } of await exemptionsIn(trx, subdistricts, asked.exemptions ?? null))
    places.get(subdistrict)!.exemptions.push(id);
  for (const grid of grids.values())
    places.get(grid.subdistrict)!.grids.push(grid);
  for (const { subdistrict, ...department } of departments.values())
    places.get(subdistrict)!.departments.push(department);
  const terms = subjects.includes('person') ? await termsIn(trx, asked.span, asked.formerly ?? asked.cut) : [];
  const persons = personsOfEach(terms, new Map([...places].map(([subdistrict, place]) => [subdistrict, place.grids])));
  const levels = new Map<Uuid, ReadonlyMap<Uuid, number>>();
  for (const [subdistrict, place] of places) {
    place.persons = persons.get(subdistrict)!;
    levels.set(subdistrict, new Map(place.persons.map(({ person, level }) => [person, level])));
    if (stretches !== null)
      place.led = ledIn(place.grids, stretches, levels.get(subdistrict)!);
  }
  for (const [at, count] of counted.entries()) {
    if (stretches !== null && count.subject.kind !== 'department') {
      const { byPost, byName } = halves(count);
      if (count.subject.kind === 'grid') {
        const where = grids.get(count.subject.code)?.subdistrict;
        for (const person of where === undefined ? [] : answerersOf(stretches.get(count.subject.code), count.stretch, levels.get(where)!))
          places.get(where!)!.tallies.push({ subject: { kind: 'person', code: person }, scope: count.scope, measures: byPost });
      }
      else {
        count.measures = byName;
      }
    }
    const tally = codedTally(count, grids, departments);
    if (tally !== null && subjects.includes(tally.tally.subject.kind))
      places.get(tally.subdistrict)?.tallies.push(tally.tally);
    // Of a city there are hundreds of thousands.
    if (at % 5000 === 4999)
      await others();
  }
  // Each kind, and what was told apart, was counted by itself.
  for (const place of places.values()) {
    place.tallies = sumTallies(place.tallies);
    await others();
  }
  return { query, places };
}

/** What counts for a person by the posts that they held, and what was theirs by name. */
function halves({ measures }: StoredTally): { byPost: Tally['measures']; byName: Tally['measures'] } {
  const [byPost, byName] = [true, false].map(post => Object.fromEntries(Object.entries(measures).filter(([measure]) => isByPost(measureOfKey(measure) as Measure) === post))) as [Tally['measures'], Tally['measures']];
  return { byPost, byName };
}

/** Grids for which nobody who is scored answered are left out. */
function ledIn(grids: readonly StoredGrid[], stretches: ReadonlyMap<Uuid, readonly Stretch[]>, levels: ReadonlyMap<Uuid, number>): LedBy {
  return Object.fromEntries(grids.flatMap(({ id, code }) => {
    const own = stretches.get(id) ?? [];
    const leaders = own.map((_, stretch) => answerersOf(own, stretch, levels));
    return leaders.some(people => people.length > 0) ? [[code, leaders]] : [];
  }));
}

function codedTally({ subdistrict, subject, stretch: _, ...count }: StoredTally, grids: ReadonlyMap<Uuid, StoredGrid>, departments: ReadonlyMap<Uuid, { code: string; subdistrict: Uuid }>): { subdistrict: Uuid; tally: Tally } | null {
  if (subject.kind === 'person')
    return subdistrict === null ? null : { subdistrict, tally: { subject, ...count } };
  const found = (subject.kind === 'grid' ? grids : departments).get(subject.code);
  return found === undefined ? null : { subdistrict: found.subdistrict, tally: { subject: { kind: subject.kind, code: found.code }, ...count } };
}

/** The grids whose facts count for this one. */
export function gridsFor(measure: Measure, code: string, grids: readonly StoredGrid[]): Uuid[] {
  return grids.filter(grid => grid.code === code || (MEASURES[measure].reach === 'subtree' && grid.path.includes(`/${code}/`))).map(({ id }) => id);
}
