/** Goods that customers of the demo company want to send back, or have: one return in each of the ways it may go. */
import { crm } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { erp } from '@tandem/erp'
import { addDays, type Id } from '@tandem/kernel'
import { idsBy, mustFind, perform } from '../load/workshop.ts'
import { all, contextOn, type Day } from './day.ts'

type Step = readonly [command: string, input?: (quantity: string) => object]

interface Story {
  readonly reason: string
  readonly wish: 'refund' | 'replace'
  /** So many days ago it was asked for; what follows is done a day later each. */
  readonly daysAgo: number
  readonly steps: readonly Step[]
}

const approve: Step = ['approve', () => ({ answer: '请寄回 3 号库 / To warehouse gate 3, please' })]
const receive: Step = ['receive']

const STORIES: readonly Story[] = [
  { reason: '一条桌腿松动 / A leg is loose', wish: 'refund', daysAgo: 1, steps: [] },
  { reason: '颜色与样板不符 / Not the colour of the sample', wish: 'replace', daysAgo: 1, steps: [] },
  { reason: '运输中划伤 / Scratched on the way', wish: 'replace', daysAgo: 3, steps: [approve] },
  {
    reason: '不再需要 / Not needed any more',
    wish: 'refund',
    daysAgo: 4,
    steps: [['reject', () => ({ answer: '已超过退货期 / The time to send it back is over' })]],
  },
  { reason: '多订了一件 / One too many was ordered', wish: 'refund', daysAgo: 5, steps: [approve, receive] },
  {
    reason: '抽屉无法关闭 / A drawer does not close',
    wish: 'refund',
    daysAgo: 7,
    steps: [approve, ['receive', scrapped], ['credit', () => ({})]],
  },
  { reason: '面料起球 / The fabric pills', wish: 'replace', daysAgo: 8, steps: [approve, receive, ['replace', () => ({})]] },
]

/** What came back broken is nobody's any more. */
function scrapped(quantity: string): object {
  return { lines: [{ orderLineNumber: 1, received: quantity, scrapped: quantity }] }
}

interface Sold {
  readonly order: Id
  readonly quantity: string
}

export async function sendBack(day: Day): Promise<void> {
  const sold = await soldWhole(day)
  for (const [i, story] of STORIES.entries()) {
    const one = sold[i]
    if (!one) throw new RangeError('the demo company has sold too little for its returns')
    await tell(day, story, one)
  }
}

/** The last orders that were shipped and billed whole before anything was sent back, one of a customer, with goods in their first line. */
async function soldWhole({ shop, date }: Day): Promise<Sold[]> {
  return shop.database.transaction(shop.tenant, (tx) =>
    rows(
      tx,
      sql<Sold>`
        select "order", quantity from (
          select distinct on (c.customer) c.id as "order", c.number, least(l.shipped, 2)::text as quantity
          from crm."order" c join erp.sales_order o on o.origin = c.number
          join erp.sales_order_line l on l.parent_id = o.id and l.line_number = 1
          where not l.is_service and l.shipped = l.quantity and l.invoiced = l.quantity and l.quantity >= 1
            and not exists (select 1 from erp.shipment s where s.sales_order = o.id and s.shipped_date > ${addDays(date, -10)}::date)
          order by c.customer, c.number desc
        ) latest order by number desc limit ${STORIES.length}`,
    ),
  )
}

async function tell({ shop, date, by }: Day, { reason, wish, daysAgo, steps }: Story, { order, quantity }: Sold): Promise<void> {
  const on = (step: number) => contextOn(by, addDays(date, Math.min(step - daysAgo, 0)), 10)
  const lines = [{ orderLineNumber: 1, quantity }]
  const [made] = await shop.database.transaction(shop.tenant, async (tx) =>
    all<{ number: string }>(await perform(tx, on(0), crm, 'return', 'create', [{ order, reason, wish, lines }])),
  )
  await shop.settle()
  const number = made?.number ?? ''
  const id = mustFind(await idsBy(shop, 'erp.sales_return', 'origin', [number]), number)
  for (const [at, [command, input]] of steps.entries()) {
    await shop.database.transaction(shop.tenant, async (tx) => {
      all(await perform(tx, on(at + 1), erp, 'sales-return', command, [{ id, input: input?.(quantity) ?? {} }]))
    })
  }
  await shop.settle()
}
