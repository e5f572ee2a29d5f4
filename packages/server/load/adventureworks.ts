/**
 * `load adventureworks`: the sample company's files through everything: CRM, joint and ERP, order by order to the last cent.
 * Each step looks at what is there already, so a load that was killed goes on where it stopped, and a second load adds nothing.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { crm } from '@tandem/crm'
import { rows, sql, type Tx, textArray } from '@tandem/db'
import { erp } from '@tandem/erp'
import type { Context, Id, PlainDate, Refusal, Result } from '@tandem/kernel'
import { Decimal } from '@tandem/kernel'
import { filesIn, loadMasterData, type MasterData } from './adventureworks-master.ts'
import { ordersFrom, type SourceOrder } from './adventureworks-orders.ts'
import { receiveWhatIsShort } from './adventureworks-stock.ts'
import { allRows, type RowError, refusedAt, type SourceRow } from './rows.ts'
import { BATCH, mustFind, perform, settleAll, type Workshop } from './workshop.ts'

export interface Loaded {
  readonly errors: readonly RowError[]
  /** Numbers of orders left out because of bad rows. */
  readonly refused: readonly string[]
  readonly orders: number
  readonly notes: readonly string[]
}

export async function loadAdventureWorks(shop: Workshop, folder: string, options: { limit?: number } = {}): Promise<Loaded> {
  const files = filesIn(folder)
  const errors: RowError[] = []
  const master = await loadMasterData(shop, files, errors)
  const known = { itemCodes: master.itemCodes, customerCodes: new Set(master.customers.keys()) }
  const found = ordersFrom(await salesRows(files.sales), known)
  errors.push(...found.errors)
  const orders = options.limit === undefined ? found.orders : found.orders.slice(0, options.limit)
  const refused = [...found.refused]
  let received = Decimal.zero
  for (let start = 0; start < orders.length; start += BATCH) {
    const batch = orders.slice(start, start + BATCH)
    received = received.plus(await loadBatch(shop, batch, master, errors, refused))
    shop.progress('orders', Math.min(start + BATCH, orders.length), orders.length)
  }
  await settleAll(shop)
  return {
    errors,
    refused,
    orders: orders.length,
    notes: [...master.notes, `${received} pieces were received for orders beyond the stock of the files.`],
  }
}

async function salesRows(folder: string): Promise<SourceRow[]> {
  const files = readdirSync(folder).filter((name) => /^Sales_\d+\.csv$/.test(name))
  const read = await Promise.all(files.sort().map((name) => allRows(join(folder, name))))
  return read.flat()
}

async function loadBatch(
  shop: Workshop,
  orders: readonly SourceOrder[],
  master: MasterData,
  errors: RowError[],
  refused: string[],
): Promise<Decimal> {
  const sources = new Map(orders.map((order) => [order.number, order.source]))
  const tell = (number: string, refusal: Refusal) => {
    refused.push(number)
    const source = sources.get(number)
    if (source) errors.push(refusedAt(source, 'OrderNumber', refusal))
  }
  const inErp = new Set((await erpOrders(shop, orders)).map(({ number }) => number))
  const received = await receiveWhatIsShort(
    shop,
    orders.filter(({ number }) => !inErp.has(number)),
    master,
  )
  await shop.database.transaction(shop.tenant, (tx) => acceptQuotes(tx, shop.context(), orders, master, tell))
  await settleAll(shop)
  const dates = new Map(orders.map((order) => [order.number, order.orderDate]))
  await eachStep(shop, orders, dates, tell)
  return received
}

/** Quotes that are not there yet are made; then all of them are sent and accepted as far as they are not. */
async function acceptQuotes(
  tx: Tx,
  by: Context,
  orders: readonly SourceOrder[],
  master: MasterData,
  tell: (number: string, refusal: Refusal) => void,
): Promise<void> {
  const before = await quotes(tx, orders)
  const there = new Set(before.map(({ number }) => number))
  const missing = orders.filter(({ number }) => !there.has(number))
  report(
    missing,
    await perform(
      tx,
      by,
      crm,
      'quote',
      'create',
      missing.map((order) => quoteOf(order, master)),
    ),
    tell,
  )
  const now = await quotes(tx, orders)
  const drafts = now.filter(({ state }) => state === 'draft')
  const open = now.filter(({ state }) => state === 'draft' || state === 'sent')
  const dates = new Map(orders.map(({ number, orderDate }) => [number, orderDate]))
  const sendings = drafts.map(({ id, number }) => ({ id, input: { sentDate: mustFind(dates, number) } }))
  report(drafts, await perform(tx, by, crm, 'quote', 'send', sendings), tell)
  const acceptances = open.map(({ id, number }) => ({ id, input: { orderDate: mustFind(dates, number) } }))
  report(open, await perform(tx, by, crm, 'quote', 'accept', acceptances), tell)
}

function quoteOf(order: SourceOrder, master: MasterData): object {
  return {
    number: order.number,
    customer: mustFind(master.customers, order.customerCode),
    currency: 'USD',
    quoteDate: order.orderDate,
    validUntil: order.orderDate,
    customerReference: order.number,
    requestedDate: order.orderDate,
    paymentTermDays: 0,
    lines: order.lines.map((line) => ({
      item: mustFind(master.crmItems, line.itemCode),
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      taxRate: '0',
    })),
  }
}

/** What is left to do of the batch on the ERP side: ship, then invoice, then pay, all on the order's day. */
async function eachStep(
  shop: Workshop,
  orders: readonly SourceOrder[],
  dates: ReadonlyMap<string, PlainDate>,
  tell: (number: string, refusal: Refusal) => void,
): Promise<void> {
  const on = (number: string) => mustFind(dates, number)
  const step = async <S extends { number: string }>(document: string, of: readonly S[], input: (one: S) => object) => {
    const run = (tx: Tx) => perform(tx, shop.context(), erp, document, 'create', of.map(input))
    report(of, await shop.database.transaction(shop.tenant, run), tell)
  }
  const placed = await erpOrders(shop, orders)
  const toShip = placed.filter(({ delivery }) => delivery !== 'complete')
  await step('shipment', toShip, ({ id, number }) => ({ salesOrder: id, shippedDate: on(number) }))
  const shipped = await erpOrders(shop, orders)
  const toInvoice = shipped.filter(({ invoicing }) => invoicing !== 'complete')
  await step('invoice', toInvoice, ({ id, number }) => ({ salesOrder: id, invoiceDate: on(number) }))
  await step('payment', await openInvoices(shop, orders), ({ number, party, invoice, open }) => ({
    party,
    paymentDate: on(number),
    currency: 'USD',
    amount: open,
    method: 'card',
    reference: number,
    allocations: [{ invoice, amount: open }],
  }))
}

function quotes(tx: Tx, orders: readonly SourceOrder[]): Promise<{ id: Id; number: string; state: string }[]> {
  return rows(
    tx,
    sql<{
      id: Id
      number: string
      state: string
    }>`select id, number, state from crm.quote where number = any(${numbersOf(orders)}::text[]) order by number`,
  )
}

interface ErpOrder {
  readonly id: Id
  readonly number: string
  readonly delivery: string
  readonly invoicing: string
}

/** The ERP's orders of these, by the number that the file gives them. */
function erpOrders(shop: Workshop, orders: readonly SourceOrder[]): Promise<ErpOrder[]> {
  return shop.database.transaction(shop.tenant, (tx) =>
    rows(
      tx,
      sql<ErpOrder>`
        select id, customer_reference as number, delivery, invoicing from erp.sales_order
        where customer_reference = any(${numbersOf(orders)}::text[]) order by customer_reference`,
    ),
  )
}

interface OpenInvoice {
  readonly number: string
  readonly party: Id
  readonly invoice: Id
  readonly open: string
}

function openInvoices(shop: Workshop, orders: readonly SourceOrder[]): Promise<OpenInvoice[]> {
  return shop.database.transaction(shop.tenant, (tx) =>
    rows(
      tx,
      sql<OpenInvoice>`
        select o.customer_reference as number, i.party, i.id as invoice, i.total - i.paid as open
        from erp.sales_order o join erp.invoice i on i.sales_order = o.id
        where o.customer_reference = any(${numbersOf(orders)}::text[]) and i.paid < i.total order by o.customer_reference`,
    ),
  )
}

function numbersOf(orders: readonly SourceOrder[]): string {
  return textArray(orders.map(({ number }) => number))
}

function report(
  of: readonly { number: string }[],
  results: readonly Result<unknown>[],
  tell: (number: string, refusal: Refusal) => void,
): void {
  results.forEach((result, i) => {
    if (!result.ok) tell(of[i]?.number ?? '?', result.refusal)
  })
}
