/**
 * From facts of documents to accounts: the posting rules. Data. An amount below zero goes to the other side.
 * `part` names the amount of the fact; `party` says that the line is also in the business partner's account.
 */
import type { Role } from '../account/definition.ts'

export type Part =
  | 'cost'
  | 'value'
  | 'scrapped'
  | 'total'
  | 'net'
  | 'tax'
  | 'amount'
  | 'allocated'
  | 'unallocated'
  /** Only in base currency: what rates between two dates made of the same money. */
  | 'exchange'

export interface PostingRule {
  readonly part: Part
  readonly debit?: Role
  readonly credit?: Role
  readonly party?: true
}

export const POSTING_RULES = {
  shipment: [
    { part: 'cost', debit: 'cost-of-goods-sold' },
    { part: 'cost', credit: 'inventory' },
  ],
  // What is good again is stock as before it left; what is not is lost, and no longer a cost of selling.
  'sales-return': [
    { part: 'value', debit: 'inventory' },
    { part: 'scrapped', debit: 'inventory-difference' },
    { part: 'cost', credit: 'cost-of-goods-sold' },
  ],
  'goods-receipt': [
    { part: 'value', debit: 'inventory' },
    { part: 'value', credit: 'received-not-invoiced' },
  ],
  'stock-adjustment': [
    { part: 'value', debit: 'inventory' },
    { part: 'value', credit: 'inventory-difference' },
  ],
  invoice: [
    { part: 'total', debit: 'receivable', party: true },
    { part: 'net', credit: 'revenue' },
    { part: 'tax', credit: 'tax-payable' },
  ],
  'credit-note': [
    { part: 'net', debit: 'revenue' },
    { part: 'tax', debit: 'tax-payable' },
    { part: 'total', credit: 'receivable', party: true },
  ],
  payment: [
    { part: 'amount', debit: 'bank' },
    { part: 'allocated', credit: 'receivable', party: true },
    { part: 'unallocated', credit: 'prepayment', party: true },
  ],
  'payment-allocation': [
    { part: 'unallocated', debit: 'prepayment', party: true },
    { part: 'allocated', credit: 'receivable', party: true },
  ],
  'settlement-difference': [{ part: 'exchange', debit: 'receivable', party: true }],
} as const satisfies Readonly<Record<string, readonly PostingRule[]>>

export type FactType = keyof typeof POSTING_RULES
