-- The year: its weights in the scheme, scores that are given at its end, what its places are made of, and the steps of its
-- change. The rules in assessment/year/ say the same in sentences. Every statement may be run again.

-- ── Weights: all three or none, 100 together ────────────────────────────────────────────────────────────────────

alter table assessment_schemes drop constraint if exists assessment_schemes_year;
alter table assessment_schemes add constraint assessment_schemes_year check (
  num_nonnulls(year_quarters, year_review, year_community) = 0
  or (num_nonnulls(year_quarters, year_review, year_community) = 3 and year_quarters + year_review + year_community = 100 and least(year_quarters, year_review, year_community) >= 0));

-- ── Scores at the end of the year: only added to; what a community said counts once a second person has confirmed it ──

alter table assessment_year_scores drop constraint if exists assessment_year_scores_whole;
alter table assessment_year_scores add constraint assessment_year_scores_whole check (
  score between 0 and 100 and part in ('review', 'community') and nullif(btrim(source), '') is not null
  and num_nonnulls(grid, department) = 1 and entered_by is not null and entered_at is not null
  and (part = 'community' or nullif(btrim(note), '') is not null)
  and (confirmed_by is null) = (confirmed_at is null) and confirmed_by is distinct from entered_by and (part = 'community' or confirmed_by is null));
create index if not exists assessment_year_scores_of on assessment_year_scores (period, part, grid, department, entered_at);
create index if not exists assessment_year_scores_evidence on assessment_year_scores (evidence) where evidence is not null;

create or replace function wangge_year_score_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.confirmed_at is null
    and to_jsonb(old) - '{confirmed_by,confirmed_at}'::text[] = to_jsonb(new) - '{confirmed_by,confirmed_at}'::text[] then
    return new;
  end if;
  -- Its grid may move, and who wrote it may be deleted.
  if tg_op = 'UPDATE' and to_jsonb(old) - '{grid_path,user_created}'::text[] = to_jsonb(new) - '{grid_path,user_created}'::text[] then
    return new;
  end if;
  raise exception '% is only added to', tg_table_name using errcode = 'check_violation';
end $$;
drop trigger if exists wangge_year_score_kept on assessment_year_scores;
create trigger wangge_year_score_kept before update or delete on assessment_year_scores for each row execute function wangge_year_score_kept();

create or replace function wangge_year_score_fits() returns trigger language plpgsql as $$
begin
  if not exists (select from assessment_periods p where p.id = new.period and p.kind = 'year') then
    raise exception 'a year-end score is of a year' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_year_score_fits on assessment_year_scores;
create trigger wangge_year_score_fits before insert on assessment_year_scores for each row execute function wangge_year_score_fits();

-- ── What a place of a year is made of: one row for each row of `rankings`, written with its version ─────────────────

create table if not exists assessment_year_results (
  period uuid not null references assessment_periods (id) on delete restrict,
  version integer not null,
  subject text not null,
  grid uuid references grids (id) on delete restrict,
  department uuid references departments (id) on delete restrict,
  person uuid references directus_users (id) on delete restrict,
  level integer,
  -- In service in the year; null: nobody knows.
  days integer,
  days_of integer not null,
  -- Numerators and denominators of the three parts, and each quarter with its share or why it has none.
  parts jsonb not null,
  quarters jsonb not null,
  -- Who led it, with their days, and what became of it in the year.
  holders jsonb not null default '[]',
  changes jsonb not null default '[]'
);
create unique index if not exists assessment_year_results_of_subject
  on assessment_year_results (period, version, subject, (case subject when 'person' then person when 'department' then department else grid end), (case subject when 'person' then level end)) nulls not distinct;
drop trigger if exists wangge_year_results_kept on assessment_year_results;
create trigger wangge_year_results_kept before update or delete on assessment_year_results for each row execute function wangge_append_only();
drop trigger if exists wangge_year_results_all_kept on assessment_year_results;
create trigger wangge_year_results_all_kept before truncate on assessment_year_results for each statement execute function wangge_append_only();
create or replace function wangge_year_results_closed() returns trigger language plpgsql as $$
begin
  if exists (select from new_rows n where exists (select from assessment_versions v where v.period = n.period and v.version = n.version)) then
    raise exception 'scores and rankings are computed with their version: nothing is added to one that is kept' using errcode = 'check_violation';
  end if;
  return null;
end $$;
drop trigger if exists wangge_year_results_closed on assessment_year_results;
create trigger wangge_year_results_closed after insert on assessment_year_results referencing new table as new_rows for each statement execute function wangge_year_results_closed();

-- On which versions of which quarters a version of a year rests.
create table if not exists assessment_year_quarters (
  period uuid not null references assessment_periods (id) on delete restrict,
  version integer not null,
  quarter uuid not null references assessment_periods (id) on delete restrict,
  quarter_version integer not null,
  primary key (period, version, quarter)
);
create index if not exists assessment_year_quarters_of on assessment_year_quarters (quarter, quarter_version);
drop trigger if exists wangge_year_quarters_kept on assessment_year_quarters;
create trigger wangge_year_quarters_kept before update or delete on assessment_year_quarters for each row execute function wangge_append_only();

-- ── The change of year ──────────────────────────────────────────────────────────────────────────────────────────

alter table year_steps drop constraint if exists year_steps_whole;
alter table year_steps add constraint year_steps_whole check (
  year between 2000 and 2100 and step in ('calendar', 'statements', 'plans', 'scheme', 'archive') and outcome in ('done', 'skipped')
  and nullif(btrim(word), '') is not null and actor is not null and at is not null);
create index if not exists year_steps_of on year_steps (subdistrict, year, step, at);
drop trigger if exists wangge_year_steps_kept on year_steps;
create trigger wangge_year_steps_kept before update or delete on year_steps for each row execute function wangge_append_only();
drop trigger if exists wangge_year_steps_all_kept on year_steps;
create trigger wangge_year_steps_all_kept before truncate on year_steps for each statement execute function wangge_append_only();

-- What the old year left as files: each is asked for once, and made one after the other; a killed process goes on where it was.
create table if not exists year_archives (
  id uuid not null default gen_random_uuid(),
  year integer not null,
  subdistrict uuid not null references subdistricts (id) on delete restrict,
  name text not null,
  kind text not null check (kind in ('evidence', 'checkpoint', 'report', 'bulletin', 'index')),
  asked_by uuid not null references directus_users (id) on delete restrict,
  asked_at timestamptz not null,
  file uuid references directus_files (id) on delete restrict,
  digest text,
  bytes bigint,
  made_at timestamptz,
  error text,
  primary key (subdistrict, year, name)
);
alter table year_archives add column if not exists id uuid not null default gen_random_uuid();
