/** Pure decisions on bills of material. */
import { type Id, type Input, ok, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import type { billOfMaterial, billOfMaterialFields } from './definition.ts'

export type BillOfMaterial = Row<typeof billOfMaterial>

/** Which items each item is made of, one level down. */
export type Components = Map<Id, Set<Id>>

export interface Known {
  /** Items that exist, with their codes. */
  readonly codes: ReadonlyMap<Id, string>
  /** All bills that matter, those decided before in the same batch included. */
  readonly components: Components
}

/** A new bill, when its items exist, it is the item's only one and the item is no part of itself at any level. */
export function newBillOfMaterial(
  input: Input<typeof billOfMaterialFields>,
  stamp: Stored,
  known: Known,
): Result<BillOfMaterial> {
  const missing = [input.item, ...input.lines.map((line) => line.item)].find((id) => !known.codes.has(id))
  if (missing) return refuse('bill-of-material/unknown-item', { id: missing })
  const code = known.codes.get(input.item) ?? ''
  if (input.lines.length === 0) return refuse('bill-of-material/no-lines', { code })
  if (known.components.has(input.item)) return refuse('bill-of-material/exists', { code })
  const loop = input.lines.find((line) => reaches(line.item, input.item, known.components))
  if (loop) return refuse('bill-of-material/cycle', { code, component: known.codes.get(loop.item) ?? '' })
  const lines = input.lines.map((line) => ({ validFrom: null, validTo: null, ...line }))
  return ok({ validFrom: null, ...input, lines, ...stamp } as BillOfMaterial)
}

function reaches(from: Id, target: Id, components: Components): boolean {
  const seen = new Set<Id>()
  const open = [from]
  for (let id = open.pop(); id; id = open.pop()) {
    if (id === target) return true
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...(components.get(id) ?? []))
  }
  return false
}
