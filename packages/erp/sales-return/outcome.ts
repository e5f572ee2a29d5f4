/** What comes of goods that are back: credit notes of the invoices that billed them, or the same goods sent anew. */
import { changeDocuments, readDocuments, rows, sql, type Tx, uuidArray } from '@tandem/db'
import {
  type Context,
  Decimal,
  type DocumentCommand,
  type Id,
  type Input,
  type On,
  ok,
  RefusedFault,
  type Result,
  refuse,
} from '@tandem/kernel'
import { creditedLines, creditInvoices } from '../invoice/credit.ts'
import { invoice } from '../invoice/definition.ts'
import type { Invoice } from '../invoice/invoice.ts'
import { loadClosedThrough } from '../ledger/books.ts'
import { checkOpen } from '../ledger/entry.ts'
import { placeSalesOrders } from '../sales-order/commands.ts'
import { salesOrder } from '../sales-order/definition.ts'
import type { SalesOrder } from '../sales-order/sales-order.ts'
import { creditReturnFields, replaceFields, salesReturn } from './definition.ts'
import { type CreditPart, creditParts, replacementOf } from './refund.ts'
import { type SalesReturn, stepped } from './sales-return.ts'

type Credit = Input<typeof creditReturnFields>
type Replace = Input<typeof replaceFields>
type Outcome = Result<Partial<SalesReturn>>

export const creditSalesReturn: DocumentCommand<Tx, typeof creditReturnFields, SalesReturn> = {
  name: 'credit',
  document: 'sales-return',
  on: 'one',
  label: { en: 'Credit', zh: '红冲退款' },
  input: creditReturnFields,
  run: (tx, by, inputs) => concluded(tx, by, inputs, 'credit', credits),
}

export const replaceSalesReturn: DocumentCommand<Tx, typeof replaceFields, SalesReturn> = {
  name: 'replace',
  document: 'sales-return',
  on: 'one',
  label: { en: 'Send anew', zh: '换货' },
  input: replaceFields,
  run: (tx, by, inputs) => concluded(tx, by, inputs, 'replace', replacements),
}

/** A return with what was said of it. */
interface Turn<I> {
  readonly row: SalesReturn
  readonly input: I
}

/** Locks the returns, does what is to come of those whose turn it is, and closes them. */
async function concluded<I>(
  tx: Tx,
  by: Context,
  inputs: readonly On<I>[],
  command: 'credit' | 'replace',
  act: (tx: Tx, by: Context, turns: readonly Turn<I>[]) => Promise<Map<Id, Outcome>>,
): Promise<Result<SalesReturn>[]> {
  const loaded = await readDocuments<SalesReturn>(tx, salesReturn, [...new Set(inputs.map(({ id }) => id))], { lock: true })
  const turns = new Map<Id, Turn<I>>()
  for (const { id, version, input } of inputs) {
    const row = loaded.find((one) => one.id === id)
    const isSeen = version === undefined || version === row?.version
    if (row && isSeen && !turns.has(id) && stepped(row, command).ok) turns.set(id, { row, input })
  }
  const outcomes = turns.size > 0 ? await act(tx, by, [...turns.values()]) : new Map<Id, Outcome>()
  const decide = (row: SalesReturn): Outcome => {
    const state = stepped(row, command)
    const outcome = outcomes.get(row.id)
    if (!state.ok || !outcome) return state.ok ? ok({}) : state
    return outcome.ok ? ok({ state: state.value, ...outcome.value }) : outcome
  }
  return changeDocuments(
    tx,
    by,
    salesReturn,
    inputs,
    decide,
    command === 'credit' ? 'sales-return-credited' : 'sales-return-replaced',
  )
}

/** Credits what came, of the invoices that billed it, the oldest first. */
async function credits(tx: Tx, by: Context, turns: readonly Turn<Credit>[]): Promise<Map<Id, Outcome>> {
  const [invoices, closedThrough] = await Promise.all([
    invoicesOf(
      tx,
      turns.map(({ row }) => row.salesOrder),
    ),
    loadClosedThrough(tx),
  ])
  const credited = new Map(
    await creditedLines(
      tx,
      invoices.map(({ id }) => id),
    ),
  )
  const outcomes = new Map<Id, Outcome>()
  const asked: { readonly row: SalesReturn; readonly on: On<CreditPart['input']> }[] = []
  for (const { row, input } of turns) {
    const date = input.invoiceDate ?? by.today
    const open = checkOpen(date, closedThrough)
    const parts = open.ok ? creditParts(row, date, invoices, credited) : open
    if (!parts.ok) outcomes.set(row.id, parts)
    else asked.push(...parts.value.map((on) => ({ row, on })))
  }
  const notes = await creditInvoices(
    tx,
    by,
    asked.map(({ on }) => on),
  )
  for (const [i, note] of notes.entries()) {
    // All was looked at before: what is refused now has changed meanwhile, and nothing of this must stay.
    if (!note.ok) throw new RefusedFault(note.refusal)
    const { id } = (asked[i] as (typeof asked)[number]).row
    outcomes.set(id, withNote(outcomes.get(id), note.value))
  }
  return outcomes
}

function withNote(before: Outcome | undefined, { id, total }: Invoice): Outcome {
  const so = before?.ok ? before.value : {}
  const credits = [...(so.credits ?? []), { invoice: id, amount: total }]
  const credited = Decimal.sum(credits.map(({ amount }) => Decimal.of(amount))).toString()
  return ok({ credits, credited })
}

/** The invoices of orders, locked, oldest first. */
async function invoicesOf(tx: Tx, orders: readonly Id[]): Promise<Invoice[]> {
  const found = await rows(
    tx,
    sql<{ id: Id }>`select id from erp.invoice where sales_order = any(${uuidArray(orders)}::uuid[]) and type = 'invoice'`,
  )
  const invoices = await readDocuments<Invoice>(
    tx,
    invoice,
    found.map(({ id }) => id),
    { lock: true },
  )
  return invoices.sort((a, b) => (a.invoiceDate + a.number < b.invoiceDate + b.number ? -1 : 1))
}

/** Sends what came once more, for nothing: an order of its own, so that it is reserved, shipped and told as any other. */
async function replacements(tx: Tx, by: Context, turns: readonly Turn<Replace>[]): Promise<Map<Id, Outcome>> {
  const ids = [...new Set(turns.map(({ row }) => row.salesOrder))]
  const orders = new Map((await readDocuments<SalesOrder>(tx, salesOrder, ids)).map((order) => [order.id, order]))
  const good = turns.flatMap((turn) => {
    const order = orders.get(turn.row.salesOrder)
    return order ? [{ ...turn, order }] : []
  })
  const placed = await placeSalesOrders(
    tx,
    by,
    good.map(({ row, order, input }) => replacementOf(row, order, input.requestedDate ?? null)),
  )
  return new Map(
    good.map(({ row }, i): [Id, Outcome] => {
      const order = placed[i] ?? refuse('sales-return/no-such-order', { id: row.salesOrder })
      return [row.id, order.ok ? ok({ replacement: order.value.id }) : order]
    }),
  )
}
