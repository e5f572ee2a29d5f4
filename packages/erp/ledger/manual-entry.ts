/** Entries that people write by hand: pure decisions. */
import {
  convert,
  Decimal,
  type Id,
  type Input,
  minorDigits,
  money,
  ok,
  type PlainDate,
  type Result,
  refuse,
  type Stored,
} from '@tandem/kernel'
import type { Account } from '../account/account.ts'
import type { Rates } from '../exchange-rate/exchange-rate.ts'
import type { Books } from './books.ts'
import type { manualEntryFields } from './definition.ts'
import { balanced, checkOpen, imbalance, type JournalEntry, type JournalLine, monthOf } from './entry.ts'

type ManualEntry = Input<typeof manualEntryFields>
type ManualLine = ManualEntry['lines'][number]

/** What a manual entry is decided by. */
export interface EntryWorld {
  readonly accounts: ReadonlyMap<Id, Account>
  readonly books: Books
  readonly rates: Rates
}

export function newManualEntry(input: ManualEntry, date: PlainDate, world: EntryWorld, stamp: Stored): Result<JournalEntry> {
  const open = checkOpen(date, world.books.closedThrough)
  if (!open.ok) return open
  const rate = world.rates.of({ currency: input.currency, date })
  if (!rate.ok) return rate
  const checked = checkLines(input, world.accounts)
  if (!checked.ok) return checked
  const lines = input.lines.map((line): JournalLine => {
    const base = (amount: string) => convert(money(amount, input.currency), rate.value, world.rates.base).amount.toString()
    const { account, debit, credit } = line
    const common = { account, party: null, entryDate: date, currency: input.currency }
    return { ...common, debit, credit, baseDebit: base(debit), baseCredit: base(credit) }
  })
  const rounded = withRounding(lines, world.books.roles.get('rounding') as Id)
  return ok(balanced({ ...stamp, ...headOf(stamp.id, 'manual', date, input.description, world.rates.base), lines: rounded }))
}

/** The entry that takes another back, on a date of its own. Entries of documents are taken back by their documents. */
export function reversedEntry(
  row: JournalEntry,
  date: PlainDate,
  closedThrough: string,
  alreadyReversed: boolean,
  stamp: Stored,
): Result<JournalEntry> {
  if (row.step !== 'manual') return refuse('journal-entry/not-manual', { sourceDocument: row.sourceDocument })
  if (alreadyReversed) return refuse('journal-entry/reversed', { description: row.description })
  const open = checkOpen(date, closedThrough)
  if (!open.ok) return open
  const lines = row.lines.map((line) => ({
    ...line,
    entryDate: date,
    debit: line.credit,
    credit: line.debit,
    baseDebit: line.baseCredit,
    baseCredit: line.baseDebit,
  }))
  return ok(balanced({ ...stamp, ...headOf(row.id, 'reverse', date, row.description, row.baseCurrency), lines }))
}

function headOf(sourceId: Id, step: string, entryDate: PlainDate, description: string, baseCurrency: string) {
  return { entryDate, period: monthOf(entryDate), sourceDocument: 'journal-entry', sourceId, step, description, baseCurrency }
}

function checkLines(input: ManualEntry, accounts: ReadonlyMap<Id, Account>): Result<undefined> {
  if (input.lines.length < 2) return refuse('journal-entry/no-lines', { description: input.description })
  for (const [i, line] of input.lines.entries()) {
    const account = accounts.get(line.account)
    if (!account) return refuse('journal-entry/no-such-account', { line: i + 1 })
    if (account.status === 'archived') return refuse('journal-entry/archived-account', { line: i + 1, code: account.code })
    if (account.control) return refuse('journal-entry/control-account', { line: i + 1, code: account.code })
    if (!oneSided(line, input.currency)) return refuse('journal-entry/one-side', { line: i + 1, currency: input.currency })
  }
  const [off] = imbalance(input.lines.map((line) => ({ ...line, currency: input.currency })))
  return off ? refuse('journal-entry/unbalanced', { difference: off[1].toString(), currency: off[0] }) : ok(undefined)
}

/** A line is a debit or a credit, above zero, in no smaller unit than the currency has. */
function oneSided(line: ManualLine, currency: string): boolean {
  const [debit, credit] = [Decimal.of(line.debit), Decimal.of(line.credit)]
  const amount = debit.plus(credit)
  const exact = amount.round(minorDigits(currency), 'half-up').equals(amount)
  return exact && !debit.isNegative() && !credit.isNegative() && debit.isZero() !== credit.isZero()
}

function withRounding(lines: readonly JournalLine[], rounding: Id): JournalLine[] {
  const difference = Decimal.sum(lines.map((line) => Decimal.of(line.baseDebit).minus(Decimal.of(line.baseCredit))))
  if (difference.isZero()) return [...lines]
  const base = difference.isPositive()
    ? { baseDebit: '0', baseCredit: difference.toString() }
    : { baseDebit: difference.negated().toString(), baseCredit: '0' }
  return [...lines, { ...(lines[0] as JournalLine), account: rounding, debit: '0', credit: '0', ...base }]
}
