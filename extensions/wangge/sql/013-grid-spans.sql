-- What every grid was on which days: where it lay, whether it was in use. Written with every change, in its transaction,
-- whoever makes it; facts are counted as of their day (`territory/span-store.ts`). Every statement may be run again.

-- Days are the installation's, from `valid_from` on, no longer on `valid_to`. `assumed`: not all that it says of these days was
-- kept at the time. (No foreign key: a grid with one counts as used, and a grid that is deleted was one all the same.)
create table if not exists grid_spans (
  id bigint generated always as identity primary key,
  grid uuid not null,
  subdistrict uuid not null,
  code text not null,
  path text not null,
  level smallint not null,
  status text not null,
  -- The grid of level 2 that it lies in, or is.
  community uuid,
  -- Which others it is compared with, and how large it is: peers of an assessment.
  peer_group text,
  households integer,
  valid_from date not null,
  valid_to date,
  assumed boolean not null default false,
  constraint grid_spans_whole check (valid_to > valid_from),
  constraint grid_spans_once exclude using gist (grid with =, daterange(valid_from, valid_to) with &&)
);
create index if not exists grid_spans_place on grid_spans (subdistrict, valid_from);
-- Spans of an earlier release did not say how large a grid was: what is said when this is installed is assumed of them.
do $$ begin
  if not exists (select from information_schema.columns where table_schema = current_schema() and table_name = 'grid_spans' and column_name = 'households') then
    alter table grid_spans add column households integer;
    update grid_spans s set peer_group = g.peer_group, households = g.households from grids g
    where g.id = s.grid and (g.peer_group is not null or g.households is not null);
  end if;
end $$;

-- The moment at which something is written. (`now()` is that of the transaction: who came second could be dated first.)
create or replace function wangge_clock() returns timestamptz language sql volatile as $$ select clock_timestamp() $$;

-- The grids as they were on that day. (One plain query: what else is asked of it goes into the index.)
drop function if exists wangge_grids_as_of(date);
create function wangge_grids_as_of(day date)
returns table (id uuid, code text, subdistrict uuid, level smallint, path text, status text, community uuid, peer_group text, households integer, assumed boolean)
language sql stable as $$
  select s.grid, s.code, s.subdistrict, s.level, s.path, s.status, s.community, s.peer_group, s.households, s.assumed
  from grid_spans s where s.valid_from <= day and (s.valid_to is null or s.valid_to > day)
$$;

-- What these grids say of themselves now.
drop function if exists wangge_grids_say(uuid[]);
create function wangge_grids_say(the_grids uuid[])
returns table (grid uuid, subdistrict uuid, code text, path text, level smallint, status text, community uuid, peer_group text, households integer) language sql stable as $$
  select id, subdistrict, code, path, level, status, case level when 2 then id when 3 then parent end, peer_group, households from grids where id = any (the_grids)
$$;

-- ── Every change ────────────────────────────────────────────────────────────────────────────────────────────

-- Brings the spans of these grids up to the grids. What is changed again on the same day replaces the change before it; a change
-- that is taken back on its day leaves nothing. Changes of one grid follow one another: whoever changes it has its row locked.
create or replace function wangge_span_grids(the_grids uuid[]) returns void language plpgsql as $$
declare
  today date := wangge_day(wangge_clock());
  changed uuid[];
begin
  select array_agg(coalesce(g.grid, s.grid)) into changed
  from wangge_grids_say(the_grids) g
  full join (select * from grid_spans where grid = any (the_grids) and valid_to is null) s on s.grid = g.grid
  where (g.grid, g.subdistrict, g.code, g.path, g.level, g.status, g.community, g.peer_group, g.households)
    is distinct from (s.grid, s.subdistrict, s.code, s.path, s.level, s.status, s.community, s.peer_group, s.households);
  if changed is null then
    return;
  end if;
  delete from grid_spans where grid = any (changed) and valid_to is null and valid_from >= today;
  update grid_spans set valid_to = today where grid = any (changed) and valid_to is null;
  with last as (
    select distinct on (grid) * from grid_spans where grid = any (changed) order by grid, valid_from desc
  ), taken_back as (
    update grid_spans s set valid_to = null
    from last l join wangge_grids_say(changed) g on g.grid = l.grid
    where s.id = l.id and l.valid_to >= today
      and (g.subdistrict, g.code, g.path, g.level, g.status, g.community, g.peer_group, g.households)
        is not distinct from (l.subdistrict, l.code, l.path, l.level, l.status, l.community, l.peer_group, l.households)
    returning s.grid
  )
  insert into grid_spans (grid, subdistrict, code, path, level, status, community, peer_group, households, valid_from)
  select g.grid, g.subdistrict, g.code, g.path, g.level, g.status, g.community, g.peer_group, g.households, greatest(today, l.valid_to)
  from wangge_grids_say(changed) g left join last l on l.grid = g.grid
  where g.grid not in (select grid from taken_back);
end $$;

-- (The rows as they are by now, not as the statement left them: what it moved may have moved on.)
create or replace function wangge_grids_spanned() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform wangge_span_grids(array(select id from new_grids));
  elsif tg_op = 'DELETE' then
    perform wangge_span_grids(array(select id from old_grids));
  else
    perform wangge_span_grids(array(
      select unnest(array[n.id, o.id]) from new_grids n full join old_grids o on o.id = n.id
      where (n.id, n.subdistrict, n.code, n.path, n.level, n.status, n.parent, n.peer_group, n.households)
        is distinct from (o.id, o.subdistrict, o.code, o.path, o.level, o.status, o.parent, o.peer_group, o.households)));
  end if;
  return null;
end $$;
drop trigger if exists wangge_grids_spanned_new on grids;
create trigger wangge_grids_spanned_new after insert on grids referencing new table as new_grids
  for each statement execute function wangge_grids_spanned();
drop trigger if exists wangge_grids_spanned_changed on grids;
create trigger wangge_grids_spanned_changed after update on grids referencing old table as old_grids new table as new_grids
  for each statement execute function wangge_grids_spanned();
drop trigger if exists wangge_grids_spanned_gone on grids;
create trigger wangge_grids_spanned_gone after delete on grids referencing old table as old_grids
  for each statement execute function wangge_grids_spanned();

-- ── What was before this was kept ───────────────────────────────────────────────────────────────────────────

-- Since when each grid is known: made, held or reported in, or one below it.
create or replace function wangge_grids_first_known() returns table (grid uuid, day date) language sql stable as $$
  with recursive mentioned as (
    select id as grid, wangge_day(date_created) as day from grids
    union all select p.grid, min(p.starts_on) from posts p group by p.grid
    union all select i.grid, wangge_day(min(i.reported_at)) from issues i group by i.grid
    union all select c.grid, wangge_day(min(c.changed_at)) from grid_changes c group by c.grid
  ), first as (
    select g.id as grid, g.parent, min(m.day) as day from grids g left join mentioned m on m.grid = g.id and m.day is not null group by g.id
  ), up as (
    select grid, parent, day from first union all select f.grid, f.parent, u.day from up u join first f on f.grid = u.parent
  )
  select grid, coalesce(min(day), wangge_day(wangge_clock())) from up group by grid
$$;

-- What is on record of each grid: what was said of it over the API (parents only when they were changed), and its changes by
-- order. `made`: this is its beginning. `ended`: until then it was in use.
create or replace function wangge_grids_recorded()
returns table (grid uuid, at timestamptz, code text, parent uuid, level smallint, status text, subdistrict uuid, made boolean, ended boolean) language sql stable as $$
  with said as (
    select g.id as grid, a."timestamp" as at, a.action = 'create' as made, coalesce(r.data::jsonb, '{}') || coalesce(r.delta::jsonb, '{}') as data
    from directus_revisions r join directus_activity a on a.id = r.activity and a.action in ('create', 'update') join grids g on g.id::text = r.item
    where r.collection = 'grids'
  )
  select grid, at, data ->> 'code', case when data ->> 'parent' ~ '^[0-9a-f-]{36}$' then (data ->> 'parent')::uuid end,
    case when data ->> 'level' ~ '^[123]$' then (data ->> 'level')::smallint end, coalesce(data ->> 'status', case when made then 'active' end),
    case when data ->> 'subdistrict' ~ '^[0-9a-f-]{36}$' then (data ->> 'subdistrict')::uuid end, made, false
  from said
  union all
  select c.grid, c.changed_at, null, c.parent, null, case when c.kind <> 'move' then 'retired' end, null, false, c.kind <> 'move' from grid_changes c
$$;

-- Fills the spans of grids that have none, each from the day since which it is known. Where it lay before the first move on record
-- was not kept, nor what it was before it was entered; what came next is assumed then, and after the last that is on record, what is
-- said today. Says how many grids were filled.
create or replace function wangge_fill_grid_spans() returns integer language plpgsql as $$
declare
  today date := wangge_day(wangge_clock());
  the_grid record;
  word record;
  was record;
  filled integer := 0;
begin
  create temp table if not exists wangge_recorded (grid uuid, at timestamptz, code text, parent uuid, level smallint, status text, subdistrict uuid, made boolean, ended boolean) on commit drop;
  create temp table if not exists wangge_history (grid uuid, day date, code text, parent uuid, level smallint, status text, subdistrict uuid, assumed boolean, primary key (grid, day)) on commit drop;
  truncate wangge_recorded, wangge_history;
  insert into wangge_recorded select * from wangge_grids_recorded();
  create index if not exists wangge_recorded_grid on wangge_recorded (grid, at);
  for the_grid in
    select g.*, f.day from grids g join wangge_grids_first_known() f on f.grid = g.id where not exists (select from grid_spans s where s.grid = g.id)
  loop
    filled := filled + 1;
    select coalesce((array_agg(r.code order by at) filter (where r.code is not null))[1], the_grid.code) as code,
      coalesce((array_agg(r.parent order by at) filter (where r.parent is not null))[1], the_grid.parent) as parent,
      coalesce((array_agg(r.level order by at) filter (where r.level is not null))[1], the_grid.level) as level,
      coalesce((array_agg(case when r.ended then 'active' else r.status end order by at) filter (where r.status is not null))[1], the_grid.status) as status,
      coalesce((array_agg(r.subdistrict order by at) filter (where r.subdistrict is not null))[1], the_grid.subdistrict) as subdistrict,
      -- Where it lay is not known until the first move on record.
      bool_or(r.parent is not null) as unplaced
    into was from wangge_recorded r where r.grid = the_grid.id;
    insert into wangge_history values (the_grid.id, the_grid.day, was.code, was.parent, was.level, was.status, was.subdistrict, true);
    for word in select r.*, wangge_day(r.at) as day from wangge_recorded r where r.grid = the_grid.id order by at loop
      select coalesce(word.code, was.code) as code, coalesce(word.parent, was.parent) as parent, coalesce(word.level, was.level) as level,
        coalesce(word.status, was.status) as status, coalesce(word.subdistrict, was.subdistrict) as subdistrict, was.unplaced and word.parent is null as unplaced into was;
      insert into wangge_history values (the_grid.id, greatest(word.day, the_grid.day), was.code, was.parent, was.level, was.status, was.subdistrict, coalesce(was.unplaced, false))
      on conflict (grid, day) do update set code = excluded.code, parent = excluded.parent, level = excluded.level, status = excluded.status,
        subdistrict = excluded.subdistrict, assumed = excluded.assumed;
    end loop;
    -- What it is by now is known from today on, however it came about.
    if (was.code, was.parent, was.level, was.status, was.subdistrict) is distinct from (the_grid.code::text, the_grid.parent, the_grid.level::smallint, the_grid.status::text, the_grid.subdistrict) then
      update wangge_history h set assumed = true where h.grid = the_grid.id and h.day = (select max(day) from wangge_history where grid = the_grid.id);
    end if;
    insert into wangge_history values (the_grid.id, today, the_grid.code, the_grid.parent, the_grid.level, the_grid.status, the_grid.subdistrict, false)
    on conflict (grid, day) do update set code = excluded.code, parent = excluded.parent, level = excluded.level, status = excluded.status,
      subdistrict = excluded.subdistrict, assumed = excluded.assumed;
  end loop;
  -- From the top down: where a grid lay follows from where the one above it lay.
  for the_level in 1..3 loop
    insert into grid_spans (grid, subdistrict, code, path, level, status, community, peer_group, households, valid_from, valid_to, assumed)
    with lasted as (
      select h.*, lead(h.day) over (partition by h.grid order by h.day) as ends from wangge_history h
    ), above as (
      select s.*, case when s.valid_from = min(s.valid_from) over (partition by s.grid) then '-infinity' else s.valid_from end as since from grid_spans s
    ), placed as (
      select h.grid, h.subdistrict, h.code, coalesce(a.path, '/') || h.code || '/' as path, h.level, h.status,
        case h.level when 2 then h.grid when 3 then h.parent end as community,
        greatest(h.day, a.since) as valid_from, least(h.ends, a.valid_to) as valid_to,
        h.assumed or coalesce(a.assumed or h.day < a.valid_from, false) as assumed
      from lasted h join grids g on g.id = h.grid and g.level = the_level
      left join above a on a.grid = h.parent and h.level > 1 and daterange(h.day, h.ends) && daterange(a.since, a.valid_to)
    ), marked as (
      select p.*, (p.subdistrict, p.code, p.path, p.level, p.status, p.community, p.assumed) is distinct from
        lag((p.subdistrict, p.code, p.path, p.level, p.status, p.community, p.assumed)) over (partition by p.grid order by p.valid_from) as differs
      from placed p
    ), counted as (
      select m.*, count(*) filter (where m.differs) over (partition by m.grid order by m.valid_from) as n from marked m
    )
    -- Peers and size are those of today: what they were was not kept.
    select c.grid, c.subdistrict, c.code, c.path, c.level, c.status, c.community, g.peer_group, g.households, min(c.valid_from), nullif(max(coalesce(c.valid_to, 'infinity')), 'infinity'), c.assumed
    from counted c join grids g on g.id = c.grid group by c.grid, c.n, c.subdistrict, c.code, c.path, c.level, c.status, c.community, g.peer_group, g.households, c.assumed;
  end loop;
  return filled;
end $$;
select wangge_fill_grid_spans();
