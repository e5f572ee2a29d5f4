/** Merging customers: last of all folders, since it knows every document of a customer. */
import {
  type MergePreview,
  type Merging,
  mergeDocuments,
  previewMerge,
  previewUnmerge,
  type Tx,
  type UnmergePreview,
  unmergeDocuments,
} from '@tandem/db'
import { type DocumentCommand, defineFields, type Query } from '@tandem/kernel'
import { activity } from '../activity/definition.ts'
import { address } from '../address/definition.ts'
import { contact } from '../contact/definition.ts'
import type { Customer } from '../customer/customer.ts'
import { customer } from '../customer/definition.ts'
import { invoice } from '../invoice/definition.ts'
import { opportunity } from '../opportunity/definition.ts'
import { order } from '../order/definition.ts'
import { payment } from '../payment/definition.ts'
import { price } from '../price/definition.ts'
import { quote } from '../quote/definition.ts'
import { goodsReturn } from '../return/definition.ts'
import { ticket } from '../ticket/definition.ts'

const customers: Merging = {
  definition: customer,
  // Quotes before the opportunities they win, orders before their returns.
  referring: [contact, address, price, quote, order, goodsReturn, opportunity, invoice, payment, activity, ticket].map(
    (definition) => ({
      definition,
      column: 'customer',
    }),
  ),
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

const previewFields = defineFields({
  customer: { kind: 'reference', to: 'customer', label: { en: 'Customer', zh: '客户' } },
  into: mergeFields.into,
})

/** What merging them would re-point. */
export const mergePreview: Query<Tx, typeof previewFields, MergePreview<Customer>> = {
  name: 'merge-preview',
  label: { en: 'What a merge would re-point', zh: '合并会转移什么' },
  input: previewFields,
  run: (tx, _by, { customer: id, into }) => previewMerge<Customer>(tx, customers, { id, into }),
}

const undoFields = defineFields({ customer: previewFields.customer })

/** What undoing its merge would put back, and what would stay. */
export const unmergePreview: Query<Tx, typeof undoFields, UnmergePreview<Customer>> = {
  name: 'unmerge-preview',
  label: { en: 'What undoing a merge would put back', zh: '撤销合并会退回什么' },
  input: undoFields,
  run: (tx, _by, { customer: id }) => previewUnmerge<Customer>(tx, customers, { id }),
}
