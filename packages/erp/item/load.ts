/** Items as other documents need them: with their units, by id, in one statement. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { Item } from './item.ts'
import type { Factor } from './units.ts'

export interface ItemCard
  extends Pick<Item, 'code' | 'name' | 'type' | 'unit' | 'taxRate' | 'standardCost' | 'leadTimeDays' | 'status'> {
  readonly id: Id
  readonly units: readonly ({ readonly unit: string } & Factor)[] | null
  /** The warehouses that have a balance of it, be it of nothing. */
  readonly stocked: readonly Id[]
}

/** The items with these ids. Units are null when there are none. */
export async function loadItems(tx: Tx, ids: readonly Id[]): Promise<Map<Id, ItemCard>> {
  const found = await rows(
    tx,
    sql<ItemCard>`
      select id, code, name, type, unit, tax_rate, standard_cost, lead_time_days, status,
        (select json_agg(json_build_object('unit', u.unit, 'numerator', trim_scale(u.numerator)::text,
                                           'denominator', trim_scale(u.denominator)::text))
         from erp.item_unit u where u.parent_id = i.id) as units,
        array(select b.warehouse from erp.stock_balance b where b.item = i.id) as stocked
      from erp.item i where id = any(${uuidArray([...new Set(ids)])}::uuid[])`,
  )
  return new Map(found.map((item) => [item.id, item]))
}
