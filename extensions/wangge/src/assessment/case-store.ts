/** The SQL of the cases of a period: counted in one query, or streamed line by line. */
import type { Scope } from '../handling/model.ts';
import type { Db } from '../kernel/context.ts';
import type { Day, Moment, Uuid } from '../kernel/values.ts';
import type { CaseColumn, Measure, MeasureDefinition } from './measure-rules.ts';
import type { Count, Tally } from './tally-rules.ts';
import { setImmediate as others } from 'node:timers/promises';
import { loadCalendar } from '../calendar/index.ts';
import { addWorkingDays, dayOf, momentAt } from '../calendar/working-days-rules.ts';
import { columnsOfMeasure, MEASURE_CODES } from './measure-lookup-rules.ts';
import { CASE_COLUMNS, MEASURES } from './measure-rules.ts';

/** From when until when a clock's due moment makes a case; the cutoff is `until`. */
export interface PeriodBounds {
  from: Moment;
  until: Moment;
  time_zone: string;
}

export async function timeZoneOf(db: Db): Promise<string> {
  const settings = await db('settings_wangge').first('time_zone');
  return settings?.time_zone || 'Asia/Shanghai';
}

/** Midnight to midnight, where the installation lives. */
export async function periodBounds(db: Db, starts_on: Day, ends_on: Day): Promise<PeriodBounds> {
  const time_zone = await timeZoneOf(db);
  const { rows } = await db.raw<{ rows: { from_moment: Date; until_moment: Date }[] }>(`
    select (:starts_on::date)::timestamp at time zone :time_zone as from_moment,
      (:ends_on::date + 1)::timestamp at time zone :time_zone as until_moment`, { starts_on, ends_on, time_zone });
  const { from_moment, until_moment } = rows[0]!;
  return { from: new Date(from_moment).toISOString(), until: new Date(until_moment).toISOString(), time_zone };
}

/** The reports of one day, from its midnight on, are to be answered by `due_at`. */
export interface ResponseLimit { from: Moment; due_at: Moment }

/** Reports of this many days before the period may have cases in it: suspended ones come back after a year at most. */
const REPORTED_BEFORE = 800;
const DAY_MS = 86_400_000;

/** For each day whose reports may have cases: the close of the next working day, by the newest calendar and the installation's hours. */
export async function responseLimitsIn(db: Db, { from, until }: PeriodBounds): Promise<ResponseLimit[]> {
  const calendar = await loadCalendar(db);
  const { rows } = await db.raw<{ rows: { close: string }[] }>(`select to_char(coalesce((select close_of_business from settings_wangge limit 1), time '18:00'), 'HH24:MI') as close`);
  const first = Date.parse(from) - REPORTED_BEFORE * DAY_MS;
  const noons = Array.from({ length: Math.ceil((Date.parse(until) - first) / DAY_MS) }, (_, n) => new Date(first + (n + 0.5) * DAY_MS).toISOString());
  return [...new Set(noons.map(noon => dayOf(calendar, noon)))].map(day => ({
    from: momentAt(calendar, day, '00:00'),
    due_at: momentAt(calendar, addWorkingDays(calendar, day, 1).day, rows[0]!.close),
  }));
}

/** What is asked of the cases of a period. */
export interface CaseQuery {
  subdistricts: readonly Uuid[];
  period: PeriodBounds;
  /** As `caseColumnsFor` answers them. */
  columns: readonly CaseColumn[];
  /** Empty where no column needs them. */
  response_limits: readonly ResponseLimit[];
}

export async function caseQueryFor(db: Db, subdistricts: readonly Uuid[], period: PeriodBounds, columns: readonly CaseColumn[]): Promise<CaseQuery> {
  const response_limits = columns.some(column => CASE_COLUMNS[column].response_limits) ? await responseLimitsIn(db, period) : [];
  return { subdistricts, period, columns, response_limits };
}

/**
 * The cases of a period, one for each resolve clock that fell due in it. Cancelled and paused clocks, and issues that
 * were no matter (rejected, withdrawn, merged) make none; a clock still running past its due moment is a miss.
 */
function casesWith(columns: readonly CaseColumn[]): string {
  const joins = new Set(columns.map(column => CASE_COLUMNS[column].join ?? ''));
  return `
  issue_deadlines d
  join issues i on i.id = d.issue and i.status not in ('rejected', 'merged') and i.withdrawn_at is null
  ${[...joins].join('')}
  where d.kind = 'resolve' and d.due_at >= :from and d.due_at < :until and d.state in ('met', 'missed', 'late', 'running')`;
}

function bindingsOf({ subdistricts, period, response_limits }: CaseQuery): Record<string, Moment | Moment[] | Uuid[]> {
  return {
    from: period.from,
    until: period.until,
    subdistricts: [...subdistricts],
    response_from: response_limits.map(({ from }) => from),
    response_due: response_limits.map(({ due_at }) => due_at),
  };
}

/** Counts of one grid alone and one scope, and the sub-district that the grid lies in. */
export interface PlacedTally extends Tally { subdistrict: Uuid }

/** Counts of each grid alone, by scope: one query, equal to `countCases` over the same cases. A measure whose columns are not asked counts nothing. */
export async function countCasesOf(db: Db, query: CaseQuery): Promise<PlacedTally[]> {
  const measures = MEASURE_CODES.filter(measure => columnsOfMeasure(MEASURES[measure]).every(column => query.columns.includes(column)));
  const counted = measures.map(measure => countsInSql(measure, MEASURES[measure]));
  const listed = measures.map(measure => `c.${measure}::int, c.${measure}_of::int`);
  const { rows } = await db.raw<{ rows: ({ grid: string; subdistrict: Uuid; scope: Scope } & Record<string, number>)[] }>(`
    select g.code as grid, g.subdistrict, c.scope, ${listed.join(', ')}
    from (
      select i.grid, i.scope, ${counted.join(', ')}
      from ${casesWith(query.columns)} group by i.grid, i.scope
    ) c
    join grids g on g.id = c.grid
    where g.subdistrict = any (:subdistricts)`, bindingsOf(query));
  const countIn = (row: Record<string, number>, measure: Measure): Count => ({ numerator: row[measure] ?? 0, denominator: row[`${measure}_of`] ?? 0 });
  const tallies: PlacedTally[] = [];
  for (const [at, row] of rows.entries()) {
    const measures = Object.fromEntries(MEASURE_CODES.map(measure => [measure, countIn(row, measure)])) as Record<Measure, Count>;
    tallies.push({ grid: row.grid, subdistrict: row.subdistrict, scope: row.scope, measures });
    // Of a city there are tens of thousands.
    if (at % 2000 === 1999)
      await others();
  }
  return tallies;
}

/** Above and below the line, as two aggregates; Postgres computes alike ones once. */
function countsInSql(measure: Measure, { among, hits }: MeasureDefinition): string {
  const { sql, nullable } = CASE_COLUMNS[hits];
  const base = among === undefined ? null : CASE_COLUMNS[among].sql;
  // The rarer condition first: it is asked of every case.
  const above = `count(*) filter (where ${base === null ? sql : `(${sql}) and (${base})`})`;
  const below = `count(${nullable ? sql : '*'})${base === null ? '' : ` filter (where ${base})`}`;
  return `${above} as ${measure}, ${below} as ${measure}_of`;
}

export interface CaseBlock {
  subdistrict: Uuid;
  /** Case lines of one grid, joined by line feeds. */
  lines: string;
}

/**
 * The case lines of the evidence (`evidence-rules.ts`): sub-district by sub-district in the order of their codes, within
 * each in byte order, as blocks of one grid each. Read through a cursor: what is held in memory is some grids'
 * lines, however many cases there are. Needs a transaction.
 */
export async function* caseBlocks(trx: Db, query: CaseQuery, salt: Buffer): AsyncGenerator<CaseBlock> {
  const selected = query.columns.map(column => `, ${CASE_COLUMNS[column].sql} as ${column}`);
  const written = query.columns.map(column => CASE_COLUMNS[column].nullable ? `coalesce(c.${column}::int::text, 'null')` : `c.${column}::int`);
  await trx.raw(`
    declare wangge_evidence no scroll cursor for
    with placed as (
      select g.id, g.code, g.subdistrict, row_number() over (order by s.code collate "C", g.code collate "C") as place
      from grids g join subdistricts s on s.id = g.subdistrict where s.id = any (:subdistricts)
    )
    select p.subdistrict, b.lines
    from (
      select p.place, string_agg('["' || p.code || '","' || encode(substr(sha256(:salt::bytea || int8send(c.id)), 1, 12), 'hex') || '","' || c.scope
        || '",' || ${written.join(` || ',' || `)} || ']', E'\\n') as lines
      from (
        select d.id, i.grid, i.scope${selected.join('')}
        from ${casesWith(query.columns)}
      ) c
      join placed p on p.id = c.grid
      group by p.place
    ) b
    join placed p on p.place = b.place
    order by b.place`, { ...bindingsOf(query), salt });
  try {
    while (true) {
      const { rows } = await trx.raw<{ rows: CaseBlock[] }>('fetch 100 from wangge_evidence');
      if (rows.length === 0)
        break;
      // Sorted here: in the database the sort of all lines would cost more than the whole aggregate.
      for (const { subdistrict, lines } of rows)
        yield { subdistrict, lines: lines.split('\n').sort().join('\n') };
    }
  }
  finally {
    await trx.raw('close wangge_evidence').catch(() => {
      // The transaction has failed already, and took the cursor with it.
    });
  }
}
