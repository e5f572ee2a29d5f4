-- A watched folder may have files of another machine: they are fetched by SFTP and come in like any others. The machine is known
-- by the fingerprint of its key; how to sign in is sealed and stands by itself.

alter table hub.file_source
  -- `sftp://user@host:22/folder`; null: only the folder here.
  add column sftp text,
  -- `SHA256:...`; null: not confirmed yet, so nothing is fetched.
  add column host_key text,
  add column looked_at timestamptz,
  -- What the machine had at the last look, by name: a file that has not changed since is complete.
  add column seen jsonb not null default '{}',
  -- Why the last look came to nothing.
  add column trouble_en text,
  add column trouble_zh text;

create table hub.file_secret (
  tenant_id uuid not null references platform.tenant,
  source uuid not null,
  sealed text not null,
  primary key (tenant_id, source),
  foreign key (tenant_id, source) references hub.file_source
);
call platform.keep_by_tenant('hub.file_secret');
