/** "Can we deliver?": answered from balances and what is on its way, never from the moves. One round trip. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import { type Context, Decimal, type Id, type Input, ok, type PlainDate, type Query, refuse } from '@tandem/kernel'
import { type ItemCard, loadItems } from '../item/load.ts'
import { type Factor, factorOf, QUANTITY_DIGITS, toBase } from '../item/units.ts'
import { type Balance, stockKey } from '../stock/book.ts'
import { loadSupply, type Supply } from './load.ts'
import { availableBy, type DeliveryPromise, promise } from './promise.ts'

const availabilityInput = {
  warehouse: { kind: 'reference', to: 'warehouse', optional: true, label: { en: 'Warehouse', zh: '仓库' } },
  lines: {
    kind: 'lines',
    label: { en: 'Lines', zh: '明细' },
    of: {
      item: { kind: 'reference', to: 'item', label: { en: 'Item', zh: '物料' } },
      quantity: { kind: 'quantity', unit: 'unit', label: { en: 'Quantity', zh: '数量' } },
      unit: { kind: 'text', optional: true, label: { en: 'Unit', zh: '单位' } },
      date: { kind: 'date', optional: true, label: { en: 'Wanted on', zh: '需求日期' } },
    },
  },
} as const

export type AvailabilityInput = Input<typeof availabilityInput>

export interface AvailabilityLine {
  readonly item: Id
  readonly unit: string
  /** What can be promised by the wanted day (today when none), in the asked unit. */
  readonly available: string
  readonly onHand: string
  /** The earliest date for the whole quantity; null when nobody can say. */
  readonly date: PlainDate | null
  readonly reason: DeliveryPromise['reason']
}

export interface AvailabilityAnswer {
  readonly lines: readonly AvailabilityLine[]
}

export const availabilityQuery: Query<Tx, typeof availabilityInput, AvailabilityAnswer> = {
  name: 'availability',
  label: { en: 'Availability', zh: '可承诺量' },
  input: availabilityInput,
  async run(tx, by, input) {
    const ids = [...new Set(input.lines.map(({ item }) => item))]
    const [items, balances, supply] = await Promise.all([
      loadItems(tx, ids),
      loadBalances(tx, ids, input.warehouse),
      loadSupply(tx, sql`select unnest(${uuidArray(ids)}::uuid[])`),
    ])
    if (!balances) return refuse('availability/no-warehouse', { warehouse: input.warehouse ?? '-' })
    return ok({ lines: input.lines.map((line) => answer(line, items.get(line.item), balances, supply, by)) })
  },
}

interface Balances {
  readonly warehouse: Id
  at(item: Id): Balance
}

/** The balances in the warehouse named, or in that which orders take when they name none. */
async function loadBalances(tx: Tx, items: readonly Id[], warehouse: Id | null | undefined): Promise<Balances | undefined> {
  const found = await rows(
    tx,
    sql<{ warehouse: Id; item: Id | null; onHand: string; reserved: string; backOrdered: string }>`
      select w.id as warehouse, b.item, b.on_hand, b.reserved, b.back_ordered
      from (select id from erp.warehouse
            where status = 'active' and (${warehouse ?? null}::uuid is null or id = ${warehouse ?? null}::uuid)
            order by is_default is true desc, code limit 1) w
      left join erp.stock_balance b on b.warehouse = w.id and b.item = any(${uuidArray(items)}::uuid[])`,
  )
  const place = found[0]?.warehouse
  if (!place) return undefined
  const byItem = new Map(found.map((row) => [row.item, row]))
  const at = (item: Id): Balance => {
    const row = byItem.get(item)
    const [onHand, reserved] = [Decimal.of(row?.onHand ?? '0'), Decimal.of(row?.reserved ?? '0')]
    return { item, warehouse: place, onHand, reserved, backOrdered: Decimal.of(row?.backOrdered ?? '0'), value: Decimal.zero }
  }
  return { warehouse: place, at }
}

function answer(
  line: AvailabilityInput['lines'][number],
  item: ItemCard | undefined,
  balances: Balances,
  supply: Supply,
  { today }: Context,
): AvailabilityLine {
  const unit = line.unit ?? item?.unit ?? ''
  const asked = { item: line.item, unit }
  const factor = item && factorOf(item, unit)
  const quantity = Decimal.parse(line.quantity)
  const base = quantity && factor && toBase(quantity, factor)
  if (!item || !factor || !base || item.status === 'archived') {
    return { ...asked, available: '0', onHand: '0', date: null, reason: 'unknown' }
  }
  const wish = line.date && line.date > today ? line.date : today
  if (item.type === 'service') return { ...asked, available: line.quantity, onHand: '0', date: wish, reason: 'service' }
  const balance = balances.at(item.id)
  const incoming = supply.get(stockKey(balance)) ?? []
  const outlook = { balance, incoming, leadTimeDays: item.leadTimeDays, today }
  return {
    ...asked,
    available: inUnit(availableBy(outlook, wish), factor),
    onHand: inUnit(balance.onHand, factor),
    ...promise(outlook, base),
  }
}

/** For people to read: what has more digits in their unit is rounded down. */
function inUnit(base: Decimal, { numerator, denominator }: Factor): string {
  return base.times(Decimal.of(denominator)).over(Decimal.of(numerator), QUANTITY_DIGITS, 'down').toString()
}
