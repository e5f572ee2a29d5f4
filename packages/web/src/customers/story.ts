/** The customer's story as the CRM tells it in one answer. */
import type {
  activity,
  address,
  Balance,
  contact,
  customer,
  goodsReturn,
  order,
  payment,
  quote,
  StoryInvoice,
} from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { useAnswer } from '../api/documents.ts'

export type { Balance, StoryInvoice } from '@tandem/crm/definitions'

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
  readonly returns: readonly Row<typeof goodsReturn>[]
  readonly activities: readonly Row<typeof activity>[]
  readonly events: readonly StoryEvent[]
}

export function useStory(customerId: string) {
  return useAnswer<CustomerStory>('crm', 'customer-story', { customer: customerId })
}
