-- Customers are what everything on this side hangs on; the event table records what happens to every document of it.

call platform.create_event_table('crm');

create table crm.customer (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  code text not null,
  name text not null check (name <> ''),
  type text not null check (type in ('company', 'person')),
  tax_number text,
  email text,
  phone text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  payment_term_days integer not null check (payment_term_days >= 0),
  credit_limit numeric(20,4) check (credit_limit >= 0),
  on_hold boolean not null,
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
call platform.keep_by_tenant('crm.customer');

-- Search as people type: the beginning of a name or code, in any case.
create index on crm.customer (tenant_id, lower(name) text_pattern_ops);
create index on crm.customer (tenant_id, lower(code) text_pattern_ops);
