-- What every context stands on: tenants, row-level security by tenant, numbers, append-only tables, event tables.
-- The application runs as role tandem_app, which owns nothing and cannot bypass row-level security.

-- Roles belong to the whole server, so another database may be making this one at the same time.
do $$ begin
  create role tandem_app nologin nosuperuser nobypassrls nocreaterole nocreatedb noreplication;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'the user % may not create roles', current_user
      using hint = format('As an administrator run: alter role %I createrole', current_user);
end $$;

grant usage on schema platform to tandem_app;

create table platform.tenant (
  id uuid primary key,
  name text not null,
  base_currency text not null check (base_currency ~ '^[A-Z]{3}$'),
  time_zone text not null,
  created_at timestamptz not null default now()
);

-- The tenant of the running transaction. Unset means no rows at all.
create function platform.tenant() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('tandem.tenant', true), '')::uuid;

-- The application sees its own tenant's entry; the owner, who makes tenants, sees all.
alter table platform.tenant enable row level security;
create policy own_tenant on platform.tenant to tandem_app using (id = platform.tenant());
grant select on platform.tenant to tandem_app;

-- What the application logs in with. Connections that logged in as the owner could always become the owner again
-- (reset role, reset session authorization); so each database has a login of its own, known to its owner only.
create table platform.login (
  database text primary key,
  role text not null,
  password text not null
);

-- Makes the login where it is missing: in a new database, and in one that was restored on another server.
create procedure platform.keep_login() language plpgsql as $$
declare
  login platform.login;
begin
  insert into platform.login values (
    current_database(),
    'tandem_app_' || substr(md5(current_database()), 1, 16),
    -- 244 random bits from the server's strong source.
    gen_random_uuid()::text || gen_random_uuid()::text)
  on conflict do nothing;
  select * into login from platform.login where database = current_database();
  if not exists (select from pg_roles where rolname = login.role) then
    execute format('create role %I', login.role);
  end if;
  execute format('alter role %I login password %L', login.role, login.password);
  execute format('alter role %I set idle_in_transaction_session_timeout = %L', login.role, '60s');
  execute format('grant tandem_app to %I', login.role);
exception when insufficient_privilege then
  raise exception 'the user % may not make logins: %', current_user, sqlerrm
    using hint = format('As an administrator run: alter role %1$I createrole; grant tandem_app to %1$I with admin option', current_user);
end $$;

-- Makes a table seen by its own tenant only, and usable by the application.
create procedure platform.keep_by_tenant(target regclass) language plpgsql as $$
begin
  execute format('alter table %s alter column tenant_id set default platform.tenant()', target);
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy own_tenant on %s to public using (tenant_id = platform.tenant()) with check (tenant_id = platform.tenant())', target);
  execute format('grant select, insert, update, delete on %s to tandem_app', target);
end $$;

create function platform.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: write a reverse document instead', tg_table_schema || '.' || tg_table_name
    using errcode = 'restrict_violation';
end $$;

-- Makes a table append-only, for everybody.
create procedure platform.keep_forever(target regclass) language plpgsql as $$
begin
  execute format('revoke update, delete, truncate on %s from tandem_app', target);
  execute format('create trigger keep_forever before update or delete on %s for each row execute function platform.refuse_change()', target);
  execute format('create trigger keep_all before truncate on %s execute function platform.refuse_change()', target);
end $$;

-- The outbox and audit trail of a context. xact is taken before the row is visible to others, so a reader
-- goes no further than the oldest transaction still running: see db/outbox.ts.
create procedure platform.create_event_table(context text) language plpgsql as $$
begin
  execute format('create table %I.event (
    tenant_id uuid not null references platform.tenant,
    xact xid8 not null default pg_current_xact_id(),
    seq bigint generated always as identity,
    id uuid not null,
    document text not null,
    document_id uuid not null,
    document_version integer not null,
    type text not null,
    payload jsonb not null,
    actor_kind text not null check (actor_kind in (''user'', ''key'', ''joint'', ''system'')),
    actor_id text not null,
    cause_system text,
    cause_change text,
    at timestamptz not null,
    primary key (tenant_id, id))', context);
  execute format('create index on %I.event (tenant_id, xact, seq)', context);
  execute format('create index on %I.event (tenant_id, document, xact, seq)', context);
  execute format('create index on %I.event (tenant_id, document_id, xact, seq)', context);
  execute format('call platform.keep_by_tenant(''%I.event'')', context);
  execute format('call platform.keep_forever(''%I.event'')', context);
end $$;

create table platform.counter (
  tenant_id uuid not null references platform.tenant,
  name text not null,
  last bigint not null,
  primary key (tenant_id, name)
);
call platform.keep_by_tenant('platform.counter');

-- Gapless numbers: the row stays locked until the transaction ends, so a number given back is used again.
create function platform.take_gapless(counter_name text, count integer) returns bigint language sql volatile as $$
  insert into platform.counter as c (name, last) values (counter_name, count)
  on conflict (tenant_id, name) do update set last = c.last + count
  returning last - count + 1
$$;

-- Ordinary numbers: a sequence a tenant and document, so that nobody waits; gaps are possible.
create function platform.take_numbers(counter_name text, count integer) returns setof bigint
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  tenant uuid := platform.tenant();
  sequence_name text := format('platform.%I', 'n_' || translate(tenant::text, '-', '') || '_' || counter_name);
begin
  if tenant is null then raise exception 'no tenant is set'; end if;
  if to_regclass(sequence_name) is null then
    perform pg_advisory_xact_lock(hashtextextended(sequence_name, 0));
    execute 'create sequence if not exists ' || sequence_name;
  end if;
  return query select nextval(sequence_name::regclass) from generate_series(1, count);
end $$;
grant execute on function platform.take_numbers, platform.take_gapless, platform.tenant to tandem_app;

-- Answers already given: to a request by its Idempotency-Key, to a write of the joint by its key.
create table platform.answer (
  tenant_id uuid not null references platform.tenant,
  scope text not null,
  key text not null,
  request_hash text not null,
  answer jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, scope, key)
);
call platform.keep_by_tenant('platform.answer');
