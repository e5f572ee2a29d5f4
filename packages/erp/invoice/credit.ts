import { createDocuments, readDocuments, rows, sql, stamp, type Tx, takeGaplessNumbers, uuidArray } from '@tandem/db'
import {
  type Context,
  Decimal,
  type DocumentCommand,
  type Id,
  type Input,
  type On,
  ok,
  type PlainDate,
  type Result,
  refuse,
} from '@tandem/kernel'
import { loadRates } from '../exchange-rate/commands.ts'
import { loadBooks } from '../ledger/books.ts'
import { checkOpen } from '../ledger/entry.ts'
import { opened, postWith } from '../ledger/posting.ts'
import { moveToReceivable } from '../party/credit.ts'
import { NOTHING_TAKEN, type Taken } from './amounts.ts'
import { creditFields, invoice } from './definition.ts'
import { invoiceFact, setOffFact } from './facts.ts'
import {
  type Booking,
  type CreditedLines,
  type Invoice,
  newCreditNote,
  setOffDifference,
  settled,
  type Unnumbered,
} from './invoice.ts'
import { partyLabels, Settlements, saveSettled } from './settling.ts'

type Credit = Input<typeof creditFields>

export const creditInvoice: DocumentCommand<Tx, typeof creditFields, Invoice> = {
  name: 'credit',
  document: 'invoice',
  on: 'one',
  label: { en: 'Credit', zh: '红冲' },
  input: creditFields,
  run: (tx, by, inputs) => creditInvoices(tx, by, inputs),
}

/** Writes credit notes, each at once set off against its invoice as far as that is open. Answers the credit notes. */
export async function creditInvoices(tx: Tx, by: Context, inputs: readonly On<Credit>[]): Promise<Result<Invoice>[]> {
  const world = await loadWorld(tx, by, inputs)
  const decided = inputs.map((on) => creditOne(on, world, by))
  const good = decided.flatMap((result) => (result.ok ? [result.value] : []))
  // Credit before numbers, as in invoicing: the counter is the last lock.
  const [, numbers] = await Promise.all([
    moveToReceivable(
      tx,
      good.map(({ note }) => creditMove(note)),
    ),
    takeGaplessNumbers(tx, 'CN', good.length),
  ])
  let next = 0
  const numbered = decided.map((result): Result<Invoice> => {
    return result.ok ? ok({ ...result.value.note, number: numbers[next++] as string }) : result
  })
  const notes = numbered.flatMap((result) => (result.ok ? [result.value] : []))
  const facts = notes.flatMap((note, i) => {
    const { of, exchange } = good[i] as Credited
    const fact = invoiceFact(note, world.names.get(note.party) ?? '', bookingOf(of, note.invoiceDate))
    return exchange.isZero() ? [fact] : [fact, setOffFact(note, 1, exchange, note.invoiceDate)]
  })
  await Promise.all([
    saveSettled(tx, by, world.settlements.changed()),
    createDocuments(tx, by, invoice, numbered),
    postWith(tx, by, world.books, world.rates, facts),
  ])
  return numbered
}

/** A credit note, the invoice as it was before, and what setting them off leaves in base currency. */
interface Credited {
  readonly note: Unnumbered
  readonly of: Invoice
  readonly exchange: Decimal
}

type World = Awaited<ReturnType<typeof loadWorld>>

async function loadWorld(tx: Tx, by: Context, inputs: readonly On<Credit>[]) {
  const ids = [...new Set(inputs.map(({ id }) => id))]
  const [loaded, credited, books, names, rates] = await Promise.all([
    readDocuments<Invoice>(tx, invoice, ids, { lock: true }),
    creditedLines(tx, ids),
    loadBooks(tx),
    partyLabels(tx, 'erp.invoice', ids),
    loadRates(tx, []),
  ])
  return { settlements: new Settlements(loaded), credited, books: await opened(tx, by, books), names, rates }
}

function creditOne(on: On<Credit>, world: World, by: Context): Result<Credited> {
  const of = world.settlements.get(on.id)
  if (!of) return refuse('invoice/not-found', { id: on.id })
  if (on.version !== undefined && on.version !== of.version) {
    return refuse('invoice/changed-meanwhile', { id: of.id, yours: on.version, now: of.version, by: of.updatedBy })
  }
  const date = on.input.invoiceDate ?? by.today
  const open = checkOpen(date, world.books.closedThrough)
  if (!open.ok) return open
  const credited = world.credited.get(on.id) ?? new Map<number, Taken>()
  const result = newCreditNote(of, on.input, credited, bookingOf(of, date), stamp(by))
  if (!result.ok) return result
  world.credited.set(on.id, afterCredit(credited, result.value))
  const applied = Decimal.of(result.value.paid)
  if (applied.isZero()) return ok({ note: result.value, of, exchange: Decimal.zero })
  world.settlements.set(settled(of, applied, 'credit'))
  const unapplied = { ...result.value, number: '', paid: '0', credited: '0' }
  return ok({ note: result.value, of, exchange: setOffDifference(unapplied, of, applied) })
}

function creditMove({ party, currency, total }: Unnumbered) {
  return { party, currency, ordered: Decimal.zero, receivable: Decimal.of(total).negated() }
}

/** A credit note is booked at the rate of its invoice, so that crediting all of it leaves nothing in base currency. */
function bookingOf(row: Invoice, date: PlainDate): Booking {
  const total = Decimal.of(row.total)
  const rate = total.isZero() ? Decimal.one : Decimal.of(row.baseTotal).over(total, 12, 'half-up')
  return { date, base: row.baseCurrency, rate }
}

function afterCredit(before: CreditedLines, note: Unnumbered): Map<number, Taken> {
  const after = new Map(before)
  for (const line of note.lines) {
    const taken = after.get(line.lineNumber) ?? NOTHING_TAKEN
    after.set(line.lineNumber, {
      quantity: taken.quantity.plus(Decimal.of(line.quantity)),
      net: taken.net.plus(Decimal.of(line.net)),
      tax: taken.tax.plus(Decimal.of(line.tax)),
    })
  }
  return after
}

/** What credit notes took of the lines of invoices so far: a credit note's line has the number of the invoice's line. */
export async function creditedLines(tx: Tx, invoices: readonly Id[]): Promise<Map<Id, CreditedLines>> {
  const found = await rows(
    tx,
    sql<{ invoice: Id; lineNumber: number; quantity: string; net: string; tax: string }>`
      select n.credited_invoice as invoice, l.line_number, sum(l.quantity) as quantity, sum(l.net) as net, sum(l.tax) as tax
      from erp.invoice n join erp.invoice_line l on l.tenant_id = n.tenant_id and l.parent_id = n.id
      where n.credited_invoice = any(${uuidArray(invoices)}::uuid[]) group by n.credited_invoice, l.line_number`,
  )
  const byInvoice = new Map<Id, Map<number, Taken>>()
  for (const { invoice, lineNumber, quantity, net, tax } of found) {
    const lines = byInvoice.get(invoice) ?? new Map<number, Taken>()
    lines.set(lineNumber, { quantity: Decimal.of(quantity), net: Decimal.of(net), tax: Decimal.of(tax) })
    byInvoice.set(invoice, lines)
  }
  return byInvoice
}
