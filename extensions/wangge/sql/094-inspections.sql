-- Inspection visits: what was planned stays, what was handed in stays, and a state follows from who did what. The steps in
-- assessment/inspection/ say the same in sentences. Every statement may be run again.

alter table inspection_visits drop constraint if exists inspection_visits_whole;
alter table inspection_visits add constraint inspection_visits_whole check (
  inspector_1 <> inspector_2 and occasion in ('drawn', 'called') and (occasion = 'drawn') = (draw is not null)
  and (occasion = 'drawn' or nullif(btrim(reason), '') is not null)
  and state in ('planned', 'under_way', 'held', 'acknowledged', 'cancelled')
  and (state in ('held', 'acknowledged')) = (completed_1_at is not null and completed_2_at is not null)
  and (held_on is not null) = (state in ('held', 'acknowledged'))
  and (state = 'acknowledged') = (acknowledged_at is not null) and (acknowledged_at is null) = (acknowledged_by is null)
  and (state in ('planned', 'cancelled') or begun_at is not null)
  and (state = 'cancelled') = (nullif(btrim(cancelled_reason), '') is not null));
-- One at a time of a grid.
create unique index if not exists inspection_visits_open on inspection_visits (grid) where state in ('planned', 'under_way');
create index if not exists inspection_visits_held on inspection_visits (grid, held_on) where held_on is not null;

create or replace function wangge_visit_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception '% is only added to', tg_table_name using errcode = 'check_violation';
  end if;
  if (new.grid, new.planned_on, new.inspector_1, new.inspector_2, new.occasion, new.reason, new.draw, new.planned_by)
      is distinct from (old.grid, old.planned_on, old.inspector_1, old.inspector_2, old.occasion, old.reason, old.draw, old.planned_by)
    or (old.begun_at is not null and new.begun_at is distinct from old.begun_at)
    or (old.completed_1_at is not null and new.completed_1_at is distinct from old.completed_1_at)
    or (old.completed_2_at is not null and new.completed_2_at is distinct from old.completed_2_at)
    or (old.held_on is not null and new.held_on is distinct from old.held_on)
    or (old.acknowledged_at is not null and (new.acknowledged_at, new.acknowledged_by, new.acknowledgement) is distinct from (old.acknowledged_at, old.acknowledged_by, old.acknowledgement))
    or (new.state is distinct from old.state and (old.state, new.state) not in (('planned', 'under_way'), ('planned', 'cancelled'), ('under_way', 'held'), ('held', 'acknowledged'))) then
    raise exception 'A visit stays as it was planned and held' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_visit_kept on inspection_visits;
create trigger wangge_visit_kept before update or delete on inspection_visits for each row execute function wangge_visit_kept();

alter table inspection_answers drop constraint if exists inspection_answers_whole;
alter table inspection_answers add constraint inspection_answers_whole check (method in ('listen', 'look', 'discuss') and (score is null or score between 0 and 10));
create unique index if not exists inspection_answers_place on inspection_answers (visit, inspector, sort);

-- A sheet that is handed in stays; before that only its scores and notes are written.
create or replace function wangge_answer_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.visit, new.inspector, new.method, new.sort, new.question) is distinct from (old.visit, old.inspector, old.method, old.sort, old.question)
    or exists (select from inspection_visits v where v.id = old.visit and case old.inspector when v.inspector_1 then v.completed_1_at else v.completed_2_at end is not null) then
    raise exception 'A sheet that is handed in stays' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_answer_kept on inspection_answers;
create trigger wangge_answer_kept before update or delete on inspection_answers for each row execute function wangge_answer_kept();

-- Photographs of a sheet: added and taken back until it is handed in, by whoever fills it in.
alter table inspection_photos drop constraint if exists inspection_photos_whole;
alter table inspection_photos add constraint inspection_photos_whole check (method in ('listen', 'look', 'discuss'));
create unique index if not exists inspection_photos_once on inspection_photos (visit, photo);

create or replace function wangge_visit_photo_kept() returns trigger language plpgsql as $$
declare
  its inspection_photos := case tg_op when 'DELETE' then old else new end;
begin
  if tg_op = 'UPDATE' or not exists (
    select from inspection_visits v where v.id = its.visit and v.state = 'under_way' and its.inspector in (v.inspector_1, v.inspector_2)
      and case its.inspector when v.inspector_1 then v.completed_1_at else v.completed_2_at end is null) then
    raise exception 'Photographs belong to a sheet that is being filled in, and stay with it' using errcode = 'check_violation';
  end if;
  return its;
end $$;
drop trigger if exists wangge_visit_photo_kept on inspection_photos;
create trigger wangge_visit_photo_kept before insert or update or delete on inspection_photos for each row execute function wangge_visit_photo_kept();
drop trigger if exists wangge_visit_photos_stay on inspection_photos;
create trigger wangge_visit_photos_stay before truncate on inspection_photos for each statement execute function wangge_append_only();

alter table inspection_samples drop constraint if exists inspection_samples_whole;
alter table inspection_samples add constraint inspection_samples_whole check (
  num_nonnulls(item, work_log, issue) = 1
  and case kind when 'entry' then item is not null and dataset is not null when 'log' then work_log is not null when 'issue' then issue is not null else false end
  and (result is null or result in ('right', 'finding')) and coalesce(result = 'finding', false) = (finding is not null)
  and (result is null) = (looked_by is null) and (result is null) = (looked_at is null));

create or replace function wangge_sample_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.result is not null
    or (new.visit, new.kind, new.dataset, new.item, new.work_log, new.issue, new.label) is distinct from (old.visit, old.kind, old.dataset, old.item, old.work_log, old.issue, old.label) then
    raise exception 'What was looked at stays' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_sample_kept on inspection_samples;
create trigger wangge_sample_kept before update or delete on inspection_samples for each row execute function wangge_sample_kept();

drop trigger if exists wangge_draw_kept on inspection_draws;
create trigger wangge_draw_kept before update of subdistrict, level, count, planned_on, planned_until, inspector_1, inspector_2, seed, drawn or delete on inspection_draws
  for each row execute function wangge_append_only();
