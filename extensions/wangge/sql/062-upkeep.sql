-- Upkeep of the ledgers: confirmations, collection tasks that close by themselves, findings that stay a fact.
-- The hooks in ledgers/upkeep/ say the same in sentences, before these refuse. Every statement may be run again.

-- ── "Nothing has changed" ───────────────────────────────────────────────────────────────────────────────────

create index if not exists ledger_confirmations_of_item on ledger_confirmations (item, confirmed_at desc);

-- Dates the entries anew, all of a statement at once; content and who changed it last stay as they are.
create or replace function wangge_entries_confirmed() returns trigger language plpgsql as $$
declare
  the_set record;
  unknown uuid;
begin
  for the_set in select id, collection from ledger_datasets where id in (select dataset from new_confirmations) loop
    execute format('select n.item from new_confirmations n left join %I e on e.id = n.item where n.dataset = $1 and e.id is null limit 1', the_set.collection)
      into unknown using the_set.id;
    if unknown is not null then
      raise exception 'There is no entry % in %', unknown, the_set.collection using errcode = 'foreign_key_violation';
    end if;
    execute format('
      update %I e set confirmed_on = c.day, confirmed_by = c.confirmed_by
      from (
        select distinct on (item) item, confirmed_by, wangge_day(confirmed_at) as day
        from new_confirmations where dataset = $1 order by item, confirmed_at desc
      ) c
      where e.id = c.item and e.state = ''current'' and e.confirmed_on <= c.day
        and (e.confirmed_on, e.confirmed_by) is distinct from (c.day, c.confirmed_by)', the_set.collection) using the_set.id;
  end loop;
  return null;
end $$;
drop trigger if exists wangge_entries_confirmed on ledger_confirmations;
create trigger wangge_entries_confirmed after insert on ledger_confirmations referencing new table as new_confirmations
  for each statement execute function wangge_entries_confirmed();

-- (Its grid's path may still follow the grid.)
-- When it was written: what a patrol confirmed is dated with the patrol, whenever its log is entered. (Of those before this was kept it is
-- assumed that it was at once.)
create or replace function wangge_confirmation_recorded() returns trigger language plpgsql as $$
begin
  new.recorded_at := wangge_clock();
  return new;
end $$;
drop trigger if exists wangge_confirmation_recorded on ledger_confirmations;
create trigger wangge_confirmation_recorded before insert on ledger_confirmations for each row execute function wangge_confirmation_recorded();
drop trigger if exists wangge_confirmation_kept on ledger_confirmations;
create trigger wangge_confirmation_kept before delete or update of dataset, item, grid, confirmed_by, confirmed_at, recorded_at on ledger_confirmations
  for each row execute function wangge_append_only();

-- ── Plans and tasks ─────────────────────────────────────────────────────────────────────────────────────────

alter table collection_plans drop constraint if exists collection_plans_what;
alter table collection_plans add constraint collection_plans_what check ((dataset is null) <> (nullif(btrim(topic), '') is null));
alter table collection_plans drop constraint if exists collection_plans_when;
alter table collection_plans add constraint collection_plans_when check (
  level between 1 and 3 and due_working_days between 1 and 250 and every in ('week', 'month', 'quarter', 'half_year', 'year'));

create unique index if not exists collection_tasks_once on collection_tasks (plan, grid, starts_on);
-- What a written entry may close, and the zero reports that it follows.
create index if not exists collection_tasks_open on collection_tasks (dataset, grid) where done_at is null;
create index if not exists collection_tasks_none on collection_tasks (dataset, grid) where outcome = 'none_here';
-- What somebody has to do, the most urgent first.
create index if not exists collection_tasks_to_do on collection_tasks (grid_path text_pattern_ops, due_on) where done_at is null;

-- Grids in the subtree, the grid itself included.
create or replace function wangge_grids_below(the_grid uuid) returns uuid[] language sql stable as $$
  select case when g.level = 3 then array[g.id] else array(select b.id from grids b where starts_with(b.path, g.path)) end
  from grids g where g.id = the_grid
$$;

create or replace function wangge_has_entries(the_set uuid, the_grid uuid) returns boolean language plpgsql stable as $$
declare
  found_one boolean;
begin
  execute format('select exists (select from %I where state = ''current'' and grid = any ($1))', (select collection from ledger_datasets where id = the_set))
    into found_one using wangge_grids_below(the_grid);
  return found_one;
end $$;

-- Closes what is done: every current entry of the set in the task's grids was entered, changed or confirmed since the task
-- began, and there is one. `the_grids`: where something was written; null: everywhere. `today` null: as of the last entry.
-- The entries' index (grid, review_due_on) answers, since review_due_on is confirmed_on + review_days.
create or replace function wangge_close_tasks(bound regclass, the_grids uuid[], actor uuid, today date) returns integer language plpgsql as $$
declare
  plain_name text := (select relname from pg_class where oid = bound);
  the_set record;
  task record;
  below uuid[];
  last_due date;
  stale boolean;
  closed integer := 0;
begin
  select id, review_days into the_set from ledger_datasets where collection = plain_name;
  if not exists (select from collection_tasks where dataset = the_set.id and done_at is null) then
    return 0;
  end if;
  for task in
    with recursive up as (
      select id, parent from grids where id = any (the_grids)
      union select g.id, g.parent from up join grids g on g.id = up.parent
    )
    select t.id, t.grid, t.starts_on, t.due_on from collection_tasks t
    where t.dataset = the_set.id and t.done_at is null and (the_grids is null or t.grid in (select id from up))
    order by t.id
  loop
    below := wangge_grids_below(task.grid);
    execute format('select exists (select from %s where state = ''current'' and grid = any ($1) and review_due_on < $2)', bound)
      into stale using below, task.starts_on + the_set.review_days;
    continue when stale;
    execute format('select max(review_due_on) from %s where state = ''current'' and grid = any ($1)', bound) into last_due using below;
    continue when last_due is null;
    update collection_tasks set
      outcome = case when exists (
        select from ledger_changes c
        where c.grid = any (below) and c.collection = plain_name and c.action <> 'delete' and wangge_day(c.at) >= task.starts_on
          and c.at >= task.starts_on::timestamptz - interval '1 day'
      ) then 'entered' else 'confirmed' end,
      done_at = now(), done_by = actor, late = coalesce(today, last_due - the_set.review_days) > task.due_on
    where id = task.id and done_at is null;
    closed := closed + 1;
  end loop;
  return closed;
end $$;

-- Whoever said "none here" and enters one before the next task is due: the task stays done, and shows that it was entered.
create or replace function wangge_entered_after_none(the_set uuid, the_grids uuid[]) returns void language sql as $$
  with recursive up as (
    select id, parent from grids where id = any (the_grids)
    union select g.id, g.parent from up join grids g on g.id = up.parent
  )
  update collection_tasks t set outcome = 'entered'
  where t.dataset = the_set and t.outcome = 'none_here' and t.grid in (select id from up)
    and not exists (select from collection_tasks l where l.plan = t.plan and l.grid = t.grid and l.starts_on > t.starts_on)
$$;

-- A task is closed by its outcome, once. `done_by` of what people say comes from the hook.
create or replace function wangge_task_said() returns trigger language plpgsql as $$
begin
  if (new.plan, new.starts_on, new.dataset, new.topic) is distinct from (old.plan, old.starts_on, old.dataset, old.topic)
    -- What is still to be done in a grid that was split or merged goes to its successor.
    or (new.grid <> old.grid and (old.done_at is not null or not exists (select from grids where id = old.grid and status = 'retired'))) then
    raise exception 'What a task asks for cannot change' using errcode = 'check_violation';
  end if;
  if old.done_at is not null then
    if (new.done_at, new.done_by, new.late, new.none_here, new.report) is distinct from (old.done_at, old.done_by, old.late, old.none_here, old.report)
      or (new.outcome is distinct from old.outcome and not (old.outcome = 'none_here' and new.outcome = 'entered')) then
      raise exception 'Task % is done', old.id using errcode = 'check_violation';
    end if;
  elsif new.none_here then
    if new.dataset is not null and wangge_has_entries(new.dataset, new.grid) then
      raise exception 'The grid of task % has entries', old.id using errcode = 'check_violation';
    end if;
    new.outcome := 'none_here';
  elsif new.dataset is null and nullif(btrim(new.report), '') is not null then
    new.outcome := 'entered';
  end if;
  if new.outcome is not null and new.done_at is null then
    new.done_at := now();
    new.late := coalesce(new.late, wangge_today() > new.due_on);
  end if;
  return new;
end $$;
drop trigger if exists wangge_task_said on collection_tasks;
create trigger wangge_task_said before update on collection_tasks for each row execute function wangge_task_said();

-- ── Expected numbers ────────────────────────────────────────────────────────────────────────────────────────

create unique index if not exists ledger_expected_once on ledger_expected (dataset, grid);
alter table ledger_expected drop constraint if exists ledger_expected_counted;
alter table ledger_expected add constraint ledger_expected_counted check (expected >= 0);

-- ── Findings ────────────────────────────────────────────────────────────────────────────────────────────────

create index if not exists ledger_findings_to_correct on ledger_findings (item) where state = 'confirmed';

-- Whoever found it does not decide it, nor does whoever answered; "false" waits for an answer, three days at the least.
alter table ledger_findings drop constraint if exists ledger_findings_answered;
alter table ledger_findings add constraint ledger_findings_answered check (
  (answered_by is null) = (answered_at is null) and (state <> 'answered' or answered_at is not null) and (state <> 'open' or answered_at is null));
alter table ledger_findings drop constraint if exists ledger_findings_decided;
alter table ledger_findings add constraint ledger_findings_decided check (
  case when state in ('confirmed', 'dismissed', 'corrected')
    then found_by is not null and decided_by is not null and decided_at is not null and decided_by <> found_by and decided_by is distinct from answered_by
    else decided_by is null and decided_at is null end);
alter table ledger_findings drop constraint if exists ledger_findings_corrected;
alter table ledger_findings add constraint ledger_findings_corrected check ((state = 'corrected') = (corrected_at is not null));
alter table ledger_findings drop constraint if exists ledger_findings_heard;
alter table ledger_findings add constraint ledger_findings_heard check (
  kind <> 'false' or state not in ('confirmed', 'corrected') or answered_at is not null or decided_at >= date_created + interval '3 days');

create or replace function wangge_finding_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'A finding stays' using errcode = 'check_violation';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
    ('open', 'answered'), ('open', 'confirmed'), ('open', 'dismissed'), ('answered', 'confirmed'), ('answered', 'dismissed'), ('confirmed', 'corrected')) then
    raise exception 'A finding that is % cannot become %', old.state, new.state using errcode = 'check_violation';
  end if;
  if (new.dataset, new.item, new.grid, new.found_by) is distinct from (old.dataset, old.item, old.grid, old.found_by)
    or old.state <> 'open' and (new.kind, new.description, new.evidence, new.found_on) is distinct from (old.kind, old.description, old.evidence, old.found_on)
    or old.decided_at is not null and (new.answer, new.answered_by, new.answered_at, new.decision_note, new.decided_by, new.decided_at)
      is distinct from (old.answer, old.answered_by, old.answered_at, old.decision_note, old.decided_by, old.decided_at) then
    raise exception 'What finding % says is fixed', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_finding_kept on ledger_findings;
create trigger wangge_finding_kept before update or delete on ledger_findings for each row execute function wangge_finding_kept();

-- ── What follows from entries, by itself ────────────────────────────────────────────────────────────────────

create or replace function wangge_upkeep_created() returns trigger language plpgsql as $$
declare
  touched uuid[] := array(select distinct grid from new_entries where state = 'current');
begin
  perform wangge_close_tasks(tg_relid, touched, (select confirmed_by from new_entries limit 1), wangge_today());
  perform wangge_entered_after_none((select dataset from new_entries limit 1), touched);
  return null;
end $$;

create or replace function wangge_upkeep_updated() returns trigger language plpgsql as $$
declare
  touched uuid[];
  arrived uuid[];
  actor uuid;
begin
  select array_agg(distinct n.grid) || array_agg(distinct o.grid), array_agg(distinct n.grid) filter (where n.state = 'current' and (o.state, o.grid) is distinct from (n.state, n.grid)),
    (array_agg(n.confirmed_by))[1]
  into touched, arrived, actor
  from new_entries n join old_entries o on o.id = n.id
  where (n.confirmed_on, n.confirmed_by, n.state, n.grid) is distinct from (o.confirmed_on, o.confirmed_by, o.state, o.grid);
  if touched is not null then
    perform wangge_close_tasks(tg_relid, touched, actor, wangge_today());
  end if;
  if arrived is not null then
    perform wangge_entered_after_none((select dataset from new_entries limit 1), arrived);
  end if;
  if exists (select from ledger_findings where state = 'confirmed' and item in (select id from new_entries)) then
    update ledger_findings f set state = 'corrected', corrected_at = now()
    from new_entries n join old_entries o on o.id = n.id
    where f.item = n.id and f.state = 'confirmed' and wangge_ledger_content(to_jsonb(n)) <> wangge_ledger_content(to_jsonb(o));
  end if;
  return null;
end $$;

create or replace function wangge_upkeep_deleted() returns trigger language plpgsql as $$
begin
  perform wangge_close_tasks(tg_relid, array(select distinct grid from old_entries), null, wangge_today());
  return null;
end $$;

-- Called by `wangge_bind_ledger` for every data set that is registered. The names come after those of the changes' triggers:
-- a task's outcome reads what they wrote.
create or replace function wangge_bind_upkeep(bound regclass) returns void language plpgsql as $$
begin
  execute format('drop trigger if exists wangge_upkeep_created on %s', bound);
  execute format('create trigger wangge_upkeep_created after insert on %s referencing new table as new_entries for each statement execute function wangge_upkeep_created()', bound);
  execute format('drop trigger if exists wangge_upkeep_updated on %s', bound);
  execute format('create trigger wangge_upkeep_updated after update on %s referencing old table as old_entries new table as new_entries for each statement execute function wangge_upkeep_updated()', bound);
  execute format('drop trigger if exists wangge_upkeep_deleted on %s', bound);
  execute format('create trigger wangge_upkeep_deleted after delete on %s referencing old table as old_entries for each statement execute function wangge_upkeep_deleted()', bound);
end $$;

do $$
declare
  the_set record;
begin
  for the_set in select collection from ledger_datasets where to_regclass(format('public.%I', collection)) is not null loop
    perform wangge_bind_upkeep(to_regclass(format('public.%I', the_set.collection)));
  end loop;
end $$;
