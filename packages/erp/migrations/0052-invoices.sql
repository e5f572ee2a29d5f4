-- What customers owe, and why: invoices and credit notes, numbered without gaps. Once posted nothing of them changes but
-- how much is settled. Settlements are append-only lines; what is settled must be their sum, checked as the
-- transaction ends, because the two sides are written by different statements.

create table erp.invoice (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('open', 'paid', 'credited')),
  number text not null,
  type text not null check (type in ('invoice', 'credit-note')),
  party uuid not null,
  sales_order uuid,
  credited_invoice uuid,
  reason text,
  invoice_date date not null,
  due_date date not null check (due_date >= invoice_date),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  net numeric(20,4) not null check (net >= 0),
  tax numeric(20,4) not null check (tax >= 0),
  total numeric(20,4) not null check (total = net + tax),
  base_currency text not null check (base_currency ~ '^[A-Z]{3}$'),
  base_total numeric(20,4) not null check (base_total >= 0 and (currency <> base_currency or base_total = total)),
  paid numeric(20,4) not null,
  credited numeric(20,4) not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, party) references erp.party,
  foreign key (tenant_id, sales_order) references erp.sales_order,
  foreign key (tenant_id, credited_invoice) references erp.invoice,
  check (0 <= credited and credited <= paid and paid <= total),
  check ((state = 'open') = (paid < total)),
  check ((type = 'credit-note') = (credited_invoice is not null))
);
create index on erp.invoice (tenant_id, party, due_date) where state = 'open';
create index on erp.invoice (tenant_id, party, invoice_date);
create index on erp.invoice (tenant_id, sales_order);
create index on erp.invoice (tenant_id, credited_invoice) where credited_invoice is not null;
create index on erp.invoice (tenant_id, invoice_date);
call platform.keep_by_tenant('erp.invoice');

create table erp.invoice_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null,
  order_line_number integer,
  item uuid,
  description text not null,
  quantity numeric(20,6) not null check (quantity > 0),
  unit text not null,
  unit_price numeric(20,6) not null check (unit_price >= 0),
  discount_percent numeric(9,4) not null check (discount_percent between 0 and 100),
  tax_rate numeric(9,4) not null check (tax_rate >= 0),
  net numeric(20,4) not null check (net >= 0),
  tax numeric(20,4) not null check (tax >= 0),
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references erp.invoice,
  foreign key (tenant_id, item) references erp.item
);
call platform.keep_by_tenant('erp.invoice_line');
call platform.keep_forever('erp.invoice_line');

create table erp.invoice_application (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null,
  invoice uuid not null,
  amount numeric(20,4) not null check (amount > 0),
  settled_date date not null,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references erp.invoice,
  foreign key (tenant_id, invoice) references erp.invoice,
  check (invoice <> parent_id)
);
create index on erp.invoice_application (tenant_id, invoice);
create index on erp.invoice_application (tenant_id, settled_date);
call platform.keep_by_tenant('erp.invoice_application');
call platform.keep_forever('erp.invoice_application');

create function erp.keep_posted_invoice() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - '{state,paid,credited,version,updated_at,updated_by}'::text[])
     <> (to_jsonb(old) - '{state,paid,credited,version,updated_at,updated_by}'::text[]) then
    raise exception 'invoice % is posted: write a credit note instead', old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_posted before update on erp.invoice for each row execute function erp.keep_posted_invoice();

create trigger keep_rows before delete on erp.invoice for each row execute function platform.refuse_change();
