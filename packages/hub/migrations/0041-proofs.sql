-- Proofs that people asked for, with what they found: a proof of millions takes a while, so it is asked for, worked on and
-- looked at later. And how far the continuous proof has come, which goes round by itself, some thousand documents at a time.

create table hub.proof (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  kinds text,
  repair boolean not null,
  in_sync boolean,
  difference_count integer,
  started_at timestamptz,
  finished_at timestamptz,
  result jsonb,
  primary key (tenant_id, id)
);
create index proof_by_time on hub.proof (tenant_id, created_at);
create index proof_to_do on hub.proof (tenant_id, created_at) where state in ('waiting', 'running');
call platform.keep_by_tenant('hub.proof');

create table hub.proof_round (
  tenant_id uuid not null references platform.tenant,
  system text not null,
  kind text not null,
  -- The last external id that was looked at in this round.
  after text collate "C" not null default '',
  -- Differences of this round so far, and of the last whole one, with its end.
  found integer not null default 0,
  ticked_at timestamptz not null,
  finished_at timestamptz,
  differences integer,
  primary key (tenant_id, system, kind)
);
call platform.keep_by_tenant('hub.proof_round');
