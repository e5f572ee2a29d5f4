-- Other programs sign in with a key. Only its SHA-256 is kept: the key is 32 random bytes, so there is nothing to guess.

create table platform.api_key (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  name text not null check (name <> ''),
  hash text not null,
  scopes jsonb not null check (jsonb_typeof(scopes) = 'array'),
  created_at timestamptz not null,
  created_by text not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, hash)
);
call platform.keep_by_tenant('platform.api_key');
