/**
 * Work logs: those of the period's days that were on record before the cut, of people in a post. A log is of the grid whose post its
 * author held on that day over the place where they worked (the nearest), or whose holder they stood in for; what somebody without
 * a post writes is nobody's duty.
 *
 * `complete`: it holds what a faithful log of its kind holds. A visit says what residents said; a patrol of a patch says how the
 * facilities on the way were (confirmed in one tap, or what was not in order); every log has its summary, or is not stored. And no
 * check found it incomplete.
 *
 * `truthful`: of the tenth that is drawn, and only of what was checked: no finding says that it is false. A finding weighs once it
 * is confirmed, and nothing less, as in compliance. Checks of logs that were not drawn say nothing: whoever chooses what to look at
 * would choose the rate.
 */
import type { Db } from '../../../kernel/context.ts';
import type { FactKindDefinition, FactQuery, LogWriter, Selection } from '../model.ts';
import { ANSWERED, asOfCut, BELOW, KNOWN } from './as-of.ts';

/** Who wrote for which grid, where, on which days: of several posts the nearest. */
const WRITERS = `
held as (
  select p.person, p.grid, daterange(p.starts_on, p.ends_on, '[]') * span.whole as days
  from wangge_posts_then(:cut) p cross join (select daterange(cast(:starts_on as date), cast(:ends_on as date), '[]') as whole) span
  where p.starts_on <= cast(:ends_on as date) and (p.ends_on is null or p.ends_on >= cast(:starts_on as date))
  union all
  select answered.person, answered.grid, stretch from answered cross join lateral unnest(answered.days) stretch
), places as (
  select h.person, k.id as grid, k.level, h.days from held h join known k on k.id = h.grid
), reach as (
  select p.person, coalesce(b.id, p.grid) as place, p.grid, p.level, range_agg(p.days) as days
  from places p left join below b on b.top = p.grid group by 1, 2, 3, 4
), nearer as (
  select r.person, r.place, r.grid, range_agg(n.days) as days from reach r join reach n on n.person = r.person and n.place = r.place and n.level > r.level group by 1, 2, 3
), writers as materialized (
  select r.person, r.place, r.grid, r.level, r.days - coalesce(n.days, '{}') as days from reach r left join nearer n using (person, place, grid)
)`;

const CONFIRMED = `exists (select from ledger_findings f where f.work_log = l.id and f.state in ('confirmed', 'corrected') and f.decided_at < :cut)`;
const CHECKED = 'l.checked_at < :cut';
const CHECKED_ON_THE_WAY = `(select c.work_log from ${asOfCut('facility_checks', 'true')} c where wangge_on_record(c.date_created, :cut))`;

const COLUMNS: Readonly<Record<string, string>> = {
  complete: `case when l.check_result = 'incomplete' and ${CHECKED} then false
    when l.kind = 'visit' then coalesce(btrim(l.residents_heard), '') <> ''
    when l.kind = 'patrol' and w.level = 3 then l.route_confirmed is true or l.id in ${CHECKED_ON_THE_WAY}
    else true end`,
  // (One within the other: of what was not checked nobody works out whether it is drawn.)
  truthful: `case when ${CHECKED} then case when coalesce(l.sampled, wangge_log_drawn(l.id, l.work_date)) then l.check_result is distinct from 'false' or not ${CONFIRMED} end end`,
};

/**
 * `which` of the logs that stand as they stood then. (`case`, of which Postgres expects half: people write where their post is, and a
 * chance of its own for place and day would leave it to expect one log.)
 */
const logsOf = (table: string, columns: readonly string[], which: string, writers: string): string => `
select l.id, w.grid, cast(null as uuid) as department, l.person${columns.map(column => `, ${COLUMNS[column]} as ${column}`).join('')}
from ${table} l join ${writers} w on w.person = l.person and case when w.place = l.grid then l.work_date <@ w.days else false end
where l.work_date between cast(:starts_on as date) and cast(:ends_on as date) and ${which}`;

const SETTLED = `wangge_on_record(l.date_created, :cut) and l.id not in (select h.item from fact_history h where h.of_table = 'work_logs' and h.at >= :cut)`;
const CHANGED = `(select *, cast(null as boolean) as sampled from wangge_logs_changed_since(:cut))`;

/** Bound, as `logWriters` tells them: Postgres knows how few they are, and what stands in a `with` would keep the logs from being read in parallel. */
const BOUND = `(select * from unnest(cast(:writer_persons as uuid[]), cast(:writer_places as uuid[]), cast(:writer_grids as uuid[]), cast(:writer_levels as smallint[]), cast(:writer_days as datemultirange[])) bound (person, place, grid, level, days))`;

const WITH_WRITERS = `with ${KNOWN}, ${BELOW}, ${ANSWERED}, ${WRITERS}`;

/** Who wrote for which grid, read before the logs are. */
export async function logWriters(trx: Db, { cut, starts_on, ends_on, subdistricts }: Pick<FactQuery, 'cut' | 'starts_on' | 'ends_on' | 'subdistricts'>): Promise<LogWriter[]> {
  const { rows } = await trx.raw<{ rows: LogWriter[] }>(`${WITH_WRITERS} select person, place, grid, level, cast(days as text) as days from writers where not isempty(days) order by person, place, grid`, { cut, starts_on, ends_on, subdistricts } as unknown as Record<string, string>);
  return rows;
}

/** Where nobody asks whether they are complete, those that were not checked say nothing, and are not read. */
function select({ columns, writers }: FactQuery): Selection {
  const asked = columns.includes('complete') ? 'true' : CHECKED;
  if (writers === undefined)
    return { sql: `${WITH_WRITERS} ${logsOf('work_logs', columns, `${SETTLED} and ${asked}`, 'writers')} union all ${logsOf(CHANGED, columns, asked, 'writers')}` };
  return {
    sql: logsOf('work_logs', columns, `${SETTLED} and ${asked}`, BOUND),
    told: logsOf(CHANGED, columns, asked, BOUND),
    bindings: {
      writer_persons: writers.map(({ person }) => person),
      writer_places: writers.map(({ place }) => place),
      writer_grids: writers.map(({ grid }) => grid),
      writer_levels: writers.map(({ level }) => String(level)),
      writer_days: writers.map(({ days }) => days),
    },
  };
}

export const LOG_FACTS: FactKindDefinition = {
  kind: 'log',
  name: { 'zh-CN': '篇', 'en-US': 'logs' },
  columns: {
    complete: { type: 'flag', since: 2 },
    truthful: { type: 'flag', since: 2 },
  },
  select,
  listing: {
    joins: 'left join work_logs named on named.id = cast(f.id as uuid)',
    title: 'named.summary',
    item: { collection: 'work_logs', key: 'named.id' },
    dates: { on_day: 'named.work_date' },
  },
};
