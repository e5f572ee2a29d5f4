/** For specs of the trade documents: a small company, its documents made by short words, and its invariants checked. */
import { rows, sql } from '@tandem/db'
import { asId, type Id, type Input, must } from '@tandem/kernel'
import { makeWorld, type testDatabase, type World } from '@tandem/testkit'
import { expect } from 'vitest'
import { availabilityQuery } from '../atp/availability.ts'
import { createExpectedReceipt } from '../expected-receipt/commands.ts'
import { createGoodsReceipt } from '../flow/receiving.ts'
import { createItem } from '../item/commands.ts'
import type { itemFields } from '../item/definition.ts'
import { createParty } from '../party/commands.ts'
import type { partyFields } from '../party/definition.ts'
import { createSalesOrder } from '../sales-order/commands.ts'
import type { SalesOrderInput } from '../sales-order/references.ts'
import { createWarehouse } from '../warehouse/commands.ts'

export const acme = {
  code: 'C1',
  name: 'Acme 家具',
  type: 'company',
  isCustomer: true,
  isVendor: false,
  currency: 'CNY',
  paymentTermDays: 30,
  onHold: false,
} as const satisfies Input<typeof partyFields>

export const widget = {
  code: 'W1',
  name: 'Widget',
  type: 'bought',
  unit: 'pcs',
  taxRate: '13',
  units: [
    { unit: 'dozen', numerator: '12', denominator: '1' },
    { unit: 'third', numerator: '1', denominator: '3' },
  ],
} as const satisfies Input<typeof itemFields>

export interface Shop extends World {
  readonly customer: Id
  readonly widget: Id
  readonly service: Id
  readonly main: Id
  /** Receives widgets (or another item) at 10.00 each. */
  receive(quantity: string, item?: Id, unitCost?: string): Promise<void>
  /** Supply on its way. */
  expectGoods(quantity: string, expectedDate: string): Promise<Id>
  /** A draft of widgets at 12.50, or of what the changes say. */
  draft(quantity: string, changes?: Partial<SalesOrderInput>): Promise<Id>
  balance(item?: Id, warehouse?: Id): Promise<BalanceText>
}

export interface BalanceText {
  readonly onHand: string
  readonly reserved: string
  readonly backOrdered: string
  readonly value: string
}

/** A company of its own for one test: one customer, a widget, a service, one warehouse. The day is 2026-03-02. */
export async function shop(database: ReturnType<typeof testDatabase>, seed: number): Promise<Shop> {
  const world = await makeWorld(database.current, seed)
  const { id: customer } = await world.do(createParty, acme)
  const { id: item } = await world.do(createItem, widget)
  const { id: service } = await world.do(createItem, { ...widget, code: 'S1', name: 'Assembly', type: 'service', units: [] })
  const { id: main } = await world.do(createWarehouse, { code: 'M', name: 'Main' })
  const line = (quantity: string) => ({ item, quantity, unitPrice: '12.5' })
  return {
    ...world,
    customer,
    widget: item,
    service,
    main,
    async receive(quantity, of = item, unitCost = '10') {
      await world.do(createGoodsReceipt, { lines: [{ item: of, quantity, unitCost }] })
    },
    async expectGoods(quantity, expectedDate) {
      const made = await world.do(createExpectedReceipt, { item, quantity, expectedDate: expectedDate as never })
      return made.id
    },
    async draft(quantity, changes) {
      const order = await world.do(createSalesOrder, { party: customer, lines: [line(quantity)], ...changes })
      return order.id
    },
    async balance(of = item, warehouse = main) {
      const [found] = await world.run((tx) =>
        rows(
          tx,
          sql<BalanceText>`select on_hand, reserved, back_ordered, value from erp.stock_balance
            where item = ${of} and warehouse = ${warehouse}`,
        ),
      )
      return found ?? { onHand: '0', reserved: '0', backOrdered: '0', value: '0' }
    },
  }
}

export async function availability(of: Shop, quantity: string, more: object = {}) {
  const answer = await of.run((tx) =>
    availabilityQuery.run(tx, of.context(), { lines: [{ item: of.widget, quantity, ...more }] }),
  )
  return must(answer).lines[0]
}

export const NOBODY = asId('01900000-0000-7000-8000-000000000000')

/** Invariants 2 and 3, and that every sum kept beside its parts is their sum: a list of what is wrong, empty when all is well. */
export async function expectSound(world: World): Promise<void> {
  const wrong = await world.run((tx) => rows(tx, sql<{ what: string }>`${sql.raw(CHECKS)}`))
  expect(wrong).toEqual([])
}

const CHECKS = `
  select 'on hand or value is not the sum of moves' as what from erp.stock_balance b
  left join (select item, warehouse, sum(quantity) as quantity, sum(cost) as cost from erp.stock_move group by 1, 2) m
    using (item, warehouse)
  where b.on_hand <> coalesce(m.quantity, 0) or b.value <> coalesce(m.cost, 0)
  union all
  select 'reserved or back-ordered is not the sum of reservations' from erp.stock_balance b
  left join (select item, warehouse, sum(quantity) as quantity, sum(waiting) as waiting from erp.reservation group by 1, 2) r
    using (item, warehouse)
  where b.reserved <> coalesce(r.quantity, 0) or b.back_ordered <> coalesce(r.waiting, 0)
  union all
  select 'reserved is not within what is on hand' from erp.stock_balance where reserved < 0 or reserved > on_hand
  union all
  select 'a line and its reservation differ' from erp.sales_order_line l join erp.sales_order o on o.id = l.parent_id
  left join erp.reservation r on r.document_id = l.parent_id and r.line_number = l.line_number
  where coalesce(r.quantity, 0) * l.denominator <> l.reserved * l.numerator
     or coalesce(r.waiting, 0) * l.denominator <> case when o.state = 'confirmed' and not l.is_service
        then (l.quantity - l.shipped - l.reserved) * l.numerator else 0 end
  union all
  select 'a reservation without its line' from erp.reservation r
  where not exists (select from erp.sales_order_line l where l.parent_id = r.document_id and l.line_number = r.line_number)
  union all
  select 'shipped is not the sum of shipments' from erp.sales_order_line l
  left join (select s.sales_order, sl.order_line_number, sum(sl.quantity) as quantity
             from erp.shipment s join erp.shipment_line sl on sl.parent_id = s.id group by 1, 2) s
    on s.sales_order = l.parent_id and s.order_line_number = l.line_number
  where l.shipped <> coalesce(s.quantity, 0)
  union all
  select 'returned is not the sum of what returns received' from erp.sales_order_line l
  left join (select r.sales_order, rl.order_line_number, sum(rl.received) as received,
               sum(rl.quantity) filter (where r.state in ('requested', 'approved')) as asked
             from erp.sales_return r join erp.sales_return_line rl on rl.parent_id = r.id group by 1, 2) r
    on r.sales_order = l.parent_id and r.order_line_number = l.line_number
  where l.returned <> coalesce(r.received, 0) or l.returned + coalesce(r.asked, 0) > l.shipped
  union all
  select 'a return credits more than its order was billed' from erp.sales_order o
  where (select coalesce(sum(r.credited), 0) from erp.sales_return r where r.sales_order = o.id)
      > (select coalesce(sum(i.total), 0) from erp.invoice i where i.sales_order = o.id and i.type = 'invoice')
  union all
  select 'goods cost more when they came back than when they left' from erp.sales_order o
  where (select coalesce(sum(r.cost), 0) from erp.sales_return r where r.sales_order = o.id)
      > (select coalesce(sum(s.cost), 0) from erp.shipment s where s.sales_order = o.id)
  union all
  select 'a line broke 0 <= invoiced <= shipped <= ordered' from erp.sales_order_line
  where not (shipped <= quantity and invoiced <= case when is_service then quantity else shipped end
             and returned <= shipped and reserved <= quantity - shipped)
  union all
  select 'totals are not the sum of lines' from erp.sales_order o
  left join (select parent_id, sum(net) as net, sum(tax) as tax from erp.sales_order_line group by 1) l on l.parent_id = o.id
  where o.net <> coalesce(l.net, 0) or o.tax <> coalesce(l.tax, 0) or o.total <> o.net + o.tax
  union all
  select 'what is ordered on credit is not the sum of open orders' from erp.party_credit c
  where c.ordered <> (select coalesce(sum(l.net + l.tax - l.invoiced_net - l.invoiced_tax), 0)
    from erp.sales_order o join erp.sales_order_line l on l.parent_id = o.id
    where o.party = c.party and o.currency = c.currency and o.state = 'confirmed')
  union all
  select 'inventory in the ledger is not the value of stock' from (
    select (select coalesce(sum(value), 0) from erp.stock_balance) as stock,
           (select coalesce(sum(l.base_debit - l.base_credit), 0) from erp.journal_entry_line l
            join erp.account_role r on r.account = l.account where r.role = 'inventory') as ledger) x
  where stock <> ledger`
