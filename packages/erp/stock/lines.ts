/** Lines of goods as people give them, in exact base units: the same for every document that moves stock. */
import { Decimal, type Id, type Messages, ok, type Result, refuse } from '@tandem/kernel'
import type { ItemCard } from '../item/load.ts'
import { BASE, type Factor, factorOf, toBase } from '../item/units.ts'

export interface GoodsInput {
  readonly item: Id
  readonly quantity: string
  readonly unit?: string | null | undefined
}

export interface Goods {
  readonly lineNumber: number
  readonly item: ItemCard
  readonly unit: string
  readonly factor: Factor
  readonly quantity: Decimal
  /** The quantity in base units. */
  readonly base: Decimal
}

/** Refuses `<document>/no-lines`, `no-such-item`, `not-stocked`, `unknown-unit`, `bad-quantity`, `quantity-not-exact`. */
export function goodsOf(
  document: string,
  inputs: readonly GoodsInput[],
  items: ReadonlyMap<Id, ItemCard>,
  zero: 'zero-allowed' | 'above-zero' = 'above-zero',
): Result<Goods[]> {
  if (inputs.length === 0) return refuse(`${document}/no-lines`)
  const lines: Goods[] = []
  for (const [i, input] of inputs.entries()) {
    const line = goodsLine(document, input, i + 1, items, zero)
    if (!line.ok) return line
    lines.push(line.value)
  }
  return ok(lines)
}

function goodsLine(
  document: string,
  input: GoodsInput,
  lineNumber: number,
  items: ReadonlyMap<Id, ItemCard>,
  zero: 'zero-allowed' | 'above-zero',
): Result<Goods> {
  const item = items.get(input.item)
  if (!item) return refuse(`${document}/no-such-item`, { line: lineNumber, item: input.item })
  if (item.type === 'service') return refuse(`${document}/not-stocked`, { line: lineNumber, item: item.code })
  const unit = input.unit ?? item.unit
  const factor = factorOf(item, unit)
  if (!factor) return refuse(`${document}/unknown-unit`, { line: lineNumber, item: item.code, unit })
  const quantity = Decimal.parse(input.quantity)
  if (!quantity || quantity.isNegative() || (quantity.isZero() && zero === 'above-zero')) {
    return refuse(`${document}/bad-quantity`, { line: lineNumber, quantity: input.quantity })
  }
  const base = toBase(quantity, BASE) && toBase(quantity, factor)
  if (!base) {
    return refuse(`${document}/quantity-not-exact`, { line: lineNumber, quantity: input.quantity, unit, base: item.unit })
  }
  return ok({ lineNumber, item, unit, factor, quantity, base })
}

/** What those refusals tell people. */
export function goodsMessages(document: string): Messages {
  return {
    [`${document}/no-lines`]: { en: 'There is nothing to move. Add a line.', zh: '没有可处理的明细，请添加一行。' },
    [`${document}/no-such-item`]: {
      en: 'Line {line} names an item that does not exist ({item}). Choose one from the list of items.',
      zh: '第 {line} 行的物料 {item} 不存在。请从物料列表中选择。',
    },
    [`${document}/not-stocked`]: {
      en: 'Item {item} of line {line} is a service and has no stock. Take the line out.',
      zh: '第 {line} 行的物料 {item} 是服务，没有库存。请删除该行。',
    },
    [`${document}/unknown-unit`]: {
      en: 'Item {item} of line {line} is not counted in {unit}. Choose one of its units or add {unit} to it.',
      zh: '第 {line} 行的物料 {item} 没有单位 {unit}。请选择其已有单位，或先添加该单位。',
    },
    [`${document}/bad-quantity`]: {
      en: 'The quantity of line {line} cannot be {quantity}. Give a number that is not negative, and above 0 where goods move.',
      zh: '第 {line} 行的数量不能是 {quantity}。请填非负数；有货物移动时须大于 0。',
    },
    [`${document}/quantity-not-exact`]: {
      en: '{quantity} {unit} of line {line} is no exact quantity of {base} in 6 digits. Give it in {base} instead.',
      zh: '第 {line} 行的 {quantity} {unit} 无法以 6 位小数精确换算为 {base}。请改用 {base}。',
    },
    [`${document}/no-warehouse`]: {
      en: 'There is no warehouse {warehouse} to use. Name an active one, or make one the default.',
      zh: '没有可用的仓库 {warehouse}。请指定启用的仓库，或设置默认仓库。',
    },
  }
}
