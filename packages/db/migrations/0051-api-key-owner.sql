-- A key is somebody's: it may do no more than its owner, stops when the owner is disabled, and may run out by itself.
-- Keys of the command line are nobody's.

alter table platform.api_key add column owner uuid, add column expires_at timestamptz,
  add foreign key (tenant_id, owner) references platform.user;
