/** A database to run transactions on: PGlite in this process, or any PostgreSQL >= 15. */
import { Fault, type Id, isId } from '@tandem/kernel'
import { type CompiledQuery, sql } from 'kysely'
import { CommitUnknown, ConnectionLost, ownFault, StatementFailed } from './faults.ts'
import { type Growth, growthWatch } from './growth.ts'
import { type TableTypes, tableTypes } from './table-types.ts'
import { builder, type Executed, type Tx } from './tx.ts'

export interface Database {
  readonly kind: 'pglite' | 'postgres'
  /**
   * Runs work as the application, seeing only this tenant's rows; commits when it returns, rolls back when it throws.
   * Throws ConnectionLost, CommitUnknown, StatementFailed, or what the work or a statement of it threw first.
   */
  transaction<T>(tenant: Id, work: (tx: Tx) => Promise<T>, settings?: Settings): Promise<T>
  /**
   * Runs work that only reads: a statement that writes fails. Its result does not wait for the end of the transaction.
   */
  read<T>(tenant: Id, work: (tx: Tx) => Promise<T>, settings?: Settings): Promise<T>
  /**
   * Runs work as the owner of the schema: migrations and tenants. Rows of tenants stay hidden to an owner who is no
   * superuser, for row-level security is forced.
   */
  asOwner<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs SQL text of many statements as the owner; when one fails, a transaction it opened is rolled back. */
  script(text: string): Promise<void>
  /** Calls back after every commit that appended events. A hint only: other processes' commits are not heard. */
  onAppended(listener: (tenant: Id, context: string, appended: Appended) => void): () => void
  close(): Promise<void>
}

/** Events of one context that a transaction appended. */
export interface Appended {
  /** The names of the documents they are about. */
  readonly documents: ReadonlySet<string>
  /** The joint itself appended them all, so that it knows of them already. */
  readonly byJoint: boolean
}

/** What may be set for one transaction: how statements are planned, and whether its commit waits for the disk. */
export type Settings = Readonly<
  Partial<Record<'enable_seqscan' | 'enable_hashjoin' | 'enable_mergejoin' | 'synchronous_commit', 'on' | 'off'>>
> & { readonly plan_cache_mode?: 'force_generic_plan' }

/**
 * For commands, which find all their rows by key: a statement is planned once a connection instead of at each call, which
 * costs more than running it. The plan is of the day it was made, so it must not read a table whole that was small then.
 */
export const BY_KEY: Settings = { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off' }

/** One connection of a driver, held by one transaction at a time. Its statements run and settle in order of sending. */
export interface Connection {
  execute<R>(query: CompiledQuery<R>): Promise<Executed<R>>
  /** Runs SQL text of several statements without parameters. */
  script(text: string): Promise<void>
  release(): void
}

export interface Driver {
  readonly kind: 'pglite' | 'postgres'
  acquire(role: 'app' | 'owner'): Promise<Connection>
  close(): Promise<void>
}

export function databaseOn(driver: Driver): Database {
  const listeners = new Set<Parameters<Database['onAppended']>[0]>()
  const growth = growthWatch((table) => analyze(driver, table))
  const tables = tableTypes(() => driver.acquire('owner'))
  return {
    kind: driver.kind,
    async transaction(tenant, work, settings = {}) {
      const opening = beginAs(driver.kind, tenant) + textOf(settings)
      const touched: Touched = new Map()
      const grown = growth()
      const knowing = { types: await tables.known(), grown }
      const result = await inTransaction(await driver.acquire('app'), opening, appStatement, touched, work, knowing)
      grown.committed()
      for (const [context, appended] of touched) for (const listener of listeners) listener(tenant, context, appended)
      return result
    },
    async read(tenant, work, settings = {}) {
      const opening = `${beginAs(driver.kind, tenant)}${textOf(settings)}; set transaction read only`
      return inReading(await driver.acquire('app'), opening, work)
    },
    async asOwner(work) {
      return inTransaction(await driver.acquire('owner'), 'begin', () => undefined, new Map(), work)
    },
    async script(text) {
      tables.forget()
      const connection = await driver.acquire('owner')
      try {
        await connection.script(text)
      } catch (error) {
        await connection.script('rollback').catch(() => {})
        throw error
      } finally {
        tables.forget()
        connection.release()
      }
    },
    onAppended(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => driver.close(),
  }
}

/** A quarter of the usual sample: it is taken while rows come in, and the server's own autovacuum looks closer later. */
const STATISTICS = 25

async function analyze(driver: Driver, table: string): Promise<void> {
  const connection = await driver.acquire('owner')
  try {
    await connection.script(`begin; set local default_statistics_target = ${STATISTICS}; analyze ${table}; commit`)
  } catch (error) {
    await connection.script('rollback').catch(() => {})
    throw error
  } finally {
    connection.release()
  }
}

/** PostgreSQL connections log in as the application; PGlite's one connection, the owner's, takes its role each time. */
function beginAs(kind: Driver['kind'], tenant: Id): string {
  // The id becomes part of the SQL text here: nothing else may.
  if (!isId(tenant)) throw new Fault(`not the id of a tenant: ${JSON.stringify(tenant)}`)
  return `begin; ${kind === 'pglite' ? 'set local role tandem_app; ' : ''}set local tandem.tenant = '${tenant}'`
}

function textOf(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `; set local ${name} = ${value}`)
    .join('')
}

const APP_STATEMENT =
  /^[\s(]*(select|insert|update|delete|merge|with|values|table|lock|call|explain|declare|fetch|close|savepoint|release|rollback\s+to|set\s+(local\s+(lock_timeout|statement_timeout|synchronous_commit|enable_\w+|work_mem|jit)\b|constraints\b))/i

/**
 * What the application may send: no statement that changes role, tenant, transaction or schema. In PostgreSQL it is a
 * second guard, since the login has no rights to misuse; in PGlite, where one connection is also the owner's, the first.
 */
function appStatement(text: string): Fault | undefined {
  return APP_STATEMENT.test(text) ? undefined : new Fault(`not a statement of the application: ${text.slice(0, 80)}`)
}

/** What is wrong with a statement before it is sent. */
type Check = typeof appStatement

async function inTransaction<T>(
  connection: Connection,
  opening: string,
  check: Check,
  touched: Touched,
  work: (tx: Tx) => Promise<T>,
  knowing: Knowing = {},
): Promise<T> {
  const state = watch(connection, check, touched, knowing)
  try {
    // Not awaited: the first statements of the work travel together with it.
    state.settled(connection.script(opening))
    const result = await work(state.tx)
    await commit(connection, state)
    return result
  } catch (error) {
    state.end()
    await connection.script('rollback').catch(() => {})
    throw state.reason(error)
  } finally {
    connection.release()
  }
}

/** Nothing was written, so nothing depends on the end: the connection is given back when it has come. */
async function inReading<T>(connection: Connection, opening: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const state = watch(connection, appStatement, new Map())
  try {
    state.settled(connection.script(opening))
    const result = await work(state.tx)
    state.assertGood()
    return result
  } catch (error) {
    throw state.reason(error)
  } finally {
    state.end()
    const ended = connection.script('rollback').catch(() => {})
    void ended.then(() => connection.release())
  }
}

type Watched = ReturnType<typeof watch>

/**
 * Sends the commit behind the last statements without waiting for them: after one that failed, PostgreSQL takes a commit
 * for a rollback.
 */
async function commit(connection: Connection, state: Watched): Promise<void> {
  state.end()
  state.assertGood()
  try {
    await connection.execute(COMMIT)
  } catch (error) {
    throw error instanceof ConnectionLost ? new CommitUnknown(error.cause) : error
  }
  await state.last()
  const posted = await state.posted()
  state.assertGood()
  // Nothing can be wrong now but a write that was posted before it was sent, and so never was.
  for (const write of posted) if (write.status === 'rejected') throw write.reason
}

const COMMIT = sql`commit`.compile(builder)

/** The contexts in which events were appended, and which. */
type Touched = Map<string, Appended>

function alsoTouched(touched: Touched, context: string, more: readonly string[], byJoint: boolean): void {
  const before = touched.get(context)
  const documents = new Set([...(before?.documents ?? []), ...more])
  touched.set(context, { documents, byJoint: byJoint && (before?.byJoint ?? true) })
}

/** What a transaction is told of the tables, and what it tells. */
interface Knowing {
  readonly types?: TableTypes
  readonly grown?: Growth
}

/** The Tx that work gets, and what became of its statements: it must not outlive the work, nor hide a failure. */
function watch(connection: Connection, check: Check, touched: Touched, { types, grown }: Knowing = {}) {
  let ended = false
  let last: Promise<unknown> = Promise.resolve()
  /** Set while the transaction is aborted: a statement that succeeds later means that a savepoint brought it back. */
  let failure: { error: unknown } | undefined
  let first: { error: unknown } | undefined
  /** A statement that was not even sent: what is missing would not be missed by the commit. */
  let unsent: { fault: unknown } | undefined
  const posted = postbox()
  const settled = <P>(statement: Promise<P>): Promise<P> => {
    const noted = statement.then(
      () => {
        failure = undefined
      },
      (error: unknown) => {
        if (!failure) first = { error }
        failure = { error }
      },
    )
    last = noted
    return statement
  }
  /** `current transaction is aborted` says nothing: the statement that failed first does. */
  const reason = (error: unknown): unknown => ownFault(first && isEcho(error) ? first.error : error)
  const tx: Tx = {
    async execute(query) {
      if (ended) throw new Fault(`this transaction has ended; a statement came after it: ${query.sql.slice(0, 80)}`)
      const fault = faultIn(query, check)
      if (fault) unsent ??= { fault }
      if (fault) throw fault
      const executed = await settled(connection.execute(query))
      grown?.counted(query.sql, executed.affected)
      return executed
    },
    post: posted.post,
    async settled() {
      await last
      if (failure) throw reason(failure.error)
    },
    touched: (context, documents, byJoint = false) => alsoTouched(touched, context, [...documents], byJoint),
    typesOf: (table) => types?.get(table),
  }
  return {
    tx,
    settled,
    reason,
    last: () => last,
    posted: posted.outcomes,
    end: () => {
      ended = true
    },
    /** Throws when the transaction cannot be, or was not, committed. */
    assertGood(): void {
      if (unsent) throw unsent.fault
      if (failure) throw posted.faultOf(failure.error, first && isEcho(failure.error) ? first.error : failure.error)
    },
  }
}

function faultIn({ sql: text, parameters }: CompiledQuery, check: Check): Fault | undefined {
  if (parameters.includes(undefined)) return new Fault(`a parameter is undefined, say null: ${text.slice(0, 80)}`)
  return check(text)
}

/** Writes that nobody waits for but the commit. */
function postbox() {
  const posted: Promise<unknown>[] = []
  const errors = new Set<unknown>()
  return {
    post(...writes: Promise<unknown>[]): void {
      for (const write of writes) {
        posted.push(write)
        write.catch((error) => errors.add(error))
      }
    },
    /** What a transaction that is not committed fails with: a posted write's own error, or that one was overlooked. */
    faultOf(last: unknown, cause: unknown): unknown {
      if (last instanceof ConnectionLost) return last
      return errors.has(cause) ? cause : new StatementFailed(ownFault(cause))
    },
    outcomes: () => Promise.allSettled(posted),
  }
}

function isEcho(error: unknown): boolean {
  return (error as { code?: string } | undefined)?.code === '25P02'
}
