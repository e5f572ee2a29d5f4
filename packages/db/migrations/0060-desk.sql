-- What people keep beside the documents: lists as they like to see them, files, comments and who is named in them.
-- A document is named by its side and definition, `crm/customer`, because both sides have documents of the same name.

create table platform.list_view (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  list text not null,
  owner text not null,
  name text not null check (name <> ''),
  shared boolean not null,
  state jsonb not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, list, owner, name)
);
call platform.keep_by_tenant('platform.list_view');

-- Files stand in the database, so that a back-up of it is one of everything. What was removed can be brought back.
create table platform.file (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  name text not null check (name <> ''),
  media_type text not null,
  size integer not null check (size > 0),
  sha256 text not null,
  content bytea not null,
  document text,
  document_id uuid,
  created_at timestamptz not null,
  created_by text not null,
  removed_at timestamptz,
  removed_by text,
  primary key (tenant_id, id),
  check ((document is null) = (document_id is null))
);
create index on platform.file (tenant_id, document_id, id);
call platform.keep_by_tenant('platform.file');
-- Pictures and archives are packed already.
alter table platform.file alter column content set storage external;

create table platform.comment (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  document text not null,
  document_id uuid not null,
  text text not null check (text <> ''),
  created_at timestamptz not null,
  created_by text not null,
  removed_at timestamptz,
  primary key (tenant_id, id)
);
create index on platform.comment (tenant_id, document_id, id);
call platform.keep_by_tenant('platform.comment');

create table platform.mention (
  tenant_id uuid not null references platform.tenant,
  comment_id uuid not null,
  person text not null,
  seen_at timestamptz,
  primary key (tenant_id, comment_id, person),
  foreign key (tenant_id, comment_id) references platform.comment
);
create index on platform.mention (tenant_id, person, comment_id);
call platform.keep_by_tenant('platform.mention');
