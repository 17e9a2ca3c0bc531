-- Persons through the posts that they held (`assessment/facts/stretch-rules.ts`). Every statement may be run again.

-- Were persons counted by what fell due in their grids while they answered for them? In versions of earlier releases by what was theirs by name alone.
alter table assessment_versions add column if not exists persons_by_post boolean not null default false;
