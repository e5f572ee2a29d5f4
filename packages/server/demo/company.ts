/**
 * The demo company: a furniture maker in Hangzhou with a year behind it. Everything goes through the commands of the two
 * sides and the joint, dated in the past; the same seed and day make the same company.
 */
import { crm } from '@tandem/crm'
import { rows, sql, textArray } from '@tandem/db'
import { erp } from '@tandem/erp'
import { addDays, type Id, type PlainDate, randomNumbers } from '@tandem/kernel'
import { expireOldQuotes } from '../jobs/expire-quotes.ts'
import { idsBy, mustFind, perform, type Workshop } from '../load/workshop.ts'
import { catalog } from './catalog.ts'
import { all, contextOn, type Day } from './day.ts'
import { cycleDays, type HistorySize, type PlannedQuote, planYear } from './history.ts'
import { createMasterData } from './master.ts'
import { leaveThingsToDo } from './open-ends.ts'
import { makeCustomers } from './people.ts'
import { refillStock } from './stock.ts'

const SEED = 20_260_314
const CUSTOMERS = 120

/** Loads everything up to the day before the context's today, and leaves some things open for whoever looks at it first. */
export async function loadDemoCompany(shop: Workshop, size: HistorySize = {}): Promise<void> {
  const random = randomNumbers(SEED)
  const today = shop.context().today
  const customers = makeCustomers(CUSTOMERS, random)
  const days = cycleDays(today, size.cycles)
  const first = days[0] as PlainDate
  const ids = await createMasterData(shop, { by: contextOn(shop.context(), first, 8), customers, catalog, days })
  const sellable = catalog.filter(({ category }) => category !== 'Materials')
  const plan = planYear(today, customers, sellable, random, size)
  const byDay = planByDay(plan)
  for (const [i, date] of days.entries()) {
    await liveThrough({ shop, ids, date, by: contextOn(shop.context(), date, 9) }, byDay(date), random)
    shop.progress('history', i + 1, days.length)
  }
  await leaveThingsToDo({ shop, ids, date: today, by: shop.context() })
  await shop.settle()
}

interface Agenda {
  readonly quotes: readonly PlannedQuote[]
  readonly decided: readonly PlannedQuote[]
  readonly deliveries: readonly { readonly quote: PlannedQuote; readonly everything: boolean }[]
}

function planByDay(plan: readonly PlannedQuote[]): (date: PlainDate) => Agenda {
  const quotes = Map.groupBy(plan, ({ quoteDate }) => quoteDate)
  const decided = Map.groupBy(plan, ({ decidedDate }) => decidedDate)
  const deliveries = Map.groupBy(
    plan.flatMap((quote) => (quote.cancelled ? [] : quote.deliveries.map((delivery) => ({ quote, ...delivery })))),
    ({ date }) => date,
  )
  return (date) => ({ quotes: quotes.get(date) ?? [], decided: decided.get(date) ?? [], deliveries: deliveries.get(date) ?? [] })
}

async function liveThrough(day: Day, agenda: Agenda, random: () => number): Promise<void> {
  await offer(day, agenda.quotes)
  await decide(day, agenda.decided)
  await refillStock(day)
  await day.shop.settle()
  await cancel(day, agenda.decided)
  await deliver(day, agenda.deliveries)
  await invoiceWhatIsShipped(day)
  await collect(day, random)
}

async function offer({ shop, ids, date, by }: Day, planned: readonly PlannedQuote[]): Promise<void> {
  await shop.database.transaction(shop.tenant, async (tx) => {
    const inputs = planned.map((quote) => ({
      number: quote.number,
      customer: mustFind(ids.customers, quote.customer.code),
      quoteDate: date,
      priceList: 'standard',
      lines: quote.lines.map((line) => ({
        item: mustFind(ids.crmItems, line.item.code),
        quantity: String(line.quantity),
        discountPercent: line.discountPercent,
      })),
    }))
    const made = all<{ id: Id }>(await perform(tx, by, crm, 'quote', 'create', inputs))
    const sent = made.filter((_, i) => planned[i]?.fate !== 'draft')
    all(
      await perform(
        tx,
        by,
        crm,
        'quote',
        'send',
        sent.map(({ id }) => ({ id, input: {} })),
      ),
    )
  })
}

async function decide({ shop, by }: Day, planned: readonly PlannedQuote[]): Promise<void> {
  const ids = await idsBy(
    shop,
    'crm.quote',
    'number',
    planned.map(({ number }) => number),
  )
  const of = (fate: PlannedQuote['fate'], input: (quote: PlannedQuote) => object) =>
    planned.filter((quote) => quote.fate === fate).map((quote) => ({ id: mustFind(ids, quote.number), input: input(quote) }))
  await shop.database.transaction(shop.tenant, async (tx) => {
    all(await perform(tx, by, crm, 'quote', 'accept', of('accepted', inTwoWeeks)))
    all(
      await perform(
        tx,
        by,
        crm,
        'quote',
        'decline',
        of('declined', () => ({ reason: '价格高于预算 / over budget' })),
      ),
    )
  })
  // Those planned to run out do so when their validity has passed.
  await shop.database.transaction(shop.tenant, (tx) => expireOldQuotes(tx, by))
}

function inTwoWeeks({ lines, decidedDate }: PlannedQuote): object {
  return { promises: lines.map((_, i) => ({ lineNumber: i + 1, promisedDate: addDays(decidedDate, 14) })) }
}

/** A few customers think again before anything is shipped. */
async function cancel({ shop, by }: Day, decided: readonly PlannedQuote[]): Promise<void> {
  const numbers = decided.filter(({ cancelled }) => cancelled).map(({ number }) => number)
  const orders = await idsBy(shop, 'crm."order"', 'quote_number', numbers)
  await shop.database.transaction(shop.tenant, async (tx) => {
    all(
      await perform(
        tx,
        by,
        crm,
        'order',
        'request-cancel',
        [...orders.values()].map((id) => ({ id, input: {} })),
      ),
    )
  })
}

interface OpenLine {
  readonly number: string
  readonly salesOrder: Id
  readonly orderLineNumber: number
  readonly reserved: string
}

/** Ships what is reserved: all of it, or of a part delivery half of each line. */
async function deliver({ shop, date, by }: Day, deliveries: Agenda['deliveries']): Promise<void> {
  await shop.database.transaction(shop.tenant, async (tx) => {
    const numbers = textArray(deliveries.map(({ quote }) => quote.number))
    const reserved = await rows(
      tx,
      sql<OpenLine>`
        select c.quote_number as number, o.id as sales_order, l.line_number as order_line_number, l.reserved
        from crm."order" c join erp.sales_order o on o.origin = c.number
        join erp.sales_order_line l on l.parent_id = o.id
        where c.quote_number = any(${numbers}::text[]) and o.state = 'confirmed' and l.reserved > 0
        order by c.quote_number, l.line_number`,
    )
    const lines = Map.groupBy(reserved, ({ number }) => number)
    const inputs = deliveries.flatMap(({ quote, everything }) => {
      const open = lines.get(quote.number)
      return open?.[0]
        ? [
            {
              salesOrder: open[0].salesOrder,
              shippedDate: date,
              carrier: '顺丰速运',
              lines: open.map((line) => shipped(line, everything)),
            },
          ]
        : []
    })
    all(await perform(tx, by, erp, 'shipment', 'create', inputs))
  })
}

function shipped({ orderLineNumber, reserved }: OpenLine, everything: boolean): object {
  const whole = Math.ceil(Number(reserved) / 2)
  return { orderLineNumber, quantity: everything || Number(reserved) < 2 ? reserved : String(whole) }
}

async function invoiceWhatIsShipped({ shop, date, by }: Day): Promise<void> {
  await shop.database.transaction(shop.tenant, async (tx) => {
    const due = await rows(
      tx,
      sql<{ salesOrder: Id }>`
        select distinct o.id as sales_order from erp.sales_order o join erp.sales_order_line l on l.parent_id = o.id
        where o.state = 'confirmed' and l.invoiced < case when l.is_service and o.delivery <> 'none' then l.quantity else l.shipped end
        order by o.id`,
    )
    all(
      await perform(
        tx,
        by,
        erp,
        'invoice',
        'create',
        due.map(({ salesOrder }) => ({ salesOrder, invoiceDate: date })),
      ),
    )
  })
}

interface DueInvoice {
  readonly invoice: Id
  readonly party: Id
  readonly code: string
  readonly currency: string
  readonly open: string
  readonly paid: string
  readonly overdueDays: number
}

/** Customers pay as they are used to; one in fifteen pays a half first. */
async function collect({ shop, ids, date, by }: Day, random: () => number): Promise<void> {
  await shop.database.transaction(shop.tenant, async (tx) => {
    const open = await rows(
      tx,
      sql<DueInvoice>`
        select i.id as invoice, i.party, p.code, i.currency, i.total - i.paid as open, i.paid, ${date}::date - i.due_date as overdue_days
        from erp.invoice i join erp.party p on p.id = i.party
        where i.paid < i.total and i.type = 'invoice' order by i.number`,
    )
    const paying = open.filter(({ code, overdueDays }) => overdueDays >= mustFind(ids.habits, code))
    const inputs = paying.map(({ invoice, party, currency, open: rest, paid }) => {
      const half = paid === '0' && random() < 1 / 15 ? (Number(rest) / 2).toFixed(2) : rest
      const reference = `BANK ${date}`
      return {
        party,
        paymentDate: date,
        currency,
        amount: half,
        method: '银行 Bank',
        reference,
        allocations: [{ invoice, amount: half }],
      }
    })
    all(await perform(tx, by, erp, 'payment', 'create', inputs))
  })
}
