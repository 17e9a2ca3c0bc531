-- How every ledger stood when each month ended: counted by a job after midnight (`ledgers/snapshots/`), exactly, however late it
-- comes. From the end of a month until it is counted, whatever is written first keeps what was there. Every statement may be run again.

-- Of a patch that was in use: every active set that has entries there or should have. `taken_on`: the last day of the month;
-- fresh, due and stale are as of it. `expected` null: nobody had said how many there should be.
create table if not exists ledger_snapshots (
  taken_on date not null,
  dataset uuid not null,
  grid uuid not null,
  entries integer not null,
  fresh integer not null,
  due integer not null,
  stale integer not null,
  expected integer,
  primary key (taken_on, dataset, grid),
  constraint ledger_snapshots_whole check (entries = fresh + due + stale and least(fresh, due, stale) >= 0)
);
drop trigger if exists wangge_snapshots_kept on ledger_snapshots;
create trigger wangge_snapshots_kept before update or delete on ledger_snapshots for each row execute function wangge_append_only();

-- The months: those that were counted, those of which nothing is known, and the one that comes next. `month` is its last day,
-- `closes_at` the moment at which it is over.
create table if not exists ledger_snapshot_runs (
  month date primary key,
  state text not null,
  closes_at timestamptz not null,
  taken_at timestamptz,
  reason text,
  constraint ledger_snapshot_runs_whole check (
    state in ('open', 'taken', 'no_data') and (state = 'taken') = (taken_at is not null) and (state = 'no_data') = (reason is not null))
);
create unique index if not exists ledger_snapshot_runs_open on ledger_snapshot_runs (state) where state = 'open';

-- What was there before it was first changed after the end of a month that is not counted yet. `was` null: nothing.
create table if not exists ledger_kept (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  of_table text not null,
  item uuid not null,
  was jsonb
);
create index if not exists ledger_kept_first on ledger_kept (of_table, item, id);

create or replace function wangge_month_end(day date) returns date language sql immutable parallel safe as $$
  select (date_trunc('month', day::timestamp) + interval '1 month' - interval '1 day')::date
$$;

-- The moment at which a day is over, where the installation lives.
create or replace function wangge_day_ends(day date) returns timestamptz language sql stable as $$
  select (day + 1)::timestamp at time zone coalesce((select nullif(time_zone, '') from settings_wangge limit 1), 'Asia/Shanghai')
$$;

-- ── What is written after the end of a month ────────────────────────────────────────────────────────────────

-- Who writes before a month is over holds this lock until they are done, and is waited for.
create or replace function wangge_month_lock(month date, out class integer, out object integer) language sql immutable as $$
  select hashtext('wangge_ledger_month'), month - date '2000-01-01'
$$;

-- The moment of what is being written, if it comes after the end of a month that is not counted yet; otherwise null. The clock
-- says on which side it falls, not its transaction's begin or end. Nobody waits here: who finds the lock taken comes after the end.
create or replace function wangge_after_close() returns timestamptz language plpgsql as $$
declare
  next record;
begin
  select r.closes_at, l.class, l.object into next from ledger_snapshot_runs r, wangge_month_lock(r.month) l where r.state = 'open';
  if not found then
    return null;
  end if;
  if wangge_clock() < next.closes_at and not pg_try_advisory_xact_lock_shared(next.class, next.object) then
    return next.closes_at;
  end if;
  -- (Midnight may have passed since.)
  return case when wangge_clock() >= next.closes_at then wangge_clock() end;
end $$;

create or replace function wangge_part(of_row jsonb, columns text[]) returns jsonb language sql immutable parallel safe as $$
  select jsonb_object_agg(name, of_row -> name) from unnest(columns) name where of_row is not null
$$;

-- (Its arguments are the columns that count.)
create or replace function wangge_kept() returns trigger language plpgsql as $$
declare
  moment timestamptz := wangge_after_close();
begin
  if moment is null then
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into ledger_kept (at, of_table, item) select moment, tg_table_name, n.id from new_rows n;
  elsif tg_op = 'DELETE' then
    insert into ledger_kept (at, of_table, item, was) select moment, tg_table_name, o.id, wangge_part(to_jsonb(o), tg_argv) from old_rows o;
  else
    insert into ledger_kept (at, of_table, item, was)
    select moment, tg_table_name, coalesce(o.id, n.id), wangge_part(to_jsonb(o), tg_argv) from old_rows o full join new_rows n on n.id = o.id
    where wangge_part(to_jsonb(o), tg_argv) is distinct from wangge_part(to_jsonb(n), tg_argv);
  end if;
  return null;
end $$;

-- (a_: before any trigger that writes to the same table again.)
create or replace function wangge_keep(bound regclass, variadic columns text[]) returns void language plpgsql as $$
declare
  arguments text := (select string_agg(quote_literal(name), ', ') from unnest(columns) name);
begin
  execute format('drop trigger if exists a_kept_new on %s', bound);
  execute format('create trigger a_kept_new after insert on %s referencing new table as new_rows for each statement execute function wangge_kept(%s)', bound, arguments);
  execute format('drop trigger if exists a_kept_changed on %s', bound);
  execute format('create trigger a_kept_changed after update on %s referencing old table as old_rows new table as new_rows for each statement execute function wangge_kept(%s)', bound, arguments);
  execute format('drop trigger if exists a_kept_gone on %s', bound);
  execute format('create trigger a_kept_gone after delete on %s referencing old table as old_rows for each statement execute function wangge_kept(%s)', bound, arguments);
end $$;

-- Called by `wangge_bind_ledger` for every data set that is registered.
create or replace function wangge_bind_snapshots(bound regclass) returns void language sql as $$
  select wangge_keep(bound, 'grid', 'state', 'review_due_on')
$$;

select wangge_keep('grids', 'households');
select wangge_keep('ledger_expected', 'dataset', 'grid', 'expected');
select wangge_keep('ledger_datasets', 'collection', 'active', 'required', 'expected_from');
do $$
declare
  the_set record;
begin
  for the_set in select collection from ledger_datasets where to_regclass(format('public.%I', collection)) is not null loop
    perform wangge_bind_snapshots(to_regclass(format('public.%I', the_set.collection)));
  end loop;
end $$;

-- What was there at that moment of what was changed since; what is not named is as it was.
create or replace function wangge_kept_since(the_table text, since timestamptz) returns table (item uuid, was jsonb) language sql stable as $$
  select distinct on (k.item) k.item, k.was from ledger_kept k where k.of_table = the_table and k.at >= since order by k.item, k.id
$$;

-- ── Which month comes next ──────────────────────────────────────────────────────────────────────────────────

-- A month that is under way ends by the zone of its end; one that is over does not begin anew.
create or replace function wangge_month_rezoned() returns trigger language plpgsql as $$
begin
  update ledger_snapshot_runs set closes_at = wangge_day_ends(month)
  where state = 'open' and closes_at > wangge_clock() and wangge_day_ends(month) > wangge_clock();
  return null;
end $$;
drop trigger if exists wangge_month_rezoned on settings_wangge;
create trigger wangge_month_rezoned after insert or update or delete on settings_wangge for each statement execute function wangge_month_rezoned();

-- Kept from now on: the month under way will be counted, those before in which there were ledgers already cannot be.
insert into ledger_snapshot_runs (month, state, closes_at)
select day, 'open', wangge_day_ends(day) from wangge_month_end(wangge_day(wangge_clock())) day
where not exists (select from ledger_snapshot_runs where state = 'open')
on conflict do nothing;
insert into ledger_snapshot_runs (month, state, closes_at, reason)
select wangge_month_end(first::date), 'no_data', wangge_day_ends(wangge_month_end(first::date)), 'before_kept'
from generate_series(
  date_trunc('month', wangge_day((select at from ledger_changes order by id limit 1))::timestamp),
  (select date_trunc('month', min(month)::timestamp) - interval '1 month' from ledger_snapshot_runs), '1 month') first
on conflict do nothing;
