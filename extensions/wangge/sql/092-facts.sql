-- Facts of clocks and reports: indexes that serve them, and what has to be known as of a cut (`assessment/facts/`).

-- Clocks that are assessed, by the moment they fall due, whichever kinds a scheme asks.
create index if not exists issue_deadlines_assessed on issue_deadlines (due_at) where kind <> 'progress';
drop index if exists issue_deadlines_cases, issue_deadlines_facts;
-- Later rounds: few.
create index if not exists issue_deadlines_rounds on issue_deadlines (issue, opened_by_seq) include (started_at) where kind = 'resolve' and not first_round;
-- What went to the district and came back.
create index if not exists issue_events_district on issue_events (issue, seq) include (type, at) where type = 'escalate' or (type = 'route' and from_status = 'escalated');
-- Rounds that residents' votes opened.
create index if not exists issue_events_voted on issue_events (issue, seq) where type = 'reopen' and actor is null;
create index if not exists issue_events_merged on issue_events (issue, at) where type = 'merge';
-- Who urged, and who noted how it goes.
create index if not exists issue_events_urged on issue_events (issue, at) include (actor) where type in ('urge', 'progress') and actor is not null;

-- As they were set, and as a moderator left them, at a cut.
select wangge_keep_facts('issue_categories', 'id', 'seen_on_patrol');
select wangge_keep_facts('disclosure_feedback', 'id', 'state');
select wangge_keep_facts('departments', 'id', 'code', 'subdistrict');

-- The departments by the codes that they had.
create or replace function wangge_departments_then(cut timestamptz) returns table (id uuid, code text, name text, subdistrict uuid) language sql stable parallel safe as $$
  select d.id, coalesce(k.was ->> 'code', d.code), d.name, coalesce(cast(k.was ->> 'subdistrict' as uuid), d.subdistrict)
  from departments d left join wangge_facts_since('departments', cut) k on k.item = d.id
$$;

-- When the last event of an issue was recorded, of those that do not say it themselves (of an earlier release, and untouched
-- since). Cheap to the planner: it is hardly ever asked.
create or replace function wangge_last_recorded(the_issue uuid) returns timestamptz
language sql stable parallel safe cost 1 as $$
  select max(wangge_recorded_at(e.at, e.data)) from issue_events e where e.issue = the_issue
$$;
-- Issues of which something was recorded since a cut. (Of this kind, since it keeps no update off: it knows of pages, not of rows.)
create index if not exists issues_recorded on issues using brin (event_recorded_at) with (pages_per_range = 32);
