/** Fields by name, as rows of a mapping call them; and which of them says the unit or currency of another. Pure. */
import type { Field, Fields } from '@tandem/kernel'
import { CUSTOM } from '../engine/values.ts'

/** `lines.quantity` -> `lines`; a custom field stands by itself. */
export function parentOf(field: string): string | undefined {
  const dot = field.indexOf('.')
  return dot < 0 || field.startsWith(CUSTOM) ? undefined : field.slice(0, dot)
}

export function nameIn(field: string): string {
  return field.slice(field.indexOf('.') + 1)
}

/**
 * The name of that field for one by its name: `creditLimit` -> `currency`, `lines.quantity` -> `lines.unit`, `lines.net` ->
 * `currency` of the document, `progress.shipped` -> `lines.unit`, for what becomes of lines is in their unit. Undefined: it is
 * in none.
 */
export function saidBy(name: string, fields: Fields): string | undefined {
  const parent = parentOf(name)
  const own = parent === undefined ? fields : linesIn(fields[parent])
  const beside = besideOf(own[parent === undefined ? name : nameIn(name)])
  if (beside === undefined) return undefined
  if (beside in own) return parent === undefined ? beside : `${parent}.${beside}`
  if (beside in fields) return beside
  const lines = Object.keys(fields).find((one) => beside in linesIn(fields[one]))
  return lines === undefined ? undefined : `${lines}.${beside}`
}

function besideOf(field: Field | undefined): string | undefined {
  if (field?.kind === 'quantity') return field.unit
  return field?.kind === 'amount' || field?.kind === 'price' ? field.currency : undefined
}

function linesIn(field: Field | undefined): Fields {
  return field?.kind === 'lines' ? field.of : {}
}
