-- What customers ask of the house, by telephone or on their own pages, and the conversation about it.

create table crm.ticket (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  number text not null,
  state text not null check (state in ('open', 'answered', 'solved')),
  customer uuid not null,
  subject text not null check (subject <> ''),
  "order" uuid,
  priority text not null check (priority in ('low', 'normal', 'high')),
  assignee text,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer) references crm.customer,
  foreign key (tenant_id, "order") references crm."order"
);
call platform.keep_by_tenant('crm.ticket');
create index on crm.ticket (tenant_id, customer, created_at);
-- What waits for an answer.
create index on crm.ticket (tenant_id, state, created_at) where state <> 'solved';

create table crm.ticket_message (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  at timestamptz not null,
  ours boolean not null,
  author text not null,
  text text not null check (text <> ''),
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references crm.ticket
);
call platform.keep_by_tenant('crm.ticket_message');
