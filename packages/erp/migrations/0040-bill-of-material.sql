-- What an item is made of. One bill per item; planning and production come later and read the same rows.

create table erp.bill_of_material (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  item uuid not null,
  valid_from date,
  primary key (tenant_id, id),
  unique (tenant_id, item),
  foreign key (tenant_id, item) references erp.item (tenant_id, id)
);
call platform.keep_by_tenant('erp.bill_of_material');

create table erp.bill_of_material_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null check (quantity > 0),
  unit text not null,
  valid_from date,
  valid_to date check (valid_to >= valid_from),
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references erp.bill_of_material (tenant_id, id),
  foreign key (tenant_id, item) references erp.item (tenant_id, id)
);
call platform.keep_by_tenant('erp.bill_of_material_line');
-- Where used.
create index on erp.bill_of_material_line (tenant_id, item);
