/** Reading what payments are decided by: invoices under lock, and who pays. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { Invoice } from '../invoice/invoice.ts'
import { Settlements } from '../invoice/settling.ts'
import { takeTurns } from '../turns.ts'
import type { Allocation } from './allocation.ts'

/** Whose invoices may be settled: the named ones, or all open ones of the customer in the currency. */
export interface Wanted {
  readonly party: Id
  readonly currency: string
  readonly allocations?: readonly Allocation[] | null | undefined
}

/**
 * The invoices that these payments name or may choose from, locked in id order. One that somebody settles meanwhile is
 * waited for and comes with what is left of it.
 */
export async function lockInvoices(tx: Tx, wanted: readonly Wanted[], also: readonly Id[] = []): Promise<Settlements> {
  const named = [...also, ...wanted.flatMap(({ allocations }) => (allocations ?? []).map(({ invoice }) => invoice))]
  const automatic = wanted.filter(({ allocations }) => !allocations).map(({ party, currency }) => ({ party, currency }))
  if (named.length === 0 && automatic.length === 0) return new Settlements([])
  // Sent together, but each sees what was committed when it starts: after the wait, not before.
  const [, found] = await Promise.all([settleInTurn(tx, automatic), selectInvoices(tx, named, automatic)])
  return new Settlements(found.map(({ tenantId: _, ...row }) => ({ ...row, lines: [], applications: [] })))
}

type Payer = Pick<Wanted, 'party' | 'currency'>

/**
 * Payments that choose invoices themselves take turns by customer. Otherwise one that waited for an invoice, and found it
 * paid, would not see the invoice that came meanwhile, and keep its money as a prepayment beside an open invoice.
 */
async function settleInTurn(tx: Tx, payers: readonly Payer[]): Promise<void> {
  await takeTurns(
    tx,
    payers.map(({ party }) => `erp.settle ${party}`),
  )
}

function selectInvoices(tx: Tx, named: readonly Id[], automatic: readonly Payer[]) {
  return rows(
    tx,
    sql<Invoice & { tenantId?: Id }>`
      select * from erp.invoice where id in (
        select unnest(${uuidArray([...new Set(named)])}::uuid[])
        union
        select i.id from json_to_recordset(${JSON.stringify(automatic)}::json) as w (party uuid, currency text)
        join erp.invoice i on i.tenant_id = platform.tenant() and i.party = w.party and i.currency = w.currency
          and i.state = 'open')
      order by id for no key update`,
  )
}

/** `C-100 Acme` by id; who does not exist is left out. */
export async function partyNames(tx: Tx, ids: readonly Id[]): Promise<Map<Id, string>> {
  const found = await rows(
    tx,
    sql<{ id: Id; label: string }>`
      select id, code || ' ' || name as label from erp.party where id = any(${uuidArray([...new Set(ids)])}::uuid[])`,
  )
  return new Map(found.map(({ id, label }) => [id, label]))
}
