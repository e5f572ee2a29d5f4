/** Running SQL: queries are built with Kysely (its `sql` tag for hand-written ones) and run here, pipelined where not awaited. */
import {
  type Compilable,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { ColumnTypes } from './packed.ts'

/** One open transaction with its tenant set. Statements sent without awaiting each other travel together. */
export interface Tx {
  execute<R>(query: CompiledQuery<R>): Promise<Executed<R>>
  /**
   * Lets writes travel whose outcome the work does not need: it may end before they have, and the commit goes with them.
   * If one fails, the transaction fails with its error. Each must have sent all its statements when it is given here.
   */
  post(...writes: Promise<unknown>[]): void
  /** Waits for all statements so far; throws the error of the first that failed. */
  settled(): Promise<void>
  /**
   * Says that events of these documents were appended in this context, by the joint or by somebody else, so that readers are
   * woken after the commit.
   */
  touched(context: string, documents: Iterable<string>, byJoint?: boolean): void
  /** The columns of `schema.table` and their types; undefined while they are not known. */
  typesOf(table: string): ColumnTypes | undefined
}

export interface Executed<R> {
  readonly rows: R[]
  /** Rows inserted, updated or deleted. */
  readonly affected: number
}

/** Only compiles: nothing runs on it. Column names are snake case in SQL, camel case in the rows that come back. */
export const builder = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

type Query<R> = Compilable<R> | { compile(executor: typeof builder): CompiledQuery<R> }

/** All rows. ``await rows(tx, sql<{ name: string }>`select name from crm.customer`)`` */
export async function rows<R>(tx: Tx, query: Query<R>): Promise<R[]> {
  return (await tx.execute(query.compile(builder))).rows
}

/** The first row, or undefined. */
export async function first<R>(tx: Tx, query: Query<R>): Promise<R | undefined> {
  return (await rows(tx, query))[0]
}

/** Runs a statement and answers how many rows it changed. */
export async function run(tx: Tx, query: Query<unknown>): Promise<number> {
  return (await tx.execute(query.compile(builder))).affected
}
