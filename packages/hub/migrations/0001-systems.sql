-- The joined systems and how far each has been read; people's queues of the joint are documents like any others, with
-- events, so that whoever retries, ignores or decides is on record.

call platform.create_event_table('hub');

create table hub.system (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  name text not null,
  side text not null check (side in ('crm', 'erp')),
  label_en text not null,
  label_zh text not null,
  -- { kind: { read, write } }, as the connector said when it was joined.
  capabilities jsonb not null,
  state text not null check (state in ('active', 'paused')),
  pause_reason text,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
call platform.keep_by_tenant('hub.system');

-- How far a kind of a system has been read. Moved only from the value that was read before (compare and set), in the
-- transaction that keeps what was read: two workers never skip or double anything.
create table hub.cursor (
  tenant_id uuid not null references platform.tenant,
  system text not null,
  kind text not null,
  cursor text not null,
  pulled_at timestamptz,
  -- The whole stock was read once and planned: only then may the joint create documents of this kind there, or it would
  -- make twice what is there already.
  complete boolean not null default false,
  ready boolean not null default false,
  trouble text,
  trouble_at timestamptz,
  primary key (tenant_id, system, kind)
);
call platform.keep_by_tenant('hub.cursor');

-- One row a tenant, locked by whoever changes records: so identity is decided by one at a time.
create table hub.planner (
  tenant_id uuid primary key references platform.tenant
);
call platform.keep_by_tenant('hub.planner');
