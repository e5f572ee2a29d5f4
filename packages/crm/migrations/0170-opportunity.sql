-- Business that may come: with whom, how much, how likely, until when, and what became of it. A quote may be made from one.

create table crm.opportunity (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  number text not null,
  state text not null check (state in ('new', 'qualified', 'proposition', 'won', 'lost')),
  title text not null check (title <> ''),
  customer uuid,
  prospect text check (prospect <> ''),
  contact uuid,
  owner text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  expected_revenue numeric(20, 4) not null check (expected_revenue >= 0),
  probability numeric(9, 4) not null check (probability between 0 and 100),
  expected_close_date date,
  source text,
  lost_reason text,
  note text,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  -- Somebody who is no customer yet is known by name only.
  check (customer is not null or prospect is not null),
  -- A contact is one of a customer's.
  check (contact is null or customer is not null),
  check (lost_reason is null or state = 'lost'),
  foreign key (tenant_id, customer) references crm.customer,
  foreign key (tenant_id, contact) references crm.contact
);
call platform.keep_by_tenant('crm.opportunity');
create index on crm.opportunity (tenant_id, customer, created_at);
-- What may still come, by when.
create index on crm.opportunity (tenant_id, expected_close_date) where state in ('new', 'qualified', 'proposition');

alter table crm.quote
  add column opportunity uuid,
  add foreign key (tenant_id, opportunity) references crm.opportunity;
create index on crm.quote (tenant_id, opportunity) where opportunity is not null;
