-- Who decides, as people set it: a rule of a field, or what an event of one side's documents does on the other. What is
-- not set goes by the usual rules. The planner counts the changes of rules, so that every worker takes them up at once.
alter table hub.planner add column rules_version integer not null default 0;

create table hub.rule (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  kind text not null,
  -- A field, '*' for all without a rule of their own, or an event: 'crm.delete'.
  name text not null,
  setting jsonb not null,
  state text not null check (state in ('set', 'reset')),
  primary key (tenant_id, id),
  unique (tenant_id, kind, name)
);
call platform.keep_by_tenant('hub.rule');
