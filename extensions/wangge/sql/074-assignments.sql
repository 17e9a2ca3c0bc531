-- Assigned tasks (A3): issued to every active grid of a level in a part of the territory, completed there, accepted by the sub-district.
-- The hook and the routes in reporting/assignments/ say the same in sentences, before these refuse. Every statement may be run again.

select wangge_bind_grid('assignment_grids');

-- When a day ends for the offices of a sub-district.
create or replace function wangge_close_of_business(the_subdistrict uuid, of_day date) returns timestamptz language sql stable as $$
  select (of_day + coalesce((select close_of_business from subdistricts where id = the_subdistrict), max(s.close_of_business), time '18:00'))
    at time zone coalesce(max(nullif(s.time_zone, '')), 'Asia/Shanghai')
  from settings_wangge s
$$;

alter table assignments drop constraint if exists assignments_whole;
alter table assignments add constraint assignments_whole check (
  state in ('draft', 'issued', 'withdrawn') and level between 1 and 3 and nullif(btrim(title), '') is not null and nullif(btrim(description), '') is not null
  and (state = 'draft') = (issued_on is null) and (state = 'withdrawn') = (nullif(btrim(withdrawn_reason), '') is not null));

alter table assignment_grids drop constraint if exists assignment_grids_whole;
alter table assignment_grids add constraint assignment_grids_whole check (
  state in ('open', 'completed', 'returned', 'accepted', 'withdrawn')
  and (state not in ('completed', 'accepted', 'returned') or completed_at is not null and nullif(btrim(report), '') is not null)
  and (state = 'accepted') = (accepted is not distinct from 'yes')
  and (state <> 'returned' or accepted is not distinct from 'no' and nullif(btrim(accept_note), '') is not null));
-- Nobody accepts what they completed themselves.
alter table assignment_grids drop constraint if exists assignment_grids_accepted;
alter table assignment_grids add constraint assignment_grids_accepted check (accepted_by is null or accepted_by is distinct from completed_by);

create unique index if not exists assignment_grids_once on assignment_grids (assignment, grid);
-- What somebody has to do, the most urgent first; and what the night reminds of.
create index if not exists assignment_grids_to_do on assignment_grids (grid_path text_pattern_ops, due_on) where state in ('open', 'returned');
create index if not exists assignment_grids_due on assignment_grids (due_on) where state in ('open', 'returned');

create or replace function wangge_assignment_said() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then
      raise exception 'Assignment % was issued and stays', old.id using errcode = 'check_violation';
    end if;
    return old;
  end if;
  if old.state <> 'draft' and (new.title, new.description, new.area, new.level, new.due_on, new.evidence_required)
    is distinct from (old.title, old.description, old.area, old.level, old.due_on, old.evidence_required) then
    raise exception 'Assignment % was issued: what it asks for is fixed', old.id using errcode = 'check_violation';
  end if;
  if old.state = 'draft' and new.state = 'issued' then
    new.issued_by := new.user_updated;
    new.issued_on := wangge_today();
  elsif (new.issued_by, new.issued_on) is distinct from (old.issued_by, old.issued_on)
    or new.state <> old.state and (old.state, new.state) <> ('issued', 'withdrawn')
    or new.state = old.state and new.withdrawn_reason is distinct from old.withdrawn_reason then
    raise exception 'Assignment % does not go from % to % like this', old.id, old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_assignment_said on assignments;
create trigger wangge_assignment_said before update or delete on assignments for each row execute function wangge_assignment_said();

-- Issued: one row for each active grid of the level. Withdrawn: what nobody has accepted is nobody's task any more.
create or replace function wangge_assignment_stepped() returns trigger language plpgsql as $$
begin
  if new.state = 'issued' then
    insert into assignment_grids (id, assignment, grid, due_on, state, late, date_created, user_created)
    select gen_random_uuid(), new.id, g.id, new.due_on, 'open', false, now(), new.issued_by
    from grids top join grids g on g.level = new.level and g.status = 'active' and starts_with(g.path, top.path)
    where top.id = new.area order by g.path;
    if not found then
      raise exception 'There is no grid of level % for assignment %', new.level, new.id using errcode = 'check_violation';
    end if;
  else
    update assignment_grids set state = 'withdrawn' where assignment = new.id and state in ('open', 'returned', 'completed');
  end if;
  return null;
end $$;
drop trigger if exists wangge_assignment_stepped on assignments;
create trigger wangge_assignment_stepped after update of state on assignments
  for each row when (new.state <> old.state) execute function wangge_assignment_stepped();

-- Who did what is the one who saved it (`user_updated`). `late` is a fact of the last completion: later ones are later.
create or replace function wangge_assignment_grid_said() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    -- The successor of its grid may have the same task already.
    if old.state in ('open', 'returned') and exists (select from grids where id = old.grid and status = 'retired') then
      return old;
    end if;
    raise exception 'The task of a grid stays' using errcode = 'check_violation';
  end if;
  if (new.id, new.assignment, new.due_on) is distinct from (old.id, old.assignment, old.due_on)
    or new.grid <> old.grid and old.state not in ('open', 'returned') then
    raise exception 'What a task asks for, and of which grid, is fixed' using errcode = 'check_violation';
  end if;
  if new.state = old.state then
    if (new.report, new.completed_by, new.completed_at, new.accepted, new.accept_note, new.accepted_by, new.accepted_at, new.late)
      is distinct from (old.report, old.completed_by, old.completed_at, old.accepted, old.accept_note, old.accepted_by, old.accepted_at, old.late) then
      raise exception 'The task of a grid is completed and accepted by its steps' using errcode = 'check_violation';
    end if;
  elsif old.state in ('open', 'returned') and new.state = 'completed' then
    new.completed_by := new.user_updated;
    new.completed_at := now();
    new.late := now() > wangge_close_of_business((select subdistrict from grids where id = new.grid), new.due_on);
    new.accepted := null;
    new.accepted_by := null;
    new.accepted_at := null;
    new.accept_note := old.accept_note;
  elsif old.state = 'completed' and new.state in ('accepted', 'returned') then
    if (new.report, new.completed_by, new.completed_at, new.late) is distinct from (old.report, old.completed_by, old.completed_at, old.late) then
      raise exception 'Whoever accepts changes nothing of the report' using errcode = 'check_violation';
    end if;
    new.accepted := case new.state when 'accepted' then 'yes' else 'no' end;
    new.accepted_by := new.user_updated;
    new.accepted_at := now();
  elsif new.state <> 'withdrawn' or old.state = 'accepted' then
    raise exception 'The task of a grid does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_assignment_grid_said on assignment_grids;
-- (Not when its grid moves: its path follows.)
create trigger wangge_assignment_grid_said before delete or update of id, assignment, grid, due_on, state, report, completed_by, completed_at,
  accepted, accept_note, accepted_by, accepted_at, late on assignment_grids
  for each row execute function wangge_assignment_grid_said();

-- At the end of the transaction, since files follow their row.
create or replace function wangge_assignment_proved() returns trigger language plpgsql as $$
begin
  if (select evidence_required from assignments where id = new.assignment)
    and not exists (select from assignment_grids_files where assignment_grids_id = new.id) then
    raise exception 'Task % asks for evidence', new.id using errcode = 'check_violation';
  end if;
  return null;
end $$;
drop trigger if exists wangge_assignment_proved on assignment_grids;
create constraint trigger wangge_assignment_proved after update of state on assignment_grids deferrable initially deferred
  for each row when (new.state = 'completed') execute function wangge_assignment_proved();

-- Files belong to what was issued, evidence to what was reported.
create or replace function wangge_assignment_files_kept() returns trigger language plpgsql as $$
begin
  if exists (select from assignments a where a.state <> 'draft'
    and (tg_op <> 'INSERT' and a.id = old.assignments_id or tg_op <> 'DELETE' and a.id = new.assignments_id)) then
    raise exception 'The assignment was issued: its files stay as they are' using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;
drop trigger if exists wangge_assignment_files_kept on assignments_files;
create trigger wangge_assignment_files_kept before insert or update or delete on assignments_files
  for each row execute function wangge_assignment_files_kept();

create or replace function wangge_assignment_evidence_kept() returns trigger language plpgsql as $$
begin
  if exists (select from assignment_grids r where r.state not in ('open', 'returned')
    and (tg_op <> 'INSERT' and r.id = old.assignment_grids_id or tg_op <> 'DELETE' and r.id = new.assignment_grids_id)) then
    raise exception 'The task is completed: its evidence stays as it is' using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;
drop trigger if exists wangge_assignment_evidence_kept on assignment_grids_files;
create trigger wangge_assignment_evidence_kept before insert or update or delete on assignment_grids_files
  for each row execute function wangge_assignment_evidence_kept();
