/** The SQL of the cases of a period: counted in one query, or streamed line by line. */
import type { Day, Moment, Scope, Uuid } from '../handling/model.ts';
import type { Db } from '../platform/context.ts';
import type { Tally } from './tally.ts';

/** From when until when a clock's due moment makes a case; the cutoff is `until`. */
export interface Cut {
  from: Moment;
  until: Moment;
  time_zone: string;
}

export async function timeZoneOf(db: Db): Promise<string> {
  const settings = await db('settings_wangge').first('time_zone');
  return settings?.time_zone || 'Asia/Shanghai';
}

/** Midnight to midnight, where the installation lives. */
export async function cutOf(db: Db, starts_on: Day, ends_on: Day): Promise<Cut> {
  const time_zone = await timeZoneOf(db);
  const { rows } = await db.raw<{ rows: { from_moment: Date; until_moment: Date }[] }>(`
    select (:starts_on::date)::timestamp at time zone :time_zone as from_moment,
      (:ends_on::date + 1)::timestamp at time zone :time_zone as until_moment`, { starts_on, ends_on, time_zone });
  const { from_moment, until_moment } = rows[0]!;
  return { from: new Date(from_moment).toISOString(), until: new Date(until_moment).toISOString(), time_zone };
}

/**
 * Setbacks up to the cutoff, by issue and round: sent back to be done again, or returned for want of information (a
 * wrong routing is nobody's fault). An event belongs to the round that was open: the last `resolve` clock before it.
 * Few and indexed (`issue_events_setbacks`, whose condition this repeats); a join, since a subquery for each case
 * would keep the aggregate from running in parallel.
 */
const SETBACKS = `
  select issue, opened_by_seq, bool_or(type <> 'return') as reworked, bool_or(type = 'return') as returned
  from (
    select e.issue, e.seq, e.type, max(n.opened_by_seq) as opened_by_seq
    from issue_events e join issue_deadlines n on n.issue = e.issue and n.kind = 'resolve' and n.opened_by_seq < e.seq
    where (e.type = 'reopen' or (e.type = 'verify' and e.solved = 'no') or (e.type = 'return' and e.cause = 'insufficient')) and e.at < :until
    group by e.issue, e.seq, e.type
  ) setback
  group by issue, opened_by_seq`;

/**
 * The cases of a period, one for each resolve clock that fell due in it. Cancelled and paused clocks, and issues that
 * were no matter (rejected, withdrawn, merged) make none; a clock still running past its due moment is a miss.
 */
const CASES = `
  issue_deadlines d
  join issues i on i.id = d.issue and i.status not in ('rejected', 'merged') and i.withdrawn_at is null
  left join (${SETBACKS}) b on b.issue = d.issue and b.opened_by_seq = d.opened_by_seq
  where d.kind = 'resolve' and d.due_at >= :from and d.due_at < :until and d.state in ('met', 'missed', 'late', 'running')`;

const ON_TIME = `(d.state = 'met' and d.met_at <= d.due_at)`;
/** The clock's own end tells of this round; an issue handled and not yet fed back has none. */
const HANDLED = `(coalesce(d.met_at < :until, false) or coalesce(i.handled_at >= d.started_at and i.handled_at < :until, false))`;
const REWORKED = `(coalesce(b.reworked, false) and ${HANDLED})`;
const RETURNED = `coalesce(b.returned, false)`;

interface CountRow { grid: string; subdistrict: Uuid; scope: Scope; cases: number; on_time: number; handled: number; reworked: number; returned: number }

/** Counts of one grid alone and one scope, and the sub-district that the grid lies in. */
export interface PlacedTally extends Tally { subdistrict: Uuid }

/** Counts of each grid alone, by scope: one query, equal to `countCases` over the same cases. */
export async function countCasesOf(db: Db, subdistricts: readonly Uuid[], cut: Cut): Promise<PlacedTally[]> {
  const { rows } = await db.raw<{ rows: CountRow[] }>(`
    select g.code as grid, g.subdistrict, c.scope, c.cases::int, c.on_time::int, c.handled::int, c.reworked::int, c.returned::int
    from (
      select i.grid, i.scope, count(*) as cases, count(*) filter (where ${ON_TIME}) as on_time, count(*) filter (where ${HANDLED}) as handled,
        count(*) filter (where ${REWORKED}) as reworked, count(*) filter (where ${RETURNED}) as returned
      from ${CASES} group by i.grid, i.scope
    ) c
    join grids g on g.id = c.grid
    where g.subdistrict = any (:subdistricts)`, { from: cut.from, until: cut.until, subdistricts: [...subdistricts] });
  return rows.map(({ grid, subdistrict, scope, cases, on_time, handled, reworked, returned }) => ({
    grid,
    subdistrict,
    scope,
    measures: {
      on_time_rate: { numerator: on_time, denominator: cases },
      handled_rate: { numerator: handled, denominator: cases },
      rework_rate: { numerator: reworked, denominator: handled },
      return_rate: { numerator: returned, denominator: cases },
    },
  }));
}

export interface CaseBlock {
  subdistrict: Uuid;
  /** Case lines of one grid, joined by line feeds. */
  lines: string;
}

/**
 * The case lines of the evidence (`evidence.ts`): sub-district by sub-district in the order of their codes, within
 * each in byte order, as blocks of one grid each. Read through a cursor: what is held in memory is some grids'
 * lines, however many cases there are. Needs a transaction.
 */
export async function* caseBlocks(trx: Db, subdistricts: readonly Uuid[], cut: Cut, salt: Buffer): AsyncGenerator<CaseBlock> {
  await trx.raw(`
    declare wangge_evidence no scroll cursor for
    with placed as (
      select g.id, g.code, g.subdistrict, row_number() over (order by s.code collate "C", g.code collate "C") as place
      from grids g join subdistricts s on s.id = g.subdistrict where s.id = any (:subdistricts)
    )
    select p.subdistrict, b.lines
    from (
      select p.place, string_agg('["' || p.code || '","' || encode(substr(sha256(:salt::bytea || int8send(c.id)), 1, 12), 'hex') || '","' || c.scope
        || '",' || c.on_time::int || ',' || c.handled::int || ',' || c.reworked::int || ',' || c.returned::int || ']', E'\\n') as lines
      from (
        select d.id, i.grid, i.scope, ${ON_TIME} as on_time, ${HANDLED} as handled, ${REWORKED} as reworked, ${RETURNED} as returned
        from ${CASES}
      ) c
      join placed p on p.id = c.grid
      group by p.place
    ) b
    join placed p on p.place = b.place
    order by b.place`, { from: cut.from, until: cut.until, salt, subdistricts: [...subdistricts] });
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
