-- Entries that somebody of outside the line looked at, and what they saw: right, or a finding. Only so is it known how accurate a
-- ledger is. Every statement may be run again.

-- Does this person hold the grid, or one above it, on that day, or stand in for somebody who does?
create or replace function wangge_in_line(the_person uuid, the_grid uuid, that_day date) returns boolean language sql stable as $$
  select exists (
    select from posts p join grids g on g.id = p.grid join grids here on here.id = the_grid and starts_with(here.path, g.path)
    where p.starts_on <= that_day and (p.ends_on is null or p.ends_on >= that_day) and (p.person = the_person or exists (
      select from absences a where a.person = p.person and a.stand_in = the_person and a.approved_by is not null
        and a.starts_on <= that_day and (a.ends_on is null or a.ends_on >= that_day)))
  )
$$;

alter table ledger_spot_checks drop constraint if exists ledger_spot_checks_whole;
alter table ledger_spot_checks add constraint ledger_spot_checks_whole check (
  grid is not null and checked_by is not null and checked_on is not null
  and result in ('right', 'finding') and (result = 'finding') = (finding is not null));
create unique index if not exists ledger_spot_checks_of_finding on ledger_spot_checks (finding) where finding is not null;
create index if not exists ledger_spot_checks_on on ledger_spot_checks (checked_on);
create index if not exists ledger_spot_checks_of_item on ledger_spot_checks (item);
create index if not exists ledger_spot_checks_in on ledger_spot_checks (grid, checked_on);
drop trigger if exists wangge_spot_check_kept on ledger_spot_checks;
create trigger wangge_spot_check_kept before delete or update of dataset, item, grid, result, checked_on, checked_by, finding, note, date_created on ledger_spot_checks
  for each row execute function wangge_append_only();

-- Who finds something about an entry has looked at it. What people find in their own line is not asked of them as a check: it would
-- cost those who look.
create or replace function wangge_finding_is_check() returns trigger language plpgsql as $$
begin
  insert into ledger_spot_checks (id, dataset, item, grid, result, finding, checked_on, checked_by, date_created, user_created)
  values (gen_random_uuid(), new.dataset, new.item, new.grid, 'finding', new.id, coalesce(new.found_on, wangge_day(coalesce(new.date_created, now()))), new.found_by, coalesce(new.date_created, now()), new.user_created);
  return null;
end $$;
drop trigger if exists wangge_finding_is_check on ledger_findings;
create trigger wangge_finding_is_check after insert on ledger_findings
  for each row when (new.item is not null and new.dataset is not null and new.found_by is not null
    and not wangge_in_line(new.found_by, new.grid, coalesce(new.found_on, wangge_today()))) execute function wangge_finding_is_check();

-- Those that were found before.
insert into ledger_spot_checks (id, dataset, item, grid, result, finding, checked_on, checked_by, date_created, user_created)
select gen_random_uuid(), f.dataset, f.item, f.grid, 'finding', f.id, coalesce(f.found_on, wangge_day(f.date_created)), f.found_by, f.date_created, f.user_created
from ledger_findings f
where f.item is not null and f.dataset is not null and f.found_by is not null and f.date_created is not null
  and not exists (select from ledger_spot_checks c where c.finding = f.id) and not wangge_in_line(f.found_by, f.grid, coalesce(f.found_on, wangge_day(f.date_created)));
