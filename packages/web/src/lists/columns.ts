import type { Definition, Field, Fields } from '@tandem/kernel'
import { documents, type Side } from '../api/documents.ts'
import { fieldOf } from './fields.ts'

export interface ShownColumn {
  readonly name: string
  readonly field: Field
}

const NO_COLUMN: ReadonlySet<Field['kind']> = new Set(['lines', 'json', 'custom'])

/** What the server sorts by: custom fields are filtered by, not sorted. */
export function isSortable({ name, field }: ShownColumn): boolean {
  return field.kind !== 'reference' && !name.startsWith('custom.')
}

/** The columns of a list: chosen ones, or those the page shows at first. Names that no field has are left out. */
export function shownColumns(definition: Definition, usual: readonly string[], chosen: string | undefined): ShownColumn[] {
  const names = chosen ? chosen.split(',') : usual
  const shown = names.flatMap((name) => {
    const field = fieldOf(definition, name)
    return field && !NO_COLUMN.has(field.kind) ? [{ name, field }] : []
  })
  return shown.length > 0 || !chosen ? shown : shownColumns(definition, usual, undefined)
}

/** Everything a list of these documents could show. */
export function possibleColumns(definition: Definition): ShownColumn[] {
  const state = definition.states ? ['state'] : []
  return shownColumns(
    definition,
    [...Object.keys(definition.fields), ...state, 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'],
    undefined,
  )
}

/** Currencies and units that stand beside the amounts and quantities they belong to, and Chinese names, which Chinese readers see as the name. */
export function saidElsewhere(fields: Fields): ReadonlySet<string> {
  const beside = Object.values(fields).flatMap((field) => {
    if (field.kind === 'amount' || field.kind === 'price') return [field.currency]
    if (field.kind === 'lines') return [...saidElsewhere(field.of)].filter((name) => name in fields)
    return field.kind === 'quantity' ? [field.unit] : []
  })
  return new Set(fields.name ? [...beside, 'nameZh'] : beside)
}

/** Widths in a long list, whose rows are not all there to be measured. */
const WIDTHS: Readonly<Partial<Record<Field['kind'], number>>> = {
  flag: 80,
  integer: 90,
  percent: 90,
  choice: 110,
  date: 125,
  quantity: 115,
  amount: 140,
  price: 130,
  instant: 185,
  reference: 130,
}
/** What has a name of its own beside its code or number, such as a customer. */
const NAMED_PX = 250
const TEXT_PX = { short: 115, long: 200 }
/** Of a heading: the arrows beside it, and a letter; Chinese ones are as wide as two. */
const ARROWS_PX = 42
const LETTER_PX = 8

/** `heading` is its label; the side is where the field stands. */
export function widthOf(side: Side, field: Field, heading: string): number {
  const letters = [...heading].reduce((sum, letter) => sum + (letter > '\u2e80' ? 1.8 : 1), 0)
  const least = Math.ceil(letters * LETTER_PX) + (field.kind === 'reference' ? 18 : ARROWS_PX)
  return Math.max(least, widthOfValue(side, field))
}

function widthOfValue(side: Side, field: Field): number {
  if (field.kind === 'text') return (field.max ?? 100) <= 40 ? TEXT_PX.short : TEXT_PX.long
  const target = field.kind === 'reference' ? documents[side].get(field.to)?.definition : undefined
  return target?.title.includes('name') ? NAMED_PX : (WIDTHS[field.kind] ?? TEXT_PX.long)
}
