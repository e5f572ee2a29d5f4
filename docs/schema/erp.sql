-- What the migrations of erp make. `npm run fix` writes this; a test compares it with a fresh database.

TABLE erp.account (
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
  control text,
  status text not null,
  CHECK ((code <> ''::text)),
  CHECK ((control = ANY (ARRAY['receivable'::text, 'prepayment'::text, 'payable'::text, 'inventory'::text, 'tax'::text]))),
  CHECK ((name <> ''::text)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  CHECK ((type = ANY (ARRAY['asset'::text, 'liability'::text, 'equity'::text, 'revenue'::text, 'expense'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.account_balance (
  tenant_id uuid not null default platform.tenant(),
  account uuid not null,
  period text not null,
  currency text not null,
  debit numeric(24,4) not null,
  credit numeric(24,4) not null,
  base_debit numeric(24,4) not null,
  base_credit numeric(24,4) not null,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, account, period, currency)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.account_delta (
  tenant_id uuid not null default platform.tenant(),
  account uuid not null,
  party uuid,
  period text not null,
  currency text not null,
  debit numeric(24,4) not null,
  credit numeric(24,4) not null,
  base_debit numeric(24,4) not null,
  base_credit numeric(24,4) not null
);
CREATE INDEX account_delta_tenant_id_idx ON erp.account_delta USING btree (tenant_id);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.account_role (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  role text not null,
  account uuid not null,
  CHECK ((role = ANY (ARRAY['bank'::text, 'receivable'::text, 'inventory'::text, 'received-not-invoiced'::text, 'prepayment'::text, 'tax-payable'::text, 'opening-equity'::text, 'revenue'::text, 'cost-of-goods-sold'::text, 'inventory-difference'::text, 'exchange-difference'::text, 'rounding'::text]))),
  FOREIGN KEY (tenant_id, account) REFERENCES erp.account(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, role)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.address (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  party uuid not null,
  use text not null,
  recipient text,
  line1 text not null,
  line2 text,
  city text not null,
  region text,
  postal_code text,
  country text not null,
  status text not null,
  CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CHECK ((line1 <> ''::text)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  CHECK ((use = ANY (ARRAY['billing'::text, 'shipping'::text, 'both'::text]))),
  FOREIGN KEY (tenant_id, party) REFERENCES erp.party(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX address_tenant_id_party_idx ON erp.address USING btree (tenant_id, party);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.bank_account (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  code text not null,
  name text not null,
  bank text,
  account_number text not null,
  currency text not null,
  status text not null,
  CHECK ((account_number ~ '^[0-9A-Z]+$'::text)),
  CHECK ((code <> ''::text)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((name <> ''::text)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, account_number, currency),
  UNIQUE (tenant_id, code)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.bank_line (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  bank_statement uuid not null,
  bank_account uuid not null,
  line_number integer not null,
  booking_date date not null,
  value_date date,
  amount numeric(20,4) not null,
  currency text not null,
  counterparty text,
  counterparty_account text,
  reference text,
  bank_reference text,
  fingerprint text not null,
  payment uuid,
  match text,
  reason text,
  CHECK ((amount <> (0)::numeric)),
  CHECK ((((state = 'matched'::text) = (payment IS NOT NULL)) AND ((payment IS NULL) = (match IS NULL)))),
  CHECK (((state = 'ignored'::text) = (reason IS NOT NULL))),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((match = ANY (ARRAY['recorded'::text, 'existing'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'matched'::text, 'ignored'::text]))),
  FOREIGN KEY (tenant_id, bank_account) REFERENCES erp.bank_account(tenant_id, id),
  FOREIGN KEY (tenant_id, bank_statement) REFERENCES erp.bank_statement(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, payment) REFERENCES erp.payment(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, bank_account, fingerprint),
  UNIQUE (tenant_id, bank_statement, line_number),
  UNIQUE (tenant_id, payment)
);
CREATE INDEX bank_line_tenant_id_bank_account_booking_date_idx ON erp.bank_line USING btree (tenant_id, bank_account, booking_date);
CREATE INDEX bank_line_tenant_id_booking_date_idx ON erp.bank_line USING btree (tenant_id, booking_date) WHERE (state = 'open'::text);
CREATE INDEX bank_line_tenant_id_counterparty_account_idx ON erp.bank_line USING btree (tenant_id, counterparty_account) WHERE (payment IS NOT NULL);
CREATE TRIGGER keep_line BEFORE UPDATE ON erp.bank_line FOR EACH ROW EXECUTE FUNCTION erp.keep_bank_line();
CREATE TRIGGER keep_rows BEFORE DELETE ON erp.bank_line FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.bank_statement (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  number text not null,
  bank_account uuid not null,
  statement_id text,
  from_date date not null,
  to_date date not null,
  currency text not null,
  opening numeric(20,4),
  closing numeric(20,4),
  received numeric(20,4) not null,
  spent numeric(20,4) not null,
  line_count integer not null,
  known_count integer not null,
  known_amount numeric(20,4) not null,
  CHECK ((to_date >= from_date)),
  CHECK (((known_count >= 0) AND (known_count <= line_count))),
  CHECK (((opening IS NULL) = (closing IS NULL))),
  CHECK ((((opening + received) - spent) = closing)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((line_count >= 0)),
  CHECK ((received >= (0)::numeric)),
  CHECK ((spent >= (0)::numeric)),
  FOREIGN KEY (tenant_id, bank_account) REFERENCES erp.bank_account(tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
CREATE INDEX bank_statement_tenant_id_bank_account_to_date_number_idx ON erp.bank_statement USING btree (tenant_id, bank_account, to_date, number);
CREATE TRIGGER keep_all BEFORE TRUNCATE ON erp.bank_statement FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON erp.bank_statement FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE erp.bill_of_material (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  item uuid not null,
  valid_from date,
  FOREIGN KEY (tenant_id, item) REFERENCES erp.item(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, item)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.bill_of_material_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null,
  unit text not null,
  valid_from date,
  valid_to date,
  CHECK ((valid_to >= valid_from)),
  CHECK ((quantity > (0)::numeric)),
  FOREIGN KEY (tenant_id, item) REFERENCES erp.item(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES erp.bill_of_material(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
CREATE INDEX bill_of_material_line_tenant_id_item_idx ON erp.bill_of_material_line USING btree (tenant_id, item);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.contact (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  party uuid not null,
  name text not null,
  email text,
  phone text,
  role text,
  status text not null,
  custom jsonb,
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((name <> ''::text)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  FOREIGN KEY (tenant_id, party) REFERENCES erp.party(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX contact_tenant_id_party_idx ON erp.contact USING btree (tenant_id, party);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.custom_field (
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
  CHECK ((document = ANY (ARRAY['party'::text, 'contact'::text, 'item'::text, 'sales-order'::text, 'invoice'::text]))),
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

TABLE erp.event (
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
CREATE INDEX event_tenant_id_document_id_xact_seq_idx ON erp.event USING btree (tenant_id, document_id, xact, seq);
CREATE INDEX event_tenant_id_document_xact_seq_idx ON erp.event USING btree (tenant_id, document, xact, seq);
CREATE INDEX event_tenant_id_xact_seq_idx ON erp.event USING btree (tenant_id, xact, seq);
CREATE TRIGGER keep_all BEFORE TRUNCATE ON erp.event FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON erp.event FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE erp.exchange_rate (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  from_currency text not null,
  to_currency text not null,
  rate_date date not null,
  rate numeric(20,6) not null,
  CHECK (((to_currency ~ '^[A-Z]{3}$'::text) AND (to_currency <> from_currency))),
  CHECK ((from_currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((rate > (0)::numeric)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, from_currency, to_currency, rate_date)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.expected_receipt (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  item uuid not null,
  warehouse uuid not null,
  expected_date date not null,
  quantity numeric(20,6) not null,
  unit text not null,
  received numeric(20,6) not null default 0,
  reference text,
  CHECK ((quantity > (0)::numeric)),
  CHECK ((received >= (0)::numeric)),
  CHECK ((state = ANY (ARRAY['open'::text, 'received'::text, 'cancelled'::text]))),
  FOREIGN KEY (tenant_id, item) REFERENCES erp.item(tenant_id, id),
  FOREIGN KEY (tenant_id, warehouse) REFERENCES erp.warehouse(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX expected_receipt_tenant_id_item_expected_date_idx ON erp.expected_receipt USING btree (tenant_id, item, expected_date) WHERE (state = 'open'::text);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.goods_receipt (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  number text not null,
  party uuid,
  warehouse uuid not null,
  receipt_date date not null,
  reference text,
  currency text not null,
  cost numeric(20,4) not null,
  CHECK ((cost >= (0)::numeric)),
  FOREIGN KEY (tenant_id, party) REFERENCES erp.party(tenant_id, id),
  FOREIGN KEY (tenant_id, warehouse) REFERENCES erp.warehouse(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.goods_receipt_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null,
  unit text not null,
  unit_cost numeric(20,6) not null,
  cost numeric(20,4) not null,
  expected_receipt uuid,
  CHECK ((cost >= (0)::numeric)),
  CHECK ((quantity > (0)::numeric)),
  CHECK ((unit_cost >= (0)::numeric)),
  FOREIGN KEY (tenant_id, expected_receipt) REFERENCES erp.expected_receipt(tenant_id, id),
  FOREIGN KEY (tenant_id, item) REFERENCES erp.item(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES erp.goods_receipt(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.invoice (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  number text not null,
  type text not null,
  party uuid not null,
  sales_order uuid,
  credited_invoice uuid,
  reason text,
  invoice_date date not null,
  due_date date not null,
  currency text not null,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  total numeric(20,4) not null,
  base_currency text not null,
  base_total numeric(20,4) not null,
  paid numeric(20,4) not null,
  credited numeric(20,4) not null,
  custom jsonb,
  CHECK ((base_currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((due_date >= invoice_date)),
  CHECK ((total = (net + tax))),
  CHECK (((base_total >= (0)::numeric) AND ((currency <> base_currency) OR (base_total = total)))),
  CHECK ((((0)::numeric <= credited) AND (credited <= paid) AND (paid <= total))),
  CHECK (((state = 'open'::text) = (paid < total))),
  CHECK (((type = 'credit-note'::text) = (credited_invoice IS NOT NULL))),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((net >= (0)::numeric)),
  CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'credited'::text]))),
  CHECK ((tax >= (0)::numeric)),
  CHECK ((type = ANY (ARRAY['invoice'::text, 'credit-note'::text]))),
  FOREIGN KEY (tenant_id, credited_invoice) REFERENCES erp.invoice(tenant_id, id),
  FOREIGN KEY (tenant_id, party) REFERENCES erp.party(tenant_id, id),
  FOREIGN KEY (tenant_id, sales_order) REFERENCES erp.sales_order(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  TRIGGER DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (tenant_id, number)
);
CREATE INDEX invoice_tenant_id_credited_invoice_idx ON erp.invoice USING btree (tenant_id, credited_invoice) WHERE (credited_invoice IS NOT NULL);
CREATE INDEX invoice_tenant_id_invoice_date_idx ON erp.invoice USING btree (tenant_id, invoice_date);
CREATE INDEX invoice_tenant_id_party_due_date_idx ON erp.invoice USING btree (tenant_id, party, due_date) WHERE (state = 'open'::text);
CREATE INDEX invoice_tenant_id_party_invoice_date_idx ON erp.invoice USING btree (tenant_id, party, invoice_date);
CREATE INDEX invoice_tenant_id_sales_order_idx ON erp.invoice USING btree (tenant_id, sales_order);
CREATE CONSTRAINT TRIGGER check_settled AFTER INSERT OR UPDATE OF paid, credited ON erp.invoice DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_settled();
CREATE TRIGGER keep_posted BEFORE UPDATE ON erp.invoice FOR EACH ROW EXECUTE FUNCTION erp.keep_posted_invoice();
CREATE TRIGGER keep_rows BEFORE DELETE ON erp.invoice FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.invoice_application (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  invoice uuid not null,
  amount numeric(20,4) not null,
  settled_date date not null,
  CHECK ((amount > (0)::numeric)),
  CHECK ((invoice <> parent_id)),
  FOREIGN KEY (tenant_id, invoice) REFERENCES erp.invoice(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES erp.invoice(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
CREATE INDEX invoice_application_tenant_id_invoice_idx ON erp.invoice_application USING btree (tenant_id, invoice);
CREATE INDEX invoice_application_tenant_id_settled_date_idx ON erp.invoice_application USING btree (tenant_id, settled_date);
CREATE TRIGGER keep_all BEFORE TRUNCATE ON erp.invoice_application FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON erp.invoice_application FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE erp.invoice_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  order_line_number integer,
  item uuid,
  description text not null,
  quantity numeric(20,6) not null,
  unit text not null,
  unit_price numeric(20,6) not null,
  discount_percent numeric(9,4) not null,
  tax_rate numeric(9,4) not null,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  CHECK (((discount_percent >= (0)::numeric) AND (discount_percent <= (100)::numeric))),
  CHECK ((net >= (0)::numeric)),
  CHECK ((quantity > (0)::numeric)),
  CHECK ((tax >= (0)::numeric)),
  CHECK ((tax_rate >= (0)::numeric)),
  CHECK ((unit_price >= (0)::numeric)),
  FOREIGN KEY (tenant_id, item) REFERENCES erp.item(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES erp.invoice(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
CREATE TRIGGER keep_all BEFORE TRUNCATE ON erp.invoice_line FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON erp.invoice_line FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE erp.item (
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
  standard_cost numeric(20,6),
  lead_time_days integer,
  status text not null,
  custom jsonb,
  CHECK ((code <> ''::text)),
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((lead_time_days >= 0)),
  CHECK ((name <> ''::text)),
  CHECK ((standard_cost >= (0)::numeric)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  CHECK (((tax_rate >= (0)::numeric) AND (tax_rate <= (100)::numeric))),
  CHECK ((type = ANY (ARRAY['bought'::text, 'made'::text, 'service'::text]))),
  CHECK ((unit <> ''::text)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code)
);
CREATE INDEX item_tenant_id_barcode_idx ON erp.item USING btree (tenant_id, barcode) WHERE (barcode IS NOT NULL);
CREATE INDEX item_tenant_id_name_idx ON erp.item USING btree (tenant_id, name);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.item_unit (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  unit text not null,
  numerator numeric(20,6) not null,
  denominator numeric(20,6) not null,
  CHECK ((denominator > (0)::numeric)),
  CHECK ((numerator > (0)::numeric)),
  CHECK ((unit <> ''::text)),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES erp.item(tenant_id, id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, parent_id, line_number),
  UNIQUE (tenant_id, parent_id, unit)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.journal_entry (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  entry_date date not null,
  period text not null,
  source_document text not null,
  source_id uuid not null,
  step text not null,
  description text not null,
  base_currency text not null,
  CHECK ((base_currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((period = to_char((entry_date)::timestamp with time zone, 'YYYY-MM'::text))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, entry_date, id),
  UNIQUE (tenant_id, source_document, source_id, step)
);
CREATE TRIGGER check_open_period AFTER INSERT ON erp.journal_entry REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION erp.check_open_period();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON erp.journal_entry FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON erp.journal_entry FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE erp.journal_entry_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  account uuid not null,
  party uuid,
  entry_date date not null,
  currency text not null,
  debit numeric(20,4) not null,
  credit numeric(20,4) not null,
  base_debit numeric(20,4) not null,
  base_credit numeric(20,4) not null,
  CHECK ((base_credit >= (0)::numeric)),
  CHECK ((base_debit >= (0)::numeric)),
  CHECK (((debit = (0)::numeric) OR (credit = (0)::numeric))),
  CHECK (((base_debit = (0)::numeric) OR (base_credit = (0)::numeric))),
  CHECK ((credit >= (0)::numeric)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((debit >= (0)::numeric)),
  FOREIGN KEY (tenant_id, account) REFERENCES erp.account(tenant_id, id),
  FOREIGN KEY (tenant_id, entry_date, parent_id) REFERENCES erp.journal_entry(tenant_id, entry_date, id),
  FOREIGN KEY (tenant_id, party) REFERENCES erp.party(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
CREATE INDEX journal_entry_line_tenant_id_account_entry_date_parent_id_l_idx ON erp.journal_entry_line USING btree (tenant_id, account, entry_date, parent_id, line_number);
CREATE TRIGGER check_lines AFTER INSERT ON erp.journal_entry_line REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION erp.check_journal_lines();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON erp.journal_entry_line FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON erp.journal_entry_line FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE erp.journal_number (
  tenant_id uuid not null default platform.tenant(),
  period text not null,
  number integer not null,
  entry uuid not null,
  CHECK ((number > 0)),
  FOREIGN KEY (tenant_id, entry) REFERENCES erp.journal_entry(tenant_id, id),
  PRIMARY KEY (tenant_id, period, number),
  UNIQUE (tenant_id, entry)
);
CREATE TRIGGER keep_all BEFORE TRUNCATE ON erp.journal_number FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON erp.journal_number FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE erp.merge_move (
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

TABLE erp.party (
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
  is_customer boolean not null,
  is_vendor boolean not null,
  tax_number text,
  email text,
  phone text,
  currency text not null,
  payment_term_days integer not null,
  credit_limit numeric(20,4),
  on_hold boolean not null,
  status text not null,
  merged_into uuid,
  custom jsonb,
  CHECK (((merged_into IS NULL) OR ((merged_into <> id) AND (status = 'archived'::text)))),
  CHECK ((code <> ''::text)),
  CHECK ((credit_limit >= (0)::numeric)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((name <> ''::text)),
  CHECK ((payment_term_days >= 0)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  CHECK ((type = ANY (ARRAY['company'::text, 'person'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, merged_into) REFERENCES erp.party(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code)
);
CREATE INDEX party_tenant_id_lower_idx ON erp.party USING btree (tenant_id, lower(email)) WHERE (email IS NOT NULL);
CREATE INDEX party_tenant_id_merged_into_idx ON erp.party USING btree (tenant_id, merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX party_tenant_id_name_idx ON erp.party USING btree (tenant_id, name);
CREATE INDEX party_tenant_id_tax_number_idx ON erp.party USING btree (tenant_id, tax_number) WHERE (tax_number IS NOT NULL);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.party_balance (
  tenant_id uuid not null default platform.tenant(),
  account uuid not null,
  party uuid not null,
  currency text not null,
  balance numeric(24,4) not null,
  base_balance numeric(24,4) not null,
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, account, party, currency)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.party_credit (
  tenant_id uuid not null default platform.tenant(),
  party uuid not null,
  currency text not null,
  ordered numeric(20,4) not null default 0,
  receivable numeric(20,4) not null default 0,
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((ordered >= (0)::numeric)),
  FOREIGN KEY (tenant_id, party) REFERENCES erp.party(tenant_id, id),
  PRIMARY KEY (tenant_id, party, currency)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.payment (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  number text not null,
  party uuid not null,
  payment_date date not null,
  currency text not null,
  amount numeric(20,4) not null,
  method text not null,
  reference text,
  reverses uuid,
  base_currency text not null,
  base_amount numeric(20,4) not null,
  allocated numeric(20,4) not null,
  CHECK ((amount <> (0)::numeric)),
  CHECK ((base_currency ~ '^[A-Z]{3}$'::text)),
  CHECK (((currency <> base_currency) OR (base_amount = amount))),
  CHECK ((((allocated * sign(amount)) >= (0)::numeric) AND ((allocated * sign(amount)) <= abs(amount)))),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((method <> ''::text)),
  CHECK ((state = ANY (ARRAY['posted'::text, 'reversed'::text]))),
  FOREIGN KEY (tenant_id, party) REFERENCES erp.party(tenant_id, id),
  FOREIGN KEY (tenant_id, reverses) REFERENCES erp.payment(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  TRIGGER DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (tenant_id, number),
  UNIQUE (tenant_id, reverses)
);
CREATE INDEX payment_tenant_id_party_idx ON erp.payment USING btree (tenant_id, party) WHERE (allocated <> amount);
CREATE INDEX payment_tenant_id_party_payment_date_idx ON erp.payment USING btree (tenant_id, party, payment_date);
CREATE INDEX payment_tenant_id_payment_date_idx ON erp.payment USING btree (tenant_id, payment_date);
CREATE CONSTRAINT TRIGGER check_allocated AFTER INSERT OR UPDATE OF allocated ON erp.payment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_allocated();
CREATE TRIGGER keep_posted BEFORE UPDATE ON erp.payment FOR EACH ROW EXECUTE FUNCTION erp.keep_posted_payment();
CREATE TRIGGER keep_rows BEFORE DELETE ON erp.payment FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.payment_allocation (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  invoice uuid not null,
  amount numeric(20,4) not null,
  settled_date date not null,
  CHECK ((amount <> (0)::numeric)),
  FOREIGN KEY (tenant_id, invoice) REFERENCES erp.invoice(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES erp.payment(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
CREATE INDEX payment_allocation_tenant_id_invoice_idx ON erp.payment_allocation USING btree (tenant_id, invoice);
CREATE INDEX payment_allocation_tenant_id_settled_date_idx ON erp.payment_allocation USING btree (tenant_id, settled_date);
CREATE TRIGGER check_counted AFTER INSERT ON erp.payment_allocation REFERENCING NEW TABLE AS new_allocations FOR EACH STATEMENT EXECUTE FUNCTION erp.check_counted();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON erp.payment_allocation FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON erp.payment_allocation FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE erp.period (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  month text not null,
  CHECK ((month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'::text)),
  CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, month)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.price (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  item uuid not null,
  party uuid,
  price_list text not null,
  currency text not null,
  unit text not null,
  minimum_quantity numeric(20,6) not null,
  unit_price numeric(20,6) not null,
  valid_from date,
  valid_to date,
  status text not null,
  CHECK ((valid_to >= valid_from)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((minimum_quantity >= (0)::numeric)),
  CHECK ((price_list <> ''::text)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  CHECK ((unit_price >= (0)::numeric)),
  FOREIGN KEY (tenant_id, item) REFERENCES erp.item(tenant_id, id),
  FOREIGN KEY (tenant_id, party) REFERENCES erp.party(tenant_id, id),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX price_tenant_id_item_currency_party_idx ON erp.price USING btree (tenant_id, item, currency, party);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.reservation (
  tenant_id uuid not null default platform.tenant(),
  document_id uuid not null,
  line_number integer not null,
  item uuid not null,
  warehouse uuid not null,
  quantity numeric(20,6) not null,
  waiting numeric(20,6) not null,
  CHECK (((quantity + waiting) > (0)::numeric)),
  CHECK ((quantity >= (0)::numeric)),
  CHECK ((waiting >= (0)::numeric)),
  FOREIGN KEY (tenant_id, item, warehouse) REFERENCES erp.stock_balance(tenant_id, item, warehouse),
  PRIMARY KEY (tenant_id, document_id, line_number)
);
CREATE INDEX reservation_tenant_id_item_warehouse_idx ON erp.reservation USING btree (tenant_id, item, warehouse);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.sales_order (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  number text not null,
  party uuid not null,
  customer_reference text,
  origin text,
  requested_date date,
  billing_address uuid,
  shipping_address uuid,
  currency text not null,
  order_date date not null,
  payment_term_days integer not null,
  warehouse uuid not null,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  total numeric(20,4) not null,
  delivery text not null,
  invoicing text not null,
  confirmed_at timestamp with time zone,
  custom jsonb,
  CHECK ((total = (net + tax))),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((jsonb_typeof(custom) = 'object'::text)),
  CHECK ((delivery = ANY (ARRAY['none'::text, 'partial'::text, 'complete'::text]))),
  CHECK ((invoicing = ANY (ARRAY['none'::text, 'partial'::text, 'complete'::text]))),
  CHECK ((payment_term_days >= 0)),
  CHECK ((state = ANY (ARRAY['draft'::text, 'confirmed'::text, 'closed'::text, 'cancelled'::text]))),
  FOREIGN KEY (tenant_id, billing_address) REFERENCES erp.address(tenant_id, id),
  FOREIGN KEY (tenant_id, party) REFERENCES erp.party(tenant_id, id),
  FOREIGN KEY (tenant_id, shipping_address) REFERENCES erp.address(tenant_id, id),
  FOREIGN KEY (tenant_id, warehouse) REFERENCES erp.warehouse(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
CREATE INDEX sales_order_tenant_id_party_idx ON erp.sales_order USING btree (tenant_id, party);
CREATE UNIQUE INDEX sales_order_tenant_id_origin_idx ON erp.sales_order USING btree (tenant_id, origin) WHERE (origin IS NOT NULL);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.sales_order_line (
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
  warehouse uuid not null,
  requested_date date,
  net numeric(20,4) not null,
  tax numeric(20,4) not null,
  is_service boolean not null,
  numerator numeric(20,6) not null,
  denominator numeric(20,6) not null,
  reserved numeric(20,6) not null,
  shipped numeric(20,6) not null,
  invoiced numeric(20,6) not null,
  returned numeric(20,6) not null,
  invoiced_net numeric(20,4) not null,
  invoiced_tax numeric(20,4) not null,
  expected_date date,
  promised_date date,
  CHECK ((shipped <= quantity)),
  CHECK ((reserved <= (quantity - shipped))),
  CHECK ((invoiced <=
CASE
    WHEN is_service THEN quantity
    ELSE shipped
END)),
  CHECK ((returned <= shipped)),
  CHECK (((NOT is_service) OR ((reserved = (0)::numeric) AND (shipped = (0)::numeric)))),
  CHECK (((invoiced_net <= net) AND (invoiced_tax <= tax))),
  CHECK ((denominator > (0)::numeric)),
  CHECK (((discount_percent >= (0)::numeric) AND (discount_percent <= (100)::numeric))),
  CHECK ((invoiced >= (0)::numeric)),
  CHECK ((invoiced_net >= (0)::numeric)),
  CHECK ((invoiced_tax >= (0)::numeric)),
  CHECK ((line_number > 0)),
  CHECK ((net >= (0)::numeric)),
  CHECK ((numerator > (0)::numeric)),
  CHECK ((quantity >= (0)::numeric)),
  CHECK ((reserved >= (0)::numeric)),
  CHECK ((returned >= (0)::numeric)),
  CHECK ((shipped >= (0)::numeric)),
  CHECK ((tax >= (0)::numeric)),
  CHECK (((tax_rate >= (0)::numeric) AND (tax_rate <= (100)::numeric))),
  CHECK ((unit_price >= (0)::numeric)),
  FOREIGN KEY (tenant_id, item) REFERENCES erp.item(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES erp.sales_order(tenant_id, id),
  FOREIGN KEY (tenant_id, warehouse) REFERENCES erp.warehouse(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
CREATE INDEX sales_order_line_tenant_id_item_idx ON erp.sales_order_line USING btree (tenant_id, item);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.sales_return (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  number text not null,
  origin text,
  sales_order uuid not null,
  party uuid not null,
  requested_date date not null,
  reason text not null,
  wish text not null,
  answer text,
  warehouse uuid not null,
  received_date date,
  base_currency text not null,
  cost numeric(20,4) not null,
  scrap_cost numeric(20,4) not null,
  currency text not null,
  credited numeric(20,4) not null,
  replacement uuid,
  CHECK ((base_currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((received_date >= requested_date)),
  CHECK (((scrap_cost >= (0)::numeric) AND (scrap_cost <= cost))),
  CHECK (((state = ANY (ARRAY['received'::text, 'closed'::text])) = (received_date IS NOT NULL))),
  CHECK (((state = 'closed'::text) OR ((credited = (0)::numeric) AND (replacement IS NULL)))),
  CHECK (((state <> 'rejected'::text) OR (answer IS NOT NULL))),
  CHECK ((cost >= (0)::numeric)),
  CHECK ((credited >= (0)::numeric)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((reason <> ''::text)),
  CHECK ((state = ANY (ARRAY['requested'::text, 'approved'::text, 'rejected'::text, 'received'::text, 'closed'::text]))),
  CHECK ((wish = ANY (ARRAY['refund'::text, 'replace'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, party) REFERENCES erp.party(tenant_id, id),
  FOREIGN KEY (tenant_id, replacement) REFERENCES erp.sales_order(tenant_id, id),
  FOREIGN KEY (tenant_id, sales_order) REFERENCES erp.sales_order(tenant_id, id),
  FOREIGN KEY (tenant_id, warehouse) REFERENCES erp.warehouse(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
CREATE INDEX sales_return_tenant_id_party_idx ON erp.sales_return USING btree (tenant_id, party);
CREATE INDEX sales_return_tenant_id_sales_order_idx ON erp.sales_return USING btree (tenant_id, sales_order);
CREATE INDEX sales_return_tenant_id_state_requested_date_idx ON erp.sales_return USING btree (tenant_id, state, requested_date) WHERE (state = ANY (ARRAY['requested'::text, 'approved'::text, 'received'::text]));
CREATE UNIQUE INDEX sales_return_tenant_id_origin_idx ON erp.sales_return USING btree (tenant_id, origin) WHERE (origin IS NOT NULL);
CREATE TRIGGER keep_received BEFORE UPDATE ON erp.sales_return FOR EACH ROW EXECUTE FUNCTION erp.keep_received_return();
CREATE TRIGGER keep_rows BEFORE DELETE ON erp.sales_return FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.sales_return_credit (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  invoice uuid not null,
  amount numeric(20,4) not null,
  CHECK ((amount >= (0)::numeric)),
  CHECK ((line_number > 0)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, invoice) REFERENCES erp.invoice(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES erp.sales_return(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number),
  UNIQUE (tenant_id, invoice)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.sales_return_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  order_line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null,
  unit text not null,
  received numeric(20,6) not null,
  scrapped numeric(20,6) not null,
  cost numeric(20,4) not null,
  scrap_cost numeric(20,4) not null,
  CHECK (((received >= (0)::numeric) AND (received <= quantity))),
  CHECK (((scrapped >= (0)::numeric) AND (scrapped <= received))),
  CHECK (((cost >= (0)::numeric) AND ((received > (0)::numeric) OR (cost = (0)::numeric)))),
  CHECK (((scrap_cost >= (0)::numeric) AND (scrap_cost <= cost))),
  CHECK ((line_number > 0)),
  CHECK ((quantity > (0)::numeric)),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  FOREIGN KEY (tenant_id, item) REFERENCES erp.item(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES erp.sales_return(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number),
  TRIGGER DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (tenant_id, parent_id, order_line_number)
);
CREATE CONSTRAINT TRIGGER check_returned AFTER INSERT OR UPDATE ON erp.sales_return_line DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION erp.check_returned();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.shipment (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  state text not null,
  number text not null,
  sales_order uuid not null,
  party uuid not null,
  shipped_date date not null,
  delivered_date date,
  carrier text,
  tracking_number text,
  currency text not null,
  cost numeric(20,4) not null,
  CHECK ((delivered_date >= shipped_date)),
  CHECK (((state = 'delivered'::text) = (delivered_date IS NOT NULL))),
  CHECK ((cost >= (0)::numeric)),
  CHECK ((state = ANY (ARRAY['shipped'::text, 'delivered'::text]))),
  FOREIGN KEY (tenant_id, party) REFERENCES erp.party(tenant_id, id),
  FOREIGN KEY (tenant_id, sales_order) REFERENCES erp.sales_order(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
CREATE INDEX shipment_tenant_id_party_idx ON erp.shipment USING btree (tenant_id, party);
CREATE INDEX shipment_tenant_id_sales_order_idx ON erp.shipment USING btree (tenant_id, sales_order);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.shipment_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  order_line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null,
  unit text not null,
  warehouse uuid not null,
  cost numeric(20,4) not null,
  CHECK ((cost >= (0)::numeric)),
  CHECK ((line_number > 0)),
  CHECK ((quantity > (0)::numeric)),
  FOREIGN KEY (tenant_id, item) REFERENCES erp.item(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES erp.shipment(tenant_id, id),
  FOREIGN KEY (tenant_id, warehouse) REFERENCES erp.warehouse(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.stock_adjustment (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  number text not null,
  warehouse uuid not null,
  adjustment_date date not null,
  reason text not null,
  currency text not null,
  cost numeric(20,4) not null,
  CHECK ((reason <> ''::text)),
  FOREIGN KEY (tenant_id, warehouse) REFERENCES erp.warehouse(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.stock_adjustment_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  item uuid not null,
  counted numeric(20,6) not null,
  unit text not null,
  difference numeric(20,6) not null,
  cost numeric(20,4) not null,
  CHECK ((counted >= (0)::numeric)),
  FOREIGN KEY (tenant_id, item) REFERENCES erp.item(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES erp.stock_adjustment(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.stock_balance (
  tenant_id uuid not null default platform.tenant(),
  item uuid not null,
  warehouse uuid not null,
  on_hand numeric(20,6) not null default 0,
  reserved numeric(20,6) not null default 0,
  back_ordered numeric(20,6) not null default 0,
  value numeric(20,4) not null default 0,
  average_cost numeric(20,6) default 
CASE
    WHEN (on_hand > (0)::numeric) THEN (value / on_hand)
    ELSE NULL::numeric
END,
  CHECK ((back_ordered >= (0)::numeric)),
  CHECK ((((0)::numeric <= reserved) AND (reserved <= on_hand))),
  CHECK (((on_hand > (0)::numeric) OR (value = (0)::numeric))),
  CHECK ((value >= (0)::numeric)),
  FOREIGN KEY (tenant_id, item) REFERENCES erp.item(tenant_id, id),
  FOREIGN KEY (tenant_id, warehouse) REFERENCES erp.warehouse(tenant_id, id),
  PRIMARY KEY (tenant_id, item, warehouse)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.stock_move (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  item uuid not null,
  warehouse uuid not null,
  quantity numeric(20,6) not null,
  reason text not null,
  document text not null,
  document_id uuid not null,
  line_number integer not null,
  unit_cost numeric(20,6) not null,
  cost numeric(20,4) not null,
  business_date date not null,
  at timestamp with time zone not null,
  CHECK (((cost = (0)::numeric) OR (sign(cost) = sign(quantity)))),
  CHECK ((quantity <> (0)::numeric)),
  CHECK ((reason = ANY (ARRAY['receipt'::text, 'shipment'::text, 'adjustment'::text, 'transfer'::text, 'return'::text]))),
  CHECK ((unit_cost >= (0)::numeric)),
  FOREIGN KEY (tenant_id, item, warehouse) REFERENCES erp.stock_balance(tenant_id, item, warehouse),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX stock_move_tenant_id_document_id_idx ON erp.stock_move USING btree (tenant_id, document_id);
CREATE INDEX stock_move_tenant_id_item_warehouse_id_idx ON erp.stock_move USING btree (tenant_id, item, warehouse, id);
CREATE TRIGGER keep_all BEFORE TRUNCATE ON erp.stock_move FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_forever BEFORE DELETE OR UPDATE ON erp.stock_move FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may insert, select;

TABLE erp.stock_transfer (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  number text not null,
  from_warehouse uuid not null,
  to_warehouse uuid not null,
  transfer_date date not null,
  currency text not null,
  CHECK ((from_warehouse <> to_warehouse)),
  FOREIGN KEY (tenant_id, from_warehouse) REFERENCES erp.warehouse(tenant_id, id),
  FOREIGN KEY (tenant_id, to_warehouse) REFERENCES erp.warehouse(tenant_id, id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.stock_transfer_line (
  tenant_id uuid not null default platform.tenant(),
  parent_id uuid not null,
  line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null,
  unit text not null,
  cost numeric(20,4) not null,
  CHECK ((cost >= (0)::numeric)),
  CHECK ((quantity > (0)::numeric)),
  FOREIGN KEY (tenant_id, item) REFERENCES erp.item(tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES erp.stock_transfer(tenant_id, id),
  PRIMARY KEY (tenant_id, parent_id, line_number)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.tax_rate (
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
  rate numeric(9,4) not null,
  status text not null,
  CHECK ((code <> ''::text)),
  CHECK ((name <> ''::text)),
  CHECK ((rate >= (0)::numeric)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

TABLE erp.warehouse (
  tenant_id uuid not null default platform.tenant(),
  id uuid not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  code text not null,
  name text not null,
  is_default boolean,
  status text not null,
  CHECK ((code <> ''::text)),
  CHECK ((name <> ''::text)),
  CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text]))),
  FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code)
);
POLICY own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant));
ROW SECURITY forced; tandem_app may delete, insert, select, update;

CREATE OR REPLACE FUNCTION erp.check_allocated()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (select p.allocated <> coalesce(sum(a.amount), 0)
      from erp.payment p left join erp.payment_allocation a on a.tenant_id = p.tenant_id and a.parent_id = p.id
      where p.tenant_id = new.tenant_id and p.id = new.id group by p.tenant_id, p.id) then
    raise exception 'the allocations of payment % do not add up to what is allocated', new.number using errcode = 'check_violation';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION erp.check_counted()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare wrong uuid;
begin
  select p.id into wrong
    from erp.payment p join erp.payment_allocation a on a.tenant_id = p.tenant_id and a.parent_id = p.id
    where p.tenant_id = platform.tenant() and p.id = any (array(select parent_id from new_allocations))
    group by p.id, p.allocated having p.allocated <> sum(a.amount) limit 1;
  if wrong is not null then
    raise exception 'payment % does not count all its allocations', wrong using errcode = 'check_violation';
  end if;
  select i.id into wrong
    from erp.invoice i cross join lateral erp.settled(i.id) s
    where i.tenant_id = platform.tenant() and i.id = any (array(select invoice from new_allocations))
      and i.paid - i.credited <> s.by_payments * (case i.type when 'invoice' then 1 else -1 end) limit 1;
  if wrong is not null then
    raise exception 'invoice % does not count all its settlements', wrong using errcode = 'check_violation';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION erp.check_journal_lines()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare unbalanced uuid;
begin
  select parent_id into unbalanced from new_lines
    group by tenant_id, parent_id, currency having sum(debit) <> sum(credit) limit 1;
  if unbalanced is null then
    select parent_id into unbalanced from new_lines
      group by tenant_id, parent_id having sum(base_debit) <> sum(base_credit) limit 1;
  end if;
  if unbalanced is not null then
    raise exception 'journal entry % does not balance', unbalanced using errcode = 'check_violation';
  end if;
  insert into erp.account_delta (tenant_id, account, party, period, currency, debit, credit, base_debit, base_credit)
    select tenant_id, account, party, to_char(entry_date, 'YYYY-MM'), currency,
           sum(debit), sum(credit), sum(base_debit), sum(base_credit)
    from new_lines group by tenant_id, account, party, to_char(entry_date, 'YYYY-MM'), currency;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION erp.check_open_period()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare closed text := erp.closed_through(); late text;
begin
  select period into late from new_entries where period <= closed limit 1;
  if late is not null then
    raise exception 'the books are closed through %: nothing is posted into %', closed, late using errcode = 'restrict_violation';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION erp.check_returned()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare of_order uuid := (select sales_order from erp.sales_return where tenant_id = new.tenant_id and id = new.parent_id);
declare counted record; in_line record;
begin
  select coalesce(sum(l.received), 0) as received,
         coalesce(sum(l.quantity) filter (where r.state in ('requested', 'approved')), 0) as asked into counted
    from erp.sales_return r join erp.sales_return_line l on l.tenant_id = r.tenant_id and l.parent_id = r.id
    where r.tenant_id = new.tenant_id and r.sales_order = of_order and l.order_line_number = new.order_line_number;
  select returned, shipped into in_line from erp.sales_order_line
    where tenant_id = new.tenant_id and parent_id = of_order and line_number = new.order_line_number;
  if in_line.returned is distinct from counted.received then
    raise exception 'line % of order % does not count what its returns received', new.order_line_number, of_order
      using errcode = 'check_violation';
  end if;
  if counted.received + counted.asked > in_line.shipped then
    raise exception 'more of line % of order % is asked back than was shipped', new.order_line_number, of_order
      using errcode = 'check_violation';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION erp.check_settled()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare found_sums record; now_row record;
begin
  select * into found_sums from erp.settled(new.id);
  select type, paid, credited into now_row from erp.invoice where tenant_id = new.tenant_id and id = new.id;
  if now_row.credited <> found_sums.by_credit
     or now_row.paid - now_row.credited <> found_sums.by_payments * (case now_row.type when 'invoice' then 1 else -1 end) then
    raise exception 'the settlements of invoice % do not add up to what is settled', new.number using errcode = 'check_violation';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION erp.closed_through()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce(max(month), '') from erp.period where state = 'closed'
$function$;

CREATE OR REPLACE FUNCTION erp.fold_balances()
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare folded integer;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('erp.fold ' || platform.tenant()::text, 0)) then return -1; end if;
  with gone as (delete from erp.account_delta where tenant_id = platform.tenant() returning *),
  by_account as (
    insert into erp.account_balance as b (account, period, currency, debit, credit, base_debit, base_credit)
    select account, period, currency, sum(debit), sum(credit), sum(base_debit), sum(base_credit)
    from gone group by account, period, currency order by account, period, currency
    on conflict (tenant_id, account, period, currency) do update set
      debit = b.debit + excluded.debit, credit = b.credit + excluded.credit,
      base_debit = b.base_debit + excluded.base_debit, base_credit = b.base_credit + excluded.base_credit),
  by_party as (
    insert into erp.party_balance as b (account, party, currency, balance, base_balance)
    select account, party, currency, sum(debit - credit), sum(base_debit - base_credit)
    from gone where party is not null group by account, party, currency
    on conflict (tenant_id, account, party, currency) do update set
      balance = b.balance + excluded.balance, base_balance = b.base_balance + excluded.base_balance)
  select count(*) into folded from gone;
  return folded;
end $function$;

CREATE OR REPLACE FUNCTION erp.keep_bank_line()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (to_jsonb(new) - '{state,payment,match,reason,version,updated_at,updated_by}'::text[])
     <> (to_jsonb(old) - '{state,payment,match,reason,version,updated_at,updated_by}'::text[]) then
    raise exception 'a bank statement stays as the bank has told it' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION erp.keep_posted_invoice()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (to_jsonb(new) - '{state,paid,credited,party,version,updated_at,updated_by}'::text[])
     <> (to_jsonb(old) - '{state,paid,credited,party,version,updated_at,updated_by}'::text[])
     or (new.party <> old.party and not erp.may_repoint(new.tenant_id, new.id, old.party, new.party)) then
    raise exception 'invoice % is posted: write a credit note instead', old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION erp.keep_posted_payment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (to_jsonb(new) - '{state,allocated,party,version,updated_at,updated_by}'::text[])
     <> (to_jsonb(old) - '{state,allocated,party,version,updated_at,updated_by}'::text[])
     or (new.party <> old.party and not erp.may_repoint(new.tenant_id, new.id, old.party, new.party)) then
    raise exception 'payment % is posted: reverse it instead', old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION erp.keep_received_return()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.received_date is not null and (old.sales_order <> new.sales_order or new.received_date is distinct from old.received_date
     or new.cost <> old.cost or new.scrap_cost <> old.scrap_cost) then
    raise exception 'return % is received: its goods and costs stay as they are', old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION erp.lock_books(alone boolean)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare key bigint := hashtextextended('erp.books ' || platform.tenant()::text, 0);
begin
  if alone then perform pg_advisory_xact_lock(key); else perform pg_advisory_xact_lock_shared(key); end if;
end $function$;

CREATE OR REPLACE FUNCTION erp.may_repoint(tenant uuid, document_id uuid, was uuid, now uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select was = now
    or exists (select from erp.party p where p.tenant_id = tenant and p.id = was and p.merged_into = now)
    or exists (select from erp.merge_move m where m.tenant_id = tenant and m.loser = now and m.document_id = may_repoint.document_id)
$function$;

CREATE OR REPLACE FUNCTION erp.settled(settled_invoice uuid, OUT by_payments numeric, OUT by_credit numeric)
 RETURNS record
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce((select sum(amount) from erp.payment_allocation where tenant_id = platform.tenant() and invoice = settled_invoice), 0),
         coalesce((select sum(amount) from erp.invoice_application
                   where tenant_id = platform.tenant() and invoice = settled_invoice), 0)
         + coalesce((select sum(amount) from erp.invoice_application
                   where tenant_id = platform.tenant() and parent_id = settled_invoice), 0)
$function$;
