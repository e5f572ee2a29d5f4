import type { Definition, Field } from '@tandem/kernel'
import { fieldOf } from './fields.ts'

export interface ShownColumn {
  readonly name: string
  readonly field: Field
}

/** The columns of a list: chosen ones, or those the page shows at first. Names that no field has are left out. */
export function shownColumns(definition: Definition, usual: readonly string[], chosen: string | undefined): ShownColumn[] {
  const names = chosen ? chosen.split(',') : usual
  const shown = names.flatMap((name) => {
    const field = fieldOf(definition, name)
    return field && field.kind !== 'lines' && field.kind !== 'json' ? [{ name, field }] : []
  })
  return shown.length > 0 || !chosen ? shown : shownColumns(definition, usual, undefined)
}

/** Everything a list of these documents could show. */
export function possibleColumns(definition: Definition): ShownColumn[] {
  const state = definition.states ? ['state'] : []
  return shownColumns(definition, [...Object.keys(definition.fields), ...state, 'createdAt', 'updatedAt'], undefined)
}

/** Widths in a long list, whose rows are not all there to be measured. */
const WIDTHS: Readonly<Partial<Record<Field['kind'], number>>> = {
  flag: 90,
  integer: 100,
  percent: 100,
  choice: 130,
  date: 140,
  quantity: 130,
  amount: 150,
  price: 150,
  instant: 170,
  reference: 210,
}

export function widthOf(field: Field): number {
  const isShort = field.kind === 'text' && (field.max ?? 100) <= 40
  return WIDTHS[field.kind] ?? (isShort ? 130 : 200)
}
