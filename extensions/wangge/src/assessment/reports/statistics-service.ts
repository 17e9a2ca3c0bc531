/**
 * The district's statistics of a month or a quarter, counted from the same facts as rankings, as of the same cut: whether the
 * period was ranked or not. Lines are those that the caller may see.
 */
import type { HookContext, KnownCaller } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Measure } from '../facts/measure-rules.ts';
import type { Tally } from '../facts/model.ts';
import type { ReportAsk } from './report-service.ts';
import type { StatisticsCounts, StatisticsData, StatisticsLine } from './statistics-rules.ts';
import type { Filed, StatisticsPlace, StatisticsViewer } from './statistics-store.ts';
import { ForbiddenError } from '@directus/errors';
import { loadCalendar } from '../../calendar/index.ts';
import { periodOf } from '../../calendar/period-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { cutOf } from '../facts/cut-rules.ts';
import { factColumnsFor } from '../facts/fact-lookup-rules.ts';
import { gatherFacts } from '../facts/facts-service.ts';
import { periodBounds } from '../periods/period-store.ts';
import { activeScheme } from '../periods/ranking-store.ts';
import { mayReadResults } from './report-service.ts';
import { nameOf, writtenAt, writtenNow } from './report-store.ts';
import { NO_COUNTS, sumOf } from './statistics-rules.ts';
import { filedIn, gridNames, placeOf, statisticsViewer } from './statistics-store.ts';

type Context = Pick<HookContext, 'services' | 'database' | 'env'>;

/** What they rest on; all of a resolve clock. */
const MEASURED = ['handled_rate', 'on_time_rate', 'overdue_open_rate', 'closing_rate', 'rework_rate', 'extension_rate'] as const satisfies readonly Measure[];

export interface ReadStatistics { data: StatisticsData; subdistrict: StatisticsPlace; issued_on: string }

export async function readStatistics(context: Context, caller: KnownCaller, { period, subdistrict, language }: ReportAsk): Promise<ReadStatistics | Refusal> {
  const { database: db } = context;
  const span = periodOf(period);
  if (isRefusal(span))
    return span;
  const person = caller.accountability.user;
  if (person === null)
    throw new ForbiddenError();
  await mayReadResults({ context, caller });
  const place = await placeOf(db, subdistrict, person);
  if (place === null)
    return refused('subdistrict_unknown', 'subdistrict', { subdistrict: subdistrict ?? '' });
  const viewer = await statisticsViewer(db, person, caller.accountability.roles, caller.accountability.admin);
  const now = await writtenNow(db);
  if (now.day <= span.ends_on)
    return refused('statistics_not_over', 'period', { period: span.code, ends_on: span.ends_on });
  return db.transaction(async (trx) => {
    const bounds = await periodBounds(trx, span.starts_on, span.ends_on);
    const calendar = await loadCalendar(trx);
    const planned = cutOf(await activeScheme(trx, span.ends_on) ?? {}, span.ends_on, bounds, calendar);
    // Before the cut has passed they are of this moment, and say so.
    const cut = [planned, new Date().toISOString()].sort()[0]!;
    const columns = factColumnsFor({ tie_break: [], indicators: MEASURED.map(measure => ({ measure })) });
    const { places } = await gatherFacts(trx, [place.id], { span, bounds, cut, calendar, columns }, ['grid', 'department']);
    const { grids, departments, tallies } = places.get(place.id)!;
    const filed = await filedIn(trx, { from: bounds.from, until: bounds.until, cut, subdistrict: place.id });
    const own = new Map(tallies.filter(({ subject }) => subject.kind === 'grid').map(({ subject }) => subject.code).map(code => [code, countsOf(tallies, 'grid', code)]));
    const filedBy = (column: 'grid' | 'department'): Map<Uuid | null, number> => totals(filed, column);
    const [byGrid, byDepartment] = [filedBy('grid'), filedBy('department')];
    const below = (path: string): StatisticsCounts => sumOf(grids.filter(grid => grid.path.startsWith(path)).map(grid => ({ ...own.get(grid.code) ?? NO_COUNTS, filed: byGrid.get(grid.id) ?? 0 })));
    const lines = grids.filter(grid => isLine(grid, viewer));
    const names = await gridNames(trx, lines.map(({ id }) => id));
    const communities = lines.map((grid): StatisticsLine => ({ code: grid.code, name: names.get(grid.id) ?? grid.code, ...below(grid.path) })).sort(byCode);
    const offices = departments.filter(({ id }) => viewer.everything || id === viewer.department)
      .map(({ id, code, name }): StatisticsLine => ({ code, name, ...countsOf(tallies, 'department', code), filed: byDepartment.get(id) ?? 0 }))
      .filter(({ filed: taken, due, reworked }) => taken + due + reworked > 0)
      .sort(byCode);
    return {
      subdistrict: place,
      issued_on: language === 'zh-CN' ? officialDay(now.day) : now.day,
      data: {
        language,
        subdistrict: place.name,
        period: { code: span.code, kind: span.kind, starts_on: span.starts_on, ends_on: span.ends_on },
        cut: await writtenAt(trx, cut),
        printed_at: now.minute,
        printed_by: await nameOf(trx, person),
        communities,
        departments: offices,
        total: sumOf(communities),
      },
    };
  }, { isolationLevel: 'repeatable read' });
}

/** Communities, of whoever sees them; of whoever leads a patch only, the patch. */
function isLine({ level, path_now: path, status }: { level: number; path_now: string; status: string }, { everything, paths }: StatisticsViewer): boolean {
  const seen = everything || paths.some(slot => path.startsWith(slot));
  return status !== 'retired' && seen && (level === 2 || (level === 3 && paths.includes(path) && !everything));
}

function totals(filed: readonly Filed[], column: 'grid' | 'department'): Map<Uuid | null, number> {
  const sums = new Map<Uuid | null, number>();
  for (const line of filed)
    sums.set(line[column], (sums.get(line[column]) ?? 0) + line.filed);
  return sums;
}

/** Whatever their scope. Filed is counted apart. */
function countsOf(tallies: readonly Tally[], kind: 'grid' | 'department', code: string): StatisticsCounts {
  const own = tallies.filter(({ subject }) => subject.kind === kind && subject.code === code);
  const sum = (measure: Measure, part: 'numerator' | 'denominator'): number => own.reduce((all, { measures }) => all + (measures[measure]?.[part] ?? 0), 0);
  return {
    filed: 0,
    due: sum('handled_rate', 'denominator'),
    handled: sum('handled_rate', 'numerator'),
    on_time: sum('on_time_rate', 'numerator'),
    overdue: sum('overdue_open_rate', 'numerator'),
    closed: sum('closing_rate', 'numerator'),
    reworked: sum('rework_rate', 'numerator'),
    extended: sum('extension_rate', 'numerator'),
  };
}

function byCode(a: StatisticsLine, b: StatisticsLine): number {
  return (a.code ?? '') < (b.code ?? '') ? -1 : 1;
}

/** `2026年10月22日`. */
function officialDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}
