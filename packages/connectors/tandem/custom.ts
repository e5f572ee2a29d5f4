/** Custom fields of our own two sides as fields of the joint: `custom.region`, told, taken, and declared for mappings. */
import {
  CUSTOM_PREFIX,
  type CustomValues,
  flatCustom,
  type KnownField,
  loadCustomFields,
  schemaOf,
  type Tx,
  withCustom,
} from '@tandem/db'
import type { Values, Write } from '@tandem/hub'
import type { Definition, Fields, Json } from '@tandem/kernel'
import type { OwnRow } from './field-map.ts'

export function hasCustom({ fields }: Definition): boolean {
  return fields.custom?.kind === 'custom'
}

/**
 * What documents say of the fields that are in use: those one was never given are left out, those it was emptied of are
 * empty. Nothing is asked while no document has any.
 */
export async function toldCustom(tx: Tx, definition: Definition, found: readonly object[]): Promise<(row: object) => Values> {
  if (!hasCustom(definition) || !found.some((row) => (row as OwnRow).custom)) return () => ({})
  const inUse = new Set((await customInUse(tx, definition)).map((code) => CUSTOM_PREFIX + code))
  return (row) => {
    const told = Object.entries(flatCustom((row as OwnRow).custom as CustomValues | null))
    return Object.fromEntries(told.filter(([name]) => inUse.has(name)))
  }
}

/** The codes of the fields of a document that are not retired. */
export async function customInUse(tx: Tx, definition: Definition): Promise<string[]> {
  if (!hasCustom(definition)) return []
  const known = await loadCustomFields(tx, schemaOf(definition), definition.name)
  return known.filter(({ status }) => status === 'active').map(({ code }) => code)
}

/**
 * For the proof a document says also of fields that it was never given that they are empty: what is agreed of them and is not
 * there is a difference. As news that would be taken for a wish to empty them.
 */
export async function emptyCustom(tx: Tx, definition: Definition): Promise<Values> {
  return Object.fromEntries((await customInUse(tx, definition)).map((code) => [CUSTOM_PREFIX + code, null]))
}

/** Those of a document by their names in the joint. `known`: of the whole side. */
export function fieldsOfCustom(definition: Definition, known: readonly KnownField[]): Fields {
  const own = known.filter(({ document, status }) => document === definition.name && status === 'active')
  return Object.fromEntries(Object.entries(withCustom(definition, own).fields).filter(([name]) => name.startsWith(CUSTOM_PREFIX)))
}

/**
 * What writes say of custom fields, as the input of a command; nothing where they say nothing. A side takes what it has a
 * field for: what another system keeps besides is not its business. With a mapping they come as one value of many parts.
 */
export async function customInputs(
  tx: Tx,
  definition: Definition,
  writes: readonly Write[],
): Promise<(write: Write) => Readonly<Record<string, Json>>> {
  const given = hasCustom(definition) ? writes.filter((write) => namesIn(write).length > 0) : []
  if (given.length === 0) return () => ({})
  const taken = new Set(await customInUse(tx, definition))
  return (write) => {
    const said = namesIn(write).flatMap((name) => partsOf(name, write.values))
    const custom = Object.fromEntries(said.filter(([code]) => taken.has(code)))
    return Object.keys(custom).length > 0 ? { custom } : {}
  }
}

function namesIn({ externalId, changed, values }: Write): string[] {
  const names = externalId === undefined ? Object.keys(values) : changed
  return names.filter((name) => name === 'custom' || name.startsWith(CUSTOM_PREFIX))
}

function partsOf(name: string, values: Values): [string, Json][] {
  if (name !== 'custom') return [[name.slice(CUSTOM_PREFIX.length), values[name] ?? null]]
  return Object.entries((values.custom ?? {}) as Record<string, Json>)
}
