/** One order's money from promise to bank: each step beside the one before, and where the difference is. */
import { first, rows, sql, type Tx } from '@tandem/db'
import { Decimal, defineFields, type Id, type Label, ok, type Query, refuse } from '@tandem/kernel'

const chainFields = defineFields({
  salesOrder: { kind: 'reference', to: 'sales-order', label: { en: 'Sales order', zh: '销售订单' } },
})

export interface ChainStep {
  readonly name: 'ordered' | 'shipped' | 'invoiced' | 'credited' | 'posted' | 'settled' | 'banked'
  readonly label: Label
  readonly amount: string
  /** The amount of the step before less this one, where they should become equal. */
  readonly missing: string
}

export interface MoneyChain {
  readonly number: string
  readonly currency: string
  readonly steps: readonly ChainStep[]
  /** The documents behind the steps. */
  readonly invoices: readonly { id: Id; number: string; type: string; total: string; paid: string; posted: string }[]
  /** True when what is invoiced is posted to the cent. */
  readonly agrees: boolean
}

const LABELS: Readonly<Record<ChainStep['name'], Label>> = {
  ordered: { en: 'Ordered', zh: '已订货' },
  shipped: { en: 'Shipped', zh: '已发货' },
  invoiced: { en: 'Invoiced', zh: '已开票' },
  credited: { en: 'Invoiced less credit notes', zh: '开票减红冲' },
  posted: { en: 'Posted to receivables', zh: '已记应收' },
  settled: { en: 'Settled', zh: '已结清' },
  banked: { en: 'Received', zh: '已收款' },
}

export const moneyChain: Query<Tx, typeof chainFields, MoneyChain> = {
  name: 'money-chain',
  label: { en: 'Money of an order', zh: '订单资金链' },
  input: chainFields,
  async run(tx, _by, { salesOrder }) {
    const [order, invoices, banked] = await Promise.all([
      orderSums(tx, salesOrder),
      invoiceSums(tx, salesOrder),
      received(tx, salesOrder),
    ])
    if (!order) return refuse('invoice/no-such-order', { id: salesOrder })
    const sum = (amount: (row: InvoiceSum) => string, type?: string) =>
      Decimal.sum(invoices.filter((row) => !type || row.type === type).map((row) => Decimal.of(amount(row))))
    const [invoiced, credit] = [sum((row) => row.total, 'invoice'), sum((row) => row.total, 'credit-note')]
    const net = invoiced.minus(credit)
    const posted = sum((row) => row.posted)
    const open = sum((row) => row.open, 'invoice').minus(sum((row) => row.open, 'credit-note'))
    const chain: [ChainStep['name'], Decimal][] = [
      ['ordered', Decimal.of(order.ordered)],
      ['shipped', Decimal.of(order.shipped)],
      ['invoiced', invoiced],
      ['credited', net],
      ['posted', posted],
      ['settled', net.minus(open)],
      ['banked', Decimal.of(banked)],
    ]
    return ok({ number: order.number, currency: order.currency, steps: stepsOf(chain), invoices, agrees: posted.equals(net) })
  },
}

function stepsOf(chain: readonly [ChainStep['name'], Decimal][]): ChainStep[] {
  return chain.map(([name, amount], i) => {
    const before = chain[i - 1]?.[1] ?? amount
    return { name, label: LABELS[name], amount: amount.toString(), missing: before.minus(amount).toString() }
  })
}

type OrderSum = { number: string; currency: string; ordered: string; shipped: string }
type InvoiceSum = MoneyChain['invoices'][number] & { open: string }

/** Shipped goods (and services, which need no shipping) valued as the order values them, with tax. */
function orderSums(tx: Tx, id: Id): Promise<OrderSum | undefined> {
  return first(
    tx,
    sql<OrderSum>`
      select o.number, o.currency, o.total as ordered,
        coalesce(sum(case when l.is_service or l.shipped = l.quantity then l.net + l.tax
                          else round((l.net + l.tax) * l.shipped / nullif(l.quantity, 0), 4) end), 0) as shipped
      from erp.sales_order o left join erp.sales_order_line l on l.tenant_id = o.tenant_id and l.parent_id = o.id
      where o.id = ${id} group by o.tenant_id, o.id`,
  )
}

function invoiceSums(tx: Tx, id: Id): Promise<InvoiceSum[]> {
  return rows(
    tx,
    sql<InvoiceSum>`
      select i.id, i.number, i.type, i.total, i.paid, i.total - i.paid as open,
        coalesce((select sum(l.debit - l.credit) from erp.journal_entry e
          join erp.journal_entry_line l on l.tenant_id = e.tenant_id and l.parent_id = e.id
          join erp.account_role r on r.tenant_id = l.tenant_id and r.account = l.account and r.role = 'receivable'
          where e.tenant_id = i.tenant_id and e.source_document = 'invoice' and e.source_id = i.id), 0) as posted
      from erp.invoice i where i.sales_order = ${id} order by i.number`,
  )
}

async function received(tx: Tx, id: Id): Promise<string> {
  const found = await first(
    tx,
    sql<{ amount: string }>`
      select coalesce(sum(a.amount), 0) as amount
      from erp.invoice i join erp.payment_allocation a on a.tenant_id = i.tenant_id and a.invoice = i.id
      where i.sales_order = ${id}`,
  )
  return found?.amount ?? '0'
}
