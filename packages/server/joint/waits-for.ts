/** What a line of an order waits for: decided from its progress alone. */
import { Decimal, type Label } from '@tandem/kernel'

export interface Waiting {
  readonly code: string
  readonly words: { en: string; zh: string }
}

export interface LineProgress {
  readonly quantity: string
  readonly reserved: string
  readonly shipped: string
  readonly invoiced: string
  readonly expectedDate: string | null
  readonly isService: boolean
}

const WORDS = {
  person: { en: 'A person must look at it in the error inbox', zh: '需要人工在错误收件箱中处理' },
  joint: { en: 'On its way to the ERP', zh: '正在传送至 ERP' },
  stock: { en: 'Waits for stock', zh: '等待库存' },
  shipment: { en: 'Reserved, waits to be shipped', zh: '已锁库，等待发货' },
  invoice: { en: 'Waits for its invoice', zh: '等待开票' },
  payment: { en: 'Waits for payment', zh: '等待付款' },
} as const satisfies Record<string, Label>

/** Null: nothing is left to wait for, or the order was cancelled. */
export function waitsFor(
  { state, erpNumber }: { state: string; erpNumber: string | null },
  line: LineProgress,
  { hasProblem, unpaid }: { hasProblem: boolean; unpaid: Decimal },
): Waiting | null {
  if (state === 'cancelled') return null
  if (hasProblem) return waiting('person')
  if (state === 'requested' && erpNumber === null) return waiting('joint')
  const [ordered, shipped] = [Decimal.of(line.quantity), Decimal.of(line.shipped)]
  if (!line.isService && shipped.isLess(ordered)) {
    return shipped.plus(Decimal.of(line.reserved)).isLess(ordered) ? stock(line.expectedDate) : waiting('shipment')
  }
  if (Decimal.of(line.invoiced).isLess(ordered)) return waiting('invoice')
  return unpaid.isPositive() ? waiting('payment') : null
}

function waiting(code: keyof typeof WORDS): Waiting {
  return { code, words: { ...WORDS[code] } }
}

function stock(date: string | null): Waiting {
  const { en, zh } = WORDS.stock
  return { code: 'stock', words: date ? { en: `${en}, expected ${date}`, zh: `${zh}，预计 ${date}` } : { en, zh } }
}
