-- Facility checks: what is not in order is a row, the rest of the patch is confirmed in one go.
-- The hooks in reporting/facilities/ say the same in sentences. Every statement may be run again.

alter table facility_checks drop constraint if exists facility_checks_whole;
alter table facility_checks add constraint facility_checks_whole check (result in ('damaged', 'missing', 'hazard') and issue is not null and grid is not null);
create unique index if not exists facility_checks_once on facility_checks (work_log, facility);
create index if not exists facility_checks_of_facility on facility_checks (facility, issue);

create or replace function wangge_check_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (new.work_log, new.facility, new.facility_name, new.issue, new.result) is distinct from (old.work_log, old.facility, old.facility_name, old.issue, old.result) then
    raise exception 'What was found is fixed with check %', old.id using errcode = 'check_violation';
  end if;
  if exists (select from work_logs l where l.id = coalesce(new.work_log, old.work_log) and l.checked_at is not null)
    and (tg_op <> 'UPDATE' or (new.note, new.photo) is distinct from (old.note, old.photo)) then
    raise exception 'The work log is checked: its facility checks stay as they are' using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;
drop trigger if exists wangge_check_kept on facility_checks;
create trigger wangge_check_kept before insert or update or delete on facility_checks for each row execute function wangge_check_kept();

-- At the end of the transaction, when the faults are written: everything else of the patch that is in order is confirmed.
create or replace function wangge_route_confirmed() returns trigger language plpgsql as $$
begin
  if to_regclass('public.ledger_facilities') is null then
    return null;
  end if;
  insert into ledger_confirmations (id, dataset, item, grid, confirmed_by, confirmed_at)
  -- As of the patrol: one that is entered later says nothing of the days since.
  select gen_random_uuid(), d.id, f.id, f.grid, new.person,
    least(now(), (new.work_date + new.ended_at) at time zone coalesce((select nullif(time_zone, '') from settings_wangge limit 1), 'Asia/Shanghai'))
  from ledger_facilities f join ledger_datasets d on d.collection = 'ledger_facilities' and d.active
  where f.grid = new.grid and f.state = 'current' and f.condition = 'intact'
    and (f.confirmed_on is null or f.confirmed_on < new.work_date)
    -- What is reported and not settled is not in order, whatever its entry says.
    and not exists (select from facility_checks c join issues i on i.id = c.issue where c.facility = f.id and i.status not in ('closed', 'rejected', 'merged'))
    and not exists (select from facility_checks c where c.work_log = new.id and c.facility = f.id);
  return null;
end $$;
drop trigger if exists wangge_route_confirmed_new on work_logs;
create constraint trigger wangge_route_confirmed_new after insert on work_logs deferrable initially deferred
  for each row when (new.route_confirmed) execute function wangge_route_confirmed();
drop trigger if exists wangge_route_confirmed_later on work_logs;
create constraint trigger wangge_route_confirmed_later after update on work_logs deferrable initially deferred
  for each row when (new.route_confirmed and not coalesce(old.route_confirmed, false)) execute function wangge_route_confirmed();
