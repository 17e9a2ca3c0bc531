-- Appeals: by the one concerned, once, with two reviews by people who had no part; what is upheld counts for nobody. `recognition/appeals/`
-- says the same in sentences. Every statement may be run again.

alter table assessment_schemes drop constraint if exists assessment_schemes_appeals;
alter table assessment_schemes add constraint assessment_schemes_appeals check (appeal_working_days between 1 and 60 and review_working_days between 1 and 60);

-- ── Whose a fact is ─────────────────────────────────────────────────────────────────────────────────────────

-- Who stands in for a person on a day.
create or replace function wangge_stand_ins_on(people uuid[], that_day date) returns setof uuid language sql stable as $$
  select a.stand_in from absences a
  where a.person = any (people) and a.stand_in is not null and a.approved_by is not null and a.starts_on <= that_day and (a.ends_on is null or a.ends_on >= that_day)
$$;

-- Who led the grid on a day, and who stood in for them.
create or replace function wangge_leaders_on(the_grid uuid, that_day date) returns table (person uuid, acting boolean) language sql stable as $$
  with led as (
    select p.person from posts p where p.grid = the_grid and p.role = 'leader' and p.starts_on <= that_day and (p.ends_on is null or p.ends_on >= that_day)
  ), away as (
    select wangge_stand_ins_on(array(select person from led), that_day) as stand_in
  )
  select person, not exists (select from away) from led union all select stand_in, true from away
$$;

-- A period as people call it.
create or replace function wangge_period_words(code text) returns text language sql immutable as $$
  select case
    when code ~ '^\d{4}-Q[1-4]$' then concat(left(code, 4), '年第', substr('一二三四', right(code, 1)::integer, 1), '季度')
    when code ~ '^\d{4}-\d{2}$' then concat(left(code, 4), '年', right(code, 2)::integer, '月')
    when code ~ '^\d{4}$' then concat(code, '年度')
    else code end
$$;

-- What is known of a fact, a ranking or a recognition: whose it is, the day on which it counts, from when on it could be known, and how
-- people call it. Nothing: there is none, or it has not happened yet.
create or replace function wangge_fact_place(the_kind text, the_fact text)
returns table (grid uuid, department uuid, person uuid, subdistrict uuid, on_day date, known_at timestamptz, title text) language plpgsql stable as $$
declare
  part text[] := string_to_array(the_fact, ':');
begin
  if the_kind in ('clock', 'warning') then
    return query
      select d.grid, case the_kind when 'clock' then d.department_at_due end, case the_kind when 'clock' then d.person_at_due else (select l.person from wangge_leaders_on(d.grid, wangge_day(d.due_at)) l where l.acting limit 1) end,
        coalesce(g.subdistrict, h.subdistrict), wangge_day(d.due_at), d.due_at, i.number::text
      from issue_deadlines d join issues i on i.id = d.issue left join grids g on g.id = d.grid left join departments h on h.id = d.department_at_due
      where d.id = the_fact::bigint and d.due_at <= now() and d.state in ('met', 'missed', 'late', 'running');
  elsif the_kind = 'report' then
    return query
      -- What was routed on after the cut counts where it was.
      select g.id, null::uuid, (select l.person from wangge_leaders_on(g.id, wangge_day(i.reported_at)) l where l.acting limit 1), g.subdistrict, wangge_day(i.reported_at), i.reported_at, i.number::text
      from issues i left join grids here on here.id = i.grid left join lateral (
        select v.cut from assessment_periods p join assessment_versions v on v.period = p.id
        where p.subdistrict = here.subdistrict and p.kind = 'quarter' and wangge_day(i.reported_at) between p.starts_on and p.ends_on order by v.version desc limit 1
      ) counted on true
      join grids g on g.id = case when exists (select from issue_events e where e.issue = i.id and e.at >= counted.cut and e.data #>> '{decided,grid}' is not null)
        then coalesce((select (e.data #>> '{decided,grid}')::uuid from issue_events e where e.issue = i.id and e.at < counted.cut and e.data #>> '{decided,grid}' is not null order by e.seq desc limit 1), i.grid) else i.grid end
      where i.id = the_fact::uuid;
  elsif the_kind = 'duty' then
    return query
      -- A unit counts where it ends (`reporting/compliance/compliance-rules.ts`), and goes by its first working day.
      select g.id, null::uuid, part[1]::uuid, g.subdistrict, u.ends_on, wangge_day_ends(u.ends_on), concat(s.name, ' ', part[4])
      from grids g join duty_standards s on s.id = part[3]::uuid cross join lateral (
        select first, case s.per when 'working_day' then first else (first + case s.per when 'week' then interval '7 days' when 'month' then interval '1 month' else interval '3 months' end)::date - 1 end as ends_on
        from (select case s.per when 'working_day' then part[4]::date else date_trunc(s.per, part[4]::date)::date end as first) begins
      ) u
      where g.id = part[2]::uuid and wangge_working_days_after(u.first - 1, part[4]::date) = 1 and wangge_working_days_after(part[4]::date - 1, part[4]::date) = 1
        and exists (select from posts p where p.person = part[1]::uuid and p.grid = g.id and p.starts_on <= u.ends_on and (p.ends_on is null or p.ends_on >= u.first));
  elsif the_kind = 'log' then
    return query
      select l.grid, null::uuid, l.person, g.subdistrict, l.work_date, coalesce(l.checked_at, l.date_created, wangge_day_ends(l.work_date)), concat('工作日志 ', l.work_date)
      from work_logs l join grids g on g.id = l.grid where l.id = the_fact::uuid;
  elsif the_kind = 'collection' then
    return query
      select t.grid, null::uuid, (select l.person from wangge_leaders_on(t.grid, t.due_on) l where l.acting limit 1), g.subdistrict, t.due_on, wangge_day_ends(t.due_on), coalesce(p.name, t.topic, '采集任务')::text
      from collection_tasks t join grids g on g.id = t.grid left join collection_plans p on p.id = t.plan where t.id = the_fact::uuid and t.due_on < wangge_today();
  elsif the_kind = 'ledger' then
    return query
      select s.grid, null::uuid, (select l.person from wangge_leaders_on(s.grid, s.taken_on) l where l.acting limit 1), g.subdistrict, s.taken_on, wangge_day_ends(s.taken_on), concat(n.name, ' ', s.taken_on)
      from ledger_snapshots s join grids g on g.id = s.grid left join ledger_datasets n on n.id = s.dataset
      where s.grid = part[1]::uuid and s.dataset = part[2]::uuid and s.taken_on = part[3]::date;
  elsif the_kind = 'finding' then
    return query
      select c.grid, null::uuid, (select l.person from wangge_leaders_on(c.grid, c.checked_on) l where l.acting limit 1), g.subdistrict, c.checked_on,
        coalesce((select max(f.decided_at) from ledger_findings f where f.item = c.item), c.date_created, wangge_day_ends(c.checked_on)), concat(n.name, ' ', c.checked_on)
      from ledger_spot_checks c join grids g on g.id = c.grid left join ledger_datasets n on n.id = c.dataset
      where c.item = part[1]::uuid and c.grid = part[2]::uuid and concat_ws(':', c.item, c.grid, c.checked_on) = wangge_fact_name(the_kind, the_fact) order by c.date_created limit 1;
  elsif the_kind = 'part' then
    return query
      select t.grid, null::uuid, (select l.person from wangge_leaders_on(t.grid, t.due_on) l where l.acting limit 1), g.subdistrict, t.due_on, wangge_day_ends(t.due_on), n.title::text
      from assignment_grids t join grids g on g.id = t.grid join assignments n on n.id = t.assignment where t.id = the_fact::uuid and t.state <> 'withdrawn' and t.due_on < wangge_today();
  elsif the_kind in ('inspection', 'manual') then
    return query
      select s.grid, s.department, s.person, p.subdistrict, p.ends_on, s.entered_at, concat(wangge_period_words(p.code), ' ', i.name)
      from assessment_manual_scores s join assessment_periods p on p.id = s.period left join assessment_indicators i on i.id = s.indicator
      where s.id = the_fact::uuid and s.source = the_kind;
  elsif the_kind = 'ranking' then
    return query
      select r.grid, r.department, r.person, p.subdistrict, p.ends_on,
        (select min(t.at) from assessment_steps t where t.period = r.period and t.version = r.version and t.step in ('preview', 'publish')), concat(wangge_period_words(p.code), '排名（第', r.version, '版） ', coalesce(h.name, case when r.subject = 'grid' then g.name end, concat(u.last_name, u.first_name)))
      from rankings r join assessment_periods p on p.id = r.period left join grids g on g.id = r.grid left join departments h on h.id = r.department left join directus_users u on u.id = r.person
      where r.id = the_fact::uuid and r.state in ('preview', 'published');
  elsif the_kind = 'recognition' and to_regclass('recognitions') is not null then
    return query execute $said$
      select r.grid, r.department, r.person, r.subdistrict, wangge_day(t.at), t.at, left(r.text, 80)
      from recognitions r cross join lateral (select max(s.at) as at from recognition_steps s where s.recognition = r.id and s.step in ('confirmed', 'published')) t
      where r.id = $1 and t.at is not null and r.state not in ('dismissed', 'revoked')$said$ using the_fact::uuid;
  end if;
end $$;

-- The moments and days that say why it counts as it does, for those who review it: not all of them may open the thing itself.
create or replace function wangge_fact_dates(the_kind text, the_fact text) returns jsonb language plpgsql stable as $$
declare
  piece text[] := string_to_array(the_fact, ':');
begin
  return jsonb_strip_nulls(case
    when the_kind in ('clock', 'warning') then (
      select jsonb_build_object('reported_at', i.reported_at, 'started_at', d.started_at, 'warn_at', d.warn_at, 'due_at', d.due_at, 'handled_at', i.handled_at, 'done_at', d.met_at, 'clock', d.kind, 'state', d.state)
      from issue_deadlines d join issues i on i.id = d.issue where d.id = the_fact::bigint)
    when the_kind = 'report' then (select jsonb_build_object('reported_at', i.reported_at, 'handled_at', i.handled_at) from issues i where i.id = the_fact::uuid)
    when the_kind = 'log' then (select jsonb_build_object('on_day', l.work_date, 'checked_at', l.checked_at) from work_logs l where l.id = the_fact::uuid)
    when the_kind = 'collection' then (select jsonb_build_object('due_at', t.due_on, 'done_at', t.done_at) from collection_tasks t where t.id = the_fact::uuid)
    when the_kind = 'part' then (select jsonb_build_object('due_at', t.due_on, 'done_at', t.completed_at) from assignment_grids t where t.id = the_fact::uuid)
    when the_kind = 'ledger' then (select jsonb_build_object('on_day', s.taken_on, 'entries', s.entries, 'fresh', s.fresh, 'expected', s.expected) from ledger_snapshots s where s.grid = piece[1]::uuid and s.dataset = piece[2]::uuid and s.taken_on = piece[3]::date)
    when the_kind = 'finding' then jsonb_build_object('on_day', piece[3])
    when the_kind = 'duty' then jsonb_build_object('on_day', piece[4])
    when the_kind in ('inspection', 'manual') then (select jsonb_build_object('done_at', s.entered_at, 'score', s.score) from assessment_manual_scores s where s.id = the_fact::uuid)
    when the_kind = 'ranking' then (select jsonb_build_object('rank', r.rank, 'of', r.of, 'total', r.total) from rankings r where r.id = the_fact::uuid)
  end);
end $$;

-- Whom a fact concerns: the person it names, who leads the department, who led the grid on that day. (A ranking of a person lies in the
-- grid above theirs, whose leader it does not concern.)
create or replace function wangge_fact_concerns(the_kind text, the_fact text) returns table (person uuid) language sql stable as $$
  with place as (
    select p.*, the_kind = 'ranking' and exists (select from rankings r where r.id::text = the_fact and r.subject = 'person') as of_person from wangge_fact_place(the_kind, the_fact) p
  )
  select p.person from place p where p.person is not null
  union
  select d.head from place p join departments d on d.id = p.department where d.head is not null
  union
  select l.person from place p cross join lateral wangge_leaders_on(p.grid, p.on_day) l where not p.of_person
$$;

-- Who may file on that day: whom it concerns, or who stands in for them now; nothing before it can be known.
create or replace function wangge_may_appeal(the_kind text, the_fact text, that_day date) returns table (person uuid, instead boolean) language sql stable as $$
  with concerned as materialized (
    select c.person from wangge_fact_concerns(the_kind, the_fact) c where exists (select from wangge_fact_place(the_kind, the_fact) p where p.known_at <= now())
  )
  select person, false from concerned
  union
  select s, true from wangge_stand_ins_on(array(select person from concerned), that_day) s where s not in (select person from concerned)
$$;

-- Who had a part in what is appealed: handled it, checked it, found it, scored, computed or published it.
create or replace function wangge_fact_parts(the_kind text, the_fact text) returns table (person uuid, part text) language plpgsql stable as $$
declare
  piece text[] := string_to_array(the_fact, ':');
begin
  if the_kind in ('clock', 'warning', 'report') then
    return query
      with matter as (
        select i.* from issues i where i.id = case the_kind when 'report' then the_fact::uuid else (select d.issue from issue_deadlines d where d.id = case the_kind when 'report' then null else the_fact::bigint end) end
      )
      select distinct e.actor, 'handled' from matter m join issue_events e on e.issue = m.id where e.actor is not null
      union select who, 'handled' from matter m cross join lateral unnest(array[m.lead, m.handler, m.follower, m.reporter]) who where who is not null;
  elsif the_kind = 'log' then
    return query
      select who, 'checked' from work_logs l cross join lateral unnest(array[l.checked_by, l.entered_by]) who where l.id = the_fact::uuid and who is not null
      union select who, 'found' from ledger_findings f cross join lateral unnest(array[f.found_by, f.answered_by, f.decided_by]) who where f.work_log = the_fact::uuid and who is not null;
  elsif the_kind = 'collection' then
    return query select t.done_by, 'handled' from collection_tasks t where t.id = the_fact::uuid and t.done_by is not null;
  elsif the_kind = 'finding' then
    return query
      select c.checked_by, 'checked' from ledger_spot_checks c where c.item = piece[1]::uuid and c.grid = piece[2]::uuid
      union select who, 'found' from ledger_findings f cross join lateral unnest(array[f.found_by, f.answered_by, f.decided_by]) who where f.item = piece[1]::uuid and who is not null;
  elsif the_kind = 'part' then
    return query
      select who, 'handled' from assignment_grids t join assignments n on n.id = t.assignment cross join lateral unnest(array[t.completed_by, t.accepted_by, n.issued_by]) who
      where t.id = the_fact::uuid and who is not null;
  elsif the_kind in ('inspection', 'manual') then
    return query
      select s.rater, 'scored' from assessment_manual_scores s where s.id = the_fact::uuid
      -- Whoever was there with them.
      union select who, 'scored' from assessment_manual_scores s join assessment_periods p on p.id = s.period
      join inspection_visits v on v.grid = s.grid and coalesce(v.held_on, v.planned_on) between p.starts_on and p.ends_on cross join lateral unnest(array[v.inspector_1, v.inspector_2]) who
      where s.id = the_fact::uuid and s.source = 'inspection' and who is not null;
  elsif the_kind = 'ranking' then
    return query
      select t.actor, case t.step when 'compute' then 'computed' else 'published' end from rankings r join assessment_steps t on t.period = r.period and t.version = r.version where r.id = the_fact::uuid and t.actor is not null
      union
      select s.rater, 'scored' from rankings r join assessment_manual_scores s on s.period = r.period and (s.grid = r.grid and r.subject = 'grid' or s.department = r.department or s.person = r.person and r.subject = 'person') where r.id = the_fact::uuid;
  elsif the_kind = 'recognition' and to_regclass('recognition_steps') is not null then
    return query execute 'select s.actor, s.step::text from recognition_steps s where s.recognition = $1 and s.actor is not null' using the_fact::uuid;
  end if;
end $$;

-- ── Appeals ─────────────────────────────────────────────────────────────────────────────────────────────────

alter table appeals drop constraint if exists appeals_whole;
alter table appeals add constraint appeals_whole check (
  state in ('first_review', 'second_review', 'upheld', 'rejected', 'withdrawn') and btrim(reason) <> ''
  and (decided_at is not null) = (state in ('upheld', 'rejected')) and on_day is not null);
-- Once of each fact; what was withdrawn may be filed anew.
create unique index if not exists appeals_once on appeals (subject_kind, subject) where state <> 'withdrawn';

-- Of a ranking: its period and whose it is, whichever version it stands in.
create or replace function wangge_appeal_matter(the_kind text, the_fact text) returns text language sql stable as $$
  select case when the_kind = 'ranking' then (
    select concat_ws(':', r.period, r.subject, r.level, case r.subject when 'person' then r.person when 'department' then r.department else r.grid end) from rankings r where r.id = case when the_kind = 'ranking' then the_fact::uuid end
  ) else wangge_fact_name(the_kind, the_fact) end
$$;

-- The appeal that stands of it.
create or replace function wangge_appeal_of(the_kind text, the_fact text) returns uuid language sql stable as $$
  select a.id from appeals a
  where a.state <> 'withdrawn' and a.subject_kind = the_kind and (a.subject = the_fact or a.subject = wangge_fact_name(the_kind, the_fact)
    or the_kind = 'ranking' and a.subject in (
      select o.id::text from rankings r join rankings o on o.period = r.period and o.subject = r.subject and o.level is not distinct from r.level
        and case r.subject when 'person' then o.person = r.person when 'department' then o.department = r.department else o.grid = r.grid end
      where r.id = case when the_kind = 'ranking' then the_fact::uuid end))
  limit 1
$$;

create or replace function wangge_appeal_begins() returns trigger language plpgsql as $$
begin
  new.subject := wangge_fact_name(new.subject_kind, new.subject);
  if not exists (select from wangge_may_appeal(new.subject_kind, new.subject, wangge_today()) m where m.person = new.filed_by) then
    raise exception 'an appeal is filed by whom it concerns' using errcode = 'check_violation';
  end if;
  if wangge_appeal_of(new.subject_kind, new.subject) is not null then
    raise exception 'a matter is appealed once' using errcode = 'unique_violation', constraint = 'appeals_once';
  end if;
  if new.state <> 'first_review' or new.due_at is null then
    raise exception 'an appeal begins with its first review' using errcode = 'check_violation';
  end if;
  new.filed_at := wangge_clock();
  return new;
end $$;
drop trigger if exists wangge_appeal_begins on appeals;
create trigger wangge_appeal_begins before insert on appeals for each row execute function wangge_appeal_begins();

create or replace function wangge_appeal_begun() returns trigger language plpgsql as $$
begin
  insert into appeal_reviews (id, appeal, stage, opened_at, due_at, warn_at, certificate) values (gen_random_uuid(), new.id, 1, new.filed_at, new.due_at, new.warn_at, new.certificate);
  -- Whom it concerns reads it, whoever filed it.
  insert into appeal_seats (id, appeal, stage, person) select gen_random_uuid(), new.id, 0, c.person from wangge_fact_concerns(new.subject_kind, new.subject) c on conflict do nothing;
  return null;
end $$;
drop trigger if exists wangge_appeal_begun on appeals;
create trigger wangge_appeal_begun after insert on appeals for each row execute function wangge_appeal_begun();

-- By its reviews alone; before the first is decided whoever filed it may withdraw it.
create or replace function wangge_appeal_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(old) - 'grid_path' = to_jsonb(new) - 'grid_path' then
      return new;
    end if;
    if pg_trigger_depth() > 1 and to_jsonb(old) - '{state,decided_at,due_at,warn_at,certificate,grid_path}'::text[] = to_jsonb(new) - '{state,decided_at,due_at,warn_at,certificate,grid_path}'::text[] then
      return new;
    end if;
    if old.state = 'first_review' and new.state = 'withdrawn' and to_jsonb(old) - '{state,withdrawn_note}'::text[] = to_jsonb(new) - '{state,withdrawn_note}'::text[] then
      return new;
    end if;
  end if;
  raise exception 'an appeal stays as it was filed, and follows its reviews' using errcode = 'check_violation';
end $$;
drop trigger if exists wangge_appeal_kept on appeals;
create trigger wangge_appeal_kept before update or delete on appeals for each row execute function wangge_appeal_kept();

-- Who may decide this review on that day: first the inspection team, then a level 1 who is not above that grid; of either, where there is
-- none, the head of another office. Nobody who had a part, whom it concerns, or who reviewed it before.
create or replace function wangge_appeal_seats_on(the_appeal uuid, the_stage integer, that_day date) returns setof uuid language sql stable as $$
  with subject as materialized (select a.* from appeals a where a.id = the_appeal), barred as materialized (
    select p.person from subject a cross join lateral wangge_fact_parts(a.subject_kind, a.subject) p where p.person is not null
    union select c.person from subject a cross join lateral wangge_may_appeal(a.subject_kind, a.subject, that_day) c
    union select a.filed_by from subject a
    union select a.person from subject a where a.person is not null
    union select r.reviewer from appeal_reviews r where r.appeal = the_appeal and r.reviewer is not null and r.stage <> the_stage
  ), candidates as (
    select u.id, 'team' as office from subject a join departments d on the_stage = 1 and d.active and d.supervises and (d.subdistrict is null or d.subdistrict = a.subdistrict) and d.id is distinct from a.department
    join directus_users u on u.department = d.id and u.status = 'active'
    union
    select u.id, 'leader' from subject a join grids g on the_stage = 2 and g.level = 1 and g.subdistrict = a.subdistrict
    join posts p on p.grid = g.id and p.starts_on <= that_day and (p.ends_on is null or p.ends_on >= that_day)
    join directus_users u on u.id = p.person and u.status = 'active'
    union
    select u.id, 'head' from subject a join departments d on d.active and d.kind = 'office' and not coalesce(d.supervises, false) and d.subdistrict = a.subdistrict and d.id is distinct from a.department
    join directus_users u on u.id = d.head and u.status = 'active'
  ), free as materialized (
    select c.id, c.office from candidates c join directus_users u on u.id = c.id cross join subject a
    where (a.department is null or u.department is distinct from a.department) and not exists (select from barred b where b.person = c.id) and (a.grid is null or not wangge_in_line(c.id, a.grid, that_day))
  )
  select distinct id from free where office in ('team', 'leader') or not exists (select from free o where o.office in ('team', 'leader'))
$$;

-- Who may read it for that reason. (People come and go: the job of the clocks looks again.)
create or replace function wangge_seat_reviewers(the_appeal uuid, the_stage integer) returns integer language plpgsql as $$
declare
  seated integer;
begin
  delete from appeal_seats s where s.appeal = the_appeal and s.stage = the_stage and s.person not in (select wangge_appeal_seats_on(the_appeal, the_stage, wangge_today()));
  insert into appeal_seats (id, appeal, stage, person)
  select gen_random_uuid(), the_appeal, the_stage, p from wangge_appeal_seats_on(the_appeal, the_stage, wangge_today()) p on conflict do nothing;
  select count(*) into seated from appeal_seats s where s.appeal = the_appeal and s.stage = the_stage;
  return seated;
end $$;
create unique index if not exists appeal_seats_once on appeal_seats (appeal, stage, person);

-- ── Reviews ─────────────────────────────────────────────────────────────────────────────────────────────────

alter table appeal_reviews drop constraint if exists appeal_reviews_whole;
alter table appeal_reviews add constraint appeal_reviews_whole check (
  stage in (1, 2) and (decision is null or decision in ('upheld', 'rejected'))
  and (decision is null) = (reviewer is null) and (decision is null) = (at is null) and (decision is null) = (nullif(btrim(reason), '') is null));
create unique index if not exists appeal_reviews_once on appeal_reviews (appeal, stage);
create index if not exists appeal_reviews_open on appeal_reviews (due_at) where at is null;

create or replace function wangge_review_opens() returns trigger language plpgsql as $$
begin
  if new.decision is not null or new.warned_at is not null or new.missed_at is not null
    or not exists (select from appeals a where a.id = new.appeal and a.state = case new.stage when 1 then 'first_review' else 'second_review' end)
    or new.stage = 2 and not exists (select from appeal_reviews r where r.appeal = new.appeal and r.stage = 1 and r.at is not null) then
    raise exception 'a review opens when it is its turn' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_review_opens on appeal_reviews;
create trigger wangge_review_opens before insert on appeal_reviews for each row execute function wangge_review_opens();

create or replace function wangge_review_opened() returns trigger language plpgsql as $$
begin
  perform wangge_seat_reviewers(new.appeal, new.stage);
  update appeals set due_at = new.due_at, warn_at = new.warn_at, certificate = new.certificate where id = new.appeal and due_at is distinct from new.due_at;
  return null;
end $$;
drop trigger if exists wangge_review_opened on appeal_reviews;
create trigger wangge_review_opened after insert on appeal_reviews for each row execute function wangge_review_opened();

create or replace function wangge_review_fits() returns trigger language plpgsql as $$
declare
  its appeals;
begin
  if tg_op = 'DELETE' or (new.appeal, new.stage, new.opened_at, new.due_at, new.warn_at, new.certificate::text) is distinct from (old.appeal, old.stage, old.opened_at, old.due_at, old.warn_at, old.certificate::text)
    or (old.warned_at is not null and new.warned_at is distinct from old.warned_at) or (old.missed_at is not null and new.missed_at is distinct from old.missed_at) then
    raise exception 'a review stays as it was' using errcode = 'check_violation';
  end if;
  if (new.reviewer, new.decision, new.reason, new.at) is not distinct from (old.reviewer, old.decision, old.reason, old.at) then
    return new;
  end if;
  if old.at is not null then
    raise exception 'a review is decided once' using errcode = 'check_violation';
  end if;
  select * into its from appeals where id = new.appeal for update;
  if its.state is distinct from (case new.stage when 1 then 'first_review' else 'second_review' end) then
    raise exception 'a review is decided when it is its turn' using errcode = 'check_violation';
  end if;
  if not exists (select from wangge_appeal_seats_on(new.appeal, new.stage, wangge_today()) p where p = new.reviewer) then
    raise exception 'an appeal is reviewed by those who had no part' using errcode = 'check_violation';
  end if;
  new.at := wangge_clock();
  -- The moment at which it became true, whenever it is noted.
  if new.at > new.due_at then
    new.missed_at := coalesce(old.missed_at, new.due_at);
  end if;
  return new;
end $$;
drop trigger if exists wangge_review_fits on appeal_reviews;
create trigger wangge_review_fits before update or delete on appeal_reviews for each row execute function wangge_review_fits();

-- What follows of a decision, in the same transaction.
create or replace function wangge_review_decided() returns trigger language plpgsql as $$
declare
  its appeals;
begin
  if new.stage = 1 then
    update appeals set state = 'second_review' where id = new.appeal;
    return null;
  end if;
  update appeals set state = new.decision, decided_at = new.at, due_at = null, warn_at = null where id = new.appeal returning * into its;
  if new.decision = 'upheld' then
    if its.subject_kind in ('ranking', 'recognition') then
      insert into fallen_facts (fact_kind, fact, subdistrict, why) values (its.subject_kind, its.subject, its.subdistrict, 'appeal_upheld');
    else
      insert into assessment_exemptions (fact_kind, fact, subdistrict, on_day, appeal, reason, exempted_by) values (its.subject_kind, its.subject, its.subdistrict, its.on_day, its.id, new.reason, new.reviewer);
    end if;
  end if;
  return null;
end $$;
drop trigger if exists wangge_review_decided on appeal_reviews;
create trigger wangge_review_decided after update on appeal_reviews for each row when (old.at is null and new.at is not null) execute function wangge_review_decided();

-- An exemption is of an appeal that was upheld, or takes one back.
create or replace function wangge_exemption_fits() returns trigger language plpgsql as $$
begin
  if new.lifts is null then
    if not exists (select from appeals a where a.id = new.appeal and a.state = 'upheld' and (a.subject_kind, a.subject, a.subdistrict) = (new.fact_kind, new.fact, new.subdistrict)) then
      raise exception 'a fact is exempt when its appeal is upheld' using errcode = 'check_violation';
    end if;
  elsif new.exempted_by is null or not exists (select from assessment_exemptions e where e.id = new.lifts and e.lifts is null and (e.fact_kind, e.fact, e.subdistrict, e.on_day) = (new.fact_kind, new.fact, new.subdistrict, new.on_day)) then
    raise exception 'an exemption is taken back by a person, of the same fact' using errcode = 'check_violation';
  end if;
  new.exempted_at := wangge_clock();
  return new;
end $$;
drop trigger if exists wangge_exemption_fits on assessment_exemptions;
create trigger wangge_exemption_fits before insert on assessment_exemptions for each row execute function wangge_exemption_fits();
