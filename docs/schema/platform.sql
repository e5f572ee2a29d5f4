-- What the migrations of platform make. `npm run fix` writes this; a test compares it with a fresh database.

TABLE platform.answer (
  tenant_id uuid not null default platform.tenant(),
  scope text not null,
  key text not null,
  request_hash text not null,
  answer jsonb not null,
  at timestamp with time zone not null,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, scope, key)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.api_key (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  name text not null,
  hash text not null,
  scopes jsonb not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  owner uuid,
  expires_at timestamp with time zone,
  CHECK ((name <> ''::text)),
  CHECK ((jsonb_typeof(scopes) = 'array'::text)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, owner) REFERENCES platform."user"(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, hash)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.audit_link (
  tenant_id uuid not null default platform.tenant(),
  number bigint not null,
  context text not null,
  after text not null,
  until text not null,
  events integer not null,
  hash text not null,
  at timestamp with time zone not null,
  CHECK ((events > 0)),
  CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((number > 0)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, number)
);
CREATE INDEX audit_link_tenant_id_context_number_idx ON platform.audit_link USING btree (tenant_id, context, number);
CREATE TRIGGER keep_all BEFORE TRUNCATE ON platform.audit_link FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON platform.audit_link FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE platform.comment (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  document text not null,
  document_id uuid not null,
  text text not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  removed_at timestamp with time zone,
  CHECK ((text <> ''::text)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX comment_tenant_id_document_id_id_idx ON platform.comment USING btree (tenant_id, document_id, id);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.counter (
  tenant_id uuid not null default platform.tenant(),
  name text not null,
  last bigint not null,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, name)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.event (
  tenant_id uuid not null default platform.tenant(),
  xact xid8 not null default pg_current_xact_id(),
  seq bigint not null default identity,
  id uuid not null,
  document text not null,
  document_id uuid not null,
  document_version integer not null,
  type text not null,
  payload jsonb not null,
  actor_kind text not null,
  actor_id text not null,
  cause_system text,
  cause_change text,
  at timestamp with time zone not null,
  CHECK ((actor_kind = ANY (ARRAY['user'::text, 'key'::text, 'joint'::text, 'system'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX event_tenant_id_document_id_xact_seq_idx ON platform.event USING btree (tenant_id, document_id, xact, seq);
CREATE INDEX event_tenant_id_document_xact_seq_idx ON platform.event USING btree (tenant_id, document, xact, seq);
CREATE INDEX event_tenant_id_xact_seq_idx ON platform.event USING btree (tenant_id, xact, seq);
CREATE TRIGGER keep_all BEFORE TRUNCATE ON platform.event FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON platform.event FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE platform.file (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  name text not null,
  media_type text not null,
  size integer not null,
  sha256 text not null,
  content bytea not null,
  document text,
  document_id uuid,
  created_at timestamp with time zone not null,
  created_by text not null,
  removed_at timestamp with time zone,
  removed_by text,
  CHECK (((document IS NULL) = (document_id IS NULL))),
  CHECK ((name <> ''::text)),
  CHECK ((size > 0)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX file_tenant_id_document_id_id_idx ON platform.file USING btree (tenant_id, document_id, id);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.import_mapping (
  tenant_id uuid not null default platform.tenant(),
  target text not null,
  header text not null,
  mapping jsonb not null,
  used_at timestamp with time zone not null,
  used_by text not null,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, target, header)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.joint_write (
  tenant_id uuid not null default platform.tenant(),
  system text not null,
  key text not null,
  kind text not null,
  document_id uuid not null,
  version integer not null,
  made boolean not null,
  at timestamp with time zone not null,
  PRIMARY KEY (tenant_id, system, key)
);
CREATE INDEX joint_write_tenant_id_document_id_version_idx ON platform.joint_write USING btree (tenant_id, document_id, version) WHERE made;
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.link (
  hash text not null,
  tenant_id uuid not null,
  user_id uuid not null,
  created_by text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  by_operator boolean not null default false,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (hash)
);
ROW SECURITY off; tandem_app may nothing;

TABLE platform.list_view (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  list text not null,
  owner text not null,
  name text not null,
  shared boolean not null,
  state jsonb not null,
  updated_at timestamp with time zone not null,
  CHECK ((name <> ''::text)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, list, owner, name)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.login (
  database text not null,
  role text not null,
  password text not null,
  PRIMARY KEY (database)
);
ROW SECURITY off; tandem_app may nothing;

TABLE platform.membership (
  person uuid not null,
  tenant_id uuid not null,
  user_id uuid not null,
  FOREIGN KEY (person) REFERENCES platform.person(id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, user_id),
  UNIQUE (person, tenant_id)
);
ROW SECURITY off; tandem_app may nothing;

TABLE platform.mention (
  tenant_id uuid not null default platform.tenant(),
  comment_id uuid not null,
  person text not null,
  seen_at timestamp with time zone,
  FOREIGN KEY (tenant_id, comment_id) REFERENCES platform.comment(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, comment_id, person)
);
CREATE INDEX mention_tenant_id_person_comment_id_idx ON platform.mention USING btree (tenant_id, person, comment_id);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.migration (
  schema text not null,
  name text not null,
  hash text not null,
  at timestamp with time zone not null default now(),
  PRIMARY KEY (schema, name)
);
ROW SECURITY off; tandem_app may nothing;

TABLE platform.person (
  id uuid not null,
  email text not null,
  password text,
  password_at timestamp with time zone,
  failures integer not null default 0,
  locked_until timestamp with time zone,
  created_at timestamp with time zone not null,
  totp text,
  totp_step bigint,
  totp_pending text,
  recovery text[] not null default '{}'::text[],
  CHECK (((email = lower(email)) AND (email ~~ '%_@_%'::text))),
  PRIMARY KEY (id),
  UNIQUE (email)
);
ROW SECURITY off; tandem_app may nothing;

TABLE platform.provider (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  email_claim text not null,
  newcomer_roles jsonb,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  must_tell jsonb,
  CHECK ((client_id <> ''::text)),
  CHECK ((email_claim <> ''::text)),
  CHECK ((issuer ~ '^https?://'::text)),
  CHECK ((jsonb_typeof(must_tell) = 'array'::text)),
  CHECK ((name <> ''::text)),
  CHECK ((jsonb_typeof(newcomer_roles) = 'array'::text)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.provider_secret (
  tenant_id uuid not null default platform.tenant(),
  provider uuid not null,
  sealed text not null,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, provider) REFERENCES platform.provider(tenant_id, id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, provider)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.provider_subject (
  tenant_id uuid not null default platform.tenant(),
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES platform."user"(tenant_id, id),
  PRIMARY KEY (tenant_id, issuer, subject),
  UNIQUE (tenant_id, issuer, user_id)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.role (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  code text not null,
  name text not null,
  name_zh text not null,
  permissions jsonb not null,
  built_in boolean not null,
  status text not null,
  CHECK ((code ~ '^[a-z][a-z0-9-]*$'::text)),
  CHECK ((name <> ''::text)),
  CHECK ((name_zh <> ''::text)),
  CHECK ((jsonb_typeof(permissions) = 'array'::text)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.session (
  id uuid not null,
  hash text not null,
  person uuid not null,
  tenant_id uuid not null,
  user_id uuid not null,
  awaits_second_factor boolean not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  address text not null,
  device text not null,
  only_here boolean not null default false,
  FOREIGN KEY (person) REFERENCES platform.person(id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (id),
  UNIQUE (hash)
);
CREATE INDEX session_person_last_seen_at_idx ON platform.session USING btree (person, last_seen_at);
CREATE INDEX session_tenant_id_last_seen_at_idx ON platform.session USING btree (tenant_id, last_seen_at);
ROW SECURITY off; tandem_app may nothing;

TABLE platform.setting (
  tenant_id uuid not null default platform.tenant(),
  name text not null,
  value jsonb not null,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, name)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE platform.tenant (
  id uuid not null,
  name text not null,
  base_currency text not null,
  time_zone text not null,
  created_at timestamp with time zone not null default now(),
  CHECK ((base_currency ~ '^[A-Z]{3}$'::text)),
  PRIMARY KEY (id)
);
POLICY own_tenant using (id = platform.tenant());
ROW SECURITY on; tandem_app may select;

TABLE platform.user (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  name text not null,
  full_name text not null,
  email text not null,
  roles jsonb not null,
  team text,
  customer text,
  CHECK ((customer ~ '^[0-9a-f-]{36}$'::text)),
  CHECK ((email = lower(email))),
  CHECK ((full_name <> ''::text)),
  CHECK ((name ~ '^[a-z0-9][a-z0-9._-]*$'::text)),
  CHECK ((jsonb_typeof(roles) = 'array'::text)),
  CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'disabled'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, email),
  UNIQUE (tenant_id, name)
);
CREATE TRIGGER disabled AFTER UPDATE OF state ON platform."user" FOR EACH ROW WHEN (((new.state = 'disabled'::text) AND (old.state <> 'disabled'::text))) EXECUTE FUNCTION platform.end_what_is_open();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

CREATE OR REPLACE FUNCTION platform.all_changed(changed bigint, wanted integer, target text)
 RETURNS void
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
begin
  if changed <> wanted then
    raise exception 'a row of % was changed by somebody else meanwhile', target using errcode = 'TD001', table = target;
  end if;
end $function$;

CREATE OR REPLACE PROCEDURE platform.create_event_table(IN context text)
 LANGUAGE plpgsql
AS $procedure$
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
  execute format('alter table %I.event alter column payload set statistics 0', context);
  execute format('create index on %I.event (tenant_id, xact, seq)', context);
  execute format('create index on %I.event (tenant_id, document, xact, seq)', context);
  execute format('create index on %I.event (tenant_id, document_id, xact, seq)', context);
  execute format('call platform.keep_by_tenant(''%I.event'')', context);
  execute format('call platform.keep_forever(''%I.event'')', context);
end $procedure$;

CREATE OR REPLACE FUNCTION platform.end_what_is_open()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  delete from platform.session where tenant_id = new.tenant_id and user_id = new.id;
  delete from platform.link where tenant_id = new.tenant_id and user_id = new.id and used_at is null;
  delete from platform.provider_subject where tenant_id = new.tenant_id and user_id = new.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION platform.has_joined(of_user uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select 1 from platform.membership where tenant_id = platform.tenant() and user_id = of_user)
$function$;

CREATE OR REPLACE PROCEDURE platform.keep_by_tenant(IN target regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s alter column tenant_id set default platform.tenant()', target);
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy own_tenant on %s to public using (tenant_id = (select platform.tenant())) with check (tenant_id = (select platform.tenant()))', target);
  execute format('grant select, insert, update, delete on %s to tandem_app', target);
end $procedure$;

CREATE OR REPLACE PROCEDURE platform.keep_forever(IN target regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('revoke update, delete, truncate on %s from tandem_app', target);
  execute format('create trigger keep_forever before update or delete on %s for each row execute function platform.refuse_change()', target);
  execute format('create trigger keep_all before truncate on %s execute function platform.refuse_change()', target);
end $procedure$;

CREATE OR REPLACE PROCEDURE platform.keep_login()
 LANGUAGE plpgsql
AS $procedure$
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
end $procedure$;

CREATE OR REPLACE FUNCTION platform.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only: write a reverse document instead', tg_table_schema || '.' || tg_table_name
    using errcode = 'restrict_violation';
end $function$;

CREATE OR REPLACE FUNCTION platform.take_gapless(counter_name text, count integer)
 RETURNS bigint
 LANGUAGE sql
AS $function$
  insert into platform.counter as c (name, last) values (counter_name, count)
  on conflict (tenant_id, name) do update set last = c.last + count
  returning last - count + 1
$function$;

CREATE OR REPLACE FUNCTION platform.take_numbers(counter_name text, count integer)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION platform.tenant()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('tandem.tenant'::text, true), ''::text))::uuid;
