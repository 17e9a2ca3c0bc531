-- Work logs (R2): one stretch of a day each, its minutes computed, a person's own stretches never overlapping, closed once checked.
-- The hooks in reporting/ say the same in sentences, before these refuse. Every statement may be run again.

select wangge_bind_grid('work_logs');

alter table work_logs drop constraint if exists work_logs_whole;
alter table work_logs add constraint work_logs_whole check (
  person is not null and grid is not null and work_date is not null and minutes is not null and nullif(btrim(summary), '') is not null);
alter table work_logs drop constraint if exists work_logs_in_order;
alter table work_logs add constraint work_logs_in_order check (ended_at > started_at and minutes between 1 and 1440);
alter table work_logs drop constraint if exists work_logs_words;
alter table work_logs add constraint work_logs_words check (
  kind in ('patrol', 'visit', 'meeting', 'publicity', 'handling', 'mobilise') and (check_result is null or check_result in ('ok', 'incomplete', 'false')));
-- Nobody checks their own log, and what is wrong with one is said.
alter table work_logs drop constraint if exists work_logs_checked;
alter table work_logs add constraint work_logs_checked check (
  (check_result is null) = (checked_by is null) and (check_result is null) = (checked_at is null)
  and checked_by is distinct from person and (check_result is null or check_result = 'ok' or nullif(btrim(check_note), '') is not null));

-- One person is at one place at a time: what this keeps, a day's minutes may simply be added up.
do $$
begin
  if not exists (select from pg_constraint where conname = 'work_logs_apart' and conrelid = 'work_logs'::regclass) then
    alter table work_logs add constraint work_logs_apart
      exclude using gist (person with =, tsrange(work_date + started_at, work_date + ended_at) with &&);
  end if;
end $$;

-- A period of one person after another, read from the index alone.
create index if not exists work_logs_of_person_on_record on work_logs (person, work_date) include (id, grid, kind, minutes, check_result, date_created);
drop index if exists work_logs_of_person;
-- A period of everybody's.
create index if not exists work_logs_of_day on work_logs (work_date);
-- What a person checked.
create index if not exists work_logs_checks on work_logs (checked_by, checked_at) where checked_by is not null;
create index if not exists work_logs_to_draw on work_logs (work_date) where sampled is null;
create index if not exists work_logs_to_check on work_logs (grid_path text_pattern_ops, work_date) where sampled and checked_at is null;
-- What a day's draft is made of.
create index if not exists issue_events_of_actor on issue_events (actor, at) where actor is not null;
create index if not exists ledger_confirmations_by on ledger_confirmations (confirmed_by, confirmed_at);
create index if not exists ledger_findings_of_log on ledger_findings (work_log) where work_log is not null;

-- Working days after `since` up to and including `until`, by the calendar in force today.
create or replace function wangge_working_days_after(since date, until date) returns integer language sql stable as $$
  with in_force as materialized (select wangge_calendar_in_force(wangge_today()) as version)
  select count(*)::integer
  from in_force cross join generate_series(since + 1, until, interval '1 day') d
  left join calendar_days c on c.version = in_force.version and c.date = d::date
  where not wangge_statutory_day(d::date) and coalesce(c.kind, case when extract(isodow from d) < 6 then 'workday' else 'restday' end) = 'workday'
$$;

-- Is a log of this day late today? The days allowed are working days after the day itself.
create or replace function wangge_log_late(of_day date) returns boolean language plpgsql stable as $$
declare
  today date := wangge_today();
  allowed integer := coalesce((select late_entry_working_days from settings_wangge limit 1), 2);
begin
  -- Offices never rest for two months: what is older need not be counted.
  return today > of_day and (today - of_day > 60 + 3 * allowed or wangge_working_days_after(of_day, today) > allowed);
end $$;

-- A tenth is drawn, by id and month (`drawn` in reporting/logs/log-rules.ts is the same).
create or replace function wangge_log_drawn(the_log uuid, of_day date) returns boolean language sql immutable parallel safe as $$
  select ('x' || substr(md5(the_log::text || ' ' || to_char(of_day, 'YYYY-MM')), 1, 8))::bit(32)::bigint % 10 = 0
$$;

create or replace function wangge_log_said() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.checked_at is not null then
      raise exception 'Work log % is checked and stays', old.id using errcode = 'check_violation';
    end if;
    return old;
  end if;
  if tg_op = 'INSERT' then
    new.checked_by := null;
    new.checked_at := null;
    new.check_result := null;
    new.check_note := null;
    new.sampled := null;
    new.entered_late := wangge_log_late(new.work_date);
  else
    if old.checked_at is not null then
      -- A "false" that was dismissed is none: see wangge_finding_dismissed.
      if old.check_result = 'false' and new.check_result = 'ok'
        and (to_jsonb(new) - '{check_result,check_note,grid_path}'::text[]) is not distinct from (to_jsonb(old) - '{check_result,check_note,grid_path}'::text[])
        and exists (select from ledger_findings f where f.work_log = old.id and f.state = 'dismissed')
        and not exists (select from ledger_findings f where f.work_log = old.id and f.state <> 'dismissed') then
        return new;
      end if;
      -- (Who saved the form last is noted all the same.)
      if (to_jsonb(new) - '{grid_path,user_updated,date_updated,user_created}'::text[]) is distinct from (to_jsonb(old) - '{grid_path,user_updated,date_updated,user_created}'::text[]) then
        raise exception 'Work log % is checked and closed', old.id using errcode = 'check_violation';
      end if;
      return new;
    end if;
    if (new.person, new.entered_by) is distinct from (old.person, old.entered_by) then
      raise exception 'Whose log % is cannot change', old.id using errcode = 'check_violation';
    end if;
    if new.sampled is distinct from old.sampled and (old.sampled is not null or new.sampled is distinct from wangge_log_drawn(new.id, new.work_date)) then
      raise exception 'Whether log % is drawn follows from its id and month', old.id using errcode = 'check_violation';
    end if;
    new.entered_late := old.entered_late;
    if (new.work_date, new.started_at, new.ended_at) is distinct from (old.work_date, old.started_at, old.ended_at) then
      new.entered_late := old.entered_late or wangge_log_late(new.work_date);
    end if;
    new.checked_at := case when new.check_result is null then null else now() end;
  end if;
  if new.work_date > wangge_today() and (tg_op = 'INSERT' or new.work_date is distinct from old.work_date) then
    raise exception 'Work log of %: that day is still to come', new.work_date using errcode = 'check_violation';
  end if;
  if new.work_date = wangge_today() and (tg_op = 'INSERT' or (new.work_date, new.ended_at) is distinct from (old.work_date, old.ended_at))
    and new.work_date + new.ended_at > now() at time zone coalesce((select nullif(time_zone, '') from settings_wangge limit 1), 'Asia/Shanghai') then
    raise exception 'Work log until % today: that hour is still to come', new.ended_at using errcode = 'check_violation';
  end if;
  new.minutes := floor(extract(epoch from new.ended_at - new.started_at) / 60);
  return new;
end $$;
drop trigger if exists wangge_log_said on work_logs;
-- (Not when its grid moves: hundreds of thousands of paths follow then.)
create trigger wangge_log_said before insert or delete or update of id, person, entered_by, grid, work_date, started_at, ended_at, minutes, kind, summary,
  residents_heard, route_confirmed, entered_late, sampled, check_result, check_note, checked_by, checked_at, date_created on work_logs
  for each row execute function wangge_log_said();

-- "False" is one person's word: it becomes a finding, which the person answers and another decides.
create or replace function wangge_log_found_false() returns trigger language plpgsql as $$
begin
  insert into ledger_findings (id, grid, work_log, kind, state, description, found_by, found_on, date_created, user_created)
  values (gen_random_uuid(), new.grid, new.id, 'false', 'open', new.check_note, new.checked_by, wangge_day(new.checked_at), now(), new.checked_by);
  return null;
end $$;
drop trigger if exists wangge_log_found_false on work_logs;
create trigger wangge_log_found_false after update on work_logs
  for each row when (new.check_result = 'false' and old.check_result is null) execute function wangge_log_found_false();

-- Dismissed, it is taken back where it was marked: the log counts as checked and in order, with the reason of whoever decided.
create or replace function wangge_finding_dismissed() returns trigger language plpgsql as $$
begin
  update work_logs set check_result = 'ok', check_note = new.decision_note where id = new.work_log and check_result = 'false';
  return null;
end $$;
drop trigger if exists wangge_finding_dismissed on ledger_findings;
create trigger wangge_finding_dismissed after update on ledger_findings
  for each row when (new.work_log is not null and new.state = 'dismissed' and old.state <> 'dismissed') execute function wangge_finding_dismissed();

-- Photographs belong to the log: none is added to, or taken from, one that is checked.
create or replace function wangge_log_photos_kept() returns trigger language plpgsql as $$
begin
  if exists (select from work_logs l where l.checked_at is not null
    and (tg_op <> 'INSERT' and l.id = old.work_logs_id or tg_op <> 'DELETE' and l.id = new.work_logs_id)) then
    raise exception 'The work log is checked: its photographs stay as they are' using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;
drop trigger if exists wangge_log_photos_kept on work_logs_files;
create trigger wangge_log_photos_kept before insert or update or delete on work_logs_files
  for each row execute function wangge_log_photos_kept();

-- Which log a finding is about never changes.
create or replace function wangge_finding_log_kept() returns trigger language plpgsql as $$
begin
  raise exception 'The work log of finding % is fixed', old.id using errcode = 'check_violation';
end $$;
drop trigger if exists wangge_finding_log_kept on ledger_findings;
create trigger wangge_finding_log_kept before update on ledger_findings
  for each row when (new.work_log is distinct from old.work_log) execute function wangge_finding_log_kept();

-- What was dismissed before this file knew of it.
update work_logs l set check_result = 'ok', check_note = f.decision_note from ledger_findings f
where f.work_log = l.id and f.state = 'dismissed' and l.check_result = 'false'
  and not exists (select from ledger_findings o where o.work_log = l.id and o.state <> 'dismissed');
