-- Folders that are watched for files: what is put there comes in by itself. And what came of each file, so that the same
-- content is never imported twice, whatever it is called.

create table hub.file_source (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  name text not null,
  -- What its files hold: `crm/customer`.
  target text not null,
  -- Null: the one remembered for a file's columns, else the guess.
  mapping jsonb,
  state text not null check (state in ('active', 'paused', 'removed')),
  primary key (tenant_id, id)
);
create unique index file_source_name on hub.file_source (tenant_id, name) where state <> 'removed';
call platform.keep_by_tenant('hub.file_source');

create table hub.file_run (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  source uuid not null,
  file text not null,
  -- SHA-256 of its content.
  hash text not null,
  created integer not null,
  changed integer not null,
  unchanged integer not null,
  refused integer not null,
  -- Where the refused rows are, to be corrected.
  errors_file text,
  -- Why nothing of it came in.
  trouble_en text,
  trouble_zh text,
  state text not null check (state in ('done', 'partly', 'failed', 'repeated')),
  primary key (tenant_id, id),
  foreign key (tenant_id, source) references hub.file_source
);
create index file_run_by_source on hub.file_run (tenant_id, source, created_at);
create index file_run_by_hash on hub.file_run (tenant_id, source, hash);
call platform.keep_by_tenant('hub.file_run');
