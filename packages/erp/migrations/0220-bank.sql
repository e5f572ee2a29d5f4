-- Statements of the company's bank accounts. A statement and what it says never change; of its lines only what became of
-- them. `fingerprint` is what a line is known by, so that nothing is kept twice, whatever files overlap.

create table erp.bank_account (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  code text not null check (code <> ''),
  name text not null check (name <> ''),
  bank text,
  account_number text not null check (account_number ~ '^[0-9A-Z]+$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  status text not null check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  unique (tenant_id, code),
  unique (tenant_id, account_number, currency)
);
call platform.keep_by_tenant('erp.bank_account');

create table erp.bank_statement (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  number text not null,
  bank_account uuid not null,
  statement_id text,
  from_date date not null,
  to_date date not null check (to_date >= from_date),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  opening numeric(20,4),
  closing numeric(20,4),
  received numeric(20,4) not null check (received >= 0),
  spent numeric(20,4) not null check (spent >= 0),
  line_count integer not null check (line_count >= 0),
  known_count integer not null check (known_count between 0 and line_count),
  known_amount numeric(20,4) not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, bank_account) references erp.bank_account,
  check ((opening is null) = (closing is null)),
  check (opening + received - spent = closing)
);
create index on erp.bank_statement (tenant_id, bank_account, to_date, number);
call platform.keep_by_tenant('erp.bank_statement');
call platform.keep_forever('erp.bank_statement');

create table erp.bank_line (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('open', 'matched', 'ignored')),
  bank_statement uuid not null,
  bank_account uuid not null,
  line_number integer not null,
  booking_date date not null,
  value_date date,
  amount numeric(20,4) not null check (amount <> 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  counterparty text,
  counterparty_account text,
  reference text,
  bank_reference text,
  fingerprint text not null,
  payment uuid,
  match text check (match in ('recorded', 'existing')),
  reason text,
  primary key (tenant_id, id),
  unique (tenant_id, bank_statement, line_number),
  -- Nothing comes in twice, and no payment pays two lines.
  unique (tenant_id, bank_account, fingerprint),
  unique (tenant_id, payment),
  foreign key (tenant_id, bank_statement) references erp.bank_statement,
  foreign key (tenant_id, bank_account) references erp.bank_account,
  foreign key (tenant_id, payment) references erp.payment,
  check ((state = 'matched') = (payment is not null) and (payment is null) = (match is null)),
  check ((state = 'ignored') = (reason is not null))
);
create index on erp.bank_line (tenant_id, bank_account, booking_date);
create index on erp.bank_line (tenant_id, booking_date) where state = 'open';
create index on erp.bank_line (tenant_id, counterparty_account) where payment is not null;
call platform.keep_by_tenant('erp.bank_line');

create function erp.keep_bank_line() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - '{state,payment,match,reason,version,updated_at,updated_by}'::text[])
     <> (to_jsonb(old) - '{state,payment,match,reason,version,updated_at,updated_by}'::text[]) then
    raise exception 'a bank statement stays as the bank has told it' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_line before update on erp.bank_line for each row execute function erp.keep_bank_line();
create trigger keep_rows before delete on erp.bank_line for each row execute function platform.refuse_change();
