-- Who does a task: a user's name. Without one it is anybody's who sees it.

alter table crm.activity add column assignee text check (assignee <> '');
create index on crm.activity (tenant_id, assignee, due_date) where not done;
