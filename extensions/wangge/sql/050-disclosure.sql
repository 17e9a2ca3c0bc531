-- Disclosure (H4): the notices follow the events of their issues, and nothing else publishes or withdraws them.
--
-- `close` drafts a notice or counts the issue, `disclose` publishes, `withdraw_disclosure` takes it down, `reopen` too.
-- The hook's sentences are kinder; these are the last word.

-- The community that a grid lies in; a grid above the communities stands for itself.
create or replace function wangge_community_of(the_grid uuid) returns uuid
language sql stable as $$
  select case level when 3 then parent else id end from grids where id = the_grid
$$;

-- (Before `wangge_events_applied` in the alphabet: the issue still stands as it did before the event.)
create or replace function wangge_disclosures_follow() returns trigger
language plpgsql as $$
begin
  if not exists (select from written where type in ('close', 'disclose', 'withdraw_disclosure', 'reopen', 'redact')) then
    return null;
  end if;
  -- An issue that could show a person is counted at once; any other gets a draft, made of what is already written.
  with closed as (
    insert into disclosures as d (id, issue, mode, mode_reason, title, summary, result, grid, category, department, state,
      published_at, photos_cleared, date_created)
    select gen_random_uuid(), n.issue, m.mode, m.reason,
      case when m.mode = 'individual' then left(c.name || '：' || g.name, 255) end,
      case when m.mode = 'individual' then i.description end,
      case when m.mode = 'individual' then (
        select e.result from issue_events e where e.issue = n.issue and e.type = 'handle' order by e.seq desc limit 1) end,
      g.id, i.category, i.department,
      case when m.mode = 'individual' then 'draft' else 'published' end,
      case when m.mode = 'individual' then null else n.at end, false, n.at
    from written n
    cross join lateral (select n.data #>> '{decided,disclosure,mode}' as mode, n.data #>> '{decided,disclosure,reason}' as reason) m
    join issues i on i.id = n.issue
    join issue_categories c on c.id = i.category
    join grids g on g.id = wangge_community_of(i.grid)
    where n.type = 'close' and m.mode is not null
    on conflict (issue) do update set
      mode = excluded.mode, mode_reason = excluded.mode_reason, title = excluded.title, summary = excluded.summary,
      result = excluded.result, grid = excluded.grid, category = excluded.category, department = excluded.department,
      state = excluded.state, published_at = excluded.published_at, published_by = null, shown_until = null,
      withdrawn_reason = null, photos_cleared = false, user_created = null, user_updated = null, date_updated = null
    returning d.id, d.issue, d.mode
  ),
  before as (
    delete from disclosures_files f using closed where f.disclosures_id = closed.id
  )
  insert into disclosures_files (id, disclosures_id, directus_files_id)
  select gen_random_uuid(), closed.id, f.directus_files_id
  from closed
  join (
    select issues_id as issue, directus_files_id from issues_files
    union
    select e.issue, a.directus_files_id from issue_events e join issue_events_files a on a.issue_events_id = e.id where e.type = 'handle'
  ) f on f.issue = closed.issue
  join directus_files file on file.id = f.directus_files_id and file.type in ('image/jpeg', 'image/png', 'image/webp', 'image/avif')
  where closed.mode = 'individual';

  -- Its editor may have found that only the number may be told.
  update disclosures d set
    state = 'published', published_at = n.at, published_by = n.actor, shown_until = (n.data #>> '{decided,shown_until}')::date,
    withdrawn_reason = null,
    title = case when d.mode = 'individual' then d.title end,
    summary = case when d.mode = 'individual' then d.summary end,
    result = case when d.mode = 'individual' then d.result end
  from written n where n.type = 'disclose' and d.issue = n.issue;

  update disclosures d set state = 'withdrawn', withdrawn_reason = n.note
  from written n where n.type = 'withdraw_disclosure' and d.issue = n.issue and d.state = 'published';

  -- What is done again is told again: the next closing drafts anew.
  update disclosures d set state = 'withdrawn', withdrawn_reason = '退回重办'
  from written n where n.type = 'reopen' and d.issue = n.issue and d.state in ('draft', 'published');

  -- Of one event: the result that the notice was drafted from goes with it.
  with erased as (
    update disclosures d set result = null
    from written n join issue_events e on e.issue = n.issue and e.seq = n.to_seq
    where n.type = 'redact' and d.issue = n.issue and d.result = e.result
    returning d.id
  )
  delete from directus_revisions r using erased where r.collection = 'disclosures' and r.item = erased.id::text;
  update disclosures d set title = null, summary = null, result = null, photos_cleared = false,
    state = case d.mode when 'individual' then 'withdrawn' else d.state end, withdrawn_reason = coalesce(d.withdrawn_reason, '已清除')
  from written n where n.type = 'redact' and n.to_seq is null and d.issue = n.issue;
  delete from disclosures_files f using written n, disclosures d
  where n.type = 'redact' and n.to_seq is null and d.issue = n.issue and f.disclosures_id = d.id;
  delete from directus_revisions r using written n, disclosures d
  where n.type = 'redact' and n.to_seq is null and d.issue = n.issue and r.collection = 'disclosures' and r.item = d.id::text;
  return null;
end
$$;
drop trigger if exists wangge_disclosures_follow on issue_events;
create trigger wangge_disclosures_follow after insert on issue_events
  referencing new table as written
  for each statement execute function wangge_disclosures_follow();

-- What people may still do to a notice themselves: write it, until it is published, and after it was withdrawn.
create or replace function wangge_disclosure_managed() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a notice is withdrawn, not deleted' using errcode = 'check_violation';
  end if;
  if tg_op = 'INSERT' then
    raise exception 'a notice is drafted when its issue is closed' using errcode = 'check_violation';
  end if;
  if (new.issue, new.grid, new.category, new.department, new.state, new.published_at, new.published_by, new.shown_until, new.withdrawn_reason)
    is distinct from (old.issue, old.grid, old.category, old.department, old.state, old.published_at, old.published_by, old.shown_until, old.withdrawn_reason) then
    raise exception 'a notice is published and withdrawn through events only' using errcode = 'check_violation';
  end if;
  if old.state = 'published' and (new.mode, new.mode_reason, new.title, new.summary, new.result, new.photos_cleared)
    is distinct from (old.mode, old.mode_reason, old.title, old.summary, old.result, old.photos_cleared) then
    raise exception 'a notice cannot be changed while it is published' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
drop trigger if exists wangge_disclosure_managed on disclosures;
create trigger wangge_disclosure_managed before insert or update or delete on disclosures
  for each row when (pg_trigger_depth() = 0) execute function wangge_disclosure_managed();

-- Who ever wrote a part of a notice's texts does not publish it: the last editor is not the only one. Of notices from before
-- this table the revisions tell, as far as they are kept.
do $$
begin
  if to_regclass('wangge_notice_writers') is null then
    create table wangge_notice_writers (
      disclosure uuid not null references disclosures (id) on delete cascade,
      person uuid not null,
      primary key (disclosure, person)
    );
    insert into wangge_notice_writers
    select d.id, coalesce(d.user_updated, d.user_created) from disclosures d where coalesce(d.user_updated, d.user_created) is not null
    union
    select d.id, a."user" from disclosures d
    join directus_revisions r on r.collection = 'disclosures' and r.item = d.id::text and r.delta::jsonb ?| array['title', 'summary', 'result']
    join directus_activity a on a.id = r.activity and a."user" is not null
    where d.user_updated is not null;
  end if;
end
$$;
create or replace function wangge_notice_written() returns trigger
language plpgsql as $$
begin
  -- Drafted anew by an event: nobody has written in it yet.
  if new.user_updated is null then
    delete from wangge_notice_writers w where w.disclosure = new.id;
  else
    insert into wangge_notice_writers values (new.id, new.user_updated) on conflict do nothing;
  end if;
  return null;
end
$$;
drop trigger if exists wangge_notice_written on disclosures;
create trigger wangge_notice_written after update of title, summary, result on disclosures
  for each row when ((new.title, new.summary, new.result) is distinct from (old.title, old.summary, old.result)) execute function wangge_notice_written();

alter table disclosures drop constraint if exists disclosures_told;
alter table disclosures add constraint disclosures_told check (
  state <> 'published'
  or (mode = 'individual' and title is not null and published_at is not null and shown_until is not null)
  or (mode = 'count_only' and title is null and summary is null and result is null and published_at is not null));

-- The editor's word covers the photographs that were there: another one, added by another save, needs it again.
create or replace function wangge_disclosure_photos() returns trigger
language plpgsql as $$
declare
  notice record;
begin
  select state, photos_cleared, xmin::text = (pg_current_xact_id()::xid)::text as of_this_save into notice
  from disclosures where id = coalesce(new.disclosures_id, old.disclosures_id);
  -- Taken away it may be: an erasure does so, and the hook refuses it to everybody else.
  if notice.state = 'published' and tg_op <> 'DELETE' then
    raise exception 'a notice cannot be changed while it is published' using errcode = 'check_violation';
  end if;
  if notice.photos_cleared and not notice.of_this_save and tg_op <> 'DELETE' then
    update disclosures set photos_cleared = false where id = new.disclosures_id;
  end if;
  return coalesce(new, old);
end
$$;
drop trigger if exists wangge_disclosure_photos on disclosures_files;
create trigger wangge_disclosure_photos before insert or update or delete on disclosures_files
  for each row when (pg_trigger_depth() = 0) execute function wangge_disclosure_photos();

-- ── The public page ─────────────────────────────────────────────────────────────────────────────────────────

-- The pairs of neighbouring characters of a text: what a search looks up. Chinese has no spaces between words, and two
-- characters are the usual word; trigrams would find neither (and need an extension).
create or replace function wangge_bigrams(content text) returns text[]
language sql immutable parallel safe cost 2000 as $$
  select coalesce(array_agg(distinct substr(t, i, 2)), '{}')
  from (select lower(content) as t) lowered, generate_series(1, length(content) - 1) i
$$;
create or replace function wangge_notice_text(title text, summary text, result text) returns text
language sql immutable parallel safe as $$
  select coalesce(title, '') || ' ' || coalesce(summary, '') || ' ' || coalesce(result, '')
$$;

-- What is searched in, and for: full width and half width, capitals and small letters find each other.
create or replace function wangge_search_text(content text) returns text
language sql immutable parallel safe as $$
  select lower(normalize(content, NFKC))
$$;

create index if not exists disclosures_shown on disclosures (published_at desc, id desc) include (shown_until) where state = 'published' and mode = 'individual';
create index if not exists disclosures_shown_grid on disclosures (grid, published_at desc, id desc) include (shown_until) where state = 'published' and mode = 'individual';
create index if not exists disclosures_shown_category on disclosures (category, published_at desc, id desc) include (shown_until) where state = 'published' and mode = 'individual';
drop index if exists disclosures_shown_text;
create index if not exists disclosures_shown_words on disclosures using gin (wangge_bigrams(wangge_search_text(wangge_notice_text(title, summary, result)))) where state = 'published' and mode = 'individual';
create index if not exists disclosures_counted on disclosures (published_at, grid) where state = 'published';

-- One vote per client, day and notice. The client is a digest salted with the day's own salt, which goes with the day.
create unique index if not exists disclosure_feedback_once on disclosure_feedback (disclosure, voter);
create table if not exists wangge_day_salts (
  day date primary key,
  salt text not null
);

-- How often a client has sent the form lately: shared by all servers.
create table if not exists wangge_rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
