/** The customer's story as the CRM tells it in one answer. */
import type { activity, address, contact, customer, invoice, order, payment, quote } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { useAnswer } from '../api/documents.ts'

export type StoryInvoice = Omit<Row<typeof invoice>, 'lines'> & { readonly open: string; readonly overdueDays: number }

export interface Balance {
  readonly currency: string
  readonly open: string
  readonly overdue: string
  readonly invoiced: string
  readonly paid: string
}

export interface StoryEvent {
  readonly id: string
  readonly type: string
  readonly document: string
  readonly documentId: string
  readonly at: string
  readonly actorId: string
}

/** Lists hold the newest entries, newest first; balances count everything. */
export interface CustomerStory {
  readonly customer: Row<typeof customer>
  readonly contacts: readonly Row<typeof contact>[]
  readonly addresses: readonly Row<typeof address>[]
  readonly balances: readonly Balance[]
  readonly quotes: readonly Omit<Row<typeof quote>, 'lines'>[]
  readonly orders: readonly Row<typeof order>[]
  readonly invoices: readonly StoryInvoice[]
  readonly payments: readonly Row<typeof payment>[]
  readonly activities: readonly Row<typeof activity>[]
  readonly events: readonly StoryEvent[]
}

export function useStory(customerId: string) {
  return useAnswer<CustomerStory>('crm', 'customer-story', { customer: customerId })
}
