-- Running the joint: every flow (system, kind, direction) can be paused by a person or by the joint itself, writes to a
-- system keep to its quotas, reading waits for what is behind, and what flows is counted for charts and for the circuit
-- breaker. Limits are data, so that they can be changed while everything runs.

alter table hub.system
  add column writes_a_second integer check (writes_a_second > 0),
  add column writes_a_minute integer check (writes_a_minute > 0),
  add column writes_a_day integer check (writes_a_day > 0),
  add column most_unplanned integer not null default 50000 check (most_unplanned > 0),
  add column most_undelivered integer not null default 50000 check (most_undelivered > 0),
  add column auto_pause_percent integer default 50 check (auto_pause_percent between 1 and 100),
  add column auto_pause_least integer not null default 20 check (auto_pause_least > 0),
  add column auto_pause_seconds integer not null default 60 check (auto_pause_seconds > 0);

create table hub.flow (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  system text not null,
  kind text not null,
  -- Seen from the joint: in is read from the system, out is written to it.
  direction text not null check (direction in ('in', 'out')),
  state text not null check (state in ('active', 'paused')),
  pause_reason text,
  paused_by text,
  paused_at timestamptz,
  -- What the joint saw when it paused the flow by itself, and when it tries one write again.
  breakdown jsonb,
  try_at timestamptz,
  tries integer not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, system, kind, direction),
  check (try_at is null or state = 'paused')
);
call platform.keep_by_tenant('hub.flow');

-- What flowed, in slices of ten seconds, added up by all workers.
create table hub.flow_rate (
  tenant_id uuid not null references platform.tenant,
  system text not null,
  kind text not null,
  direction text not null,
  at timestamptz not null,
  done integer not null,
  failed integer not null,
  primary key (tenant_id, at, system, kind, direction)
);
call platform.keep_by_tenant('hub.flow_rate');

-- Token buckets, shared by all workers of a tenant: `most` in `seconds`.
create table hub.quota (
  tenant_id uuid not null references platform.tenant,
  system text not null,
  seconds integer not null check (seconds > 0),
  most integer not null check (most > 0),
  tokens numeric(20,6) not null,
  filled_at timestamptz not null,
  primary key (tenant_id, system, seconds)
);
call platform.keep_by_tenant('hub.quota');

-- How the first reading of a kind goes on, and since when reading waits for what is behind.
alter table hub.cursor
  add column read_count bigint not null default 0,
  add column total bigint,
  add column began_at timestamptz,
  add column completed_at timestamptz,
  add column held_back_since timestamptz;
