/** What the CRM tells of a customer's invoices: one shape for who answers and who shows it. Types only. */
import type { Row } from '@tandem/kernel'
import type { invoice } from '../invoice/definition.ts'

/** An invoice without its lines, with what is open of it (a credit note's is below zero) and since when it is late. */
export type StoryInvoice = Omit<Row<typeof invoice>, 'lines'> & { readonly open: string; readonly overdueDays: number }

/** All invoices of the customer in one currency. Open and overdue are net of credit notes. */
export interface Balance {
  readonly currency: string
  readonly open: string
  readonly overdue: string
  readonly invoiced: string
  readonly paid: string
}
