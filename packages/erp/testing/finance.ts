/** For specs of the finance documents: a company with open books, a customer, an item, and orders as far as shipped. */
import { insertRows, type Migrations, rows as select, sql, type Tx } from '@tandem/db'
import { Decimal, type Id, lineTotal, type PlainDate, type Query, type Result, taxOf } from '@tandem/kernel'
import { makeWorld, type testDatabase, type World } from '@tandem/testkit'
import { booksCheck } from '../books/check.ts'
import { createItem } from '../item/commands.ts'
import { openBooks } from '../ledger/books.ts'
import { createParty } from '../party/commands.ts'
import { createWarehouse } from '../warehouse/commands.ts'

export const financeMigrations: Migrations = { schema: 'erp', folder: new URL('../migrations/', import.meta.url) }

export interface Company extends World {
  readonly customer: Id
  readonly item: Id
  readonly warehouse: Id
}

export const acme = {
  code: 'C1',
  name: 'Acme',
  type: 'company',
  isCustomer: true,
  isVendor: false,
  currency: 'CNY',
  paymentTermDays: 30,
  onHold: false,
} as const

/** A company of its own for one test: the business day is 2026-03-02, the base currency CNY. */
export async function company(database: ReturnType<typeof testDatabase>, seed: number): Promise<Company> {
  const world = await makeWorld(database.current, seed)
  const customer = await world.do(createParty, acme)
  const item = await world.do(createItem, { code: 'W1', name: 'Widget', type: 'bought', unit: 'pcs', taxRate: '13' })
  const warehouse = await world.do(createWarehouse, { code: 'M', name: 'Main' })
  await world.run((tx) => openBooks(tx, world.context()))
  return { ...world, customer: customer.id, item: item.id, warehouse: warehouse.id }
}

export interface OrderLine {
  readonly quantity: string
  readonly unitPrice: string
  readonly shipped?: string
  readonly taxRate?: string
  readonly isService?: boolean
}

let orders = 0

/** A confirmed order, shipped as its lines say: written to the tables, so that these specs depend on no other document. */
export async function confirmedOrder(
  of: Company,
  lines: readonly OrderLine[],
  head: { party?: Id; currency?: string } = {},
): Promise<Id> {
  const id = of.newId()
  const currency = head.currency ?? 'CNY'
  const rows = lines.map((line, i) => orderLine(of, id, i + 1, line, currency))
  const sum = (pick: (row: (typeof rows)[number]) => string) => Decimal.sum(rows.map((row) => Decimal.of(pick(row))))
  const [net, tax] = [sum((row) => row.net), sum((row) => row.tax)]
  const party = head.party ?? of.customer
  orders += 1
  await of.run(async (tx) => {
    const order = { id, number: `SO${orders}`, party, currency, net, tax, total: net.plus(tax) }
    await insertRows(tx, 'erp.sales_order', [{ ...stamped(of), ...order, ...openOrder(of) }])
    await insertRows(tx, 'erp.sales_order_line', rows)
    await raiseOrdered(tx, party, currency, net.plus(tax))
  })
  return id
}

function stamped(of: Company) {
  return { createdAt: of.now(), createdBy: 'tester', updatedAt: of.now(), updatedBy: 'tester' }
}

function openOrder(of: Company) {
  const date = '2026-03-02' as PlainDate
  const progress = { delivery: 'complete', invoicing: 'none', confirmedAt: of.now() }
  return { version: 1, state: 'confirmed', orderDate: date, paymentTermDays: 30, warehouse: of.warehouse, ...progress }
}

function orderLine(of: Company, parentId: Id, lineNumber: number, line: OrderLine, currency: string) {
  const [quantity, unitPrice, taxRate] = [line.quantity, line.unitPrice, line.taxRate ?? '13']
  const net = lineTotal({ quantity: Decimal.of(quantity), unitPrice: Decimal.of(unitPrice) }, currency)
  const tax = taxOf(net, Decimal.of(taxRate), currency)
  const nothing = { reserved: '0', invoiced: '0', returned: '0', invoicedNet: '0', invoicedTax: '0' }
  const isService = line.isService ?? false
  const goods = { item: of.item, unit: 'pcs', warehouse: of.warehouse, numerator: '1', denominator: '1', isService }
  const shipped = isService ? '0' : (line.shipped ?? quantity)
  const money = { unitPrice, discountPercent: '0', taxRate, net: net.toString(), tax: tax.toString() }
  return { parentId, lineNumber, quantity, shipped, ...goods, ...money, ...nothing }
}

function raiseOrdered(tx: Tx, party: Id, currency: string, amount: Decimal): Promise<unknown> {
  return select(
    tx,
    sql`insert into erp.party_credit as c (party, currency, ordered) values (${party}, ${currency}, ${amount.toString()}::numeric)
        on conflict (tenant_id, party, currency) do update set ordered = c.ordered + excluded.ordered`,
  )
}

/** Ships so much of each line (in place of what was shipped). */
export async function ship(of: Company, order: Id, shipped: string): Promise<void> {
  await of.run((tx) =>
    select(tx, sql`update erp.sales_order_line set shipped = ${shipped}::numeric where parent_id = ${order} and not is_service`),
  )
}

/** Runs a query and answers its value; a refusal throws. */
export async function ask<I, T>(of: World, query: Pick<Query<Tx>, 'name'> & { run: Run<I, T> }, input: I): Promise<T> {
  const result = await of.run((tx) => query.run(tx, of.context(), input))
  if (!result.ok) throw new Error(`${query.name}: ${result.refusal.code}`)
  return result.value
}
type Run<I, T> = (tx: Tx, context: ReturnType<World['context']>, input: I) => Promise<Result<T>>

export function day(text: string): PlainDate {
  return text as PlainDate
}

/** The refusal's code of a result to come, or `accepted`. */
export async function code(result: Promise<Result<unknown>>): Promise<string> {
  const found = await result
  return found.ok ? 'accepted' : found.refusal.code
}

/** Nothing in the books of this company differs from its documents. */
export async function proved(of: World): Promise<void> {
  const proof = await ask(of, booksCheck, {})
  const off = proof.checks.filter(({ difference }) => difference !== '0')
  if (off.length > 0 || !proof.agrees) throw new Error(`the books do not agree: ${JSON.stringify(off)}`)
}
