/** What goods are worth when nobody says so. */
import { Decimal, type Id } from '@tandem/kernel'
import { averageCost, type StockBook } from './book.ts'
import type { Goods } from './lines.ts'

/** What one unit of the line costs: as given, else as stock costs on average, else the standard cost, else nothing. */
export function unitCostOf(given: string | null | undefined, line: Goods, warehouse: Id, book: StockBook): Decimal | undefined {
  if (given !== null && given !== undefined) {
    const cost = Decimal.parse(given)
    return cost && !cost.isNegative() && cost.round(6, 'half-up').equals(cost) ? cost : undefined
  }
  const base = averageCost(book.at({ item: line.item.id, warehouse })) ?? Decimal.of(line.item.standardCost ?? '0')
  return base.times(Decimal.of(line.factor.numerator)).over(Decimal.of(line.factor.denominator), 6, 'half-up')
}
