-- Two records that are one: merged by a system or by a person, un-merged exactly. A record still has at most one document in
-- a system: documents that were merged away are kept as aliases, so that whoever still names them means the other.

alter table hub.record drop constraint record_state_check;
alter table hub.record add constraint record_state_check check (state in ('active', 'deleted', 'merged'));
alter table hub.record add column merged_into uuid;
alter table hub.record add constraint record_merged check ((state = 'merged') = (merged_into is not null));
-- Whatever names a customer, for the day that customer is merged.
create index record_by_customer on hub.record (tenant_id, (values ->> 'customer'))
  where kind in ('contact', 'address', 'price', 'order', 'invoice', 'payment');

-- The document of that system that a reported one was merged into.
alter table hub.change add column merged_into text;

create table hub.merge (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  kind text not null,
  subject text not null,
  into_subject text not null,
  loser uuid not null,
  winner uuid not null,
  system text,
  merged_by text not null,
  merged_at timestamptz not null,
  -- Records that named the losing one, and documents that became the other's: what undoing puts back.
  moved jsonb not null,
  links jsonb not null,
  state text not null check (state in ('merged', 'unmerged')),
  primary key (tenant_id, id),
  foreign key (tenant_id, loser) references hub.record,
  foreign key (tenant_id, winner) references hub.record
);
create unique index merge_one_living on hub.merge (tenant_id, loser) where state = 'merged';
create index merge_by_winner on hub.merge (tenant_id, winner);
call platform.keep_by_tenant('hub.merge');

create table hub.alias (
  tenant_id uuid not null,
  system text not null,
  kind text not null,
  external_id text collate "C" not null,
  seq bigint generated always as identity,
  -- Whom it means now, and the record it was a document of. No record of its own: it was merged before it was known.
  record_id uuid not null,
  loser uuid,
  -- The document of the same system it was merged into.
  into_id text,
  seen text not null,
  base jsonb not null,
  -- That system has merged it.
  there boolean not null,
  write_mark bigint not null default 0,
  -- What is still to be done there.
  task text check (task in ('merge', 'unmerge')),
  -- Un-merged while the merge is under way.
  undo boolean not null default false,
  key text,
  attempts integer not null default 0,
  sending boolean not null default false,
  due_at timestamptz,
  primary key (tenant_id, system, kind, external_id)
);
create index alias_by_record on hub.alias (tenant_id, record_id);
create index alias_by_loser on hub.alias (tenant_id, loser) where loser is not null;
create index alias_to_do on hub.alias (tenant_id, system, due_at) where task is not null;
call platform.keep_by_tenant('hub.alias');
