/** What goes wrong on a day, drawn from the seed. */
import { type KindName, kindOf, type Values, type Write } from '@tandem/hub'
import type { Details } from '@tandem/kernel'
import type { Faults } from '../memory-faults.ts'
import { GOOD_LUCK, type Luck } from './process.ts'

/** How a system speaks of a field after its schema was changed: not at all, by another name, or in another type. */
export interface SchemaChange {
  readonly kind: KindName
  readonly field: string
  readonly how: 'missing' | 'renamed' | 'retyped' | 'emptied'
}

export interface SystemWeather {
  readonly faults: Partial<Faults>
  /** Its credentials have expired: everything fails until they are renewed. */
  readonly isLockedOut: boolean
  readonly schema: SchemaChange | undefined
  /** How far its clock goes wrong. */
  readonly skewMs: number
  /** The share of its webhooks that are lost. */
  readonly lostWakes: number
}

export interface Weather {
  readonly crm: SystemWeather
  readonly erp: SystemWeather
  readonly luck: Luck
  /** How likely time passes at each turn of somebody at work, so that people and other hubs come in between. */
  readonly haste: number
  /** Hubs at work at once. */
  readonly workers: number
  /** How likely a worker is to die this day. */
  readonly deaths: number
}

/**
 * What the days of a story are like. `rough`: several hubs, late answers, little that goes well at once. `lively`: answers
 * that come after others have taken over, steps of hubs in any order, people who answer each other and take back.
 * `crowded`: the same with very few documents, so that nearly everything happens to what something is happening to.
 * `money`: lively days on which there are prices, invoices, payments and returns, too.
 */
export const CLIMATES = ['usual', 'rough', 'lively', 'crowded', 'money'] as const
export type Climate = (typeof CLIMATES)[number]

export const CLEAR: SystemWeather = { faults: {}, isLockedOut: false, schema: undefined, skewMs: 0, lostWakes: 0 }

/** A change of schema is drawn for good until it is mended: `before` is yesterday's weather. */
export function drawWeather(random: () => number, before: Weather | undefined, climate: Climate): Weather {
  if (climate === 'rough') return roughWeather(random, before)
  if (climate === 'lively' || climate === 'money') return livelyWeather(random, before)
  if (climate === 'crowded') return crowdedWeather(random)
  const isBad = random() < 0.4
  const luck: Luck = {
    lostAtStatement: isBad ? random() * 0.02 : 0,
    lostAtCommit: isBad ? random() * 0.05 : 0,
    ...lateness(random() < 0.4 ? random() * 0.15 : 0),
    lateMs: random() < 0.5 ? 3_000 : 300,
  }
  const [crm, erp] = [drawSystem(random, before?.crm.schema), drawSystem(random, before?.erp.schema)]
  const several = random()
  const workers = several < 0.5 ? 1 : several < 0.85 ? 2 : 3
  return { crm, erp, luck, workers, deaths: random() < 0.6 ? 0.7 : 0, haste: 0 }
}

/** Alike for all that a system is asked. */
function lateness(late: number): Pick<Luck, 'late' | 'lateReading'> {
  return { late, lateReading: late }
}

function roughWeather(random: () => number, before: Weather | undefined): Weather {
  const luck: Luck = { ...GOOD_LUCK, ...lateness(0.1 + random() * 0.2), lateMs: 3_000 }
  const rough = (schema: SchemaChange | undefined): SystemWeather => {
    const faults = {
      timeOutAfterCommit: random() * 0.5,
      rateLimit: random() * 0.5,
      repeat: random() * 0.3,
      reorder: random() * 0.5,
    }
    return { ...CLEAR, faults: { ...faults, breakOff: random() * 0.1 }, schema: drawSchema(random, schema) }
  }
  const [crm, erp] = [rough(before?.crm.schema), rough(before?.erp.schema)]
  return { crm, erp, luck, workers: 3, deaths: random() < 0.3 ? 0.5 : 0, haste: 0.02 + random() * 0.1 }
}

function livelyWeather(random: () => number, before: Weather | undefined): Weather {
  const isShaky = random() < 0.2
  const luck: Luck = {
    lostAtStatement: isShaky ? random() * 0.01 : 0,
    lostAtCommit: isShaky ? random() * 0.03 : 0,
    late: 0.2 + random() * 0.4,
    lateReading: random() * 0.12,
    lateMs: random() < 0.6 ? 3_000 : 1_500,
  }
  const lively = (schema: SchemaChange | undefined): SystemWeather => {
    const faults = {
      timeOutAfterCommit: random() * 0.3,
      failBefore: random() * 0.15,
      breakOff: random() * 0.2,
      rateLimit: random() * 0.4,
      repeat: random() * 0.2,
      reorder: random() * 0.5,
    }
    return { ...CLEAR, faults, schema: random() < 0.5 ? drawSchema(random, schema) : undefined }
  }
  const [crm, erp] = [lively(before?.crm.schema), lively(before?.erp.schema)]
  return { crm, erp, luck, workers: 3, deaths: random() < 0.2 ? 0.5 : 0, haste: 0.03 + random() * 0.12 }
}

/** Most answers come late, many of them later than a lease lasts. */
function crowdedWeather(random: () => number): Weather {
  const luck: Luck = { ...GOOD_LUCK, late: 0.3 + random() * 0.5, lateReading: random() * 0.5, lateMs: 2_500 }
  const crowded = (): SystemWeather => {
    const faults = {
      timeOutAfterCommit: random() * 0.3,
      failBefore: random() * 0.1,
      rateLimit: random() * 0.6,
      repeat: random() * 0.2,
      reorder: random() * 0.5,
    }
    return { ...CLEAR, faults }
  }
  const [crm, erp] = [crowded(), crowded()]
  return { crm, erp, luck, workers: 3, deaths: random() < 0.2 ? 0.5 : 0, haste: 0.05 + random() * 0.2 }
}

export function clearWeather(): Weather {
  return { crm: CLEAR, erp: CLEAR, luck: GOOD_LUCK, workers: 1, deaths: 0, haste: 0 }
}

function drawSystem(random: () => number, before: SchemaChange | undefined): SystemWeather {
  const maybe = (): number => (random() < 0.4 ? random() * 0.3 : 0)
  const faults = {
    timeOutAfterCommit: maybe(),
    failBefore: maybe() / 3,
    breakOff: maybe(),
    rateLimit: maybe(),
    repeat: maybe(),
    reorder: maybe(),
  }
  const isLockedOut = random() < 0.08
  const schema = drawSchema(random, before)
  const skewMs = random() < 0.5 ? 0 : Math.floor((random() - 0.5) * 7_200_000)
  return { faults, isLockedOut, schema, skewMs, lostWakes: random() < 0.4 ? random() : 0 }
}

const CHANGES: readonly SchemaChange[] = [
  { kind: 'customer', field: 'phone', how: 'missing' },
  { kind: 'customer', field: 'name', how: 'renamed' },
  { kind: 'customer', field: 'creditLimit', how: 'retyped' },
  { kind: 'item', field: 'name', how: 'emptied' },
  { kind: 'order', field: 'currency', how: 'emptied' },
]

function drawSchema(random: () => number, before: SchemaChange | undefined): SchemaChange | undefined {
  if (before) return random() < 0.5 ? before : undefined
  return random() < 0.12 ? CHANGES[Math.floor(random() * CHANGES.length)] : undefined
}

/** A document as a system tells it after its schema was changed. */
export function toldAfter(change: SchemaChange | undefined, kind: KindName, values: Values): Values {
  if (change?.kind !== kind) return values
  const { [change.field]: value = null, ...others } = values
  if (change.how === 'missing') return others
  if (change.how === 'renamed') return { ...others, [`${change.field}2`]: value }
  return { ...others, [change.field]: change.how === 'emptied' || value === null ? null : Number(value) }
}

/** A write that names a field which is no longer there as the connector knows it. */
export function refusedAfter(
  change: SchemaChange | undefined,
  kind: KindName,
  write: Write,
): { readonly code: string; readonly details: Details } | undefined {
  return change?.kind === kind && write.changed.includes(change.field)
    ? { code: 'simulated/unknown-field', details: { field: change.field } }
    : undefined
}

/** Systems make no document without what it must have: a record that was told while its field was missing has none yet. */
export function refusedWithout(
  kind: KindName,
  { externalId, values }: Write,
): { readonly code: string; readonly details: Details } | undefined {
  if (externalId !== undefined) return undefined
  const missing = Object.entries(kindOf(kind).fields).find(
    ([name, field]) => !field.optional && field.kind !== 'lines' && (values[name] ?? null) === null,
  )
  return missing && { code: 'simulated/field-missing', details: { field: missing[0] } }
}
