/** Pure decisions on warehouses. */
import { changesIn, type Input, ok, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import type { warehouse, warehouseFields } from './definition.ts'

export type Warehouse = Row<typeof warehouse>

export function newWarehouse(input: Input<typeof warehouseFields>, stamp: Stored, codeTaken: boolean): Result<Warehouse> {
  const row = { ...input, isDefault: input.isDefault ?? false, status: 'active', ...stamp } as Warehouse
  return checked(row, codeTaken, row)
}

export function changedWarehouse(row: Warehouse, input: Partial<Warehouse>, codeTaken: boolean): Result<Partial<Warehouse>> {
  if (row.status === 'archived') return refuse('warehouse/archived', { code: row.code })
  const changes = changesIn(row, input)
  return checked({ ...row, ...changes }, codeTaken && changes.code !== undefined, changes)
}

export function archivedWarehouse(row: Warehouse, isEmpty: boolean): Result<Partial<Warehouse>> {
  if (row.status === 'archived') return ok({})
  return isEmpty ? ok({ status: 'archived', isDefault: false }) : refuse('warehouse/not-empty', { code: row.code })
}

function checked<T>(row: Warehouse, codeTaken: boolean, good: T): Result<T> {
  const { code } = row
  if (code.trim() === '') return refuse('warehouse/no-code', { name: row.name })
  if (row.name.trim() === '') return refuse('warehouse/no-name', { code })
  return codeTaken ? refuse('warehouse/code-taken', { code }) : ok(good)
}
