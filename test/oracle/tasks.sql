-- What was to be collected, and what the sub-district asked of grids, by the day on which it was due.

-- measure: collection_on_time_rate 采集按期完成率
select t.grid, null::uuid as department, a.person, null::text as scope,
  (t.done_at is not null and t.done_at < p.cut and not coalesce(t.late, false))::int as numerator, 1 as denominator
from collection_tasks_then t cross join the_period p left join answers_for a on a.grid = t.grid and a.day = t.due_on
where t.due_on between p.first_day and p.last_day and t.id::text not in (select fact from exempt where kind = 'collection');

-- measure: assigned_on_time_rate 交办任务按期完成率
-- Done by the close of its day and accepted; what was done in time and nobody looked at says nothing.
select t.grid, null::uuid as department, a.person, null::text as scope, (d.in_time and t.state = 'accepted')::int as numerator, 1 as denominator
from parts_then t cross join the_period p join subdistricts s on s.id = p.subdistrict cross join settings_wangge settings
cross join lateral (select coalesce(t.completed_at < p.cut and not coalesce(t.late, false)
  and t.completed_at <= (t.due_on + coalesce(s.close_of_business, settings.close_of_business)) at time zone p.zone, false) as in_time) d
left join answers_for a on a.grid = t.grid and a.day = t.due_on
where t.due_on between p.first_day and p.last_day and t.state <> 'withdrawn' and t.id::text not in (select fact from exempt where kind = 'part')
  and not (d.in_time and t.state not in ('accepted', 'returned'));
