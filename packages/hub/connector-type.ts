/**
 * What can be joined besides our own two sides: a connector's own description. The form that connects a system, the checks
 * of what was typed in, the test button and the connection itself are made from it.
 */
import type { Fields, Id, Instant, Json, Label, Result } from '@tandem/kernel'
import type { Connector, KindCapability, Values } from './connector.ts'
import type { KindName } from './kinds.ts'
import type { Side } from './rules.ts'

export interface ConnectorType {
  /** Kebab case, for ever: it is stored. `odoo` */
  readonly type: string
  readonly label: Label
  /** One or two sentences: for what systems, and what is needed there. */
  readonly about: Label
  /** The sides such a system can stand on. */
  readonly sides: readonly Side[]
  /** What a person must tell, as fields (`defineFields`): text, choice, flag, integer or json. */
  readonly settings: Fields
  /** Those of the settings that are secret: kept apart, sealed, and never shown again. */
  readonly secrets: readonly string[]
  /** What it can carry on a side, before anything of the system is known. */
  kinds(side: Side): Kinds
  /**
   * Tries the settings on the system: reaches it, signs in, looks at what is there. Refused with a code of its own that says
   * what to do; it never throws for what a person can mend. Changes nothing there.
   */
  test(given: Given): Promise<Result<Found>>
  /** Makes the connector. Reaches nothing yet: a system that is down must not hold up the others. */
  connect(given: Given): Connector
}

export type Kinds = Readonly<Partial<Record<KindName, KindCapability>>>

/** What a test found out. */
export interface Found {
  /** For people: `Odoo 19.0, 84 modules, 7,754 partners`. */
  readonly summary: Label
  /** What this very system can carry, when that is less than its type can. */
  readonly kinds?: Kinds
  /** For the connector: versions, modules, custom fields. Stored, and given to `connect`. */
  readonly facts: Json
}

export interface Given {
  /** Unlike that of any other connection anywhere: for marks that a connector leaves in the system. */
  readonly id: string
  /** The name of the joined system: unique in its company. */
  readonly system: string
  readonly side: Side
  readonly label: Label
  /** By the type's fields; secrets among them. */
  readonly settings: Values
  /** `Found.facts` of the last good test; null when there was none. */
  readonly facts: Json
  readonly outside: Outside
}

/** Everything that a connector may reach or know of the world. */
export interface Outside {
  readonly now: () => Instant
  readonly newId: () => Id
  /** Random numbers in [0, 1). */
  readonly random: () => number
  /** The only way to HTTP: it keeps to the addresses that the server may reach. */
  readonly fetch: typeof fetch
  /** For connectors with sockets of their own: throws when that address may not be reached. */
  readonly mayReach: (host: string, port: number) => Promise<void>
  readonly wait: (ms: number) => Promise<void>
}
