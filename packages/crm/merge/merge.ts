/** Merging customers: last of all folders, since it knows every document of a customer. */
import { type Merging, mergeDocuments, type Tx, unmergeDocuments } from '@tandem/db'
import { type DocumentCommand, defineFields } from '@tandem/kernel'
import { activity } from '../activity/definition.ts'
import { address } from '../address/definition.ts'
import { contact } from '../contact/definition.ts'
import type { Customer } from '../customer/customer.ts'
import { customer } from '../customer/definition.ts'
import { invoice } from '../invoice/definition.ts'
import { order } from '../order/definition.ts'
import { payment } from '../payment/definition.ts'
import { price } from '../price/definition.ts'
import { quote } from '../quote/definition.ts'

const customers: Merging = {
  definition: customer,
  referring: [contact, address, price, quote, order, invoice, payment, activity].map((definition) => ({
    definition,
    column: 'customer',
  })),
}

const mergeFields = defineFields({ into: { kind: 'reference', to: 'customer', label: { en: 'Into', zh: '合并到' } } })

export const mergeCustomer: DocumentCommand<Tx, typeof mergeFields, Customer> = {
  name: 'merge',
  document: 'customer',
  on: 'one',
  label: { en: 'Merge', zh: '合并' },
  input: mergeFields,
  run: (tx, by, inputs) => mergeDocuments<Customer>(tx, by, customers, inputs),
}

export const unmergeCustomer: DocumentCommand<Tx, Record<never, never>, Customer> = {
  name: 'unmerge',
  document: 'customer',
  on: 'one',
  label: { en: 'Undo the merge', zh: '撤销合并' },
  input: {},
  run: (tx, by, inputs) => unmergeDocuments<Customer>(tx, by, customers, inputs),
}
