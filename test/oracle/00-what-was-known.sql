-- What was known of the period at the cut, in temporary tables that the counts read. Nothing here is the product's own reading: only
-- tables that people write, their history (sql/090) and the days on which grids were what they were.
-- `the_period` stands already: one row (subdistrict, from_at, until_at, cut, first_day, last_day, zone, code).

-- ── Days ────────────────────────────────────────────────────────────────────────────────────────────────────

-- Working days by the calendar that was in force: what the arrangement says of a day, else Monday to Friday.
create temp table working_days as
select d.day::date as day
from the_period p
cross join lateral generate_series(p.first_day - 900, p.last_day + 40, interval '1 day') d (day)
left join calendar_days c on c.date = d.day::date and c.version = (
  select v.id from calendar_versions v where v.published_on <= (p.cut at time zone p.zone)::date order by v.published_on desc, v.version desc limit 1)
where coalesce(c.kind = 'workday', extract(isodow from d.day) < 6);
create index on working_days (day);

-- ── Territory ───────────────────────────────────────────────────────────────────────────────────────────────

-- The grids as they were on the last day; of one that was made later, as it was first; of one that is gone, as it was last.
create temp table the_grids as
select distinct on (s.grid) s.grid, s.code, s.path, s.level, s.status, s.subdistrict
from grid_spans s cross join the_period p
order by s.grid,
  (s.valid_from <= p.last_day and (s.valid_to is null or s.valid_to > p.last_day)) desc,
  (s.valid_from <= p.last_day) desc,
  case when s.valid_from <= p.last_day then s.valid_from end desc,
  s.valid_from;
delete from the_grids where subdistrict <> (select subdistrict from the_period);

-- ── Rows as they read at the cut ────────────────────────────────────────────────────────────────────────────
-- The first change after the cut keeps what a row said until then; a row without one still says it.

create temp table posts_then as
with after_cut as (
  select distinct on (h.item) h.item, h.was from fact_history h cross join the_period p
  where h.of_table = 'posts' and h.at >= p.cut order by h.item, h.id
), said as (
  select to_jsonb(x) as row from posts x where x.id not in (select item from after_cut)
  union all select was from after_cut
)
select r.id, r.person, r.grid, r.role::text, daterange(r.starts_on, r.ends_on, '[]') as days
from said cross join lateral jsonb_populate_record(null::posts, said.row) r cross join the_period p
where (r.date_created is null or r.date_created < p.cut) and (r.ends_on is null or r.ends_on >= r.starts_on);

create temp table absences_then as
with after_cut as (
  select distinct on (h.item) h.item, h.was from fact_history h cross join the_period p
  where h.of_table = 'absences' and h.at >= p.cut order by h.item, h.id
), said as (
  select to_jsonb(x) as row from absences x where x.id not in (select item from after_cut)
  union all select was from after_cut
)
select r.id, r.person, r.stand_in, daterange(r.starts_on, r.ends_on, '[]') as days
from said cross join lateral jsonb_populate_record(null::absences, said.row) r cross join the_period p
where r.approved_by is not null and coalesce(r.decided_at, r.date_created, '-infinity') < p.cut and (r.ends_on is null or r.ends_on >= r.starts_on);

create temp table standards_then as
with after_cut as (
  select distinct on (h.item) h.item, h.was from fact_history h cross join the_period p
  where h.of_table = 'duty_standards' and h.at >= p.cut order by h.item, h.id
), said as (
  select to_jsonb(x) as row from duty_standards x where x.id not in (select item from after_cut)
  union all select was from after_cut
)
select r.id, r.level, r.kind::text, r.log_kinds::jsonb as log_kinds, r.amount, r.per::text
from said cross join lateral jsonb_populate_record(null::duty_standards, said.row) r cross join the_period p
where r.active and (r.date_created is null or r.date_created < p.cut);

create temp table logs_then as
with after_cut as (
  select distinct on (h.item) h.item, h.was from fact_history h cross join the_period p
  where h.of_table = 'work_logs' and h.at >= p.cut order by h.item, h.id
), said as (
  select to_jsonb(x) as row from work_logs x where x.id not in (select item from after_cut)
  union all select was from after_cut
)
select r.id, r.person, r.grid, r.work_date, r.kind::text, r.minutes, r.residents_heard, coalesce(r.route_confirmed, false) as route_confirmed,
  -- A check is made once and stays: whoever took it in hand after the cut had not looked by then.
  case when w.checked_at < p.cut then w.check_result::text end as check_result, case when w.checked_at < p.cut then w.checked_at end as checked_at, case when w.checked_at < p.cut then w.checked_by end as checked_by
from said cross join lateral jsonb_populate_record(null::work_logs, said.row) r cross join the_period p left join work_logs w on w.id = r.id
where r.date_created is null or r.date_created < p.cut;
create index on logs_then (person, work_date);
create index on logs_then (grid);

create temp table facility_checks_then as
with after_cut as (
  select distinct on (h.item) h.item, h.was from fact_history h cross join the_period p
  where h.of_table = 'facility_checks' and h.at >= p.cut order by h.item, h.id
), said as (
  select to_jsonb(x) as row from facility_checks x where x.id not in (select item from after_cut)
  union all select was from after_cut
)
select r.id, r.work_log
from said cross join lateral jsonb_populate_record(null::facility_checks, said.row) r cross join the_period p
where r.date_created is null or r.date_created < p.cut;

create temp table collection_tasks_then as
with after_cut as (
  select distinct on (h.item) h.item, h.was from fact_history h cross join the_period p
  where h.of_table = 'collection_tasks' and h.at >= p.cut order by h.item, h.id
), said as (
  select to_jsonb(x) as row from collection_tasks x where x.id not in (select item from after_cut)
  union all select was from after_cut
)
select r.id, r.grid, r.due_on, r.done_at, r.late from said cross join lateral jsonb_populate_record(null::collection_tasks, said.row) r;

create temp table parts_then as
with after_cut as (
  select distinct on (h.item) h.item, h.was from fact_history h cross join the_period p
  where h.of_table = 'assignment_grids' and h.at >= p.cut order by h.item, h.id
), said as (
  select to_jsonb(x) as row from assignment_grids x where x.id not in (select item from after_cut)
  union all select was from after_cut
)
select r.id, r.grid, r.due_on, r.state::text, r.completed_at, r.accepted_at, r.late
from said cross join lateral jsonb_populate_record(null::assignment_grids, said.row) r cross join the_period p
where r.date_created is null or r.date_created < p.cut;

create temp table categories_then as
select c.id, coalesce((
  select (h.was ->> 'seen_on_patrol')::boolean from fact_history h
  where h.of_table = 'issue_categories' and h.item = c.id and h.at >= p.cut order by h.id limit 1), c.seen_on_patrol, false) as seen_on_patrol
from issue_categories c cross join the_period p;

create temp table votes_then as
select f.disclosure, f.resolved, f.created_at
from disclosure_feedback f cross join the_period p
where f.created_at < p.cut and coalesce((
  select h.was ->> 'state' from fact_history h
  where h.of_table = 'disclosure_feedback' and h.item = f.id and h.at >= p.cut order by h.id limit 1), f.state) <> 'hidden';

create temp table departments_then as
select d.id, coalesce((
  select h.was ->> 'code' from fact_history h
  where h.of_table = 'departments' and h.item = d.id and h.at >= p.cut order by h.id limit 1), d.code) as code
from departments d cross join the_period p;

-- ── Who answered for a grid on a day: its leader, or who stood in for them ─────────────────────────────────────
-- (Of what falls due now somebody may have urged a year ago: it was suspended meanwhile.)

create temp table answers_for as
select days.day::date as day, h.grid, coalesce((
  select a.stand_in from absences_then a
  where a.person = h.person and a.stand_in is not null and a.days @> days.day::date order by a.id limit 1), h.person) as person
from the_period p
cross join lateral generate_series(p.first_day - 400, p.last_day + 1, interval '1 day') days (day)
join posts_then h on h.role = 'leader' and h.days @> days.day::date;
create index on answers_for (grid, day);

-- ── Issues ──────────────────────────────────────────────────────────────────────────────────────────────────

-- What was on record of them by the cut: it says when their limits end and whose they are. A deed counts when it was done before the
-- period ended, too (`happened`).
create temp table on_record as
select e.issue, e.seq, e.type::text, e.actor, e.at, e.from_status::text, e.to_status::text, e.cause::text, e.channel::text, e.solved::text, e.satisfaction, e.decision::text,
  (e.data -> 'decided')::jsonb as decided, (e.data -> 'patch')::jsonb as patch
from issue_events e join issues i on i.id = e.issue join the_grids g on g.grid = i.grid cross join the_period p
where coalesce((e.data #>> '{decided,recorded_at}')::timestamptz, e.at) < p.cut;
create unique index on on_record (issue, seq);
create index on on_record (type);

create temp table happened as select e.* from on_record e cross join the_period p where e.at < p.until_at;
create unique index on happened (issue, seq);
create index on happened (type);

-- With whom and where a matter stood after each event that said so.
create temp table stood as
with said as (
  select issue, seq, at,
    case when decided ? 'scope' then seq end as scope_seq, case when decided ? 'grid' then seq end as grid_seq, case when decided ? 'category' then seq end as category_seq,
    case when decided ? 'lead' then seq end as lead_seq, case when decided ? 'department' then seq end as department_seq,
    case when decided ? 'handler' or type = 'accept' then seq end as handler_seq, case when decided ? 'follower' then seq end as follower_seq
  from on_record
), last as (
  select issue, seq, at,
    max(scope_seq) over w as scope_seq, max(grid_seq) over w as grid_seq, max(category_seq) over w as category_seq, max(lead_seq) over w as lead_seq,
    max(department_seq) over w as department_seq, max(handler_seq) over w as handler_seq, max(follower_seq) over w as follower_seq
  from said window w as (partition by issue order by seq)
)
select l.issue, l.seq, l.at, s.decided ->> 'scope' as scope, (g.decided ->> 'grid')::uuid as grid, (c.decided ->> 'category')::uuid as category,
  (b.decided ->> 'lead')::uuid as lead, (d.decided ->> 'department')::uuid as department,
  case when h.type = 'accept' then h.actor else (h.decided ->> 'handler')::uuid end as handler, (f.decided ->> 'follower')::uuid as follower
from last l
left join on_record s on s.issue = l.issue and s.seq = l.scope_seq
left join on_record g on g.issue = l.issue and g.seq = l.grid_seq
left join on_record c on c.issue = l.issue and c.seq = l.category_seq
left join on_record b on b.issue = l.issue and b.seq = l.lead_seq
left join on_record d on d.issue = l.issue and d.seq = l.department_seq
left join on_record h on h.issue = l.issue and h.seq = l.handler_seq
left join on_record f on f.issue = l.issue and f.seq = l.follower_seq;
create unique index on stood (issue, seq);

-- A round begins with the report, or where the result did not hold. By residents' votes alone: the system reopened, and nobody
-- who verified the matter afterwards said that it was not solved.
create temp table rounds as
select e.issue, e.at, e.seq as begins, lead(e.seq) over (partition by e.issue order by e.seq) as ends, e.type = 'report' as first,
  e.type = 'reopen' and e.actor is null and not exists (
    select from happened v where v.issue = e.issue and v.seq > e.seq and v.type = 'verify' and v.solved = 'no') as only_votes
from on_record e
where e.type in ('report', 'reopen') or (e.type = 'verify' and e.solved = 'no');
create index on rounds (issue);

-- ── What counts for nobody ──────────────────────────────────────────────────────────────────────────────────

-- Facts of which an appeal was upheld, and was not taken back. (An entry that was looked at: the look of that day, not of another quarter.)
create temp table exempt as
select e.fact_kind as kind, case e.fact_kind when 'finding' then split_part(e.fact, ':', 1) || ':' || split_part(e.fact, ':', 2) else e.fact end as fact
from assessment_exemptions e cross join the_period p
where e.lifts is null and not exists (select from assessment_exemptions l where l.lifts = e.id)
  and (e.fact_kind <> 'finding' or e.on_day between p.first_day and p.last_day);
