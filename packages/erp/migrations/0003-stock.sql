-- Stock is an append-only journal of moves, with a balance per item and warehouse kept by the same transaction.
-- Quantities are in the item's base unit, values in the tenant's base currency.

create table erp.warehouse (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  code text not null check (code <> ''),
  name text not null check (name <> ''),
  is_default boolean,
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
call platform.keep_by_tenant('erp.warehouse');

-- back_ordered is what confirmed orders wait for; value is what on_hand cost, to the cent, so that it ties with the ledger.
create table erp.stock_balance (
  tenant_id uuid not null references platform.tenant,
  item uuid not null,
  warehouse uuid not null,
  on_hand numeric(20,6) not null default 0,
  reserved numeric(20,6) not null default 0,
  back_ordered numeric(20,6) not null default 0 check (back_ordered >= 0),
  value numeric(20,4) not null default 0 check (value >= 0),
  average_cost numeric(20,6) generated always as (case when on_hand > 0 then value / on_hand end) stored,
  primary key (tenant_id, item, warehouse),
  foreign key (tenant_id, item) references erp.item (tenant_id, id),
  foreign key (tenant_id, warehouse) references erp.warehouse (tenant_id, id),
  check (0 <= reserved and reserved <= on_hand),
  check (on_hand > 0 or value = 0)
) with (fillfactor = 50);
call platform.keep_by_tenant('erp.stock_balance');

create table erp.stock_move (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  item uuid not null,
  warehouse uuid not null,
  quantity numeric(20,6) not null check (quantity <> 0),
  reason text not null check (reason in ('receipt', 'shipment', 'adjustment', 'transfer', 'return')),
  document text not null,
  document_id uuid not null,
  line_number integer not null,
  unit_cost numeric(20,6) not null check (unit_cost >= 0),
  -- Signed as the quantity: the moves of a balance add up to its value.
  cost numeric(20,4) not null,
  business_date date not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, item, warehouse) references erp.stock_balance (tenant_id, item, warehouse),
  check (cost = 0 or sign(cost) = sign(quantity))
);
create index on erp.stock_move (tenant_id, item, warehouse, id);
create index on erp.stock_move (tenant_id, document_id);
call platform.keep_by_tenant('erp.stock_move');
call platform.keep_forever('erp.stock_move');

-- What lines of orders hold (quantity, adding up to balance.reserved) and wait for (waiting, adding up to back_ordered).
-- A row lives only as long as one of them is not zero, so the table stays as small as the open orders.
create table erp.reservation (
  tenant_id uuid not null references platform.tenant,
  document_id uuid not null,
  line_number integer not null,
  item uuid not null,
  warehouse uuid not null,
  quantity numeric(20,6) not null check (quantity >= 0),
  waiting numeric(20,6) not null check (waiting >= 0),
  primary key (tenant_id, document_id, line_number),
  foreign key (tenant_id, item, warehouse) references erp.stock_balance (tenant_id, item, warehouse),
  check (quantity + waiting > 0)
);
create index on erp.reservation (tenant_id, item, warehouse);
call platform.keep_by_tenant('erp.reservation');

create table erp.expected_receipt (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('open', 'received', 'cancelled')),
  item uuid not null,
  warehouse uuid not null,
  expected_date date not null,
  quantity numeric(20,6) not null check (quantity > 0),
  unit text not null,
  received numeric(20,6) not null default 0 check (received >= 0),
  reference text,
  primary key (tenant_id, id),
  foreign key (tenant_id, item) references erp.item (tenant_id, id),
  foreign key (tenant_id, warehouse) references erp.warehouse (tenant_id, id)
);
create index on erp.expected_receipt (tenant_id, item, expected_date) where state = 'open';
call platform.keep_by_tenant('erp.expected_receipt');

create table erp.goods_receipt (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  number text not null,
  party uuid,
  warehouse uuid not null,
  receipt_date date not null,
  reference text,
  currency text not null,
  cost numeric(20,4) not null check (cost >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, party) references erp.party (tenant_id, id),
  foreign key (tenant_id, warehouse) references erp.warehouse (tenant_id, id)
);
call platform.keep_by_tenant('erp.goods_receipt');

create table erp.goods_receipt_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null check (quantity > 0),
  unit text not null,
  unit_cost numeric(20,6) not null check (unit_cost >= 0),
  cost numeric(20,4) not null check (cost >= 0),
  expected_receipt uuid,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references erp.goods_receipt (tenant_id, id),
  foreign key (tenant_id, item) references erp.item (tenant_id, id),
  foreign key (tenant_id, expected_receipt) references erp.expected_receipt (tenant_id, id)
);
call platform.keep_by_tenant('erp.goods_receipt_line');

create table erp.stock_adjustment (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  number text not null,
  warehouse uuid not null,
  adjustment_date date not null,
  reason text not null check (reason <> ''),
  currency text not null,
  cost numeric(20,4) not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, warehouse) references erp.warehouse (tenant_id, id)
);
call platform.keep_by_tenant('erp.stock_adjustment');

create table erp.stock_adjustment_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null,
  item uuid not null,
  counted numeric(20,6) not null check (counted >= 0),
  unit text not null,
  difference numeric(20,6) not null,
  cost numeric(20,4) not null,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references erp.stock_adjustment (tenant_id, id),
  foreign key (tenant_id, item) references erp.item (tenant_id, id)
);
call platform.keep_by_tenant('erp.stock_adjustment_line');

create table erp.stock_transfer (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  number text not null,
  from_warehouse uuid not null,
  to_warehouse uuid not null,
  transfer_date date not null,
  currency text not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, from_warehouse) references erp.warehouse (tenant_id, id),
  foreign key (tenant_id, to_warehouse) references erp.warehouse (tenant_id, id),
  check (from_warehouse <> to_warehouse)
);
call platform.keep_by_tenant('erp.stock_transfer');

create table erp.stock_transfer_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null check (quantity > 0),
  unit text not null,
  cost numeric(20,4) not null check (cost >= 0),
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references erp.stock_transfer (tenant_id, id),
  foreign key (tenant_id, item) references erp.item (tenant_id, id)
);
call platform.keep_by_tenant('erp.stock_transfer_line');
