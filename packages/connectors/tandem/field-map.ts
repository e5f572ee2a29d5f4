/**
 * Which field of a document is which field of the joint, as data. A map must name every field of the kind and every field
 * of the document: a new field on either side does not compile until somebody decides whether it travels.
 */
import type { Values } from '@tandem/hub'
import type { Definition, Field, Fields, Json } from '@tandem/kernel'

/** The value stands in this field of ours. */
export interface Own<Name extends string = string> {
  readonly own: Name
  /** `never`: only read here. `by-command`: written by a command of its own, such as `archive`. */
  readonly written?: 'never' | 'by-command'
  /** What we are given when the joint knows nothing yet and we must have something. */
  readonly ifEmpty?: Json
}

/** Lines of ours, field by field. */
export interface OwnLines extends Own {
  readonly lines: Readonly<Record<string, Own | KeptHome>>
}

/** Made of several fields by the binding's `derive`; says of which. */
export interface Derived {
  readonly derived: string
}

/** Does not travel; says why. */
export interface KeptHome {
  readonly home: string
}

export type Entry = Own | OwnLines | Derived | KeptHome

export interface FieldMap {
  readonly joint: Readonly<Record<string, Entry>>
  /** Fields of ours that no field of the joint stands for, and why. */
  readonly home: Readonly<Record<string, string>>
}

type LinesEntry<L extends Fields, O extends Fields> = {
  [N in keyof O & string]: O[N] extends { readonly kind: 'lines'; readonly of: infer OL extends Fields }
    ? Own<N> & { readonly lines: { readonly [K in keyof L]: Own<keyof OL & string> | KeptHome } }
    : never
}[keyof O & string]

type EntryOf<F extends Field, O extends Fields> = F extends { readonly kind: 'lines'; readonly of: infer L extends Fields }
  ? LinesEntry<L, O> | Derived | KeptHome
  : Own<(keyof O & string) | 'state'> | Derived | KeptHome

type JointMap<F extends Fields, O extends Fields> = { readonly [K in keyof F]: EntryOf<F[K], O> }
type OwnNames<M> = { [K in keyof M]: M[K] extends { readonly own: infer N } ? N : never }[keyof M]

/** Makes a map of a kind's fields onto a definition's, checked for completeness both ways by its types. */
export function mapFields<F extends Fields, O extends Fields>(_kind: { readonly fields: F }, _definition: Definition<O>) {
  return <const M extends JointMap<F, O>>(joint: M, home: Record<Exclude<keyof O & string, OwnNames<M>>, string>): FieldMap => ({
    joint: joint as unknown as FieldMap['joint'],
    home,
  })
}

export type OwnRow = Readonly<Record<string, Json>>

/** What the joint is told of a document. Fields kept home are left out: we say nothing about them. */
export function toValues({ joint }: FieldMap, row: OwnRow, derived: Values = {}): Values {
  const values: Record<string, Json> = {}
  for (const [name, entry] of Object.entries(joint)) {
    if ('derived' in entry) {
      if (name in derived) values[name] = derived[name] as Json
    } else if ('lines' in entry) {
      values[name] = ((row[entry.own] ?? []) as readonly OwnRow[]).map((line) => lineValues(entry, line))
    } else if ('own' in entry) values[name] = row[entry.own] ?? null
  }
  return values
}

function lineValues({ lines }: OwnLines, line: OwnRow): Record<string, Json> {
  const values: Record<string, Json> = {}
  for (const [name, entry] of Object.entries(lines)) if ('own' in entry) values[name] = line[entry.own] ?? null
  return values
}

/** What a command of ours is given for some fields of the joint. */
export function toInput({ joint }: FieldMap, values: Values, fields: readonly string[]): Record<string, Json> {
  const input: Record<string, Json> = {}
  for (const name of fields) {
    const entry = joint[name]
    if (!entry || !('own' in entry) || entry.written) continue
    const value = values[name] ?? entry.ifEmpty ?? null
    input[entry.own] = 'lines' in entry && Array.isArray(value) ? value.map((line) => lineInput(entry, line as OwnRow)) : value
  }
  return input
}

function lineInput({ lines }: OwnLines, line: OwnRow): OwnRow {
  const input: Record<string, Json> = {}
  for (const [name, entry] of Object.entries(lines)) {
    if ('own' in entry && !entry.written) input[entry.own] = line[name] ?? entry.ifEmpty ?? null
  }
  return input
}
