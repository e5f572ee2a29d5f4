-- What left the house for an order. The cost of each line is what the stock had cost on average when it left.

create table erp.shipment (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('shipped', 'delivered')),
  number text not null,
  sales_order uuid not null,
  party uuid not null,
  shipped_date date not null,
  delivered_date date check (delivered_date >= shipped_date),
  carrier text,
  tracking_number text,
  currency text not null,
  cost numeric(20,4) not null check (cost >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, sales_order) references erp.sales_order (tenant_id, id),
  foreign key (tenant_id, party) references erp.party (tenant_id, id),
  check ((state = 'delivered') = (delivered_date is not null))
);
create index on erp.shipment (tenant_id, sales_order);
create index on erp.shipment (tenant_id, party);
call platform.keep_by_tenant('erp.shipment');

create table erp.shipment_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  order_line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null check (quantity > 0),
  unit text not null,
  warehouse uuid not null,
  cost numeric(20,4) not null check (cost >= 0),
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references erp.shipment (tenant_id, id),
  foreign key (tenant_id, item) references erp.item (tenant_id, id),
  foreign key (tenant_id, warehouse) references erp.warehouse (tenant_id, id)
);
call platform.keep_by_tenant('erp.shipment_line');
