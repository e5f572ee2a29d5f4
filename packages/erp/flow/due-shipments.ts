import { rows, sql, type Tx } from '@tandem/db'
import { type Id, ok, type PlainDate, type Query } from '@tandem/kernel'

const input = {
  date: { kind: 'date', optional: true, label: { en: 'Due by', zh: '截止日期' } },
  warehouse: { kind: 'reference', to: 'warehouse', optional: true, label: { en: 'Warehouse', zh: '仓库' } },
} as const

export interface DueShipment {
  readonly salesOrder: Id
  readonly number: string
  readonly party: Id
  readonly partyName: string
  readonly lineNumber: number
  readonly item: Id
  readonly itemCode: string
  readonly warehouse: Id
  /** In the line's unit: reserved and not shipped. */
  readonly quantity: string
  readonly unit: string
  readonly dueDate: PlainDate | null
}

/** What is reserved and wanted by a day (today when none is given), or wanted at once: what to pick next, most urgent first. */
export const dueShipments: Query<Tx, typeof input, { lines: DueShipment[] }> = {
  name: 'due-shipments',
  label: { en: 'Due shipments', zh: '待发货' },
  input,
  async run(tx, by, { date, warehouse }) {
    const lines = await rows(
      tx,
      sql<DueShipment>`
        select o.id as sales_order, o.number, o.party, p.name as party_name, l.line_number, l.item, i.code as item_code,
               l.warehouse, l.reserved as quantity, l.unit, coalesce(l.requested_date, o.requested_date) as due_date
        from erp.reservation r
        join erp.sales_order o on o.id = r.document_id
        join erp.sales_order_line l on l.parent_id = r.document_id and l.line_number = r.line_number
        join erp.item i on i.id = l.item
        join erp.party p on p.id = o.party
        where r.quantity > 0 and (${warehouse ?? null}::uuid is null or r.warehouse = ${warehouse ?? null}::uuid)
          and coalesce(l.requested_date, o.requested_date, o.order_date) <= ${date ?? by.today}::date
        order by coalesce(l.requested_date, o.requested_date, o.order_date), o.number, l.line_number limit 500`,
    )
    return ok({ lines })
  },
}
