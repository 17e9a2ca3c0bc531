-- A score is of somebody who stands in the ranking of the same version, whose row refers to its period, grid, department and person,
-- and is never changed or removed. Asked of all that is written at once; the foreign keys of scores asked the same row by row, which
-- cost more than writing them. Every statement may be run again.

create or replace function wangge_scores_ranked() returns trigger
language plpgsql as $$
begin
  if exists (
    select period, version, subject, grid, department, person from new_rows
    except
    select r.period, r.version, r.subject, r.grid, r.department, r.person
    from (select distinct period, version from new_rows) v join rankings r on r.period = v.period and r.version = v.version
  ) then
    raise exception 'scores are of those who stand in the ranking of their version' using errcode = 'foreign_key_violation';
  end if;
  return null;
end
$$;
drop trigger if exists wangge_scores_ranked on assessment_scores;
create trigger wangge_scores_ranked after insert on assessment_scores referencing new table as new_rows for each statement execute function wangge_scores_ranked();
drop trigger if exists wangge_rankings_stay on rankings;
create trigger wangge_rankings_stay before truncate on rankings for each statement execute function wangge_append_only();

-- Since Postgres 18 a foreign key may be told without being enforced; before, and where a score of an earlier release stands alone, they
-- stay as they are. That of indicators stays in any case: no ranking refers to them.
do $$
declare
  its record;
begin
  if current_setting('server_version_num')::integer < 180000 or not exists (
    select from pg_constraint c where c.conrelid = 'assessment_scores'::regclass and c.contype = 'f' and c.confrelid <> 'assessment_indicators'::regclass and (to_jsonb(c) ->> 'conenforced')::boolean
  ) or exists (
    select period, version, subject, grid, department, person from assessment_scores
    except select period, version, subject, grid, department, person from rankings
  ) then
    return;
  end if;
  for its in select conname from pg_constraint where conrelid = 'assessment_scores'::regclass and contype = 'f' and confrelid <> 'assessment_indicators'::regclass loop
    execute format('alter table assessment_scores alter constraint %I not enforced', its.conname);
  end loop;
end
$$;
