-- Routing: the indexes of its one look-up, and what its tables may not lose.

-- The lines of a department for a category (routing-store.ts); ended lines stay out.
create index if not exists duty_lines_routing on duty_lines (department, category) where active;
-- Who held a grid on a day.
create index if not exists posts_routing on posts (grid, starts_on);
-- Who is away on a day.
create index if not exists absences_routing on absences (person, starts_on);
create index if not exists departments_subdistrict on departments (subdistrict, kind);

-- An active rule without conditions must be left when a transaction ends, or issues would go nowhere.
-- The lock makes two administrators who each switch one off meet here, one after the other.
create or replace function wangge_keep_last_routing_rule() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('wangge_keep_last_routing_rule'));
  if exists (select from routing_rules) and not exists (
    select from routing_rules
      where active and category is null and involves_departments is null and grid is null
        and coalesce(kinds::text, 'null') in ('null', '[]') and coalesce(parties::text, 'null') in ('null', '[]')
        and coalesce(sources::text, 'null') in ('null', '[]') and coalesce(severities::text, 'null') in ('null', '[]'))
  then
    raise exception 'WANGGE: an active routing rule without conditions must remain';
  end if;
  return null;
end $$;
drop trigger if exists keep_last_routing_rule on routing_rules;
create constraint trigger keep_last_routing_rule after update or delete on routing_rules
  deferrable initially deferred for each row execute function wangge_keep_last_routing_rule();

-- A limit is counted in working days or in hours, never in both or neither.
alter table deadline_policies drop constraint if exists deadline_policies_one_length;
alter table deadline_policies add constraint deadline_policies_one_length
  check (num_nonnulls(working_days, clock_hours) = 1 and coalesce(working_days, clock_hours) >= 1);
