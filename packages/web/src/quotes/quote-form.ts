/** What a person is typing into a quote: pure functions, so that each rule of the desk has a sentence in a spec. */
import { Decimal, lineTotal, taxOf } from '@tandem/kernel'

export interface LineForm {
  /** Stays with the line while others come and go. */
  readonly key: number
  readonly item: string | null
  readonly unit: string
  readonly quantity: string | null
  /** Empty: the price list decides. */
  readonly unitPrice: string | null
  readonly discountPercent: string | null
  readonly taxRate: string
  readonly description: string | null
}

export interface QuoteForm {
  readonly customer: string | null
  /** The business that it is made for, of this customer. */
  readonly opportunity: string | null
  readonly currency: string
  readonly requestedDate: string | null
  readonly validUntil: string | null
  readonly customerReference: string | null
  readonly shippingAddress: string | null
  readonly notes: string | null
  /** Fields of the company's own, by code; null is an emptied one. */
  readonly custom: Readonly<Record<string, unknown>>
  readonly lines: readonly LineForm[]
}

/** The parts of an item that a line takes over when it is chosen. */
export interface ChosenItem {
  readonly id: string
  readonly unit: string
  readonly taxRate: string
}

export function emptyLine(key: number): LineForm {
  return { key, item: null, unit: '', quantity: '1', unitPrice: null, discountPercent: null, taxRate: '0', description: null }
}

export const EMPTY_QUOTE: QuoteForm = {
  customer: null,
  opportunity: null,
  currency: '',
  requestedDate: null,
  validUntil: null,
  customerReference: null,
  shippingAddress: null,
  notes: null,
  custom: {},
  lines: [emptyLine(1)],
}

interface StoredLine {
  readonly lineNumber: number
  readonly item: string
  readonly unit: string
  readonly quantity: string
  readonly unitPrice: string
  readonly discountPercent: string
  readonly taxRate: string
  readonly description: string | null
}

type StoredQuote = Omit<QuoteForm, 'lines' | 'custom'> & {
  readonly custom: QuoteForm['custom'] | null
  readonly lines: readonly StoredLine[]
}

/** A saved draft as a form. */
export function formOf(quote: StoredQuote): QuoteForm {
  const { customer, opportunity, currency, requestedDate, validUntil, customerReference, shippingAddress, notes } = quote
  const lines = quote.lines.map(({ lineNumber, discountPercent, ...line }) => ({
    key: lineNumber,
    item: line.item,
    unit: line.unit,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    discountPercent: discountPercent === '0' ? null : discountPercent,
    taxRate: line.taxRate,
    description: line.description,
  }))
  const header = { customer, opportunity, currency, requestedDate, validUntil, customerReference, shippingAddress, notes }
  return { ...header, custom: quote.custom ?? {}, lines: lines.length > 0 ? lines : [emptyLine(1)] }
}

export function addLine(form: QuoteForm): QuoteForm {
  const key = Math.max(0, ...form.lines.map((line) => line.key)) + 1
  return { ...form, lines: [...form.lines, emptyLine(key)] }
}

export function removeLine(form: QuoteForm, key: number): QuoteForm {
  const lines = form.lines.filter((line) => line.key !== key)
  return { ...form, lines: lines.length > 0 ? lines : [emptyLine(key + 1)] }
}

export function changeLine(form: QuoteForm, key: number, changes: Partial<LineForm>): QuoteForm {
  return { ...form, lines: form.lines.map((line) => (line.key === key ? { ...line, ...changes } : line)) }
}

/** Another item brings its unit and tax rate; a price typed for the item before does not hold for it. */
export function chooseItem(form: QuoteForm, key: number, item: ChosenItem | null): QuoteForm {
  const taken = item ? { item: item.id, unit: item.unit, taxRate: item.taxRate } : { item: null, unit: '', taxRate: '0' }
  return changeLine(form, key, { ...taken, unitPrice: null, description: null })
}

/** Lines somebody began: those without item and with nothing typed do not count. */
export function filledLines(form: QuoteForm): LineForm[] {
  return form.lines.filter((line) => line.item !== null || line.unitPrice !== null)
}

/** What still has to be said before the quote can be saved; empty when nothing. */
export function missingOf(form: QuoteForm): ('customer' | 'item' | 'quantity')[] {
  const lines = filledLines(form)
  return [
    ...(form.customer ? [] : ['customer' as const]),
    ...(lines.some((line) => line.item === null) ? ['item' as const] : []),
    ...(lines.some((line) => !isPositive(line.quantity)) ? ['quantity' as const] : []),
  ]
}

export function isPositive(text: string | null): boolean {
  return Decimal.parse(text ?? '')?.isPositive() ?? false
}

export interface Totals {
  readonly net: string
  readonly tax: string
  readonly total: string
}

/**
 * Net, tax and total as the server will compute them when it saves: rounded per line. `priceOf` is the price list's
 * answer for a line without a price of its own; undefined when a line has no price at all, so that nobody promises a sum
 * that is not one.
 */
export function totalsOf(form: QuoteForm, priceOf: (line: LineForm) => string | undefined): Totals | undefined {
  let [net, tax] = [Decimal.zero, Decimal.zero]
  for (const line of filledLines(form)) {
    const one = lineAmounts(line, form.currency, priceOf(line))
    if (!one) return undefined
    net = net.plus(one.net)
    tax = tax.plus(one.tax)
  }
  return { net: net.toString(), tax: tax.toString(), total: net.plus(tax).toString() }
}

export function lineAmounts(
  line: LineForm,
  currency: string,
  listPrice: string | undefined,
): { net: Decimal; tax: Decimal } | undefined {
  const [quantity, unitPrice] = [Decimal.parse(line.quantity ?? ''), Decimal.parse(line.unitPrice ?? listPrice ?? '')]
  const discountPercent = Decimal.parse(line.discountPercent ?? '0')
  if (!quantity || !unitPrice || !discountPercent) return undefined
  const net = lineTotal({ quantity, unitPrice, discountPercent }, currency)
  return { net, tax: taxOf(net, Decimal.of(line.taxRate), currency) }
}

/** The input of the commands `create` and `change`; the customer of a saved quote stays. */
export function inputOf(form: QuoteForm, isNew: boolean): Record<string, unknown> {
  const { customer, opportunity, currency, lines: _, validUntil, custom, ...terms } = form
  const lines = filledLines(form).map((line, at) => ({
    lineNumber: at + 1,
    item: line.item,
    quantity: line.quantity,
    unit: line.unit,
    taxRate: line.taxRate,
    ...(line.unitPrice === null ? {} : { unitPrice: line.unitPrice }),
    ...(line.discountPercent === null ? {} : { discountPercent: line.discountPercent }),
    ...(line.description === null ? {} : { description: line.description }),
  }))
  return {
    ...(isNew ? { customer, ...(opportunity ? { opportunity } : {}), currency } : {}),
    ...(validUntil ? { validUntil } : {}),
    ...terms,
    ...(Object.keys(custom).length > 0 ? { custom } : {}),
    lines,
  }
}
