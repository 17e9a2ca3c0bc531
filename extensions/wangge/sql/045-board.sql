-- The deadline board: each group in the order of its limits. Running clocks by `due_at` have `issue_deadlines_due`.

-- What is past and open; a miss that was made good is `late`, so these stay few.
create index if not exists issue_deadlines_missed on issue_deadlines (due_at, id) where state = 'missed';
create index if not exists issue_deadlines_warned on issue_deadlines (due_at, id) where state = 'running' and warned_at is not null;
create index if not exists issue_deadlines_provisional on issue_deadlines (due_at, id) where state = 'running' and provisional;

-- What an event does with a request for more time that waits (`handling/event-registry-rules.ts`); null: nothing.
create or replace function wangge_request_effect(type text) returns text
language sql immutable parallel safe as $$
  select case
    -- >>> generated: what events do with a request that waits
    when type in ('handle', 'route', 'return', 'escalate', 'reject', 'merge', 'withdraw') then 'voids'
    when type in ('request_extension') then 'opens'
    when type in ('decide_extension', 'suspend') then 'settles'
    when type in ('deadline_missed') then 'voids_when_missed'
    -- <<< generated
  end
$$;

-- Since when a request for more time waits for its decision, for the list of those who decide; `handling/lifecycle/derived-state-rules.ts`
-- tells the same from the events (`pendingAfter`), and is what decides.
create or replace function wangge_request_pending() returns trigger
language plpgsql as $$
begin
  if not exists (
    select from written where wangge_request_effect(type) is not null
  ) then
    return null;
  end if;
  update issues i set request_pending_at = null
  from written n
  where i.id = n.issue and i.request_pending_at is not null
    and (wangge_request_effect(n.type) in ('settles', 'voids')
      or (wangge_request_effect(n.type) = 'voids_when_missed' and n.data #>> '{decided,clock,kind}' in ('resolve', 'own')));
  update issues i set request_pending_at = n.at
  from written n
  where i.id = n.issue and wangge_request_effect(n.type) = 'opens';
  return null;
end
$$;
drop trigger if exists wangge_request_pending on issue_events;
create trigger wangge_request_pending after insert on issue_events
  referencing new table as written
  for each statement execute function wangge_request_pending();
create index if not exists issues_request_pending on issues (request_pending_at) where request_pending_at is not null;
