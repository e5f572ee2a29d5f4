import {
  baseCurrency,
  createDocuments,
  decideRead,
  readCustomInputs,
  rows,
  sql,
  stamp,
  type Tx,
  takeGaplessNumbers,
  uuidArray,
} from '@tandem/db'
import { type Context, type CreateCommand, Decimal, type Id, type Input, ok, type Result, refuse } from '@tandem/kernel'
import { loadRatesInto } from '../exchange-rate/commands.ts'
import { loadBooks } from '../ledger/books.ts'
import { checkOpen } from '../ledger/entry.ts'
import { opened, postWith } from '../ledger/posting.ts'
import { moveToReceivable } from '../party/credit.ts'
import type { SalesOrder } from '../sales-order/sales-order.ts'
import { lockOrders } from '../sales-order/store.ts'
import { invoice, newInvoiceFields } from './definition.ts'
import { invoiceFact } from './facts.ts'
import { type Invoice, newInvoice, type Unnumbered } from './invoice.ts'
import { invoicedOrder, saveInvoicedOrders } from './invoicing.ts'
import { partyLabels } from './settling.ts'

type NewInvoice = Input<typeof newInvoiceFields>

export const createInvoice: CreateCommand<Tx, typeof newInvoiceFields, Invoice> = {
  name: 'create',
  document: 'invoice',
  on: 'new',
  label: { en: 'Invoice what is shipped', zh: '按发货开票' },
  input: newInvoiceFields,
  run: (tx, by, inputs) => invoiceOrders(tx, by, inputs),
}

/** Invoices what of each order is shipped and not yet invoiced, with orders, credit and ledger in the same transaction. */
export async function invoiceOrders(tx: Tx, by: Context, inputs: readonly NewInvoice[]): Promise<Result<Invoice>[]> {
  const [world, read] = await Promise.all([loadWorld(tx, by, inputs), readCustomInputs(tx, invoice, inputs)])
  const before = new Map(world.orders.map((order) => [order.id, order]))
  const after = new Map<Id, SalesOrder>()
  const decided = decideRead(read, (input): Result<Unnumbered> => {
    const order = after.get(input.salesOrder) ?? before.get(input.salesOrder)
    const result = order ? decide(order, input, world, by) : refuse('invoice/no-such-order', { id: input.salesOrder })
    if (result.ok && order) after.set(order.id, invoicedOrder(order, result.value))
    return result.ok ? ok({ ...result.value, custom: input.custom ?? null }) : result
  })
  const good = decided.flatMap((result) => (result.ok ? [result.value] : []))
  // Credit before numbers: the counter is the last lock everybody takes, so nobody waits for anything while holding it.
  const [, numbers] = await Promise.all([moveToReceivable(tx, good.map(creditMove)), takeGaplessNumbers(tx, 'INV', good.length)])
  let next = 0
  const numbered = decided.map((result): Result<Invoice> => {
    return result.ok ? ok({ ...result.value, number: numbers[next++] as string }) : result
  })
  const invoices = numbered.flatMap((result) => (result.ok ? [result.value] : []))
  const facts = invoices.map((row) =>
    invoiceFact(row, world.partyNames.get(row.party) ?? '', booking(world, row, row.invoiceDate)),
  )
  await Promise.all([
    createDocuments(tx, by, invoice, numbered),
    saveInvoicedOrders(
      tx,
      by,
      [...after].map(([id, order]) => ({ before: before.get(id) as SalesOrder, after: order })),
    ),
    postWith(tx, by, world.books, world.rates, facts),
  ])
  return numbered
}

type World = Awaited<ReturnType<typeof loadWorld>>

async function loadWorld(tx: Tx, by: Context, inputs: readonly NewInvoice[]) {
  const ids = [...new Set(inputs.map((input) => input.salesOrder))]
  const [orders, names, partyNames, books, base] = await Promise.all([
    lockOrders(tx, ids),
    itemNames(tx, ids),
    partyLabels(tx, 'erp.sales_order', ids),
    loadBooks(tx),
    baseCurrency(tx),
  ])
  const currencies = new Map(orders.map(({ id, currency }) => [id, currency]))
  const questions = inputs.flatMap((input) => {
    const currency = currencies.get(input.salesOrder)
    return currency ? [{ currency, date: input.invoiceDate ?? by.today }] : []
  })
  const rates = await loadRatesInto(tx, base, questions)
  return { orders, names, partyNames, rates, books: await opened(tx, by, books) }
}

function decide(order: SalesOrder, input: NewInvoice, world: World, by: Context): Result<Unnumbered> {
  const date = input.invoiceDate ?? by.today
  const open = checkOpen(date, world.books.closedThrough)
  if (!open.ok) return open
  const rate = world.rates.of({ currency: order.currency, date })
  if (!rate.ok) return rate
  return newInvoice(order, booking(world, order, date), (item) => world.names.get(item) ?? '-', stamp(by))
}

function booking(world: World, { currency }: { currency: string }, date: Invoice['invoiceDate']) {
  const rate = world.rates.of({ currency, date })
  return { date, base: world.rates.base, rate: rate.ok ? rate.value : Decimal.one }
}

/** What is invoiced is no longer ordered but owed. */
function creditMove({ party, currency, total }: Unnumbered) {
  return { party, currency, ordered: Decimal.of(total).negated(), receivable: Decimal.of(total) }
}

async function itemNames(tx: Tx, orders: readonly Id[]): Promise<Map<Id, string>> {
  const found = await rows(
    tx,
    sql<{ id: Id; name: string }>`
      select id, name from erp.item
      where id in (select item from erp.sales_order_line where parent_id = any(${uuidArray(orders)}::uuid[]))`,
  )
  return new Map(found.map(({ id, name }) => [id, name]))
}
