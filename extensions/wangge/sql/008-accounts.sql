-- Passwords and attempts to sign in. Plain tables, not collections: no query of Directus reaches them.

-- What there is to say of somebody's password. No row: an account from before this table, nothing is asked of it.
create table if not exists wangge_passwords (
  person uuid primary key references directus_users on delete cascade,
  -- Somebody else knows it: it opens nothing but the page where it is changed.
  must_change boolean not null default false,
  -- Of a first password on a printed slip: afterwards it opens nothing at all.
  valid_until timestamptz,
  -- How often it was set: a token that was made for an earlier one is none any more.
  changes integer not null default 0,
  changed_at timestamptz not null default now()
);

-- Whatever sets a password: whoever uses it next chooses their own, unless the same transaction says that they did already
-- (accounts/password-store.ts); and every session ends but the one that it was changed from.
create or replace function wangge_password_set() returns trigger language plpgsql as $$
begin
  insert into wangge_passwords (person, must_change, changes) values (new.id, true, 1)
  on conflict (person) do update set must_change = true, valid_until = null, changes = wangge_passwords.changes + 1, changed_at = now();
  delete from directus_sessions where "user" = new.id and token is distinct from current_setting('wangge.kept_session', true);
  return null;
end $$;
drop trigger if exists wangge_password_made on directus_users;
create trigger wangge_password_made after insert on directus_users for each row
  when (new.password is not null) execute function wangge_password_set();
drop trigger if exists wangge_password_changed on directus_users;
create trigger wangge_password_changed after update of password on directus_users for each row
  when (new.password is not null and new.password is distinct from old.password) execute function wangge_password_set();

-- Attempts that failed, by account, by address, by the device or address that an account has signed in from. Digests only.
create table if not exists wangge_sign_in_attempts (
  key varchar(64) primary key,
  account varchar(64),
  failures integer not null,
  last_at timestamptz not null
);
create index if not exists wangge_sign_in_attempts_account on wangge_sign_in_attempts (account);
create index if not exists wangge_sign_in_attempts_last on wangge_sign_in_attempts (last_at);

-- Where an account has signed in from: strangers' wrong passwords do not keep it out there.
create table if not exists wangge_sign_in_places (
  person uuid not null references directus_users on delete cascade,
  place varchar(64) not null,
  last_at timestamptz not null,
  primary key (person, place)
);
create index if not exists wangge_sign_in_places_last on wangge_sign_in_places (last_at);

-- The secret of a second factor that somebody was given after they proved their password: no other one is taken.
create table if not exists wangge_factor_offers (
  person uuid primary key references directus_users on delete cascade,
  secret varchar(64) not null,
  offered_at timestamptz not null
);

-- Directus itself would suspend an account for ever after so many wrong passwords, the only administrator's too.
update directus_settings set auth_login_attempts = null where auth_login_attempts is not null;
-- Those that were locked so (the account itself stands as who suspended it) are open again.
update directus_users as person set status = 'active'
where person.status = 'suspended' and exists (
  select 1 from (
    select r.delta, a."user" from directus_revisions r join directus_activity a on a.id = r.activity
    where r.collection = 'directus_users' and r.item = person.id::text and r.delta::jsonb ? 'status'
    order by r.id desc limit 1
  ) last
  where last.delta::jsonb ->> 'status' = 'suspended' and last."user" = person.id
);
