-- What waits for a person: what could not be read or delivered, fields two sides changed differently, documents that may
-- be the same.

create table hub.inbox_entry (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  code text not null,
  details jsonb not null,
  system text not null,
  kind text not null,
  subject text not null,
  record uuid,
  external_id text,
  change uuid,
  delivery uuid,
  money numeric(20,4),
  currency text,
  state text not null check (state in ('open', 'retried', 'ignored', 'done')),
  reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, record) references hub.record,
  foreign key (tenant_id, change) references hub.change,
  foreign key (tenant_id, delivery) references hub.delivery
);
create unique index inbox_one_a_change on hub.inbox_entry (tenant_id, change)
  where state in ('open', 'retried') and change is not null;
create unique index inbox_one_a_delivery on hub.inbox_entry (tenant_id, delivery)
  where state in ('open', 'retried') and delivery is not null;
create index inbox_by_change on hub.inbox_entry (tenant_id, change) where change is not null;
create index inbox_by_delivery on hub.inbox_entry (tenant_id, delivery) where delivery is not null;
create index inbox_open on hub.inbox_entry (tenant_id, state, code, created_at);
create index inbox_by_record on hub.inbox_entry (tenant_id, record) where record is not null;
call platform.keep_by_tenant('hub.inbox_entry');

-- Also kept: differences a rule decided, so that no edit disappears without a trace.
create table hub.conflict (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  record uuid not null,
  kind text not null,
  field text not null,
  system text not null,
  change uuid,
  agreed jsonb,
  kept jsonb,
  kept_system text,
  kept_by text,
  kept_at timestamptz,
  other jsonb,
  other_by text not null,
  other_at timestamptz not null,
  rule text not null,
  state text not null check (state in ('open', 'by-rule', 'decided', 'superseded')),
  decision jsonb,
  primary key (tenant_id, id),
  foreign key (tenant_id, record) references hub.record,
  foreign key (tenant_id, change) references hub.change
);
create unique index conflict_one_open on hub.conflict (tenant_id, record, field) where state = 'open';
create index conflict_by_record on hub.conflict (tenant_id, record, created_at);
call platform.keep_by_tenant('hub.conflict');

create table hub.duplicate (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  system text not null,
  kind text not null,
  external_id text not null,
  change uuid not null,
  record uuid not null,
  found_by jsonb not null,
  document jsonb not null,
  state text not null check (state in ('open', 'linked', 'apart', 'superseded')),
  primary key (tenant_id, id),
  foreign key (tenant_id, record) references hub.record,
  foreign key (tenant_id, change) references hub.change
);
create unique index duplicate_one_open on hub.duplicate (tenant_id, system, kind, external_id, record) where state = 'open';
create index duplicate_holds on hub.duplicate (tenant_id, record, system) where state = 'open';
create index duplicate_decided on hub.duplicate (tenant_id, system, kind, external_id) where state in ('apart', 'linked');
call platform.keep_by_tenant('hub.duplicate');
