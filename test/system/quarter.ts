/**
 * A whole quarter of a city in a few statements, for what only shows at scale: grids, issues, their `resolve` clocks,
 * and the events behind reopenings and returns. Triggers are off while it is written, so timelines are not whole.
 */
import type { Knex } from 'knex';

export interface QuarterSize {
  subdistricts: number;
  /** In all, level 3; ten to a community, five communities to an area. */
  patches: number;
  issues: number;
}

/** The third quarter of 2025, in Shanghai. */
export const QUARTER = '2025-Q3';
const FIRST = '2025-06-30T16:00:00Z';
const DAYS = 92;

export async function fillQuarter(db: Knex, { subdistricts, patches, issues }: QuarterSize): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw(`set local session_replication_role = replica`);
    await trx.raw(`select setseed(0.42)`);
    await trx.raw(`
      insert into subdistricts (id, code, name)
      select gen_random_uuid(), (800000000 + n)::text, '街道' || n from generate_series(1, ?) n`, [subdistricts]);
    const each = Math.ceil(patches / subdistricts);
    const grids = (level: number, per: number, below: string): string => `
      insert into grids (id, code, name, subdistrict, level, parent, kind, status, path)
      select gen_random_uuid(), s.code || ${below}, '网格' || s.code || ${below}, s.id, ${level}, p.id, 'basic', 'active',
        coalesce(p.path, '/') || s.code || ${below} || '/'
      from subdistricts s cross join generate_series(0, ${Math.ceil(each / per) - 1}) n
      left join grids p on p.code = s.code || ${level === 1 ? 'null' : level === 2 ? `'L' || lpad((n / 5 + 1)::text, 2, '0')` : `lpad((n / 10 + 1)::text, 3, '0')`}
      where s.code like '8%'`;
    await trx.raw(grids(1, 50, `'L' || lpad((n + 1)::text, 2, '0')`));
    await trx.raw(grids(2, 10, `lpad((n + 1)::text, 3, '0')`));
    await trx.raw(grids(3, 1, `lpad((n / 10 + 1)::text, 3, '0') || lpad((n + 1)::text, 3, '0')`));
    await trx.raw(`select wangge_fill_grid_spans()`);
    await trx.raw(`update grid_spans set valid_from = '2020-01-01' where code like '8%'`);
    await trx.raw(`
      insert into grid_spans (grid, subdistrict, code, path, level, status, community, valid_from)
      select id, subdistrict, code, path, level, status, case level when 2 then id when 3 then parent end, '2025-01-01' from grids
      where code like '8%' and not exists (select from grid_spans s where s.grid = grids.id)`);
    await trx.raw(`
      create temp table quarter on commit drop as
      with patches as materialized (select row_number() over (order by code) as place, id, path from grids where level = 3 and code like '8%'),
      dice as materialized (
        select n, gen_random_uuid() as id, 1 + floor(random() * (select count(*) from patches))::int as place,
          timestamptz '${FIRST}' + random() * interval '${DAYS} days' as due_at, random() as fate, random() as scope, random() as flag
        from generate_series(1, ?) n
      )
      select n, dice.id, p.id as grid, p.path as grid_path, due_at, due_at - interval '3 days' as started_at, fate, flag,
        case when scope < 0.7 then 'community' when scope < 0.95 then 'subdistrict' else 'district' end as scope,
        case when fate < 0.8 then due_at - random() * interval '3 days' when fate < 0.93 then due_at + random() * interval '20 days' end as met_at
      from dice join patches p using (place)`, [issues]);
    await trx.raw(`
      insert into issues (id, number, title, description, category, grid, grid_path, status, scope, reported_at, due_at, handled_at, fed_back_at, closed_at,
        overdue, reopen_count, faulted_return_count, withdrawn_at, event_seq, event_hash, event_recorded_at, route_explanation)
      select id, 'Q' || n, '楼道堆放杂物（' || n || '）', '居民反映楼道内长期堆放杂物，影响通行，存在消防隐患，请尽快协调清理。', (select id from issue_categories limit 1), grid, grid_path,
        case when fate > 0.99 then 'rejected' when met_at is null then 'handling' else 'closed' end, scope, started_at, due_at, met_at, met_at, met_at,
        met_at is null or met_at > due_at, case when flag < 0.03 then 1 else 0 end, case when flag > 0.98 then 1 else 0 end,
        case when fate > 0.995 then due_at end, 4, md5(n::text), due_at + interval '1 day', '{"steps":[],"lead_by":"grid_leader","handler_by":"duty_line"}'
      from quarter order by started_at`);
    await trx.raw(`
      insert into issue_deadlines (issue, kind, scope, grid, first_round, handled_at, state, due_at, original_due_at, started_at, met_at, missed_at, opened_by_seq, certificate)
      select id, kind, scope, grid, true, met_at, case when met_at <= due_at then 'met' when met_at is not null then 'late' when fate < 0.96 then 'missed' else 'running' end,
        due_at, due_at, started_at, met_at, case when met_at > due_at or met_at is null and fate < 0.96 then due_at end, 1,
        '{"limit":{"working_days":3,"close_of_business":"18:00","calendar_version":"2026"},"pauses":[],"extensions":[]}'
      from quarter cross join (values ('resolve'), ('own')) k (kind)`);
    // What was found unsolved is done over, within three days.
    await trx.raw(`
      insert into issue_deadlines (issue, kind, scope, grid, first_round, handled_at, state, due_at, original_due_at, started_at, met_at, opened_by_seq, certificate)
      select id, 'resolve', scope, grid, false, due_at + interval '2 days', 'met', due_at + interval '4 days', due_at + interval '4 days', due_at + interval '1 day', due_at + interval '2 days', 3, '{}'
      from quarter where flag < 0.03`);
    await trx.raw(`
      insert into issue_events (issue, seq, type, at, solved, cause, data)
      select id, 3, case when flag < 0.03 then 'verify' else 'return' end, due_at + interval '1 day', case when flag < 0.03 then 'no' end,
        case when flag > 0.98 then 'insufficient' end, '{}'
      from quarter where flag < 0.03 or flag > 0.98`);
  });
  await db.raw('analyze issues, issue_deadlines, issue_events, grids');
}
