-- People and places of a customer. They are archived, never deleted: old quotes and orders go on naming them.

create table crm.contact (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  customer uuid not null,
  name text not null check (name <> ''),
  email text,
  phone text,
  role text,
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer) references crm.customer
);
call platform.keep_by_tenant('crm.contact');
create index on crm.contact (tenant_id, customer);
create index on crm.contact (tenant_id, lower(name) text_pattern_ops);

create table crm.address (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  customer uuid not null,
  use text not null check (use in ('billing', 'shipping', 'both')),
  recipient text,
  line1 text not null check (line1 <> ''),
  line2 text,
  city text not null check (city <> ''),
  region text,
  postal_code text,
  country text not null check (country ~ '^[A-Z]{2}$'),
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer) references crm.customer
);
call platform.keep_by_tenant('crm.address');
create index on crm.address (tenant_id, customer);
