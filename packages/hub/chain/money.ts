/** What a system says of the money of orders and customers: figures of its own documents, in its own ids. */
import type { KindName } from '../kinds.ts'

/**
 * Steps of an order's money: what was ordered; the part that was shipped, at the order's prices; invoices less credit
 * notes; what of them is settled; payments allocated to them; what the ledger posted to receivables for them.
 */
export type MoneyStep = 'ordered' | 'shipped' | 'invoiced' | 'settled' | 'paid' | 'posted'

export const MONEY_STEPS: readonly MoneyStep[] = ['ordered', 'shipped', 'invoiced', 'settled', 'paid', 'posted']

/** Exact decimal text. */
export type Amounts = Readonly<Partial<Record<MoneyStep, string>>>

export interface MoneyDocument {
  readonly kind: KindName
  readonly externalId: string
  readonly version: string
  readonly number: string
  /** When it is due, for invoices. */
  readonly dueDate?: string
  readonly isCredit?: boolean
  /** Credit notes and refunds are negative. */
  readonly amounts: Amounts
}

export interface OrderMoney {
  readonly order: string
  readonly customer: string
  readonly number: string
  readonly currency: string
  readonly state: 'requested' | 'placed' | 'closed' | 'cancelled'
  /** The order and everything that belongs to it. */
  readonly documents: readonly MoneyDocument[]
}

/** All a customer owes and has paid, in one currency, also without any order. */
export interface CustomerMoney {
  readonly customer: string
  readonly name: string
  readonly currency: string
  /** Invoices less credit notes less what is settled of them. */
  readonly open: string
  /** Payments not allocated to any invoice. */
  readonly unallocated: string
  /** The customer's balance in the receivables and prepayment accounts: open less unallocated, when the books are right. */
  readonly ledger?: string
}

export interface Touched {
  readonly orders: readonly string[]
  readonly customers: readonly string[]
  readonly next: string
  readonly more: boolean
}

export interface MoneySource {
  /** The steps that documents of a kind tell here. */
  readonly tells: Readonly<Partial<Record<KindName, readonly MoneyStep[]>>>
  /** Whose money has changed after a cursor (empty text: everybody's); nothing is ever added before `next` later on. */
  since(cursor: string, limit: number): Promise<Touched>
  ofOrders(orders: readonly string[]): Promise<readonly OrderMoney[]>
  ofCustomers(customers: readonly string[]): Promise<readonly CustomerMoney[]>
}
