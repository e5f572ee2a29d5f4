import { changeDocuments, createDocuments, rows, run, sql, stamp, type Tx, takenValues, uuidArray } from '@tandem/db'
import { type CreateCommand, type DocumentCommand, type Id, type Input, partial, type Result } from '@tandem/kernel'
import { warehouse, warehouseFields } from './definition.ts'
import { archivedWarehouse, changedWarehouse, newWarehouse, type Warehouse } from './warehouse.ts'

export const createWarehouse: CreateCommand<Tx, typeof warehouseFields, Warehouse> = {
  name: 'create',
  document: 'warehouse',
  on: 'new',
  label: { en: 'New warehouse', zh: '新建仓库' },
  input: warehouseFields,
  async run(tx, by, inputs) {
    const codes = inputs.map(({ code }) => code)
    const [taken, found] = await Promise.all([takenValues(tx, warehouse, 'code', codes), hasDefault(tx)])
    // The first warehouse is the default one: a later one takes that over only when somebody says so.
    let isDefault = !found
    const decided = inputs.map((input) => {
      const result = newWarehouse({ isDefault, ...input }, stamp(by), taken.has(input.code))
      if (!result.ok) return result
      taken.add(input.code)
      if (result.value.isDefault) isDefault = false
      return result
    })
    const [results] = await Promise.all([createDocuments(tx, by, warehouse, decided), keepOneDefault(tx, decided)])
    return results
  },
}

const changeFields = partial(warehouseFields)

export const changeWarehouse: DocumentCommand<Tx, typeof changeFields, Warehouse> = {
  name: 'change',
  document: 'warehouse',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: changeFields,
  async run(tx, by, inputs) {
    const codes = inputs.flatMap(({ input }) => (input.code ? [input.code] : []))
    const taken = codes.length > 0 ? await takenValues(tx, warehouse, 'code', codes) : new Set<string>()
    const results = await changeDocuments<Warehouse, Input<typeof changeFields>>(tx, by, warehouse, inputs, (row, input) =>
      changedWarehouse(row, input as Partial<Warehouse>, taken.has(input.code ?? '')),
    )
    await keepOneDefault(
      tx,
      results.filter((_, i) => inputs[i]?.input.isDefault),
    )
    return results
  },
}

export const archiveWarehouse: DocumentCommand<Tx, Record<never, never>, Warehouse> = {
  name: 'archive',
  document: 'warehouse',
  on: 'one',
  label: { en: 'Archive', zh: '归档' },
  input: {},
  async run(tx, by, inputs) {
    const ids = uuidArray(inputs.map(({ id }) => id))
    const found = await rows(
      tx,
      sql<{ warehouse: Id }>`select distinct warehouse from erp.stock_balance
        where warehouse = any(${ids}::uuid[]) and (on_hand > 0 or back_ordered > 0)`,
    )
    const used = new Set(found.map((row) => row.warehouse))
    const decide = (row: Warehouse) => archivedWarehouse(row, !used.has(row.id))
    return changeDocuments<Warehouse, unknown>(tx, by, warehouse, inputs, decide, 'warehouse-archived')
  },
}

async function hasDefault(tx: Tx): Promise<boolean> {
  const found = await rows(tx, sql`select from erp.warehouse where is_default and status = 'active' limit 1`)
  return found.length > 0
}

/** The last one made default takes the flag from the others. */
async function keepOneDefault(tx: Tx, results: readonly Result<Warehouse>[]): Promise<void> {
  const chosen = results.flatMap((result) => (result.ok && result.value.isDefault ? [result.value.id] : [])).at(-1)
  if (chosen) await run(tx, sql`update erp.warehouse set is_default = false where is_default and id <> ${chosen}`)
}
