-- Whom we trade with, and how much of their credit is used. The event table records what happens to every document here.

call platform.create_event_table('erp');

create table erp.party (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  code text not null check (code <> ''),
  name text not null check (name <> ''),
  type text not null check (type in ('company', 'person')),
  is_customer boolean not null,
  is_vendor boolean not null,
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
create index on erp.party (tenant_id, name);
create index on erp.party (tenant_id, tax_number) where tax_number is not null;
create index on erp.party (tenant_id, lower(email)) where email is not null;
call platform.keep_by_tenant('erp.party');

create table erp.contact (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  party uuid not null,
  name text not null check (name <> ''),
  email text,
  phone text,
  role text,
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  foreign key (tenant_id, party) references erp.party (tenant_id, id)
);
create index on erp.contact (tenant_id, party);
call platform.keep_by_tenant('erp.contact');

create table erp.address (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  party uuid not null,
  use text not null check (use in ('billing', 'shipping', 'both')),
  recipient text,
  line1 text not null check (line1 <> ''),
  line2 text,
  city text not null,
  region text,
  postal_code text,
  country text not null check (country ~ '^[A-Z]{2}$'),
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  foreign key (tenant_id, party) references erp.party (tenant_id, id)
);
create index on erp.address (tenant_id, party);
call platform.keep_by_tenant('erp.address');

-- Kept by the transactions of orders, invoices and payments, so that a credit check reads one row and locks it.
create table erp.party_credit (
  tenant_id uuid not null references platform.tenant,
  party uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Confirmed and not yet invoiced, with tax.
  ordered numeric(20,4) not null default 0 check (ordered >= 0),
  -- Open invoices less what was paid in advance: negative when we owe them.
  receivable numeric(20,4) not null default 0,
  primary key (tenant_id, party, currency),
  foreign key (tenant_id, party) references erp.party (tenant_id, id)
) with (fillfactor = 50);
call platform.keep_by_tenant('erp.party_credit');
