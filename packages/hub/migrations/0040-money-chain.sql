-- The money of each order from promise to ledger, and of each customer, as the joined systems say it: compared whenever
-- one of them says that it changed, so that a difference is shown while it is fresh.

-- How far a system's changes of money have been followed.
create table hub.chain_cursor (
  tenant_id uuid not null references platform.tenant,
  system text not null,
  cursor text not null,
  primary key (tenant_id, system)
);
call platform.keep_by_tenant('hub.chain_cursor');

create sequence hub.chain_mark;
grant usage, select on sequence hub.chain_mark to tandem_app;

-- Orders and customers to be looked at again. What the joint does not know yet waits here until it does.
create table hub.chain_due (
  tenant_id uuid not null references platform.tenant,
  system text not null,
  kind text not null check (kind in ('order', 'customer')),
  external_id text collate "C" not null,
  mark bigint not null default nextval('hub.chain_mark'),
  primary key (tenant_id, system, kind, external_id)
);
call platform.keep_by_tenant('hub.chain_due');

create table hub.chain (
  tenant_id uuid not null references platform.tenant,
  record_id uuid not null,
  currency text not null,
  about text not null check (about in ('order', 'customer')),
  -- An order's number, a customer's name.
  subject text not null,
  customer_id uuid,
  state text not null check (state in ('agreed', 'on-the-way', 'differs')),
  -- Since when it is in this state.
  since timestamptz not null,
  -- Something is between the systems: looked at again until it has arrived.
  moving boolean not null,
  -- { system: { step: amount } }, { step, why, amount, ... }, and the documents behind them. Amounts as text.
  figures jsonb not null,
  reasons jsonb not null,
  documents jsonb not null,
  -- Rises with each look; what was read earlier never replaces what was read later.
  mark bigint not null,
  checked_at timestamptz not null,
  primary key (tenant_id, record_id, currency),
  foreign key (tenant_id, record_id) references hub.record
);
create index chain_by_state on hub.chain (tenant_id, about, state, since);
create index chain_by_customer on hub.chain (tenant_id, customer_id) where customer_id is not null;
create index chain_to_check on hub.chain (tenant_id, checked_at);
create index chain_moving on hub.chain (tenant_id, checked_at) where moving;
call platform.keep_by_tenant('hub.chain');
