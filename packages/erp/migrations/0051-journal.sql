-- The journal: entries that balance, are posted once, never into a closed month, and never change. Balances are kept as
-- small additions (account_delta) folded into totals (account_balance) now and then, so that posting never waits for a
-- row that others post to. See docs/decisions/ledger-without-waiting.md.

create table erp.journal_entry (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  entry_date date not null,
  period text not null check (period = to_char(entry_date, 'YYYY-MM')),
  source_document text not null,
  source_id uuid not null,
  step text not null,
  description text not null,
  base_currency text not null check (base_currency ~ '^[A-Z]{3}$'),
  primary key (tenant_id, id),
  -- Nothing is posted twice.
  unique (tenant_id, source_document, source_id, step),
  -- Lines carry the date of their entry; this is what they refer to, and the order the journal is read in.
  unique (tenant_id, entry_date, id)
);
call platform.keep_by_tenant('erp.journal_entry');
call platform.keep_forever('erp.journal_entry');

create table erp.journal_entry_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null,
  account uuid not null,
  party uuid,
  entry_date date not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  debit numeric(20,4) not null check (debit >= 0),
  credit numeric(20,4) not null check (credit >= 0),
  base_debit numeric(20,4) not null check (base_debit >= 0),
  base_credit numeric(20,4) not null check (base_credit >= 0),
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, entry_date, parent_id) references erp.journal_entry (tenant_id, entry_date, id),
  foreign key (tenant_id, account) references erp.account,
  foreign key (tenant_id, party) references erp.party,
  check (debit = 0 or credit = 0),
  check (base_debit = 0 or base_credit = 0)
);
create index on erp.journal_entry_line (tenant_id, account, entry_date, parent_id, line_number);
call platform.keep_by_tenant('erp.journal_entry_line');
call platform.keep_forever('erp.journal_entry_line');

-- Numbers of a month's entries, 1, 2, 3 ... without gaps, given when the month is numbered or closed: not while
-- posting, where taking the next number would make everybody wait for everybody.
create table erp.journal_number (
  tenant_id uuid not null references platform.tenant,
  period text not null,
  number integer not null check (number > 0),
  entry uuid not null,
  primary key (tenant_id, period, number),
  unique (tenant_id, entry),
  foreign key (tenant_id, entry) references erp.journal_entry
);
call platform.keep_by_tenant('erp.journal_number');
call platform.keep_forever('erp.journal_number');

create table erp.account_balance (
  tenant_id uuid not null references platform.tenant,
  account uuid not null,
  period text not null,
  currency text not null,
  debit numeric(24,4) not null,
  credit numeric(24,4) not null,
  base_debit numeric(24,4) not null,
  base_credit numeric(24,4) not null,
  primary key (tenant_id, account, period, currency)
);
call platform.keep_by_tenant('erp.account_balance');

-- What each business partner owes by each control account, over all time.
create table erp.party_balance (
  tenant_id uuid not null references platform.tenant,
  account uuid not null,
  party uuid not null,
  currency text not null,
  balance numeric(24,4) not null,
  base_balance numeric(24,4) not null,
  primary key (tenant_id, account, party, currency)
);
call platform.keep_by_tenant('erp.party_balance');

-- Additions not yet folded. No keys and no foreign keys: rows come from the trigger below alone and live for minutes.
create table erp.account_delta (
  tenant_id uuid not null,
  account uuid not null,
  party uuid,
  period text not null,
  currency text not null,
  debit numeric(24,4) not null,
  credit numeric(24,4) not null,
  base_debit numeric(24,4) not null,
  base_credit numeric(24,4) not null
);
create index on erp.account_delta (tenant_id);
call platform.keep_by_tenant('erp.account_delta');

-- All lines of an entry come in one statement, so balance is checked once a statement for all its entries.
create function erp.check_journal_lines() returns trigger language plpgsql as $$
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
end $$;
create trigger check_lines after insert on erp.journal_entry_line
  referencing new table as new_lines for each statement execute function erp.check_journal_lines();

-- Everything up to the latest closed month is closed, whatever was closed month by month.
create function erp.closed_through() returns text language sql stable as $$
  select coalesce(max(month), '') from erp.period where state = 'closed'
$$;

-- Posting shares this lock, closing a month takes it alone: so no entry slips into a month while it is being closed.
create function erp.lock_books(alone boolean) returns void language plpgsql volatile as $$
declare key bigint := hashtextextended('erp.books ' || platform.tenant()::text, 0);
begin
  if alone then perform pg_advisory_xact_lock(key); else perform pg_advisory_xact_lock_shared(key); end if;
end $$;

create function erp.check_open_period() returns trigger language plpgsql as $$
declare closed text := erp.closed_through(); late text;
begin
  select period into late from new_entries where period <= closed limit 1;
  if late is not null then
    raise exception 'the books are closed through %: nothing is posted into %', closed, late using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger check_open_period after insert on erp.journal_entry
  referencing new table as new_entries for each statement execute function erp.check_open_period();

-- Moves the additions into the totals. Whoever comes second while somebody folds does nothing: answers -1.
-- Deleting and adding in one statement, readers see each amount either there or here.
create function erp.fold_balances() returns integer language plpgsql volatile as $$
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
end $$;

-- What reports read: totals and what is not folded yet, in one snapshot.
create view erp.account_total with (security_invoker = true) as
  select tenant_id, account, period, currency,
         sum(debit) as debit, sum(credit) as credit, sum(base_debit) as base_debit, sum(base_credit) as base_credit
  from (select tenant_id, account, period, currency, debit, credit, base_debit, base_credit from erp.account_balance
        union all
        select tenant_id, account, period, currency, debit, credit, base_debit, base_credit from erp.account_delta) both_parts
  group by tenant_id, account, period, currency;

create view erp.party_total with (security_invoker = true) as
  select tenant_id, account, party, currency, sum(balance) as balance, sum(base_balance) as base_balance
  from (select tenant_id, account, party, currency, balance, base_balance from erp.party_balance
        union all
        select tenant_id, account, party, currency, debit - credit, base_debit - base_credit
        from erp.account_delta where party is not null) both_parts
  group by tenant_id, account, party, currency;

grant select on erp.account_total, erp.party_total to tandem_app;
grant execute on function erp.closed_through, erp.lock_books, erp.fold_balances to tandem_app;
