-- Responsibility statements (T4): numbered by sub-district and year, frozen once issued, signed by the person or by the signed copy,
-- superseded when the post ends or a newer one is issued.
-- The hooks in territory/statements/ say the same in sentences, before these refuse. Every statement may be run again.

-- The last number given in a sub-district and year; its row is locked while statements are made.
create table if not exists statement_counters (
  subdistrict uuid not null,
  year integer not null,
  last integer not null,
  primary key (subdistrict, year)
);

-- Before there was this column, every number was its own.
update responsibility_statements s set subdistrict = g.subdistrict from grids g where g.id = s.grid and s.subdistrict is null;
create unique index if not exists responsibility_statements_number on responsibility_statements (subdistrict, number);
-- Who has not signed, in a part of the territory.
create index if not exists responsibility_statements_unsigned on responsibility_statements (grid_path text_pattern_ops) where state = 'issued';
create index if not exists responsibility_statements_of_post on responsibility_statements (person, grid) where state <> 'superseded';

alter table responsibility_statements drop constraint if exists responsibility_statements_whole;
alter table responsibility_statements add constraint responsibility_statements_whole check (
  state in ('draft', 'issued', 'signed', 'superseded') and role in ('leader', 'deputy') and level between 1 and 3 and (term_ends_on is null or term_ends_on >= term_starts_on));
-- In the app nobody signs for another; on paper there is the copy.
alter table responsibility_statements drop constraint if exists responsibility_statements_signed;
alter table responsibility_statements add constraint responsibility_statements_signed check (
  (state <> 'signed' or signed_at is not null) and (signed_at is null or signed_copy is not null or signed_by = person));
alter table statement_templates drop constraint if exists statement_templates_level;
alter table statement_templates add constraint statement_templates_level check (level between 1 and 3);
-- One draft of a post for any day, however many make them at once.
do $$
begin
  if not exists (select from pg_constraint where conname = 'responsibility_statements_one_draft' and conrelid = 'responsibility_statements'::regclass
    and pg_get_constraintdef(oid) like '%role%') then
    alter table responsibility_statements drop constraint if exists responsibility_statements_one_draft;
    alter table responsibility_statements add constraint responsibility_statements_one_draft
      exclude using gist (person with =, grid with =, role with =, daterange(term_starts_on, term_ends_on, '[]') with &&) where (state = 'draft');
  end if;
end $$;

create or replace function wangge_statement_said() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then
      raise exception 'Statement % was issued and stays', old.number using errcode = 'check_violation';
    end if;
    return old;
  end if;
  if tg_op = 'INSERT' then
    select subdistrict into new.subdistrict from grids where id = new.grid;
    if new.state <> 'draft' then
      new.issued_at := coalesce(new.issued_at, now());
    end if;
    return new;
  end if;
  if (new.id, new.number, new.subdistrict, new.person, new.grid, new.role, new.level, new.term_starts_on, new.term_ends_on)
    is distinct from (old.id, old.number, old.subdistrict, old.person, old.grid, old.role, old.level, old.term_starts_on, old.term_ends_on) then
    raise exception 'Whose statement % is, its number and its term do not change', old.number using errcode = 'check_violation';
  end if;
  if old.state <> 'draft' and (new.title, new.duties, new.issued_at, new.issued_by) is distinct from (old.title, old.duties, old.issued_at, old.issued_by) then
    raise exception 'Statement % was issued: its text is frozen', old.number using errcode = 'check_violation';
  end if;
  if new.signed_copy is distinct from old.signed_copy then
    if old.signed_copy is not null or old.state not in ('issued', 'signed') then
      raise exception 'Statement %: a signed copy is added once, after it was issued', old.number using errcode = 'check_violation';
    end if;
    if new.state = 'issued' then
      new.state := 'signed';
    end if;
  end if;
  if new.state = old.state then
    if (new.signed_at, new.signed_by, new.issued_at, new.issued_by) is distinct from (old.signed_at, old.signed_by, old.issued_at, old.issued_by) then
      raise exception 'Statement % is signed by signing it', old.number using errcode = 'check_violation';
    end if;
  elsif old.state = 'draft' and new.state = 'issued' then
    if nullif(btrim(new.duties), '') is null then
      raise exception 'Statement % has no text to be issued', old.number using errcode = 'check_violation';
    end if;
    new.issued_at := now();
    new.issued_by := new.user_updated;
    new.signed_at := null;
    new.signed_by := null;
  elsif old.state = 'issued' and new.state = 'signed' then
    new.signed_at := now();
    new.signed_by := new.user_updated;
  elsif new.state <> 'superseded' or (new.signed_at, new.signed_by) is distinct from (old.signed_at, old.signed_by) then
    raise exception 'Statement % does not go from % to %', old.number, old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists wangge_statement_said on responsibility_statements;
-- (Not when its grid moves: its path follows.)
create trigger wangge_statement_said before insert or delete or update of id, number, state, subdistrict, person, grid, role, level, term_starts_on, term_ends_on,
  title, duties, issued_at, issued_by, signed_at, signed_by, signed_copy on responsibility_statements
  for each row execute function wangge_statement_said();

-- What no longer holds today: the post is over, or a newer statement of the same post was issued, and has begun or covers the days of
-- the older one. `people` null: everybody's. Right at any moment, and again. Says how many.
create or replace function wangge_supersede_statements(people uuid[]) returns integer language plpgsql as $$
declare
  changed integer;
begin
  update responsibility_statements s set state = 'superseded'
  where s.state <> 'superseded' and (people is null or s.person = any(people)) and (
    not exists (
      select from posts p
      where p.person = s.person and p.grid = s.grid and p.role = s.role and (p.ends_on is null or p.ends_on >= wangge_today()))
    or s.state in ('issued', 'signed') and exists (
      select from responsibility_statements n
      where n.person = s.person and n.grid = s.grid and n.role = s.role and n.id <> s.id and n.state in ('issued', 'signed') and (n.issued_at, n.id) > (s.issued_at, s.id)
        and (n.term_starts_on <= wangge_today() or s.term_ends_on is null or s.term_ends_on >= n.term_starts_on)));
  get diagnostics changed = row_count;
  return changed;
end $$;

create or replace function wangge_statement_issued() returns trigger language plpgsql as $$
begin
  perform wangge_supersede_statements(array[new.person]);
  return null;
end $$;
drop trigger if exists wangge_statement_issued on responsibility_statements;
create trigger wangge_statement_issued after update of state on responsibility_statements
  for each row when (new.state = 'issued' and old.state = 'draft') execute function wangge_statement_issued();

-- A post that ends, or goes to another person or grid, takes its statement with it.
create or replace function wangge_post_over() returns trigger language plpgsql as $$
begin
  perform wangge_supersede_statements(array[old.person]);
  return null;
end $$;
drop trigger if exists wangge_post_over on posts;
create trigger wangge_post_over after delete or update of person, grid, role, starts_on, ends_on on posts
  for each row execute function wangge_post_over();

-- The posts that a draft was made for by itself, or that needed none: each is looked at once, so that a draft that was deleted stays so.
do $$
begin
  if to_regclass('statement_posts') is null then
    create table statement_posts (
      post uuid not null references posts on delete cascade,
      person uuid not null,
      role varchar(32) not null,
      primary key (post, person, role)
    );
    -- Whoever held a post before has a statement, or was left without on purpose.
    insert into statement_posts (post, person, role) select id, person, role from posts;
  end if;
end $$;
