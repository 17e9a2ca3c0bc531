-- The limits that fell due in the period: one row each, with what became of it by the period's end. The counts of `clocks.sql` read it.

create temp table limits_then as
with known as (
  -- A limit is opened by an event; its round is the one in which that event lies.
  select d.id, d.issue, d.kind::text, d.department as own, d.opened_by_seq as seq, d.due_at, d.original_due_at, d.warn_at, d.provisional, r.begins, r.ends, r.first, r.only_votes,
    -- Only the last one of a kind is still worked on.
    lead(d.opened_by_seq) over (partition by d.issue, d.kind order by d.opened_by_seq, d.id) as next_seq
  from issue_deadlines d
  join on_record o on o.issue = d.issue and o.seq = d.opened_by_seq
  join rounds r on r.issue = d.issue and d.opened_by_seq >= r.begins and (r.ends is null or d.opened_by_seq < r.ends)
  where d.kind <> 'progress'
), due as (
  select k.*,
    -- Until when: the limit of a round stands on the issue, and each event that moves it says so.
    case when k.kind = 'resolve' then coalesce((
      select (e.patch ->> 'due_at')::timestamptz from on_record e
      where e.issue = k.issue and e.patch ? 'due_at' and (k.ends is null or e.seq < k.ends) order by e.seq desc limit 1), k.due_at)
    -- Of the others nothing but what on_record since can have moved it.
    when exists (
      select from issue_events e cross join the_period p
      where e.issue = k.issue and e.seq > k.seq and e.type in ('decide_extension', 'resume', 'deadline_moved', 'separate')
        and not exists (select from on_record h where h.issue = e.issue and h.seq = e.seq)) then k.original_due_at
    else k.due_at end as due,
    case when k.kind = 'resolve' then coalesce((
      select (e.patch ->> 'due_provisional')::boolean from on_record e
      where e.issue = k.issue and e.patch ? 'due_provisional' and (k.ends is null or e.seq < k.ends) order by e.seq desc limit 1), k.provisional)
    else k.provisional end as unsure
  from known k
), done as (
  select d.*,
    -- What it measures: for a round and another authority's limit the later of handled and fed back, else one event.
    case d.kind
    when 'resolve' then (
      select greatest(min(e.at) filter (where e.type = 'handle'), min(e.at) filter (where e.type = 'feed_back' and e.to_status = 'fed_back')) from on_record e
      where e.issue = d.issue and e.seq >= d.begins and (d.ends is null or e.seq <= d.ends)
      having count(*) filter (where e.type = 'handle') > 0 and count(*) filter (where e.type = 'feed_back' and e.to_status = 'fed_back') > 0)
    when 'external' then (
      select greatest(min(e.at) filter (where e.type = 'handle'), min(e.at) filter (where e.type = 'feed_back' and e.to_status = 'fed_back')) from on_record e
      where e.issue = d.issue
      having count(*) filter (where e.type = 'handle') > 0 and count(*) filter (where e.type = 'feed_back' and e.to_status = 'fed_back') > 0)
    else (
      select min(e.at) from on_record e
      where e.issue = d.issue and e.seq > d.seq and (d.next_seq is null or e.seq <= d.next_seq) and (d.ends is null or e.seq <= d.ends)
        and e.type = case d.kind when 'own' then 'handle' when 'escalate' then 'escalate' when 'verify' then 'verify' else 'disclose' end)
    end as met,
    (select min(e.at) from happened e where e.issue = d.issue and e.type = 'handle' and e.seq >= d.begins and (d.ends is null or e.seq < d.ends)) as handled
  from due d
), goes_on as (
  -- Since which event it runs: its opening, or the last that let it go on.
  select d.*, coalesce((
    select max(e.seq) from on_record e
    where e.issue = d.issue and e.seq > d.seq and (d.next_seq is null or e.seq < d.next_seq) and (d.ends is null or e.seq < d.ends)
      and case d.kind
        when 'resolve' then e.type in ('resume', 'handle', 'separate') or (e.type = 'route' and e.from_status = 'escalated')
        when 'external' then e.type = 'separate'
        when 'own' then e.type in ('resume', 'handle') or (e.type = 'route' and (not e.decided ? 'department' or (e.decided ->> 'department')::uuid = d.own))
        else false end), d.seq) as since
  from done d
), stopped as (
  -- Called off in time, or standing since before its end: nothing that comes when it has passed can stop it.
  select g.*, exists (
    select from on_record e
    where e.issue = g.issue and e.seq > g.since and (g.ends is null or e.seq <= g.ends) and (g.met is null or e.at < g.met)
      and case
        when g.kind in ('resolve', 'own') and e.type in ('suspend', 'escalate') or g.kind = 'own' and e.type = 'return'
          then coalesce((e.decided ->> 'paused_from')::timestamptz, e.at) < g.due
        when g.kind in ('resolve', 'own', 'external', 'escalate') and e.type in ('merge', 'reject', 'withdraw') then e.at <= g.due
        when g.kind = 'own' and e.type = 'route' then e.at <= g.due
        when g.kind = 'escalate' and (e.type = 'handle' or e.type = 'route' and e.decided ->> 'scope' <> 'district' and not coalesce(e.decided -> 'limits' ? 'escalate', false)) then e.at <= g.due
        when g.kind = 'verify' and e.type in ('close', 'reopen') then e.at <= g.due
        when g.kind = 'disclose' and (e.type = 'reopen' or e.type = 'verify' and e.solved = 'no') then e.at <= g.due
        else false end) as off
  from goes_on g
), counts as (
  select s.*, s.met is not null and s.met <= s.due as in_time, least(s.due, s.met) as held_at
  from stopped s cross join the_period p
  where s.due >= p.from_at and s.due < p.until_at and not s.off and not s.unsure
)
-- With whom and where it stood when it fell due, or was done before.
select c.id, c.issue, c.kind, c.seq, c.begins, c.ends, c.first, c.only_votes, c.due, c.warn_at, c.met, c.in_time, c.handled,
  s.grid, coalesce(c.own, s.department) as department, s.scope,
  case c.kind when 'own' then s.handler
    when 'verify' then case when s.follower is distinct from s.handler and s.follower is not null then s.follower when s.lead is distinct from s.handler then s.lead end
    else s.lead end as person
from counts c
join stood s on s.issue = c.issue and s.seq = coalesce((
  select max(x.seq) from stood x
  where x.issue = c.issue and x.seq >= c.seq and (c.next_seq is null or x.seq < c.next_seq) and x.at <= c.held_at and (c.kind <> 'own' or x.department = c.own)), c.seq);
create index on limits_then (kind);

-- A clock and the warning before it are two facts.
create temp table warned_then as select * from limits_then where id::text not in (select fact from exempt where kind = 'warning');
delete from limits_then where id::text in (select fact from exempt where kind = 'clock');
