/** What invoices tell the ledger. */
import { convert, Decimal, money } from '@tandem/kernel'
import type { PostingFact } from '../ledger/entry.ts'
import type { Booking, Invoice } from './invoice.ts'

/** The fact of a new invoice or credit note, booked at its rate: net takes what the rounding of tax leaves of the total. */
export function invoiceFact(invoice: Invoice, party: string, { rate, base }: Booking): PostingFact {
  const { type, id, number, invoiceDate, currency, total, net, tax, baseTotal } = invoice
  const baseTax = convert(money(tax, currency), rate, base).amount
  return {
    type,
    date: invoiceDate,
    source: { document: 'invoice', id },
    description: `${number} ${party}`,
    currency,
    party: invoice.party,
    amounts: { total, net, tax },
    baseAmounts: { total: baseTotal, tax: baseTax, net: Decimal.of(baseTotal).minus(baseTax) },
  }
}

/** The fact of a set-off between documents booked at different rates; its amounts are zero otherwise. */
export function setOffFact(credit: Invoice, lineNumber: number, exchange: Decimal, date: Invoice['invoiceDate']): PostingFact {
  return {
    type: 'settlement-difference',
    date,
    source: { document: 'invoice', id: credit.id, step: `set-off-${lineNumber}` },
    description: credit.number,
    currency: credit.currency,
    party: credit.party,
    amounts: {},
    baseAmounts: { exchange },
  }
}
