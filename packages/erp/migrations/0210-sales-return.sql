-- Goods that customers send back: asked for, approved or rejected, received, and what came of it. Per line of an order
-- never more than was shipped: what came back is counted in the order's line too, which has the check, and the two are
-- compared as the transaction ends, because they are written by different statements.

create table erp.sales_return (
  tenant_id uuid not null references platform.tenant,
  id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  state text not null check (state in ('requested', 'approved', 'rejected', 'received', 'closed')),
  number text not null,
  origin text,
  sales_order uuid not null,
  party uuid not null,
  requested_date date not null,
  reason text not null check (reason <> ''),
  wish text not null check (wish in ('refund', 'replace')),
  answer text,
  warehouse uuid not null,
  received_date date check (received_date >= requested_date),
  base_currency text not null check (base_currency ~ '^[A-Z]{3}$'),
  cost numeric(20,4) not null check (cost >= 0),
  scrap_cost numeric(20,4) not null check (scrap_cost >= 0 and scrap_cost <= cost),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  credited numeric(20,4) not null check (credited >= 0),
  replacement uuid,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, sales_order) references erp.sales_order,
  foreign key (tenant_id, party) references erp.party,
  foreign key (tenant_id, warehouse) references erp.warehouse,
  foreign key (tenant_id, replacement) references erp.sales_order,
  check ((state in ('received', 'closed')) = (received_date is not null)),
  check (state = 'closed' or (credited = 0 and replacement is null)),
  check (state <> 'rejected' or answer is not null)
);
create index on erp.sales_return (tenant_id, sales_order);
create index on erp.sales_return (tenant_id, party);
create index on erp.sales_return (tenant_id, state, requested_date) where state in ('requested', 'approved', 'received');
-- A return of the CRM becomes at most one here, whatever is sent twice.
create unique index on erp.sales_return (tenant_id, origin) where origin is not null;
call platform.keep_by_tenant('erp.sales_return');

create table erp.sales_return_line (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  order_line_number integer not null,
  item uuid not null,
  quantity numeric(20,6) not null check (quantity > 0),
  unit text not null,
  received numeric(20,6) not null check (received >= 0 and received <= quantity),
  scrapped numeric(20,6) not null check (scrapped >= 0 and scrapped <= received),
  cost numeric(20,4) not null check (cost >= 0 and (received > 0 or cost = 0)),
  scrap_cost numeric(20,4) not null check (scrap_cost >= 0 and scrap_cost <= cost),
  primary key (tenant_id, parent_id, line_number),
  unique (tenant_id, parent_id, order_line_number),
  foreign key (tenant_id, parent_id) references erp.sales_return,
  foreign key (tenant_id, item) references erp.item
);
call platform.keep_by_tenant('erp.sales_return_line');

-- The credit notes that a return was answered with.
create table erp.sales_return_credit (
  tenant_id uuid not null references platform.tenant,
  parent_id uuid not null,
  line_number integer not null check (line_number > 0),
  invoice uuid not null,
  amount numeric(20,4) not null check (amount >= 0),
  primary key (tenant_id, parent_id, line_number),
  unique (tenant_id, invoice),
  foreign key (tenant_id, parent_id) references erp.sales_return,
  foreign key (tenant_id, invoice) references erp.invoice
);
call platform.keep_by_tenant('erp.sales_return_credit');

-- What an order's line counts as returned is what its returns have received, and nothing is asked back twice.
create function erp.check_returned() returns trigger language plpgsql as $$
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
end $$;
create constraint trigger check_returned after insert or update on erp.sales_return_line
  deferrable initially deferred for each row execute function erp.check_returned();

-- Goods that came back stay counted.
create function erp.keep_received_return() returns trigger language plpgsql as $$
begin
  if old.received_date is not null and (old.sales_order <> new.sales_order or new.received_date is distinct from old.received_date
     or new.cost <> old.cost or new.scrap_cost <> old.scrap_cost) then
    raise exception 'return % is received: its goods and costs stay as they are', old.number using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_received before update on erp.sales_return for each row execute function erp.keep_received_return();
create trigger keep_rows before delete on erp.sales_return for each row execute function platform.refuse_change();
