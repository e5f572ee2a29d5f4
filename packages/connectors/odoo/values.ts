/** Odoo's values in the joint's form and back: false for empty, floats for decimals, naive UTC for moments. */
import type { Values } from '@tandem/hub'
import { Decimal, dateIn, epochMs, type Instant, type Json, type PlainDate } from '@tandem/kernel'
import { idText } from '../kit/ids.ts'
import type { Row } from './door.ts'

export function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** The id of a many2one, read as `[id, name]` or bare; 0 for none. */
export function idOf(value: Json | undefined): number {
  const bare = Array.isArray(value) ? value[0] : value
  return typeof bare === 'number' ? bare : 0
}

export function nameOf(value: Json | undefined): string | null {
  return Array.isArray(value) ? text(value[1] as Json) : null
}

/** A reference by external id. */
export function ref(value: Json | undefined): string | null {
  const id = idOf(value)
  return id === 0 ? null : idText(id)
}

export function ids(value: Json | undefined): number[] {
  return Array.isArray(value) ? value.filter((one): one is number => typeof one === 'number') : []
}

/** A float, rounded to where its noise begins at the latest: Odoo's own columns are exact, its JSON is not. */
export function decimal(value: Json | undefined, digits: number): Decimal {
  if (typeof value !== 'number') return Decimal.zero
  return Decimal.of(value.toFixed(Math.min(12, digits + 4))).round(digits, 'half-up')
}

export function amount(value: Json | undefined, digits: number): string {
  return decimal(value, digits).toString()
}

/** `2026-11-22 09:24:59` is in UTC; a webhook's has microseconds. */
export function moment(value: Json | undefined): Instant {
  return typeof value === 'string' ? (`${value.replace(' ', 'T')}Z` as Instant) : ('1970-01-01T00:00:00Z' as Instant)
}

/** As domains and writes take it: no T, no zone, whole seconds. */
export function naive(at: Instant): string {
  return new Date(epochMs(at)).toISOString().slice(0, 19).replace('T', ' ')
}

/** The day of a moment where the company is. */
export function dayOf(value: Json | undefined, timeZone: string): PlainDate | null {
  return typeof value === 'string' ? dateIn(moment(value), timeZone) : null
}

export function day(value: Json | undefined): PlainDate | null {
  return typeof value === 'string' ? (value.slice(0, 10) as PlainDate) : null
}

/** The company's own fields, under their own names. */
export function customValues(row: Row, names: readonly string[]): Values {
  return Object.fromEntries(
    names.map((name) => {
      const value = row[name]
      if (Array.isArray(value)) return [name, (value[1] ?? null) as Json]
      return [name, typeof value === 'number' ? String(value) : value === false ? null : (value ?? null)]
    }),
  )
}

/** A value as `load` reads it: text, empty for nothing. */
export function cell(value: Json | undefined): string {
  if (value === null || value === undefined || value === false) return ''
  return value === true ? 'True' : String(value)
}
