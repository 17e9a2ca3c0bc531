/** The SQL of the cases of a period: counted in one query, or streamed line by line. */
import type { Scope } from '../handling/model.ts';
import type { Db } from '../kernel/context.ts';
import type { Day, Moment, Uuid } from '../kernel/values.ts';
import type { Count, Tally } from './tally-rules.ts';
import { loadCalendar } from '../calendar/index.ts';
import { addWorkingDays, dayOf, momentAt } from '../calendar/working-days-rules.ts';

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

/** The reports of one day, from its midnight on, are to be answered by then. */
export interface Response { from: Moment; due_at: Moment }

/** Reports of this many days before the period may have cases in it: suspended ones come back after a year at most. */
const REPORTED_BEFORE = 800;
const DAY_MS = 86_400_000;

/** For each day whose reports may have cases: the close of the next working day, by the newest calendar and the installation's hours. */
export async function responsesIn(db: Db, { from, until }: Cut): Promise<Response[]> {
  const calendar = await loadCalendar(db);
  const { rows } = await db.raw<{ rows: { close: string }[] }>(`select to_char(coalesce((select close_of_business from settings_wangge limit 1), time '18:00'), 'HH24:MI') as close`);
  const first = Date.parse(from) - REPORTED_BEFORE * DAY_MS;
  const noons = Array.from({ length: Math.ceil((Date.parse(until) - first) / DAY_MS) }, (_, n) => new Date(first + (n + 0.5) * DAY_MS).toISOString());
  return [...new Set(noons.map(noon => dayOf(calendar, noon)))].map(day => ({
    from: momentAt(calendar, day, '00:00'),
    due_at: momentAt(calendar, addWorkingDays(calendar, day, 1).day, rows[0]!.close),
  }));
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
const casesWith = (joins = ''): string => `
  issue_deadlines d
  join issues i on i.id = d.issue and i.status not in ('rejected', 'merged') and i.withdrawn_at is null
  left join (${SETBACKS}) b on b.issue = d.issue and b.opened_by_seq = d.opened_by_seq
  ${joins}
  where d.kind = 'resolve' and d.due_at >= :from and d.due_at < :until and d.state in ('met', 'missed', 'late', 'running')`;

const ON_TIME = `(d.state = 'met' and d.met_at <= d.due_at)`;
/** The clock's own end tells of this round; an issue handled and not yet fed back has none. */
const HANDLED = `(coalesce(d.met_at < :until, false) or coalesce(i.handled_at >= d.started_at and i.handled_at < :until, false))`;
const REWORKED = `(coalesce(b.reworked, false) and ${HANDLED})`;
const RETURNED = `coalesce(b.returned, false)`;

/** The last verification of each round that fell due in the period (`issue_events_verified`). */
const VERIFIED = `
  left join (
    select n.issue, n.opened_by_seq, (array_agg(e.solved order by e.seq desc))[1] = 'yes' as solved,
      (array_agg(e.satisfaction order by e.seq desc) filter (where e.satisfaction is not null))[1] >= 4 as satisfied
    from issue_deadlines n join issue_events e on e.issue = n.issue and e.type = 'verify' and e.seq > n.opened_by_seq and e.at < :until
    where n.kind = 'resolve' and n.due_at >= :from and n.due_at < :until
      and not exists (select from issue_deadlines l where l.issue = n.issue and l.kind = 'resolve' and l.opened_by_seq > n.opened_by_seq and l.opened_by_seq < e.seq)
    group by n.issue, n.opened_by_seq
  ) v on v.issue = d.issue and v.opened_by_seq = d.opened_by_seq`;

/** Null: the case says nothing of it. */
const MORE = {
  responded: `case when d.opened_by_seq = 1 and i.reported_at >= (cast(:response_from as timestamptz[]))[1] then coalesce(least(i.accepted_at, i.contacted_at)
    <= (cast(:response_due as timestamptz[]))[width_bucket(i.reported_at, cast(:response_from as timestamptz[]))], false) end`,
  solved: 'v.solved',
  satisfied: 'v.satisfied',
  repeated: `case when d.opened_by_seq = 1 then i.repeat_of is not null end`,
};
type More = keyof typeof MORE;
const MORE_NAMES = Object.keys(MORE) as More[];

function responseBindings(responses: readonly Response[] | null): Record<string, Moment[]> {
  return responses === null ? {} : { response_from: responses.map(({ from }) => from), response_due: responses.map(({ due_at }) => due_at) };
}

interface CountRow extends Record<More | `${More}_of`, number> { grid: string; subdistrict: Uuid; scope: Scope; cases: number; on_time: number; handled: number; reworked: number; returned: number }

/** Counts of one grid alone and one scope, and the sub-district that the grid lies in. */
export interface PlacedTally extends Tally { subdistrict: Uuid }

/** Counts of each grid alone, by scope: one query, equal to `countCases` over the same cases. Without `responses` the extra measures are left out. */
export async function countCasesOf(db: Db, subdistricts: readonly Uuid[], cut: Cut, responses: readonly Response[] | null = null): Promise<PlacedTally[]> {
  const names = responses === null ? [] : MORE_NAMES;
  const counted = names.map(name => `, count(*) filter (where ${MORE[name]}) as ${name}, count(${MORE[name]}) as ${name}_of`).join('');
  const listed = names.map(name => `, c.${name}::int, c.${name}_of::int`).join('');
  const { rows } = await db.raw<{ rows: CountRow[] }>(`
    select g.code as grid, g.subdistrict, c.scope, c.cases::int, c.on_time::int, c.handled::int, c.reworked::int, c.returned::int${listed}
    from (
      select i.grid, i.scope, count(*) as cases, count(*) filter (where ${ON_TIME}) as on_time, count(*) filter (where ${HANDLED}) as handled,
        count(*) filter (where ${REWORKED}) as reworked, count(*) filter (where ${RETURNED}) as returned${counted}
      from ${casesWith(responses === null ? '' : VERIFIED)} group by i.grid, i.scope
    ) c
    join grids g on g.id = c.grid
    where g.subdistrict = any (:subdistricts)`, { from: cut.from, until: cut.until, subdistricts: [...subdistricts], ...responseBindings(responses) });
  const more = (row: CountRow, name: More): Count => ({ numerator: row[name] ?? 0, denominator: row[`${name}_of`] ?? 0 });
  return rows.map((row) => {
    const { grid, subdistrict, scope, cases, on_time, handled, reworked, returned } = row;
    return {
      grid,
      subdistrict,
      scope,
      measures: {
        on_time_rate: { numerator: on_time, denominator: cases },
        handled_rate: { numerator: handled, denominator: cases },
        rework_rate: { numerator: reworked, denominator: handled },
        return_rate: { numerator: returned, denominator: cases },
        response_rate: more(row, 'responded'),
        solution_rate: more(row, 'solved'),
        satisfaction_rate: more(row, 'satisfied'),
        repeat_rate: more(row, 'repeated'),
      },
    };
  });
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
export async function* caseBlocks(trx: Db, subdistricts: readonly Uuid[], cut: Cut, salt: Buffer, responses: readonly Response[] | null = null): AsyncGenerator<CaseBlock> {
  const names = responses === null ? [] : MORE_NAMES;
  const listed = names.map(name => `, ${MORE[name]} as ${name}`).join('');
  const written = names.map(name => ` || ',' || coalesce(c.${name}::int::text, 'null')`).join('');
  await trx.raw(`
    declare wangge_evidence no scroll cursor for
    with placed as (
      select g.id, g.code, g.subdistrict, row_number() over (order by s.code collate "C", g.code collate "C") as place
      from grids g join subdistricts s on s.id = g.subdistrict where s.id = any (:subdistricts)
    )
    select p.subdistrict, b.lines
    from (
      select p.place, string_agg('["' || p.code || '","' || encode(substr(sha256(:salt::bytea || int8send(c.id)), 1, 12), 'hex') || '","' || c.scope
        || '",' || c.on_time::int || ',' || c.handled::int || ',' || c.reworked::int || ',' || c.returned::int${written} || ']', E'\\n') as lines
      from (
        select d.id, i.grid, i.scope, ${ON_TIME} as on_time, ${HANDLED} as handled, ${REWORKED} as reworked, ${RETURNED} as returned${listed}
        from ${casesWith(responses === null ? '' : VERIFIED)}
      ) c
      join placed p on p.id = c.grid
      group by p.place
    ) b
    join placed p on p.place = b.place
    order by b.place`, { from: cut.from, until: cut.until, salt, subdistricts: [...subdistricts], ...responseBindings(responses) });
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
