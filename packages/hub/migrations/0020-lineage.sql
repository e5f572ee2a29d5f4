-- What every new version of a record changed, field by field: what it was, what it is, and the stamps of both. The record
-- itself keeps only who wrote a field last; this is how it came to that. A record's first version needs none: the change
-- that made it tells all of it.

create table hub.record_step (
  tenant_id uuid not null,
  record_id uuid not null,
  -- The version that the step made.
  version integer not null check (version > 1),
  -- The last change that went into it; null when a person decided in the joint itself.
  change_id uuid,
  at timestamptz not null,
  made_by text not null,
  -- { field: { before, after, was, stamp } }; of lines only those that differ: { lines: [{ key, before, after }], was, stamp }.
  changes jsonb not null,
  primary key (tenant_id, record_id, version)
);
call platform.keep_by_tenant('hub.record_step');
