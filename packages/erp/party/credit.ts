/**
 * How much of a party's credit is used: one row a party and currency, kept by the transactions of orders, invoices and
 * payments. Rows are locked in order of (party, currency), after documents and stock balances.
 */
import { insertRows, rows, sql, type Tx } from '@tandem/db'
import { Decimal, type Id, ok, type Query, type Result, refuse } from '@tandem/kernel'

export interface Credit {
  readonly party: Id
  readonly currency: string
  /** Confirmed and not yet invoiced, with tax. */
  readonly ordered: string
  /** Open invoices less what was paid in advance. */
  readonly receivable: string
}

export interface CreditKey {
  readonly party: Id
  readonly currency: string
}

/** An amount to add (negative: to take away), in the currency of its document. */
export interface CreditChange extends CreditKey {
  readonly amount: Decimal
}

/** Makes the rows that are missing: orders do it when created, so that confirming finds every row it locks. */
export async function ensureCredit(tx: Tx, keys: readonly CreditKey[]): Promise<void> {
  const unique = new Map(keys.map(({ party, currency }) => [`${party} ${currency}`, { party, currency }]))
  const sorted = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key)
  await insertRows(tx, 'erp.party_credit', sorted, { onConflict: 'nothing' })
}

/** Adds to what is ordered and not yet invoiced. Below zero is a fault: somebody took away twice. */
export function addOrdered(tx: Tx, changes: readonly CreditChange[]): Promise<void> {
  return add(tx, changes, 'ordered')
}

/** Adds to the open receivables. */
export function addReceivable(tx: Tx, changes: readonly CreditChange[]): Promise<void> {
  return add(tx, changes, 'receivable')
}

/** An invoice: what was ordered becomes receivable. One statement for both, since they change the same rows. */
export async function moveToReceivable(
  tx: Tx,
  changes: readonly (CreditKey & { readonly ordered: Decimal; readonly receivable: Decimal })[],
): Promise<void> {
  const summed = new Map<string, CreditKey & { ordered: Decimal; receivable: Decimal }>()
  for (const { party, currency, ordered, receivable } of changes) {
    const key = `${party} ${currency}`
    const sum = summed.get(key) ?? { party, currency, ordered: Decimal.zero, receivable: Decimal.zero }
    summed.set(key, { ...sum, ordered: sum.ordered.plus(ordered), receivable: sum.receivable.plus(receivable) })
  }
  const records = [...summed.values()].filter((sum) => !sum.ordered.isZero() || !sum.receivable.isZero())
  if (records.length === 0) return
  const touched = await addToRows(tx, records)
  if (touched.length === records.length) return
  // Somebody who never ordered pays in advance: the row is made first, since one statement cannot insert and update it.
  const known = new Set(touched.map(({ party, currency }) => `${party} ${currency}`))
  const missing = records.filter(({ party, currency }) => !known.has(`${party} ${currency}`))
  await ensureCredit(tx, missing)
  await addToRows(tx, missing)
}

/** The inner select locks the rows in their order, so that two transactions never wait for each other. */
function addToRows(tx: Tx, records: readonly object[]): Promise<CreditKey[]> {
  return rows(
    tx,
    sql<CreditKey>`
      with change as (select * from json_populate_recordset(null::erp.party_credit, ${JSON.stringify(records)}::json)),
           held as (select c.party, c.currency from erp.party_credit c join change using (party, currency)
                    order by c.party, c.currency for update of c)
      update erp.party_credit c set ordered = c.ordered + change.ordered, receivable = c.receivable + change.receivable
      from change join held using (party, currency) where c.party = change.party and c.currency = change.currency
      returning c.party, c.currency`,
  )
}

function add(tx: Tx, changes: readonly CreditChange[], column: 'ordered' | 'receivable'): Promise<void> {
  const nothing = { ordered: Decimal.zero, receivable: Decimal.zero }
  return moveToReceivable(
    tx,
    changes.map(({ party, currency, amount }) => ({ party, currency, ...nothing, [column]: amount })),
  )
}

const creditInput = {
  party: { kind: 'reference', to: 'party', label: { en: 'Party', zh: '往来单位' } },
  amount: { kind: 'amount', currency: 'currency', optional: true, label: { en: 'Amount', zh: '金额' } },
  currency: { kind: 'text', max: 3, optional: true, label: { en: 'Currency', zh: '币种' } },
} as const

export interface CreditAnswer {
  readonly state: 'good' | 'exceeded' | 'on-hold' | 'no-limit'
  readonly limit: string | null
  /** Open receivables plus confirmed orders not yet invoiced. */
  readonly used: string
  /** Null when there is no limit; negative when more than the limit is used. */
  readonly free: string | null
  readonly currency: string
}

interface Standing {
  readonly code: string
  readonly currency: string
  readonly onHold: boolean
  readonly creditLimit: string | null
  readonly used: string
}

/** Whether a party may buy for so much more. */
export const creditQuery: Query<Tx, typeof creditInput, CreditAnswer> = {
  name: 'credit',
  label: { en: 'Credit', zh: '信用' },
  input: creditInput,
  async run(tx, _by, { party, amount, currency }) {
    const [found] = await rows(
      tx,
      sql<Standing>`
        select p.code, p.currency, p.on_hold, p.credit_limit, coalesce(c.ordered + c.receivable, 0) as used
        from erp.party p left join erp.party_credit c on c.party = p.id and c.currency = p.currency
        where p.id = ${party}`,
    )
    if (!found) return refuse('party/not-found', { id: party })
    if (currency && currency !== found.currency) {
      return refuse('party/other-currency', { code: found.code, currency, own: found.currency })
    }
    return standing(found, Decimal.of(amount ?? '0'))
  },
}

function standing(of: Standing, more: Decimal): Result<CreditAnswer> {
  const { currency, used, creditLimit: limit } = of
  const free = limit === null ? null : Decimal.of(limit).minus(Decimal.of(used))
  const state = of.onHold ? 'on-hold' : free === null ? 'no-limit' : free.isLess(more) ? 'exceeded' : 'good'
  return ok({ state, limit, used, free: free === null ? null : free.toString(), currency })
}
