-- What a tenant's server must remember between starts, by name: whether the demo company was loaded to its end, say.

create table platform.setting (
  tenant_id uuid not null references platform.tenant,
  name text not null,
  value jsonb not null,
  primary key (tenant_id, name)
);
call platform.keep_by_tenant('platform.setting');
