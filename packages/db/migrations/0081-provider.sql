-- A company's people may sign in through its own provider (OpenID Connect). The secret is sealed with the server's key and
-- stands apart, so that no list or history can show it.

create table platform.provider (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  -- As the button says it.
  name text not null check (name <> ''),
  issuer text not null check (issuer ~ '^https?://'),
  client_id text not null check (client_id <> ''),
  email_claim text not null check (email_claim <> ''),
  -- Whoever the provider knows may come in without an invitation, with these roles; null: only who was invited.
  newcomer_roles jsonb check (jsonb_typeof(newcomer_roles) = 'array'),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
call platform.keep_by_tenant('platform.provider');

create table platform.provider_secret (
  tenant_id uuid not null references platform.tenant,
  provider uuid not null,
  sealed text not null,
  primary key (tenant_id, provider),
  foreign key (tenant_id, provider) references platform.provider on delete cascade
);
call platform.keep_by_tenant('platform.provider_secret');

-- What a company's provider says of a person holds in that company only: it could say that somebody is whoever it likes.
alter table platform.session add column only_here boolean not null default false;
