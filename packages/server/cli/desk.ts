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

/** A command was called in a way that cannot be meant: shown with the way it is called. */
export class UsageError extends Error {}
