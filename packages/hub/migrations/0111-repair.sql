-- What people did about single differences that a proof had found: which word counts, who said so and why. That a difference
-- is gone is written here by the next proof only.

create table hub.repair (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  system text not null,
  kind text not null,
  record uuid,
  external_id text,
  -- Null: the whole document.
  field text,
  agreed jsonb,
  found jsonb,
  choice text not null check (choice in ('take-found', 'write-agreed', 'look-again')),
  reason text,
  subject text not null,
  state text not null check (state in ('asked', 'gone')),
  primary key (tenant_id, id),
  foreign key (tenant_id, record) references hub.record,
  check (choice = 'look-again' or reason is not null)
);
create index repair_by_time on hub.repair (tenant_id, created_at);
create index repair_asked on hub.repair (tenant_id, kind) where state = 'asked';
call platform.keep_by_tenant('hub.repair');
