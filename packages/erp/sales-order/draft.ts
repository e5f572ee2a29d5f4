/** Building an order out of what people say of it: pure. */
import { Decimal, type Id, type Input, isPlainDate, ok, type PlainDate, type Result, refuse, type Stored } from '@tandem/kernel'
import type { ItemCard } from '../item/load.ts'
import { BASE, factorOf, toBase } from '../item/units.ts'
import { priceOf } from '../price/queries.ts'
import type { salesOrderLineInput } from './definition.ts'
import type { PartyCard, References, SalesOrderInput } from './references.ts'
import { derived, lineAmounts, type SalesOrder, type SalesOrderLine } from './sales-order.ts'

type LineInput = Input<typeof salesOrderLineInput>

/** What lines take from their order. */
interface Header {
  readonly party: Id
  readonly currency: string
  readonly orderDate: PlainDate
  readonly warehouse: Id
}

/** A draft as the input says, its gaps filled from customer, items, price list and default warehouse; or why not. */
export function draftOrder(
  input: SalesOrderInput,
  refs: References,
  own: Stored & { readonly number: string },
  today: PlainDate,
): Result<SalesOrder> {
  const party = refs.parties.get(input.party)
  if (!party) return refuse('sales-order/no-such-customer', { party: input.party })
  const warehouse = refs.warehouses.find(input.warehouse)
  if (!warehouse || warehouse.status === 'archived')
    return refuse('sales-order/no-warehouse', { warehouse: input.warehouse ?? '-' })
  const currency = input.currency ?? party.currency
  const refused = badHeader(input, party, refs, own.id, currency)
  if (refused) return refused
  const orderDate = input.orderDate ?? today
  const lines = draftLines(input.lines, { party: party.id, currency, orderDate, warehouse: warehouse.id }, refs)
  if (!lines.ok) return lines
  if (input.origin) refs.origins.set(input.origin, { id: own.id, number: own.number })
  return ok({
    ...own,
    state: 'draft',
    party: party.id,
    customerReference: input.customerReference ?? null,
    origin: input.origin ?? null,
    requestedDate: input.requestedDate ?? null,
    billingAddress: input.billingAddress ?? null,
    shippingAddress: input.shippingAddress ?? null,
    custom: input.custom ?? null,
    currency,
    orderDate,
    paymentTermDays: input.paymentTermDays ?? party.paymentTermDays,
    warehouse: warehouse.id,
    ...derived(lines.value),
    delivery: 'none',
    invoicing: 'none',
    confirmedAt: null,
    lines: lines.value,
  })
}

function badHeader(input: SalesOrderInput, party: PartyCard, refs: References, self: Id, currency: string) {
  if (party.status === 'archived') return refuse('sales-order/customer-archived', { party: party.code })
  if (!party.isCustomer) return refuse('sales-order/not-a-customer', { party: party.code })
  if (!/^[A-Z]{3}$/.test(currency)) return refuse('sales-order/bad-currency', { currency })
  if ((input.paymentTermDays ?? 0) < 0) return refuse('sales-order/bad-payment-term', { days: input.paymentTermDays ?? 0 })
  const taken = input.origin ? refs.origins.get(input.origin) : undefined
  if (taken && taken.id !== self) {
    return refuse('sales-order/origin-taken', { origin: input.origin ?? '', number: taken.number, id: taken.id })
  }
  return badAddress(input, party, refs)
}

/** An address must be the customer's own. */
export function badAddress(
  { billingAddress, shippingAddress }: Pick<SalesOrderInput, 'billingAddress' | 'shippingAddress'>,
  party: { readonly id: Id; readonly code: string },
  refs: Pick<References, 'addresses'>,
) {
  const foreign = [billingAddress, shippingAddress].find((id) => id && refs.addresses.get(id) !== party.id)
  return foreign ? refuse('sales-order/foreign-address', { party: party.code, address: foreign }) : undefined
}

function draftLines(inputs: readonly LineInput[], header: Header, refs: References): Result<SalesOrderLine[]> {
  const lines: SalesOrderLine[] = []
  const numbers = new Set<number>()
  let next = 1
  for (const input of inputs) {
    const lineNumber = input.lineNumber ?? next
    if (!Number.isSafeInteger(lineNumber) || lineNumber < 1 || numbers.has(lineNumber)) {
      return refuse('sales-order/line-twice', { line: lineNumber })
    }
    numbers.add(lineNumber)
    next = Math.max(next, lineNumber) + 1
    const line = draftLine(input, lineNumber, header, refs)
    if (!line.ok) return line
    lines.push(line.value)
  }
  return ok(lines.sort((a, b) => a.lineNumber - b.lineNumber))
}

function draftLine(input: LineInput, lineNumber: number, header: Header, refs: References): Result<SalesOrderLine> {
  const item = refs.items.get(input.item)
  if (!item) return refuse('sales-order/no-such-item', { line: lineNumber, item: input.item })
  const unit = input.unit ?? item.unit
  const factor = factorOf(item, unit)
  if (!factor) return refuse('sales-order/unknown-unit', { line: lineNumber, item: item.code, unit })
  const quantity = Decimal.parse(input.quantity)
  if (!quantity?.isPositive()) return refuse('sales-order/bad-quantity', { line: lineNumber, quantity: input.quantity })
  if (!toBase(quantity, BASE) || !toBase(quantity, factor)) {
    return refuse('sales-order/quantity-not-exact', { line: lineNumber, quantity: input.quantity, unit, base: item.unit })
  }
  const place = input.warehouse ? refs.warehouses.find(input.warehouse) : undefined
  if (input.warehouse && place?.status !== 'active') return refuse('sales-order/no-warehouse', { warehouse: input.warehouse })
  const money = lineMoney(input, lineNumber, item, unit, header, refs)
  if (!money.ok) return money
  const priced = { ...money.value, quantity: quantity.toString() }
  const { net, tax } = lineAmounts(priced, header.currency)
  return ok({
    ...NEW_LINE,
    ...priced,
    lineNumber,
    item: item.id,
    description: input.description ?? null,
    unit,
    warehouse: place?.id ?? header.warehouse,
    requestedDate: isPlainDate(input.requestedDate) ? input.requestedDate : null,
    promisedDate: input.promisedDate ?? null,
    net: net.toString(),
    tax: tax.toString(),
    isService: item.type === 'service',
    numerator: factor.numerator,
    denominator: factor.denominator,
  })
}

const NEW_LINE = {
  reserved: '0',
  shipped: '0',
  invoiced: '0',
  returned: '0',
  invoicedNet: '0',
  invoicedTax: '0',
  expectedDate: null,
}

type LineMoney = Pick<SalesOrderLine, 'unitPrice' | 'discountPercent' | 'taxRate'>

function lineMoney(
  input: LineInput,
  lineNumber: number,
  item: ItemCard,
  unit: string,
  header: Header,
  refs: References,
): Result<LineMoney> {
  const asked = { party: header.party, quantity: input.quantity, unit, date: header.orderDate }
  const listed = () => priceOf(item, refs.prices.get(header.currency) ?? new Map(), asked)
  const unitPrice = typeof input.unitPrice === 'string' ? Decimal.parse(input.unitPrice) : listed()
  if (!unitPrice && typeof input.unitPrice !== 'string') {
    return refuse('sales-order/no-price', { line: lineNumber, item: item.code, unit, currency: header.currency })
  }
  if (!unitPrice || unitPrice.isNegative() || !fits(unitPrice, 6)) {
    return refuse('sales-order/bad-price', { line: lineNumber, price: input.unitPrice ?? '' })
  }
  const percents = [input.discountPercent ?? '0', input.taxRate ?? item.taxRate].map((text) => Decimal.parse(text))
  const [discount, taxRate] = percents
  if (!isPercent(discount) || !isPercent(taxRate)) return refuse('sales-order/bad-percent', { line: lineNumber })
  return ok({ unitPrice: unitPrice.toString(), discountPercent: discount.toString(), taxRate: taxRate.toString() })
}

function isPercent(value: Decimal | undefined): value is Decimal {
  return value !== undefined && !value.isNegative() && !value.isMore(Decimal.of(100)) && fits(value, 4)
}

function fits(value: Decimal, digits: number): boolean {
  return value.scale <= digits || value.round(digits, 'down').equals(value)
}
