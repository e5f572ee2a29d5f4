/** One way to speak to PostgreSQL and to MySQL or MariaDB: rows of texts out, statements with parameters in. */
import type { Json } from '@tandem/kernel'
import { Fault } from '@tandem/kernel'

export type Dialect = 'postgres' | 'mysql'
export type SqlValue = string | number | boolean | null
export type SqlRow = Readonly<Record<string, string | null>>

export interface SqlSettings {
  readonly dialect: Dialect
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  readonly tls: boolean
}

/** Statements of one connection. Parameters are `?` in both dialects; every value comes back as text. */
export interface Session {
  query(text: string, values?: readonly SqlValue[]): Promise<SqlRow[]>
}

export interface SqlEngine {
  readonly dialect: Dialect
  /** Reads of one moment. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** A transaction. Throws an SqlFault. */
  write<T>(work: (session: Session) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * What a failure means for what was asked: `unreachable`: nothing was done. `unknown`: it went away while committing.
 * `busy`: the database gave way to others, nothing was done. `refused`: it said no, and would again.
 */
export type SqlFailing = 'unreachable' | 'unknown' | 'busy' | 'refused'

export class SqlFault extends Fault {
  readonly failing: SqlFailing
  readonly code: string

  constructor(failing: SqlFailing, code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.failing = failing
    this.code = code
  }
}

export function quoted(dialect: Dialect, name: string): string {
  const mark = dialect === 'postgres' ? '"' : '`'
  return name
    .split('.')
    .map((part) => `${mark}${part}${mark}`)
    .join('.')
}

/** A value as a parameter: what has parts travels as JSON. */
export function parameter(value: Json | undefined): SqlValue {
  if (value === undefined || value === null) return null
  return typeof value === 'object' ? JSON.stringify(value) : value
}
