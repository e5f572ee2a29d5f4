/** What the makers of routes hand each other. */
import type { Tx } from '@tandem/db'
import type { CreateCommand, Definition, DocumentCommand, Messages, Query, Surface } from '@tandem/kernel'

// biome-ignore lint/suspicious/noExplicitAny: a Surface lists commands of many inputs; each checks its own.
export type AnyCommand = CreateCommand<Tx, any, any> | DocumentCommand<Tx, any, any>

// biome-ignore lint/suspicious/noExplicitAny: as above.
export type AnyQuery = Query<Tx, any, any>

/** A side: what it can do, and the words of its refusals. */
export interface Side {
  readonly surface: Surface<Tx>
  readonly messages: Messages
}

/** What a document's routes need to know of it. */
export interface Document {
  readonly area: string
  readonly definition: Definition
  /** `/api/v1/crm/customers` */
  readonly path: string
  /** The component's name, `crm.customer`. */
  readonly component: string
}
