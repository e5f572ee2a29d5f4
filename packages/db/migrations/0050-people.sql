-- People sign in. A person may work for several companies, so what proves who somebody is stands outside of any tenant,
-- in tables that the application's role may not even read: only the owner's statements (server/auth) reach them. What
-- somebody may do in a company is the company's own: its users and roles.

create table platform.person (
  id uuid primary key,
  email text not null unique check (email = lower(email) and email like '%_@_%'),
  -- scrypt$cost$block$lanes$salt$hash; null: signs in by a link, by another provider, or in the demo with one click.
  password text,
  password_at timestamptz,
  failures integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null
);

-- In which companies a person is a user.
create table platform.membership (
  person uuid not null references platform.person,
  tenant_id uuid not null references platform.tenant,
  user_id uuid not null,
  primary key (tenant_id, user_id),
  unique (person, tenant_id)
);

-- Only the SHA-256 of a session's secret is kept. A session that awaits a second factor opens nothing yet.
create table platform.session (
  id uuid primary key,
  hash text not null unique,
  person uuid not null references platform.person,
  tenant_id uuid not null references platform.tenant,
  user_id uuid not null,
  awaits_second_factor boolean not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text not null,
  device text not null
);
create index on platform.session (person, last_seen_at);
create index on platform.session (tenant_id, last_seen_at);

-- Links that an administrator hands out: to begin (invitation), or to choose a new password.
create table platform.link (
  hash text primary key,
  tenant_id uuid not null references platform.tenant,
  user_id uuid not null,
  created_by text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table platform.role (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  code text not null check (code ~ '^[a-z][a-z0-9-]*$'),
  name text not null check (name <> ''),
  name_zh text not null check (name_zh <> ''),
  permissions jsonb not null check (jsonb_typeof(permissions) = 'array'),
  -- Comes with Tandem and is kept up to date by it; a company changes a copy.
  built_in boolean not null,
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
call platform.keep_by_tenant('platform.role');

create table platform.user (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('invited', 'active', 'disabled')),
  -- What the user's changes are signed with, and what an owner is called; never changed, so that the trail stays true.
  name text not null check (name ~ '^[a-z0-9][a-z0-9._-]*$'),
  full_name text not null check (full_name <> ''),
  email text not null check (email = lower(email)),
  roles jsonb not null check (jsonb_typeof(roles) = 'array'),
  team text,
  primary key (tenant_id, id),
  unique (tenant_id, name),
  unique (tenant_id, email)
);
call platform.keep_by_tenant('platform.user');

call platform.create_event_table('platform');
