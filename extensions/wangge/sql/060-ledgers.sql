-- Ledgers: what the database keeps true of every data set, shipped or registered by an administrator.
-- A table becomes a ledger by its row in `ledger_datasets`: `wangge_bind_ledger` gives it triggers and indexes.

-- ── Numbers that stand in no readable column ────────────────────────────────────────────────────────────────

-- Identity numbers and telephones, encrypted by the extension; `hash` is keyed and serves search.
create table if not exists ledger_sealed (
  item uuid not null,
  field text not null,
  collection text not null,
  kind text not null,
  cipher text not null,
  hash text not null,
  primary key (item, field)
);
create index if not exists ledger_sealed_hash on ledger_sealed (hash);

-- ── Every change of every entry ─────────────────────────────────────────────────────────────────────────────

-- create, delete: { field: value }; update: { field: [before, after] }. Numbers are masked here as they are in the row.
create table if not exists ledger_changes (
  id bigint generated always as identity primary key,
  collection text not null,
  item uuid not null,
  grid uuid,
  grid_path text,
  at timestamptz not null default now(),
  actor uuid,
  action text not null,
  changes jsonb not null
);
create index if not exists ledger_changes_item on ledger_changes (item, id);
create index if not exists ledger_changes_grid on ledger_changes (grid, collection, at);

drop trigger if exists wangge_access_log_kept on ledger_access_log;
create trigger wangge_access_log_kept before update or delete on ledger_access_log for each row execute function wangge_append_only();
create index if not exists ledger_access_log_recent on ledger_access_log (date_created desc);

-- What of an entry is no content: written by the triggers, or said of the row rather than in it.
create or replace function wangge_ledger_content(entry jsonb) returns jsonb language sql immutable parallel safe as $$
  select entry - array['id', 'dataset', 'grid_path', 'entry_key', 'sealed', 'draw', 'confirmed_on', 'confirmed_by', 'review_due_on',
    'date_created', 'user_created', 'date_updated', 'user_updated']
$$;

-- Before an entry is written: its data set, its draw, when it was confirmed and until when that holds; sealed numbers go
-- where nobody reads them. A change of content is a confirmation; a confirmation alone changes no content.
create or replace function wangge_ledger_entry() returns trigger language plpgsql as $$
declare
  the_set record;
  changed boolean := true;
  one record;
begin
  -- Its grid is moving: nothing else changes.
  if tg_op = 'UPDATE' and pg_trigger_depth() > 1 and new.grid = old.grid and new.grid_path <> old.grid_path then
    return new;
  end if;
  select id, review_days, active into the_set from ledger_datasets where collection = tg_table_name;
  if tg_op = 'UPDATE' then
    changed := new.sealed is not null or wangge_ledger_content(to_jsonb(new)) <> wangge_ledger_content(to_jsonb(old));
  end if;
  if changed and not the_set.active then
    raise exception 'The data set % is not active', tg_table_name using errcode = 'check_violation';
  end if;
  new.dataset := the_set.id;
  new.draw := hashtextextended(new.id::text, 0) & 127;
  if tg_op = 'INSERT' then
    new.confirmed_on := coalesce(new.confirmed_on, wangge_today());
    new.confirmed_by := coalesce(new.confirmed_by, new.user_created);
  elsif changed and new.confirmed_on is not distinct from old.confirmed_on and new.confirmed_by is not distinct from old.confirmed_by then
    -- What a grid that was split or merged hands to its successor is nobody's confirmation.
    if new.grid <> old.grid and wangge_ledger_content(to_jsonb(new)) - 'grid' = wangge_ledger_content(to_jsonb(old)) - 'grid' then
      changed := exists (select from grids where id = old.grid and status = 'active');
    end if;
    if changed then
      new.confirmed_on := wangge_today();
      new.confirmed_by := coalesce(new.user_updated, old.confirmed_by);
    end if;
  end if;
  new.review_due_on := new.confirmed_on + the_set.review_days;
  if new.sealed is not null then
    for one in select key, value from jsonb_each(new.sealed::jsonb) loop
      if one.value = 'null'::jsonb then
        delete from ledger_sealed where item = new.id and field = one.key;
      else
        insert into ledger_sealed (item, field, collection, kind, cipher, hash)
        values (new.id, one.key, tg_table_name, one.value ->> 'kind', one.value ->> 'cipher', one.value ->> 'hash')
        on conflict (item, field) do update set kind = excluded.kind, cipher = excluded.cipher, hash = excluded.hash;
      end if;
    end loop;
    new.sealed := null;
  end if;
  return new;
end $$;

create or replace function wangge_ledger_created() returns trigger language plpgsql as $$
begin
  insert into ledger_changes (collection, item, grid, grid_path, actor, action, changes)
  select tg_table_name, n.id, n.grid, n.grid_path, n.user_created, 'create', jsonb_strip_nulls(wangge_ledger_content(to_jsonb(n)))
  from new_entries n;
  return null;
end $$;

create or replace function wangge_ledger_updated() returns trigger language plpgsql as $$
begin
  insert into ledger_changes (collection, item, grid, grid_path, actor, action, changes)
  select tg_table_name, n.id, n.grid, n.grid_path, n.user_updated, 'update',
    (select jsonb_object_agg(after.key, jsonb_build_array(before -> after.key, after.value))
     from jsonb_each(wangge_ledger_content(to_jsonb(n))) after, lateral (select to_jsonb(o) as before) old_row
     where after.value is distinct from before -> after.key)
  from new_entries n join old_entries o on o.id = n.id
  -- (Where only the path differs, the grid moved.)
  where (n.grid <> o.grid or n.grid_path = o.grid_path) and wangge_ledger_content(to_jsonb(n)) <> wangge_ledger_content(to_jsonb(o));
  return null;
end $$;

create or replace function wangge_ledger_deleted() returns trigger language plpgsql as $$
begin
  insert into ledger_changes (collection, item, grid, grid_path, actor, action, changes)
  select tg_table_name, o.id, o.grid, o.grid_path, null, 'delete', jsonb_strip_nulls(wangge_ledger_content(to_jsonb(o)))
  from old_entries o;
  delete from ledger_sealed where item in (select id from old_entries);
  return null;
end $$;

-- Makes a table a ledger. Called again it changes nothing.
create or replace function wangge_bind_ledger(bound regclass) returns void language plpgsql as $$
declare
  plain_name text := (select relname from pg_class where oid = bound);
begin
  perform wangge_bind_grid(bound);
  execute format('drop trigger if exists wangge_ledger_entry on %s', bound);
  execute format('create trigger wangge_ledger_entry before insert or update on %s for each row execute function wangge_ledger_entry()', bound);
  execute format('drop trigger if exists wangge_ledger_created on %s', bound);
  execute format('create trigger wangge_ledger_created after insert on %s referencing new table as new_entries for each statement execute function wangge_ledger_created()', bound);
  execute format('drop trigger if exists wangge_ledger_updated on %s', bound);
  execute format('create trigger wangge_ledger_updated after update on %s referencing old table as old_entries new table as new_entries for each statement execute function wangge_ledger_updated()', bound);
  execute format('drop trigger if exists wangge_ledger_deleted on %s', bound);
  execute format('create trigger wangge_ledger_deleted after delete on %s referencing old table as old_entries for each statement execute function wangge_ledger_deleted()', bound);
  execute format('create unique index if not exists %I on %s (entry_key) where state = ''current''', plain_name || '_entry_key', bound);
  -- Freshness by grid, from the index alone; the page of a grid; what is to be confirmed first.
  execute format('create index if not exists %I on %s (grid, review_due_on) where state = ''current''', plain_name || '_grid_due', bound);
  execute format('create index if not exists %I on %s (review_due_on)', plain_name || '_due', bound);
  if to_regprocedure('wangge_bind_upkeep(regclass)') is not null then
    execute 'select wangge_bind_upkeep($1)' using bound;
  end if;
  if to_regprocedure('wangge_bind_snapshots(regclass)') is not null then
    execute 'select wangge_bind_snapshots($1)' using bound;
  end if;
end $$;

-- ── Data sets ───────────────────────────────────────────────────────────────────────────────────────────────

alter table ledger_datasets drop constraint if exists ledger_datasets_named;
alter table ledger_datasets add constraint ledger_datasets_named check (collection ~ '^ledger_[a-z][a-z0-9_]{1,40}$');
alter table ledger_datasets drop constraint if exists ledger_datasets_reviewed;
alter table ledger_datasets add constraint ledger_datasets_reviewed check (review_days between 1 and 3660);
-- Special personal information (PIPL art. 28, 55): basis, purpose, retention, assessment, and a second person.
alter table ledger_datasets drop constraint if exists ledger_datasets_second_person;
alter table ledger_datasets add constraint ledger_datasets_second_person check (
  sensitivity <> 'sensitive' or not active or (
    legal_basis is not null and purpose is not null and retention_months is not null and impact_assessment is not null
    and activated_by is not null and activated_by is distinct from prepared_by));

create or replace function wangge_dataset_registered() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform wangge_bind_ledger(to_regclass(format('public.%I', new.collection)));
  elsif new.collection <> old.collection then
    raise exception 'The collection of a data set cannot change' using errcode = 'check_violation';
  elsif new.review_days <> old.review_days then
    execute format('update %I set review_due_on = confirmed_on + $1', new.collection) using new.review_days;
  end if;
  return null;
end $$;
drop trigger if exists wangge_dataset_registered on ledger_datasets;
create trigger wangge_dataset_registered after insert or update on ledger_datasets for each row execute function wangge_dataset_registered();

create or replace function wangge_dataset_kept() returns trigger language plpgsql as $$
begin
  raise exception 'A data set is retired, not deleted' using errcode = 'check_violation';
end $$;
drop trigger if exists wangge_dataset_kept on ledger_datasets;
create trigger wangge_dataset_kept before delete on ledger_datasets for each row execute function wangge_dataset_kept();

do $$
declare
  the_set record;
begin
  for the_set in select collection from ledger_datasets where to_regclass(format('public.%I', collection)) is not null loop
    perform wangge_bind_ledger(to_regclass(format('public.%I', the_set.collection)));
  end loop;
end $$;
