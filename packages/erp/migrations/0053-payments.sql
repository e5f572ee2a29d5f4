-- Money that came in (or, negative, went back), and which invoices it settled. A reversal is a payment of its own with
-- the opposite amounts; allocations are only ever added.

create table erp.payment (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('posted', 'reversed')),
  number text not null,
  party uuid not null,
  payment_date date not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount numeric(20,4) not null check (amount <> 0),
  method text not null check (method <> ''),
  reference text,
  reverses uuid,
  base_currency text not null check (base_currency ~ '^[A-Z]{3}$'),
  base_amount numeric(20,4) not null check (currency <> base_currency or base_amount = amount),
  allocated numeric(20,4) not null check (allocated * sign(amount) between 0 and abs(amount)),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  -- A payment is reversed once.
  unique (tenant_id, reverses),
  foreign key (tenant_id, party) references erp.party,
  foreign key (tenant_id, reverses) references erp.payment
);
create index on erp.payment (tenant_id, party, payment_date);
create index on erp.payment (tenant_id, payment_date);
create index on erp.payment (tenant_id, party) where allocated <> amount;
call platform.keep_by_tenant('erp.payment');

create table erp.payment_allocation (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null,
  invoice uuid not null,
  amount numeric(20,4) not null check (amount <> 0),
  settled_date date not null,
  primary key (tenant_id, parent_id, line_number),
  foreign key (tenant_id, parent_id) references erp.payment,
  foreign key (tenant_id, invoice) references erp.invoice
);
create index on erp.payment_allocation (tenant_id, invoice);
create index on erp.payment_allocation (tenant_id, settled_date);
call platform.keep_by_tenant('erp.payment_allocation');
call platform.keep_forever('erp.payment_allocation');

create function erp.keep_posted_payment() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - '{state,allocated,version,updated_at,updated_by}'::text[])
     <> (to_jsonb(old) - '{state,allocated,version,updated_at,updated_by}'::text[]) then
    raise exception 'payment % is posted: reverse it instead', old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_posted before update on erp.payment for each row execute function erp.keep_posted_payment();
create trigger keep_rows before delete on erp.payment for each row execute function platform.refuse_change();

-- A payment's allocations add up to what it says is allocated. Payments of a refunded credit note count the other way.
create function erp.check_allocated() returns trigger language plpgsql as $$
begin
  if (select p.allocated <> coalesce(sum(a.amount), 0)
      from erp.payment p left join erp.payment_allocation a on a.tenant_id = p.tenant_id and a.parent_id = p.id
      where p.tenant_id = new.tenant_id and p.id = new.id group by p.tenant_id, p.id) then
    raise exception 'the allocations of payment % do not add up to what is allocated', new.number using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger check_allocated after insert or update of allocated on erp.payment
  deferrable initially deferred for each row execute function erp.check_allocated();

-- What is settled of an invoice is the sum of its settlements: payments, and credit notes set off against it. Of a credit
-- note: money paid back, and what it was set off against.
create function erp.settled(settled_invoice uuid, out by_payments numeric, out by_credit numeric) language sql stable as $$
  select coalesce((select sum(amount) from erp.payment_allocation where tenant_id = platform.tenant() and invoice = settled_invoice), 0),
         coalesce((select sum(amount) from erp.invoice_application
                   where tenant_id = platform.tenant() and invoice = settled_invoice), 0)
         + coalesce((select sum(amount) from erp.invoice_application
                   where tenant_id = platform.tenant() and parent_id = settled_invoice), 0)
$$;
grant execute on function erp.settled to tandem_app;

create function erp.check_settled() returns trigger language plpgsql as $$
declare found_sums record; now_row record;
begin
  select * into found_sums from erp.settled(new.id);
  select type, paid, credited into now_row from erp.invoice where tenant_id = new.tenant_id and id = new.id;
  if now_row.credited <> found_sums.by_credit
     or now_row.paid - now_row.credited <> found_sums.by_payments * (case now_row.type when 'invoice' then 1 else -1 end) then
    raise exception 'the settlements of invoice % do not add up to what is settled', new.number using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger check_settled after insert or update of paid, credited on erp.invoice
  deferrable initially deferred for each row execute function erp.check_settled();

-- The other way round: nothing is allocated without being counted. Payments and invoices are written before allocations.
create function erp.check_counted() returns trigger language plpgsql as $$
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
end $$;
create trigger check_counted after insert on erp.payment_allocation
  referencing new table as new_allocations for each statement execute function erp.check_counted();
