-- Duties: person × post × standard × unit (each working day, week, month, quarter that ends in the period). What is asked of a part
-- of the working days is their share, rounded; leave is excused; a unit of which nothing is asked is none.

-- before
-- Work counts in the grid of the post and below it; on the days on which somebody stands in, in the grid of the absent, too.
create temp table stood_in as
select a.stand_in as person, g.path, h.days * a.days as days from absences_then a join posts_then h on h.person = a.person and h.role = 'leader' join the_grids g on g.grid = h.grid
where a.stand_in is not null and h.days && a.days;

create temp table duties_then as
with post as (
  select h.person, h.grid, g.level, g.path, range_agg(h.days) as days
  from posts_then h join the_grids g on g.grid = h.grid where h.role = 'leader' group by h.person, h.grid, g.level, g.path
), unit as (
  select per.per, u.starts_on, u.ends_on
  from the_period p
  cross join (values ('working_day', 'day', interval '1 day'), ('week', 'week', interval '7 days'), ('month', 'month', interval '1 month'), ('quarter', 'quarter', interval '3 months')) per (per, trunc, length)
  cross join lateral generate_series(date_trunc(per.trunc, p.first_day::timestamp), p.last_day::timestamp, per.length) s (day)
  cross join lateral (select s.day::date as starts_on, (s.day + per.length)::date - 1 as ends_on) u
  where u.ends_on >= p.first_day and u.ends_on <= p.last_day
), asked as (
  select o.person, o.grid, o.level, o.path, o.days, s.id as standard, s.kind, s.amount, s.log_kinds, u.starts_on, u.ends_on,
    count(*) as working,
    count(*) filter (where o.days @> w.day) as held,
    count(*) filter (where o.days @> w.day and not exists (select from absences_then a where a.person = o.person and a.days @> w.day)) as present
  from post o join standards_then s on s.level = o.level join unit u on u.per = s.per
  join working_days w on w.day between u.starts_on and u.ends_on
  where not s.per = 'working_day' or u.starts_on in (select day from working_days)
  group by o.person, o.grid, o.level, o.path, o.days, s.id, s.kind, s.amount, s.log_kinds, u.starts_on, u.ends_on
), required as (
  select *, floor(amount * present::numeric / working + 0.5)::int as required from asked
)
select r.*, case
    when r.kind = 'field_minutes' then (
      -- (Nobody's logs overlap.) What was found false by two people does not count.
      select coalesce(sum(l.minutes), 0) from logs_then l join the_grids lg on lg.grid = l.grid
      where l.person = r.person and l.work_date between r.starts_on and r.ends_on and r.days @> l.work_date
        and (lg.path like r.path || '%' or exists (select from stood_in i where i.person = r.person and i.days @> l.work_date and lg.path like i.path || '%'))
        and (case when jsonb_array_length(coalesce(nullif(r.log_kinds, 'null'), '[]')) > 0 then r.log_kinds else '["patrol", "visit", "handling"]' end) ? l.kind
        and not exists (select from ledger_findings f cross join the_period p where f.work_log = l.id and f.kind = 'false' and f.state in ('confirmed', 'corrected') and f.decided_at < p.cut))
    when r.kind in ('visit', 'meeting') then (
      select count(*) from logs_then l join the_grids lg on lg.grid = l.grid
      where l.person = r.person and l.work_date between r.starts_on and r.ends_on and r.days @> l.work_date
        and (lg.path like r.path || '%' or exists (select from stood_in i where i.person = r.person and i.days @> l.work_date and lg.path like i.path || '%'))
        and (case when jsonb_array_length(coalesce(nullif(r.log_kinds, 'null'), '[]')) > 0 then r.log_kinds else jsonb_build_array(r.kind) end) ? l.kind
        and not exists (select from ledger_findings f cross join the_period p where f.work_log = l.id and f.kind = 'false' and f.state in ('confirmed', 'corrected') and f.decided_at < p.cut))
    when r.kind = 'log_check' then (
      select count(*) from logs_then l join the_grids lg on lg.grid = l.grid cross join the_period p
      where l.checked_by = r.person and (l.checked_at at time zone p.zone)::date between r.starts_on and r.ends_on
        and r.days @> (l.checked_at at time zone p.zone)::date
        and (lg.path like r.path || '%' or exists (select from stood_in i where i.person = r.person and i.days @> (l.checked_at at time zone p.zone)::date and lg.path like i.path || '%')))
    when r.kind = 'ledger_review' then (
      select count(*) from ledger_confirmations c join the_grids lg on lg.grid = c.grid cross join the_period p
      where c.confirmed_by = r.person and (c.recorded_at is null or c.recorded_at < p.cut) and (c.confirmed_at at time zone p.zone)::date between r.starts_on and r.ends_on
        and r.days @> (c.confirmed_at at time zone p.zone)::date
        and (lg.path like r.path || '%' or exists (select from stood_in i where i.person = r.person and i.days @> (c.confirmed_at at time zone p.zone)::date and lg.path like i.path || '%')))
    else 0 end as done
from required r where r.required > 0 and not exists (
  select from exempt x where x.kind = 'duty' and starts_with(x.fact, concat_ws(':', r.person, r.grid, r.standard, ''))
    and split_part(x.fact, ':', 4)::date between r.starts_on and r.ends_on);

-- measure: duty_met_rate 履职达标率
select grid, null::uuid as department, person, null::text as scope, (done >= required)::int as numerator, 1 as denominator from duties_then;

-- measure: duty_field_rate 一线走访时长达标率
select grid, null::uuid as department, person, null::text as scope, (done >= required)::int as numerator, 1 as denominator from duties_then where kind = 'field_minutes';

-- measure: duty_visit_rate 走访达标率
select grid, null::uuid as department, person, null::text as scope, (done >= required)::int as numerator, 1 as denominator from duties_then where kind = 'visit';

-- measure: duty_meeting_rate 会议达标率
select grid, null::uuid as department, person, null::text as scope, (done >= required)::int as numerator, 1 as denominator from duties_then where kind = 'meeting';

-- measure: duty_log_check_rate 日志检查达标率
select grid, null::uuid as department, person, null::text as scope, (done >= required)::int as numerator, 1 as denominator from duties_then where kind = 'log_check';

-- measure: duty_review_rate 台账核实达标率
select grid, null::uuid as department, person, null::text as scope, (done >= required)::int as numerator, 1 as denominator from duties_then where kind = 'ledger_review';
