/** How one kind of the joint is kept on one of our sides. */
import type { Tx } from '@tandem/db'
import type { Answer, KindName, Question, Side, Values, Write } from '@tandem/hub'
import {
  type Context,
  type Definition,
  Fault,
  type Label,
  type Refusal,
  type Result,
  type Stored,
  type Surface,
} from '@tandem/kernel'
import type { FieldMap, OwnRow } from './field-map.ts'
import type { OwnMoney } from './money.ts'

export interface Binding {
  readonly definition: Definition
  readonly map: FieldMap
  /** Which documents the joint is told of, as a condition on the table's columns (alias `d`). Left out: all. */
  readonly shown?: string
  /** The values of fields that are `derived`. */
  readonly derive?: (row: OwnRow) => Values
  /** The same as SQL on the table's columns (alias `d`) that gives text or jsonb, for digests. */
  readonly derivedSql?: Readonly<Record<string, string>>
  /** Left out: the joint only reads it. */
  readonly write?: Writer
  /** The document can be merged: it has the commands `merge` and `unmerge` and says what it was merged into. */
  readonly merges?: true
}

/** Which documents are listed for the proof: those merged into others are not. */
export function listedOf({ shown = 'true', merges }: Binding): string {
  return merges ? `(${shown}) and d.merged_into is null` : shown
}

/** One result per write, in order. A refused write has changed nothing; one that has must throw a `HalfDone`. */
export type Writer = (tx: Tx, by: Context, writes: readonly Write[]) => Promise<Result<Written>[]>

/** The document as it is stored now. */
export type Written = Pick<Stored, 'id' | 'version' | 'updatedAt' | 'updatedBy'>

/** A write was refused after a part of it was done: the transaction must not be committed. */
export class HalfDone extends Fault {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(`a write was refused half done: ${refusal.code}`)
    this.refusal = refusal
  }
}

export interface OwnSide {
  /** `tandem-crm` */
  readonly system: string
  readonly side: Side
  readonly label: Label
  readonly surface: Surface<Tx>
  readonly bindings: Readonly<Partial<Record<KindName, Binding>>>
  readonly money?: OwnMoney
  readonly ask?: (tx: Tx, by: Context, question: Question) => Promise<Answer | undefined>
}

/** Commands of one document by name, as the joint runs them: inputs are made from maps, so their types end here. */
export type RunMany = (tx: Tx, by: Context, inputs: readonly unknown[]) => Promise<Result<Stored>[]>

/** Finds a command of a surface. Throws a Fault when there is none: a binding names what must exist. */
export function commandOf(surface: Surface<Tx>, document: string, name: string): RunMany {
  const command = surface.commands.find((one) => one.document === document && one.name === name)
  if (!command) throw new Fault(`${surface.name} has no command ${name} of ${document}`)
  return (tx, by, inputs) => command.run(tx, by, inputs as never) as Promise<Result<Stored>[]>
}
