/** A process that dies at a chosen await: everything it still tries fails, what was committed stays. For specs of the joint. */
import type { Database, Tx } from '@tandem/db'
import type { Connector } from '@tandem/hub'

export class Crash extends Error {}

export interface Mortal {
  /** The same database, as the mortal process uses it. */
  readonly database: Database
  connector(connector: Connector): Connector
  /** Whether it has died. */
  readonly dead: () => boolean
  /** How many awaits it has lived through. */
  readonly awaits: () => number
}

/** `diesAt`: the number of the await at which it dies, before or after what is awaited has happened. */
export function mortal(database: Database, diesAt: number): Mortal {
  let count = 0
  let isDead = false
  const live = (): void => {
    if (!isDead && ++count >= diesAt) isDead = true
    if (isDead) throw new Crash(`died at await ${diesAt}`)
  }
  const around = async <T>(act: () => Promise<T>): Promise<T> => {
    live()
    const result = await act()
    live()
    return result
  }
  const mortalTx = (tx: Tx): Tx => ({ ...tx, execute: (query) => around(() => tx.execute(query)) })
  // Who died while writing does not commit.
  const until =
    <T>(work: (tx: Tx) => Promise<T>) =>
    async (tx: Tx): Promise<T> => {
      const result = await work(mortalTx(tx))
      if (isDead) throw new Crash(`died at await ${diesAt}`)
      return result
    }
  const calls = ['changesSince', 'read', 'apply', 'probe', 'list'] as const
  return {
    dead: () => isDead,
    awaits: () => count,
    database: {
      ...database,
      transaction: (tenant, work, ...rest) => around(() => database.transaction(tenant, until(work), ...rest)),
      read: (tenant, work, ...rest) => around(() => database.read(tenant, until(work), ...rest)),
    },
    connector(connector) {
      const wrapped = calls.map((name) => {
        const call = connector[name] as (...given: unknown[]) => Promise<unknown>
        return [name, (...given: unknown[]) => around(() => call.apply(connector, given))] as const
      })
      return { ...connector, ...Object.fromEntries(wrapped) }
    },
  }
}
