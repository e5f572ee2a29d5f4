import { appendEvents, createDocuments, insertRows, readDocuments, stamp, type Tx, takeNumbers, updateRows } from '@tandem/db'
import {
  type Context,
  type CreateCommand,
  Decimal,
  type DocumentCommand,
  type Id,
  type Input,
  type On,
  ok,
  type Result,
  refuse,
} from '@tandem/kernel'
import { loadRates } from '../exchange-rate/commands.ts'
import { type Settlements, saveSettled } from '../invoice/settling.ts'
import { loadBooks } from '../ledger/books.ts'
import { checkOpen } from '../ledger/entry.ts'
import { opened, postWith } from '../ledger/posting.ts'
import { moveToReceivable } from '../party/credit.ts'
import { allocateFields, newPaymentFields, payment, reverseFields } from './definition.ts'
import { lockInvoices, partyNames } from './load.ts'
import { allocatedPayment, newPayment, type Paid, type Payment, reversalOf } from './payment.ts'

type NewPayment = Input<typeof newPaymentFields>

export const createPayment: CreateCommand<Tx, typeof newPaymentFields, Payment> = {
  name: 'create',
  document: 'payment',
  on: 'new',
  label: { en: 'Record payment', zh: '登记收款' },
  input: newPaymentFields,
  run: (tx, by, inputs) => recordPayments(tx, by, inputs),
}

/** Records money received or paid back, settles invoices by it and posts, in one transaction. */
export async function recordPayments(tx: Tx, by: Context, inputs: readonly NewPayment[]): Promise<Result<Payment>[]> {
  const dateOf = (input: NewPayment) => input.paymentDate ?? by.today
  const [settlements, names, books, rates, numbers] = await Promise.all([
    lockInvoices(tx, inputs),
    partyNames(
      tx,
      inputs.map(({ party }) => party),
    ),
    loadBooks(tx),
    loadRates(
      tx,
      inputs.map((input) => ({ currency: input.currency, date: dateOf(input) })),
    ),
    takeNumbers(tx, 'PY', inputs.length),
  ])
  const decided = inputs.map((input, i): Result<Paid> => {
    const date = dateOf(input)
    const open = checkOpen(date, books.closedThrough)
    if (!open.ok) return open
    const rate = rates.of({ currency: input.currency, date })
    if (!rate.ok) return rate
    const booking = { date, base: rates.base, rate: rate.value }
    return newPayment(input, names.get(input.party), booking, settlements, { ...stamp(by), number: numbers[i] as string })
  })
  const results = decided.map(rowOf)
  await savePayments(tx, by, settlements, { books: await opened(tx, by, books), rates, decided, created: results })
  return results
}

interface Saving {
  readonly books: Awaited<ReturnType<typeof loadBooks>>
  readonly rates: Awaited<ReturnType<typeof loadRates>>
  readonly decided: readonly Result<Paid>[]
  readonly created: readonly Result<Payment>[]
}

/** Documents before allocations: the database counts as allocations arrive. Credit rows are the last lock taken. */
async function savePayments(tx: Tx, by: Context, settlements: Settlements, saving: Saving): Promise<void> {
  const moves = saving.created.flatMap((result) => (result.ok ? [creditMove(result.value)] : []))
  const facts = saving.decided.flatMap((result) => (result.ok ? [result.value.fact] : []))
  await Promise.all([
    saveSettled(tx, by, settlements.changed()),
    createDocuments(tx, by, payment, saving.created),
    postWith(tx, by, saving.books, saving.rates, facts),
    moveToReceivable(tx, moves),
  ])
}

/** Money received lowers what the customer owes, allocated or not. */
function creditMove({ party, currency, amount }: Payment) {
  return { party, currency, ordered: Decimal.zero, receivable: Decimal.of(amount).negated() }
}

export const allocatePayment: DocumentCommand<Tx, typeof allocateFields, Payment> = {
  name: 'allocate',
  document: 'payment',
  on: 'one',
  label: { en: 'Allocate', zh: '核销' },
  input: allocateFields,
  async run(tx, by, inputs) {
    const { payments, names, books, rates } = await loadPayments(tx, inputs)
    const wanted = inputs.flatMap(({ id, input }) => {
      const row = payments.get(id)
      return row ? [{ party: row.party, currency: row.currency, allocations: input.allocations }] : []
    })
    const settlements = await lockInvoices(tx, wanted)
    const before = new Map([...payments].map(([id, row]) => [id, row.allocations.length]))
    const decided = inputs.map((on): Result<Paid> => {
      const row = current(payments, on)
      if (!row.ok) return row
      const date = on.input.allocationDate ?? by.today
      const open = checkOpen(date, books.closedThrough)
      if (!open.ok) return open
      const result = allocatedPayment(row.value, on.input, date, names.get(row.value.party) ?? '', settlements)
      if (result.ok) payments.set(on.id, result.value.row)
      return result
    })
    const good = decided.flatMap((result) => (result.ok ? [result.value] : []))
    const changed = [...new Set(good.map(({ row }) => row.id))].map((id) => payments.get(id) as Payment)
    await Promise.all([
      saveSettled(tx, by, settlements.changed()),
      savePaymentChanges(tx, by, changed, 'payment-allocated'),
      insertRows(tx, 'erp.payment_allocation', newAllocations(changed, before)),
      postWith(
        tx,
        by,
        books,
        rates,
        good.map(({ fact }) => fact),
      ),
    ])
    return decided.map(rowOf).map((result) => (result.ok ? ok(saved(payments.get(result.value.id) as Payment, by)) : result))
  },
}

export const reversePayment: DocumentCommand<Tx, typeof reverseFields, Payment> = {
  name: 'reverse',
  document: 'payment',
  on: 'one',
  label: { en: 'Reverse', zh: '冲销' },
  input: reverseFields,
  async run(tx, by, inputs) {
    const { payments, names, books, rates, numbers } = await loadPayments(tx, inputs)
    const settled = [...payments.values()].flatMap((row) => row.allocations.map(({ invoice }) => invoice))
    const settlements = await lockInvoices(tx, [], settled)
    const decided = inputs.map((on, i): Result<Paid> => {
      const row = current(payments, on)
      if (!row.ok) return row
      const paymentDate = on.input.paymentDate ?? by.today
      const open = checkOpen(paymentDate, books.closedThrough)
      if (!open.ok) return open
      const own = { ...stamp(by), number: numbers[i] as string }
      const input = { paymentDate, reference: on.input.reference }
      const result = reversalOf(row.value, input, names.get(row.value.party) ?? '', settlements, own)
      if (result.ok) payments.set(on.id, { ...row.value, state: 'reversed' })
      return result
    })
    const results = decided.map(rowOf)
    const reversed = results.flatMap((result) => (result.ok ? [payments.get(result.value.reverses as Id) as Payment] : []))
    await savePaymentChanges(tx, by, reversed, 'payment-reversed')
    await savePayments(tx, by, settlements, { books, rates, decided, created: results })
    return results
  },
}

async function loadPayments(tx: Tx, inputs: readonly On<unknown>[]) {
  const ids = [...new Set(inputs.map(({ id }) => id))]
  const [loaded, books, rates, numbers] = await Promise.all([
    readDocuments<Payment>(tx, payment, ids, { lock: true }),
    loadBooks(tx),
    loadRates(tx, []),
    takeNumbers(tx, 'PY', inputs.length),
  ])
  const names = await partyNames(
    tx,
    loaded.map(({ party }) => party),
  )
  return { payments: new Map(loaded.map((row) => [row.id, row])), names, books, rates, numbers }
}

function current(payments: ReadonlyMap<Id, Payment>, { id, version }: On<unknown>): Result<Payment> {
  const row = payments.get(id)
  if (!row) return refuse('payment/not-found', { id })
  if (version === undefined || version === row.version) return ok(row)
  return refuse('payment/changed-meanwhile', { id, yours: version, now: row.version, by: row.updatedBy })
}

async function savePaymentChanges(tx: Tx, by: Context, changed: readonly Payment[], type: string): Promise<void> {
  await Promise.all([
    updateRows(
      tx,
      'erp.payment',
      changed.map((row) => ({ ...row, updatedAt: by.now, updatedBy: by.actor.id })),
      ['state', 'allocated', 'updatedAt', 'updatedBy'],
    ),
    appendEvents(
      tx,
      'erp',
      by,
      changed.map(({ id, version, state, allocated, allocations }) => ({
        document: 'payment',
        documentId: id,
        documentVersion: version + 1,
        type,
        payload: { state, allocated, allocations },
      })),
    ),
  ])
}

function newAllocations(changed: readonly Payment[], before: ReadonlyMap<Id, number>): object[] {
  return changed.flatMap((row) =>
    row.allocations.slice(before.get(row.id) ?? 0).map((allocation) => ({ parentId: row.id, ...allocation })),
  )
}

function rowOf(result: Result<Paid>): Result<Payment> {
  return result.ok ? ok(result.value.row) : result
}

function saved(row: Payment, by: Context): Payment {
  return { ...row, version: row.version + 1, updatedAt: by.now, updatedBy: by.actor.id }
}
