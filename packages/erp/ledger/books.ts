import { rows, run, sql, type Tx } from '@tandem/db'
import type { Context, Id } from '@tandem/kernel'
import { loadRoles, openChart } from '../account/commands.ts'
import type { Role } from '../account/definition.ts'
import { openTaxRates } from '../tax/commands.ts'

/** Opens a company's books: the default chart of accounts, its roles and tax rates, as far as missing. Safe to run twice. */
export async function openBooks(tx: Tx, by: Context): Promise<void> {
  await run(tx, sql`select pg_advisory_xact_lock(hashtextextended('erp.open ' || platform.tenant()::text, 0))`)
  await openChart(tx, by)
  await openTaxRates(tx, by)
}

/** What a posting must know: the accounts by role, and through which month the books are closed (empty: none). */
export interface Books {
  readonly roles: ReadonlyMap<Role, Id>
  readonly closedThrough: string
}

/** Reads the books for posting, and keeps months from being closed until the transaction ends. */
export async function loadBooks(tx: Tx): Promise<Books> {
  const [roles, closedThrough] = await Promise.all([loadRoles(tx), loadClosedThrough(tx)])
  return { roles, closedThrough }
}

/**
 * The latest closed month (`2026-03`, empty when none): dates in it or before are refused. Holds the months as they are
 * until the transaction ends, so what is decided by the answer stays true.
 */
export async function loadClosedThrough(tx: Tx): Promise<string> {
  const [, found] = await Promise.all([
    run(tx, sql`select erp.lock_books(false)`),
    rows(tx, sql<{ closedThrough: string }>`select erp.closed_through() as closed_through`),
  ])
  return found[0]?.closedThrough ?? ''
}
