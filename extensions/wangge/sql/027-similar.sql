-- Likely duplicates: what lies near in place, for the offer made before a report is stored.
-- None of these columns changes with an event, so the issue's updates stay off these indexes.

create or replace function wangge_point(location json) returns point language sql immutable strict parallel safe as $$
  select case when json_typeof(location -> 'coordinates') = 'array'
    then point((location -> 'coordinates' ->> 0)::float8, (location -> 'coordinates' ->> 1)::float8) end
$$;
create index if not exists issues_place on issues using gist (wangge_point(location)) where location is not null;
create index if not exists issues_grid_category on issues (grid, category, reported_at);
