-- Recognition: what is said of people and grids by name. A proposal rests on facts that stand; the one concerned answers before anybody
-- decides; another human decides, with a reason; a third step publishes; a fact that falls suspends at once. Each step is a row that
-- stays, and the state of a recognition follows from its steps alone, whoever writes them and by whatever way. The rules in
-- recognition/ say the same in sentences. Every statement may be run again.

-- ── Rules ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- What a rule says: whoever switches it on has seen what exactly this names.
create or replace function wangge_rule_wording(r recognition_rules) returns text language sql immutable as $$
  select md5(jsonb_build_array(r.cause, r.kind, r.honour_level, r.colour, r.basis, r.subject, r.fact_kind, r.fact_column, r.flag, r.measure, r.tier,
    r.operator, r.threshold, r.min_sample, r.quarters_running, r.text)::text)
$$;

alter table recognition_rules drop constraint if exists recognition_rules_whole;
alter table recognition_rules add constraint recognition_rules_whole check (
  colour in ('none', 'blue', 'yellow', 'red') and (kind is not null or colour <> 'none')
  and subject in ('person', 'grid', 'department') and operator in ('at_least', 'at_most')
  and quarters_running between 1 and 8 and min_sample >= 1
  and coalesce(kind = 'honour_nomination', false) = (honour_level is not null) and (kind is distinct from 'renewal_note' or subject = 'person')
  and case basis
    when 'fact' then num_nulls(fact_kind, fact_column, threshold) = 0 and operator = 'at_least' and threshold >= 1
    when 'measure' then num_nulls(measure, threshold) = 0
    when 'tier' then tier in ('front', 'back')
    else false end);

create or replace function wangge_rule_tried() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and wangge_rule_wording(new) <> wangge_rule_wording(old) and new.tried_wording is not distinct from old.tried_wording then
    new.tried_wording := null;
    new.tried_at := null;
    new.tried_by := null;
    new.tried_result := null;
    -- What was in use goes out of use with its wording, until this one has been tried.
    if old.active then
      new.active := false;
    end if;
  end if;
  if new.active and new.tried_wording is distinct from wangge_rule_wording(new) then
    raise exception 'a rule is switched on once a trial of it was looked at' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_rule_tried on recognition_rules;
create trigger wangge_rule_tried before insert or update on recognition_rules for each row execute function wangge_rule_tried();

-- ── Places for honours ──────────────────────────────────────────────────────────────────────────────────────────

create unique index if not exists honour_quotas_once on honour_quotas (subdistrict, year, level);
alter table honour_quotas drop constraint if exists honour_quotas_whole;
alter table honour_quotas add constraint honour_quotas_whole check (level in ('city', 'district', 'subdistrict') and places >= 0 and year between 2000 and 2200);

create or replace function wangge_honours_taken(the_subdistrict uuid, the_year integer, the_level text) returns bigint language sql stable as $$
  select count(*) from recognitions
  where kind = 'honour_nomination' and subdistrict = the_subdistrict and year = the_year and honour_level = the_level and decided_at is not null and state not in ('dismissed', 'revoked')
$$;

create or replace function wangge_quota_kept() returns trigger language plpgsql as $$
begin
  if wangge_honours_taken(old.subdistrict, old.year, old.level)
    > (case when tg_op = 'UPDATE' and (new.subdistrict, new.year, new.level) = (old.subdistrict, old.year, old.level) then new.places else 0 end) then
    raise exception 'more honours are given already' using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;
drop trigger if exists wangge_quota_kept on honour_quotas;
create trigger wangge_quota_kept before update or delete on honour_quotas for each row execute function wangge_quota_kept();

-- ── Recognitions, their evidence, their steps ───────────────────────────────────────────────────────────────────

alter table recognitions drop constraint if exists recognitions_whole;
alter table recognitions add constraint recognitions_whole check (
  num_nonnulls(person, grid, department) >= 1
  and kind in ('commendation', 'honour_nomination', 'renewal_note', 'criticism', 'warning')
  and (kind = 'honour_nomination') = (honour_level is not null) and coalesce(honour_level in ('city', 'district', 'subdistrict'), true)
  and (kind <> 'renewal_note' or person is not null)
  and (cause = 'outstanding') = (kind in ('commendation', 'honour_nomination', 'renewal_note'))
  and cause in ('outstanding', 'situation_unknown', 'late_learning', 'stale_ledger', 'inaccurate_data', 'false_data', 'late_handling', 'improper_handling')
  and state in ('proposed', 'answered', 'silent', 'confirmed', 'dismissed', 'published', 'acknowledged', 'suspended', 'revoked')
  and nullif(btrim(text), '') is not null and year between 2000 and 2200);
create index if not exists recognitions_in on recognitions (subdistrict, state);
create unique index if not exists recognitions_number on recognitions (subdistrict, number) where number is not null;

alter table recognition_steps drop constraint if exists recognition_steps_whole;
alter table recognition_steps add constraint recognition_steps_whole check (
  step in ('proposed', 'answered', 'silent', 'confirmed', 'dismissed', 'published', 'acknowledged', 'suspended', 'restored', 'revoked')
  and (step <> 'proposed' or until is not null) and (until is null or step in ('proposed', 'restored')) and (step = 'suspended') = (fact is not null) and (fact is null) = (fact_kind is null)
  and (step in ('proposed', 'silent', 'suspended') or actor is not null) and (step <> 'silent' or actor is null)
  and (step not in ('answered', 'confirmed', 'dismissed', 'restored', 'revoked', 'suspended') or nullif(btrim(reason), '') is not null));
create unique index if not exists recognition_steps_order on recognition_steps (recognition, seq);

create unique index if not exists recognition_evidence_order on recognition_evidence (recognition, sort);
create unique index if not exists recognition_evidence_of on recognition_evidence (recognition, fact_kind, fact);
create index if not exists recognition_evidence_fact on recognition_evidence (fact_kind, fact);
-- One rule says the same of one fact once, however often it runs, and however many run at once.
create unique index if not exists recognition_evidence_once on recognition_evidence (rule, subject, once) where rule is not null;

-- Who proposed it is its first step; the row itself changes by its steps alone.
create or replace function wangge_recognition_follows() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if (new.state, num_nonnulls(new.number, new.proposed_by, new.answer_until, new.decided_by, new.decided_at, new.published_at, new.acknowledged_at, new.suspended_at)) = ('proposed'::text, 0) then
      return new;
    end if;
  elsif tg_op = 'UPDATE' then
    -- A grid's path may follow a move.
    if to_jsonb(old) - 'grid_path' = to_jsonb(new) - 'grid_path' then
      return new;
    end if;
    if pg_trigger_depth() > 1
      and to_jsonb(old) - '{state,number,proposed_by,answer_until,decided_by,decided_at,published_at,acknowledged_at,suspended_at,grid_path}'::text[]
        = to_jsonb(new) - '{state,number,proposed_by,answer_until,decided_by,decided_at,published_at,acknowledged_at,suspended_at,grid_path}'::text[] then
      return new;
    end if;
  end if;
  raise exception 'a recognition changes by its steps alone' using errcode = 'check_violation';
end $$;
drop trigger if exists wangge_recognition_follows on recognitions;
create trigger wangge_recognition_follows before insert or update or delete on recognitions for each row execute function wangge_recognition_follows();
drop trigger if exists wangge_recognitions_kept on recognitions;
create trigger wangge_recognitions_kept before truncate on recognitions for each statement execute function wangge_append_only();

-- At the end of its transaction each has been proposed, with what it rests on.
create or replace function wangge_recognition_begins() returns trigger language plpgsql as $$
begin
  if not exists (select from recognition_steps s where s.recognition = new.id and s.step = 'proposed') then
    raise exception 'a recognition begins with a proposal' using errcode = 'check_violation';
  end if;
  return null;
end $$;
drop trigger if exists wangge_recognition_begins on recognitions;
create constraint trigger wangge_recognition_begins after insert on recognitions deferrable initially deferred for each row execute function wangge_recognition_begins();

drop trigger if exists wangge_recognition_step_kept on recognition_steps;
create trigger wangge_recognition_step_kept before update or delete on recognition_steps for each row execute function wangge_append_only();
drop trigger if exists wangge_recognition_steps_kept on recognition_steps;
create trigger wangge_recognition_steps_kept before truncate on recognition_steps for each statement execute function wangge_append_only();
drop trigger if exists wangge_recognition_evidence_kept on recognition_evidence;
create trigger wangge_recognition_evidence_kept before update or delete on recognition_evidence for each row execute function wangge_append_only();
drop trigger if exists wangge_recognition_evidences_kept on recognition_evidence;
create trigger wangge_recognition_evidences_kept before truncate on recognition_evidence for each statement execute function wangge_append_only();

-- Evidence comes with the proposal; nothing is added to it later.
create or replace function wangge_evidence_frozen() returns trigger language plpgsql as $$
begin
  if exists (select from recognition_steps s where s.recognition = new.recognition) then
    raise exception 'evidence is frozen with the proposal' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_evidence_frozen on recognition_evidence;
create trigger wangge_evidence_frozen before insert on recognition_evidence for each row execute function wangge_evidence_frozen();

-- ── Facts that stand, and facts that fell ───────────────────────────────────────────────────────────────────────

-- A fact that was cited at that moment stands unless it is exempt from counting, or was dismissed, corrected or overturned since: whoever
-- cites it anew reads what it says now. (What fell in the hour before may not have been seen by whoever cited it.) What an appeal took
-- away, another version's tier and another recognition do not come back.
drop function if exists wangge_fact_stands(text, text);
create or replace function wangge_fact_stands(the_kind text, the_fact text, cited_at timestamptz default now()) returns boolean language sql stable as $$
  select not exists (select from fallen_facts f where f.fact_kind = the_kind and f.fact = the_fact and f.why <> 'exempted'
      and (f.at > cited_at - interval '1 hour' or f.why = 'appeal_upheld' or the_kind in ('ranking', 'recognition')))
    and not exists (select from assessment_exemptions e where e.fact_kind = the_kind and e.fact in (the_fact, wangge_fact_name(the_kind, the_fact)) and e.lifts is null
      and not exists (select from assessment_exemptions l where l.lifts = e.id))
$$;

-- Does what this recognition rests on stand, as it was cited?
create or replace function wangge_evidence_stands(e recognition_evidence) returns boolean language sql stable as $$
  select wangge_fact_stands(e.fact_kind, e.fact, coalesce((select s.at from recognition_steps s where s.recognition = e.recognition and s.step = 'proposed'), now()))
$$;

-- Whoever cites a fact, and whatever makes it fall, wait for one another: neither misses the other.
create or replace function wangge_fact_key(the_kind text, the_fact text) returns bigint language sql immutable as $$
  select hashtextextended(the_kind || ':' || the_fact, 97)
$$;

-- What rests on a fact that fell is suspended. Once for each time that it falls; what is decided against or revoked stays so. `since`: of
-- a fall at that moment which was noted, and of what a human has restored after it, nothing is said again.
drop function if exists wangge_suspend_for(text, text, text);
create or replace function wangge_suspend_for(the_kind text, the_fact text, why text, since timestamptz) returns integer language plpgsql as $$
declare
  resting record;
  n integer := 0;
begin
  -- Held whatever its state: one that is being restored is seen as it will be.
  for resting in
    select r.id, r.state from recognitions r
    where r.state not in ('dismissed', 'revoked')
      and (the_kind = 'recognition' and r.id::text = the_fact or exists (select from recognition_evidence e where e.recognition = r.id and e.fact_kind = the_kind and e.fact = the_fact))
    order by r.id for update
  loop
    -- An appeal against itself that is upheld is a step whatever suspended it before.
    continue when resting.state not in ('proposed', 'answered', 'silent', 'confirmed', 'published', 'acknowledged')
      and not (resting.state = 'suspended' and why = 'appeal_upheld' and the_kind = 'recognition' and resting.id::text = the_fact);
    continue when since is not null and exists (
      select from recognition_steps s where s.recognition = resting.id and s.step = 'suspended' and s.fact_kind = the_kind and s.fact = the_fact and s.at >= date_trunc('milliseconds', since));
    insert into recognition_steps (id, recognition, seq, step, reason, at, fact_kind, fact)
      values (gen_random_uuid(), resting.id, 0, 'suspended', why, now(), the_kind, the_fact);
    n := n + 1;
  end loop;
  return n;
end $$;

create or replace function wangge_fallen_suspends() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(wangge_fact_key(new.fact_kind, new.fact));
  perform wangge_suspend_for(new.fact_kind, new.fact, new.why, null);
  return null;
end $$;
drop trigger if exists wangge_fallen_suspends on fallen_facts;
create trigger wangge_fallen_suspends after insert on fallen_facts for each row execute function wangge_fallen_suspends();

create or replace function wangge_fact_falls(the_kind text, the_fact text, the_subdistrict uuid, the_why text) returns void language sql as $$
  insert into fallen_facts (fact_kind, fact, subdistrict, why) values (the_kind, the_fact, the_subdistrict, the_why)
$$;

-- A finding that was confirmed and is dismissed after all: of an entry, or of a log.
create or replace function wangge_finding_falls() returns trigger language plpgsql as $$
declare
  place uuid := (select g.subdistrict from grids g where g.id = new.grid);
begin
  perform wangge_fact_falls('finding', concat_ws(':', c.item, c.grid, c.checked_on), place, 'dismissed')
  from (select distinct item, grid, checked_on from ledger_spot_checks where item = new.item) c;
  if new.work_log is not null then
    perform wangge_fact_falls('log', new.work_log::text, place, 'dismissed');
  end if;
  return null;
end $$;
drop trigger if exists wangge_finding_falls on ledger_findings;
create trigger wangge_finding_falls after update of state on ledger_findings for each row
  when (old.state in ('confirmed', 'corrected') and new.state = 'dismissed') execute function wangge_finding_falls();

-- A check of a log that found it false or incomplete, and was overturned.
create or replace function wangge_log_check_falls() returns trigger language plpgsql as $$
begin
  perform wangge_fact_falls('log', new.id::text, (select g.subdistrict from grids g where g.id = new.grid), 'overturned');
  return null;
end $$;
drop trigger if exists wangge_log_check_falls on work_logs;
create trigger wangge_log_check_falls after update of check_result on work_logs for each row
  when (old.check_result in ('false', 'incomplete') and new.check_result is distinct from old.check_result) execute function wangge_log_check_falls();

-- A clock that was kept or missed, and turns out otherwise. (That what was missed is done in the end corrects nothing.)
create or replace function wangge_clock_falls() returns trigger language plpgsql as $$
begin
  perform wangge_fact_falls('clock', new.id::text, (select g.subdistrict from issues i join grids g on g.id = i.grid where i.id = new.issue), 'corrected');
  return null;
end $$;
drop trigger if exists wangge_clock_falls on issue_deadlines;
create trigger wangge_clock_falls after update of state on issue_deadlines for each row
  when (old.state in ('met', 'missed', 'late') and new.state is distinct from old.state and not (old.state = 'missed' and new.state = 'late')
    and not (old.state = 'late' and new.state = 'missed')) execute function wangge_clock_falls();

-- A place in a ranking of which a later version says another tier.
create or replace function wangge_tier_falls() returns trigger language plpgsql as $$
declare
  cited record;
begin
  for cited in
    select distinct earlier.id, p.subdistrict from recognition_evidence e
    join rankings earlier on earlier.id::text = e.fact and earlier.period = new.period and earlier.version < new.version
    join assessment_periods p on p.id = earlier.period
    left join rankings now on now.period = new.period and now.version = new.version and now.subject = earlier.subject
      and case earlier.subject when 'grid' then now.grid = earlier.grid when 'department' then now.department = earlier.department else now.person = earlier.person end
    where e.fact_kind = 'ranking' and now.tier is distinct from earlier.tier and not exists (select from fallen_facts f where f.fact_kind = 'ranking' and f.fact = e.fact)
    order by earlier.id
  loop
    perform wangge_fact_falls('ranking', cited.id::text, cited.subdistrict, 'corrected');
  end loop;
  return null;
end $$;
drop trigger if exists wangge_tier_falls on assessment_steps;
create trigger wangge_tier_falls after insert on assessment_steps for each row when (new.step = 'publish') execute function wangge_tier_falls();

-- A recognition that others rest on (an honour, a renewal note) falls when it is revoked.

-- ── Steps ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- Whom it concerns on a day: the person, or who leads the grid or heads the department of which it is said as a whole; or who stands in.
create or replace function wangge_recognition_own(r recognitions, that_day date) returns setof uuid language sql stable as $$
  select r.person where r.person is not null
  union select p.person from posts p where r.person is null and p.grid = r.grid and p.role = 'leader' and p.starts_on <= that_day and (p.ends_on is null or p.ends_on >= that_day)
  union select d.head from departments d where r.person is null and d.id = r.department and d.head is not null
$$;
create or replace function wangge_recognition_concerns(r recognitions, that_day date) returns setof uuid language sql stable as $$
  with own as materialized (select o as person from wangge_recognition_own(r, that_day) o)
  select person from own union select s from wangge_stand_ins_on(array(select person from own), that_day) s
$$;

-- Whose step may be next, on a day: whom it concerns, who leads an area of the sub-district or heads its inspection office (or stands in
-- for whoever does), and the inspection team.
create or replace function wangge_recognition_seats_on(r recognitions, that_day date) returns setof uuid language sql stable as $$
  with deciding as materialized (
    select p.person from posts p join grids g on g.id = p.grid
    where g.subdistrict = r.subdistrict and g.level = 1 and p.role = 'leader' and p.starts_on <= that_day and (p.ends_on is null or p.ends_on >= that_day)
    union select d.head from departments d where d.active and d.supervises and (d.subdistrict is null or d.subdistrict = r.subdistrict) and d.head is not null
  )
  select u.id from directus_users u where u.status = 'active' and u.id in (
    select wangge_recognition_concerns(r, that_day)
    union all select person from deciding
    union all select wangge_stand_ins_on(array(select person from deciding), that_day)
    union all select m.id from directus_users m join departments d on d.id = m.department where d.active and d.supervises and (d.subdistrict is null or d.subdistrict = r.subdistrict))
$$;

create unique index if not exists recognition_seats_once on recognition_seats (recognition, person);

-- Who may read it for that reason. (People come and go: the job looks again, of what is open each minute, of all each day.)
create or replace function wangge_seat_recognitions(which uuid[], only_open boolean) returns void language sql as $$
  with looked_at as materialized (
    select r.* from recognitions r
    where (which is null or r.id = any (which)) and (not only_open or r.state in ('proposed', 'answered', 'silent', 'confirmed', 'published', 'suspended'))
    -- One in which a step is being taken has its seats from there.
    order by r.id for no key update skip locked
  ), seats as materialized (
    select r.id as recognition, p as person from looked_at r cross join lateral wangge_recognition_seats_on(row(r.*)::recognitions, wangge_today()) p
  ), gone as (
    delete from recognition_seats t using looked_at r
    where t.recognition = r.id and not exists (select from seats s where s.recognition = t.recognition and s.person = t.person)
  )
  insert into recognition_seats (id, recognition, person)
  select gen_random_uuid(), s.recognition, s.person from seats s
  where not exists (select from recognition_seats t where t.recognition = s.recognition and t.person = s.person)
  on conflict do nothing
$$;

create or replace function wangge_recognition_step_fits() returns trigger language plpgsql as $$
declare
  r recognitions;
  proposer uuid;
  confirmer uuid;
  days integer := coalesce((select recognition_answer_days from settings_wangge limit 1), 5);
  before text[] := case new.step
    when 'answered' then array['proposed', 'silent', 'answered'] when 'silent' then array['proposed']
    when 'confirmed' then array['answered', 'silent'] when 'dismissed' then array['proposed', 'answered', 'silent']
    when 'published' then array['confirmed'] when 'acknowledged' then array['published']
    when 'suspended' then array['proposed', 'answered', 'silent', 'confirmed', 'published', 'acknowledged', 'suspended']
    when 'restored' then array['suspended'] when 'revoked' then array['confirmed', 'published', 'acknowledged', 'suspended'] end;
begin
  select * into r from recognitions where id = new.recognition for update;
  -- The server's own moment and the order of the steps: whoever writes one cannot choose them.
  new.at := date_trunc('milliseconds', wangge_clock());
  new.seq := (select coalesce(max(s.seq), 0) + 1 from recognition_steps s where s.recognition = new.recognition);
  if new.step = 'proposed' then
    if new.seq <> 1 then
      raise exception 'a recognition is proposed once' using errcode = 'check_violation';
    end if;
    if new.actor = r.person then
      raise exception 'nobody proposes what is said of themselves' using errcode = 'check_violation';
    end if;
    if wangge_working_days_after(wangge_day(new.at), wangge_day(new.until)) < days then
      raise exception 'who is concerned has % working days to answer', days using errcode = 'check_violation';
    end if;
    perform pg_advisory_xact_lock_shared(k.key) from (
      select wangge_fact_key(e.fact_kind, e.fact) as key from recognition_evidence e where e.recognition = new.recognition order by 1) k;
    if not exists (select from recognition_evidence e where e.recognition = new.recognition)
      or exists (select from recognition_evidence e where e.recognition = new.recognition and not wangge_evidence_stands(e)) then
      raise exception 'a proposal rests on facts that stand' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if r.id is null or new.seq = 1 or r.state <> all (before) then
    raise exception 'a recognition that is % cannot be %', coalesce(r.state, 'not there'), new.step using errcode = 'check_violation';
  end if;
  if new.step = 'suspended' then
    if not (new.fact_kind = 'recognition' and new.fact = r.id::text and exists (select from fallen_facts f where f.fact_kind = new.fact_kind and f.fact = new.fact and f.why = 'appeal_upheld')
      or r.state <> 'suspended' and exists (select from recognition_evidence e where e.recognition = r.id and e.fact_kind = new.fact_kind and e.fact = new.fact and not wangge_evidence_stands(e))) then
      raise exception 'what suspends is a fact that it rests on and that fell' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if new.step = 'silent' then
    if new.at < r.answer_until then
      raise exception 'there is time to answer until %', r.answer_until using errcode = 'check_violation';
    end if;
    return new;
  end if;
  select s.actor into proposer from recognition_steps s where s.recognition = r.id and s.step = 'proposed';
  select s.actor into confirmer from recognition_steps s where s.recognition = r.id and s.step = 'confirmed';
  if new.step in ('answered', 'acknowledged') and new.actor not in (select wangge_recognition_concerns(r, wangge_day(new.at))) then
    raise exception 'only who is concerned takes the step %', new.step using errcode = 'check_violation';
  end if;
  -- Who is concerned answers and acknowledges; nobody decides, publishes or settles what is said of themselves, or what they answered.
  if new.step in ('confirmed', 'dismissed', 'published', 'restored', 'revoked')
    and (new.actor = r.person or exists (select from recognition_steps s where s.recognition = r.id and s.step = 'answered' and s.actor = new.actor)) then
    raise exception 'who is concerned does not take the step %', new.step using errcode = 'check_violation';
  end if;
  if new.step = 'restored' then
    if new.actor = proposer then
      raise exception 'who proposed does not restore' using errcode = 'check_violation';
    end if;
    -- The time to answer ran while nothing could be decided: whoever is concerned has it anew.
    if (select s.step from recognition_steps s where s.recognition = r.id and s.step not in ('suspended', 'restored') order by s.seq desc limit 1) in ('proposed', 'answered', 'silent') then
      if new.until is null or wangge_working_days_after(wangge_day(new.at), wangge_day(new.until)) < days then
        raise exception 'who is concerned has % working days to answer', days using errcode = 'check_violation';
      end if;
    elsif new.until is not null then
      raise exception 'what is decided has no time to answer' using errcode = 'check_violation';
    end if;
  end if;
  if new.step = 'confirmed' then
    -- What a stand-in said does not take their own word from them.
    if new.at < r.answer_until and not exists (
      select from recognition_steps s where s.recognition = r.id and s.step = 'answered' and s.actor in (select wangge_recognition_own(r, wangge_day(new.at)))) then
      raise exception 'there is time to answer until %', r.answer_until using errcode = 'check_violation';
    end if;
    if r.kind in ('criticism', 'warning') and not exists (select from wangge_recognition_concerns(r, wangge_day(new.at)) c join directus_users u on u.id = c and u.status = 'active') then
      raise exception 'nobody is there who could answer' using errcode = 'check_violation';
    end if;
  end if;
  if new.step in ('confirmed', 'dismissed') and new.actor = proposer then
    raise exception 'who proposed does not decide' using errcode = 'check_violation';
  end if;
  if new.step in ('published', 'restored') and new.actor = confirmer then
    raise exception 'who confirmed does not publish or restore' using errcode = 'check_violation';
  end if;
  if new.step = 'restored' and exists (select from fallen_facts f where f.fact_kind = 'recognition' and f.fact = r.id::text and f.why = 'appeal_upheld') then
    raise exception 'an appeal against it was upheld: it can only be revoked' using errcode = 'check_violation';
  end if;
  if new.step = 'restored' and not exists (select from recognition_evidence e where e.recognition = r.id and wangge_evidence_stands(e)) then
    raise exception 'nothing that it rests on stands any more' using errcode = 'check_violation';
  end if;
  if new.step = 'confirmed' and r.kind = 'honour_nomination' then
    perform from honour_quotas q where q.subdistrict = r.subdistrict and q.year = r.year and q.level = r.honour_level for update;
    if wangge_honours_taken(r.subdistrict, r.year, r.honour_level) >= coalesce((select q.places from honour_quotas q where q.subdistrict = r.subdistrict and q.year = r.year and q.level = r.honour_level), 0) then
      raise exception 'all places for this honour are taken' using errcode = 'check_violation';
    end if;
  end if;
  return new;
end $$;
drop trigger if exists wangge_recognition_step_fits on recognition_steps;
create trigger wangge_recognition_step_fits before insert on recognition_steps for each row execute function wangge_recognition_step_fits();

create or replace function wangge_recognition_step_taken() returns trigger language plpgsql as $$
declare
  becomes text := new.step;
  of_year text := extract(year from wangge_day(new.at))::text;
begin
  -- Restored: to where it was before it was suspended.
  if new.step = 'restored' then
    select s.step into becomes from recognition_steps s where s.recognition = new.recognition and s.step not in ('suspended', 'restored') order by s.seq desc limit 1;
    -- Silence is noted anew, after the time that is given anew.
    if becomes = 'silent' then
      becomes := 'proposed';
    end if;
  end if;
  if new.step = 'published' then
    perform pg_advisory_xact_lock(hashtextextended('recognition number ' || (select r.subdistrict from recognitions r where r.id = new.recognition)::text, 97));
  end if;
  update recognitions r set state = becomes,
    proposed_by = case new.step when 'proposed' then new.actor else r.proposed_by end,
    answer_until = coalesce(new.until, r.answer_until),
    decided_by = case when new.step in ('confirmed', 'dismissed') then new.actor else r.decided_by end,
    decided_at = case when new.step in ('confirmed', 'dismissed') then new.at else r.decided_at end,
    published_at = case new.step when 'published' then new.at else r.published_at end,
    number = case new.step when 'published' then '〔' || of_year || '〕' || (
      select count(*) + 1 from recognitions o where o.subdistrict = r.subdistrict and starts_with(o.number, '〔' || of_year || '〕')) || '号' else r.number end,
    acknowledged_at = case new.step when 'acknowledged' then new.at else r.acknowledged_at end,
    suspended_at = case new.step when 'suspended' then coalesce(r.suspended_at, new.at) when 'restored' then null else r.suspended_at end
  where r.id = new.recognition;
  perform wangge_seat_recognitions(array[new.recognition], false);
  if new.step in ('revoked', 'dismissed') then
    perform wangge_fact_falls('recognition', new.recognition::text, (select r.subdistrict from recognitions r where r.id = new.recognition), 'overturned')
    where exists (select from recognition_evidence e where e.fact_kind = 'recognition' and e.fact = new.recognition::text);
  end if;
  return null;
end $$;
drop trigger if exists wangge_recognition_step_taken on recognition_steps;
create trigger wangge_recognition_step_taken after insert on recognition_steps for each row execute function wangge_recognition_step_taken();
