-- Lists that are written as files, for systems that take files: into a folder here, or onto another machine by SFTP. And what
-- was written, so that it can be told what the other side was given.

create table hub.file_export (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  name text not null,
  -- What is written: `crm/customer`.
  target text not null,
  format text not null check (format in ('csv', 'xlsx')),
  -- As the API filters and sorts lists; null: all of it.
  query text,
  -- `code, name=Customer`; null: all fields.
  columns text,
  headers text not null check (headers in ('names', 'en', 'zh')),
  delimiter text not null check (delimiter in ('comma', 'semicolon', 'tab')),
  file text,
  every_minutes integer check (every_minutes > 0),
  next_at timestamptz,
  sftp text,
  host_key text,
  asked_at timestamptz,
  written_at timestamptz,
  trouble_en text,
  trouble_zh text,
  state text not null check (state in ('active', 'paused', 'removed')),
  -- Until when it is somebody's to write: a process that dies in the middle is known by it.
  taken_until timestamptz,
  -- When sending is tried again.
  send_at timestamptz,
  primary key (tenant_id, id)
);
create unique index file_export_name on hub.file_export (tenant_id, name) where state <> 'removed';
call platform.keep_by_tenant('hub.file_export');

create table hub.file_export_run (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  export uuid not null,
  file text not null,
  -- SHA-256 of its content.
  hash text not null,
  documents integer not null,
  state text not null check (state in ('written', 'waiting', 'sent')),
  primary key (tenant_id, id),
  foreign key (tenant_id, export) references hub.file_export
);
create index file_export_run_by_export on hub.file_export_run (tenant_id, export, created_at);
call platform.keep_by_tenant('hub.file_export_run');

create table hub.file_export_secret (
  tenant_id uuid not null references platform.tenant,
  export uuid not null,
  sealed text not null,
  primary key (tenant_id, export),
  foreign key (tenant_id, export) references hub.file_export
);
call platform.keep_by_tenant('hub.file_export_secret');
