-- What the joint knows: the changes it was told, the records they make, which document of which system is which record,
-- and what is still to be written where. Jsonb holds decimals as text, so nothing is rounded. Tenants are not checked by
-- foreign keys here: every write is checked against its tenant by row-level security, and a first load writes millions.

-- Counts the writes that the joint begins and the outcomes it records, so that "before" and "after" need no clock. What
-- was read while it stood lower than a document's last write may be older than that write: then it is read again. And a
-- write that began when it stood higher than at the keeping of a change cannot be what made that document.
create sequence hub.write_mark;
select nextval('hub.write_mark');
grant usage, select on sequence hub.write_mark to tandem_app;
create function hub.write_mark_now() returns bigint language sql volatile as 'select last_value from hub.write_mark';


create table hub.record (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  version integer not null check (version > 0),
  values jsonb not null,
  -- Per field: who, when, from which system and change, by which rule. '*' stands for the fields without one of their own.
  stamps jsonb not null,
  -- Fields that wait for a person's decision: no delivery writes them.
  disputed text[] not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index record_by_kind on hub.record (tenant_id, kind, id);
call platform.keep_by_tenant('hub.record');

-- The natural keys of records, normalised: what finds the same thing in two systems.
create table hub.record_key (
  tenant_id uuid not null,
  kind text not null,
  field text not null,
  value text collate "C" not null,
  record_id uuid not null,
  primary key (tenant_id, kind, field, value, record_id)
);
call platform.keep_by_tenant('hub.record_key');

-- A document of a system is at most one record's, and a record has at most one document in a system: the two keys say it.
create table hub.link (
  tenant_id uuid not null,
  record_id uuid not null,
  system text not null,
  kind text not null,
  external_id text collate "C" not null,
  -- The version last read or written there.
  seen text not null,
  -- The values last agreed with that system, in the joint's terms.
  base jsonb not null,
  -- The fields of our last write whose echo has not come back yet, and the record's version it wrote.
  wrote text[] not null default '{}',
  wrote_version integer not null default 0,
  write_mark bigint not null default 0,
  written_at timestamptz,
  linked_at timestamptz not null,
  linked_by text not null,
  primary key (tenant_id, record_id, system),
  unique (tenant_id, system, kind, external_id),
  foreign key (tenant_id, record_id) references hub.record
);
call platform.keep_by_tenant('hub.link');

-- Everything that was ever told, as it was told. A repeat of the same version falls out by the unique key; a document
-- that comes back to an old version (versions may be hashes) gets another turn.
create table hub.change (
  tenant_id uuid not null,
  id uuid not null,
  seq bigint generated always as identity,
  system text not null,
  kind text not null,
  external_id text collate "C" not null,
  version text not null,
  turn integer not null default 1,
  values jsonb not null,
  -- What a person made of unreadable values in the inbox.
  edited jsonb,
  deleted boolean not null,
  at timestamptz not null,
  actor text not null,
  cause_system text,
  cause_change text,
  origin text not null default 'pull' check (origin in ('pull', 'recheck', 'repair')),
  priority smallint not null,
  state text not null
    check (state in ('new', 'recheck', 'waiting', 'planned', 'echo', 'superseded', 'parked', 'duplicate', 'ignored')),
  waits_kind text,
  waits_for text,
  record_id uuid,
  read_mark bigint not null,
  kept_mark bigint not null default hub.write_mark_now(),
  pulled_at timestamptz not null,
  planned_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, system, kind, external_id, version, turn),
  check ((state = 'waiting') = (waits_for is not null))
);
create index change_to_plan on hub.change (tenant_id, priority, seq) where state = 'new';
create index change_to_read on hub.change (tenant_id, system, kind, seq) where state = 'recheck';
create index change_waiting on hub.change (tenant_id, system, waits_kind, waits_for) where state = 'waiting';
create index change_held on hub.change (tenant_id, system, kind, external_id) where state in ('waiting', 'parked', 'duplicate');
create index change_by_record on hub.change (tenant_id, record_id, seq) where record_id is not null;
call platform.keep_by_tenant('hub.change');

-- A record's version wanted in a system. At most one waits and at most one is under way, per record and system.
create table hub.delivery (
  tenant_id uuid not null,
  id uuid not null,
  seq bigint generated always as identity,
  system text not null,
  kind text not null,
  record_id uuid not null,
  version integer not null,
  priority smallint not null,
  state text not null check (state in ('pending', 'waiting', 'sending', 'done', 'superseded', 'parked')),
  attempts integer not null default 0,
  -- When it may be sent (pending, waiting) or its lease ends (sending).
  due_at timestamptz not null,
  worker text,
  -- Counts a person's retries: a refused write that is tried again is another write.
  round integer not null default 0,
  -- What was sent, so that the same key always means the same write.
  sent jsonb,
  changed text[],
  sent_seen text,
  -- Where hub.write_mark stood when it was first sent.
  sent_mark bigint,
  waits_for text,
  reason text,
  change_id uuid,
  created_at timestamptz not null,
  sent_at timestamptz,
  done_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, record_id) references hub.record,
  check (state <> 'sending' or (worker is not null and sent is not null)),
  check (state <> 'waiting' or waits_for is not null)
);
create unique index delivery_one_open on hub.delivery (tenant_id, record_id, system) where state in ('pending', 'waiting');
create unique index delivery_one_sending on hub.delivery (tenant_id, record_id, system) where state = 'sending';
create index delivery_to_send on hub.delivery (tenant_id, system, priority, seq) where state = 'pending';
create index delivery_leased on hub.delivery (tenant_id, system, due_at) where state = 'sending';
create index delivery_waiting on hub.delivery (tenant_id, system, waits_for) where state = 'waiting';
create index delivery_parked on hub.delivery (tenant_id, record_id, system) where state = 'parked';
create index delivery_by_record on hub.delivery (tenant_id, record_id, seq);
call platform.keep_by_tenant('hub.delivery');
