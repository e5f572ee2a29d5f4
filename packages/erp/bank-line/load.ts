/** Reading what movements of a bank account may be matched with. */
import { rows, sql, type Tx, textArray } from '@tandem/db'
import { Decimal } from '@tandem/kernel'
import { type Candidates, type LoosePayment, type Money, type OpenInvoice, wordsIn } from './proposals.ts'

/** Recorded by hand up to so many days before or after the bank booked it. */
const DAYS_APART = 30

/** For all lines at once; `isByNumber`: only what they name by its number, and what else might be that. */
export async function loadCandidates(tx: Tx, lines: readonly Money[], isByNumber = false): Promise<Candidates> {
  if (lines.length === 0) return { invoices: [], payments: [], payers: [] }
  const [invoices, payments, payers] = await Promise.all([
    loadInvoices(tx, lines, isByNumber),
    loadPayments(tx, lines),
    isByNumber ? [] : loadPayers(tx, lines),
  ])
  return { invoices, payments, payers }
}

function loadInvoices(tx: Tx, lines: readonly Money[], isByNumber: boolean): Promise<OpenInvoice[]> {
  const numbers = [...new Set(lines.flatMap(({ reference }) => wordsIn(reference)))]
  const amounts = isByNumber ? [] : [...new Set(lines.map(({ amount }) => Decimal.of(amount).abs().toString()))]
  return rows(
    tx,
    sql<OpenInvoice>`
      select i.id, i.number, i.type, i.party, p.name as party_name, i.currency, i.total - i.paid as open, i.invoice_date
      from erp.invoice i join erp.party p on p.tenant_id = i.tenant_id and p.id = i.party
      where i.tenant_id = platform.tenant() and i.id in (
        select id from erp.invoice where number = any(${textArray(numbers)}::text[]) and state = 'open'
        union
        (select id from erp.invoice where state = 'open' and total - paid = any(${textArray(amounts)}::numeric[]) limit 200))
      order by i.invoice_date, i.number`,
  )
}

function loadPayments(tx: Tx, lines: readonly Money[]): Promise<LoosePayment[]> {
  const days = lines.map(({ bookingDate }) => bookingDate).sort()
  return rows(
    tx,
    sql<LoosePayment>`
      select y.id, y.number, y.party, p.name as party_name, y.currency, y.amount, y.payment_date, y.reference,
             y.allocated = y.amount as is_allocated
      from erp.payment y join erp.party p on p.tenant_id = y.tenant_id and p.id = y.party
      where y.tenant_id = platform.tenant() and y.state = 'posted' and y.reverses is null
        and y.amount = any(${textArray([...new Set(lines.map(({ amount }) => amount))])}::numeric[])
        and y.payment_date between ${days[0]}::date - ${DAYS_APART}::int and ${days.at(-1)}::date + ${DAYS_APART}::int
        and not exists (select from erp.bank_line l where l.payment = y.id)
      order by y.payment_date, y.number limit 200`,
  )
}

function loadPayers(tx: Tx, lines: readonly Money[]): Promise<Candidates['payers'][number][]> {
  const names = lines.flatMap(({ counterparty }) => counterparty?.toLowerCase() ?? [])
  const accounts = lines.flatMap(({ counterpartyAccount }) => counterpartyAccount ?? [])
  return rows(
    tx,
    sql<Candidates['payers'][number]>`
      select p.id as party, p.name as party_name, p.name as by, 'counterparty' as reason
      from erp.party p where lower(p.name) = any(${textArray(names)}::text[]) and p.is_customer and p.status = 'active'
      union
      select p.id, p.name, l.counterparty_account, 'same-account'
      from erp.bank_line l
      join erp.payment y on y.tenant_id = l.tenant_id and y.id = l.payment
      join erp.party p on p.tenant_id = y.tenant_id and p.id = y.party
      where l.counterparty_account = any(${textArray(accounts)}::text[]) and l.payment is not null and p.status = 'active'`,
  )
}
