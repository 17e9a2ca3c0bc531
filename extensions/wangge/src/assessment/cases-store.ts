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
 * The cases of a period, one for each resolve clock that fell due in it: what is counted, and what is frozen.
 * Cancelled and paused clocks, and issues that were no matter (rejected, withdrawn, merged) make none;
 * a clock still running past its due moment is a miss. Facts are those of the cutoff: a reopening or a return
 * afterwards belongs to no flag, and each belongs to the round in which it happened.
 */
const CASES = `
  select d.id, i.grid, i.scope,
    d.state = 'met' and d.met_at <= d.due_at as on_time,
    h.handled,
    h.handled and i.reopen_count > 0 and exists (
      select from issue_events e
      where e.issue = d.issue and e.seq > d.opened_by_seq and e.at < :until
        and (e.type = 'reopen' or (e.type = 'verify' and e.solved = 'no'))) as reworked,
    i.faulted_return_count > 0 and exists (
      select from issue_events e
      where e.issue = d.issue and e.seq > d.opened_by_seq and e.at < :until and e.type = 'return' and e.cause = 'insufficient'
        and not exists (
          select from issue_deadlines n
          where n.issue = d.issue and n.kind = 'resolve' and n.opened_by_seq > d.opened_by_seq and n.opened_by_seq < e.seq)) as returned
  from issue_deadlines d
  join issues i on i.id = d.issue
  cross join lateral (select coalesce(d.met_at < :until, false)
    or coalesce(i.handled_at >= d.started_at and i.handled_at < :until, false) as handled) h
  where d.kind = 'resolve' and d.due_at >= :from and d.due_at < :until
    and d.state in ('met', 'missed', 'late', 'running')
    and i.status not in ('rejected', 'merged') and i.withdrawn_at is null`;

/** Counts of each grid alone, by scope: one query, equal to `countCases` over the same cases. */
export async function countCasesOf(db: Db, subdistricts: readonly Uuid[], cut: Cut): Promise<Tally[]> {
  const { rows } = await db.raw<{ rows: { grid: string; scope: Scope; cases: number; on_time: number; handled: number; reworked: number; returned: number }[] }>(`
    select g.code as grid, c.scope, c.cases::int, c.on_time::int, c.handled::int, c.reworked::int, c.returned::int
    from (
      select grid, scope, count(*) as cases, count(*) filter (where on_time) as on_time, count(*) filter (where handled) as handled,
        count(*) filter (where reworked) as reworked, count(*) filter (where returned) as returned
      from (${CASES}) cases group by grid, scope
    ) c
    join grids g on g.id = c.grid
    where g.subdistrict = any (:subdistricts)`, { from: cut.from, until: cut.until, subdistricts: [...subdistricts] });
  return rows.map(({ grid, scope, cases, on_time, handled, reworked, returned }) => ({
    grid,
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
      select place, string_agg('["' || code || '","' || encode(pseudonym, 'hex') || '","' || scope || '",' || on_time::int || ','
        || handled::int || ',' || reworked::int || ',' || returned::int || ']', E'\\n' order by pseudonym) as lines
      from (
        select p.place, p.code, c.scope, c.on_time, c.handled, c.reworked, c.returned,
          substr(sha256(:salt::bytea || int8send(c.id)), 1, 12) as pseudonym
        from (${CASES}) c join placed p on p.id = c.grid
      ) placed_cases
      group by place
    ) b
    join placed p on p.place = b.place
    order by b.place`, { from: cut.from, until: cut.until, salt, subdistricts: [...subdistricts] });
  try {
    while (true) {
      const { rows } = await trx.raw<{ rows: CaseBlock[] }>('fetch 100 from wangge_evidence');
      if (rows.length === 0)
        break;
      yield* rows;
    }
  }
  finally {
    await trx.raw('close wangge_evidence').catch(() => {
      // The transaction has failed already, and took the cursor with it.
    });
  }
}
