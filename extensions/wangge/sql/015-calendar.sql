-- Calendar: one row a day and version, and a published version never changes: limits rest on it.
--
-- A version is published by its day of publication. Its days are written before that; afterwards only the note
-- may change. The hook in calendar/ says the same in sentences, before this refuses. Every statement may be run again.

create unique index if not exists calendar_versions_version on calendar_versions (version);
create unique index if not exists calendar_days_version_date on calendar_days (version, date);

alter table calendar_versions drop constraint if exists calendar_versions_range;
alter table calendar_versions add constraint calendar_versions_range
  check (covers_from <= covers_to and covers_to - covers_from < 366 * 200);
alter table calendar_days drop constraint if exists calendar_days_kind;
alter table calendar_days add constraint calendar_days_kind check (kind in ('workday', 'restday') and origin in ('national', 'local'));

create or replace function wangge_keep_published_days() returns trigger language plpgsql as $$
declare
  the_version text;
begin
  select v.version into the_version from calendar_versions v
  where v.published_on is not null
    and ((tg_op <> 'INSERT' and v.id = old.version) or (tg_op <> 'DELETE' and v.id = new.version))
  limit 1;
  if found then
    raise exception 'Calendar % is published: its days are fixed', the_version using errcode = 'check_violation';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
drop trigger if exists wangge_keep_published_days on calendar_days;
create trigger wangge_keep_published_days before insert or update or delete on calendar_days
  for each row execute function wangge_keep_published_days();

create or replace function wangge_keep_published_version() returns trigger language plpgsql as $$
begin
  if old.published_on is null then
    return coalesce(new, old);
  end if;
  if tg_op = 'DELETE' then
    raise exception 'Calendar % is published and cannot be deleted', old.version using errcode = 'check_violation';
  end if;
  if (new.id, new.version, new.covers_from, new.covers_to, new.published_on)
    is distinct from (old.id, old.version, old.covers_from, old.covers_to, old.published_on) then
    raise exception 'Calendar % is published and fixed', old.version using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_keep_published_version on calendar_versions;
create trigger wangge_keep_published_version before update or delete on calendar_versions
  for each row execute function wangge_keep_published_version();
