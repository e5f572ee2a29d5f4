/**
 * The one way for people and programs to documents, commands, questions and events: whatever asks, over HTTP or otherwise,
 * goes through here, and nothing about rights is decided anywhere else. Whoever may do everything passes without a look.
 */
import {
  type ListOptions,
  listDocuments,
  type Page,
  type RawBuilder,
  readDocuments,
  readHistory,
  type Summary,
  schemaOf,
  summarizeDocuments,
  type Tx,
} from '@tandem/db'
import { type Context, type Definition, type Fields, type Id, isId, ok, type Result, refuse, type Stored } from '@tandem/kernel'
import type { AnyCommand, AnyQuery, Side } from '../http/document.ts'
import type { Principal } from '../http/route.ts'
import { isAboutRecord, type MaySee, mayKnowRecord } from './about-record.ts'
import { exportsBeyond } from './exports.ts'
import { concealed, secretsOf, viewOf } from './visible.ts'
import { type Documents, reachable, whose } from './whose.ts'

export type By = Pick<Principal, 'access' | 'self'>

/** A document of a side. */
export interface Place {
  readonly area: string
  readonly definition: Definition
}

export interface Door {
  list(tx: Tx, by: By, at: Place, options: ListOptions): Promise<Result<Page<Stored>>>
  /** Of all that they would see in the list: how many, and sums of what they may see. */
  summarize(tx: Tx, by: By, at: Place, options: ListOptions, sum: readonly string[]): Promise<Result<Summary>>
  /** Whole, with its lines; undefined when it is not there, or not theirs to see. */
  read(tx: Tx, by: By, at: Place, id: string): Promise<Stored | undefined>
  /** Those of some ids that somebody may see. */
  seen(tx: Tx, by: By, at: Place, ids: readonly string[]): Promise<ReadonlySet<string>>
  history(tx: Tx, by: By, at: Place, id: Id, page: { after: string; limit: number }): ReturnType<typeof readHistory>
  run(tx: Tx, by: By, at: Place, command: AnyCommand, context: Context, inputs: readonly unknown[]): Promise<Result<unknown>[]>
  ask(tx: Tx, by: By, area: string, query: AnyQuery, context: Context, input: unknown): Promise<Result<unknown>>
  /** An answer without what is hidden from somebody. */
  show<T>(by: By, value: T): T
  /** The document that an event is about. */
  placeOf(area: string, document: string): Place | undefined
  /** Whether everything of a document, and what is told beside it, is somebody's to see, some of it, or nothing. */
  reachOf(by: By, at: Place): 'all' | 'some' | 'none'
}

type Limit = RawBuilder<unknown> | 'none' | undefined

/** What the door goes by. */
interface Watch {
  documentsOf(area: string): Documents
  /** The condition for a permission on a document; `none` where there is no such permission. */
  limit(by: By, at: Place, action: string): Limit
  show<T>(by: By, value: T, question?: string): T
}

function watchOver(sides: readonly Side[]): Watch {
  const areas = new Map<string, Documents>(
    sides.map(({ surface }) => [surface.name, new Map(surface.documents.map((each) => [each.name, each]))]),
  )
  const documentsOf = (area: string): Documents => areas.get(area) ?? new Map()
  const secrets = secretsOf(sides.flatMap(({ surface }) => surface.documents))
  return {
    documentsOf,
    limit({ access, self }, { area, definition }, action) {
      const reach = access.reach(`${area}.${definition.name}.${action}`)
      return reach ? whose(definition, documentsOf(area), reach, self) : 'none'
    },
    show: (by, value, question) => concealed(value, secrets, by.access, question),
  }
}

export function doorTo(sides: readonly Side[]): Door {
  const watch = watchOver(sides)
  const { documentsOf, limit, show } = watch
  const seen: Door['seen'] = (tx, by, at, ids) => among(tx, at, limit(by, at, 'read'), ids.filter(isId))
  return {
    show,
    seen,
    placeOf(area, document) {
      const definition = documentsOf(area).get(document)
      return definition && { area, definition }
    },
    reachOf(by, at) {
      if (isOfCustomer(by, at)) return 'none'
      const condition = limit(by, at, 'read')
      return condition === undefined ? 'all' : condition === 'none' ? 'none' : 'some'
    },
    async list(tx, by, at, options) {
      const only = limit(by, at, 'read')
      if (only === 'none') return notAllowed(at, 'read')
      return listDocuments<Stored>(tx, viewFor(by, at), only ? { ...options, only } : options)
    },
    async summarize(tx, by, at, options, sum) {
      const only = limit(by, at, 'read')
      if (only === 'none') return notAllowed(at, 'read')
      return summarizeDocuments(tx, viewFor(by, at), { ...options, ...(only ? { only } : {}), sum })
    },
    async read(tx, by, at, id) {
      if (!isId(id) || !(await seen(tx, by, at, [id])).has(id)) return undefined
      const [found] = await readDocuments<Stored>(tx, at.definition, [id])
      return found && show(by, isOfCustomer(by, at) ? { ...found, custom: undefined } : found)
    },
    async history(tx, by, at, id, page) {
      // Who did what inside the house is not told outside.
      if (isOfCustomer(by, at) || !(await seen(tx, by, at, [id])).has(id)) return { events: [], next: null }
      const { events, next } = await readHistory(tx, schemaOf(at.definition), id, page)
      return { events: show(by, events), next }
    },
    run: (tx, by, at, command, context, inputs) =>
      by.access.whole ? command.run(tx, context, inputs as never) : runLimited(tx, watch, by, at, command, context, inputs),
    async ask(tx, by, area, query, context, input) {
      if (by.access.whole) return query.run(tx, context, input as never)
      const permission = `${area}.${query.name}.ask`
      if (!by.access.reach(permission)) return refuse('http/not-allowed', { permission })
      const shows = query.sensitive && `field.${query.sensitive}.read`
      if (shows && !by.access.reach(shows)) return refuse('http/not-allowed', { permission: shows })
      if (area === 'joint' && isAboutRecord(query.input) && !by.access.reach('joint.records.ask')) {
        const maySee: MaySee = async (side, document, id) => {
          const definition = documentsOf(side).get(document)
          return definition !== undefined && (await seen(tx, by, { area: side, definition }, [id])).has(id)
        }
        const { id, record, externalId } = input as Record<string, string | null | undefined>
        if (!(await mayKnowRecord(tx, input, maySee)))
          return refuse('document/not-found', { id: record ?? id ?? externalId ?? '' })
      }
      const foreign = await foreignReferences(tx, watch, by, area, query.input as Fields, [input])
      return foreign(input) ?? shown(watch, by, await query.run(tx, context, input as never), `${area}.${query.name}`)
    },
  }
}

/** Somebody of a customer's: sees documents as they are, and nothing beside them. */
function isOfCustomer({ access }: By, { area, definition }: Place): boolean {
  return access.reach(`${area}.${definition.name}.read`) === 'customer'
}

/** What the house keeps of them in fields of its own is not for them. */
function viewFor(by: By, at: Place): Definition {
  const view = viewOf(at.definition, by.access)
  return isOfCustomer(by, at) && view.fields.custom ? withoutCustom(view) : view
}

function withoutCustom(definition: Definition): Definition {
  const { custom: _, ...fields } = definition.fields
  return { ...definition, fields }
}

async function among(tx: Tx, at: Place, condition: Limit, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (condition === 'none') return new Set<string>()
  return condition ? reachable(tx, at.definition, condition, ids) : new Set(ids)
}

/** A command of somebody who may not do everything: what is not theirs is refused as if it were not there. */
async function runLimited(
  tx: Tx,
  watch: Watch,
  by: By,
  at: Place,
  command: AnyCommand,
  context: Context,
  inputs: readonly unknown[],
): Promise<Result<unknown>[]> {
  const condition = watch.limit(by, at, command.name)
  if (condition === 'none') return inputs.map(() => notAllowed(at, command.name))
  const fields = command.input as Fields
  const permission = `${at.area}.${at.definition.name}.${command.name}`
  const isNew = command.on === 'new'
  const own = condition && by.self && isNew ? owning(at.definition, fields, by.self.name) : same
  const given = inputs.map((input) => (isNew ? own(input) : input))
  const bodies = isNew ? given : given.map((on) => (on as { input: unknown }).input)
  const ids = isNew ? [] : given.map((on) => (on as { id: string }).id)
  const [mine, foreign, beyond] = await Promise.all([
    isNew ? undefined : among(tx, at, condition, ids),
    foreignReferences(tx, watch, by, at.area, fields, bodies),
    exportsBeyond(tx, by.access, command, given),
  ])
  const barred = given.map((_, i): Result<never> | undefined => {
    const id = ids[i]
    if (mine && id !== undefined && !mine.has(id)) return refuse(`${at.definition.name}/not-found`, { id })
    return foreign(bodies[i]) ?? beyond[i] ?? ofHouse(by, permission, fields, bodies[i]) ?? unwritable(by, fields, bodies[i])
  })
  const open = given.filter((_, i) => !barred[i])
  const done = open.length > 0 ? await command.run(tx, context, open as never) : []
  const next = done[Symbol.iterator]()
  const told = isOfCustomer(by, at) ? withoutValues : (one: Result<unknown>) => one
  return barred.map((refusal) => refusal ?? told(shown(watch, by, next.next().value)))
}

/** What the house keeps of it in fields of its own is not told in an answer either. */
function withoutValues(result: Result<unknown>): Result<unknown> {
  return result.ok ? ok({ ...(result.value as object), custom: undefined }) : result
}

function shown({ show }: Watch, by: By, result: Result<unknown> | undefined, question?: string): Result<unknown> {
  if (!result) return refuse('http/fault')
  return result.ok ? ok(show(by, result.value, question)) : result
}

/** Refuses an input that names a document which somebody sees only some of, and not that one. */
async function foreignReferences(
  tx: Tx,
  { documentsOf, limit }: Watch,
  by: By,
  area: string,
  fields: Fields,
  inputs: readonly unknown[],
): Promise<(input: unknown) => Result<never> | undefined> {
  const named = referencesIn(fields).flatMap(({ path, to }) => {
    const definition = documentsOf(area).get(to)
    const condition = definition && limit(by, { area, definition }, 'read')
    return definition && condition && condition !== 'none' ? [{ path, definition, condition }] : []
  })
  const seenIds = await Promise.all(
    named.map(({ path, definition, condition }) =>
      reachable(
        tx,
        definition,
        condition,
        inputs.flatMap((input) => valuesAt(input, path)),
      ),
    ),
  )
  return (input) => {
    for (const [i, { path, definition }] of named.entries()) {
      const id = valuesAt(input, path).find((value) => !seenIds[i]?.has(value))
      if (id !== undefined) return refuse(`${definition.name}/not-found`, { id })
    }
    return undefined
  }
}

function notAllowed({ area, definition }: Place, action: string): Result<never> {
  return refuse('http/not-allowed', { permission: `${area}.${definition.name}.${action}` })
}

function same(input: unknown): unknown {
  return input
}

/** What somebody makes who sees only their own is theirs, unless they say otherwise. */
function owning({ owner }: Definition, fields: Fields, name: string): (input: unknown) => unknown {
  if (owner === undefined || fields[owner]?.kind !== 'text') return same
  return (input) => ({ ...(input as object), [owner]: (input as Record<string, unknown>)[owner] ?? name })
}

interface Reference {
  readonly path: readonly string[]
  readonly to: string
}

function referencesIn(fields: Fields, before: readonly string[] = []): Reference[] {
  return Object.entries(fields).flatMap(([name, field]): Reference[] => {
    if (field.kind === 'reference') return [{ path: [...before, name], to: field.to }]
    return field.kind === 'lines' ? referencesIn(field.of, [...before, name]) : []
  })
}

/** The ids at a path of an input, where a list is every one of its lines. */
function valuesAt(input: unknown, [name, ...rest]: readonly string[]): string[] {
  if (name === undefined) return isId(input) ? [input] : []
  const value = (input as Record<string, unknown> | null | undefined)?.[name]
  return Array.isArray(value) ? value.flatMap((line) => valuesAt(line, rest)) : valuesAt(value, rest)
}

/** What only the house says, a customer leaves out. */
function ofHouse({ access }: By, permission: string, fields: Fields, input: unknown): Result<never> | undefined {
  if (access.reach(permission) !== 'customer') return undefined
  const given = (input ?? {}) as Record<string, unknown>
  const field = Object.keys(fields).find(
    (name) => fields[name]?.set === 'by-house' && given[name] !== undefined && given[name] !== null,
  )
  return field === undefined ? undefined : refuse('http/field-not-allowed', { field, permission })
}

/** A sensitive field is written only by who may change that kind; leaving it empty writes nothing. */
function unwritable({ access }: By, fields: Fields, input: unknown): Result<never> | undefined {
  for (const [name, field] of Object.entries(fields)) {
    const value = (input as Record<string, unknown> | null)?.[name]
    if (value === undefined || value === null) continue
    const permission = `field.${field.sensitive}.change`
    if (field.sensitive && !access.reach(permission)) return refuse('http/field-not-allowed', { field: name, permission })
    const lines = field.kind === 'lines' && Array.isArray(value) ? value : []
    for (const line of lines) {
      const refusal = field.kind === 'lines' ? unwritable({ access }, field.of, line) : undefined
      if (refusal) return refusal
    }
  }
  return undefined
}
