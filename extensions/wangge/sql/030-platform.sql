-- Jobs, notifications and numbers: what must happen exactly once, and the counters that serve it.

create unique index if not exists job_runs_job_slot on job_runs (job, slot);

create unique index if not exists outbox_dedupe on outbox (dedupe_key, recipient, channel);
-- The worker's queue: small however long the history grows.
create index if not exists outbox_queued on outbox (next_attempt_at nulls first, id) where state = 'queued';

-- The last number given to an issue of a sub-district on a day; the row is locked last in a report's transaction.
create table if not exists issue_counters (
  subdistrict uuid not null,
  day date not null,
  last integer not null,
  primary key (subdistrict, day)
);
