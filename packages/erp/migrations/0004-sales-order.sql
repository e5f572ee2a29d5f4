-- What customers were promised, and per line how far the promise is kept. The checks are invariant 3: nothing is
-- shipped beyond what was ordered, invoiced beyond what was shipped, or returned beyond what was shipped.

create table erp.sales_order (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('draft', 'confirmed', 'closed', 'cancelled')),
  number text not null,
  party uuid not null,
  customer_reference text,
  origin text,
  requested_date date,
  billing_address uuid,
  shipping_address uuid,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  order_date date not null,
  payment_term_days integer not null check (payment_term_days >= 0),
  warehouse uuid not null,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  total numeric(20,4) not null,
  delivery text not null check (delivery in ('none', 'partial', 'complete')),
  invoicing text not null check (invoicing in ('none', 'partial', 'complete')),
  confirmed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, party) references erp.party (tenant_id, id),
  foreign key (tenant_id, billing_address) references erp.address (tenant_id, id),
  foreign key (tenant_id, shipping_address) references erp.address (tenant_id, id),
  foreign key (tenant_id, warehouse) references erp.warehouse (tenant_id, id),
  check (total = net + tax)
) with (fillfactor = 70);
create index on erp.sales_order (tenant_id, party);
-- An order of the CRM becomes at most one here, whatever is sent twice.
create unique index on erp.sales_order (tenant_id, origin) where origin is not null;
call platform.keep_by_tenant('erp.sales_order');

create table erp.sales_order_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  item uuid not null,
  description text,
  -- Zero when the rest of a line was cancelled before anything was shipped.
  quantity numeric(20,6) not null check (quantity >= 0),
  unit text not null,
  unit_price numeric(20,6) not null check (unit_price >= 0),
  discount_percent numeric(9,4) not null check (discount_percent between 0 and 100),
  tax_rate numeric(9,4) not null check (tax_rate between 0 and 100),
  warehouse uuid not null,
  requested_date date,
  net numeric(20,4) not null check (net >= 0),
  tax numeric(20,4) not null check (tax >= 0),
  is_service boolean not null,
  numerator numeric(20,6) not null check (numerator > 0),
  denominator numeric(20,6) not null check (denominator > 0),
  reserved numeric(20,6) not null check (reserved >= 0),
  shipped numeric(20,6) not null check (shipped >= 0),
  invoiced numeric(20,6) not null check (invoiced >= 0),
  returned numeric(20,6) not null check (returned >= 0),
  invoiced_net numeric(20,4) not null check (invoiced_net >= 0),
  invoiced_tax numeric(20,4) not null check (invoiced_tax >= 0),
  expected_date date,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references erp.sales_order (tenant_id, id),
  foreign key (tenant_id, item) references erp.item (tenant_id, id),
  foreign key (tenant_id, warehouse) references erp.warehouse (tenant_id, id),
  check (shipped <= quantity),
  check (reserved <= quantity - shipped),
  check (invoiced <= case when is_service then quantity else shipped end),
  check (returned <= shipped),
  check (not is_service or (reserved = 0 and shipped = 0)),
  check (invoiced_net <= net and invoiced_tax <= tax)
) with (fillfactor = 70);
create index on erp.sales_order_line (tenant_id, item);
call platform.keep_by_tenant('erp.sales_order_line');
