-- What is sold and bought, in which units, and at which prices.

create table erp.item (
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
  standard_cost numeric(20,6) check (standard_cost >= 0),
  lead_time_days integer check (lead_time_days >= 0),
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
create index on erp.item (tenant_id, name);
create index on erp.item (tenant_id, barcode) where barcode is not null;
call platform.keep_by_tenant('erp.item');

-- One of `unit` is numerator / denominator base units: exact, where a decimal factor would not be (a third).
create table erp.item_unit (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null,
  unit text not null check (unit <> ''),
  numerator numeric(20,6) not null check (numerator > 0),
  denominator numeric(20,6) not null check (denominator > 0),
  primary key (tenant_id, parent_id, line_number),
  unique (tenant_id, parent_id, unit),
  foreign key (tenant_id, parent_id) references erp.item (tenant_id, id) on delete cascade
);
call platform.keep_by_tenant('erp.item_unit');

create table erp.price (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  item uuid not null,
  party uuid,
  price_list text not null check (price_list <> ''),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  unit text not null,
  minimum_quantity numeric(20,6) not null check (minimum_quantity >= 0),
  unit_price numeric(20,6) not null check (unit_price >= 0),
  valid_from date,
  valid_to date check (valid_to >= valid_from),
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  foreign key (tenant_id, item) references erp.item (tenant_id, id),
  foreign key (tenant_id, party) references erp.party (tenant_id, id)
);
create index on erp.price (tenant_id, item, currency, party);
call platform.keep_by_tenant('erp.price');
