-- Calendar: one row a day and version, and a published version never changes: limits rest on it.
--
-- A version is published by its day of publication, and in force from that day on. It is drafted as a copy of the
-- newest one, its days are written before it is published; afterwards only the note may change. The hook in calendar/ says the same in sentences, before this refuses. Every statement may be run again.

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
    is distinct from (old.id, old.version, old.covers_from, old.covers_to, old.published_on)
    or new.published_at is distinct from old.published_at then
    raise exception 'Calendar % is published and fixed', old.version using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_keep_published_version on calendar_versions;
create trigger wangge_keep_published_version before update or delete on calendar_versions
  for each row execute function wangge_keep_published_version();

-- Of versions of one day the one published last is in force: the moment is kept beside the day.
create or replace function wangge_version_published_at() returns trigger language plpgsql as $$
begin
  new.published_at := case
    when new.published_on is null then null
    when tg_op = 'UPDATE' and old.published_on is not null then new.published_at
    else clock_timestamp()
  end;
  return new;
end $$;
drop trigger if exists wangge_version_published_at on calendar_versions;
create trigger wangge_version_published_at before insert or update on calendar_versions
  for each row execute function wangge_version_published_at();

-- Names as people count: the twelfth version of a day comes after the ninth.
create or replace function wangge_natural_order(name text) returns text language sql immutable parallel safe as $$
  select string_agg(case when part[1] ~ '^[0-9]' then lpad(part[1], greatest(64, length(part[1])), '0') else part[1] end, '' order by place) collate "C"
  from regexp_matches(name, '[0-9]+|[^0-9]+', 'g') with ordinality parts (part, place)
$$;

-- On these days nobody works by law, in every year (`calendar/statutory-rules.ts`).
create or replace function wangge_statutory_day(day date) returns boolean language sql immutable parallel safe as $$
  select to_char(day, 'MM-DD') = any (array['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'])
$$;

-- The version that limits are counted by on a day; 'infinity': the newest that is published at all.
create or replace function wangge_calendar_in_force(on_day date) returns uuid language sql stable as $$
  select id from calendar_versions where published_on <= on_day
  order by published_on desc, published_at desc nulls last, wangge_natural_order(version) desc limit 1
$$;

-- A draft begins with what is known already: a new year is added to the years before it, not put in their place.
create or replace function wangge_draft_begins() returns trigger language plpgsql as $$
begin
  insert into calendar_days (id, version, date, kind, name, source, origin)
  select gen_random_uuid(), new.id, d.date, d.kind, d.name, d.source, d.origin
  from calendar_days d
  where d.version = wangge_calendar_in_force('infinity') and d.date between new.covers_from and new.covers_to;
  return null;
end $$;
drop trigger if exists wangge_draft_begins on calendar_versions;
create trigger wangge_draft_begins after insert on calendar_versions
  for each row when (new.published_on is null) execute function wangge_draft_begins();

-- Limits are counted in the time zone they were given in: it does not change once there are any.
create or replace function wangge_time_zone_kept() returns trigger language plpgsql as $$
begin
  if exists (select from issues) then
    raise exception 'The time zone is fixed once there are issues' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_time_zone_kept on settings_wangge;
create trigger wangge_time_zone_kept before update of time_zone on settings_wangge
  for each row when (new.time_zone is distinct from old.time_zone) execute function wangge_time_zone_kept();
