/** What the specs of SQL share: a database of their own with somebody else's tables, and the connector on it. */
import type { Connector, Given, Values } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import { customerOf } from '@tandem/testkit'
import postgres from 'postgres'
import { outsideOf } from '../outside.fixture.ts'
import { readKinds } from './describe.ts'
import { connectSql } from './index.ts'
import { sqlScript } from './script.ts'

export const CUSTOMERS = {
  table: 'clients',
  key: 'id',
  fields: {
    code: 'client_no',
    name: 'name',
    type: {
      at: 'is_firm',
      values: [
        ['true', 'company'],
        ['false', 'person'],
      ],
    },
    taxNumber: 'vat',
    email: 'mail',
    phone: 'phone',
    currency: { constant: 'CNY' },
    paymentTermDays: 'term',
    creditLimit: 'credit',
    onHold: {
      at: 'blocked',
      values: [
        ['Y', true],
        ['N', false],
      ],
    },
    status: {
      at: 'state',
      values: [
        ['1', 'active'],
        ['0', 'archived'],
      ],
    },
  },
  write: true,
  delete: true,
}

export const ORDERS = {
  table: 'orders',
  key: 'order_no',
  fields: {
    number: 'order_no',
    customer: 'client_id',
    currency: 'currency',
    orderDate: 'placed_on',
    net: 'net',
    tax: 'tax',
    total: 'total',
  },
  lines: {
    lines: {
      table: 'order_lines',
      parent: 'order_no',
      order: 'line_no',
      fields: { lineNumber: 'line_no', description: 'says', quantity: 'qty', unit: { constant: 'pcs' }, unitPrice: 'price' },
    },
  },
  write: true,
}

export const TABLES = `
create table clients (
  id bigint generated always as identity primary key, client_no text not null unique, name text not null, is_firm boolean not null,
  vat text, mail text, phone text, term integer not null, credit numeric(20,4), blocked char(1) not null default 'N',
  state smallint not null default 1, updated_at timestamptz not null default now(),
  made_at timestamptz not null default clock_timestamp(), check (name <> 'forbidden'));
create table orders (
  order_no text primary key, client_id bigint not null references clients, currency text not null, placed_on date not null,
  net numeric(20,4), tax numeric(20,4), total numeric(20,4));
create table order_lines (
  order_no text not null references orders, line_no integer not null, says text, qty numeric(20,6) not null, price numeric(20,6) not null,
  primary key (order_no, line_no));
create view debtors as select id, client_no, name from clients where state = 1;
create function save_client(given jsonb) returns bigint language plpgsql as $$
declare made bigint;
begin
  if given ->> 'key' is null then
    insert into clients (client_no, name, is_firm, term, mail)
      values (given #>> '{values,client_no}', upper(given #>> '{values,name}'), true, 30, given ->> 'write_key') returning id into made;
    return made;
  end if;
  update clients set name = upper(given #>> '{values,name}') where id = (given ->> 'key')::bigint;
  return (given ->> 'key')::bigint;
end $$;`

export interface Place {
  readonly sql: postgres.Sql
  readonly given: (kinds: Json, more?: Values) => Given
  readonly connect: (kinds: Json, more?: Values) => Connector
  readonly pass: (ms: number) => void
  readonly close: () => Promise<void>
}

/** Somebody else's database with the script of this description run in it. */
export async function placeOf(url: string, kinds: Json): Promise<Place> {
  const sql = postgres(url, { max: 5, onnotice: () => {} })
  const { hostname, port, pathname, username, password } = new URL(url)
  await sql.unsafe(TABLES)
  const read = readKinds(kinds)
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  await sql.unsafe(sqlScript('postgres', read.value, username))
  const clock = { ms: Date.parse('2026-03-02T08:00:00Z') }
  const reach = { engine: 'postgresql', host: hostname, port: Number(port), database: pathname.slice(1), user: username }
  const given = (described: Json, more: Values = {}): Given => ({
    ...{
      id: 'shop',
      system: 'shop',
      side: 'erp',
      label: { en: 'Shop', zh: '店' },
      facts: null,
      outside: outsideOf(() => clock.ms),
    },
    settings: { ...reach, password: decodeURIComponent(password), kinds: described, everySeconds: 0, ...more },
  })
  const closing: Connector[] = []
  return {
    ...{ sql, given },
    connect: (described, more) => {
      const made = connectSql(given(described, more))
      closing.push(made)
      return made
    },
    pass: (ms) => {
      clock.ms += ms
    },
    close: () => sql.end({ timeout: 1 }),
  }
}

export const acme = { ...customerOf('C1', 'Acme', null), creditLimit: '1000.5' }
