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

-- Nothing is reserved, shipped or invoiced beyond what was ordered, whichever of the two tables changes. Looked at once
-- per statement. The planner may not scan: a plan made while the tables were small would be kept while they grow.
create function crm.keep_progress_within_order() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  bad record;
begin
  select l.parent_id, l.line_number into bad
  from changed c
  join crm.order_line l on l.tenant_id = c.tenant_id and l.parent_id = c.parent_id and l.line_number = c.line_number
  join crm.order_progress p on p.tenant_id = c.tenant_id and p.parent_id = c.parent_id and p.line_number = c.line_number
  where p.reserved + p.shipped > l.quantity or p.invoiced > l.quantity
  limit 1;
  if found then
    raise exception 'progress of order % goes beyond what line % ordered', bad.parent_id, bad.line_number
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger within_order_insert after insert on crm.order_line
  referencing new table as changed for each statement execute function crm.keep_progress_within_order();
create trigger within_order_update after update on crm.order_line
  referencing new table as changed for each statement execute function crm.keep_progress_within_order();
create trigger within_order_insert after insert on crm.order_progress
  referencing new table as changed for each statement execute function crm.keep_progress_within_order();
create trigger within_order_update after update on crm.order_progress
  referencing new table as changed for each statement execute function crm.keep_progress_within_order();
