-- What the migrations of crm make. `npm run fix` writes this; a test compares it with a fresh database.

TABLE crm.activity (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  customer uuid not null,
  contact uuid,
  kind text not null,
  subject text not null,
  text text,
  at timestamp with time zone not null,
  due_date date,
  done boolean not null,
  assignee text,
  CHECK ((assignee <> ''::text)),
  CHECK ((kind = ANY (ARRAY['note'::text, 'call'::text, 'visit'::text, 'mail'::text, 'task'::text]))),
  CHECK ((subject <> ''::text)),
  FOREIGN KEY (tenant_id, contact) REFERENCES crm.contact(tenant_id, id),
  FOREIGN KEY (tenant_id, customer) REFERENCES crm.customer(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX activity_tenant_id_assignee_due_date_idx ON crm.activity USING btree (tenant_id, assignee, due_date) WHERE (NOT done);
CREATE INDEX activity_tenant_id_customer_at_idx ON crm.activity USING btree (tenant_id, customer, at);
CREATE INDEX activity_tenant_id_due_date_idx ON crm.activity USING btree (tenant_id, due_date) WHERE (NOT done);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.address (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  customer uuid not null,
  use text not null,
  recipient text,
  line1 text not null,
  line2 text,
  city text not null,
  region text,
  postal_code text,
  country text not null,
  status text not null,
  CHECK ((city <> ''::text)),
  CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CHECK ((line1 <> ''::text)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  CHECK ((use = ANY (ARRAY['billing'::text, 'shipping'::text, 'both'::text]))),
  FOREIGN KEY (tenant_id, customer) REFERENCES crm.customer(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX address_tenant_id_customer_idx ON crm.address USING btree (tenant_id, customer);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.contact (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  customer uuid not null,
  name text not null,
  email text,
  phone text,
  role text,
  status text not null,
  custom jsonb,
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((name <> ''::text)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  FOREIGN KEY (tenant_id, customer) REFERENCES crm.customer(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX contact_tenant_id_customer_idx ON crm.contact USING btree (tenant_id, customer);
CREATE INDEX contact_tenant_id_lower_idx ON crm.contact USING btree (tenant_id, lower(name) text_pattern_ops);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.custom_field (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  document text not null,
  code text not null,
  label_en text not null,
  label_zh text not null,
  type text not null,
  decimals integer,
  options jsonb,
  required boolean not null,
  status text not null,
  CHECK (((type = 'number'::text) = (decimals IS NOT NULL))),
  CHECK (((type = 'choice'::text) = (options IS NOT NULL))),
  CHECK ((code ~ '^[a-z][A-Za-z0-9]*$'::text)),
  CHECK (((decimals >= 0) AND (decimals <= 6))),
  CHECK ((document = ANY (ARRAY['customer'::text, 'contact'::text, 'item'::text, 'opportunity'::text, 'quote'::text, 'order'::text, 'invoice'::text, 'ticket'::text]))),
  CHECK ((label_en <> ''::text)),
  CHECK ((label_zh <> ''::text)),
  CHECK ((status = ANY (ARRAY['active'::text, 'retired'::text]))),
  CHECK ((type = ANY (ARRAY['text'::text, 'number'::text, 'date'::text, 'flag'::text, 'choice'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, document, code)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.customer (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  code text not null,
  name text not null,
  type text not null,
  tax_number text,
  email text,
  phone text,
  currency text not null,
  payment_term_days integer not null,
  credit_limit numeric(20,4),
  on_hold boolean not null,
  status text not null,
  merged_into uuid,
  owner text,
  custom jsonb,
  CHECK (((merged_into IS NULL) OR ((merged_into <> id) AND (status = 'archived'::text)))),
  CHECK ((credit_limit >= (0)::numeric)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((name <> ''::text)),
  CHECK ((owner <> ''::text)),
  CHECK ((payment_term_days >= 0)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  CHECK ((type = ANY (ARRAY['company'::text, 'person'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, merged_into) REFERENCES crm.customer(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code)
);
CREATE INDEX customer_tenant_id_lower_idx ON crm.customer USING btree (tenant_id, lower(name) text_pattern_ops);
CREATE INDEX customer_tenant_id_lower_idx1 ON crm.customer USING btree (tenant_id, lower(code) text_pattern_ops);
CREATE INDEX customer_tenant_id_merged_into_idx ON crm.customer USING btree (tenant_id, merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX customer_tenant_id_owner_idx ON crm.customer USING btree (tenant_id, owner);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.event (
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
CREATE INDEX event_tenant_id_document_id_xact_seq_idx ON crm.event USING btree (tenant_id, document_id, xact, seq);
CREATE INDEX event_tenant_id_document_xact_seq_idx ON crm.event USING btree (tenant_id, document, xact, seq);
CREATE INDEX event_tenant_id_xact_seq_idx ON crm.event USING btree (tenant_id, xact, seq);
CREATE TRIGGER keep_all BEFORE TRUNCATE ON crm.event FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON crm.event FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE crm.invoice (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  number text not null,
  type text not null,
  customer uuid not null,
  order uuid,
  invoice_date date not null,
  due_date date not null,
  currency text not null,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  total numeric(20,4) not null,
  paid numeric(20,4) not null,
  custom jsonb,
  CHECK ((total = (net + tax))),
  CHECK ((abs(paid) <= abs(total))),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((number <> ''::text)),
  CHECK ((type = ANY (ARRAY['invoice'::text, 'credit-note'::text]))),
  FOREIGN KEY (tenant_id, customer) REFERENCES crm.customer(tenant_id, id),
  FOREIGN KEY (tenant_id, "order") REFERENCES crm."order"(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
CREATE INDEX invoice_tenant_id_customer_invoice_date_idx ON crm.invoice USING btree (tenant_id, customer, invoice_date);
CREATE INDEX invoice_tenant_id_due_date_idx ON crm.invoice USING btree (tenant_id, due_date) WHERE (abs(paid) < abs(total));
CREATE INDEX invoice_tenant_id_order_idx ON crm.invoice USING btree (tenant_id, "order");
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.invoice_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  order_line_number integer,
  description text not null,
  quantity numeric(20,6) not null,
  unit text not null,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  CHECK ((line_number > 0)),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES crm.invoice(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.item (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  code text not null,
  name text not null,
  name_zh text,
  type text not null,
  unit text not null,
  category text,
  tax_rate numeric(9,4) not null,
  barcode text,
  status text not null,
  custom jsonb,
  CHECK ((code <> ''::text)),
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((name <> ''::text)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  CHECK (((tax_rate >= (0)::numeric) AND (tax_rate <= (100)::numeric))),
  CHECK ((type = ANY (ARRAY['bought'::text, 'made'::text, 'service'::text]))),
  CHECK ((unit <> ''::text)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code)
);
CREATE INDEX item_tenant_id_barcode_idx ON crm.item USING btree (tenant_id, barcode) WHERE (barcode IS NOT NULL);
CREATE INDEX item_tenant_id_lower_idx ON crm.item USING btree (tenant_id, lower(name) text_pattern_ops);
CREATE INDEX item_tenant_id_lower_idx1 ON crm.item USING btree (tenant_id, lower(code) text_pattern_ops);
CREATE INDEX item_tenant_id_name_zh_idx ON crm.item USING btree (tenant_id, name_zh text_pattern_ops);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.merge_move (
  tenant_id uuid not null default platform.tenant(),
  loser uuid not null,
  document text not null,
  document_id uuid not null,
  was text,
  custom jsonb,
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, loser, document, document_id)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.opportunity (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  number text not null,
  state text not null,
  title text not null,
  customer uuid,
  prospect text,
  contact uuid,
  owner text,
  currency text not null,
  expected_revenue numeric(20,4) not null,
  probability numeric(9,4) not null,
  expected_close_date date,
  source text,
  lost_reason text,
  note text,
  custom jsonb,
  CHECK (((customer IS NOT NULL) OR (prospect IS NOT NULL))),
  CHECK (((contact IS NULL) OR (customer IS NOT NULL))),
  CHECK (((lost_reason IS NULL) OR (state = 'lost'::text))),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((expected_revenue >= (0)::numeric)),
  CHECK (((probability >= (0)::numeric) AND (probability <= (100)::numeric))),
  CHECK ((prospect <> ''::text)),
  CHECK ((state = ANY (ARRAY['new'::text, 'qualified'::text, 'proposition'::text, 'won'::text, 'lost'::text]))),
  CHECK ((title <> ''::text)),
  FOREIGN KEY (tenant_id, contact) REFERENCES crm.contact(tenant_id, id),
  FOREIGN KEY (tenant_id, customer) REFERENCES crm.customer(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
CREATE INDEX opportunity_tenant_id_customer_created_at_idx ON crm.opportunity USING btree (tenant_id, customer, created_at);
CREATE INDEX opportunity_tenant_id_expected_close_date_idx ON crm.opportunity USING btree (tenant_id, expected_close_date) WHERE (state = ANY (ARRAY['new'::text, 'qualified'::text, 'proposition'::text]));
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.order (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  number text not null,
  erp_number text,
  quote uuid,
  quote_number text,
  customer uuid not null,
  cancel_requested boolean not null,
  currency text not null,
  order_date date not null,
  customer_reference text,
  requested_date date,
  billing_address uuid,
  shipping_address uuid,
  payment_term_days integer not null,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  total numeric(20,4) not null,
  custom jsonb,
  CHECK ((total = (net + tax))),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((number <> ''::text)),
  CHECK ((payment_term_days >= 0)),
  CHECK ((state = ANY (ARRAY['requested'::text, 'placed'::text, 'closed'::text, 'cancelled'::text]))),
  FOREIGN KEY (tenant_id, billing_address) REFERENCES crm.address(tenant_id, id),
  FOREIGN KEY (tenant_id, customer) REFERENCES crm.customer(tenant_id, id),
  FOREIGN KEY (tenant_id, quote) REFERENCES crm.quote(tenant_id, id),
  FOREIGN KEY (tenant_id, shipping_address) REFERENCES crm.address(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number),
  UNIQUE (tenant_id, quote)
);
CREATE INDEX order_tenant_id_customer_order_date_idx ON crm."order" USING btree (tenant_id, customer, order_date);
CREATE INDEX order_tenant_id_erp_number_idx ON crm."order" USING btree (tenant_id, erp_number) WHERE (erp_number IS NOT NULL);
CREATE INDEX order_tenant_id_lower_idx ON crm."order" USING btree (tenant_id, lower(number) text_pattern_ops);
CREATE INDEX order_tenant_id_order_date_id_idx ON crm."order" USING btree (tenant_id, order_date, id);
CREATE INDEX order_tenant_id_state_order_date_idx ON crm."order" USING btree (tenant_id, state, order_date) WHERE (state = ANY (ARRAY['requested'::text, 'placed'::text]));
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.order_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  item uuid not null,
  description text,
  quantity numeric(20,6) not null,
  unit text not null,
  unit_price numeric(20,6) not null,
  discount_percent numeric(9,4) not null,
  tax_rate numeric(9,4) not null,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  promised_date date,
  CHECK ((line_number > 0)),
  CHECK ((quantity >= (0)::numeric)),
  FOREIGN KEY (tenant_id, item) REFERENCES crm.item(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES crm."order"(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
CREATE TRIGGER above_progress AFTER INSERT OR UPDATE ON crm.order_line FOR EACH ROW EXECUTE FUNCTION crm.keep_line_above_progress();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.order_progress (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  reserved numeric(20,6) not null,
  shipped numeric(20,6) not null,
  invoiced numeric(20,6) not null,
  expected_date date,
  CHECK ((invoiced >= (0)::numeric)),
  CHECK ((line_number > 0)),
  CHECK ((reserved >= (0)::numeric)),
  CHECK ((shipped >= (0)::numeric)),
  FOREIGN KEY (tenant_id, parent_id, line_number) REFERENCES crm.order_line(tenant_id, parent_id, line_number) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
CREATE TRIGGER within_line AFTER INSERT OR UPDATE ON crm.order_progress FOR EACH ROW EXECUTE FUNCTION crm.keep_progress_within_line();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.payment (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  number text not null,
  customer uuid not null,
  payment_date date not null,
  currency text not null,
  amount numeric(20,4) not null,
  method text not null,
  reference text,
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((number <> ''::text)),
  FOREIGN KEY (tenant_id, customer) REFERENCES crm.customer(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
CREATE INDEX payment_tenant_id_customer_payment_date_idx ON crm.payment USING btree (tenant_id, customer, payment_date);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.payment_allocation (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  invoice uuid not null,
  amount numeric(20,4) not null,
  CHECK ((line_number > 0)),
  FOREIGN KEY (tenant_id, invoice) REFERENCES crm.invoice(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES crm.payment(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
CREATE INDEX payment_allocation_tenant_id_invoice_idx ON crm.payment_allocation USING btree (tenant_id, invoice);
CREATE TRIGGER within_payment_insert AFTER INSERT ON crm.payment_allocation REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION crm.keep_allocations_within_payment();
CREATE TRIGGER within_payment_update AFTER UPDATE ON crm.payment_allocation REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION crm.keep_allocations_within_payment();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.price (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  item uuid not null,
  customer uuid,
  price_list text not null,
  currency text not null,
  unit text not null,
  minimum_quantity numeric(20,6) not null,
  unit_price numeric(20,6) not null,
  valid_from date,
  valid_to date,
  status text not null,
  CHECK ((valid_from <= valid_to)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((minimum_quantity >= (0)::numeric)),
  CHECK ((price_list <> ''::text)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  CHECK ((unit <> ''::text)),
  CHECK ((unit_price >= (0)::numeric)),
  FOREIGN KEY (tenant_id, customer) REFERENCES crm.customer(tenant_id, id),
  FOREIGN KEY (tenant_id, item) REFERENCES crm.item(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX price_tenant_id_customer_idx ON crm.price USING btree (tenant_id, customer) WHERE (customer IS NOT NULL);
CREATE INDEX price_tenant_id_item_currency_unit_idx ON crm.price USING btree (tenant_id, item, currency, unit) WHERE (status = 'active'::text);
CREATE INDEX price_tenant_id_price_list_item_idx ON crm.price USING btree (tenant_id, price_list, item);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.quote (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  number text not null,
  revision integer not null,
  revision_of uuid,
  customer uuid not null,
  contact uuid,
  currency text not null,
  quote_date date not null,
  valid_until date not null,
  price_list text not null,
  payment_term_days integer not null,
  customer_reference text,
  requested_date date,
  billing_address uuid,
  shipping_address uuid,
  notes text,
  decline_reason text,
  order uuid,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  total numeric(20,4) not null,
  opportunity uuid,
  custom jsonb,
  CHECK ((total = (net + tax))),
  CHECK ((valid_until >= quote_date)),
  CHECK (((revision = 1) = (revision_of IS NULL))),
  CHECK (((state = 'accepted'::text) = ("order" IS NOT NULL))),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((number <> ''::text)),
  CHECK ((payment_term_days >= 0)),
  CHECK ((price_list <> ''::text)),
  CHECK ((revision > 0)),
  CHECK ((state = ANY (ARRAY['draft'::text, 'sent'::text, 'accepted'::text, 'declined'::text, 'expired'::text, 'superseded'::text]))),
  FOREIGN KEY (tenant_id, billing_address) REFERENCES crm.address(tenant_id, id),
  FOREIGN KEY (tenant_id, contact) REFERENCES crm.contact(tenant_id, id),
  FOREIGN KEY (tenant_id, customer) REFERENCES crm.customer(tenant_id, id),
  FOREIGN KEY (tenant_id, opportunity) REFERENCES crm.opportunity(tenant_id, id),
  FOREIGN KEY (tenant_id, "order") REFERENCES crm."order"(tenant_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, revision_of) REFERENCES crm.quote(tenant_id, id),
  FOREIGN KEY (tenant_id, shipping_address) REFERENCES crm.address(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number, revision),
  UNIQUE (tenant_id, revision_of)
);
CREATE INDEX quote_tenant_id_customer_quote_date_idx ON crm.quote USING btree (tenant_id, customer, quote_date);
CREATE INDEX quote_tenant_id_lower_idx ON crm.quote USING btree (tenant_id, lower(number) text_pattern_ops);
CREATE INDEX quote_tenant_id_opportunity_idx ON crm.quote USING btree (tenant_id, opportunity) WHERE (opportunity IS NOT NULL);
CREATE INDEX quote_tenant_id_state_valid_until_idx ON crm.quote USING btree (tenant_id, state, valid_until) WHERE (state = ANY (ARRAY['draft'::text, 'sent'::text]));
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.quote_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  item uuid not null,
  description text,
  quantity numeric(20,6) not null,
  unit text not null,
  unit_price numeric(20,6) not null,
  discount_percent numeric(9,4) not null,
  tax_rate numeric(9,4) not null,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  CHECK (((discount_percent >= (0)::numeric) AND (discount_percent <= (100)::numeric))),
  CHECK ((line_number > 0)),
  CHECK ((quantity > (0)::numeric)),
  CHECK (((tax_rate >= (0)::numeric) AND (tax_rate <= (100)::numeric))),
  CHECK ((unit_price >= (0)::numeric)),
  FOREIGN KEY (tenant_id, item) REFERENCES crm.item(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES crm.quote(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.return (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  number text not null,
  erp_number text,
  customer uuid not null,
  order uuid not null,
  requested_date date not null,
  reason text not null,
  wish text not null,
  answer text,
  received_date date,
  currency text not null,
  credited numeric(20,4) not null,
  replacement uuid,
  CHECK ((credited >= (0)::numeric)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((number <> ''::text)),
  CHECK ((reason <> ''::text)),
  CHECK ((state = ANY (ARRAY['requested'::text, 'approved'::text, 'rejected'::text, 'received'::text, 'closed'::text]))),
  CHECK ((wish = ANY (ARRAY['refund'::text, 'replace'::text]))),
  FOREIGN KEY (tenant_id, customer) REFERENCES crm.customer(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, "order") REFERENCES crm."order"(tenant_id, id),
  FOREIGN KEY (tenant_id, replacement) REFERENCES crm."order"(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
CREATE INDEX return_tenant_id_customer_requested_date_idx ON crm.return USING btree (tenant_id, customer, requested_date);
CREATE INDEX return_tenant_id_order_idx ON crm.return USING btree (tenant_id, "order");
CREATE INDEX return_tenant_id_state_requested_date_idx ON crm.return USING btree (tenant_id, state, requested_date) WHERE (state = ANY (ARRAY['requested'::text, 'approved'::text, 'received'::text]));
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.return_credit (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  invoice uuid not null,
  amount numeric(20,4) not null,
  CHECK ((line_number > 0)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, invoice) REFERENCES crm.invoice(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES crm.return(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
CREATE INDEX return_credit_tenant_id_invoice_idx ON crm.return_credit USING btree (tenant_id, invoice);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.return_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  order_line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null,
  unit text not null,
  CHECK ((line_number > 0)),
  CHECK ((quantity > (0)::numeric)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, item) REFERENCES crm.item(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES crm.return(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.return_result (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  order_line_number integer not null,
  received numeric(20,6) not null,
  scrapped numeric(20,6) not null,
  CHECK (((scrapped >= (0)::numeric) AND (scrapped <= received))),
  CHECK ((line_number > 0)),
  CHECK ((received >= (0)::numeric)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES crm.return(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.shipment (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  number text not null,
  order uuid not null,
  shipped_date date not null,
  carrier text,
  tracking_number text,
  CHECK ((number <> ''::text)),
  FOREIGN KEY (tenant_id, "order") REFERENCES crm."order"(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
CREATE INDEX shipment_tenant_id_order_idx ON crm.shipment USING btree (tenant_id, "order");
CREATE INDEX shipment_tenant_id_tracking_number_idx ON crm.shipment USING btree (tenant_id, tracking_number) WHERE (tracking_number IS NOT NULL);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.shipment_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  order_line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null,
  unit text not null,
  CHECK ((line_number > 0)),
  FOREIGN KEY (tenant_id, item) REFERENCES crm.item(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES crm.shipment(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.ticket (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  number text not null,
  state text not null,
  customer uuid not null,
  subject text not null,
  order uuid,
  priority text not null,
  assignee text,
  custom jsonb,
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((priority = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'answered'::text, 'solved'::text]))),
  CHECK ((subject <> ''::text)),
  FOREIGN KEY (tenant_id, customer) REFERENCES crm.customer(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, "order") REFERENCES crm."order"(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
CREATE INDEX ticket_tenant_id_customer_created_at_idx ON crm.ticket USING btree (tenant_id, customer, created_at);
CREATE INDEX ticket_tenant_id_state_created_at_idx ON crm.ticket USING btree (tenant_id, state, created_at) WHERE (state <> 'solved'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE crm.ticket_message (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  at timestamp with time zone not null,
  ours boolean not null,
  author text not null,
  text text not null,
  CHECK ((line_number > 0)),
  CHECK ((text <> ''::text)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES crm.ticket(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

CREATE OR REPLACE FUNCTION crm.keep_allocations_within_payment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  one record;
begin
  for one in select distinct tenant_id, parent_id from changed loop
    if (select abs(sum(a.amount)) from crm.payment_allocation a
        where a.tenant_id = one.tenant_id and a.parent_id = one.parent_id)
      > (select abs(p.amount) from crm.payment p where p.tenant_id = one.tenant_id and p.id = one.parent_id) then
      raise exception 'allocations of payment % go beyond its amount', one.parent_id using errcode = 'check_violation';
    end if;
  end loop;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION crm.keep_line_above_progress()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from crm.order_progress p
    where p.tenant_id = new.tenant_id and p.parent_id = new.parent_id and p.line_number = new.line_number
      and (p.reserved + p.shipped > new.quantity or p.invoiced > new.quantity)) then
    perform crm.refuse_beyond_order(new.parent_id, new.line_number);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION crm.keep_progress_within_line()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from crm.order_line l
    where l.tenant_id = new.tenant_id and l.parent_id = new.parent_id and l.line_number = new.line_number
      and (new.reserved + new.shipped > l.quantity or new.invoiced > l.quantity)) then
    perform crm.refuse_beyond_order(new.parent_id, new.line_number);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION crm.refuse_beyond_order(parent uuid, line integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'progress of order % goes beyond what line % ordered', parent, line using errcode = 'check_violation';
end $function$;
