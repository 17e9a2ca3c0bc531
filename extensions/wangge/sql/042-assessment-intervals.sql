-- What was frozen before a quarter, and what is said of each of its fields (a kind, a level, a peer group).

-- Priors of the intervals: from the last quarter that was published before this one was computed; written then, and the same for every
-- version of it. Without a source: computed from the quarter's own cells, as in the first one.
create table if not exists assessment_priors (
  period uuid not null references assessment_periods (id) on delete restrict,
  subject text not null,
  level smallint,
  peer_group text,
  -- Its code: the next version of a scheme goes on with it.
  indicator text not null,
  good integer,
  bad integer,
  phi smallint not null,
  source text,
  constraint assessment_priors_once unique nulls not distinct (period, subject, level, peer_group, indicator),
  constraint assessment_priors_whole check (num_nulls(good, bad, source) in (0, 3))
);

-- Of each version and field: the header of its intervals, as the evidence has it.
create table if not exists assessment_fields (
  period uuid not null,
  version integer not null,
  subject text not null,
  level smallint,
  peer_group text,
  mean_width integer,
  places_told boolean not null,
  header jsonb not null,
  constraint assessment_fields_once unique nulls not distinct (period, version, subject, level, peer_group),
  constraint assessment_fields_period foreign key (period) references assessment_periods (id) on delete restrict
);

drop trigger if exists wangge_priors_kept on assessment_priors;
create trigger wangge_priors_kept before update or delete on assessment_priors for each row execute function wangge_append_only();
drop trigger if exists wangge_fields_kept on assessment_fields;
create trigger wangge_fields_kept before update or delete on assessment_fields for each row execute function wangge_append_only();
-- (Of an earlier release: `041-assessment-steps.sql` had used it, too.)
drop function if exists wangge_step_kept();

-- The quarters before one, in one sub-district.
create index if not exists assessment_periods_before on assessment_periods (subdistrict, starts_on) where kind = 'quarter';

-- Which calendar counted the days that no version knew at the cut. Null: of an earlier release.
alter table assessment_versions add column if not exists calendar_version text;
