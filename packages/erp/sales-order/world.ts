/** What a decision on an order knows of the world, and changes in it when the order is accepted. */
import { Decimal, type Id, type Instant, type PlainDate } from '@tandem/kernel'
import type { Supply } from '../atp/load.ts'
import type { StockBook } from '../stock/book.ts'
import type { PartyCard } from './references.ts'
import type { SalesOrder } from './sales-order.ts'

/** What of an item counts when an order is confirmed. */
export interface ItemFacts {
  readonly code: string
  readonly status: 'active' | 'archived'
  readonly leadTimeDays: number | null
}

export interface World {
  readonly now: Instant
  readonly today: PlainDate
  readonly parties: ReadonlyMap<Id, PartyCard>
  readonly items: ReadonlyMap<Id, ItemFacts>
  readonly credit: CreditBook
  /** A trial: what a refused order did to it is forgotten. */
  readonly stock: StockBook
  readonly supply: Supply
}

/** How much of their credit customers use, by party and currency; locked rows of `erp.party_credit`. */
export class CreditBook {
  private readonly used = new Map<
    string,
    { party: Id; currency: string; ordered: Decimal; receivable: Decimal; changed: boolean }
  >()

  constructor(found: readonly { party: Id; currency: string; ordered: string; receivable: string }[]) {
    for (const { party, currency, ordered, receivable } of found) {
      const sums = { ordered: Decimal.of(ordered), receivable: Decimal.of(receivable) }
      this.used.set(`${party} ${currency}`, { party, currency, ...sums, changed: false })
    }
  }

  /** Confirmed orders not yet invoiced plus open invoices. */
  usedBy({ party, currency }: Pick<SalesOrder, 'party' | 'currency'>): Decimal {
    const found = this.used.get(`${party} ${currency}`)
    return found ? found.ordered.plus(found.receivable) : Decimal.zero
  }

  addOrdered({ party, currency }: Pick<SalesOrder, 'party' | 'currency'>, amount: Decimal): void {
    const found = this.used.get(`${party} ${currency}`)
    if (!found) throw new RangeError(`the credit of ${party} in ${currency} was not loaded`)
    found.ordered = found.ordered.plus(amount)
    found.changed ||= !amount.isZero()
  }

  /** The rows to write. */
  changed(): { party: Id; currency: string; ordered: Decimal }[] {
    return [...this.used.values()].filter(({ changed }) => changed)
  }
}
