-- What people did with a customer and what they still have to do.

create table crm.activity (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  customer uuid not null,
  contact uuid,
  kind text not null check (kind in ('note', 'call', 'visit', 'mail', 'task')),
  subject text not null check (subject <> ''),
  text text,
  at timestamptz not null,
  due_date date,
  done boolean not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer) references crm.customer,
  foreign key (tenant_id, contact) references crm.contact
);
call platform.keep_by_tenant('crm.activity');
create index on crm.activity (tenant_id, customer, at);
-- Who must be followed up.
create index on crm.activity (tenant_id, due_date) where not done;
