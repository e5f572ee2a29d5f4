/** What a customer has still to pay: little enough for the customer's own eyes. */
import { rows, sql, type Tx } from '@tandem/db'
import { defineFields, ok, type Query } from '@tandem/kernel'
import { CUSTOMER } from '../shared/fields.ts'
import { balancesOf, OPEN, OVERDUE_DAYS } from './balances.ts'
import type { Balance, StoryInvoice } from './shape.ts'

export interface OpenInvoices {
  readonly balances: readonly Balance[]
  /** Those that are not settled, what is due first first; a credit note's open amount is below zero. */
  readonly invoices: readonly StoryInvoice[]
}

const openInput = defineFields({ customer: CUSTOMER })

/** Balances count everything. */
const MOST = 500

export const openInvoices: Query<Tx, typeof openInput, OpenInvoices> = {
  name: 'open-invoices',
  label: { en: 'What a customer has still to pay', zh: '客户未付款项' },
  input: openInput,
  async run(tx, { today }, { customer }) {
    const [balances, invoices] = await Promise.all([
      balancesOf(tx, customer, today),
      rows(
        tx,
        sql<StoryInvoice>`
          select i.*, ${OPEN} as open, ${OVERDUE_DAYS(today)} as overdue_days
          from crm.invoice i where customer = ${customer} and abs(paid) < abs(total) order by due_date, number limit ${MOST}`,
      ),
    ])
    return ok({ balances, invoices })
  },
}
