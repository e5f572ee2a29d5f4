/**
 * Statements of PGlite that are parsed and planned once and then run again, as postgres.js does with a server. PGlite's
 * own `query` does both each time, which costs three times the statement itself.
 */
import { messages, type PGlite, protocol } from '@electric-sql/pglite'
import type { CompiledQuery } from 'kysely'
import { camelCase, parsers, serializers } from './parsers.ts'
import type { Executed } from './tx.ts'

export interface Statements {
  /** Runs statements in the order of the calls. */
  execute<R>(query: CompiledQuery<R>): Promise<Executed<R>>
  /** Runs SQL text of several statements, in the same order. */
  script(text: string): Promise<void>
}

/** What is known of a prepared statement: the types it takes, the columns it gives. */
interface Prepared {
  readonly name: string
  readonly takes: readonly number[]
  readonly gives: readonly { readonly name: string; readonly read: (text: string) => unknown }[]
}

const MOST_PREPARED = 2_000
const { serialize } = protocol

export function statementsOf(pglite: PGlite): Statements {
  const prepared = new Map<string, Prepared>()
  let count = 0
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work, work)
    last = result
    return result
  }
  const forget = async () => {
    prepared.clear()
    await pglite.exec('deallocate all')
  }
  const prepare = async (text: string): Promise<Prepared> => {
    const name = `s${++count}`
    const described = await send(pglite, [
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    ])
    const made = { name, ...read(described) }
    prepared.set(text, made)
    return made
  }
  return {
    execute: (query) =>
      inTurn(async () => {
        // Inside a failed transaction nothing can be deallocated: then the plans are kept until a later statement.
        if (prepared.size >= MOST_PREPARED) await forget().catch(() => {})
        const statement = prepared.get(query.sql) ?? (await prepare(query.sql))
        const values = query.parameters.map((value, i) => toText(value, statement.takes[i] ?? 0))
        const answer = await send(pglite, [
          serialize.bind({ statement: statement.name, values }),
          serialize.execute({}),
          serialize.sync(),
        ])
        return resultOf(answer, statement)
      }),
    script: (text) =>
      inTurn(async () => {
        await pglite.exec(text)
      }),
  }
}

type Answer = Awaited<ReturnType<PGlite['execProtocol']>>['messages']

async function send(pglite: PGlite, parts: readonly Uint8Array[]): Promise<Answer> {
  return (await pglite.execProtocol(Buffer.concat(parts))).messages
}

function read(described: Answer): Omit<Prepared, 'name'> {
  const takes = described.find((message) => message instanceof messages.ParameterDescriptionMessage)?.dataTypeIDs ?? []
  const columns = described.find((message) => message instanceof messages.RowDescriptionMessage)?.fields ?? []
  const gives = columns.map(({ name, dataTypeID }) => ({
    name: camelCase(name),
    read: parsers[dataTypeID] ?? readOther(dataTypeID),
  }))
  return { takes, gives }
}

const NUMBERS = new Set([21, 26, 700, 701])

/** Types that `parsers` leaves to the driver: small numbers are numbers, all others their text. */
function readOther(oid: number): (text: string) => unknown {
  return NUMBERS.has(oid) ? Number : String
}

function toText(value: unknown, oid: number): string | null {
  if (value === null || value === undefined) return null
  const write = serializers[oid]
  if (write) return write(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function resultOf<R>(answer: Answer, { gives }: Prepared): Executed<R> {
  const rows: R[] = []
  let affected = 0
  for (const message of answer) {
    if (message instanceof messages.DataRowMessage) rows.push(rowOf(message.fields, gives) as R)
    else if (message instanceof messages.CommandCompleteMessage) affected = affectedBy(message.text)
  }
  return { rows, affected }
}

function rowOf(fields: readonly (string | null)[], gives: Prepared['gives']): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  gives.forEach(({ name, read: readValue }, i) => {
    const text = fields[i]
    row[name] = text === null || text === undefined ? null : readValue(text)
  })
  return row
}

/** `INSERT 0 3`, `UPDATE 2`, `DELETE 1`: the last word. Selects change nothing. */
function affectedBy(tag: string): number {
  return /^(INSERT|UPDATE|DELETE|MERGE)/.test(tag) ? Number(tag.split(' ').at(-1)) : 0
}
