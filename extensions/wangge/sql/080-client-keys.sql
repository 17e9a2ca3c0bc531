-- What somebody has saved already: whoever creates a row may send a key of their own with it (`client_key`), and gets the
-- first row again when they send it a second time. The key is claimed before the row is made, in its transaction; the row
-- that is made then takes it. A key is unique for its author.

create table if not exists wangge_client_keys (
  author uuid not null,
  client_key uuid not null,
  collection text not null,
  -- Of what was sent: the same key with other content is told apart.
  digest text not null,
  -- Until the row is there: by which transaction it is made.
  transaction xid8 not null default pg_current_xact_id(),
  item text,
  created_at timestamptz not null default now(),
  primary key (author, client_key)
);
-- Nearly always empty: every insert of a row looks here.
create index if not exists wangge_client_keys_open on wangge_client_keys (transaction) where item is null;
create index if not exists wangge_client_keys_age on wangge_client_keys (created_at);

create or replace function wangge_take_client_key() returns trigger language plpgsql as $$
begin
  -- One row for one key: rows by the thousand are nobody's form.
  update wangge_client_keys set item = (select id::text from created limit 1)
  where item is null and transaction = pg_current_xact_id() and collection = tg_table_name;
  return null;
end $$;

-- Rows of this table take keys. Called for every table with an `id`, and for data sets as they are registered.
create or replace function wangge_bind_client_keys(bound regclass) returns void language plpgsql as $$
begin
  if not exists (select from pg_trigger where tgrelid = bound and tgname = 'wangge_take_client_key') then
    execute format('create trigger wangge_take_client_key after insert on %s referencing new table as created for each statement execute function wangge_take_client_key()', bound);
  end if;
end $$;

create or replace function wangge_dataset_takes_keys() returns trigger language plpgsql as $$
begin
  perform wangge_bind_client_keys(to_regclass(format('public.%I', new.collection)));
  return null;
end $$;
drop trigger if exists wangge_dataset_takes_keys on ledger_datasets;
create trigger wangge_dataset_takes_keys after insert on ledger_datasets for each row execute function wangge_dataset_takes_keys();

do $$
declare
  the_table record;
begin
  -- Collections of an administrator, too; those that come later take keys from the next set-up on.
  for the_table in
    select c.oid::regclass as bound from pg_class c join directus_collections d on d.collection = c.relname
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and exists (select from pg_attribute where attrelid = c.oid and attname = 'id' and not attisdropped)
  loop
    perform wangge_bind_client_keys(the_table.bound);
  end loop;
end $$;
