-- What can be sold, and for how much. A quote line always names a real item.

create table crm.item (
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
  type text not null check (type in ('bought', 'made', 'service')),
  unit text not null check (unit <> ''),
  category text,
  tax_rate numeric(9,4) not null check (tax_rate between 0 and 100),
  barcode text,
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
call platform.keep_by_tenant('crm.item');
create index on crm.item (tenant_id, lower(name) text_pattern_ops);
create index on crm.item (tenant_id, lower(code) text_pattern_ops);
create index on crm.item (tenant_id, name_zh text_pattern_ops);
create index on crm.item (tenant_id, barcode) where barcode is not null;

create table crm.price (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  item uuid not null,
  customer uuid,
  price_list text not null check (price_list <> ''),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  unit text not null check (unit <> ''),
  minimum_quantity numeric(20,6) not null check (minimum_quantity >= 0),
  unit_price numeric(20,6) not null check (unit_price >= 0),
  valid_from date,
  valid_to date,
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  foreign key (tenant_id, item) references crm.item,
  foreign key (tenant_id, customer) references crm.customer,
  check (valid_from <= valid_to)
);
call platform.keep_by_tenant('crm.price');
-- For price-of: the rows of one item in one currency and unit are few.
create index on crm.price (tenant_id, item, currency, unit) where status = 'active';
create index on crm.price (tenant_id, customer) where customer is not null;
create index on crm.price (tenant_id, price_list, item);
