-- Deletions travel: a document deleted on one side is archived, deleted or kept on the other, as the rules of its kind
-- say, or a person is asked. Values are kept, so that a deletion can be undone.

-- A deleted record is wanted in no system; its values stay.
alter table hub.record add column state text not null default 'active' check (state in ('active', 'deleted'));
-- The document is no longer there: deleted by somebody, or by the joint.
alter table hub.link add column gone boolean not null default false;
-- The write asks to delete.
alter table hub.delivery add column deletes boolean not null default false;

-- Every deletion that a system told of, and what became of it.
create table hub.deletion (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  record uuid not null,
  kind text not null,
  subject text not null,
  system text not null,
  change uuid not null,
  deleted_by text not null,
  deleted_at timestamptz not null,
  -- What the rules of the kind said, or what a person chose.
  policy text not null check (policy in ('archive', 'delete', 'ask', 'keep', 'restore')),
  -- Fields that somebody else changed without knowing of the deletion: then a person decides.
  edited jsonb not null,
  status_before text,
  state text not null check (state in ('open', 'settled', 'undone', 'returned')),
  primary key (tenant_id, id),
  foreign key (tenant_id, record) references hub.record,
  foreign key (tenant_id, change) references hub.change
);
create index deletion_by_record on hub.deletion (tenant_id, record, created_at);
create index deletion_open on hub.deletion (tenant_id, created_at) where state = 'open';
call platform.keep_by_tenant('hub.deletion');
