-- Events are the only writer of an issue's managed columns (architecture §3).
--
-- An event carries in `data.patch` the new values of managed columns. The trigger before its
-- insert numbers it, chains it and writes the patch; the trigger on `issues` refuses any other
-- hand. The hook's refusals are kinder, these are the last word.

alter table issue_events drop constraint if exists issue_events_issue_foreign;
alter table issue_events add constraint issue_events_issue_foreign
  foreign key (issue) references issues (id) on delete restrict deferrable initially deferred;

-- The contact of a confidential report stands in a table of its own (ADR 0007): permissions on rows cannot hide a field.
alter table issue_contacts drop constraint if exists issue_contacts_issue_foreign;
alter table issue_contacts add constraint issue_contacts_issue_foreign
  foreign key (issue) references issues (id) on delete restrict deferrable initially deferred;
create or replace function wangge_contact_apart() returns trigger
language plpgsql as $$
begin
  if new.confidential and (new.contact_name is not null or new.contact_phone is not null) then
    insert into issue_contacts (id, issue, name, phone) values (gen_random_uuid(), new.id, new.contact_name, new.contact_phone)
    on conflict (issue) do update set name = coalesce(excluded.name, issue_contacts.name), phone = coalesce(excluded.phone, issue_contacts.phone);
    new.contact_name := null;
    new.contact_phone := null;
    -- It stood in the open until now: its versions keep it no longer.
    if tg_op = 'UPDATE' then
      update directus_revisions r set
        data = (r.data::jsonb - array['contact_name', 'contact_phone'])::json,
        delta = (r.delta::jsonb - array['contact_name', 'contact_phone'])::json
      where r.collection = 'issues' and r.item = new.id::text;
    end if;
  end if;
  return new;
end
$$;
drop trigger if exists wangge_contact_apart on issues;
create trigger wangge_contact_apart before insert or update of confidential, contact_name, contact_phone on issues
  for each row execute function wangge_contact_apart();

-- Issues and clocks are updated many times: room on the page keeps an update off the indexes, and the long explanation
-- of the routing stands beside the row instead of being copied with it (half the cost of a plain update).
alter table issues set (fillfactor = 70, toast_tuple_target = 1024);
alter table issues alter column route_explanation set storage external;
alter table issue_deadlines set (fillfactor = 80);

-- A report's clocks too are written before its row.
alter table issue_deadlines drop constraint if exists issue_deadlines_issue_foreign;
alter table issue_deadlines add constraint issue_deadlines_issue_foreign
  foreign key (issue) references issues (id) on delete restrict deferrable initially deferred;

create unique index if not exists issue_events_issue_seq on issue_events (issue, seq);
create unique index if not exists issue_deadlines_identity
  on issue_deadlines (issue, kind, department, opened_by_seq) nulls not distinct;
create unique index if not exists issue_helpers_call on issue_helpers (issue, called_seq);
-- The sweep's queues, in its order.
create index if not exists issue_deadlines_due on issue_deadlines (due_at, id) where state = 'running';
create index if not exists issue_deadlines_warn on issue_deadlines (warn_at, id) where state = 'running' and warned_at is null;
-- Clocks that an earlier release wrote, until set-up has pinned them (`handling/clocks/pins-upgrade-service.ts`).
create index if not exists issue_deadlines_unpinned on issue_deadlines (issue) where first_round is null;
-- Ends that wait for their year's arrangement: few, except in its last weeks.
create index if not exists issue_deadlines_provisional on issue_deadlines (due_at) where provisional;
create index if not exists issues_closes on issues (closes_at) where status = 'fed_back' and closes_at is not null;
-- Few issues have helpers or are repeats: their indexes stay small.
create index if not exists issues_helper_1 on issues (helper_1) where helper_1 is not null;
create index if not exists issues_helper_2 on issues (helper_2) where helper_2 is not null;
create index if not exists issues_helper_3 on issues (helper_3) where helper_3 is not null;
create index if not exists issues_duplicate_of on issues (duplicate_of) where duplicate_of is not null;
create index if not exists issues_repeat_of on issues (repeat_of) where repeat_of is not null;
create index if not exists issues_resumes on issues (resumes_at) where status = 'suspended';
-- One report at a time has a number: `wangge_same_keys` keeps watch (008). Whoever withdraws theirs gives it free.
drop index if exists issues_external_no;
create or replace function wangge_number_given_free() returns trigger
language plpgsql as $$
begin
  delete from wangge_same_keys where kind = 'issues.external_no' and item = new.id;
  return null;
end
$$;
-- (After wangge_same_key_changed.)
drop trigger if exists wangge_same_key_given_free on issues;
create trigger wangge_same_key_given_free after update of withdrawn_at, external_no, source on issues
  for each row when (new.withdrawn_at is not null and new.external_no is not null) execute function wangge_number_given_free();
delete from wangge_same_keys k using issues i
where k.kind = 'issues.external_no' and i.id = k.item and i.status in ('rejected', 'merged') and wangge_number_free(i.id);

-- What every issue has, though a report may leave it to the hook: to the API the columns are optional.
alter table issues drop constraint if exists issues_whole;
alter table issues add constraint issues_whole check (
  grid is not null and grid_path is not null and category is not null and status is not null and number is not null
  and involves_departments is not null and confidential is not null and event_seq is not null);

-- A moment as the rules write it: UTC, milliseconds.
create or replace function wangge_moment(moment timestamptz) returns text
language sql stable parallel safe as $$
  select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- When an event was written: what the system dates with the moment at which it became true may be written later.
create or replace function wangge_recorded_at(at timestamptz, data json) returns timestamptz
language sql stable parallel safe as $$
  select coalesce((data #>> '{decided,recorded_at}')::timestamptz, at)
$$;

-- The digest of a free text: salted, so that text and salt can be blanked and the chain still holds.
create or replace function wangge_text_digest(salt text, content text) returns text
language sql immutable parallel safe as $$
  select case when content is null then null else encode(sha256(convert_to(salt || content, 'UTF8')), 'hex') end
$$;

-- The hash of an event: everything in it but the free texts, which stand by their digests.
-- `handling/chain/chain-rules.ts` computes the same; a test holds the two together.
create or replace function wangge_event_hash(e issue_events) returns text
language sql stable parallel safe as $$
  select encode(sha256(convert_to(concat(
    e.prev_hash, E'\x1f', e.issue, E'\x1f', e.seq, E'\x1f', e.type, E'\x1f', e.actor, E'\x1f', wangge_moment(e.at), E'\x1f',
    e.from_status, E'\x1f', e.to_status, E'\x1f', e.to_department, E'\x1f', e.to_person, E'\x1f', e.to_scope, E'\x1f',
    e.to_category, E'\x1f', e.to_grid, E'\x1f', e.request_kind, E'\x1f', wangge_moment(e.until), E'\x1f', e.decision, E'\x1f', e.cause, E'\x1f', e.channel, E'\x1f', e.solved, E'\x1f', e.satisfaction, E'\x1f',
    e.note_digest, E'\x1f', e.result_digest, E'\x1f', e.files_digest, E'\x1f', e.data::text
  ), 'UTF8')), 'hex')
$$;

-- Numbers and chains an event before it is stored. Its statement writes the issue afterwards, so a statement may hold
-- one event of an issue and no more: a second one would get the same number, which the unique index refuses.
create or replace function wangge_event_before() returns trigger
language plpgsql as $$
declare
  head record;
begin
  select event_seq, event_hash into head from issues where id = new.issue for update;
  if not found then
    if new.type <> 'report' then
      raise exception 'an issue begins with its report' using errcode = 'check_violation';
    end if;
    new.seq := 1;
    new.prev_hash := '';
  elsif new.type = 'report' then
    raise exception 'an issue is reported once' using errcode = 'check_violation';
  else
    new.seq := head.event_seq + 1;
    new.prev_hash := head.event_hash;
  end if;
  new.at := date_trunc('milliseconds', new.at);
  new.salt := replace(gen_random_uuid()::text, '-', '');
  new.note_digest := wangge_text_digest(new.salt, new.note);
  new.result_digest := wangge_text_digest(new.salt, new.result);
  new.hash := wangge_event_hash(new);
  return new;
end
$$;
drop trigger if exists wangge_event_before on issue_events;
create trigger wangge_event_before before insert on issue_events
  for each row execute function wangge_event_before();

-- The columns of an issue by whose they are (`handling/issue-field-rules.ts`).
create or replace function wangge_issue_columns(whose text) returns text[]
language sql immutable parallel safe as $$
  select case whose
    -- >>> generated: the columns of an issue
    when 'managed' then array[
      'id', 'kind', 'parties', 'involves_departments', 'source', 'severity', 'external_due_at', 'arrived_late',
      'repeat_of', 'same_event', 'category', 'grid', 'number', 'status', 'scope', 'lead', 'department', 'handler',
      'follower', 'helper_1', 'helper_2', 'helper_3', 'escalated_to', 'routing_rule', 'route_explanation', 'reporter',
      'reported_at', 'accepted_at', 'contacted_at', 'due_at', 'due_provisional', 'overdue', 'reason_recorded_at',
      'handled_at', 'fed_back_at', 'verify_required', 'closes_at', 'resumes_at', 'reply_awaited_at', 'verified_at',
      'closed_at', 'withdrawn_at', 'disclosed_at', 'reopen_count', 'return_count', 'faulted_return_count',
      'extension_count', 'duplicate_of', 'solved', 'satisfaction', 'request_pending_at', 'event_seq', 'event_hash',
      'event_recorded_at'
    ]
    when 'reporter' then array[
      'title', 'description', 'external_no', 'confidential', 'address', 'location', 'occurred_at', 'client_key'
    ]
    when 'shipped' then array[
      'id', 'kind', 'parties', 'involves_departments', 'source', 'severity', 'external_due_at', 'arrived_late',
      'repeat_of', 'same_event', 'category', 'grid', 'number', 'status', 'scope', 'lead', 'department', 'handler',
      'follower', 'helper_1', 'helper_2', 'helper_3', 'escalated_to', 'routing_rule', 'route_explanation', 'reporter',
      'reported_at', 'accepted_at', 'contacted_at', 'due_at', 'due_provisional', 'overdue', 'reason_recorded_at',
      'handled_at', 'fed_back_at', 'verify_required', 'closes_at', 'resumes_at', 'reply_awaited_at', 'verified_at',
      'closed_at', 'withdrawn_at', 'disclosed_at', 'reopen_count', 'return_count', 'faulted_return_count',
      'extension_count', 'duplicate_of', 'solved', 'satisfaction', 'request_pending_at', 'event_seq', 'event_hash',
      'event_recorded_at', 'title', 'description', 'external_no', 'confidential', 'address', 'location', 'occurred_at',
      'client_key', 'contact_name', 'contact_phone', 'grid_path', 'work_log'
    ]
    -- <<< generated
  end
$$;

-- A column that an administrator added belongs to the report where a reporter may write it: where somebody may say it with
-- a report, or change it who may change what a report says. It freezes with acceptance like the reporter's other columns.
-- What only others may write is the office's own; what Directus itself keeps (`date_updated` and the like) is nobody's.
create or replace function wangge_issue_column_of_report(name text) returns boolean
language sql stable as $$
  select name <> all (wangge_issue_columns('shipped'))
    and exists (select from pg_attribute a where a.attrelid = 'issues'::regclass and a.attname = name and a.attnum > 0 and not a.attisdropped)
    and exists (
      select from directus_permissions p cross join lateral string_to_array(p.fields, ',') said
      where p.collection = 'issues' and said && array['*', name]
        and (p.action = 'create' or (p.action = 'update' and said && array['*', 'description'])))
    and not exists (
      select from directus_fields f where f.collection = 'issues' and f.field = name and f.special ~ '(date|user|role)-updated')
$$;

-- Writes the patches of a statement's events into their issues, all at once: five times cheaper than row by row.
-- (A report's patch waits for its issue: see wangge_issue_begins.)
create or replace function wangge_events_applied() returns trigger
language plpgsql as $$
begin
  -- Timers come by the thousand and touch one column.
  update issues i set
    overdue = coalesce((n.data #>> '{patch,overdue}')::boolean, i.overdue), event_seq = n.seq, event_hash = n.hash,
    event_recorded_at = greatest(i.event_recorded_at, wangge_recorded_at(n.at, n.data))
  from written n
  where i.id = n.issue and n.type in ('deadline_warning', 'deadline_missed');
  if not exists (select from written where type not in ('deadline_warning', 'deadline_missed', 'report')) then
    return null;
  end if;
  update issues i set
    -- >>> generated: what an event's patch may set
    category = p.category, grid = p.grid, status = p.status, scope = p.scope, lead = p.lead, department = p.department,
    handler = p.handler, follower = p.follower, helper_1 = p.helper_1, helper_2 = p.helper_2, helper_3 = p.helper_3,
    escalated_to = p.escalated_to, routing_rule = p.routing_rule, route_explanation = p.route_explanation,
    accepted_at = p.accepted_at, contacted_at = p.contacted_at, due_at = p.due_at, due_provisional = p.due_provisional,
    overdue = p.overdue, reason_recorded_at = p.reason_recorded_at, handled_at = p.handled_at,
    fed_back_at = p.fed_back_at, verify_required = p.verify_required, closes_at = p.closes_at,
    resumes_at = p.resumes_at, reply_awaited_at = p.reply_awaited_at, verified_at = p.verified_at,
    closed_at = p.closed_at, withdrawn_at = p.withdrawn_at, disclosed_at = p.disclosed_at,
    reopen_count = p.reopen_count, return_count = p.return_count, faulted_return_count = p.faulted_return_count,
    extension_count = p.extension_count, duplicate_of = p.duplicate_of, solved = p.solved,
    satisfaction = p.satisfaction,
    -- <<< generated
    event_seq = n.seq, event_hash = n.hash, event_recorded_at = greatest(i.event_recorded_at, wangge_recorded_at(n.at, n.data))
  from written n
  join issues stored on stored.id = n.issue
  cross join lateral jsonb_populate_record(stored, (n.data -> 'patch')::jsonb) p
  where i.id = n.issue and n.type not in ('deadline_warning', 'deadline_missed', 'report');
  -- One save, two events: what `decide` settled to follow at once.
  insert into issue_events (issue, type, actor, at, note, to_department, to_person, to_scope, to_category, to_grid,
    to_issue, to_seq, request_kind, until, decision, cause, result, channel, solved, satisfaction, data, from_status, to_status)
  select f.issue, f.type, f.actor, f.at, f.note, f.to_department, f.to_person, f.to_scope, f.to_category, f.to_grid,
    f.to_issue, f.to_seq, f.request_kind, f.until, f.decision, f.cause, f.result, f.channel, f.solved, f.satisfaction, f.data, f.from_status, f.to_status
  from written n cross join lateral json_populate_record(null::issue_events, n.data -> 'then') f
  where n.data -> 'then' is not null;
  return null;
end
$$;
drop trigger if exists wangge_event_then on issue_events;
drop function if exists wangge_event_then();
drop trigger if exists wangge_events_applied on issue_events;
create trigger wangge_events_applied after insert on issue_events
  referencing new table as written
  for each statement execute function wangge_events_applied();

-- Erasure (a person's right to it): the redaction's own statement blanks texts and salts, of one event or of all, and
-- what else of the issue tells of a person; the chain goes on holding, since it covers digests.
create or replace function wangge_event_redacts() returns trigger
language plpgsql as $$
declare
  added text;
begin
  if not exists (select from written where type = 'redact') then
    return null;
  end if;
  -- What a called department answered stands on its row too; the words of the one event that is named go there as well.
  update issue_helpers h set answer = nullif(h.answer, e.note), result = nullif(h.result, e.result)
  from written n join issue_events e on e.issue = n.issue and e.seq = n.to_seq and e.type = 'answer_call'
  where n.type = 'redact' and h.issue = n.issue;
  update issue_events e set note = null, result = null, salt = null
  from written n
  where n.type = 'redact' and e.issue = n.issue and e.seq < n.seq and (n.to_seq is null or e.seq = n.to_seq);
  update issue_helpers h set answer = null, result = null
  from written n where n.type = 'redact' and n.to_seq is null and h.issue = n.issue;
  update issues i set
    -- >>> generated: what a redaction makes of an issue
    title = i.number, description = '（已清除）', address = null, location = null, contact_name = null, contact_phone = null
    -- <<< generated
  from written n where n.type = 'redact' and n.to_seq is null and i.id = n.issue;
  -- Nobody can know what stands in the text of a column that an administrator added.
  for added in
    select string_agg(format('%I = %s', a.attname, case when a.attnotnull then quote_literal(case t.typcategory when 'S' then '' else '{}' end) else 'null' end), ', ')
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    where a.attrelid = 'issues'::regclass and a.attnum > 0 and not a.attisdropped and a.attname <> all (wangge_issue_columns('shipped'))
      and t.typname in ('text', 'varchar', 'bpchar', 'json', 'jsonb')
    having count(*) > 0
  loop
    execute 'update issues set ' || added || ' where id = any ($1)'
      using array(select issue from written where type = 'redact' and to_seq is null);
  end loop;
  delete from issue_contacts c using written n where n.type = 'redact' and n.to_seq is null and c.issue = n.issue;
  -- Old versions and messages repeat the texts.
  delete from directus_revisions r using written n
  where n.type = 'redact' and n.to_seq is null and r.collection = 'issues' and r.item = n.issue::text;
  update outbox o set subject = '', body = '' from written n
  where n.type = 'redact' and n.to_seq is null and o.link = '/content/issues/' || n.issue;
  delete from directus_notifications m using written n
  where n.type = 'redact' and n.to_seq is null and m.collection = 'issues' and m.item = n.issue::text;
  return null;
end
$$;
drop trigger if exists wangge_event_redacts on issue_events;
create trigger wangge_event_redacts after insert on issue_events
  referencing new table as written
  for each statement execute function wangge_event_redacts();

create or replace function wangge_event_fixed() returns trigger
language plpgsql as $$
begin
  -- Only the trigger above writes from inside a trigger, and only blanks.
  if tg_op = 'UPDATE' and pg_trigger_depth() > 1 and new.note is null and new.result is null and new.salt is null
    and (new.hash, new.prev_hash, new.note_digest, new.result_digest, new.files_digest, new.data::text)
      is not distinct from (old.hash, old.prev_hash, old.note_digest, old.result_digest, old.files_digest, old.data::text) then
    return new;
  end if;
  raise exception 'events are never changed or deleted' using errcode = 'check_violation';
end
$$;
drop trigger if exists wangge_event_fixed on issue_events;
create trigger wangge_event_fixed before update or delete on issue_events
  for each row execute function wangge_event_fixed();

create or replace function wangge_issue_begins() returns trigger
language plpgsql as $$
declare
  report record;
begin
  select data::jsonb -> 'patch' as patch, hash, wangge_recorded_at(at, data) as recorded_at into report from issue_events where issue = new.id and seq = 1;
  if not found then
    raise exception 'an issue begins with its report' using errcode = 'check_violation';
  end if;
  new := jsonb_populate_record(new, report.patch);
  new.event_seq := 1;
  new.event_hash := report.hash;
  new.event_recorded_at := report.recorded_at;
  return new;
end
$$;
drop trigger if exists wangge_issue_begins on issues;
create trigger wangge_issue_begins before insert on issues
  for each row execute function wangge_issue_begins();

-- Only the trigger of an event writes from inside a trigger; a flag in the session would leak. Whatever changes besides is
-- looked at column by column: people change an issue seldom, and no list of ours can know what an administrator added.
create or replace function wangge_issue_managed() returns trigger
language plpgsql as $$
declare
  changed text[] := array(
    select n.key from jsonb_each(to_jsonb(new)) n join jsonb_each(to_jsonb(old)) o using (key) where n.value is distinct from o.value);
begin
  if changed && wangge_issue_columns('managed') then
    raise exception 'managed columns of an issue change through events only' using errcode = 'check_violation';
  end if;
  if old.accepted_at is not null and exists (
    select from unnest(changed) name
    where name = any (wangge_issue_columns('reporter')) or wangge_issue_column_of_report(name)
  ) then
    raise exception 'a report is fixed once it is accepted' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists wangge_issue_managed on issues;
create trigger wangge_issue_managed before update on issues
  for each row when (pg_trigger_depth() = 0) execute function wangge_issue_managed();

create or replace function wangge_issue_kept() returns trigger
language plpgsql as $$
begin
  raise exception 'issues are never deleted' using errcode = 'check_violation';
end
$$;
drop trigger if exists wangge_issue_kept on issues;
create trigger wangge_issue_kept before delete on issues
  for each row execute function wangge_issue_kept();
