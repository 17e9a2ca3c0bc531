/** The SQL of the cases of a period: counted in one query, or streamed line by line. */
import type { Scope } from '../../handling/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { CaseColumn, Measure, MeasureDefinition } from './measure-rules.ts';
import type { ResponseLimit } from './model.ts';
import type { Count, Tally } from './tally-rules.ts';
import { setImmediate as others } from 'node:timers/promises';
import { columnsOfMeasure, countsCases, MEASURE_CODES } from './measure-lookup-rules.ts';
import { CASE_COLUMNS, MEASURES } from './measure-rules.ts';

/** What is asked of the cases of a period. */
export interface CaseQuery {
  from: Moment;
  until: Moment;
  cut: Moment;
  /** As `caseColumnsFor` answers them. */
  columns: readonly CaseColumn[];
  /** Empty where no column needs them. */
  response_limits: readonly ResponseLimit[];
}

/** Was nothing recorded of the issue since the cut, so that its columns say what they said then? */
const SETTLED = `coalesce(i.event_recorded_at, (select max(wangge_recorded_at(e.at, e.data)) from issue_events e where e.issue = i.id)) < :cut`;

/** Was it merged into another report, and is it on its own again? Its limit may have passed meanwhile. Few (`issue_events_separated`). */
const SEPARATED = `exists (select from issue_events s where s.issue = d.issue and s.type = 'separate')`;

/**
 * The cases of a period: `resolve` clocks that fell due in it, whatever became of their issues since. Cancelled and paused ones
 * are none; one that still runs past its due moment is a miss. An issue of which something was recorded after the cut, or
 * whose limit rests on a day that nobody knew, is told by its events (`case-rules.ts`), and stands in `TOLD`.
 */
function settled(columns: readonly CaseColumn[], which = `not d.provisional and d.first_round is not null and not ${SEPARATED} and ${SETTLED}`): string {
  const joins = new Set(columns.map(column => CASE_COLUMNS[column].join ?? ''));
  return `
    select d.id, d.grid, d.scope${columns.map(column => `, (${CASE_COLUMNS[column].sql}) as ${column}`).join('')}
    from issue_deadlines d
    join issues i on i.id = d.issue
    ${[...joins].join('')}
    where d.kind = 'resolve' and d.due_at >= :from and d.due_at < :until and d.state in ('met', 'missed', 'late', 'running') and ${which}`;
}

const TOLD = 'wangge_cases_told';
/** Days. Another calendar brings a limit forward by its holidays, and no more. */
const MOVED_BACK_AT_MOST = 40;
const told = (columns: readonly CaseColumn[]): string => `select id, grid, scope${columns.map(column => `, ${column}`).join('')} from ${TOLD}`;

function bindingsOf({ from, until, cut, response_limits }: CaseQuery): Record<string, Moment | Moment[]> {
  return { from, until, cut, response_from: response_limits.map(({ from }) => from), response_due: response_limits.map(({ due_at }) => due_at) };
}

const UNSETTLED = 'wangge_cases_unsettled';

/** Where what `case-rules.ts` tells is kept until the end of the transaction; and which issues it is to tell, of these sub-districts. */
export async function beginTold(trx: Db, query: CaseQuery, subdistricts: readonly Uuid[]): Promise<void> {
  const columns = Object.keys(CASE_COLUMNS).map(column => `${column} boolean`);
  await trx.raw(`create temp table if not exists ${TOLD} (id bigint primary key, grid uuid, scope text, ${columns.join(', ')}) on commit drop`);
  await trx.raw(`create temp table if not exists ${UNSETTLED} (issue uuid primary key) on commit drop`);
  await trx.raw(`truncate ${TOLD}, ${UNSETTLED}`);
  // What has been moved since may lie anywhere later.
  await trx.raw(`
    insert into ${UNSETTLED}
    select d.issue from issue_deadlines d join issues i on i.id = d.issue
    where d.kind = 'resolve' and d.started_at < :until and d.due_at >= cast(:from as timestamptz) - interval '${MOVED_BACK_AT_MOST} days'
      and (d.provisional or d.first_round is null or ${SEPARATED} or not ${SETTLED})
      and exists (select from grids g where g.id in (i.grid, d.grid) and g.subdistrict = any (:subdistricts))
    union
    select s.issue from issue_events s join issues i on i.id = s.issue join grids g on g.id = i.grid and g.subdistrict = any (:subdistricts)
    where s.type = 'separate' and s.at >= :from and s.at < :until`, { from: query.from, until: query.until, cut: query.cut, subdistricts: [...subdistricts] });
}

export async function keepTold(trx: Db, rows: readonly object[]): Promise<void> {
  await trx.raw(`insert into ${TOLD} select * from json_populate_recordset(null::${TOLD}, ?::json)`, [JSON.stringify(rows)]);
}

/** Issues whose timelines do not replay (`verify issues` names them) are counted as their clocks stand. */
export async function keepAsStored(trx: Db, query: CaseQuery, issues: readonly Uuid[]): Promise<void> {
  if (issues.length > 0) {
    await trx.raw(`insert into ${TOLD} (id, grid, scope${query.columns.map(column => `, ${column}`).join('')}) ${settled(query.columns, 'd.issue = any (:issues)')} on conflict do nothing`, { ...bindingsOf(query), issues: [...issues] });
  }
}

export interface UnsettledIssue { id: Uuid; repeats: boolean; clocks: { id: string; opened_by_seq: number }[] }

/** Issues of the period that their columns cannot tell, in the order of their ids: those after `after`, at most `limit`. */
export async function unsettledIssues(trx: Db, after: Uuid | null, limit: number): Promise<UnsettledIssue[]> {
  const { rows } = await trx.raw<{ rows: UnsettledIssue[] }>(`
    select i.id, i.repeat_of is not null as repeats,
      (select json_agg(json_build_object('id', n.id::text, 'opened_by_seq', n.opened_by_seq)) from issue_deadlines n where n.issue = i.id and n.kind = 'resolve') as clocks
    from ${UNSETTLED} u join issues i on i.id = u.issue
    where cast(:after as uuid) is null or u.issue > cast(:after as uuid)
    order by u.issue limit :limit`, { after, limit } as unknown as Record<string, string>);
  return rows;
}

/** Counts of each grid alone, by scope and the grid's id; equal to `countCases` over the same cases. A measure whose columns are not asked counts nothing. */
export async function countCasesOf(trx: Db, query: CaseQuery): Promise<Tally[]> {
  // Two queries: a temporary table would keep the great one from running in parallel.
  return [...await counted(trx, query, settled(query.columns)), ...await counted(trx, query, told(query.columns))];
}

async function counted(trx: Db, query: CaseQuery, cases: string): Promise<Tally[]> {
  const measures = MEASURE_CODES.filter(measure => countsCases(MEASURES[measure]) && columnsOfMeasure(MEASURES[measure]).every(column => query.columns.includes(column)));
  const { rows } = await trx.raw<{ rows: ({ grid: Uuid; scope: Scope } & Record<string, number>)[] }>(`
    select c.grid, c.scope, ${measures.map(measure => countsInSql(measure, MEASURES[measure])).join(', ')}
    from (${cases}) c where c.grid is not null group by c.grid, c.scope`, bindingsOf(query));
  const countIn = (row: Record<string, number>, measure: Measure): Count => ({ numerator: row[measure] ?? 0, denominator: row[`${measure}_of`] ?? 0 });
  const tallies: Tally[] = [];
  for (const [at, row] of rows.entries()) {
    const measures = Object.fromEntries(MEASURE_CODES.map(measure => [measure, countIn(row, measure)])) as Record<Measure, Count>;
    tallies.push({ grid: row.grid, scope: row.scope, measures });
    // Of a city there are tens of thousands.
    if (at % 2000 === 1999)
      await others();
  }
  return tallies;
}

/** Above and below the line, as two aggregates; Postgres computes alike ones once. */
function countsInSql(measure: Measure, { among, hits }: MeasureDefinition): string {
  const base = among === undefined ? '' : ` filter (where c.${among})`;
  const above = `(count(*) filter (where c.${hits}${among === undefined ? '' : ` and c.${among}`}))`;
  return `${above}::int as ${measure}, (count(c.${hits})${base})::int as ${measure}_of`;
}

export interface CaseBlock {
  grid: Uuid;
  /** Case lines of one grid, joined by line feeds. */
  lines: string;
}

/**
 * The case lines of the evidence (`evidence-rules.ts`): of these grids, in their order, within each in byte order, as blocks of
 * one grid each. Read through a cursor: what is held in memory is some grids' lines, however many cases there are. Needs
 * a transaction.
 */
export async function* caseBlocks(trx: Db, query: CaseQuery, grids: readonly { id: Uuid; code: string }[], salt: Buffer): AsyncGenerator<CaseBlock> {
  const written = query.columns.map(column => `coalesce(c.${column}::int::text, 'null')`);
  await trx.raw(`
    declare wangge_evidence no scroll cursor for
    with placed as materialized (select * from unnest(cast(:grids as uuid[]), cast(:codes as text[])) with ordinality as g (id, code, place))
    select p.id as grid, b.lines
    from (
      select p.place, string_agg('["' || p.code || '","' || encode(substr(sha256(:salt::bytea || int8send(c.id)), 1, 12), 'hex') || '","' || c.scope
        || '",' || ${written.join(` || ',' || `)} || ']', E'\\n') as lines
      from (${settled(query.columns)} union all ${told(query.columns)}) c
      join placed p on p.id = c.grid
      group by p.place
    ) b
    join placed p on p.place = b.place
    order by b.place`, { ...bindingsOf(query), grids: grids.map(({ id }) => id), codes: grids.map(({ code }) => code), salt });
  try {
    while (true) {
      const { rows } = await trx.raw<{ rows: CaseBlock[] }>('fetch 100 from wangge_evidence');
      if (rows.length === 0)
        break;
      // Sorted here: in the database the sort of all lines would cost more than the whole aggregate.
      for (const { grid, lines } of rows)
        yield { grid, lines: lines.split('\n').sort().join('\n') };
    }
  }
  finally {
    await trx.raw('close wangge_evidence').catch(() => {
      // The transaction has failed already, and took the cursor with it.
    });
  }
}
