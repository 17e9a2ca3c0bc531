/** The SQL of the cases of a period, as files of format 1.1 have them: counted, or streamed line by line. */
import type { Scope } from '../../handling/model.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { CaseColumn, Measure } from './measure-rules.ts';
import type { ResponseLimit } from './model.ts';
import type { Count, Tally } from './tally-rules.ts';
import { setImmediate as others } from 'node:timers/promises';
import { dueClocks, toldClocks } from './clock-facts.ts';
import { columnsOfMeasure, countsCases, MEASURE_CODES } from './measure-lookup-rules.ts';
import { MEASURES } from './measure-rules.ts';

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

const settled = (columns: readonly CaseColumn[]): string => dueClocks(columns, 'd.id, d.grid, d.scope');
const told = (columns: readonly CaseColumn[]): string => toldClocks(columns, 'd.id, d.grid, d.scope');

function bindingsOf({ from, until, cut, response_limits }: CaseQuery): Record<string, Moment | Moment[]> {
  return { from, until, cut, response_from: response_limits.map(({ from }) => from), response_due: response_limits.map(({ due_at }) => due_at) };
}

/** Counts of each grid alone, by scope and the grid's id; equal to `countCases` over the same cases. A measure whose columns are not asked counts nothing. */
export async function countCasesOf(trx: Db, query: CaseQuery): Promise<Tally[]> {
  // Two queries: a temporary table would keep the great one from running in parallel.
  return [...await counted(trx, query, settled(query.columns)), ...await counted(trx, query, told(query.columns))];
}

async function counted(trx: Db, query: CaseQuery, cases: string): Promise<Tally[]> {
  const measures = MEASURE_CODES.filter(measure => countsCases(MEASURES[measure]) && columnsOfMeasure(MEASURES[measure]).every(column => query.columns.includes(column)));
  const { rows } = await trx.raw<{ rows: ({ grid: Uuid; scope: Scope } & Record<string, number>)[] }>(`
    select c.grid, c.scope, ${measures.map(measure => countsInSql(measure)).join(', ')}
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
function countsInSql(measure: Measure): string {
  const { among, hits } = MEASURES[measure];
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
