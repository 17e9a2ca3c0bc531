-- How matters are handled. A case is a round's limit that fell due in the period; an issue's first round says whether it was in
-- time, handled, returned and so on, a later round that it was done over.

-- measure: on_time_rate 按期办结反馈率
select grid, department, person, scope, in_time::int as numerator, 1 as denominator
from limits_then where kind = 'resolve' and first;

-- measure: handled_rate 办结率
select grid, department, person, scope, (handled is not null)::int as numerator, 1 as denominator
from limits_then where kind = 'resolve' and first;

-- measure: rework_rate 返工率
select grid, department, person, scope, (not first)::int as numerator, 1 as denominator
from limits_then where kind = 'resolve' and (not first or handled is not null);

-- measure: return_rate 退回率
select l.grid, l.department, l.person, l.scope, exists (
    select from happened e where e.issue = l.issue and e.type = 'return' and e.cause = 'insufficient' and (l.ends is null or e.seq < l.ends)
  )::int as numerator, 1 as denominator
from limits_then l where kind = 'resolve' and first;

-- measure: response_rate 响应率
-- Accepted (a first step of the work is acceptance, too), or the reporter contacted, by the close of the next working day.
select l.grid, l.department, l.person, l.scope, exists (
    select from happened e
    where e.issue = l.issue
      and (e.type in ('accept', 'escalate', 'handle', 'feed_back') or e.type in ('progress', 'request_extension') and (e.from_status = 'assigned' and e.to_status = 'handling' or e.channel is not null))
      and e.at <= (
        select min(w.day) + coalesce(s.close_of_business, settings.close_of_business)
        from working_days w where w.day > (r.at at time zone p.zone)::date) at time zone p.zone
  )::int as numerator, 1 as denominator
from limits_then l cross join the_period p
join on_record r on r.issue = l.issue and r.type = 'report'
join subdistricts s on s.id = p.subdistrict cross join settings_wangge settings
where l.kind = 'resolve' and l.first;

-- measure: solution_rate 解决率
-- Of those that were verified in their first round: what the verification found.
select l.grid, l.department, l.person, l.scope, (v.solved = 'yes')::int as numerator, 1 as denominator
from limits_then l
cross join lateral (
  select e.solved from happened e
  where e.issue = l.issue and e.type = 'verify' and e.solved is not null and (l.ends is null or e.seq <= l.ends) order by e.seq desc limit 1) v
where l.kind = 'resolve' and l.first;

-- measure: satisfaction_rate 满意率
select l.grid, l.department, l.person, l.scope, (v.satisfaction >= 4)::int as numerator, 1 as denominator
from limits_then l
cross join lateral (
  select e.satisfaction from happened e
  where e.issue = l.issue and e.type = 'verify' and e.satisfaction is not null and (l.ends is null or e.seq <= l.ends) order by e.seq desc limit 1) v
where l.kind = 'resolve' and l.first;

-- measure: repeat_rate 重复发生率
select l.grid, l.department, l.person, l.scope, (i.repeat_of is not null)::int as numerator, 1 as denominator
from limits_then l join issues i on i.id = l.issue where l.kind = 'resolve' and l.first;

-- measure: first_time_rate 一次按期办结反馈率
select l.grid, l.department, l.person, l.scope, (l.in_time and not exists (
    select from rounds r cross join the_period p where r.issue = l.issue and not r.first and not r.only_votes and r.at < p.until_at))::int as numerator, 1 as denominator
from limits_then l where l.kind = 'resolve' and l.first;

-- measure: overdue_open_rate 超期待处置率
-- (A later round that is still open is one, too; one that is done says nothing.)
select grid, department, person, scope, (handled is null)::int as numerator, 1 as denominator
from limits_then where kind = 'resolve' and (first or handled is null);

-- measure: closing_rate 结案率
select l.grid, l.department, l.person, l.scope, (
    select (e.to_status = 'closed')::int from happened e where e.issue = l.issue order by e.seq desc limit 1) as numerator, 1 as denominator
from limits_then l where l.kind = 'resolve' and l.first;

-- measure: extension_rate 延期率
select l.grid, l.department, l.person, l.scope, exists (
    select from happened e
    where e.issue = l.issue and e.type = 'decide_extension' and e.decision = 'yes' and e.decided -> 'extensions' ? 'resolve' and (l.ends is null or e.seq < l.ends)
  )::int as numerator, 1 as denominator
from limits_then l where l.kind = 'resolve' and l.first;

-- measure: confirmed_rework_rate 核查返工率
select grid, department, person, scope, (not first)::int as numerator, 1 as denominator
from limits_then where kind = 'resolve' and (not first and not only_votes or first and handled is not null);

-- measure: escalation_on_time_rate 按时报区率
-- (Of these, as of the next three, a later round is a case only where it was missed.)
select grid, department, person, scope, in_time::int as numerator, 1 as denominator
from limits_then where kind = 'escalate' and (first or not in_time);

-- measure: escalation_returned_rate 报区退回率
select l.grid, l.department, l.person, l.scope, exists (
    select from happened e where e.issue = l.issue and e.type = 'route' and e.from_status = 'escalated' and (l.ends is null or e.seq < l.ends)
  )::int as numerator, 1 as denominator
from limits_then l where l.kind = 'resolve' and l.first
  and exists (select from happened e where e.issue = l.issue and e.type = 'escalate' and (l.ends is null or e.seq < l.ends));

-- measure: own_on_time_rate 本单位按期办结率
select grid, department, person, scope, in_time::int as numerator, 1 as denominator
from limits_then where kind = 'own' and (first or not in_time);

-- measure: verification_on_time_rate 按时核查率
select grid, department, person, scope, in_time::int as numerator, 1 as denominator
from limits_then where kind = 'verify' and (first or not in_time);

-- measure: disclosure_on_time_rate 按时公示率
select grid, department, person, scope, in_time::int as numerator, 1 as denominator
from limits_then where kind = 'disclose' and (first or not in_time);

-- measure: external_on_time_rate 来件按期办结率
select grid, department, person, scope, in_time::int as numerator, 1 as denominator
from limits_then where kind = 'external';

-- measure: urged_rate 督促率
-- Community matters still open when the warning was due: did whoever answered for the grid urge, or note how it goes, before the limit?
select l.grid, null::uuid as department, a.person, null::text as scope, exists (
    select from happened e cross join the_period p
    join answers_for o on o.grid = l.grid and o.day = (e.at at time zone p.zone)::date and o.person = e.actor
    where e.issue = l.issue and e.type in ('urge', 'progress') and e.at <= l.due
  )::int as numerator, 1 as denominator
from warned_then l cross join the_period p
left join answers_for a on a.grid = l.grid and a.day = (l.due at time zone p.zone)::date
where l.kind = 'resolve' and l.first and l.scope = 'community' and l.warn_at is not null and (l.met is null or l.met > l.warn_at);
