/**
 * The SQL of snapshots: the ledgers as they were at the moment when a month was over, whatever was written since. Statement by
 * statement the same at any time: a table says what is there now, `wangge_kept_since` what was there of what changed since
 * (`sql/063-ledger-snapshots.sql`).
 */
import type { Db } from '../../kernel/context.ts';
import type { Day, Moment, Uuid } from '../../kernel/values.ts';
import type { Denominator } from '../model.ts';
import { CURRENT, dueOn, EXPECTED, staleOn } from '../upkeep/counting-store.ts';
import { FACILITIES } from '../upkeep/figures-rules.ts';

export interface OpenMonth {
  /** Its last day. */
  month: Day;
  closes_at: Moment;
  /** Until it is over, in milliseconds, by the clock that its writers go by; not positive: it is over. */
  remaining: number;
}

/** The month that comes next; null: nothing is set up. */
export async function openMonth(db: Db): Promise<OpenMonth | null> {
  const { rows } = await db.raw<{ rows: OpenMonth[] }>(`
    select month::text, to_json(closes_at) #>> '{}' as closes_at, ceil(extract(epoch from closes_at - wangge_clock()) * 1000)::float8 as remaining
    from ledger_snapshot_runs where state = 'open'`);
  return rows[0] ?? null;
}

/**
 * Comes back when everybody who began to write in that month is done, or throws after half a minute: other jobs wait, and the count
 * is the same later. Who comes now writes in the next month, and waits for nobody.
 */
export async function awaitWriters(db: Db, month: Day): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw(`set local lock_timeout = '30s'`);
    await trx.raw(`select pg_advisory_xact_lock(l.class, l.object) from wangge_month_lock(cast(? as date)) l`, [month]);
  });
}

/** Takes the month for this transaction; null: somebody else has counted it. */
export async function lockMonth(trx: Db, month: Day): Promise<Moment | null> {
  const { rows } = await trx.raw<{ rows: { closes_at: Moment }[] }>(`
    select to_json(closes_at) #>> '{}' as closes_at from ledger_snapshot_runs where month = ? and state = 'open' for update`, [month]);
  return rows[0]?.closes_at ?? null;
}

export interface SnapshotSet { id: Uuid; collection: string; required: boolean; expected_from: Denominator }

/** The data sets that were active. */
export async function setsAt(trx: Db, closed: Moment): Promise<SnapshotSet[]> {
  const { rows } = await trx.raw<{ rows: SnapshotSet[] }>(`
    select d.id, d.collection, d.required, d.expected_from
    from ledger_datasets present left join wangge_kept_since('ledger_datasets', ?) k on k.item = present.id
    cross join lateral jsonb_populate_record(present, coalesce(k.was, '{}')) d
    where d.active and (k.item is null or k.was is not null) and to_regclass(format('public.%I', d.collection)) is not null
    order by d.collection`, [closed]);
  return rows;
}

/** Entries as (grid, review_due_on, n): those of now, less what changed since, and what that was before. The index has the first part. */
const entriesThen = (table: string, changed: string): string => `
  select grid, review_due_on, 1 as n from ${table} where ${CURRENT}
  union all
  select e.grid, e.review_due_on, -1 from ${table} e join ${changed} k on k.item = e.id where e.${CURRENT}
  union all
  select cast(was ->> 'grid' as uuid), cast(was ->> 'review_due_on' as date), 1 from ${changed} where was ->> 'state' = 'current'`;

const FACILITIES_THEN = `
  select grid, sum(n) as total from (${entriesThen(FACILITIES, 'facilities_changed')}) facility group by grid`;
const NO_FACILITIES = 'select cast(null as uuid) as grid, 0 as total where false';

/** The patches that were in use, with their households, for this transaction: thirty sets are counted in them, by a plan that knows how many they are. */
export async function gatherPatches(trx: Db, month: Day, closed: Moment): Promise<void> {
  await trx.raw(`
    create temp table snapshot_patches on commit drop as
    select p.id, case when k.item is null then g.households else cast(k.was ->> 'households' as int) end as households
    from wangge_grids_as_of(cast(? as date)) p left join grids g on g.id = p.id left join wangge_kept_since('grids', ?) k on k.item = p.id
    where p.level = 3 and p.status = 'active'`, [month, closed]);
  await trx.raw('analyze snapshot_patches');
}

/** The month that is counted. `facilities`: was the set of facilities active? */
export interface EndedMonth { month: Day; closed: Moment; facilities: boolean }

/** Counts one set in the patches of `gatherPatches`. Says how many rows it made. */
export async function countSet(trx: Db, set: SnapshotSet, ended: EndedMonth): Promise<number> {
  const { sql, bindings } = countingQuery(set, ended);
  const { rows } = await trx.raw<{ rows: { made: number }[] }>(sql, bindings);
  return rows[0]!.made;
}

export function countingQuery({ id, collection, required, expected_from }: SnapshotSet, { month, closed, facilities }: EndedMonth): { sql: string; bindings: Record<string, string | boolean> } {
  const day = 'cast(:month as date)';
  const sql = `
    with changed as materialized (select item, was from wangge_kept_since(:collection, :closed)),
    facilities_changed as materialized (select item, was from wangge_kept_since('${FACILITIES}', :closed)),
    declared_changed as materialized (select item, was from wangge_kept_since('ledger_expected', :closed)),
    counted as (
      select grid, sum(n) as total, coalesce(sum(n) filter (where ${dueOn(day)}), 0) as due, coalesce(sum(n) filter (where ${staleOn(day)}), 0) as stale
      from (${entriesThen(':collection:', 'changed')}) entry group by grid
    ),
    patches as (select id, households from snapshot_patches),
    below as (select id, id as top from snapshot_patches),
    sets as (select cast(:id as uuid) as id, cast(:expected_from as text) as expected_from),
    declared as (
      select dataset, grid, expected from ledger_expected e where dataset = :id and not exists (select from declared_changed k where k.item = e.id)
      union all
      select cast(was ->> 'dataset' as uuid), cast(was ->> 'grid' as uuid), cast(was ->> 'expected' as int) from declared_changed where was is not null
    ),
    facilities as (${facilities && expected_from === 'facilities' ? FACILITIES_THEN : NO_FACILITIES}),
    expected as (${EXPECTED}),
    made as (
      insert into ledger_snapshots (taken_on, dataset, grid, entries, fresh, due, stale, expected)
      select ${day}, :id, p.id, coalesce(c.total, 0), coalesce(c.total - c.due - c.stale, 0), coalesce(c.due, 0), coalesce(c.stale, 0), e.expected
      from snapshot_patches p join expected e on e.grid = p.id left join counted c on c.grid = p.id
      where :required or c.total > 0 or e.expected > 0
      returning 1
    )
    select count(*)::int as made from made`;
  return { sql, bindings: { id, collection, required, expected_from, month, closed } };
}

/** The month is counted; the next one is open, and what was kept for this one is not needed any more. */
export async function closeMonth(trx: Db, month: Day): Promise<void> {
  await trx.raw(`update ledger_snapshot_runs set state = 'taken', taken_at = wangge_clock() where month = ?`, [month]);
  await trx.raw(`
    with next as (
      insert into ledger_snapshot_runs (month, state, closes_at)
      select day, 'open', wangge_day_ends(day) from wangge_month_end(cast(? as date) + 1) day returning closes_at
    ) delete from ledger_kept where at < (select closes_at from next)`, [month]);
}
