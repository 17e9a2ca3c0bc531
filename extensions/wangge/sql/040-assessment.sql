-- Assessment: one period per sub-district and quarter, its versions, and what a published version may no longer do.

create unique index if not exists assessment_periods_code on assessment_periods (code, subdistrict);
-- Of a grid `person` says who led it; of a person `grid` says from where the row is seen: neither is whose row it is.
drop index if exists assessment_scores_once;
create unique index if not exists assessment_scores_of_subject
  on assessment_scores (period, version, subject, (case subject when 'person' then person when 'department' then department else grid end), (case subject when 'person' then level end), indicator)
  nulls not distinct;
drop index if exists rankings_once;
create unique index if not exists rankings_of_subject
  on rankings (period, version, subject, (case subject when 'person' then person when 'department' then department else grid end), (case subject when 'person' then level end))
  nulls not distinct;
create unique index if not exists assessment_schemes_version on assessment_schemes (code, version);
create unique index if not exists assessment_indicators_code on assessment_indicators (scheme, code);

-- What an issue may have gone back for (`assessment/measure-rules.ts` asks for some of it).
create index if not exists issue_events_setbacks on issue_events (issue, seq) include (type, at)
  where type = 'reopen' or (type = 'verify' and solved = 'no') or (type = 'return' and cause = 'insufficient');
-- Reports that were merged and are on their own again.
create index if not exists issue_events_separated on issue_events (issue, at) where type = 'separate';
-- What was said when a case was verified, where a scheme measures that.
create index if not exists issue_events_verified on issue_events (issue, seq) include (solved, satisfaction, at) where type = 'verify';

-- Since when reports are asked whether they are of the same event as another.
create index if not exists issues_same_event on issues (reported_at) where same_event is not null;

-- Every version of a period with its frozen evidence. The salt behind the pseudonyms stays here, out of the
-- file and out of every API: no collection.
create table if not exists assessment_versions (
  period uuid not null references assessment_periods (id) on delete restrict,
  version integer not null,
  scheme uuid not null references assessment_schemes (id) on delete restrict,
  evidence uuid not null references directus_files (id) on delete restrict,
  evidence_digest text not null,
  salt bytea not null,
  reason text,
  computed_at timestamptz not null,
  primary key (period, version)
);
-- What was recorded before the cut counts. Null: of an earlier release, as things stood when it was computed.
alter table assessment_versions add column if not exists cut timestamptz;

-- Scores and ranks are written once. A correction is a new version; only a grid's path may follow a move, and their state the
-- steps of their version (`041-assessment-steps.sql`). `community_score` is of the year.
create or replace function wangge_append_only() returns trigger language plpgsql as $$
begin
  raise exception '% is only added to', tg_table_name using errcode = 'check_violation';
end $$;
drop trigger if exists wangge_scores_fixed on assessment_scores;
create trigger wangge_scores_fixed before update on assessment_scores for each row
  when (to_jsonb(old) - '{state,grid_path}'::text[] is distinct from to_jsonb(new) - '{state,grid_path}'::text[])
  execute function wangge_append_only();
drop trigger if exists wangge_scores_kept on assessment_scores;
create trigger wangge_scores_kept before delete on assessment_scores for each row execute function wangge_append_only();
drop trigger if exists wangge_rankings_fixed on rankings;
create trigger wangge_rankings_fixed before update on rankings for each row
  when (to_jsonb(old) - '{state,grid_path,community_score}'::text[] is distinct from to_jsonb(new) - '{state,grid_path,community_score}'::text[])
  execute function wangge_append_only();
drop trigger if exists wangge_rankings_kept on rankings;
create trigger wangge_rankings_kept before delete on rankings for each row execute function wangge_append_only();
-- (Of an earlier release, which said the same in words of its own.)
drop function if exists wangge_assessment_fixed();

-- Only the computation writes here, and it gives each row its grid's path: looked up row by row, with a lock on the
-- grid, that costs a fifth of a city's ranking. A row without one still gets it.
drop trigger if exists z_grid_path_new on assessment_scores;
create trigger z_grid_path_new before insert on assessment_scores for each row
  when (new.grid_path is null) execute function wangge_set_grid_path();
drop trigger if exists z_grid_path_new on rankings;
create trigger z_grid_path_new before insert on rankings for each row
  when (new.grid_path is null) execute function wangge_set_grid_path();
