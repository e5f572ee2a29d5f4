/** The proof of the books: what must be equal, compared. Nothing here trusts a kept sum without recomputing it. */
import { baseCurrency, rows, sql, type Tx } from '@tandem/db'
import { Decimal, type Label, minorDigits, ok, type Query } from '@tandem/kernel'

export interface Check {
  readonly name: string
  readonly label: Label
  readonly currency: string
  /** What the ledger (or the kept sum) says. */
  readonly ledger: string
  /** What the documents say. */
  readonly documents: string
  readonly difference: string
}

export interface BooksCheck {
  /** True only when every difference is zero. */
  readonly agrees: boolean
  readonly checks: readonly Check[]
  /** Sales order lines before and after rounding to the minor unit, by currency: rounding explained, not a mistake. */
  readonly rounding: readonly { currency: string; lines: number; exact: string; rounded: string; difference: string }[]
}

interface Pair {
  readonly currency: string
  readonly ledger: string
  readonly documents: string
}

export const booksCheck: Query<Tx, Record<never, never>, BooksCheck> = {
  name: 'books-check',
  label: { en: 'Proof of the books', zh: '账务核对' },
  input: {},
  async run(tx) {
    const base = await baseCurrency(tx)
    const [checks, rounding] = await Promise.all([allChecks(tx, base), orderRounding(tx)])
    return ok({ agrees: checks.every(({ difference }) => difference === '0'), checks, rounding })
  },
}

async function allChecks(tx: Tx, base: string): Promise<Check[]> {
  const digits = minorDigits(base)
  const found = await Promise.all([
    checked(tx, 'trial-balance', { en: 'Debits and credits', zh: '借贷平衡' }, debitsAndCredits()),
    checked(tx, 'trial-balance-base', { en: 'Debits and credits, base currency', zh: '本位币借贷平衡' }, baseBalance(base)),
    checked(tx, 'balances', { en: 'Kept balances and journal', zh: '余额与凭证' }, balancesAndJournal()),
    checked(tx, 'receivable', { en: 'Receivables and their account', zh: '应收明细与总账' }, receivableControl()),
    checked(tx, 'receivable-base', { en: 'Receivables, base currency', zh: '应收本位币' }, receivableBase(base, digits)),
    checked(tx, 'prepayment', { en: 'Prepayments and their account', zh: '预收明细与总账' }, prepaymentControl()),
    checked(tx, 'prepayment-base', { en: 'Prepayments, base currency', zh: '预收本位币' }, prepaymentBase(base, digits)),
    checked(tx, 'party-credit', { en: 'Credit used and receivables', zh: '信用占用与应收' }, creditAndReceivables()),
    checked(tx, 'settlements', { en: 'Settled and its settlements', zh: '已结清与核销' }, settledAndSettlements()),
    checked(tx, 'inventory', { en: 'Stock value and its account', zh: '存货价值与总账' }, inventory(base)),
    checked(tx, 'stock-moves', { en: 'Stock value and its moves', zh: '存货价值与库存流水' }, stockMoves(base)),
    checked(tx, 'returned', { en: 'Cost of what came back', zh: '退货成本与凭证' }, returns(base)),
    checked(tx, 'invoiced', { en: 'Invoiced of orders and invoices', zh: '订单已开票与发票' }, invoicedOfOrders()),
  ])
  return found.flat()
}

async function checked(tx: Tx, name: string, label: Label, query: ReturnType<typeof sql<Pair>>): Promise<Check[]> {
  const pairs = await rows(tx, query)
  return pairs.map(({ currency, ledger, documents }) => {
    const difference = Decimal.of(ledger).minus(Decimal.of(documents)).toString()
    return { name, label, currency, ledger, documents, difference }
  })
}

function debitsAndCredits() {
  return sql<Pair>`
    select currency, sum(debit) as ledger, sum(credit) as documents from erp.account_total group by currency order by currency`
}

function baseBalance(base: string) {
  return sql<Pair>`
    select ${base} as currency, coalesce(sum(base_debit), 0) as ledger, coalesce(sum(base_credit), 0) as documents
    from erp.account_total`
}

/** Kept sums and the journal's own, account by account: differences are added up without sign, so that none hides another. */
function balancesAndJournal() {
  return sql<Pair>`
    select coalesce(k.currency, j.currency) as currency, coalesce(sum(k.debit + k.credit), 0) as ledger,
           coalesce(sum(k.debit + k.credit), 0) - sum(abs(coalesce(k.debit, 0) - coalesce(j.debit, 0))
             + abs(coalesce(k.credit, 0) - coalesce(j.credit, 0))) as documents
    from (select account, currency, sum(debit) as debit, sum(credit) as credit from erp.account_total group by account, currency) k
    full join (select account, currency, sum(debit) as debit, sum(credit) as credit from erp.journal_entry_line
               group by account, currency) j on j.account = k.account and j.currency = k.currency
    group by 1 order by 1`
}

/** The ledger's balance (debit less credit) of the account that plays a role, by currency. */
function balanceOf(role: string) {
  return sql`
    select t.currency, sum(t.debit - t.credit) as balance, sum(t.base_debit - t.base_credit) as base_balance
    from erp.account_total t join erp.account_role r on r.account = t.account and r.role = ${role} group by t.currency`
}

/** Sums by currency of the ledger and the documents side by side; what only one side has is zero on the other. */
function sideBySide(ledger: ReturnType<typeof balanceOf>, documents: ReturnType<typeof balanceOf>) {
  return sql<Pair>`
    select coalesce(l.currency, d.currency) as currency, coalesce(l.balance, 0) as ledger, coalesce(d.balance, 0) as documents
    from (${ledger}) l full join (${documents}) d on d.currency = l.currency order by 1`
}

function receivableControl() {
  return sideBySide(
    balanceOf('receivable'),
    sql`select currency, sum(case type when 'invoice' then total - paid else paid - total end) as balance
        from erp.invoice group by currency`,
  )
}

function receivableBase(base: string, digits: number) {
  return sql<Pair>`
    select ${base} as currency, coalesce((select sum(base_balance) from (${balanceOf('receivable')}) l), 0) as ledger,
      coalesce((select sum((case type when 'invoice' then 1 else -1 end)
        * (base_total - coalesce(round(base_total * paid / nullif(total, 0), ${digits}::int), 0))) from erp.invoice), 0) as documents`
}

function prepaymentControl() {
  return sideBySide(
    balanceOf('prepayment'),
    sql`select currency, sum(allocated - amount) as balance from erp.payment group by currency`,
  )
}

function prepaymentBase(base: string, digits: number) {
  return sql<Pair>`
    select ${base} as currency, coalesce((select sum(base_balance) from (${balanceOf('prepayment')}) l), 0) as ledger,
      coalesce((select -sum(round(base_amount * (amount - allocated) / amount, ${digits}::int)) from erp.payment), 0) as documents`
}

/** Customer by customer: the differences are added up without sign, so that one cannot hide another. */
function creditAndReceivables() {
  return sql<Pair>`
    with owed as (
      select party, currency, sum(balance) as balance from (
        select party, currency, case type when 'invoice' then total - paid else paid - total end as balance from erp.invoice
        union all select party, currency, allocated - amount from erp.payment) parts group by party, currency)
    select coalesce(c.currency, o.currency) as currency, coalesce(sum(c.receivable), 0) as ledger,
           coalesce(sum(c.receivable), 0) - sum(abs(coalesce(c.receivable, 0) - coalesce(o.balance, 0))) as documents
    from erp.party_credit c full join owed o on o.party = c.party and o.currency = c.currency group by 1 order by 1`
}

function settledAndSettlements() {
  return sql<Pair>`
    with settlements as (
      select t.id, sum(s.amount) as amount from (
        select invoice as id, amount from erp.payment_allocation
        union all select invoice, amount from erp.invoice_application
        union all select parent_id, amount from erp.invoice_application) s
      join erp.invoice t on t.id = s.id and t.type = 'invoice' group by t.id)
    select i.currency, sum(i.paid) as ledger, sum(i.paid) - sum(abs(i.paid - coalesce(s.amount, 0))) as documents
    from erp.invoice i left join settlements s on s.id = i.id where i.type = 'invoice' group by i.currency order by 1`
}

function inventory(base: string) {
  return sql<Pair>`
    select ${base} as currency, coalesce((select sum(base_balance) from (${balanceOf('inventory')}) l), 0) as ledger,
           coalesce((select sum(value) from erp.stock_balance), 0) as documents`
}

function stockMoves(base: string) {
  return sql<Pair>`
    select ${base} as currency, coalesce(sum(b.value), 0) as ledger,
           coalesce(sum(b.value), 0) - coalesce(sum(abs(b.value - coalesce(m.cost, 0))), 0) as documents
    from erp.stock_balance b left join (select item, warehouse, sum(cost) as cost from erp.stock_move group by item, warehouse) m
      on m.item = b.item and m.warehouse = b.warehouse`
}

function invoicedOfOrders() {
  return sql<Pair>`
    with of_orders as (
      select o.currency, sum(l.invoiced_net + l.invoiced_tax) as balance
      from erp.sales_order o join erp.sales_order_line l on l.parent_id = o.id group by o.currency),
    of_invoices as (select currency, sum(total) as balance from erp.invoice where type = 'invoice' group by currency)
    select coalesce(o.currency, i.currency) as currency, coalesce(o.balance, 0) as ledger, coalesce(i.balance, 0) as documents
    from of_orders o full join of_invoices i on i.currency = o.currency order by 1`
}

/** What came back, as posted and as returns say; each line of an order that counts it otherwise is one more off. */
function returns(base: string) {
  return sql<Pair>`
    select ${base} as currency,
      coalesce((select sum(l.base_credit) from erp.journal_entry e join erp.journal_entry_line l on l.parent_id = e.id
                where e.source_document = 'sales-return'), 0) as ledger,
      coalesce((select sum(cost) from erp.sales_return), 0) - (
        select count(*) from erp.sales_order_line l left join (
          select r.sales_order, rl.order_line_number, sum(rl.received) as received
          from erp.sales_return r join erp.sales_return_line rl on rl.parent_id = r.id group by 1, 2) r
          on r.sales_order = l.parent_id and r.order_line_number = l.line_number
        where l.returned <> coalesce(r.received, 0)) as documents`
}

function orderRounding(tx: Tx): Promise<BooksCheck['rounding'][number][]> {
  return rows(
    tx,
    sql`
      select o.currency, count(*) as lines,
             sum(l.quantity * l.unit_price * (100 - l.discount_percent) / 100) as exact, sum(l.net) as rounded,
             sum(l.net) - sum(l.quantity * l.unit_price * (100 - l.discount_percent) / 100) as difference
      from erp.sales_order o join erp.sales_order_line l on l.parent_id = o.id
      where o.state in ('confirmed', 'closed') group by o.currency order by o.currency`,
  )
}
