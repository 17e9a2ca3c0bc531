-- Territory: the grid tree, who holds which grid, and what each person may therefore see.
--
-- The database answers for what everybody relies on: paths, one leader per grid, grid_path on every row that
-- belongs to a grid, and the scope slots that the row filters compare with. The hooks in territory/ say the
-- same in sentences, before these refuse. Every statement may be run again.

do $$
begin
  create extension if not exists btree_gist;
exception when insufficient_privilege then
  raise exception 'Wangge needs the Postgres extension btree_gist, and this database user may not create it'
    using hint = 'Let a database administrator run once, in this database: CREATE EXTENSION btree_gist;';
end $$;

-- Today, where the installation lives.
create or replace function wangge_today() returns date language sql stable as $$
  select (now() at time zone coalesce((select nullif(time_zone, '') from settings_wangge limit 1), 'Asia/Shanghai'))::date
$$;

-- The day of a moment, there.
create or replace function wangge_day(moment timestamptz) returns date language sql stable parallel safe as $$
  select (moment at time zone coalesce((select nullif(time_zone, '') from settings_wangge limit 1), 'Asia/Shanghai'))::date
$$;

-- ── The tree ────────────────────────────────────────────────────────────────────────────────────────────────

-- Codes stand in paths, and paths in LIKE patterns: neither '/' nor a wildcard may be part of a code.
alter table grids drop constraint if exists grids_code_plain;
alter table grids add constraint grids_code_plain check (code ~ '^[A-Za-z0-9-]+$');
create index if not exists grids_path_prefix on grids (path text_pattern_ops);
create index if not exists grids_parent_children on grids (parent);

-- Does any row refer to this grid? Then its code is in use: printed, exported, part of paths.
create or replace function wangge_grid_in_use(the_grid uuid) returns boolean language plpgsql stable as $$
declare
  referring record;
  found_one boolean;
begin
  for referring in
    select c.conrelid::regclass as from_table, a.attname as from_column
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'grids'::regclass
  loop
    execute format('select exists (select from %s where %I = $1)', referring.from_table, referring.from_column)
      into found_one using the_grid;
    if found_one then
      return true;
    end if;
  end loop;
  return false;
end $$;

create or replace function wangge_place_grid() returns trigger language plpgsql as $$
declare
  above record;
begin
  if tg_op = 'UPDATE' and new.code is distinct from old.code and wangge_grid_in_use(old.id) then
    raise exception 'The code of grid % is in use and cannot change', old.code using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and new.level is distinct from old.level and exists (select from grids where parent = new.id) then
    raise exception 'Grid % has grids below it: its level cannot change', old.code using errcode = 'check_violation';
  end if;
  if new.level = 1 then
    if new.parent is not null then
      raise exception 'Grid % is of level 1 and has no parent', new.code using errcode = 'check_violation';
    end if;
    new.path := '/' || new.code || '/';
    return new;
  end if;
  select level, path, subdistrict into above from grids where id = new.parent for share;
  if above.level is distinct from new.level - 1 then
    raise exception 'Grid % is of level %: its parent must be a grid of level %', new.code, new.level, new.level - 1
      using errcode = 'check_violation';
  end if;
  if above.subdistrict is distinct from new.subdistrict then
    raise exception 'Grid % and its parent must belong to one sub-district', new.code using errcode = 'check_violation';
  end if;
  new.path := above.path || new.code || '/';
  return new;
end $$;
drop trigger if exists wangge_place_grid on grids;
create trigger wangge_place_grid before insert or update of code, parent, level, path, subdistrict on grids
  for each row execute function wangge_place_grid();

-- ── Rows that belong to a grid ──────────────────────────────────────────────────────────────────────────────

-- The share lock makes a row that arrives while its grid is being moved wait for the new path.
create or replace function wangge_set_grid_path() returns trigger language plpgsql as $$
begin
  -- Its grid is moving: `wangge_grids_moved` writes the new path.
  if tg_op = 'UPDATE' and pg_trigger_depth() > 1 and new.grid = old.grid then
    return new;
  end if;
  if new.grid is null then
    new.grid_path := null;
  else
    select path into new.grid_path from grids where id = new.grid for share;
  end if;
  return new;
end $$;

-- The tables whose rows belong to a grid: those with a column `grid` and a column `grid_path`.
create or replace function wangge_grid_bound() returns setof regclass language sql stable as $$
  select c.oid::regclass from pg_class c
  where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'grid' and not a.attisdropped)
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'grid_path' and not a.attisdropped)
$$;

-- Binds a table: keeps grid_path, and gives the row filters their index.
-- The statistics target is low on purpose. A row filter has six prefixes, and the planner compares each with every
-- value it keeps: 5 ms a query at 2,000 values, 0.2 ms at 10. With few values it takes a small scope for smaller than
-- it is, which is the safe side: it reads the scope by its index and sorts, instead of walking the due dates. Measured on
-- 300,000 issues of 9,600 patches, 75 random scopes of each size, planning and execution of a page by due date:
-- a patch 0.4 ms (5.7 at 2,000), six patches 2.1 (6.5), a community 1.1 (6.2), an area 4.9 (11.3), a tenth of all 0.4 (5.3).
-- In between (30 to 1,000) it walks for some communities: up to 140 ms.
-- (z_: after the triggers that may still choose the grid.)
create or replace function wangge_bind_grid(bound regclass) returns void language plpgsql as $$
declare
  plain_name text := (select relname from pg_class where oid = bound);
begin
  execute format('drop trigger if exists z_grid_path_new on %s', bound);
  execute format('drop trigger if exists z_grid_path_moved on %s', bound);
  execute format('create trigger z_grid_path_new before insert on %s for each row execute function wangge_set_grid_path()', bound);
  execute format(
    'create trigger z_grid_path_moved before update on %s for each row
       when (new.grid is distinct from old.grid or new.grid_path is distinct from old.grid_path)
       execute function wangge_set_grid_path()', bound);
  execute format('create index if not exists %I on %s (grid_path text_pattern_ops)', plain_name || '_grid_path_prefix', bound);
  execute format('alter table %s alter column grid_path set statistics 10', bound);
end $$;

do $$
declare
  bound regclass;
begin
  for bound in select * from wangge_grid_bound() loop
    perform wangge_bind_grid(bound);
  end loop;
end $$;

-- ── Posts ───────────────────────────────────────────────────────────────────────────────────────────────────

alter table posts drop constraint if exists posts_term;
alter table posts add constraint posts_term check (ends_on is null or ends_on >= starts_on);
create index if not exists posts_person_term on posts (person, starts_on);
do $$
begin
  if not exists (select from pg_constraint where conname = 'posts_one_leader' and conrelid = 'posts'::regclass) then
    alter table posts add constraint posts_one_leader
      exclude using gist (grid with =, daterange(starts_on, ends_on, '[]') with &&) where (role = 'leader');
  end if;
end $$;

-- ── Scope slots ─────────────────────────────────────────────────────────────────────────────────────────────

-- A slot holds a path or '-', which no path begins with. Empty or null would open everything.
do $$
declare
  slot text;
begin
  foreach slot in array array['scope_1', 'scope_2', 'scope_3', 'scope_4', 'scope_5', 'scope_6'] loop
    execute format('update directus_users set %1$I = ''-'' where %1$I is null', slot);
    execute format('alter table directus_users alter column %I set default ''-''', slot);
    execute format('alter table directus_users alter column %I set not null', slot);
    execute format('alter table directus_users drop constraint if exists %I', 'directus_users_' || slot);
    execute format($check$alter table directus_users add constraint %I check (%I = '-' or %I like '/%%/')$check$,
      'directus_users_' || slot, slot, slot);
  end loop;
end $$;

-- The subtrees that each person holds on each of the days: a grid below another one of theirs adds nothing.
create or replace function wangge_subtrees(people uuid[], days date[])
returns table (person uuid, day date, path text, n bigint) language sql stable as $$
  with held as materialized (
    select distinct p.person, d.day, g.path
    from posts p join grids g on g.id = p.grid join unnest(days) d (day) on p.starts_on <= d.day and (p.ends_on is null or p.ends_on >= d.day)
    where p.person = any (people)
    -- Who stands in for somebody has their grids meanwhile.
    union
    select a.stand_in, d.day, g.path
    from absences a join posts p on p.person = a.person join grids g on g.id = p.grid
    join unnest(days) d (day) on p.starts_on <= d.day and (p.ends_on is null or p.ends_on >= d.day) and a.starts_on <= d.day and (a.ends_on is null or a.ends_on >= d.day)
    where a.stand_in = any (people) and a.approved_by is not null
  )
  select h.person, h.day, h.path, row_number() over (partition by h.person, h.day order by h.path collate "C")
  from held h
  where not exists (select from held o where o.person = h.person and o.day = h.day and o.path <> h.path and starts_with(h.path, o.path))
$$;

-- Writes the slots of these people as they are on that day; returns how many people changed.
create or replace function wangge_set_scopes(people uuid[], that_day date) returns integer language plpgsql as $$
declare
  changed integer;
begin
  -- Posts of one person given at the same moment: the later one computes from both.
  perform from directus_users where id = any (people) order by id for no key update;
  with slots as (
    select asked.person,
      coalesce(max(s.path) filter (where s.n = 1), '-') as scope_1, coalesce(max(s.path) filter (where s.n = 2), '-') as scope_2,
      coalesce(max(s.path) filter (where s.n = 3), '-') as scope_3, coalesce(max(s.path) filter (where s.n = 4), '-') as scope_4,
      coalesce(max(s.path) filter (where s.n = 5), '-') as scope_5, coalesce(max(s.path) filter (where s.n = 6), '-') as scope_6
    from (select distinct unnest(people) as person) asked
    left join wangge_subtrees(people, array[that_day]) s on s.person = asked.person
    group by asked.person
  )
  update directus_users u
  set scope_1 = s.scope_1, scope_2 = s.scope_2, scope_3 = s.scope_3, scope_4 = s.scope_4, scope_5 = s.scope_5, scope_6 = s.scope_6
  from slots s
  where u.id = s.person
    and (u.scope_1, u.scope_2, u.scope_3, u.scope_4, u.scope_5, u.scope_6)
      is distinct from (s.scope_1, s.scope_2, s.scope_3, s.scope_4, s.scope_5, s.scope_6);
  get diagnostics changed = row_count;
  return changed;
end $$;

-- Posts of these people, and of those whom they stand in for; each from the day on which it counts for them.
create or replace function wangge_posts_of(people uuid[]) returns table (person uuid, starts_on date) language sql stable as $$
  select p.person, p.starts_on from posts p where p.person = any (people)
  union all
  select a.stand_in, greatest(a.starts_on, p.starts_on) from absences a join posts p on p.person = a.person
  where a.stand_in = any (people) and a.approved_by is not null and (a.ends_on is null or a.ends_on >= wangge_today()) and (p.ends_on is null or p.ends_on >= wangge_today())
$$;

-- These people, and who stands in for them.
create or replace function wangge_with_stand_ins(people uuid[]) returns uuid[] language sql stable as $$
  select array(select unnest(people) union select a.stand_in from absences a where a.person = any (people) and a.stand_in is not null and a.approved_by is not null)
$$;

-- Nobody holds more than six separate subtrees on any day from today on: there is no seventh slot.
create or replace function wangge_refuse_seventh(people uuid[]) returns void language plpgsql as $$
declare
  over record;
begin
  select s.person, s.day into over
  from wangge_subtrees(
    -- Whoever has fewer than seven posts, those they stand in for included, cannot hold seven subtrees.
    array(select person from wangge_posts_of(people) group by person having count(*) > 6),
    array(
      select wangge_today() union
      select o.starts_on from wangge_posts_of(people) o where o.starts_on > wangge_today()
        and o.person in (select person from wangge_posts_of(people) group by person having count(*) > 6)
    )) s
  where s.n > 6 limit 1;
  if found then
    raise exception 'Person % would hold more than six separate parts of the territory on %', over.person, over.day
      using errcode = 'check_violation', hint = 'End a post, or give a post on the grid above.';
  end if;
end $$;

-- Writes who leads these grids on that day; returns how many changed.
create or replace function wangge_set_leaders(the_grids uuid[], that_day date) returns integer language plpgsql as $$
declare
  changed integer;
begin
  update grids g set leader = now_led.person
  from (
    select asked.grid, p.person from (select distinct unnest(the_grids) as grid) asked
    left join posts p on p.grid = asked.grid and p.role = 'leader'
      and p.starts_on <= that_day and (p.ends_on is null or p.ends_on >= that_day)
  ) now_led
  where g.id = now_led.grid and g.leader is distinct from now_led.person;
  get diagnostics changed = row_count;
  return changed;
end $$;

create or replace function wangge_posts_changed() returns trigger language plpgsql as $$
declare
  people uuid[];
  touched uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct person), array_agg(distinct grid) into people, touched from new_posts;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct person), array_agg(distinct grid) into people, touched from old_posts;
  else
    select array_agg(distinct person), array_agg(distinct grid) into people, touched
    from (select person, grid from new_posts union all select person, grid from old_posts) both_sides;
  end if;
  if people is null then
    return null;
  end if;
  people := wangge_with_stand_ins(people);
  perform wangge_refuse_seventh(people);
  perform wangge_set_scopes(people, wangge_today());
  perform wangge_set_leaders(touched, wangge_today());
  return null;
end $$;
drop trigger if exists wangge_posts_inserted on posts;
create trigger wangge_posts_inserted after insert on posts referencing new table as new_posts
  for each statement execute function wangge_posts_changed();
drop trigger if exists wangge_posts_updated on posts;
create trigger wangge_posts_updated after update on posts referencing old table as old_posts new table as new_posts
  for each statement execute function wangge_posts_changed();
drop trigger if exists wangge_posts_deleted on posts;
create trigger wangge_posts_deleted after delete on posts referencing old table as old_posts
  for each statement execute function wangge_posts_changed();

-- A grid that moves takes its subtree along: the grids below, the rows bound to them, the scopes of who holds them.
-- Level by level: touching the children's parent makes them compute their own path, which fires this again for theirs.
create or replace function wangge_grids_moved() returns trigger language plpgsql as $$
declare
  moved uuid[];
  people uuid[];
  bound regclass;
begin
  select array_agg(n.id) into moved from new_grids n join old_grids o on o.id = n.id where n.path is distinct from o.path;
  if moved is null then
    return null;
  end if;
  update grids set parent = parent where parent = any (moved);
  for bound in select * from wangge_grid_bound() loop
    execute format(
      'update %s b set grid_path = g.path from grids g where b.grid = any ($1) and g.id = b.grid and b.grid_path is distinct from g.path',
      bound) using moved;
  end loop;
  select array_agg(distinct person) into people from posts where grid = any (moved);
  if people is not null then
    people := wangge_with_stand_ins(people);
    perform wangge_refuse_seventh(people);
    perform wangge_set_scopes(people, wangge_today());
  end if;
  return null;
end $$;
drop trigger if exists wangge_grids_moved on grids;
create trigger wangge_grids_moved after update on grids referencing old table as old_grids new table as new_grids
  for each statement execute function wangge_grids_moved();

-- Midnight: terms begin and end by themselves. Everybody's slots and every grid's leader, as of that day.
create or replace function wangge_refresh_scopes(that_day date) returns table (people integer, leaders integer) language plpgsql as $$
begin
  people := wangge_set_scopes(
    array(
      select p.person from posts p
      union
      select a.stand_in from absences a where a.stand_in is not null
      union
      select u.id from directus_users u
      where '-' <> any (array[u.scope_1, u.scope_2, u.scope_3, u.scope_4, u.scope_5, u.scope_6])
    ), that_day);
  leaders := wangge_set_leaders(array(select p.grid from posts p union select g.id from grids g where g.leader is not null), that_day);
  return next;
end $$;

-- What this file adds to an installation that already has posts.
select wangge_refresh_scopes(wangge_today());
