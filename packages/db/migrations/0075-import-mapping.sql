-- Mappings of imported files are remembered by the file's columns: who sends the same form again need not map it again.

create table platform.import_mapping (
  tenant_id uuid not null references platform.tenant,
  -- What is imported: `crm/customer`.
  target text not null,
  -- A hash of the names of the file's columns.
  header text not null,
  mapping jsonb not null,
  used_at timestamptz not null,
  used_by text not null,
  primary key (tenant_id, target, header)
);
call platform.keep_by_tenant('platform.import_mapping');
