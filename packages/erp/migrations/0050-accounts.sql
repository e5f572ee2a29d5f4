-- What the books stand on: accounts, which of them posting rules mean, months that can be closed, tax and exchange rates.

create table erp.account (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  code text not null check (code <> ''),
  name text not null check (name <> ''),
  name_zh text,
  type text not null check (type in ('asset', 'liability', 'equity', 'revenue', 'expense')),
  control text check (control in ('receivable', 'prepayment', 'payable', 'inventory', 'tax')),
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
call platform.keep_by_tenant('erp.account');

create table erp.account_role (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  role text not null check (role in ('bank', 'receivable', 'inventory', 'received-not-invoiced', 'prepayment', 'tax-payable',
    'opening-equity', 'revenue', 'cost-of-goods-sold', 'inventory-difference', 'exchange-difference', 'rounding')),
  account uuid not null,
  primary key (tenant_id, id),
  unique (tenant_id, role),
  foreign key (tenant_id, account) references erp.account
);
call platform.keep_by_tenant('erp.account_role');

create table erp.period (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('open', 'closed')),
  month text not null check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  primary key (tenant_id, id),
  unique (tenant_id, month)
);
call platform.keep_by_tenant('erp.period');

create table erp.tax_rate (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  code text not null check (code <> ''),
  name text not null check (name <> ''),
  name_zh text,
  rate numeric(9,4) not null check (rate >= 0),
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
call platform.keep_by_tenant('erp.tax_rate');

create table erp.exchange_rate (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  from_currency text not null check (from_currency ~ '^[A-Z]{3}$'),
  to_currency text not null check (to_currency ~ '^[A-Z]{3}$' and to_currency <> from_currency),
  rate_date date not null,
  rate numeric(20,6) not null check (rate > 0),
  primary key (tenant_id, id),
  unique (tenant_id, from_currency, to_currency, rate_date)
);
call platform.keep_by_tenant('erp.exchange_rate');
