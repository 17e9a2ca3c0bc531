-- Reports of assessment that are made as a job, in the name of whoever asked.

create index if not exists assessment_exports_open on assessment_exports (date_created) where state in ('queued', 'running');
alter table assessment_exports drop constraint if exists assessment_exports_words;
alter table assessment_exports add constraint assessment_exports_words check (document in ('report', 'statistics', 'bulletin') and format in ('xlsx', 'pdf', 'csv') and state in ('queued', 'running', 'done', 'failed'));
