import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id } from '@tandem/kernel'

export interface WarehouseCard {
  readonly id: Id
  readonly code: string
  readonly status: 'active' | 'archived'
}

export interface Warehouses {
  /** The warehouse named, or the default one when none is; undefined when there is no such warehouse. */
  find(id: Id | null | undefined): WarehouseCard | undefined
}

/** The warehouses with these ids, and the one that counts when none is named: the default, else the first by code. */
export async function loadWarehouses(tx: Tx, ids: readonly (Id | null | undefined)[]): Promise<Warehouses> {
  const named = ids.filter((id) => id !== null && id !== undefined)
  const found = await rows(
    tx,
    sql<WarehouseCard & { isFallback: boolean }>`
      select id, code, status, false as is_fallback from erp.warehouse where id = any(${uuidArray(named)}::uuid[])
      union all
      (select id, code, status, true from erp.warehouse where status = 'active'
       order by is_default is true desc, code limit 1)`,
  )
  const byId = new Map(found.map((row) => [row.id, row]))
  const fallback = found.find((row) => row.isFallback)
  return { find: (id) => (id ? byId.get(id) : fallback) }
}
