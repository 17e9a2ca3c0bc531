-- What names one thing: the numbers of work orders, the codes of grids and departments. Width, case, spaces, signs that nobody
-- sees, which dash it is, and what a spreadsheet lays around a number make no difference: `sameKey` of kernel/text-rules.ts says
-- which and why, and a test holds the two against each other.

create or replace function wangge_same_key(said text) returns text
language sql immutable strict parallel safe as $$
  select ltrim(regexp_replace(
    translate(
      regexp_replace(
        translate(
          regexp_replace(
            normalize(regexp_replace(normalize(lower(normalize(said, NFKC)), NFKC),
              '[\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFDD0-\uFDEF\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFC\uFFFE\uFFFF\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]', '', 'g'), NFKC),
            '[-\u058A\u05BE\u1400\u1806\u2010-\u2015\u2053\u207B\u208B\u2212\u2E17\u2E1A\u2E3A\u2E3B\u2E40\u2E5D\u301C\u3030\u30A0]+', '-', 'g'),
          U&'\2022\2027\2219\22C5\30FB', '·····'),
        '(?<=[\u3005\u3007\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U000323AF])\.(?=[\u3005\u3007\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U000323AF])', '·', 'g'),
      '[{〔【〈《「『]}〕】〉》」』', '(((((((())))))))'),
    '^[''’]*="(.*)"$', '\1'), '''’')
$$;

-- Who holds a key: the row that had it first. Rows that were the same before this table was there stay as they are, without
-- one; `directus wangge verify doubles` lists them.
create table if not exists wangge_same_keys (
  kind text not null,
  scope text not null,
  key text not null,
  item uuid not null,
  primary key (kind, scope, key)
);
create index if not exists wangge_same_keys_item on wangge_same_keys (item, kind);

-- Is the number of this report free for another? It is where its reporter withdrew it (to report it anew, rightly), and where it
-- was merged into one that ended unhandled (an earlier release left such reports merged for ever).
create or replace function wangge_number_free(the_issue uuid) returns boolean
language plpgsql stable as $$
declare
  stands record;
  looked uuid[] := '{}';
  next_one uuid := the_issue;
begin
  loop
    select status, withdrawn_at, duplicate_of into stands from issues where id = next_one;
    if stands.withdrawn_at is not null or (stands.status = 'rejected' and next_one <> the_issue) then
      return true;
    end if;
    looked := looked || next_one;
    next_one := stands.duplicate_of;
    if stands.status is distinct from 'merged' or next_one is null or next_one = any (looked) then
      return false;
    end if;
  end loop;
end
$$;

-- Arguments: the column that names, and the column within whose values it does (or none). Of two that are written at the same
-- moment the second waits for the first, and is refused as by a unique index.
create or replace function wangge_keep_key() returns trigger
language plpgsql as $$
declare
  kept constant text := tg_table_name || '.' || tg_argv[0];
  said jsonb;
  was jsonb;
  holder uuid;
begin
  if tg_op = 'DELETE' then
    delete from wangge_same_keys k where k.item = old.id and k.kind = kept;
    return null;
  end if;
  said := jsonb_build_array(coalesce(to_jsonb(new) ->> nullif(tg_argv[1], ''), ''), nullif(wangge_same_key(to_jsonb(new) ->> tg_argv[0]), ''));
  if tg_op = 'UPDATE' then
    was := jsonb_build_array(coalesce(to_jsonb(old) ->> nullif(tg_argv[1], ''), ''), nullif(wangge_same_key(to_jsonb(old) ->> tg_argv[0]), ''));
    if said = was then
      return null;
    end if;
    delete from wangge_same_keys k where k.item = new.id and k.kind = kept;
  end if;
  if said ->> 1 is null then
    return null;
  end if;
  insert into wangge_same_keys values (kept, said ->> 0, said ->> 1, new.id) on conflict do nothing;
  select k.item into holder from wangge_same_keys k where k.kind = kept and k.scope = said ->> 0 and k.key = said ->> 1;
  if holder is distinct from new.id then
    raise exception 'another row is named the same' using errcode = 'unique_violation',
      table = tg_table_name, column = tg_argv[0], constraint = tg_table_name || '_same_key', detail = format('Key (%s) names %s already.', tg_argv[0], holder);
  end if;
  return null;
end
$$;

do $do$
declare
  kept record;
begin
  for kept in select * from (values
    ('issues', 'external_no', 'source', $$and not (status in ('rejected', 'merged') and wangge_number_free(id))$$),
    ('subdistricts', 'code', '', ''), ('grids', 'code', '', ''), ('departments', 'code', '', ''), ('issue_categories', 'code', '', '')
  ) as these (tab, col, scope, unless_free) loop
    execute format('drop trigger if exists wangge_same_key on %I', kept.tab);
    execute format('drop trigger if exists wangge_same_key_changed on %I', kept.tab);
    execute format('drop trigger if exists wangge_same_key_gone on %I', kept.tab);
    execute format('create trigger wangge_same_key after insert on %I for each row when (new.%I is not null) execute function wangge_keep_key(%L, %L)', kept.tab, kept.col, kept.col, kept.scope);
    execute format('create trigger wangge_same_key_changed after update of %s on %I for each row execute function wangge_keep_key(%L, %L)', concat_ws(', ', kept.col, nullif(kept.scope, '')), kept.tab, kept.col, kept.scope);
    execute format('create trigger wangge_same_key_gone after delete on %I for each row when (old.%I is not null) execute function wangge_keep_key(%L, %L)', kept.tab, kept.col, kept.col, kept.scope);
    -- Whoever has the lowest id of those that are the same already: any one of them, and always the same.
    execute format('insert into wangge_same_keys select %L, coalesce(%s, %L), wangge_same_key(%I), id from %I where wangge_same_key(%I) <> %L %s order by id on conflict do nothing',
      kept.tab || '.' || kept.col, coalesce(quote_ident(nullif(kept.scope, '')), 'null'), '', kept.col, kept.tab, kept.col, '', kept.unless_free);
  end loop;
end
$do$;

-- Grids that people name in workbooks.
create index if not exists grids_same_code on grids (wangge_same_key(code));
create index if not exists grids_same_name on grids (wangge_same_key(name));
