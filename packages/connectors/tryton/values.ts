/** Tryton's values in the joint's form. */
import { Decimal, type Json } from '@tandem/kernel'
import { idText } from '../kit/ids.ts'
import type { Row } from './door.ts'

export function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

export function ref(value: Json | undefined): string | null {
  return typeof value === 'number' ? idText(value) : null
}

export function rowsIn(row: Row, field: string): readonly Row[] {
  return (row[`${field}.`] ?? []) as readonly Row[]
}

export function rowIn(row: Row, field: string): Row {
  return (row[`${field}.`] ?? {}) as Row
}

/** Quantities are floats there. */
export function quantity(value: Json | undefined): Decimal {
  return typeof value === 'number' ? Decimal.of(value.toFixed(10)).round(6, 'half-up') : Decimal.zero
}
