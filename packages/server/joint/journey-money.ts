/** The money of an order, in every system beside itself: as the joint follows it, from what was promised to what was paid. */
import { first, sql, type Tx } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { z } from 'zod'

export const moneySchema = z.strictObject({
  currency: z.string(),
  state: z.enum(['agreed', 'on-the-way', 'differs']),
  checkedAt: z.string(),
  figures: z
    .record(z.string(), z.record(z.string(), z.string()))
    .meta({ description: 'By system: ordered, shipped, invoiced, settled, paid, posted' }),
  reasons: z.array(z.looseObject({ step: z.string(), why: z.string(), amount: z.string(), system: z.string().nullable() })),
})

export type OrderMoney = z.infer<typeof moneySchema>

/** Undefined: it was not looked at yet, which takes a moment after the order came. */
export function moneyOf(tx: Tx, record: Id): Promise<OrderMoney | undefined> {
  return first(
    tx,
    sql<OrderMoney>`
      select currency, state, checked_at, figures, reasons from hub.chain
      where record_id = ${record} and about = 'order' order by currency limit 1`,
  )
}
