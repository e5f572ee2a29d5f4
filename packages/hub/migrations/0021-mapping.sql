-- How a system's own fields become those of the joint and back: versions of a mapping, one of them active for a system and
-- kind. What a mapped system told is kept as it told it, so that another mapping can be tried on it. Custom fields are
-- fields of a kind that this company has added. Dry runs replay what was told and keep only what would be different.

create table hub.custom_field (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  kind text not null,
  name text not null,
  label_en text not null,
  label_zh text not null,
  type text not null check (type in ('text', 'decimal', 'date', 'choice', 'flag')),
  choices jsonb,
  primary key (tenant_id, id),
  unique (tenant_id, kind, name)
);
call platform.keep_by_tenant('hub.custom_field');

create table hub.mapping (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  system text not null,
  kind text not null,
  revision integer not null check (revision > 0),
  note text,
  rows jsonb not null,
  state text not null check (state in ('draft', 'active', 'retired')),
  primary key (tenant_id, id),
  unique (tenant_id, system, kind, revision)
);
create unique index mapping_one_active on hub.mapping (tenant_id, system, kind) where state = 'active';
call platform.keep_by_tenant('hub.mapping');

-- What a system says of its own fields: mappings are checked against it when they are saved.
create table hub.native_kind (
  tenant_id uuid not null,
  system text not null,
  kind text not null,
  fields jsonb not null,
  primary key (tenant_id, system, kind)
);
call platform.keep_by_tenant('hub.native_kind');

-- What a mapped system told, in its own terms, and the version of the mapping that read it.
alter table hub.change add column native jsonb;
alter table hub.change add column mapping integer;

-- Moves on whenever mappings or custom fields change: workers that know an older one read them anew.
alter table hub.planner add column mapping_mark integer not null default 0;

create table hub.dry_run (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  kind text not null,
  mapping uuid,
  rules jsonb,
  -- The last record that was replayed; the next page begins after it.
  after text,
  total integer not null,
  replayed integer not null,
  changed integer not null,
  refused integer not null,
  readable integer not null,
  fields jsonb not null,
  examples jsonb not null,
  trouble text,
  state text not null check (state in ('running', 'done', 'cancelled', 'failed')),
  primary key (tenant_id, id),
  foreign key (tenant_id, mapping) references hub.mapping
);
create index dry_run_running on hub.dry_run (tenant_id, created_at) where state = 'running';
call platform.keep_by_tenant('hub.dry_run');
