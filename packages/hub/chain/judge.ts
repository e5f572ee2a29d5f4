/** Whether the money of one order agrees, and if not, why: the systems beside each other, and each step beside the one before. Pure. */
import { Decimal, type Id, type Instant } from '@tandem/kernel'
import type { Side } from '../rules.ts'
import { type Amounts, MONEY_STEPS, type MoneyDocument, type MoneySource, type MoneyStep, type OrderMoney } from './money.ts'

export type Why =
  /** Between the systems: told and not yet written on the other side, or about to be told. */
  | 'on-its-way'
  | 'in-the-inbox'
  | 'ignored'
  | 'conflict'
  | 'possible-duplicate'
  /** The joint agreed otherwise and nothing is under way: changed behind its back. */
  | 'by-hand'
  | 'not-placed'
  | 'not-shipped'
  | 'cancelled'
  | 'not-invoiced'
  | 'invoiced-ahead'
  | 'rounding'
  | 'credit-note'
  | 'not-posted'
  | 'unpaid'
  | 'overdue'
  | 'settled-by-credit'
  | 'payment-unallocated'
  | 'ledger-differs'
  | 'see-orders'

export type ChainState = 'agreed' | 'on-the-way' | 'differs'

export interface Reason {
  readonly step: MoneyStep | 'receivable' | 'ledger'
  readonly why: Why
  /** What is missing on the later step or the other system, exact decimal text. */
  readonly amount: string
  /** How much it weighs: an explained one leaves the order agreed. */
  readonly state: ChainState
  /** The system that says otherwise; null when it is one step beside another. */
  readonly system: string | null
  readonly kind: string | null
  readonly number: string | null
  readonly record: Id | null
  readonly externalId: string | null
  readonly since: Instant | null
}

/** How a document stands in the joint. */
export interface Standing {
  readonly record: Id | null
  readonly why: Why
  readonly since: Instant | null
}

export interface Told {
  readonly system: string
  readonly side: Side
  readonly tells: MoneySource['tells']
  readonly money: OrderMoney
}

export interface ChainDocument {
  readonly kind: string
  readonly number: string
  readonly record: Id | null
  /** By system. */
  readonly ids: Readonly<Record<string, string>>
  readonly amounts: Readonly<Record<string, Amounts>>
}

export interface Judged {
  readonly state: ChainState
  readonly moving: boolean
  readonly figures: Readonly<Record<string, Amounts>>
  readonly reasons: readonly Reason[]
  readonly documents: readonly ChainDocument[]
}

/** `standing` answers how a document of a system stands; `today` says what is overdue. */
export function judgeOrder(
  told: readonly Told[],
  standing: (system: string, document: MoneyDocument) => Standing,
  today: string,
): Judged {
  const figures = Object.fromEntries(told.map((one) => [one.system, figuresOf(one)]))
  const groups = groupDocuments(told, standing)
  const across = groups.flatMap((group) => compareSystems(told, group))
  const books = booksOf(told)
  const along = books.side === 'erp' ? alongTheChain(books.money, today) : [...notPlaced(books, groups)]
  const reasons = [...across, ...along]
  return {
    state: worst(reasons),
    moving: reasons.some(({ why, system }) => system !== null && why !== 'by-hand' && why !== 'cancelled'),
    figures,
    reasons,
    documents: groups.map(({ document: { kind, number }, record, ids, amounts }) => ({ kind, number, record, ids, amounts })),
  }
}

export function worst(reasons: readonly Pick<Reason, 'state'>[]): ChainState {
  if (reasons.some(({ state }) => state === 'differs')) return 'differs'
  return reasons.some(({ state }) => state === 'on-the-way') ? 'on-the-way' : 'agreed'
}

interface Group {
  readonly document: MoneyDocument
  readonly record: Id | null
  readonly standing: Standing
  readonly ids: Record<string, string>
  readonly amounts: Record<string, Amounts>
}

/** The same document of all systems together. */
function groupDocuments(told: readonly Told[], standing: (system: string, document: MoneyDocument) => Standing): Group[] {
  const groups = new Map<string, Group>()
  for (const { system, money } of told) {
    for (const document of money.documents) {
      const found = standing(system, document)
      const key = found.record ?? `${system} ${document.kind} ${document.externalId}`
      const group = groups.get(key) ?? { document, record: found.record, standing: found, ids: {}, amounts: {} }
      group.ids[system] = document.externalId
      group.amounts[system] = document.amounts
      // The most telling standing of the documents counts.
      groups.set(key, group.standing.why === 'by-hand' ? { ...group, standing: found } : group)
    }
  }
  return [...groups.values()]
}

function figuresOf({ tells, money }: Told): Amounts {
  const steps = new Set(Object.values(tells).flat())
  const sums = MONEY_STEPS.filter((step) => steps.has(step)).map((step) => [step, `${sumOf(money, step)}`])
  return Object.fromEntries(sums)
}

function sumOf({ documents }: OrderMoney, step: MoneyStep): Decimal {
  return Decimal.sum(documents.map(({ amounts }) => Decimal.of(amounts[step] ?? '0')))
}

/** The side that keeps the books, when it knows the order. */
function booksOf(told: readonly Told[]): Told {
  return (told.find(({ side }) => side === 'erp') ?? told[0]) as Told
}

const WEIGHT: Readonly<Partial<Record<Why, ChainState>>> = { 'on-its-way': 'on-the-way' }

function compareSystems(told: readonly Told[], { document, record, standing, ids, amounts }: Group): Reason[] {
  const books = booksOf(told)
  return told.flatMap(({ system, tells }) => {
    if (system === books.system) return []
    const mine = tells[document.kind] ?? []
    const theirs = books.tells[document.kind] ?? []
    return mine
      .filter((step) => theirs.includes(step))
      .flatMap((step): Reason[] => {
        const amount = Decimal.of(amounts[books.system]?.[step] ?? '0').minus(Decimal.of(amounts[system]?.[step] ?? '0'))
        if (amount.isZero()) return []
        const { why, since } = standing
        const of = { kind: document.kind, number: document.number, record, externalId: ids[system] ?? ids[books.system] ?? null }
        return [{ step, why, amount: `${amount}`, state: WEIGHT[why] ?? 'differs', system, ...of, since }]
      })
  })
}

/** An order that the books do not know: on its way there, held up, or called off before. */
function notPlaced({ system, money }: Told, groups: readonly Group[]): Reason[] {
  const order = groups.find(({ document }) => document.kind === 'order')
  const amount = `${sumOf(money, 'ordered')}`
  if (!order || amount === '0') return []
  const { document, record, standing } = order
  const isOff = money.state === 'cancelled'
  const why = isOff ? 'cancelled' : standing.why === 'by-hand' ? 'not-placed' : standing.why
  const state = isOff ? 'agreed' : why === 'not-placed' ? 'on-the-way' : (WEIGHT[why] ?? 'differs')
  const of = { kind: 'order', number: document.number, record, externalId: document.externalId, since: standing.since }
  return [{ step: 'ordered', why, amount, state, system, ...of }]
}

/** The books' own figures, each step beside the one before. */
function alongTheChain(money: OrderMoney, today: string): Reason[] {
  const reasons: Reason[] = []
  const add = (step: Reason['step'], why: Why, amount: Decimal, state: ChainState): void => {
    if (amount.isZero()) return
    const nobody = { system: null, kind: null, number: null, record: null, externalId: null, since: null }
    reasons.push({ step, why, amount: `${amount}`, state, ...nobody })
  }
  const [ordered, shipped, invoiced, settled, paid, posted] = MONEY_STEPS.map((step) => sumOf(money, step)) as [
    Decimal,
    Decimal,
    Decimal,
    Decimal,
    Decimal,
    Decimal,
  ]
  const credited = Decimal.sum(
    money.documents.flatMap(({ isCredit, amounts }) => (isCredit ? [Decimal.of(amounts.invoiced ?? '0')] : [])),
  )
  const isOver = money.state === 'cancelled' || money.state === 'closed'
  add('shipped', isOver ? 'cancelled' : 'not-shipped', ordered.minus(shipped), isOver ? 'agreed' : 'on-the-way')
  const rest = shipped.minus(invoiced.minus(credited))
  add('invoiced', ...restOf(rest, money), rest.isZero() ? 'agreed' : restState(rest, money))
  add('invoiced', 'credit-note', credited.negated(), 'agreed')
  add('posted', 'not-posted', invoiced.minus(posted), 'differs')
  const isLate = money.documents.some(({ dueDate, amounts }) => dueDate !== undefined && dueDate < today && isOpen(amounts))
  add('receivable', isLate ? 'overdue' : 'unpaid', invoiced.minus(settled), 'on-the-way')
  add('paid', 'settled-by-credit', settled.minus(paid), credited.isZero() ? 'on-the-way' : 'agreed')
  return reasons
}

function isOpen({ invoiced = '0', settled = '0' }: Amounts): boolean {
  return !Decimal.of(invoiced).equals(Decimal.of(settled))
}

/** Each document is rounded to the cent, so that many part deliveries may be some cents beside the whole. */
function isRounding(rest: Decimal, { documents }: OrderMoney): boolean {
  return rest.abs().compare(Decimal.of('0.01').times(Decimal.of(documents.length + 1))) < 0
}

function restOf(rest: Decimal, money: OrderMoney): [Why, Decimal] {
  if (isRounding(rest, money)) return ['rounding', rest]
  return [rest.isNegative() ? 'invoiced-ahead' : 'not-invoiced', rest]
}

function restState(rest: Decimal, money: OrderMoney): ChainState {
  return isRounding(rest, money) ? 'agreed' : 'on-the-way'
}
