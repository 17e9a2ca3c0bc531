-- Paper ledgers: what has been printed, what came back.

create unique index if not exists ledger_prints_version on ledger_prints (grid, version);
create index if not exists ledger_print_jobs_open on ledger_print_jobs (date_created) where state in ('queued', 'running');
-- What earlier releases gave up at the first fault is tried again; what was half is out of the register in any case.
update ledger_print_jobs set state = 'queued', error = null, attempts = 0
where state = 'failed' and coalesce(attempts, 0) = 0 and requested_by is not null and error not like '申请人%' and date_created > now() - interval '30 days';
delete from ledger_prints p using ledger_print_jobs j where j.id = p.job and p.file is null and j.state = 'failed';
-- Entries that went from one grid to another: they are missing from the sheet of the first.
create index if not exists ledger_changes_moved on ledger_changes ((changes -> 'grid' ->> 0), collection, at) where action = 'update' and changes ? 'grid';

-- A paper copy does not come back before it was printed.
create or replace function wangge_print_returned() returns trigger language plpgsql as $$
begin
  if new.returned_on < wangge_day(new.printed_at) then
    raise exception 'Version % came back before it was printed', new.version using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_print_returned on ledger_prints;
create trigger wangge_print_returned before insert or update on ledger_prints
  for each row when (new.returned_on is not null) execute function wangge_print_returned();
