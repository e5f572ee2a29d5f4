-- What the migrations of hub make. `npm run fix` writes this; a test compares it with a fresh database.

TABLE hub.alert (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  rule uuid not null,
  about text not null,
  says_en text not null,
  says_zh text not null,
  state text not null,
  CHECK ((state = ANY (ARRAY['firing'::text, 'resolved'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, rule) REFERENCES hub.alert_rule(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX alert_by_time ON hub.alert USING btree (tenant_id, created_at);
CREATE UNIQUE INDEX alert_one_firing ON hub.alert USING btree (tenant_id, rule, about) WHERE (state = 'firing'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.alert_channel (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  name text not null,
  type text not null,
  target text not null,
  language text not null,
  trouble text,
  state text not null,
  CHECK ((language = ANY (ARRAY['en'::text, 'zh'::text]))),
  CHECK ((state = ANY (ARRAY['active'::text, 'removed'::text]))),
  CHECK ((type = ANY (ARRAY['webhook'::text, 'mail'::text, 'dingtalk'::text, 'wecom'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.alert_message (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  channel uuid not null,
  what text not null,
  says_en text not null,
  says_zh text not null,
  created_at timestamp with time zone not null,
  attempts integer not null default 0,
  due_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  dropped_at timestamp with time zone,
  CHECK ((what = ANY (ARRAY['fired'::text, 'resolved'::text, 'test'::text]))),
  FOREIGN KEY (tenant_id, channel) REFERENCES hub.alert_channel(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX alert_message_by_time ON hub.alert_message USING btree (tenant_id, created_at);
CREATE INDEX alert_message_due ON hub.alert_message USING btree (tenant_id, channel, due_at) WHERE ((sent_at IS NULL) AND (dropped_at IS NULL));
CREATE INDEX alert_message_sent ON hub.alert_message USING btree (tenant_id, channel, sent_at) WHERE (sent_at IS NOT NULL);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.alert_rule (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  name text not null,
  watches text not null,
  threshold numeric(20,4),
  currency text,
  channel uuid not null,
  state text not null,
  CHECK (((watches = ANY (ARRAY['auto-paused'::text, 'proof'::text])) OR (threshold IS NOT NULL))),
  CHECK (((watches <> 'inbox-money'::text) OR (currency IS NOT NULL))),
  CHECK ((state = ANY (ARRAY['active'::text, 'removed'::text]))),
  CHECK ((watches = ANY (ARRAY['lag'::text, 'inbox-count'::text, 'inbox-money'::text, 'auto-paused'::text, 'silent'::text, 'proof'::text]))),
  FOREIGN KEY (tenant_id, channel) REFERENCES hub.alert_channel(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX alert_rule_by_channel ON hub.alert_rule USING btree (tenant_id, channel);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.alert_secret (
  tenant_id uuid not null default platform.tenant(),
  channel uuid not null,
  url text not null,
  secret text,
  sender text,
  receivers text,
  FOREIGN KEY (tenant_id, channel) REFERENCES hub.alert_channel(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, channel)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.alias (
  tenant_id uuid not null default platform.tenant(),
  system text not null,
  kind text not null,
  external_id text not null,
  seq bigint not null default identity,
  record_id uuid not null,
  loser uuid,
  into_id text,
  seen text not null,
  base jsonb not null,
  there boolean not null,
  write_mark bigint not null default 0,
  task text,
  undo boolean not null default false,
  key text,
  attempts integer not null default 0,
  sending boolean not null default false,
  due_at timestamp with time zone,
  CHECK ((task = ANY (ARRAY['merge'::text, 'unmerge'::text]))),
  PRIMARY KEY (tenant_id, system, kind, external_id)
);
CREATE INDEX alias_by_loser ON hub.alias USING btree (tenant_id, loser) WHERE (loser IS NOT NULL);
CREATE INDEX alias_by_record ON hub.alias USING btree (tenant_id, record_id);
CREATE INDEX alias_to_do ON hub.alias USING btree (tenant_id, system, due_at) WHERE (task IS NOT NULL);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.chain (
  tenant_id uuid not null default platform.tenant(),
  record_id uuid not null,
  currency text not null,
  about text not null,
  subject text not null,
  customer_id uuid,
  state text not null,
  since timestamp with time zone not null,
  moving boolean not null,
  figures jsonb not null,
  reasons jsonb not null,
  documents jsonb not null,
  mark bigint not null,
  checked_at timestamp with time zone not null,
  CHECK ((about = ANY (ARRAY['order'::text, 'customer'::text]))),
  CHECK ((state = ANY (ARRAY['agreed'::text, 'on-the-way'::text, 'differs'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, record_id) REFERENCES hub.record(tenant_id, id),
  PRIMARY KEY (tenant_id, record_id, currency)
);
CREATE INDEX chain_by_customer ON hub.chain USING btree (tenant_id, customer_id) WHERE (customer_id IS NOT NULL);
CREATE INDEX chain_by_state ON hub.chain USING btree (tenant_id, about, state, since);
CREATE INDEX chain_moving ON hub.chain USING btree (tenant_id, checked_at) WHERE moving;
CREATE INDEX chain_to_check ON hub.chain USING btree (tenant_id, checked_at);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.chain_cursor (
  tenant_id uuid not null default platform.tenant(),
  system text not null,
  cursor text not null,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, system)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.chain_due (
  tenant_id uuid not null default platform.tenant(),
  system text not null,
  kind text not null,
  external_id text not null,
  mark bigint not null default nextval('hub.chain_mark'::regclass),
  CHECK ((kind = ANY (ARRAY['order'::text, 'customer'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, system, kind, external_id)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.change (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  seq bigint not null default identity,
  system text not null,
  kind text not null,
  external_id text not null,
  version text not null,
  turn integer not null default 1,
  values jsonb not null,
  edited jsonb,
  deleted boolean not null,
  at timestamp with time zone not null,
  actor text not null,
  cause_system text,
  cause_change text,
  origin text not null default 'pull'::text,
  priority smallint not null,
  state text not null,
  waits_kind text,
  waits_for text,
  record_id uuid,
  read_mark bigint not null,
  kept_mark bigint not null default hub.write_mark_now(),
  pulled_at timestamp with time zone not null,
  planned_at timestamp with time zone,
  native jsonb,
  mapping integer,
  merged_into text,
  born text,
  CHECK (((state = 'waiting'::text) = (waits_for IS NOT NULL))),
  CHECK ((origin = ANY (ARRAY['pull'::text, 'recheck'::text, 'repair'::text, 'merge'::text]))),
  CHECK ((state = ANY (ARRAY['new'::text, 'recheck'::text, 'waiting'::text, 'planned'::text, 'echo'::text, 'superseded'::text, 'parked'::text, 'duplicate'::text, 'ignored'::text]))),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, system, kind, external_id, version, turn)
);
CREATE INDEX change_by_record ON hub.change USING btree (tenant_id, record_id, seq) WHERE (record_id IS NOT NULL);
CREATE INDEX change_held ON hub.change USING btree (tenant_id, system, kind, external_id) WHERE (state = ANY (ARRAY['waiting'::text, 'parked'::text, 'duplicate'::text]));
CREATE INDEX change_to_plan ON hub.change USING btree (tenant_id, priority, seq) WHERE (state = 'new'::text);
CREATE INDEX change_to_read ON hub.change USING btree (tenant_id, system, kind, seq) WHERE (state = 'recheck'::text);
CREATE INDEX change_waiting ON hub.change USING btree (tenant_id, system, waits_kind, waits_for) WHERE (state = 'waiting'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.conflict (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  record uuid not null,
  kind text not null,
  field text not null,
  system text not null,
  change uuid,
  agreed jsonb,
  kept jsonb,
  kept_system text,
  kept_by text,
  kept_at timestamp with time zone,
  other jsonb,
  other_by text not null,
  other_at timestamp with time zone not null,
  rule text not null,
  state text not null,
  decision jsonb,
  CHECK ((state = ANY (ARRAY['open'::text, 'by-rule'::text, 'decided'::text, 'superseded'::text]))),
  FOREIGN KEY (tenant_id, change) REFERENCES hub.change(tenant_id, id),
  FOREIGN KEY (tenant_id, record) REFERENCES hub.record(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX conflict_by_record ON hub.conflict USING btree (tenant_id, record, created_at);
CREATE UNIQUE INDEX conflict_one_open ON hub.conflict USING btree (tenant_id, record, field) WHERE (state = 'open'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.connection (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  name text not null,
  type text not null,
  side text not null,
  settings jsonb not null,
  kinds jsonb,
  beside boolean not null,
  found jsonb,
  tested_at timestamp with time zone,
  state text not null,
  CHECK ((side = ANY (ARRAY['crm'::text, 'erp'::text]))),
  CHECK ((state = ANY (ARRAY['draft'::text, 'active'::text, 'stopped'::text, 'removed'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX connection_name ON hub.connection USING btree (tenant_id, name) WHERE (state <> 'removed'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.connection_secret (
  tenant_id uuid not null default platform.tenant(),
  connection uuid not null,
  sealed text not null,
  FOREIGN KEY (tenant_id, connection) REFERENCES hub.connection(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, connection)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.cursor (
  tenant_id uuid not null default platform.tenant(),
  system text not null,
  kind text not null,
  cursor text not null,
  pulled_at timestamp with time zone,
  complete boolean not null default false,
  ready boolean not null default false,
  trouble text,
  trouble_at timestamp with time zone,
  read_count bigint not null default 0,
  total bigint,
  began_at timestamp with time zone,
  completed_at timestamp with time zone,
  held_back_since timestamp with time zone,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, system, kind)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.custom_field (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  kind text not null,
  name text not null,
  label_en text not null,
  label_zh text not null,
  type text not null,
  choices jsonb,
  CHECK ((type = ANY (ARRAY['text'::text, 'decimal'::text, 'date'::text, 'choice'::text, 'flag'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, kind, name)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.deletion (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  record uuid not null,
  kind text not null,
  subject text not null,
  system text not null,
  change uuid not null,
  deleted_by text not null,
  deleted_at timestamp with time zone not null,
  policy text not null,
  edited jsonb not null,
  status_before text,
  state text not null,
  CHECK ((policy = ANY (ARRAY['archive'::text, 'delete'::text, 'ask'::text, 'keep'::text, 'restore'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'settled'::text, 'undone'::text, 'returned'::text]))),
  FOREIGN KEY (tenant_id, change) REFERENCES hub.change(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, record) REFERENCES hub.record(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX deletion_by_record ON hub.deletion USING btree (tenant_id, record, created_at);
CREATE INDEX deletion_open ON hub.deletion USING btree (tenant_id, created_at) WHERE (state = 'open'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.delivery (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  seq bigint not null default identity,
  system text not null,
  kind text not null,
  record_id uuid not null,
  version integer not null,
  priority smallint not null,
  state text not null,
  attempts integer not null default 0,
  due_at timestamp with time zone not null,
  worker text,
  round integer not null default 0,
  sent jsonb,
  changed text[],
  sent_seen text,
  sent_mark bigint,
  waits_for text,
  reason text,
  change_id uuid,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  done_at timestamp with time zone,
  deletes boolean not null default false,
  names_given_away boolean not null default false,
  CHECK (((state <> 'sending'::text) OR ((worker IS NOT NULL) AND (sent IS NOT NULL)))),
  CHECK (((state <> 'waiting'::text) OR (waits_for IS NOT NULL))),
  CHECK ((state = ANY (ARRAY['pending'::text, 'waiting'::text, 'sending'::text, 'done'::text, 'superseded'::text, 'parked'::text, 'stays'::text]))),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX delivery_by_record ON hub.delivery USING btree (tenant_id, record_id, seq);
CREATE INDEX delivery_leased ON hub.delivery USING btree (tenant_id, system, due_at) WHERE (state = 'sending'::text);
CREATE INDEX delivery_parked ON hub.delivery USING btree (tenant_id, record_id, system) WHERE (state = 'parked'::text);
CREATE INDEX delivery_staying ON hub.delivery USING btree (tenant_id, record_id, system) WHERE (state = 'stays'::text);
CREATE INDEX delivery_staying_with ON hub.delivery USING btree (tenant_id, system, waits_for) WHERE ((state = 'stays'::text) AND (waits_for IS NOT NULL));
CREATE INDEX delivery_to_send ON hub.delivery USING btree (tenant_id, system, priority, seq) WHERE (state = 'pending'::text);
CREATE INDEX delivery_waiting ON hub.delivery USING btree (tenant_id, system, waits_for) WHERE (state = 'waiting'::text);
CREATE UNIQUE INDEX delivery_one_open ON hub.delivery USING btree (tenant_id, record_id, system) WHERE (state = ANY (ARRAY['pending'::text, 'waiting'::text]));
CREATE UNIQUE INDEX delivery_one_sending ON hub.delivery USING btree (tenant_id, record_id, system) WHERE (state = 'sending'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.dry_run (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  kind text not null,
  mapping uuid,
  rules jsonb,
  after text,
  total integer not null,
  replayed integer not null,
  changed integer not null,
  refused integer not null,
  readable integer not null,
  fields jsonb not null,
  examples jsonb not null,
  trouble text,
  state text not null,
  CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'cancelled'::text, 'failed'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, mapping) REFERENCES hub.mapping(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX dry_run_running ON hub.dry_run USING btree (tenant_id, created_at) WHERE (state = 'running'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.duplicate (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  system text not null,
  kind text not null,
  external_id text not null,
  change uuid not null,
  record uuid not null,
  found_by jsonb not null,
  document jsonb not null,
  state text not null,
  score numeric(9,4),
  type text not null default 'link'::text,
  own_record uuid,
  CHECK ((state = ANY (ARRAY['open'::text, 'linked'::text, 'merged'::text, 'apart'::text, 'superseded'::text]))),
  CHECK ((type = ANY (ARRAY['link'::text, 'merge'::text]))),
  FOREIGN KEY (tenant_id, change) REFERENCES hub.change(tenant_id, id),
  FOREIGN KEY (tenant_id, own_record) REFERENCES hub.record(tenant_id, id),
  FOREIGN KEY (tenant_id, record) REFERENCES hub.record(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX duplicate_decided ON hub.duplicate USING btree (tenant_id, system, kind, external_id) WHERE (state = ANY (ARRAY['apart'::text, 'linked'::text]));
CREATE INDEX duplicate_holds ON hub.duplicate USING btree (tenant_id, record, system) WHERE ((state = 'open'::text) AND (type = 'link'::text));
CREATE UNIQUE INDEX duplicate_one_open ON hub.duplicate USING btree (tenant_id, system, kind, external_id, record) WHERE (state = 'open'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.event (
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
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX event_of_drift ON hub.event USING btree (tenant_id, at) WHERE (type = 'drift-found'::text);
CREATE INDEX event_tenant_id_document_id_xact_seq_idx ON hub.event USING btree (tenant_id, document_id, xact, seq);
CREATE INDEX event_tenant_id_document_xact_seq_idx ON hub.event USING btree (tenant_id, document, xact, seq);
CREATE INDEX event_tenant_id_xact_seq_idx ON hub.event USING btree (tenant_id, xact, seq);
CREATE TRIGGER keep_all BEFORE TRUNCATE ON hub.event FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON hub.event FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE hub.file_export (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  name text not null,
  target text not null,
  format text not null,
  query text,
  columns text,
  headers text not null,
  delimiter text not null,
  file text,
  every_minutes integer,
  next_at timestamp with time zone,
  sftp text,
  host_key text,
  asked_at timestamp with time zone,
  written_at timestamp with time zone,
  trouble_en text,
  trouble_zh text,
  state text not null,
  taken_until timestamp with time zone,
  send_at timestamp with time zone,
  CHECK ((delimiter = ANY (ARRAY['comma'::text, 'semicolon'::text, 'tab'::text]))),
  CHECK ((every_minutes > 0)),
  CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text]))),
  CHECK ((headers = ANY (ARRAY['names'::text, 'en'::text, 'zh'::text]))),
  CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'removed'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX file_export_name ON hub.file_export USING btree (tenant_id, name) WHERE (state <> 'removed'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.file_export_run (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  export uuid not null,
  file text not null,
  hash text not null,
  documents integer not null,
  state text not null,
  CHECK ((state = ANY (ARRAY['written'::text, 'waiting'::text, 'sent'::text]))),
  FOREIGN KEY (tenant_id, export) REFERENCES hub.file_export(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX file_export_run_by_export ON hub.file_export_run USING btree (tenant_id, export, created_at);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.file_export_secret (
  tenant_id uuid not null default platform.tenant(),
  export uuid not null,
  sealed text not null,
  FOREIGN KEY (tenant_id, export) REFERENCES hub.file_export(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, export)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.file_run (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  source uuid not null,
  file text not null,
  hash text not null,
  created integer not null,
  changed integer not null,
  unchanged integer not null,
  refused integer not null,
  errors_file text,
  trouble_en text,
  trouble_zh text,
  state text not null,
  CHECK ((state = ANY (ARRAY['done'::text, 'partly'::text, 'failed'::text, 'repeated'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, source) REFERENCES hub.file_source(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX file_run_by_hash ON hub.file_run USING btree (tenant_id, source, hash);
CREATE INDEX file_run_by_source ON hub.file_run USING btree (tenant_id, source, created_at);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.file_secret (
  tenant_id uuid not null default platform.tenant(),
  source uuid not null,
  sealed text not null,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, source) REFERENCES hub.file_source(tenant_id, id),
  PRIMARY KEY (tenant_id, source)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.file_source (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  name text not null,
  target text not null,
  mapping jsonb,
  state text not null,
  sftp text,
  host_key text,
  looked_at timestamp with time zone,
  seen jsonb not null default '{}'::jsonb,
  trouble_en text,
  trouble_zh text,
  CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'removed'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX file_source_name ON hub.file_source USING btree (tenant_id, name) WHERE (state <> 'removed'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.flow (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  system text not null,
  kind text not null,
  direction text not null,
  state text not null,
  pause_reason text,
  paused_by text,
  paused_at timestamp with time zone,
  breakdown jsonb,
  try_at timestamp with time zone,
  tries integer not null default 0,
  CHECK (((try_at IS NULL) OR (state = 'paused'::text))),
  CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, system, kind, direction)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.flow_rate (
  tenant_id uuid not null default platform.tenant(),
  system text not null,
  kind text not null,
  direction text not null,
  at timestamp with time zone not null,
  done integer not null,
  failed integer not null,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, at, system, kind, direction)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.inbox_entry (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  code text not null,
  details jsonb not null,
  system text not null,
  kind text not null,
  subject text not null,
  record uuid,
  external_id text,
  change uuid,
  delivery uuid,
  money numeric(20,4),
  currency text,
  state text not null,
  reason text,
  depends_on text not null default ''::text,
  owner text,
  original jsonb,
  edited jsonb,
  CHECK ((state = ANY (ARRAY['open'::text, 'retried'::text, 'ignored'::text, 'done'::text]))),
  FOREIGN KEY (tenant_id, change) REFERENCES hub.change(tenant_id, id),
  FOREIGN KEY (tenant_id, delivery) REFERENCES hub.delivery(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, record) REFERENCES hub.record(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX inbox_by_change ON hub.inbox_entry USING btree (tenant_id, change) WHERE (change IS NOT NULL);
CREATE INDEX inbox_by_delivery ON hub.inbox_entry USING btree (tenant_id, delivery) WHERE (delivery IS NOT NULL);
CREATE INDEX inbox_by_group ON hub.inbox_entry USING btree (tenant_id, code, system, kind, depends_on) WHERE (state = 'open'::text);
CREATE INDEX inbox_by_record ON hub.inbox_entry USING btree (tenant_id, record) WHERE (record IS NOT NULL);
CREATE INDEX inbox_open ON hub.inbox_entry USING btree (tenant_id, state, code, created_at);
CREATE UNIQUE INDEX inbox_one_a_change ON hub.inbox_entry USING btree (tenant_id, change) WHERE ((state = ANY (ARRAY['open'::text, 'retried'::text])) AND (change IS NOT NULL));
CREATE UNIQUE INDEX inbox_one_a_delivery ON hub.inbox_entry USING btree (tenant_id, delivery) WHERE ((state = ANY (ARRAY['open'::text, 'retried'::text])) AND (delivery IS NOT NULL));
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.link (
  tenant_id uuid not null default platform.tenant(),
  record_id uuid not null,
  system text not null,
  kind text not null,
  external_id text not null,
  seen text not null,
  base jsonb not null,
  wrote text[] not null default '{}'::text[],
  wrote_version integer not null default 0,
  write_mark bigint not null default 0,
  written_at timestamp with time zone,
  linked_at timestamp with time zone not null,
  linked_by text not null,
  gone boolean not null default false,
  born text,
  read_mark bigint not null default 0,
  PRIMARY KEY (tenant_id, record_id, system),
  UNIQUE (tenant_id, system, kind, external_id)
);
CREATE TRIGGER count_gone AFTER DELETE ON hub.link REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hub.count_links();
CREATE TRIGGER count_new AFTER INSERT ON hub.link REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hub.count_links();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.link_count (
  tenant_id uuid not null default platform.tenant(),
  id bigint not null default identity,
  system text not null,
  kind text not null,
  count bigint not null,
  PRIMARY KEY (tenant_id, id)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.mapping (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  system text not null,
  kind text not null,
  revision integer not null,
  note text,
  rows jsonb not null,
  state text not null,
  CHECK ((revision > 0)),
  CHECK ((state = ANY (ARRAY['draft'::text, 'active'::text, 'retired'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, system, kind, revision)
);
CREATE UNIQUE INDEX mapping_one_active ON hub.mapping USING btree (tenant_id, system, kind) WHERE (state = 'active'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.merge (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  kind text not null,
  subject text not null,
  into_subject text not null,
  loser uuid not null,
  winner uuid not null,
  system text,
  merged_by text not null,
  merged_at timestamp with time zone not null,
  moved jsonb not null,
  links jsonb not null,
  state text not null,
  CHECK ((state = ANY (ARRAY['merged'::text, 'unmerged'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, loser) REFERENCES hub.record(tenant_id, id),
  FOREIGN KEY (tenant_id, winner) REFERENCES hub.record(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX merge_by_winner ON hub.merge USING btree (tenant_id, winner);
CREATE UNIQUE INDEX merge_one_living ON hub.merge USING btree (tenant_id, loser) WHERE (state = 'merged'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.native_kind (
  tenant_id uuid not null default platform.tenant(),
  system text not null,
  kind text not null,
  fields jsonb not null,
  PRIMARY KEY (tenant_id, system, kind)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.planner (
  tenant_id uuid not null default platform.tenant(),
  mapping_mark integer not null default 0,
  rules_version integer not null default 0,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.proof (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  kinds text,
  repair boolean not null,
  in_sync boolean,
  difference_count integer,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  result jsonb,
  CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX proof_by_time ON hub.proof USING btree (tenant_id, created_at);
CREATE INDEX proof_to_do ON hub.proof USING btree (tenant_id, created_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.proof_round (
  tenant_id uuid not null default platform.tenant(),
  system text not null,
  kind text not null,
  after text not null default ''::text,
  found integer not null default 0,
  ticked_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  differences integer,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, system, kind)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.quality_audit (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  kind text not null,
  records integer not null default 0,
  values_checked integer not null default 0,
  values_good integer not null default 0,
  score numeric(9,4),
  by_field jsonb not null default '{}'::jsonb,
  finished_at timestamp with time zone,
  after uuid,
  state text not null,
  CHECK (((state = 'done'::text) = (finished_at IS NOT NULL))),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX quality_audit_by_kind ON hub.quality_audit USING btree (tenant_id, kind, created_at);
CREATE INDEX quality_audit_to_do ON hub.quality_audit USING btree (tenant_id, created_at) WHERE (state <> 'done'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.quality_dictionary (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  name text not null,
  words jsonb not null,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.quality_finding (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  kind text not null,
  record uuid not null,
  subject text not null,
  field text not null,
  rule uuid not null,
  value text not null,
  suggestion text,
  likeness numeric(9,4),
  reason text,
  code text not null,
  details jsonb not null,
  applied text,
  audit uuid not null,
  state text not null,
  CHECK (((state <> 'applied'::text) OR (applied IS NOT NULL))),
  CHECK ((state = ANY (ARRAY['open'::text, 'applied'::text, 'ignored'::text, 'undone'::text, 'gone'::text]))),
  FOREIGN KEY (tenant_id, audit) REFERENCES hub.quality_audit(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, record) REFERENCES hub.record(tenant_id, id),
  FOREIGN KEY (tenant_id, rule) REFERENCES hub.quality_rule(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX quality_finding_by_audit ON hub.quality_finding USING btree (tenant_id, audit);
CREATE INDEX quality_finding_by_kind ON hub.quality_finding USING btree (tenant_id, kind, state, id);
CREATE INDEX quality_finding_by_rule ON hub.quality_finding USING btree (tenant_id, rule);
CREATE UNIQUE INDEX quality_finding_one ON hub.quality_finding USING btree (tenant_id, record, field) WHERE (state = ANY (ARRAY['open'::text, 'ignored'::text]));
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.quality_rule (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  kind text not null,
  field text not null,
  position integer not null,
  does text not null,
  options jsonb not null,
  grade text not null,
  state text not null,
  source text,
  CHECK ((does = ANY (ARRAY['trim'::text, 'width'::text, 'case'::text, 'phone'::text, 'tax-number'::text, 'email'::text, 'date'::text, 'number'::text, 'length'::text, 'mask'::text, 'dictionary'::text, 'filled'::text]))),
  CHECK ((grade = ANY (ARRAY['error'::text, 'warning'::text]))),
  CHECK ((source <> ''::text)),
  CHECK ((state = ANY (ARRAY['active'::text, 'removed'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX quality_rule_by_kind ON hub.quality_rule USING btree (tenant_id, kind, field, "position") WHERE (state = 'active'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.quality_schedule (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  kind text not null,
  every_hours integer not null,
  next_at timestamp with time zone not null,
  state text not null,
  CHECK ((every_hours > 0)),
  CHECK ((state = ANY (ARRAY['active'::text, 'removed'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX quality_schedule_one ON hub.quality_schedule USING btree (tenant_id, kind) WHERE (state = 'active'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.quota (
  tenant_id uuid not null default platform.tenant(),
  system text not null,
  seconds integer not null,
  most integer not null,
  tokens numeric(20,6) not null,
  filled_at timestamp with time zone not null,
  CHECK ((most > 0)),
  CHECK ((seconds > 0)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, system, seconds)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.record (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  kind text not null,
  version integer not null,
  values jsonb not null,
  stamps jsonb not null,
  disputed text[] not null default '{}'::text[],
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  state text not null default 'active'::text,
  merged_into uuid,
  customer text default ("values" ->> 'customer'::text),
  CHECK (((state = 'merged'::text) = (merged_into IS NOT NULL))),
  CHECK ((state = ANY (ARRAY['active'::text, 'deleted'::text, 'merged'::text]))),
  CHECK ((version > 0)),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX record_by_customer ON hub.record USING btree (tenant_id, customer) WHERE (customer IS NOT NULL);
CREATE INDEX record_by_kind ON hub.record USING btree (tenant_id, kind, id);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.record_key (
  tenant_id uuid not null default platform.tenant(),
  kind text not null,
  field text not null,
  value text not null,
  record_id uuid not null,
  PRIMARY KEY (tenant_id, kind, field, value, record_id)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.record_step (
  tenant_id uuid not null default platform.tenant(),
  record_id uuid not null,
  version integer not null,
  change_id uuid,
  at timestamp with time zone not null,
  made_by text not null,
  changes jsonb not null,
  CHECK ((version > 1)),
  PRIMARY KEY (tenant_id, record_id, version)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.repair (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  system text not null,
  kind text not null,
  record uuid,
  external_id text,
  field text,
  agreed jsonb,
  found jsonb,
  choice text not null,
  reason text,
  subject text not null,
  state text not null,
  CHECK (((choice = 'look-again'::text) OR (reason IS NOT NULL))),
  CHECK ((choice = ANY (ARRAY['take-found'::text, 'write-agreed'::text, 'look-again'::text]))),
  CHECK ((state = ANY (ARRAY['asked'::text, 'gone'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, record) REFERENCES hub.record(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX repair_asked ON hub.repair USING btree (tenant_id, kind) WHERE (state = 'asked'::text);
CREATE INDEX repair_by_time ON hub.repair USING btree (tenant_id, created_at);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.rule (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  kind text not null,
  name text not null,
  setting jsonb not null,
  state text not null,
  CHECK ((state = ANY (ARRAY['set'::text, 'reset'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, kind, name)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE hub.system (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  name text not null,
  side text not null,
  label_en text not null,
  label_zh text not null,
  capabilities jsonb not null,
  state text not null,
  pause_reason text,
  writes_a_second integer,
  writes_a_minute integer,
  writes_a_day integer,
  most_unplanned integer not null default 50000,
  most_undelivered integer not null default 50000,
  auto_pause_percent integer default 50,
  auto_pause_least integer not null default 20,
  auto_pause_seconds integer not null default 60,
  heard_at timestamp with time zone,
  joined boolean not null default true,
  CHECK ((auto_pause_least > 0)),
  CHECK (((auto_pause_percent >= 1) AND (auto_pause_percent <= 100))),
  CHECK ((auto_pause_seconds > 0)),
  CHECK ((most_undelivered > 0)),
  CHECK ((most_unplanned > 0)),
  CHECK ((side = ANY (ARRAY['crm'::text, 'erp'::text]))),
  CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text]))),
  CHECK ((writes_a_day > 0)),
  CHECK ((writes_a_minute > 0)),
  CHECK ((writes_a_second > 0)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

CREATE OR REPLACE FUNCTION hub.count_links()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into hub.link_count (tenant_id, system, kind, count)
  select tenant_id, system, kind, case tg_op when 'DELETE' then -count(*) else count(*) end from changed group by 1, 2, 3;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION hub.write_mark_now()
 RETURNS bigint
 LANGUAGE sql
AS $function$select last_value from hub.write_mark$function$;
