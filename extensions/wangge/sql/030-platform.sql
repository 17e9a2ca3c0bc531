-- Jobs, notifications and numbers: what must happen exactly once, and the counters that serve it.

create unique index if not exists job_runs_job_slot on job_runs (job, slot);
-- Since when a job runs, and for which moment it did last. (Rows of earlier releases stand for the moment at which they began.)
create index if not exists job_runs_due on job_runs (job, (coalesce(due_at, started_at)));
create index if not exists job_runs_open on job_runs (job, slot) where outcome is null;
create index if not exists job_runs_untold on job_runs (due_at) where told_at is null and due_at is not null;

create unique index if not exists outbox_dedupe on outbox (dedupe_key, recipient, channel);
-- A group is told of a thing once, however many of its people are.
create unique index if not exists outbox_group_dedupe on outbox (dedupe_key, notice_group) where channel = 'webhook';
-- The workers' queues, one of each channel, in their order: small however long the history grows, and a channel
-- that is dead does not stand in another's way.
drop index if exists outbox_queued;
create index if not exists outbox_waiting on outbox (channel, urgent desc, id) where state = 'queued';
-- What else waits for the same person or group.
create index if not exists outbox_together on outbox (channel, (coalesce(recipient, notice_group)), id) where state = 'queued' and channel <> 'inapp';
create index if not exists outbox_sending on outbox (channel, claimed_at) where state = 'sending';
create index if not exists outbox_failed on outbox (claimed_at) where state = 'failed';
create index if not exists outbox_sent on outbox (created_at) where state = 'sent';

-- The last number given to an issue of a sub-district on a day; the row is locked last in a report's transaction.
create table if not exists issue_counters (
  subdistrict uuid not null,
  day date not null,
  last integer not null,
  primary key (subdistrict, day)
);
