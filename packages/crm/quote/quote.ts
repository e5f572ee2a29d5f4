/** Pure decisions on quotes: what was offered, for how long, and what the customer said. */
import {
  addDays,
  follow,
  type Id,
  type Input,
  ok,
  type PlainDate,
  type Refusal,
  type Result,
  type Row,
  refuse,
  type Stored,
} from '@tandem/kernel'
import { STANDARD_PRICE_LIST } from '../price/definition.ts'
import { badValue } from '../shared/check.ts'
import { badParties, type KnownParties, strangers } from '../shared/parties.ts'
import { badPromises, type Promises } from '../shared/promises.ts'
import { type SoldItem, tooLarge, totalsOf, tradeLines } from '../shared/trade-lines.ts'
import { changesOf, filled } from '../shared/values.ts'
import type { Pricing } from '../trade/prepare.ts'
import { quote, type quoteChange, type quoteInput, quoteTransitions } from './definition.ts'

export type Quote = Row<typeof quote>
export type QuoteInput = Input<typeof quoteInput>
export type QuoteChange = Input<typeof quoteChange>

const VALID_DAYS = 30
const LAST_DAY = '9999-12-31' as PlainDate

/** As long as usual; the calendar ends for quotes, too. */
function validFrom(date: PlainDate): PlainDate {
  return date > addDays(LAST_DAY, -VALID_DAYS) ? LAST_DAY : addDays(date, VALID_DAYS)
}
const OURS = /^Q\d+$/
const EXPECTED = { filled: ['number', 'priceList'], notNegative: ['paymentTermDays'] } as const

/** What the decisions on one quote know of the world. */
export interface QuoteWorld extends KnownParties {
  readonly items: ReadonlyMap<Id, SoldItem>
  readonly today: PlainDate
  readonly opportunities: ReadonlyMap<Id, { readonly customer: Id | null }>
  /** The unit price from the price list for each line; undefined where there is none. */
  readonly prices: readonly (string | undefined)[]
}

/** Where a new quote's prices come from: what it says itself, else what its customer has. */
export function pricingOf(input: QuoteInput, known: Pick<QuoteWorld, 'customers' | 'today'>): Pricing {
  return {
    customer: input.customer,
    currency: input.currency ?? known.customers.get(input.customer)?.currency ?? '',
    date: input.quoteDate ?? known.today,
    priceList: input.priceList ?? STANDARD_PRICE_LIST,
  }
}

/** Our own numbers are made by us alone, so that none is given twice. */
export function badNumber(number: string, taken: ReadonlySet<string>): Refusal | undefined {
  if (OURS.test(number)) return refuse('quote/number-reserved', { number }).refusal
  return taken.has(number) ? refuse('quote/number-taken', { number }).refusal : undefined
}

/** A new draft, without its number yet. */
export function newQuote(input: QuoteInput, stamp: Stored, known: QuoteWorld): Result<Omit<Quote, 'number'>> {
  const pricing = pricingOf(input, known)
  const customer = known.customers.get(input.customer)
  const given = {
    ...input,
    currency: pricing.currency,
    priceList: pricing.priceList,
    quoteDate: pricing.date,
    validUntil: input.validUntil ?? validFrom(pricing.date),
    paymentTermDays: input.paymentTermDays ?? customer?.paymentTermDays ?? 0,
    revision: 1,
  }
  const bad = badParties('quote', input.customer, input, known) ?? strangeOpportunity(input, known) ?? badTerms(given)
  if (bad) return { ok: false, refusal: bad }
  const priced = pricedLines(input.lines, pricing, known)
  if (!priced.ok) return priced
  return ok({ ...filled(quote.fields, given), ...priced.value, state: 'draft', ...stamp })
}

/** What changes in a draft; lines are replaced as a whole, and must be when the currency changes. */
export function changedQuote(row: Quote, input: QuoteChange, known: Omit<QuoteWorld, 'opportunities'>): Result<Partial<Quote>> {
  if (row.state !== 'draft') return refuse('quote/not-a-draft', { number: row.number, state: row.state })
  const { lines, ...rest } = input
  const changes = changesOf<Quote>(quote.fields, row, rest)
  const next = { ...row, ...changes }
  if (changes.currency !== undefined && !lines) return refuse('quote/currency-needs-lines', { currency: changes.currency })
  const bad = strangers('quote', row.customer, changes, known) ?? badTerms(next)
  if (bad) return { ok: false, refusal: bad }
  if (!lines) return ok(changes)
  const { customer, currency, quoteDate: date, priceList } = next
  const priced = pricedLines(lines, { customer, currency, date, priceList }, known)
  return priced.ok ? ok({ ...changes, ...changesOf<Quote>(quote.fields, row, priced.value) }) : priced
}

/** What sending knows of the quote that this one revises. */
export type Predecessor = { readonly number: string; readonly revision: number; readonly state: Quote['state'] }

export function sentQuote(row: Quote, sentDate: PlainDate, revised: Predecessor | undefined): Result<Partial<Quote>> {
  const state = follow(quoteTransitions, 'quote', row.state, 'send')
  if (!state.ok) return state
  if (row.lines.length === 0) return refuse('quote/no-lines', { number: row.number })
  if (row.validUntil < sentDate) return refuse('quote/no-longer-valid', { number: row.number, validUntil: row.validUntil })
  if (revised?.state === 'accepted') {
    return refuse('quote/already-accepted', { number: row.number, revision: revised.revision })
  }
  return ok({ state: state.value })
}

export function supersededQuote(row: Quote): Result<Partial<Quote>> {
  const state = follow(quoteTransitions, 'quote', row.state, 'supersede')
  return state.ok ? ok({ state: state.value }) : state
}

/** `order` is the id of the order it becomes in the same transaction. */
export function acceptedQuote(row: Quote, orderDate: PlainDate, order: Id, promises?: Promises | null): Result<Partial<Quote>> {
  const state = follow(quoteTransitions, 'quote', row.state, 'accept')
  if (!state.ok) return state
  if (row.validUntil < orderDate) return refuse('quote/no-longer-valid', { number: row.number, validUntil: row.validUntil })
  const refusal = badPromises('quote', row.lines, promises)
  return refusal ? { ok: false, refusal } : ok({ state: state.value, order })
}

export function declinedQuote(row: Quote, reason: string | null): Result<Partial<Quote>> {
  const state = follow(quoteTransitions, 'quote', row.state, 'decline')
  return state.ok ? ok({ state: state.value, declineReason: reason }) : state
}

export function expiredQuote(row: Quote, today: PlainDate): Result<Partial<Quote>> {
  const state = follow(quoteTransitions, 'quote', row.state, 'expire')
  if (!state.ok) return state
  if (row.validUntil >= today) return refuse('quote/still-valid', { number: row.number, validUntil: row.validUntil })
  return ok({ state: state.value })
}

/** The next revision as a draft of today. `revised`: ids of quotes that have a next revision already. */
export function revisionOf(row: Quote, stamp: Stored, today: PlainDate, revised: ReadonlySet<Id>): Result<Quote> {
  const allowed = quoteTransitions.supersede.from
  if (!(allowed as readonly string[]).includes(row.state)) {
    return refuse('quote/wrong-state', { command: 'revise', state: row.state, allowed: [...allowed] })
  }
  if (revised.has(row.id)) return refuse('quote/already-revised', { number: row.number, revision: row.revision + 1 })
  const days = { quoteDate: today, validUntil: row.validUntil > today ? row.validUntil : validFrom(today) }
  const next = { revision: row.revision + 1, revisionOf: row.id, declineReason: null, state: 'draft' } as const
  return ok({ ...row, ...next, ...days, ...stamp })
}

/** An opportunity of the same customer; a prospect becomes a customer first. */
function strangeOpportunity({ customer, opportunity }: QuoteInput, { opportunities }: QuoteWorld): Refusal | undefined {
  if (!opportunity || opportunities.get(opportunity)?.customer === customer) return undefined
  return refuse('quote/opportunity-of-another', { id: opportunity }).refusal
}

function badTerms(terms: Pick<Quote, 'quoteDate' | 'validUntil'> & object): Refusal | undefined {
  const bad = badValue('quote', terms, EXPECTED)
  if (bad) return bad
  const { quoteDate, validUntil } = terms
  return validUntil < quoteDate ? refuse('quote/valid-before-quoted', { quoteDate, validUntil }).refusal : undefined
}

function pricedLines(
  inputs: QuoteInput['lines'],
  { currency, priceList }: Pricing,
  { items, prices }: Pick<QuoteWorld, 'items' | 'prices'>,
): Result<Pick<Quote, 'lines' | 'net' | 'tax' | 'total'>> {
  const lines = tradeLines(inputs, { document: 'quote', currency, priceList }, items, prices)
  if (!lines.ok) return lines
  const totals = totalsOf(lines.value)
  const refusal = tooLarge('quote', totals)
  return refusal ? { ok: false, refusal } : ok({ lines: lines.value, ...totals })
}
