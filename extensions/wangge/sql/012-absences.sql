-- Absences: filed, decided by somebody else; an approved one gives its stand-in the absent person's authority and territory while it runs.
-- Handovers: from the preparing to both confirmations. The hooks in territory/ say the same in sentences. Every statement may be run again.

-- Before there was a decision, whoever entered an absence decided it.
do $$
begin
  if not exists (select from pg_constraint where conname = 'absences_decided' and conrelid = 'absences'::regclass) then
    -- An earlier release took both of these.
    update absences set ends_on = starts_on where ends_on < starts_on;
    update absences set stand_in = null where stand_in = person;
    update absences set decision = 'yes', approved_by = coalesce(approved_by, user_created, person) where decision is null;
  end if;
end $$;
-- Rows that are loaded say who approved them; the decision follows.
create or replace function wangge_absence_said() returns trigger language plpgsql as $$
begin
  if new.approved_by is not null and new.decision is null then
    new.decision := 'yes';
  end if;
  if new.decision is not null and (tg_op = 'INSERT' or old.decision is null) then
    new.decided_at := coalesce(new.decided_at, now());
  end if;
  if tg_op = 'UPDATE' and old.decision is not null
    and (new.decision, new.approved_by, new.person, new.stand_in, new.starts_on, new.kind) is distinct from (old.decision, old.approved_by, old.person, old.stand_in, old.starts_on, old.kind) then
    raise exception 'Absence % is decided', old.id using errcode = 'check_violation';
  end if;
  -- Where the person works: whoever leads a grid above sees it.
  select p.grid into new.grid from posts p join grids g on g.id = p.grid
  where p.person = new.person and (p.ends_on is null or p.ends_on >= new.starts_on) order by p.role <> 'leader', g.level, p.starts_on limit 1;
  return new;
end $$;
drop trigger if exists wangge_absence_said on absences;
create trigger wangge_absence_said before insert or update of person, starts_on, ends_on, stand_in, kind, decision, approved_by on absences
  for each row execute function wangge_absence_said();
alter table absences drop constraint if exists absences_decided;
alter table absences add constraint absences_decided check (
  (decision is null or decision in ('yes', 'no')) and (approved_by is not null) = (decision is not distinct from 'yes')
  and (ends_on is null or ends_on >= starts_on) and stand_in is distinct from person);
update absences set starts_on = starts_on where grid is null;

create or replace function wangge_absences_changed() returns trigger language plpgsql as $$
declare
  people uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct stand_in) into people from new_absences where stand_in is not null and approved_by is not null;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct stand_in) into people from old_absences where stand_in is not null and approved_by is not null;
  else
    select array_agg(distinct stand_in) into people from (select stand_in, approved_by from new_absences union all select stand_in, approved_by from old_absences) both_sides
    where stand_in is not null and approved_by is not null;
  end if;
  if people is not null then
    perform wangge_refuse_seventh(people);
    perform wangge_set_scopes(people, wangge_today());
  end if;
  return null;
end $$;
drop trigger if exists wangge_absences_inserted on absences;
create trigger wangge_absences_inserted after insert on absences referencing new table as new_absences
  for each statement execute function wangge_absences_changed();
drop trigger if exists wangge_absences_updated on absences;
create trigger wangge_absences_updated after update on absences referencing old table as old_absences new table as new_absences
  for each statement execute function wangge_absences_changed();
drop trigger if exists wangge_absences_deleted on absences;
create trigger wangge_absences_deleted after delete on absences referencing old table as old_absences
  for each statement execute function wangge_absences_changed();

-- What this file adds to an installation that already has absences.
select wangge_refresh_scopes(wangge_today());

-- ── Handovers ───────────────────────────────────────────────────────────────────────────────────────────────

alter table handovers drop constraint if exists handovers_whole;
alter table handovers add constraint handovers_whole check (
  state in ('prepared', 'given', 'taken', 'cancelled') and role in ('leader', 'deputy') and to_person is distinct from from_person
  and (state <> 'given' and state <> 'taken' or given_at is not null) and (state <> 'taken' or taken_at is not null and taken_by = to_person));
-- One at a time for a post.
create unique index if not exists handovers_one_open on handovers (grid, role, coalesce(from_person, to_person)) where state in ('prepared', 'given');

create or replace function wangge_handover_said() returns trigger language plpgsql as $$
begin
  if old.state in ('taken', 'cancelled') and (to_jsonb(new) - '{grid_path,user_updated,date_updated}'::text[]) is distinct from (to_jsonb(old) - '{grid_path,user_updated,date_updated}'::text[]) then
    raise exception 'Handover % is over', old.id using errcode = 'check_violation';
  end if;
  if (new.grid, new.role, new.from_person, new.to_person, new.handed_on, new.prepared_by) is distinct from (old.grid, old.role, old.from_person, old.to_person, old.handed_on, old.prepared_by) then
    raise exception 'Who hands what to whom is fixed with handover %', old.id using errcode = 'check_violation';
  end if;
  if old.given_at is not null and (new.items, new.given_at, new.given_by)::text is distinct from (old.items, old.given_at, old.given_by)::text then
    raise exception 'The list of handover % is confirmed', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_handover_said on handovers;
create trigger wangge_handover_said before update on handovers for each row execute function wangge_handover_said();
create or replace function wangge_handover_kept() returns trigger language plpgsql as $$
begin
  raise exception 'Handovers stay' using errcode = 'check_violation';
end $$;
drop trigger if exists wangge_handover_kept on handovers;
create trigger wangge_handover_kept before delete on handovers for each row execute function wangge_handover_kept();
