-- Issues at work, by whom they are with: what the sweep looks for when somebody has left or a department is closed.

create index if not exists issues_at_work_handler on issues (handler) where status in ('assigned', 'handling');
create index if not exists issues_at_work_department on issues (department) where status in ('assigned', 'handling');
create index if not exists issues_unrouted on issues (reported_at) where status = 'reported';
