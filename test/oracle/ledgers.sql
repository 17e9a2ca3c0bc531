-- Ledgers at the end of each month, and entries that somebody outside the line looked at.

-- measure: ledger_complete_rate 台账齐全率
select s.grid, null::uuid as department, a.person, null::text as scope, least(s.entries, s.expected) as numerator, s.expected as denominator
from ledger_snapshots s cross join the_period p left join answers_for a on a.grid = s.grid and a.day = s.taken_on
where s.taken_on between p.first_day and p.last_day and s.expected is not null
  and concat_ws(':', s.grid, s.dataset, s.taken_on) not in (select fact from exempt where kind = 'ledger');

-- measure: ledger_fresh_rate 台账更新及时率
select s.grid, null::uuid as department, a.person, null::text as scope, s.fresh as numerator, s.entries as denominator
from ledger_snapshots s cross join the_period p left join answers_for a on a.grid = s.grid and a.day = s.taken_on
where s.taken_on between p.first_day and p.last_day and concat_ws(':', s.grid, s.dataset, s.taken_on) not in (select fact from exempt where kind = 'ledger');

-- measure: ledger_accurate_rate 台账准确率
-- Each entry once, of the grid and the person of the day on which it was first looked at.
with looked_at as (
  select c.dataset, c.item, c.grid, c.checked_on as day, c.checked_by as by_whom from ledger_spot_checks c cross join the_period p
  where c.date_created < p.cut or c.date_created is null
  union all
  select f.dataset, f.item, f.grid, f.found_on, f.found_by from ledger_findings f cross join the_period p
  where f.item is not null and (f.date_created < p.cut or f.date_created is null)
), entry as (
  select distinct on (l.dataset, l.item) l.dataset, l.item, l.grid, l.day
  from looked_at l cross join the_period p join the_grids g on g.grid = l.grid
  where l.day between p.first_day and p.last_day
    -- Whoever holds a post in the line of the grid, or stands in for one who does, does not check it.
    and not exists (
      select from posts_then h join the_grids o on o.grid = h.grid
      where h.days @> l.day and g.path like o.path || '%'
        and (h.person = l.by_whom or exists (select from absences_then a where a.person = h.person and a.stand_in = l.by_whom and a.days @> l.day)))
  order by l.dataset, l.item, l.day
)
select e.grid, null::uuid as department, a.person, null::text as scope, (not exists (
    select from ledger_findings f cross join the_period p
    where f.item = e.item and f.dataset = e.dataset and f.state in ('confirmed', 'corrected') and f.decided_at < p.cut
      and f.found_on between p.first_day and p.last_day))::int as numerator, 1 as denominator
from entry e left join answers_for a on a.grid = e.grid and a.day = e.day
where concat_ws(':', e.item, e.grid) not in (select fact from exempt where kind = 'finding');
