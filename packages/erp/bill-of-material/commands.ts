import { createDocuments, rows, sql, stamp, type Tx, uuidArray } from '@tandem/db'
import type { CreateCommand, Id } from '@tandem/kernel'
import { type BillOfMaterial, type Components, newBillOfMaterial } from './bill-of-material.ts'
import { billOfMaterial, billOfMaterialFields } from './definition.ts'

export const createBillOfMaterial: CreateCommand<Tx, typeof billOfMaterialFields, BillOfMaterial> = {
  name: 'create',
  document: 'bill-of-material',
  on: 'new',
  label: { en: 'New bill of material', zh: '新建物料清单' },
  input: billOfMaterialFields,
  async run(tx, by, inputs) {
    const items = [...new Set(inputs.flatMap((input) => [input.item, ...input.lines.map((line) => line.item)]))]
    const [codes, components] = await Promise.all([codesOf(tx, items), componentsBelow(tx, items)])
    const decided = inputs.map((input) => {
      const result = newBillOfMaterial(input, stamp(by), { codes, components })
      if (result.ok) components.set(input.item, new Set(input.lines.map((line) => line.item)))
      return result
    })
    return createDocuments(tx, by, billOfMaterial, decided)
  },
}

async function codesOf(tx: Tx, items: readonly Id[]): Promise<Map<Id, string>> {
  const found = await rows(
    tx,
    sql<{ id: Id; code: string }>`select id, code from erp.item where id = any(${uuidArray(items)}::uuid[])`,
  )
  return new Map(found.map(({ id, code }) => [id, code]))
}

/** The bills of these items and of everything below them, at every level. */
async function componentsBelow(tx: Tx, items: readonly Id[]): Promise<Components> {
  const found = await rows(
    tx,
    sql<{ item: Id; component: Id }>`
      with recursive below (item, component) as (
        select bill.item, line.item from erp.bill_of_material bill
        join erp.bill_of_material_line line on line.parent_id = bill.id
        where bill.item = any(${uuidArray(items)}::uuid[])
        union
        select bill.item, line.item from below
        join erp.bill_of_material bill on bill.item = below.component
        join erp.bill_of_material_line line on line.parent_id = bill.id)
      select item, component from below`,
  )
  const components: Components = new Map()
  for (const { item, component } of found) components.set(item, (components.get(item) ?? new Set<Id>()).add(component))
  return components
}
