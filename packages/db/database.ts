/** A database to run transactions on: PGlite in this process, or any PostgreSQL >= 15. */
import type { Id } from '@tandem/kernel'
import { type CompiledQuery, sql } from 'kysely'
import { builder, type Executed, type Tx } from './tx.ts'

export interface Database {
  readonly kind: 'pglite' | 'postgres'
  /** Runs work as the application, seeing only this tenant's rows; commits when it returns, rolls back when it throws. */
  transaction<T>(tenant: Id, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs work as the owner of the schema: migrations and tenants. Row-level security is no guard here. */
  asOwner<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs SQL text of many statements as the owner. */
  script(text: string): Promise<void>
  /** Calls back after every commit that appended events. A hint only: other processes' commits are not heard. */
  onAppended(listener: (tenant: Id, context: string) => void): () => void
  close(): Promise<void>
}

/** One connection of a driver, held by one transaction at a time. */
export interface Connection {
  execute<R>(query: CompiledQuery<R>): Promise<Executed<R>>
  release(): void
}

export interface Driver {
  readonly kind: 'pglite' | 'postgres'
  acquire(role: 'app' | 'owner'): Promise<Connection>
  script(text: string): Promise<void>
  close(): Promise<void>
}

export function databaseOn(driver: Driver): Database {
  const listeners = new Set<(tenant: Id, context: string) => void>()
  const tell = (tenant: Id, contexts: ReadonlySet<string>) => {
    for (const context of contexts) for (const listener of listeners) listener(tenant, context)
  }
  return {
    kind: driver.kind,
    async transaction(tenant, work) {
      const touched = new Set<string>()
      const result = await inTransaction(await driver.acquire('app'), openings(driver.kind, tenant), touched, work)
      tell(tenant, touched)
      return result
    },
    async asOwner(work) {
      return inTransaction(await driver.acquire('owner'), [BEGIN], new Set(), work)
    },
    script: (text) => driver.script(text),
    onAppended(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => driver.close(),
  }
}

const BEGIN = sql`begin`.compile(builder)
const COMMIT = sql`commit`.compile(builder)
const ROLLBACK = sql`rollback`.compile(builder)
const AS_APP = sql`set local role tandem_app`.compile(builder)

/** PostgreSQL connections are the application's role from the start; PGlite's one connection becomes it each time. */
function openings(kind: Driver['kind'], tenant: Id): CompiledQuery<unknown>[] {
  const setTenant = sql`select set_config('tandem.tenant', ${tenant}, true)`.compile(builder)
  return kind === 'pglite' ? [BEGIN, AS_APP, setTenant] : [BEGIN, setTenant]
}

async function inTransaction<T>(
  connection: Connection,
  openings: readonly CompiledQuery<unknown>[],
  touched: Set<string>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const tx: Tx = {
    execute: (query) => connection.execute(query),
    touched: (context) => touched.add(context),
  }
  try {
    // Not awaited one by one: the first statements of the work travel together with these.
    const opened = Promise.all(openings.map((query) => connection.execute(query)))
    opened.catch(() => {})
    const result = await work(tx)
    await opened
    await connection.execute(COMMIT)
    return result
  } catch (error) {
    await connection.execute(ROLLBACK).catch(() => {})
    throw error
  } finally {
    connection.release()
  }
}
