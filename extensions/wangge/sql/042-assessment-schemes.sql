-- Schemes: one in force, or one that was, stays as it is (`assessment/schemes/lifecycle-rules.ts` says so in sentences). Every
-- statement may be run again.

-- What was written in this very transaction is not in force yet: set-up writes a scheme and its indicators together.
create or replace function wangge_scheme_stands(the_scheme uuid) returns boolean language sql stable as $$
  select exists (select from assessment_schemes s where s.id = the_scheme and s.state in ('active', 'retired') and s.xmin <> pg_current_xact_id()::xid)
$$;

create or replace function wangge_scheme_fixed() returns trigger language plpgsql as $$
begin
  if wangge_scheme_stands(old.id) then
    raise exception 'a scheme in force is never changed or deleted: make a new version' using errcode = 'check_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
drop trigger if exists wangge_scheme_fixed on assessment_schemes;
create trigger wangge_scheme_fixed before update on assessment_schemes for each row
  when (old.state in ('active', 'retired') and (
    new.state not in ('active', 'retired') or (old.state = 'retired' and new.state = 'active')
    or to_jsonb(old) - '{state,error_rates,date_created,user_created,date_updated,user_updated}'::text[] is distinct from to_jsonb(new) - '{state,error_rates,date_created,user_created,date_updated,user_updated}'::text[]))
  execute function wangge_scheme_fixed();
drop trigger if exists wangge_scheme_kept on assessment_schemes;
create trigger wangge_scheme_kept before delete on assessment_schemes for each row when (old.state = 'active') execute function wangge_scheme_fixed();

create or replace function wangge_indicator_fixed() returns trigger language plpgsql as $$
begin
  -- Who wrote it may be deleted.
  if tg_op = 'UPDATE' and to_jsonb(old) - '{date_created,user_created,date_updated,user_updated}'::text[] is not distinct from to_jsonb(new) - '{date_created,user_created,date_updated,user_updated}'::text[] then
    return new;
  end if;
  if (tg_op <> 'INSERT' and wangge_scheme_stands(old.scheme)) or (tg_op <> 'DELETE' and wangge_scheme_stands(new.scheme)) then
    raise exception 'the indicators of a scheme in force stay as they are: make a new version' using errcode = 'check_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
drop trigger if exists wangge_indicator_fixed on assessment_indicators;
create trigger wangge_indicator_fixed before insert or update or delete on assessment_indicators for each row execute function wangge_indicator_fixed();

-- What was tried on a published quarter and kept, with its reason.
create table if not exists assessment_trials (
  id bigint generated always as identity primary key,
  period uuid not null references assessment_periods (id) on delete restrict,
  version integer not null,
  change jsonb not null,
  outcome jsonb not null,
  note text not null check (length(trim(note)) > 0),
  by uuid not null references directus_users (id) on delete restrict,
  at timestamptz not null default now()
);
create index if not exists assessment_trials_period on assessment_trials (period, at);
create or replace function wangge_trial_kept() returns trigger language plpgsql as $$
begin
  raise exception 'what was tried and kept is never changed or deleted' using errcode = 'check_violation';
end $$;
drop trigger if exists wangge_trial_kept on assessment_trials;
create trigger wangge_trial_kept before update or delete on assessment_trials for each row execute function wangge_trial_kept();
