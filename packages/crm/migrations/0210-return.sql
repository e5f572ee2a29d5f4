-- What customers send back: asked for here, decided and received in the ERP, which tells what came of it. Per line never
-- more is asked back than the ERP has told was shipped, less what came back: looked at when it is asked, for what other
-- systems tell of returns is taken as it is.

create table crm.return (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('requested', 'approved', 'rejected', 'received', 'closed')),
  number text not null check (number <> ''),
  erp_number text,
  customer uuid not null,
  "order" uuid not null,
  requested_date date not null,
  reason text not null check (reason <> ''),
  wish text not null check (wish in ('refund', 'replace')),
  answer text,
  received_date date,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  credited numeric(20,4) not null check (credited >= 0),
  replacement uuid,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer) references crm.customer,
  foreign key (tenant_id, "order") references crm."order",
  foreign key (tenant_id, replacement) references crm."order"
);
call platform.keep_by_tenant('crm.return');
create index on crm.return (tenant_id, customer, requested_date);
create index on crm.return (tenant_id, "order");
create index on crm.return (tenant_id, state, requested_date) where state in ('requested', 'approved', 'received');

create table crm.return_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  order_line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null check (quantity > 0),
  unit text not null,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references crm.return,
  foreign key (tenant_id, item) references crm.item
);
call platform.keep_by_tenant('crm.return_line');

-- What the ERP found when the goods came.
create table crm.return_result (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  order_line_number integer not null,
  received numeric(20,6) not null check (received >= 0),
  scrapped numeric(20,6) not null check (scrapped >= 0 and scrapped <= received),
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references crm.return
);
call platform.keep_by_tenant('crm.return_result');

create table crm.return_credit (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  invoice uuid not null,
  amount numeric(20,4) not null,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references crm.return,
  foreign key (tenant_id, invoice) references crm.invoice
);
call platform.keep_by_tenant('crm.return_credit');
create index on crm.return_credit (tenant_id, invoice);
