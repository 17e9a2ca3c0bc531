-- Who is there to act, and what a person's role lets them read: asked where authority is weighed, and where people are told.

-- Who leads or deputises at that level over a place on that day and is there, or stands in for somebody who is not.
create or replace function wangge_acting(at_path text, at_level int, that_day date) returns setof uuid
language sql stable as $$
  with holder as (
    select p.person from posts p join grids g on g.id = p.grid
    where g.path = '/' || array_to_string((string_to_array(trim(both '/' from at_path), '/'))[1:at_level], '/') || '/' and g.level = at_level
      and p.starts_on <= that_day and (p.ends_on is null or p.ends_on >= that_day)
  ), away as (
    select a.person, a.stand_in from absences a
    where a.approved_by is not null and a.starts_on <= that_day and (a.ends_on is null or a.ends_on >= that_day)
  )
  select u.id from directus_users u
  where u.status = 'active' and not exists (select from away where away.person = u.id)
    and (u.id in (select person from holder) or u.id in (select away.stand_in from away join holder using (person)))
$$;

-- What the person's policies let them read of this collection: of an administrator everything, else the rows of each permission.
create or replace function wangge_readings(the_person uuid, the_collection text) returns table (admin_access boolean, rows text)
language sql stable as $$
  with recursive roles (id) as (
    select role from directus_users where id = the_person and role is not null
    union
    select r.parent from roles join directus_roles r on r.id = roles.id where r.parent is not null
  )
  select p.admin_access, coalesce(m.permissions::text, '{}')
  from directus_access a join directus_policies p on p.id = a.policy
  left join directus_permissions m on m.policy = p.id and m.collection = the_collection and m.action = 'read'
  where (a."user" = the_person or a.role in (select id from roles)) and (p.admin_access or m.id is not null)
$$;

-- Has one of the person's policies a permission to read of this collection at all? Which rows is another question.
create or replace function wangge_reads(the_person uuid, the_collection text) returns boolean
language sql stable as $$ select exists (select from wangge_readings(the_person, the_collection)) $$;

-- May this person be told of what the link leads to? Of an issue only who may read it: by their part in it, by their department,
-- by the territory they hold (where one of their policies reads by it), or where one reads everything. As the access matrix has it.
create or replace function wangge_may_be_told(the_person uuid, link text) returns boolean
language plpgsql stable as $$
declare
  the_issue uuid := substring(link from '^/content/issues/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$')::uuid;
begin
  return the_issue is null or exists (
    select from issues i join directus_users u on u.id = the_person
    where i.id = the_issue and exists (
      select from wangge_readings(the_person, 'issues') g where g.admin_access or g.rows = '{}'
        or (g.rows like '%"handler"%' and u.id in (i.reporter, i.handler, i.lead, i.follower))
        or (g.rows like '%"department"%' and u.department = i.department)
        or (g.rows like '%"helper_1"%' and u.department in (i.helper_1, i.helper_2, i.helper_3))
        or (g.rows like '%scope_1%' and exists (
          select from unnest(array[u.scope_1, u.scope_2, u.scope_3, u.scope_4, u.scope_5, u.scope_6]) held (path) where starts_with(i.grid_path, held.path)))));
end
$$;
