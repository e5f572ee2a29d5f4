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

/** One open transaction with its tenant set. Statements sent without awaiting each other travel together. */
export interface Tx {
  execute<R>(query: CompiledQuery<R>): Promise<Executed<R>>
  /** Says that events were appended in this context, so that readers are woken after the commit. */
  touched(context: string): void
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
