-- Changes of grids: a row is the change itself, made with it, and stays as it is. The hook in territory/changes/ says so in sentences.
-- Every statement may be run again.

alter table grid_changes drop constraint if exists grid_changes_whole;
alter table grid_changes add constraint grid_changes_whole check (
  kind in ('move', 'split', 'merge', 'retire') and (kind = 'move') = (parent is not null) and changed_at is not null and outcome is not null);

create or replace function wangge_grid_change_kept() returns trigger language plpgsql as $$
begin
  -- The path follows a grid that moves again.
  if tg_op = 'UPDATE' and (to_jsonb(new) - 'grid_path') is not distinct from (to_jsonb(old) - 'grid_path') then
    return new;
  end if;
  raise exception 'The change of a grid is made and stays' using errcode = 'check_violation';
end $$;
drop trigger if exists wangge_grid_change_kept on grid_changes;
create trigger wangge_grid_change_kept before update or delete on grid_changes for each row execute function wangge_grid_change_kept();
