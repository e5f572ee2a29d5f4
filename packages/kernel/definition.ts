/**
 * One description of a document, read by many: API, lists, imports, exports, audit diffs, forms, permissions. A definition is
 * data: no functions, conditions, layout or SQL. A conformance test compares it with the table. */
import type { Instant, PlainDate } from './date.ts'
import type { Id } from './id.ts'
import type { Json } from './refusal.ts'

export interface Label {
  readonly en: string
  readonly zh: string
}

interface Common {
  readonly label: Label
  readonly help?: Label
  readonly optional?: true
  /** May not be given from outside: the document keeps it itself. */
  readonly set?: 'by-us' | 'by-house' // by-house: from people of the house, not from a customer on their own pages
  readonly sensitive?: 'cost' | 'credit' // shown to those only who may see such things
}

export type Field =
  | (Common & { readonly kind: 'text'; readonly max?: number })
  /** `words`: what a company calls choices of its own; those of ours have theirs in the page. */
  | (Common & { readonly kind: 'choice'; readonly of: readonly string[]; readonly words?: Readonly<Record<string, Label>> })
  /** `custom`: the values of fields that a company has added, by their codes. */
  | (Common & { readonly kind: 'flag' | 'integer' | 'date' | 'instant' | 'json' | 'custom' })
  /** An amount of money, numeric(20,4), decimal text on the wire; `currency` names the field that says which. */
  | (Common & { readonly kind: 'amount'; readonly currency: string })
  /** A unit price, numeric(20,6). */
  | (Common & { readonly kind: 'price'; readonly currency: string })
  /** numeric(20,6); `unit` names the field that says which. */
  | (Common & { readonly kind: 'quantity'; readonly unit: string })
  /** 12.5 is 12.5 %, numeric(9,4). */
  | (Common & { readonly kind: 'percent' })
  | (Common & { readonly kind: 'reference'; readonly to: string })
  | (Common & { readonly kind: 'lines'; readonly of: Fields })

export type Fields = Readonly<Record<string, Field>>

export interface Definition<F extends Fields = Fields> {
  readonly name: string // kebab case, one in its context: `sales-order`
  readonly plural: string
  readonly label: Label
  /** `erp.sales_order`. Field names are its columns in snake case; `lines` fields are tables `<table>_<field in singular>`. */
  readonly table: string
  readonly states?: readonly string[]
  /** The fields a person knows a document by, first the most telling. */
  readonly title: readonly string[]
  readonly owner?: string // the field with its user's name, or the reference to the document that has one
  readonly assignee?: string // the field with the name of who does it, and so sees it
  readonly fields: F
}

type ValueOf<F extends Field> = F extends { kind: 'choice'; of: readonly (infer C)[] }
  ? C
  : F extends { kind: 'lines'; of: infer L extends Fields }
    ? Values<L>[]
    : {
        text: string
        choice: string
        flag: boolean
        integer: number
        amount: string
        price: string
        quantity: string
        percent: string
        date: PlainDate
        instant: Instant
        reference: Id
        lines: never
        json: Json
        custom: Readonly<Record<string, string | boolean | null>> // decimals and dates are text
      }[F['kind']]

/** The TypeScript shape of a set of fields: decimals are text, an optional field is null when empty. */
export type Values<F extends Fields> = {
  -readonly [K in keyof F]: F[K] extends { optional: true } ? ValueOf<F[K]> | null : ValueOf<F[K]>
}

/** What every stored document has besides its own fields. */
export interface Stored {
  id: Id
  version: number
  createdAt: Instant
  createdBy: string
  updatedAt: Instant
  updatedBy: string
}

/** A stored document, and its state when it has states. */
export type Row<D extends Definition> = Values<D['fields']> &
  Stored &
  (D['states'] extends readonly (infer S extends string)[] ? { state: S } : unknown)

/** The shape of an input: like `Values`, but an optional field may also be left out. */
export type Input<F extends Fields> = {
  -readonly [K in keyof F as F[K] extends { optional: true } ? never : K]: InputOf<F[K]>
} & {
  -readonly [K in keyof F as F[K] extends { optional: true } ? K : never]?: InputOf<F[K]> | null | undefined
}
type InputOf<F extends Field> = F extends { kind: 'lines'; of: infer L extends Fields } ? readonly Input<L>[] : ValueOf<F>

/** Keeps the literal types of a definition. */
export function define<const F extends Fields, const D extends Definition<F>>(definition: D & { fields: F }): D & { fields: F } {
  return definition
}

export function defineFields<const F extends Fields>(fields: F): F {
  return fields
}

/** The same fields, each of which may be left out: the input of a change. Null empties a field. */
export function partial<const F extends Fields>(fields: F): { readonly [K in keyof F]: F[K] & { readonly optional: true } } {
  const entries = Object.entries(fields).map(([name, field]) => [name, { ...field, optional: true }])
  return Object.fromEntries(entries) as never
}

/** Which of the given fields differ from the row's: the columns to write, the payload of the event. */
export function changesIn<R extends object>(row: R, given: Readonly<Record<string, unknown>>): Partial<R> {
  const differs = ([name, value]: [string, unknown]) =>
    value !== undefined && JSON.stringify(value) !== JSON.stringify((row as Record<string, unknown>)[name])
  return Object.fromEntries(Object.entries(given).filter(differs)) as Partial<R>
}

const snakeNames = new Map<string, string>()

/** `unitPrice` -> `unit_price`, remembered: it is asked for every key of every row. */
export function snakeCase(name: string): string {
  let snake = snakeNames.get(name)
  if (snake === undefined) {
    snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    snakeNames.set(name, snake)
  }
  return snake
}
