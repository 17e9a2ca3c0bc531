-- Work logs of people in office: of the grid of the post that they held, or stood in for, on that day.

-- before
create temp table counted_logs as
select l.id, l.person, o.grid, l.kind, l.residents_heard, l.route_confirmed, l.check_result, l.work_date, o.level
from logs_then l cross join the_period p
join the_grids lg on lg.grid = l.grid
cross join lateral (
  -- The grid of the log, or the nearest above it.
  select h.grid, g.level from posts_then h join the_grids g on g.grid = h.grid
  where lg.path like g.path || '%' and h.days @> l.work_date
    and (h.person = l.person or exists (select from absences_then a where a.person = h.person and a.stand_in = l.person and a.days @> l.work_date))
  order by g.level desc limit 1) o
where l.work_date between p.first_day and p.last_day and l.id::text not in (select fact from exempt where kind = 'log');

-- measure: log_complete_rate 日志规范率
-- A visit says what residents said; a patch's patrol confirms the way or notes what is not in order; no check found it incomplete.
select l.grid, null::uuid as department, l.person, null::text as scope, (
    case l.kind when 'visit' then nullif(btrim(l.residents_heard), '') is not null
      when 'patrol' then l.level < 3 or l.route_confirmed or exists (select from facility_checks_then f where f.work_log = l.id)
      else true end
    and l.check_result is distinct from 'incomplete')::int as numerator, 1 as denominator
from counted_logs l;

-- measure: log_true_rate 日志属实率
-- Drawn (a tenth, by id and month) and checked; false is what a second person found so.
select l.grid, null::uuid as department, l.person, null::text as scope, (not exists (
    select from ledger_findings f cross join the_period p
    where f.work_log = l.id and f.kind = 'false' and f.state in ('confirmed', 'corrected') and f.decided_at < p.cut))::int as numerator, 1 as denominator
from counted_logs l
where l.check_result is not null
  and ('x' || left(md5(l.id::text || ' ' || to_char(l.work_date, 'YYYY-MM')), 8))::bit(32)::bigint % 10 = 0;
