-- Facts that count for nobody since an appeal was upheld, and facts that fell: what rests on them is looked at again. Only added to.
-- Every statement may be run again.

-- Which exemptions a version knew: their ids. (It is read off the database again with these, whatever was decided since.)
alter table assessment_versions add column if not exists exemptions bigint[] not null default '{}';

create table if not exists assessment_exemptions (
  id bigint generated always as identity primary key,
  fact_kind text not null,
  fact text not null,
  subdistrict uuid not null references subdistricts (id),
  -- On which it counted.
  on_day date not null,
  appeal uuid,
  reason text not null check (btrim(reason) <> ''),
  exempted_at timestamptz not null default wangge_clock(),
  exempted_by uuid references directus_users (id),
  -- Takes this one back.
  lifts bigint references assessment_exemptions (id)
);
create unique index if not exists assessment_exemptions_once on assessment_exemptions (fact_kind, fact) where lifts is null;
create unique index if not exists assessment_exemptions_lifted on assessment_exemptions (lifts) where lifts is not null;
create index if not exists assessment_exemptions_in on assessment_exemptions (subdistrict);
drop trigger if exists wangge_exemption_kept on assessment_exemptions;
create trigger wangge_exemption_kept before update or delete on assessment_exemptions for each row execute function wangge_append_only();
drop trigger if exists wangge_exemptions_kept on assessment_exemptions;
create trigger wangge_exemptions_kept before truncate on assessment_exemptions for each statement execute function wangge_append_only();

-- Those that stand now, in these sub-districts.
create or replace function wangge_exempt(places uuid[]) returns table (id bigint, fact_kind text, fact text, on_day date, subdistrict uuid)
language sql stable as $$
  select e.id, e.fact_kind, e.fact, e.on_day, e.subdistrict from assessment_exemptions e
  where e.lifts is null and e.subdistrict = any (places) and not exists (select from assessment_exemptions l where l.lifts = e.id)
$$;

-- ── What fell ───────────────────────────────────────────────────────────────────────────────────────────────

create table if not exists fallen_facts (
  id bigint generated always as identity primary key,
  fact_kind text not null,
  fact text not null,
  subdistrict uuid references subdistricts (id),
  why text not null check (why in ('exempted', 'dismissed', 'corrected', 'overturned', 'appeal_upheld')),
  at timestamptz not null default wangge_clock(),
  done_at timestamptz
);
create index if not exists fallen_facts_open on fallen_facts (id) where done_at is null;
create index if not exists fallen_facts_of on fallen_facts (fact_kind, fact);

create or replace function wangge_fallen_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.done_at is null and to_jsonb(old) - 'done_at' = to_jsonb(new) - 'done_at' then
    return new;
  end if;
  raise exception '% is only added to', tg_table_name using errcode = 'check_violation';
end $$;
drop trigger if exists wangge_fallen_kept on fallen_facts;
create trigger wangge_fallen_kept before update or delete on fallen_facts for each row execute function wangge_fallen_kept();

-- An entry that was looked at is one fact of its quarter, however often and when it was: it may be called by each of those days.
create or replace function wangge_fact_names(the_kind text, the_fact text) returns setof text language plpgsql stable as $$
declare
  piece text[] := string_to_array(the_fact, ':');
begin
  if the_kind = 'finding' and the_fact ~ '^[0-9a-f-]{36}:[0-9a-f-]{36}:[0-9]{4}-[0-9]{2}-[0-9]{2}$' then
    return query
      select distinct concat_ws(':', c.item, c.grid, c.checked_on) from ledger_spot_checks c
      where c.item = piece[1]::uuid and c.grid = piece[2]::uuid and date_trunc('quarter', c.checked_on) = date_trunc('quarter', piece[3]::date);
  end if;
  if not found then
    return next the_fact;
  end if;
end $$;

-- The one by which its quarter calls it: the first of those days.
create or replace function wangge_fact_name(the_kind text, the_fact text) returns text language sql stable as $$
  select case when the_kind = 'finding' then (select min(n) from wangge_fact_names(the_kind, the_fact) n) else the_fact end
$$;

-- What is exempt falls in the same transaction, by each of its names; an exemption that is taken back restores nothing by itself.
create or replace function wangge_exempt_falls() returns trigger language plpgsql as $$
begin
  insert into fallen_facts (fact_kind, fact, subdistrict, why) select new.fact_kind, n, new.subdistrict, 'exempted' from wangge_fact_names(new.fact_kind, new.fact) n;
  return null;
end $$;
drop trigger if exists wangge_exempt_falls on assessment_exemptions;
create trigger wangge_exempt_falls after insert on assessment_exemptions for each row when (new.lifts is null) execute function wangge_exempt_falls();
