-- A version's steps: computed, opened as a preview, published. A step is a row that stays; from it follow the state of the
-- version, of its period and of its scores and ranks, and nothing else changes them.

do $$
begin
  if not exists (select from pg_attribute where attrelid = 'assessment_versions'::regclass and attname = 'state' and not attisdropped) then
    alter table assessment_versions add column state text not null default 'computed';
    alter table assessment_versions add column published_at timestamptz;
    -- An earlier release published what it computed, at once.
    update assessment_versions v
    set published_at = v.computed_at, state = case when p.state = 'published' and p.version = v.version then 'published' else 'superseded' end
    from assessment_periods p where p.id = v.period;
  end if;
end
$$;
-- Until when everyone ranked looks at their own, before it may be published.
alter table assessment_versions add column if not exists preview_until timestamptz;
alter table assessment_versions drop constraint if exists assessment_versions_state;
alter table assessment_versions add constraint assessment_versions_state check (state in ('computed', 'preview', 'published', 'superseded'));
create unique index if not exists assessment_versions_published on assessment_versions (period) where state = 'published';
alter table assessment_steps drop constraint if exists assessment_steps_step;
alter table assessment_steps add constraint assessment_steps_step check (step in ('compute', 'preview', 'publish'));
create unique index if not exists assessment_steps_once on assessment_steps (period, version, step);

-- What an earlier release stored.
drop trigger if exists wangge_rankings_state on rankings;
drop trigger if exists wangge_scores_state on assessment_scores;
update rankings r set state = v.state from assessment_versions v where v.period = r.period and v.version = r.version and r.state <> v.state;
update assessment_scores s set state = v.state from assessment_versions v where v.period = s.period and v.version = s.version and s.state <> v.state;

-- ── Steps ───────────────────────────────────────────────────────────────────────────────────────────────────────

create or replace function wangge_step_fits() returns trigger
language plpgsql as $$
declare
  stands assessment_versions;
  computed assessment_steps;
  opened assessment_steps;
begin
  select * into stands from assessment_versions where period = new.period and version = new.version for update;
  if stands.state is null or stands.state is distinct from (case new.step when 'publish' then 'preview' else 'computed' end) then
    raise exception 'version % of the period cannot take the step % as %', new.version, new.step, coalesce(stands.state, 'it is not there') using errcode = 'check_violation';
  end if;
  if (new.step = 'preview') is distinct from (new.until is not null) then
    raise exception 'a preview has an end, other steps have none' using errcode = 'check_violation';
  end if;
  if new.step = 'compute' then
    return new;
  end if;
  select * into computed from assessment_steps where period = new.period and version = new.version and step = 'compute';
  if computed.id is null or new.actor is null then
    raise exception 'a person opens the preview of what was computed, and a person publishes' using errcode = 'check_violation';
  end if;
  if new.step = 'publish' then
    select * into opened from assessment_steps where period = new.period and version = new.version and step = 'preview';
    if new.actor in (opened.actor, coalesce(computed.actor, opened.actor)) then
      raise exception 'who computed or opened the preview does not publish' using errcode = 'check_violation';
    end if;
    if new.at < opened.until then
      raise exception 'the preview lasts until %', opened.until using errcode = 'check_violation';
    end if;
  end if;
  return new;
end
$$;
drop trigger if exists wangge_step_fits on assessment_steps;
create trigger wangge_step_fits before insert on assessment_steps for each row execute function wangge_step_fits();

drop trigger if exists wangge_step_kept on assessment_steps;
create trigger wangge_step_kept before update or delete on assessment_steps for each row execute function wangge_append_only();
drop trigger if exists wangge_steps_kept on assessment_steps;
create trigger wangge_steps_kept before truncate on assessment_steps for each statement execute function wangge_append_only();

create or replace function wangge_version_becomes(its_period uuid, its_version integer, next_state text) returns void
language plpgsql as $$
begin
  update assessment_versions set state = next_state where period = its_period and version = its_version;
  update rankings set state = next_state where period = its_period and version = its_version;
  update assessment_scores set state = next_state where period = its_period and version = its_version;
end
$$;

create or replace function wangge_step_taken() returns trigger
language plpgsql as $$
declare
  before integer;
begin
  if new.step = 'compute' then
    for before in select version from assessment_versions where period = new.period and version < new.version and state in ('computed', 'preview') loop
      perform wangge_version_becomes(new.period, before, 'superseded');
    end loop;
    update assessment_periods set state = 'computed', draft_version = new.version where id = new.period;
  elsif new.step = 'preview' then
    update assessment_versions set preview_until = new.until where period = new.period and version = new.version;
    perform wangge_version_becomes(new.period, new.version, 'preview');
    update assessment_periods set state = 'preview' where id = new.period;
  else
    for before in select version from assessment_versions where period = new.period and state = 'published' loop
      perform wangge_version_becomes(new.period, before, 'superseded');
    end loop;
    update assessment_versions set published_at = new.at where period = new.period and version = new.version;
    perform wangge_version_becomes(new.period, new.version, 'published');
    update assessment_periods p
    set state = 'published', version = v.version, draft_version = null, scheme = v.scheme, evidence = v.evidence, evidence_digest = v.evidence_digest,
      computed_at = v.computed_at, computed_by = c.actor, published_at = new.at, published_by = new.actor
    from assessment_versions v
    left join assessment_steps c on c.period = v.period and c.version = v.version and c.step = 'compute'
    where p.id = new.period and v.period = new.period and v.version = new.version;
  end if;
  return null;
end
$$;
drop trigger if exists wangge_step_taken on assessment_steps;
create trigger wangge_step_taken after insert on assessment_steps for each row execute function wangge_step_taken();

-- ── What follows from them, and from nothing else ───────────────────────────────────────────────────────────────

create or replace function wangge_version_follows() returns trigger
language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if (new.state, new.preview_until, new.published_at) is not distinct from ('computed'::text, null::timestamptz, null::timestamptz) then
      return new;
    end if;
  elsif tg_op = 'UPDATE' and pg_trigger_depth() > 1
    and to_jsonb(old) - '{state,preview_until,published_at}'::text[] = to_jsonb(new) - '{state,preview_until,published_at}'::text[] then
    return new;
  end if;
  raise exception 'a version of an assessment changes by its steps alone' using errcode = 'check_violation';
end
$$;
drop trigger if exists wangge_version_follows on assessment_versions;
create trigger wangge_version_follows before insert or update or delete on assessment_versions for each row execute function wangge_version_follows();
drop trigger if exists wangge_versions_kept on assessment_versions;
create trigger wangge_versions_kept before truncate on assessment_versions for each statement execute function wangge_append_only();

create or replace function wangge_period_follows() returns trigger
language plpgsql as $$
begin
  if pg_trigger_depth() > 1 then
    return new;
  end if;
  raise exception 'the state of a period follows the steps of its versions' using errcode = 'check_violation';
end
$$;
drop trigger if exists wangge_period_begins on assessment_periods;
create trigger wangge_period_begins before insert on assessment_periods for each row
  when (new.state <> 'open' or new.version <> 0 or num_nonnulls(new.draft_version, new.evidence, new.evidence_digest, new.published_at, new.published_by, new.computed_at, new.computed_by) > 0)
  execute function wangge_period_follows();
drop trigger if exists wangge_period_follows on assessment_periods;
create trigger wangge_period_follows before update on assessment_periods for each row
  when ((old.state, old.version, old.draft_version, old.evidence, old.evidence_digest, old.published_at, old.published_by, old.computed_at, old.computed_by)
    is distinct from (new.state, new.version, new.draft_version, new.evidence, new.evidence_digest, new.published_at, new.published_by, new.computed_at, new.computed_by))
  execute function wangge_period_follows();

create or replace function wangge_result_follows() returns trigger
language plpgsql as $$
begin
  if new.state = (select v.state from assessment_versions v where v.period = new.period and v.version = new.version) then
    return new;
  end if;
  raise exception 'the state of scores and rankings follows the steps of their version' using errcode = 'check_violation';
end
$$;
create trigger wangge_rankings_state before update of state on rankings for each row
  when (old.state is distinct from new.state) execute function wangge_result_follows();
create trigger wangge_scores_state before update of state on assessment_scores for each row
  when (old.state is distinct from new.state) execute function wangge_result_follows();

-- Once a version is kept, nothing is added to it.
create or replace function wangge_results_closed() returns trigger
language plpgsql as $$
begin
  if exists (select from new_rows n where n.state <> 'computed' or exists (select from assessment_versions v where v.period = n.period and v.version = n.version)) then
    raise exception 'scores and rankings are computed with their version: nothing is added to one that is kept' using errcode = 'check_violation';
  end if;
  return null;
end
$$;
drop trigger if exists wangge_rankings_closed on rankings;
create trigger wangge_rankings_closed after insert on rankings referencing new table as new_rows for each statement execute function wangge_results_closed();
drop trigger if exists wangge_scores_closed on assessment_scores;
create trigger wangge_scores_closed after insert on assessment_scores referencing new table as new_rows for each statement execute function wangge_results_closed();
