-- Quotes: what was offered. A revision is a quote of its own with the same number; totals are the sums of the lines.

create table crm.quote (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('draft', 'sent', 'accepted', 'declined', 'expired', 'superseded')),
  number text not null check (number <> ''),
  revision integer not null check (revision > 0),
  revision_of uuid,
  customer uuid not null,
  contact uuid,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  quote_date date not null,
  valid_until date not null,
  price_list text not null check (price_list <> ''),
  payment_term_days integer not null check (payment_term_days >= 0),
  customer_reference text,
  requested_date date,
  billing_address uuid,
  shipping_address uuid,
  notes text,
  decline_reason text,
  "order" uuid,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  total numeric(20,4) not null,
  primary key (tenant_id, id),
  unique (tenant_id, number, revision),
  unique (tenant_id, revision_of),
  foreign key (tenant_id, customer) references crm.customer,
  foreign key (tenant_id, contact) references crm.contact,
  foreign key (tenant_id, billing_address) references crm.address,
  foreign key (tenant_id, shipping_address) references crm.address,
  foreign key (tenant_id, revision_of) references crm.quote,
  check (total = net + tax),
  check (valid_until >= quote_date),
  check ((revision = 1) = (revision_of is null)),
  check ((state = 'accepted') = ("order" is not null))
);
call platform.keep_by_tenant('crm.quote');
create index on crm.quote (tenant_id, customer, quote_date);
create index on crm.quote (tenant_id, lower(number) text_pattern_ops);
-- What is still open, for the list of work and for expiring.
create index on crm.quote (tenant_id, state, valid_until) where state in ('draft', 'sent');

create table crm.quote_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  item uuid not null,
  description text,
  quantity numeric(20,6) not null check (quantity > 0),
  unit text not null,
  unit_price numeric(20,6) not null check (unit_price >= 0),
  discount_percent numeric(9,4) not null check (discount_percent between 0 and 100),
  tax_rate numeric(9,4) not null check (tax_rate between 0 and 100),
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references crm.quote,
  foreign key (tenant_id, item) references crm.item
);
call platform.keep_by_tenant('crm.quote_line');
