-- Orders as sales sees them: what was promised in the lines, what became of it in the progress. One quote makes at
-- most one order.

create table crm.order (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('requested', 'placed', 'closed', 'cancelled')),
  number text not null check (number <> ''),
  erp_number text,
  quote uuid,
  quote_number text,
  customer uuid not null,
  cancel_requested boolean not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  order_date date not null,
  customer_reference text,
  requested_date date,
  billing_address uuid,
  shipping_address uuid,
  payment_term_days integer not null check (payment_term_days >= 0),
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  total numeric(20,4) not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, quote),
  foreign key (tenant_id, customer) references crm.customer,
  foreign key (tenant_id, quote) references crm.quote,
  foreign key (tenant_id, billing_address) references crm.address,
  foreign key (tenant_id, shipping_address) references crm.address,
  check (total = net + tax)
);
call platform.keep_by_tenant('crm.order');
create index on crm.order (tenant_id, customer, order_date);
create index on crm.order (tenant_id, erp_number) where erp_number is not null;
create index on crm.order (tenant_id, lower(number) text_pattern_ops);
create index on crm.order (tenant_id, order_date, id);
create index on crm.order (tenant_id, state, order_date) where state in ('requested', 'placed');

-- The quote names its order in the same transaction, the quote's row first.
alter table crm.quote add foreign key (tenant_id, "order") references crm.order deferrable initially deferred;

-- Prices below zero and rates of any size stay possible here: other ERPs write rebates as lines of their own.
create table crm.order_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  item uuid not null,
  description text,
  quantity numeric(20,6) not null check (quantity > 0),
  unit text not null,
  unit_price numeric(20,6) not null,
  discount_percent numeric(9,4) not null,
  tax_rate numeric(9,4) not null,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references crm.order,
  foreign key (tenant_id, item) references crm.item
);
call platform.keep_by_tenant('crm.order_line');

-- Progress belongs to a line that exists; lines are replaced as a whole, so this is looked at when all is written.
create table crm.order_progress (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  reserved numeric(20,6) not null check (reserved >= 0),
  shipped numeric(20,6) not null check (shipped >= 0),
  invoiced numeric(20,6) not null check (invoiced >= 0),
  expected_date date,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id, line_number) references crm.order_line deferrable initially deferred
);
call platform.keep_by_tenant('crm.order_progress');

-- Nothing is reserved, shipped or invoiced beyond what was ordered, whichever of the two tables changes. Row by row, so
-- that each look goes by the primary key: a plan for a whole statement, made while the tables were small, was seen to scan
-- them when they had grown.
create function crm.refuse_beyond_order(parent uuid, line integer) returns void language plpgsql as $$
begin
  raise exception 'progress of order % goes beyond what line % ordered', parent, line using errcode = 'check_violation';
end $$;

create function crm.keep_progress_within_line() returns trigger language plpgsql as $$
begin
  if exists (
    select from crm.order_line l
    where l.tenant_id = new.tenant_id and l.parent_id = new.parent_id and l.line_number = new.line_number
      and (new.reserved + new.shipped > l.quantity or new.invoiced > l.quantity)) then
    perform crm.refuse_beyond_order(new.parent_id, new.line_number);
  end if;
  return null;
end $$;
create trigger within_line after insert or update on crm.order_progress
  for each row execute function crm.keep_progress_within_line();

create function crm.keep_line_above_progress() returns trigger language plpgsql as $$
begin
  if exists (
    select from crm.order_progress p
    where p.tenant_id = new.tenant_id and p.parent_id = new.parent_id and p.line_number = new.line_number
      and (p.reserved + p.shipped > new.quantity or p.invoiced > new.quantity)) then
    perform crm.refuse_beyond_order(new.parent_id, new.line_number);
  end if;
  return null;
end $$;
create trigger above_progress after insert or update on crm.order_line
  for each row execute function crm.keep_line_above_progress();
