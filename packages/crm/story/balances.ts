/** What a customer has still to pay, by currency and by invoice. */
import { rows, sql, type Tx } from '@tandem/db'
import type { Id, PlainDate } from '@tandem/kernel'
import type { Balance } from './shape.ts'

/** What is still to be paid; systems write credit notes with either sign, so theirs is turned below zero. */
export const OPEN = sql.raw(`case when type = 'invoice' then total - paid else abs(paid) - abs(total) end`)

/** Days since it should have been paid, where something is open. */
export const OVERDUE_DAYS = (today: PlainDate) =>
  sql`case when ${OPEN} > 0 then greatest(${today}::date - due_date, 0) else 0 end`

export function balancesOf(tx: Tx, id: Id, today: PlainDate): Promise<Balance[]> {
  return rows(
    tx,
    sql<Balance>`
      with open_invoice as (
        select currency, ${OPEN} as open, due_date, case when type = 'invoice' then total else -abs(total) end as total,
               case when type = 'invoice' then paid else -abs(paid) end as paid
        from crm.invoice where customer = ${id})
      select currency, sum(open) as open, coalesce(sum(open) filter (where due_date < ${today}::date), 0) as overdue,
             sum(total) as invoiced, sum(paid) as paid
      from open_invoice group by currency order by currency`,
  )
}
