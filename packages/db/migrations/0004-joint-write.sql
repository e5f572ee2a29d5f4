-- What the joint wrote into this side: a write comes with a key, is done once, and is kept in the transaction of its
-- effect. So a repeated key is answered instead of done again, and a document's version tells which write made it.

create table platform.joint_write (
  tenant_id uuid not null references platform.tenant,
  system text not null,
  key text not null,
  kind text not null,
  document_id uuid not null,
  version integer not null,
  -- Whether the write made this version; one that found nothing to change only names it.
  made boolean not null,
  at timestamptz not null,
  primary key (tenant_id, system, key)
);
create index on platform.joint_write (tenant_id, document_id, version) where made;
call platform.keep_by_tenant('platform.joint_write');
