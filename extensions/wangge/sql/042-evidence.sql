-- Evidence of format 2: every checkpoint that was ever signed. No collection: what may be seen of it, routes show.

create table if not exists assessment_checkpoints (
  -- In the order in which they were signed.
  id bigint generated always as identity primary key,
  period uuid not null,
  version integer not null,
  origin text not null unique,
  -- The signed note (C2SP tlog-checkpoint), and the public key, base64.
  checkpoint text not null,
  public_key text not null,
  -- The hashes of the leaves, 32 bytes each, and where each ends in the unpacked file.
  leaves bytea not null,
  ends bigint[] not null,
  signed_at timestamptz not null,
  unique (period, version),
  foreign key (period, version) references assessment_versions (period, version) on delete restrict,
  check (octet_length(leaves) = 32 * cardinality(ends))
);

drop trigger if exists wangge_checkpoint_stays on assessment_checkpoints;
create trigger wangge_checkpoint_stays before update or delete on assessment_checkpoints for each row execute function wangge_append_only();
drop trigger if exists wangge_checkpoints_stay on assessment_checkpoints;
create trigger wangge_checkpoints_stay before truncate on assessment_checkpoints for each statement execute function wangge_append_only();
drop function if exists wangge_checkpoint_stays();
