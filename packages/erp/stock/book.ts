/** Stock balances in memory while a command decides: pure, tried out per document, kept when the document is accepted. */
import { Decimal, type Id, roundMoney } from '@tandem/kernel'

export interface StockKey {
  readonly item: Id
  readonly warehouse: Id
}

/** Quantities in the item's base unit, value in base currency. */
export interface Balance extends StockKey {
  readonly onHand: Decimal
  readonly reserved: Decimal
  /** What confirmed orders wait for. */
  readonly backOrdered: Decimal
  readonly value: Decimal
}

export type MoveReason = 'receipt' | 'shipment' | 'adjustment' | 'transfer' | 'return'

/** A movement that has been decided: signed, in base units and base currency. */
export interface Move extends StockKey {
  readonly quantity: Decimal
  readonly cost: Decimal
  readonly lineNumber: number
}

export function stockKey({ item, warehouse }: StockKey): string {
  return `${item} ${warehouse}`
}

/** A set of balances; a trial sees its parent's and changes nothing there until it is kept. */
export class StockBook {
  private readonly balances = new Map<string, Balance>()
  private readonly touched = new Set<string>()
  private readonly parent: StockBook | undefined

  constructor(balances: readonly Balance[] = [], parent?: StockBook) {
    for (const balance of balances) this.balances.set(stockKey(balance), balance)
    this.parent = parent
  }

  /** The balance of an item in a warehouse; zero when there never was any. */
  at(key: StockKey): Balance {
    const found = this.balances.get(stockKey(key)) ?? this.parent?.at(key)
    const { item, warehouse } = key
    return (
      found ?? { item, warehouse, onHand: Decimal.zero, reserved: Decimal.zero, backOrdered: Decimal.zero, value: Decimal.zero }
    )
  }

  put(balance: Balance): void {
    this.balances.set(stockKey(balance), balance)
    this.touched.add(stockKey(balance))
  }

  trial(): StockBook {
    return new StockBook([], this)
  }

  /** Makes the trial's changes the parent's. */
  keep(): void {
    for (const balance of this.balances.values()) this.parent?.put(balance)
  }

  /** The balances put here since the book was opened: what is to be written. */
  changed(): Balance[] {
    return [...this.touched].flatMap((key) => this.balances.get(key) ?? [])
  }
}

/** What nobody has reserved. */
export function free(balance: Balance): Decimal {
  return balance.onHand.minus(balance.reserved)
}

/** What may be promised to somebody new: free, less what others have been waiting for. */
export function promisable(balance: Balance): Decimal {
  return free(balance).minus(balance.backOrdered).max(Decimal.zero)
}

export function received(balance: Balance, quantity: Decimal, cost: Decimal): Balance {
  return { ...balance, onHand: balance.onHand.plus(quantity), value: balance.value.plus(cost) }
}

/**
 * Takes a quantity away at the moving average: its share of the value, rounded half up to the cent; the last piece takes
 * what is left, so that no stock has no value. The caller has checked that so much is there.
 */
export function issued(balance: Balance, quantity: Decimal, currency: string): { balance: Balance; cost: Decimal } {
  const all = quantity.equals(balance.onHand)
  const share = all ? balance.value : shareOf(balance, quantity, currency)
  const left = { ...balance, onHand: balance.onHand.minus(quantity), value: balance.value.minus(share) }
  return { balance: left, cost: share }
}

function shareOf({ value, onHand }: Balance, quantity: Decimal, currency: string): Decimal {
  return roundMoney(value.times(quantity).over(onHand, 10, 'half-even'), currency).min(value)
}

/** What one base unit costs on average, to 6 digits; undefined when there is none. */
export function averageCost({ value, onHand }: Balance): Decimal | undefined {
  return onHand.isPositive() ? value.over(onHand, 6, 'half-up') : undefined
}
