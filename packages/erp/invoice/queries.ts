import { rows, sql, type Tx } from '@tandem/db'
import { defineFields, type Id, ok, type PlainDate, type Query } from '@tandem/kernel'

const asOf = { kind: 'date', optional: true, label: { en: 'As of', zh: '截至' } } as const
const party = { kind: 'reference', to: 'party', optional: true, label: { en: 'Customer', zh: '客户' } } as const

const receivablesFields = defineFields({ asOf, party })

/** What a customer owes in a currency, by how long it is due. */
export interface ReceivablesRow {
  party: Id
  code: string
  name: string
  currency: string
  notDue: string
  days1To30: string
  days31To60: string
  days61To90: string
  over90: string
  /** Open credit notes and payments that settle nothing yet: what we owe the customer. */
  credit: string
  prepaid: string
  /** All of it together. */
  balance: string
}

export const receivables: Query<Tx, typeof receivablesFields, { asOf: PlainDate; rows: ReceivablesRow[] }> = {
  name: 'receivables',
  label: { en: 'Receivables by age', zh: '应收账龄' },
  input: receivablesFields,
  async run(tx, by, input) {
    const day = input.asOf ?? by.today
    const of = input.party ?? null
    const found = await rows(
      tx,
      sql<ReceivablesRow>`
        with owed as (${openThen(day, of)}), prepaid as (${prepaidThen(day, of)}),
        summed as (
          select party, currency,
            sum(open) filter (where type = 'invoice' and days <= 0) as not_due,
            sum(open) filter (where type = 'invoice' and days between 1 and 30) as days_1_to_30,
            sum(open) filter (where type = 'invoice' and days between 31 and 60) as days_31_to_60,
            sum(open) filter (where type = 'invoice' and days between 61 and 90) as days_61_to_90,
            sum(open) filter (where type = 'invoice' and days > 90) as over_90,
            sum(open) filter (where type = 'credit-note') as credit,
            sum(open) filter (where type = 'prepaid') as prepaid,
            sum(case when type = 'invoice' then open else -open end) as balance
          from (select party, currency, type, open, ${day}::date - due_date as days from owed
                union all select party, currency, 'prepaid', left_over, 0 from prepaid) parts
          group by party, currency)
        select p.id as party, p.code, p.name, s.currency, coalesce(s.not_due, 0) as not_due,
               coalesce(s.days_1_to_30, 0) as "days1To30", coalesce(s.days_31_to_60, 0) as "days31To60",
               coalesce(s.days_61_to_90, 0) as "days61To90", coalesce(s.over_90, 0) as "over90",
               coalesce(s.credit, 0) as credit, coalesce(s.prepaid, 0) as prepaid, s.balance
        from summed s join erp.party p on p.tenant_id = platform.tenant() and p.id = s.party
        where s.balance <> 0 or s.credit <> 0 or s.prepaid <> 0 or s.not_due <> 0
          or s.days_1_to_30 <> 0 or s.days_31_to_60 <> 0 or s.days_61_to_90 <> 0 or s.over_90 <> 0
        order by p.code, s.currency`,
    )
    return ok({ asOf: day, rows: found })
  },
}

/** What was open on a day: what is open now, with what was settled since put back. Reads open ones and later settlements only. */
function openThen(day: PlainDate, of: Id | null) {
  return sql`
    select i.party, i.currency, i.type, i.due_date, i.total - i.paid + coalesce(later.amount, 0) as open
    from erp.invoice i left join (
      select invoice, sum(amount) as amount from (
        select a.invoice, a.amount * case t.type when 'invoice' then 1 else -1 end as amount
        from erp.payment_allocation a join erp.invoice t on t.tenant_id = a.tenant_id and t.id = a.invoice
        where a.settled_date > ${day}::date
        union all select invoice, amount from erp.invoice_application where settled_date > ${day}::date
        union all select parent_id, amount from erp.invoice_application where settled_date > ${day}::date) since
      group by invoice) later on later.invoice = i.id
    where i.tenant_id = platform.tenant() and i.invoice_date <= ${day}::date and (i.state = 'open' or later.amount <> 0)
      and (${of}::uuid is null or i.party = ${of}::uuid)`
}

/** What of payments settled nothing yet on a day. */
function prepaidThen(day: PlainDate, of: Id | null) {
  return sql`
    select p.party, p.currency, p.amount - p.allocated + coalesce(later.amount, 0) as left_over
    from erp.payment p left join (
      select parent_id, sum(amount) as amount from erp.payment_allocation where settled_date > ${day}::date
      group by parent_id) later on later.parent_id = p.id
    where p.tenant_id = platform.tenant() and p.payment_date <= ${day}::date
      and (p.allocated <> p.amount or later.amount <> 0) and (${of}::uuid is null or p.party = ${of}::uuid)`
}

const openFields = defineFields({
  party,
  overdue: { kind: 'flag', optional: true, label: { en: 'Overdue only', zh: '仅逾期' } },
  limit: { kind: 'integer', optional: true, label: { en: 'At most', zh: '最多' } },
})

export interface OpenInvoice {
  id: Id
  number: string
  type: 'invoice' | 'credit-note'
  party: Id
  partyName: string
  invoiceDate: PlainDate
  dueDate: PlainDate
  currency: string
  total: string
  open: string
  /** Days past the due date; zero or less: not due. */
  overdueDays: number
}

export const openInvoices: Query<Tx, typeof openFields, OpenInvoice[]> = {
  name: 'open-invoices',
  label: { en: 'Open invoices', zh: '未结发票' },
  input: openFields,
  async run(tx, by, input) {
    const [of, latest] = [input.party ?? null, input.overdue ? by.today : null]
    const found = await rows(
      tx,
      sql<OpenInvoice>`
        select i.id, i.number, i.type, i.party, p.name as party_name, i.invoice_date, i.due_date, i.currency, i.total,
               i.total - i.paid as open, ${by.today}::date - i.due_date as overdue_days
        from erp.invoice i join erp.party p on p.tenant_id = i.tenant_id and p.id = i.party
        where i.tenant_id = platform.tenant() and i.state = 'open' and (${of}::uuid is null or i.party = ${of}::uuid)
          and (${latest}::date is null or i.due_date < ${latest}::date)
        order by i.due_date, i.number limit ${input.limit ?? 200}`,
    )
    return ok(found)
  },
}

const taxFields = defineFields({
  from: { kind: 'date', label: { en: 'From', zh: '自' } },
  to: { kind: 'date', label: { en: 'To', zh: '至' } },
})

export interface TaxReport {
  /** Invoices less credit notes, by rate and currency. */
  readonly rows: readonly { taxRate: string; currency: string; net: string; tax: string }[]
  /** What the ledger says of the same days: credits less debits of the tax account, in base currency. */
  readonly ledgerTax: string
}

export const taxReport: Query<Tx, typeof taxFields, TaxReport> = {
  name: 'tax-report',
  label: { en: 'Tax report', zh: '税额汇总表' },
  input: taxFields,
  async run(tx, _by, { from, to }) {
    const [found, ledger] = await Promise.all([
      rows(
        tx,
        sql<TaxReport['rows'][number]>`
          select l.tax_rate, i.currency, sum(case i.type when 'invoice' then l.net else -l.net end) as net,
                 sum(case i.type when 'invoice' then l.tax else -l.tax end) as tax
          from erp.invoice i join erp.invoice_line l on l.tenant_id = i.tenant_id and l.parent_id = i.id
          where i.tenant_id = platform.tenant() and i.invoice_date between ${from}::date and ${to}::date
          group by l.tax_rate, i.currency order by l.tax_rate desc, i.currency`,
      ),
      rows(
        tx,
        sql<{ tax: string }>`
          select coalesce(sum(l.base_credit - l.base_debit), 0) as tax
          from erp.account_role r join erp.journal_entry_line l on l.tenant_id = r.tenant_id and l.account = r.account
          where r.role = 'tax-payable' and l.entry_date between ${from}::date and ${to}::date`,
      ),
    ])
    return ok({ rows: found, ledgerTax: ledger[0]?.tax ?? '0' })
  },
}
