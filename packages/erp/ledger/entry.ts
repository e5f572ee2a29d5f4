/** From a fact to its journal entry: pure, and it balances or is a fault. */
import {
  convert,
  Decimal,
  type Details,
  Fault,
  type Id,
  money,
  ok,
  type PlainDate,
  type Result,
  type Row,
  refuse,
  type Stored,
} from '@tandem/kernel'
import type { Role } from '../account/definition.ts'
import type { Rates } from '../exchange-rate/exchange-rate.ts'
import type { journalEntry, period } from './definition.ts'
import { type FactType, type Part, POSTING_RULES, type PostingRule } from './posting-rules.ts'

export type JournalEntry = Row<typeof journalEntry>
export type JournalLine = JournalEntry['lines'][number]
export type Period = Row<typeof period>

type Amounts = Readonly<Partial<Record<Part, Decimal | string>>>

/** What a document reports to the ledger: amounts by part, in its currency. */
export interface PostingFact {
  readonly type: FactType
  readonly date: PlainDate
  /** Posted once: the same document and step again is a fault. `step` is needed where a document posts more than once. */
  readonly source: { readonly document: string; readonly id: Id; readonly step?: string }
  /** What a person reads in the journal: `SH000012 ACME`. */
  readonly description: string
  /** Absent: the base currency. */
  readonly currency?: string
  readonly party?: Id
  readonly amounts: Amounts
  /** Parts whose value in base currency is known already, such as a receivable at the rate of its invoice. */
  readonly baseAmounts?: Amounts
}

/** The month of a date, `2026-03`. */
export function monthOf(date: PlainDate): string {
  return date.slice(0, 7)
}

/** Refuses a date in a closed month. `closedThrough` is the latest closed month, or empty. */
export function checkOpen(date: PlainDate, closedThrough: string): Result<undefined> {
  return monthOf(date) > closedThrough ? ok(undefined) : refuse('ledger/period-closed', { date, closedThrough })
}

/** The entry of a fact; undefined when all its amounts are zero. Refuses `exchange-rate/missing`. */
export function entryOf(
  fact: PostingFact,
  rates: Rates,
  roles: ReadonlyMap<Role, Id>,
  stamp: Stored,
): Result<JournalEntry | undefined> {
  const currency = fact.currency ?? rates.base
  const rules: readonly PostingRule[] = POSTING_RULES[fact.type]
  const needsRate = rules.some(({ part }) => fact.amounts[part] !== undefined && fact.baseAmounts?.[part] === undefined)
  const rate = needsRate ? rates.of({ currency, date: fact.date }) : ok(Decimal.one)
  if (!rate.ok) return rate
  const lines = rules.flatMap((rule) => {
    const amount = Decimal.of(rule.part === 'exchange' ? '0' : (fact.amounts[rule.part] ?? '0'))
    const known = fact.baseAmounts?.[rule.part]
    const base = known === undefined ? convert(money(amount, currency), rate.value, rates.base).amount : Decimal.of(known)
    if (amount.isZero() && base.isZero()) return []
    const role = (rule.debit ?? rule.credit) as Role
    return [lineOf(fact, account(roles, role), { currency, amount, base, debit: rule.debit !== undefined, party: rule.party })]
  })
  const difference = baseDifference(lines)
  if (!difference.isZero()) {
    const role = fact.baseAmounts ? 'exchange-difference' : 'rounding'
    const side = { currency, amount: Decimal.zero, base: difference, debit: false, party: undefined }
    lines.push(lineOf(fact, account(roles, role), side))
  }
  if (lines.length === 0) return ok(undefined)
  return ok(balanced(entryWith(fact, rates.base, lines, stamp)))
}

interface Side {
  readonly currency: string
  readonly amount: Decimal
  readonly base: Decimal
  readonly debit: boolean
  readonly party: true | undefined
}

function lineOf(fact: PostingFact, accountId: Id, { currency, amount, base, debit, party }: Side): JournalLine {
  return {
    account: accountId,
    party: party ? (fact.party ?? null) : null,
    entryDate: fact.date,
    currency,
    ...sides(amount, debit, 'debit', 'credit'),
    ...sides(base, debit, 'baseDebit', 'baseCredit'),
  }
}

function sides<D extends string, C extends string>(amount: Decimal, debit: boolean, left: D, right: C): Record<D | C, string> {
  const onLeft = debit !== amount.isNegative()
  const text = amount.abs().toString()
  return { [left]: onLeft ? text : '0', [right]: onLeft ? '0' : text } as Record<D | C, string>
}

function entryWith(fact: PostingFact, baseCurrency: string, lines: JournalLine[], stamp: Stored): JournalEntry {
  return {
    ...stamp,
    entryDate: fact.date,
    period: monthOf(fact.date),
    sourceDocument: fact.source.document,
    sourceId: fact.source.id,
    step: fact.source.step ?? fact.type,
    description: fact.description,
    baseCurrency,
    lines,
  }
}

/** The entry, when debits are credits in each currency and in base currency; otherwise a fault: a posting rule is wrong. */
export function balanced(entry: JournalEntry): JournalEntry {
  const byCurrency = imbalance(entry.lines)
  const difference = baseDifference(entry.lines)
  if (byCurrency.length > 0 || !difference.isZero()) {
    const what = [...byCurrency.map(([currency, amount]) => `${amount} ${currency}`), `${difference} in base currency`].join(', ')
    throw new Fault(`the entry of ${entry.sourceDocument} ${entry.sourceId} does not balance: ${what}`)
  }
  return entry
}

/** Debits less credits by currency, where they are not zero. */
export function imbalance(lines: readonly Pick<JournalLine, 'currency' | 'debit' | 'credit'>[]): [string, Decimal][] {
  const byCurrency = new Map<string, Decimal>()
  for (const { currency, debit, credit } of lines) {
    const sum = byCurrency.get(currency) ?? Decimal.zero
    byCurrency.set(currency, sum.plus(Decimal.of(debit)).minus(Decimal.of(credit)))
  }
  return [...byCurrency].filter(([, sum]) => !sum.isZero())
}

function baseDifference(lines: readonly JournalLine[]): Decimal {
  return Decimal.sum(lines.map((line) => Decimal.of(line.baseDebit).minus(Decimal.of(line.baseCredit))))
}

function account(roles: ReadonlyMap<Role, Id>, role: Role): Id {
  const id = roles.get(role)
  if (!id) throw new Fault(`no account plays the role ${role}: the books are not open`, { cause: { role } satisfies Details })
  return id
}
