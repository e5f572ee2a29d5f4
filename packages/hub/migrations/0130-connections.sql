-- Somebody else's systems: how each is reached and what it carries. What is secret stands in a table of its own, sealed, which
-- no list or answer reads.

create table hub.connection (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  name text not null,
  type text not null,
  side text not null check (side in ('crm', 'erp')),
  settings jsonb not null,
  kinds jsonb,
  beside boolean not null,
  found jsonb,
  tested_at timestamptz,
  state text not null check (state in ('draft', 'active', 'stopped', 'removed')),
  primary key (tenant_id, id)
);
call platform.keep_by_tenant('hub.connection');
-- A removed connection gives its name back: what the joint knows of the system stays under that name.
create unique index connection_name on hub.connection (tenant_id, name) where state <> 'removed';

create table hub.connection_secret (
  tenant_id uuid not null references platform.tenant,
  connection uuid not null,
  sealed text not null,
  primary key (tenant_id, connection),
  foreign key (tenant_id, connection) references hub.connection
);
call platform.keep_by_tenant('hub.connection_secret');

-- A system that was joined once and is not now: what was agreed with it stays, and it is not counted among those that work.
alter table hub.system add column joined boolean not null default true;
