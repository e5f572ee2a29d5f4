/** What the commands of the command line work with: one company's data, its joint, and the terminal. */
import type { Database, Tenant, Tx } from '@tandem/db'
import type { Hub } from '@tandem/hub'
import type { Context } from '@tandem/kernel'
import type { Terminal } from './terminal.ts'

export interface Desk {
  readonly database: Database
  readonly tenant: Tenant
  readonly hub: Hub
  readonly terminal: Terminal
  context(): Context
  randomBytes(count: number): Uint8Array
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

/** A command was called in a way that cannot be meant: shown in the language of the terminal, with the way it is called. */
export class UsageError extends Error {
  readonly zh: string

  constructor(en: string, zh: string) {
    super(en)
    this.zh = zh
  }
}

/** A file that was named and cannot be read as what it should be. */
export function unreadable(file: string, cause: unknown): UsageError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new UsageError(`${file} cannot be read: ${reason}`, `无法读取 ${file}：${reason}`)
}
