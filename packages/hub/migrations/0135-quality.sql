-- Data quality: rules say how the values of a kind are to be written and what is wrong with them, dictionaries which words
-- there are. An audit holds all records of a kind against the rules, a page a transaction, and leaves a score and findings;
-- a finding lives on from audit to audit until it is mended, decided on, or gone.

create table hub.quality_dictionary (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  name text not null,
  words jsonb not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
call platform.keep_by_tenant('hub.quality_dictionary');

create table hub.quality_rule (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  kind text not null,
  field text not null,
  -- The rules of a field follow each other by it.
  position integer not null,
  does text not null check (does in ('trim', 'width', 'case', 'phone', 'tax-number', 'email', 'date', 'number', 'length', 'mask',
    'dictionary', 'filled')),
  options jsonb not null,
  grade text not null check (grade in ('error', 'warning')),
  state text not null check (state in ('active', 'removed')),
  primary key (tenant_id, id)
);
create index quality_rule_by_kind on hub.quality_rule (tenant_id, kind, field, position) where state = 'active';
call platform.keep_by_tenant('hub.quality_rule');

create table hub.quality_audit (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  kind text not null,
  records integer not null default 0,
  values_checked integer not null default 0,
  values_good integer not null default 0,
  -- Of 100 checked values, how many are good; null until all were checked.
  score numeric(9,4),
  -- Checked and good values by field.
  by_field jsonb not null default '{}',
  finished_at timestamptz,
  -- The last record that was checked.
  after uuid,
  state text not null check (state in ('waiting', 'running', 'done')),
  primary key (tenant_id, id),
  check ((state = 'done') = (finished_at is not null))
);
create index quality_audit_by_kind on hub.quality_audit (tenant_id, kind, created_at);
create index quality_audit_to_do on hub.quality_audit (tenant_id, created_at) where state <> 'done';
call platform.keep_by_tenant('hub.quality_audit');

create table hub.quality_schedule (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  kind text not null,
  every_hours integer not null check (every_hours > 0),
  next_at timestamptz not null,
  state text not null check (state in ('active', 'removed')),
  primary key (tenant_id, id)
);
create unique index quality_schedule_one on hub.quality_schedule (tenant_id, kind) where state = 'active';
call platform.keep_by_tenant('hub.quality_schedule');

create table hub.quality_finding (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  kind text not null,
  record uuid not null,
  -- What a person knows the record by, when it was found.
  subject text not null,
  field text not null,
  rule uuid not null,
  value text not null,
  -- What it should be: the standard form, or what was likely meant.
  suggestion text,
  -- 100: the same but for how it is written.
  likeness numeric(9,4),
  -- Why it is suggested; how it differs from what is there.
  reason text,
  code text not null,
  details jsonb not null,
  -- What was written when it was applied.
  applied text,
  -- The last audit that found it.
  audit uuid not null,
  state text not null check (state in ('open', 'applied', 'ignored', 'undone', 'gone')),
  primary key (tenant_id, id),
  foreign key (tenant_id, record) references hub.record,
  foreign key (tenant_id, rule) references hub.quality_rule,
  foreign key (tenant_id, audit) references hub.quality_audit,
  check (state <> 'applied' or applied is not null)
);
create unique index quality_finding_one on hub.quality_finding (tenant_id, record, field) where state in ('open', 'ignored');
create index quality_finding_by_kind on hub.quality_finding (tenant_id, kind, state, id);
create index quality_finding_by_audit on hub.quality_finding (tenant_id, audit);
create index quality_finding_by_rule on hub.quality_finding (tenant_id, rule);
call platform.keep_by_tenant('hub.quality_finding');
