-- What rows that are counted in assessments said before they were changed, so that a period gives the same whenever it is computed.
-- What was entered when says the row itself (`date_created`); what was changed or removed since stands here, whoever did it.
-- Every statement may be run again.

-- `was`: the columns that count, as they were until `at`.
create table if not exists fact_history (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  of_table text not null,
  item uuid not null,
  was jsonb not null
);
create index if not exists fact_history_at on fact_history (of_table, at);
create index if not exists fact_history_of_item on fact_history (of_table, item, id);
-- The logs of one person.
create index if not exists fact_history_logs on fact_history ((cast(was ->> 'person' as uuid)), at) where of_table = 'work_logs';
drop trigger if exists wangge_fact_history_kept on fact_history;
create trigger wangge_fact_history_kept before update or delete on fact_history for each row execute function wangge_append_only();

-- Since when this is kept: what was changed before is assumed to have been as it is.
create table if not exists fact_history_since (
  of_table text primary key,
  since timestamptz not null
);

-- (Its arguments are the columns that count.)
create or replace function wangge_fact_changed() returns trigger language plpgsql as $$
begin
  insert into fact_history (at, of_table, item, was) values (wangge_clock(), tg_table_name, old.id, wangge_part(to_jsonb(old), tg_argv));
  return null;
end $$;

create or replace function wangge_keep_facts(bound regclass, variadic columns text[]) returns void language plpgsql as $$
declare
  arguments text := (select string_agg(quote_literal(name), ', ') from unnest(columns) name);
  -- (json has no equality.)
  differs text := (select string_agg(format('old.%1$I::text is distinct from new.%1$I::text', name), ' or ') from unnest(columns) name);
begin
  execute format('drop trigger if exists a_fact_changed on %s', bound);
  execute format('create trigger a_fact_changed after update on %s for each row when (%s) execute function wangge_fact_changed(%s)', bound, differs, arguments);
  execute format('drop trigger if exists a_fact_gone on %s', bound);
  execute format('create trigger a_fact_gone after delete on %s for each row execute function wangge_fact_changed(%s)', bound, arguments);
  insert into fact_history_since values (bound::text, wangge_clock()) on conflict do nothing;
end $$;

select wangge_keep_facts('posts', 'id', 'person', 'grid', 'role', 'starts_on', 'ends_on', 'date_created');
select wangge_keep_facts('absences', 'id', 'person', 'starts_on', 'ends_on', 'stand_in', 'approved_by', 'decided_at', 'date_created');
select wangge_keep_facts('duty_standards', 'id', 'level', 'name', 'kind', 'log_kinds', 'amount', 'per', 'active', 'date_created');
-- (A check stays as it is, and says itself when it was made.)
select wangge_keep_facts('work_logs', 'id', 'person', 'grid', 'work_date', 'kind', 'minutes', 'summary', 'residents_heard', 'route_confirmed',
  'date_created');
select wangge_keep_facts('facility_checks', 'id', 'work_log', 'date_created');
select wangge_keep_facts('collection_tasks', 'id', 'plan', 'grid', 'dataset', 'starts_on', 'due_on', 'done_at', 'late');
select wangge_keep_facts('assignment_grids', 'id', 'assignment', 'grid', 'due_on', 'state', 'completed_at', 'accepted_at', 'late', 'date_created');

-- ── As things were recorded before a moment ─────────────────────────────────────────────────────────────────

-- What rows that were changed since said then.
create or replace function wangge_facts_since(the_table text, cut timestamptz) returns table (item uuid, was jsonb) language sql stable parallel safe as $$
  select distinct on (h.item) h.item, h.was from fact_history h where h.of_table = the_table and h.at >= cut order by h.item, h.id
$$;

-- Was it on record? Of what does not say when it was entered it is assumed.
create or replace function wangge_on_record(entered timestamptz, cut timestamptz) returns boolean language sql immutable parallel safe as $$
  select entered is null or entered < cut
$$;

-- The posts as they were on record. (One plain query each: what else is asked goes into it.)
create or replace function wangge_posts_then(cut timestamptz) returns table (id uuid, person uuid, grid uuid, role text, starts_on date, ends_on date) language sql stable parallel safe as $$
  select p.id, p.person, p.grid, p.role::text, p.starts_on, p.ends_on from posts p
  where wangge_on_record(p.date_created, cut) and p.id not in (select h.item from fact_history h where h.of_table = 'posts' and h.at >= cut)
  union all
  select p.id, p.person, p.grid, p.role::text, p.starts_on, p.ends_on
  from wangge_facts_since('posts', cut) k cross join lateral jsonb_populate_record(null::posts, k.was) p where wangge_on_record(p.date_created, cut)
$$;

-- The absences that were approved by then.
create or replace function wangge_absences_then(cut timestamptz) returns table (id uuid, person uuid, stand_in uuid, starts_on date, ends_on date) language sql stable parallel safe as $$
  select a.id, a.person, a.stand_in, a.starts_on, a.ends_on from (
    select a.* from absences a where a.id not in (select h.item from fact_history h where h.of_table = 'absences' and h.at >= cut)
    union all
    select a.* from wangge_facts_since('absences', cut) k cross join lateral jsonb_populate_record(null::absences, k.was) a
  ) a
  where a.approved_by is not null and wangge_on_record(coalesce(a.decided_at, a.date_created), cut) and (a.ends_on is null or a.ends_on >= a.starts_on)
$$;

create or replace function wangge_standards_then(cut timestamptz)
returns table (id uuid, level integer, name text, kind text, log_kinds jsonb, amount integer, per text) language sql stable parallel safe as $$
  select s.id, s.level, s.name::text, s.kind::text, s.log_kinds::jsonb, s.amount, s.per::text from (
    select s.* from duty_standards s where s.id not in (select h.item from fact_history h where h.of_table = 'duty_standards' and h.at >= cut)
    union all
    select s.* from wangge_facts_since('duty_standards', cut) k cross join lateral jsonb_populate_record(null::duty_standards, k.was) s
  ) s where s.active and wangge_on_record(s.date_created, cut)
$$;

-- The logs that were changed or removed since, as they read then. (Who was checked by then is changed no more.)
create or replace function wangge_logs_changed_since(cut timestamptz)
returns table (id uuid, person uuid, grid uuid, work_date date, minutes integer, kind text, summary text, residents_heard text, route_confirmed boolean,
  check_result text, checked_at timestamptz) language sql stable parallel safe as $$
  select h.item, cast(h.was ->> 'person' as uuid), cast(h.was ->> 'grid' as uuid), cast(h.was ->> 'work_date' as date), cast(h.was ->> 'minutes' as integer), h.was ->> 'kind',
    h.was ->> 'summary', h.was ->> 'residents_heard', cast(h.was ->> 'route_confirmed' as boolean), cast(null as text), cast(null as timestamptz)
  from fact_history h
  where h.of_table = 'work_logs' and h.at >= cut and wangge_on_record(cast(h.was ->> 'date_created' as timestamptz), cut)
    and not exists (select from fact_history o where o.of_table = 'work_logs' and o.item = h.item and o.at >= cut and o.id < h.id)
$$;

-- The grids as they were on a day; of one that is known only since a later day, as it was then.
create or replace function wangge_grids_known(day date)
returns table (id uuid, code text, subdistrict uuid, level smallint, path text, status text) language sql stable parallel safe rows 10000 as $$
  select distinct on (s.grid) s.grid, s.code, s.subdistrict, s.level, s.path, s.status from grid_spans s
  order by s.grid, s.valid_from > day, case when s.valid_from <= day then s.valid_from end desc, s.valid_from
$$;

-- Who answered for each grid on which days: its leader, or who stood in for them. Of no day there are two.
create or replace function wangge_answered_for(cut timestamptz, since date, until date)
returns table (grid uuid, person uuid, days datemultirange) language sql stable parallel safe rows 10000 as $$
  with away as materialized (
    select a.id, a.person, a.stand_in, daterange(a.starts_on, a.ends_on, '[]') as days from wangge_absences_then(cut) a
    where a.stand_in is not null and a.starts_on <= until and (a.ends_on is null or a.ends_on >= since)
  ), alone as materialized (
    -- Of two absences on one day the one that was entered under the lesser key.
    select a.person, a.stand_in, datemultirange(a.days) - coalesce((select range_agg(o.days) from away o where o.person = a.person and o.id < a.id), '{}') as days from away a
  ), held as (
    select p.grid, p.person, datemultirange(daterange(p.starts_on, p.ends_on, '[]') * daterange(since, until, '[]')) as days from wangge_posts_then(cut) p
    where p.role = 'leader' and p.starts_on <= until and (p.ends_on is null or p.ends_on >= since)
  )
  select h.grid, h.person, h.days - coalesce(a.days, '{}') from held h left join (select person, range_agg(d) as days from alone, unnest(days) d group by person) a using (person)
  union all
  select h.grid, a.stand_in, h.days * a.days from held h join alone a using (person) where h.days && a.days
$$;

-- ── What a period is read by ────────────────────────────────────────────────────────────────────────────────

create index if not exists ledger_snapshots_grid on ledger_snapshots (grid, taken_on);
create index if not exists collection_tasks_due_on on collection_tasks (due_on);
create index if not exists assignment_grids_due_on on assignment_grids (due_on);
