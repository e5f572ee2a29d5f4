/** An accepted quote becomes exactly one order, in the same transaction; the unique order.quote says so once more. */
import { carriedCustom, changeDocuments, type KnownField, loadCustomFields, schemaOf, stamp, type Tx } from '@tandem/db'
import {
  type Context,
  type DocumentCommand,
  type Id,
  type Input,
  ok,
  type PlainDate,
  type Result,
  type Stored,
} from '@tandem/kernel'
import { opportunity } from '../opportunity/definition.ts'
import { type Opportunity, wonByQuote } from '../opportunity/opportunity.ts'
import { createNumbered } from '../order/commands.ts'
import { order } from '../order/definition.ts'
import type { Order } from '../order/order.ts'
import { acceptInput, quote } from '../quote/definition.ts'
import { acceptedQuote, type Quote } from '../quote/quote.ts'
import { promisedLines } from '../shared/promises.ts'

type AcceptInput = Input<typeof acceptInput>

/** Answers the quote, whose `order` is the id of the new order. */
export const acceptQuote: DocumentCommand<Tx, typeof acceptInput, Quote> = {
  name: 'accept',
  document: 'quote',
  on: 'one',
  label: { en: 'Accept', zh: '接受' },
  input: acceptInput,
  async run(tx, by, inputs) {
    const decide = (row: Quote, { orderDate, promises }: AcceptInput) =>
      acceptedQuote(row, orderDate ?? by.today, by.newId(), promises)
    const accepted = await changeDocuments<Quote, AcceptInput>(tx, by, quote, inputs, decide, 'quote-accepted')
    const known = await orderFields(tx, accepted)
    const orders = accepted.flatMap((result, i): Result<Omit<Order, 'number'>>[] => {
      const input = inputs[i]?.input ?? {}
      const row = result.ok ? result.value : undefined
      if (!row?.order) return []
      const custom = carriedCustom(known, row.custom)
      return [ok({ ...orderOfQuote(row, row.order, input, input.orderDate ?? by.today, stamp(by)), custom })]
    })
    await createNumbered(tx, by, orders, [], new Set())
    const made = accepted.flatMap((result) => (result.ok ? (result.value.opportunity ?? []) : []))
    await winOpportunities(tx, by, [...new Set(made)])
    return accepted
  },
}

/** Asked for only where a quote has custom values that may go on. */
async function orderFields(tx: Tx, accepted: readonly Result<Quote>[]): Promise<readonly KnownField[]> {
  const isAny = accepted.some((result) => result.ok && result.value.custom)
  return isAny ? loadCustomFields(tx, schemaOf(order), order.name) : []
}

/** What a quote was made for is won with it. */
async function winOpportunities(tx: Tx, by: Context, ids: readonly Id[]): Promise<void> {
  const won = ids.map((id) => ({ id, input: {} }))
  if (won.length > 0) await changeDocuments<Opportunity, object>(tx, by, opportunity, won, wonByQuote, 'opportunity-won')
}

/** The order a quote promises: the same lines, amounts and terms, and until when the customer was told. */
export function orderOfQuote(
  from: Quote,
  id: Id,
  input: AcceptInput,
  orderDate: PlainDate,
  stamped: Stored,
): Omit<Order, 'number'> {
  const { customer, currency, requestedDate, billingAddress, shippingAddress, paymentTermDays, net, tax, total } = from
  return {
    ...{ customer, currency, requestedDate, billingAddress, shippingAddress, paymentTermDays, net, tax, total },
    lines: promisedLines(from.lines, input.promises),
    customerReference: input.customerReference ?? from.customerReference,
    orderDate,
    quote: from.id,
    quoteNumber: from.number,
    erpNumber: null,
    cancelRequested: false,
    progress: [],
    custom: null,
    state: 'requested',
    ...stamped,
    id,
  }
}
