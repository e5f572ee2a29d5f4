/** How a context shows what it can do: the server makes routes, OpenAPI, imports and buttons from these lists. */
import type { Context } from './context.ts'
import type { Definition, Field, Fields, Input, Label } from './definition.ts'
import type { Id } from './id.ts'
import type { Result } from './refusal.ts'
import type { Transitions } from './transitions.ts'

/** What a command on an existing document gets: which one, the version the caller saw (If-Match), and the input. */
export interface On<I> {
  readonly id: Id
  readonly version?: number | undefined // refused with `<document>/changed-meanwhile` when it has another by now
  readonly input: I
}

interface CommandCommon<F extends Fields> {
  readonly name: string // a verb, kebab case, one in its document; names the route: POST .../sales-orders/{id}/confirm
  readonly document: string
  readonly label: Label
  readonly input: F
}

/** Commands take many at once and answer one result each, in order: a refused one changes nothing, the others go on. */
export interface CreateCommand<Tx, F extends Fields = Fields, T = unknown> extends CommandCommon<F> {
  readonly on: 'new'
  run(tx: Tx, context: Context, inputs: readonly Input<F>[]): Promise<Result<T>[]>
}

export interface DocumentCommand<Tx, F extends Fields = Fields, T = unknown> extends CommandCommon<F> {
  readonly on: 'one'
  run(tx: Tx, context: Context, inputs: readonly On<Input<F>>[]): Promise<Result<T>[]>
}

export interface Query<Tx, F extends Fields = Fields, T = unknown> {
  readonly name: string // kebab case; the route is GET /<context>/<name>?...
  readonly label: Label
  readonly input: F
  readonly sensitive?: Field['sensitive'] // the answer as a whole tells such things
  run(tx: Tx, context: Context, input: Input<F>): Promise<Result<T>>
}

export interface Surface<Tx> {
  readonly name: string
  readonly label: Label
  readonly documents: readonly Definition[]
  readonly transitions?: Readonly<Record<string, Transitions<string>>> // by document: a button stands where its command may follow
  // biome-ignore lint/suspicious/noExplicitAny: a list of commands of many inputs; each checks its own.
  readonly commands: readonly (CreateCommand<Tx, any, any> | DocumentCommand<Tx, any, any>)[]
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly queries: readonly Query<Tx, any, any>[]
}
