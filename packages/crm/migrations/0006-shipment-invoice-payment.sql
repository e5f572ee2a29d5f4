-- What the ERP did for a customer, so that sales can tell: goods that left, money asked for, money that came.

create table crm.shipment (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  number text not null check (number <> ''),
  "order" uuid not null,
  shipped_date date not null,
  carrier text,
  tracking_number text,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, "order") references crm.order
);
call platform.keep_by_tenant('crm.shipment');
create index on crm.shipment (tenant_id, "order");
create index on crm.shipment (tenant_id, tracking_number) where tracking_number is not null;

create table crm.shipment_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  order_line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null,
  unit text not null,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references crm.shipment,
  foreign key (tenant_id, item) references crm.item
);
call platform.keep_by_tenant('crm.shipment_line');

-- Systems write a credit note with either sign, so amounts are compared by their size.
create table crm.invoice (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  number text not null check (number <> ''),
  type text not null check (type in ('invoice', 'credit-note')),
  customer uuid not null,
  "order" uuid,
  invoice_date date not null,
  due_date date not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  total numeric(20,4) not null,
  paid numeric(20,4) not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer) references crm.customer,
  foreign key (tenant_id, "order") references crm.order,
  check (total = net + tax),
  check (abs(paid) <= abs(total))
);
call platform.keep_by_tenant('crm.invoice');
create index on crm.invoice (tenant_id, customer, invoice_date);
create index on crm.invoice (tenant_id, "order");
create index on crm.invoice (tenant_id, due_date) where abs(paid) < abs(total);

create table crm.invoice_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  order_line_number integer,
  description text not null,
  quantity numeric(20,6) not null,
  unit text not null,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references crm.invoice
);
call platform.keep_by_tenant('crm.invoice_line');

create table crm.payment (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  number text not null check (number <> ''),
  customer uuid not null,
  payment_date date not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount numeric(20,4) not null,
  method text not null,
  reference text,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer) references crm.customer
);
call platform.keep_by_tenant('crm.payment');
create index on crm.payment (tenant_id, customer, payment_date);

create table crm.payment_allocation (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  invoice uuid not null,
  amount numeric(20,4) not null,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references crm.payment,
  foreign key (tenant_id, invoice) references crm.invoice
);
call platform.keep_by_tenant('crm.payment_allocation');
create index on crm.payment_allocation (tenant_id, invoice);

-- A payment never pays more than itself. Payment by payment and by its key, not by one join: see order_progress.
create function crm.keep_allocations_within_payment() returns trigger language plpgsql as $$
declare
  one record;
begin
  for one in select distinct tenant_id, parent_id from changed loop
    if (select abs(sum(a.amount)) from crm.payment_allocation a
        where a.tenant_id = one.tenant_id and a.parent_id = one.parent_id)
      > (select abs(p.amount) from crm.payment p where p.tenant_id = one.tenant_id and p.id = one.parent_id) then
      raise exception 'allocations of payment % go beyond its amount', one.parent_id using errcode = 'check_violation';
    end if;
  end loop;
  return null;
end $$;
create trigger within_payment_insert after insert on crm.payment_allocation
  referencing new table as changed for each statement execute function crm.keep_allocations_within_payment();
create trigger within_payment_update after update on crm.payment_allocation
  referencing new table as changed for each statement execute function crm.keep_allocations_within_payment();
