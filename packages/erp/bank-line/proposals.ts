/** What a movement of a bank account may be the money of, with reasons. Pure. */
import { Decimal, type Id, type PlainDate } from '@tandem/kernel'
import type { BankLine } from './bank-line.ts'

export type Reason =
  | 'invoice-number'
  | 'exact-amount'
  | 'sum-of-invoices'
  | 'counterparty'
  | 'same-account'
  | 'recorded-already'
  | 'same-reference'

export interface Proposal {
  readonly party: Id
  readonly partyName: string
  /** Recorded already: the line is to be its money. */
  readonly payment: { readonly id: Id; readonly number: string } | null
  /** Empty: the oldest due first. */
  readonly allocations: readonly { readonly invoice: Id; readonly number: string; readonly amount: string }[]
  readonly reasons: readonly Reason[]
  readonly isCertain: boolean
}

export interface OpenInvoice {
  readonly id: Id
  readonly number: string
  readonly type: 'invoice' | 'credit-note'
  readonly party: Id
  readonly partyName: string
  readonly currency: string
  readonly open: string
  readonly invoiceDate: PlainDate
}

/** A payment that no line is the money of yet. */
export interface LoosePayment {
  readonly id: Id
  readonly number: string
  readonly party: Id
  readonly partyName: string
  readonly currency: string
  readonly amount: string
  readonly paymentDate: PlainDate
  readonly reference: string | null
  readonly isAllocated: boolean
}

export interface Candidates {
  readonly invoices: readonly OpenInvoice[]
  readonly payments: readonly LoosePayment[]
  /** Whose name a counterparty has, or who paid from that account before. */
  readonly payers: readonly {
    readonly party: Id
    readonly partyName: string
    readonly by: string
    readonly reason: 'counterparty' | 'same-account'
  }[]
}

export type Money = Pick<BankLine, 'amount' | 'currency' | 'bookingDate' | 'counterparty' | 'counterpartyAccount' | 'reference'>

const WEIGHT: Readonly<Record<Reason, number>> = {
  'invoice-number': 50,
  'exact-amount': 40,
  'sum-of-invoices': 40,
  'recorded-already': 60,
  'same-reference': 30,
  'same-account': 25,
  counterparty: 20,
}
const MOST = 10

/** The best first. */
export function proposalsFor(line: Money, candidates: Candidates): Proposal[] {
  const fitting = candidates.invoices.filter((row) => fits(line, row))
  const names = new Set(wordsIn(line.reference))
  const named = fitting.filter(({ number }) => names.has(number.toUpperCase()))
  const loose = candidates.payments.filter(
    (row) => row.currency === line.currency && Decimal.of(row.amount).equals(Decimal.of(line.amount)),
  )
  const byNumber = [...Map.groupBy(named, ({ party }) => party).values()]
  const found = [
    ...byNumber.map((rows) => ofNamed(line, rows, byNumber.length === 1, loose)),
    ...fitting
      .filter((row) => !named.includes(row) && owes(line, row))
      .map((row) => proposal(row, signed(line, [allocation(row)]), ['exact-amount'])),
    ...loose.map((payment) => ofPayment(line, payment)),
  ].map((one) => ({ ...one, reasons: [...one.reasons, ...whoPaid(line, one.party, candidates)] }))
  const others = candidates.payers.filter((payer) => isPayer(line, payer) && !found.some(({ party }) => party === payer.party))
  const payers = [
    ...new Map(others.map((payer) => [payer.party, proposal(payer, [], whoPaid(line, payer.party, candidates))])).values(),
  ]
  return [...found, ...payers].sort((a, b) => weightOf(b) - weightOf(a)).slice(0, MOST)
}

/** What in a text may be the number of a document: words, and neighbours read as one (`INV 000001`). */
export function wordsIn(text: string | null): string[] {
  const words = (text ?? '').toUpperCase().match(/[A-Z0-9][A-Z0-9-]*/g) ?? []
  return [...words, ...words.slice(1).map((word, i) => `${words[i]}${word}`)]
}

function fits({ amount, currency }: Money, row: OpenInvoice): boolean {
  return row.currency === currency && row.type === (amount.startsWith('-') ? 'credit-note' : 'invoice')
}

function owes({ amount }: Money, { open }: OpenInvoice): boolean {
  return Decimal.of(amount).abs().equals(Decimal.of(open))
}

/** An invoice is named: certain when the amount is exactly what is open, of one customer, and nobody has recorded it by hand. */
function ofNamed(line: Money, rows: readonly OpenInvoice[], isOneParty: boolean, loose: readonly LoosePayment[]): Proposal {
  const first = rows[0] as OpenInvoice
  const open = Decimal.sum(rows.map((row) => Decimal.of(row.open)))
  if (!open.equals(Decimal.of(line.amount).abs())) return proposal(first, partly(line, rows), ['invoice-number'])
  const isRecorded = loose.some(({ party, isAllocated }) => party === first.party && !isAllocated)
  const isDue = rows.every(({ invoiceDate }) => invoiceDate <= line.bookingDate)
  const sum = rows.length > 1 ? 'sum-of-invoices' : 'exact-amount'
  const isCertain = isOneParty && isDue && !isRecorded
  return { ...proposal(first, signed(line, rows.map(allocation)), ['invoice-number', sum]), isCertain }
}

/** As far as the money goes, the oldest first. */
function partly(line: Money, rows: readonly OpenInvoice[]): Proposal['allocations'] {
  let left = Decimal.of(line.amount).abs()
  const taken = [...rows]
    .sort((a, b) => (a.invoiceDate < b.invoiceDate ? -1 : 1))
    .flatMap((row) => {
      const amount = left.min(Decimal.of(row.open))
      left = left.minus(amount)
      return amount.isPositive() ? [{ ...allocation(row), amount: amount.toString() }] : []
    })
  return signed(line, taken)
}

function ofPayment(line: Money, payment: LoosePayment): Proposal {
  const isSame = payment.reference !== null && payment.reference !== '' && (line.reference ?? '').includes(payment.reference)
  const { id, number } = payment
  return {
    ...proposal(payment, [], ['recorded-already', ...(isSame ? (['same-reference'] as const) : [])]),
    payment: { id, number },
  }
}

function proposal(
  { party, partyName }: { readonly party: Id; readonly partyName: string },
  allocations: Proposal['allocations'],
  reasons: readonly Reason[],
): Proposal {
  return { party, partyName, payment: null, allocations, reasons, isCertain: false }
}

function allocation({ id, number, open }: OpenInvoice): Proposal['allocations'][number] {
  return { invoice: id, number, amount: open }
}

/** Money paid back settles credit notes by negative amounts. */
function signed({ amount }: Money, allocations: Proposal['allocations']): Proposal['allocations'] {
  if (!amount.startsWith('-')) return allocations
  return allocations.map((one) => ({ ...one, amount: Decimal.of(one.amount).negated().toString() }))
}

function isPayer({ counterparty, counterpartyAccount }: Money, { by, reason }: Candidates['payers'][number]): boolean {
  return reason === 'counterparty' ? by.toLowerCase() === counterparty?.toLowerCase() : by === counterpartyAccount
}

function whoPaid(line: Money, party: Id, { payers }: Candidates): Reason[] {
  return [...new Set(payers.filter((payer) => payer.party === party && isPayer(line, payer)).map(({ reason }) => reason))]
}

function weightOf({ reasons }: Proposal): number {
  return reasons.reduce((sum, reason) => sum + WEIGHT[reason], 0)
}
