-- What was reported in the period, as it was known by the cut: whether it stands, where it lies, whose duty it is.

-- before
create temp table reported as
select r.issue, r.at, n.grid, n.scope, n.category, z.to_status as status, a.person,
  exists (select from on_record w where w.issue = r.issue and w.type = 'withdraw') as withdrawn
from on_record r cross join the_period p
cross join lateral (select s.* from stood s where s.issue = r.issue order by s.seq desc limit 1) n
cross join lateral (select e.to_status from on_record e where e.issue = r.issue order by e.seq desc limit 1) z
left join answers_for a on a.grid = n.grid and a.day = (r.at at time zone p.zone)::date
where r.type = 'report' and r.at >= p.from_at and r.at < p.until_at;

-- measure: missed_report_rate 漏报率
-- Categories that a patrol can see, as it was set at the cut; of several reports of one matter the earliest says who was first.
-- (Who was first says nothing of the department that handled it.)
with recursive same_matter as (
  select m.issue, (m.decided ->> 'duplicate_of')::uuid as into_issue from on_record m
  where m.type = 'merge' and not exists (select from on_record s where s.issue = m.issue and s.type = 'separate' and s.seq > m.seq)
), matter as (
  select into_issue as head, issue as report from same_matter
  union
  select o.into_issue, m.report from matter m join same_matter o on o.issue = m.head
), first_report as (
  select distinct on (of.head) of.head, i.source
  from (select issue as head, issue as report from reported union all select head, report from matter) of join issues i on i.id = of.report
  order by of.head, i.reported_at, i.id
)
select r.grid, null::uuid as department, r.person, r.scope, (f.source in ('resident', 'hotline', 'notice_page'))::int as numerator, 1 as denominator
from reported r join first_report f on f.head = r.issue join categories_then c on c.id = r.category and c.seen_on_patrol
where r.status not in ('rejected', 'merged') and not r.withdrawn and r.issue::text not in (select fact from exempt where kind = 'report');

-- measure: resident_solved_rate 居民认可率
-- Votes on the first publication; with fewer than three it says nothing. The department is the one that had it when it was published.
select r.grid, n.department, r.person, r.scope, (v.yes * 2 > v.votes)::int as numerator, 1 as denominator
from reported r join disclosures d on d.issue = r.issue
cross join lateral (select min(e.seq) as seq from on_record e where e.issue = r.issue and e.type = 'disclose') first
cross join lateral (
  select count(*) as votes, count(*) filter (where f.resolved = 'yes') as yes from votes_then f
  where f.disclosure = d.id and f.created_at < coalesce((
    select min(e.at) from issue_events e where e.issue = r.issue and e.type in ('withdraw_disclosure', 'reopen') and e.seq > first.seq), 'infinity')) v
join stood n on n.issue = r.issue and n.seq = first.seq
where v.votes >= 3 and r.status not in ('rejected', 'merged') and not r.withdrawn and r.issue::text not in (select fact from exempt where kind = 'report');
