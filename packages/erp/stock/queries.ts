/** What is where, and how it came about. */
import { rows, sql, type Tx } from '@tandem/db'
import { type Id, type Instant, ok, type PlainDate, type Query } from '@tandem/kernel'
import type { MoveReason } from './book.ts'

const stockInput = {
  item: { kind: 'reference', to: 'item', optional: true, label: { en: 'Item', zh: '物料' } },
  warehouse: { kind: 'reference', to: 'warehouse', optional: true, label: { en: 'Warehouse', zh: '仓库' } },
  search: { kind: 'text', optional: true, label: { en: 'Item code or name', zh: '物料编码或名称' } },
  after: { kind: 'text', optional: true, label: { en: 'After item', zh: '起始物料' } },
} as const

const PAGE = 200

export interface StockLine {
  readonly item: Id
  readonly itemCode: string
  readonly itemName: string
  readonly unit: string
  readonly warehouse: Id
  readonly warehouseCode: string
  readonly onHand: string
  readonly reserved: string
  /** On hand and not reserved. */
  readonly free: string
  /** What confirmed orders wait for. */
  readonly backOrdered: string
  readonly incoming: string
  readonly averageCost: string | null
  readonly value: string
}

/** Stock by item and warehouse, by item code; `after` is the last item code of the page before. */
export const stockQuery: Query<Tx, typeof stockInput, { lines: StockLine[] }> = {
  name: 'stock',
  label: { en: 'Stock', zh: '库存' },
  input: stockInput,
  async run(tx, _by, { item, warehouse, search, after }) {
    const like = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null
    const lines = await rows(
      tx,
      sql<StockLine>`
        select b.item, i.code as item_code, i.name as item_name, i.unit, b.warehouse, w.code as warehouse_code,
               b.on_hand, b.reserved, b.on_hand - b.reserved as free, b.back_ordered,
               coalesce((select sum(e.quantity - e.received) from erp.expected_receipt e
                         where e.state = 'open' and e.item = b.item and e.warehouse = b.warehouse), 0) as incoming,
               b.average_cost, b.value
        from erp.stock_balance b join erp.item i on i.id = b.item join erp.warehouse w on w.id = b.warehouse
        where (${item ?? null}::uuid is null or b.item = ${item ?? null}::uuid)
          and (${warehouse ?? null}::uuid is null or b.warehouse = ${warehouse ?? null}::uuid)
          and (${like}::text is null or i.code ilike ${like} or i.name ilike ${like} or i.name_zh ilike ${like})
          and i.code > ${after ?? ''}
        order by i.code, w.code limit ${PAGE}`,
    )
    return ok({ lines })
  },
}

const movesInput = {
  item: { kind: 'reference', to: 'item', label: { en: 'Item', zh: '物料' } },
  warehouse: { kind: 'reference', to: 'warehouse', optional: true, label: { en: 'Warehouse', zh: '仓库' } },
  before: { kind: 'text', optional: true, label: { en: 'Before move', zh: '早于' } },
} as const

export interface StockMoveLine {
  readonly id: Id
  readonly warehouse: Id
  readonly quantity: string
  readonly reason: MoveReason
  readonly document: string
  readonly documentId: Id
  readonly lineNumber: number
  readonly unitCost: string
  readonly cost: string
  readonly businessDate: PlainDate
  readonly at: Instant
}

/** The moves of an item, newest first; `before` is the id of the last one of the page before. */
export const stockMovesQuery: Query<Tx, typeof movesInput, { moves: StockMoveLine[] }> = {
  name: 'stock-moves',
  label: { en: 'Stock moves', zh: '库存流水' },
  input: movesInput,
  async run(tx, _by, { item, warehouse, before }) {
    const moves = await rows(
      tx,
      sql<StockMoveLine>`
        select id, warehouse, quantity, reason, document, document_id, line_number, unit_cost, cost, business_date, at
        from erp.stock_move where item = ${item}
          and (${warehouse ?? null}::uuid is null or warehouse = ${warehouse ?? null}::uuid)
          and (${before ?? null}::uuid is null or id < ${before ?? null}::uuid)
        order by id desc limit ${PAGE}`,
    )
    return ok({ moves })
  },
}
