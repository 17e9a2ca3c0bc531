-- What of a number came from above, from the press or by the hotline: a scheme may count such a case several times.

-- flagged: on_time_rate 按期办结反馈率
select l.grid, l.department, l.person, l.scope, i.source as flag, l.in_time::int as numerator, 1 as denominator
from limits_then l join issues i on i.id = l.issue
where l.kind = 'resolve' and l.first and i.source in ('superior', 'media', 'hotline');

-- flagged: rework_rate 返工率
select l.grid, l.department, l.person, l.scope, i.source as flag, (not l.first)::int as numerator, 1 as denominator
from limits_then l join issues i on i.id = l.issue
where l.kind = 'resolve' and (not l.first or l.handled is not null) and i.source in ('superior', 'media', 'hotline');

-- flagged: resident_solved_rate 居民认可率
-- (As the measure, in `reports.sql`.)
select r.grid, n.department, r.person, r.scope, i.source as flag, (v.yes * 2 > v.votes)::int as numerator, 1 as denominator
from reported r join issues i on i.id = r.issue join disclosures d on d.issue = r.issue
cross join lateral (select min(e.seq) as seq from on_record e where e.issue = r.issue and e.type = 'disclose') first
cross join lateral (
  select count(*) as votes, count(*) filter (where f.resolved = 'yes') as yes from votes_then f
  where f.disclosure = d.id and f.created_at < coalesce((
    select min(e.at) from issue_events e where e.issue = r.issue and e.type in ('withdraw_disclosure', 'reopen') and e.seq > first.seq), 'infinity')) v
join stood n on n.issue = r.issue and n.seq = first.seq
where v.votes >= 3 and r.status not in ('rejected', 'merged') and not r.withdrawn and i.source in ('superior', 'media', 'hotline');
