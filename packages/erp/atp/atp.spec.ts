import { Decimal, type PlainDate } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { erpMigrations } from '../index.ts'
import { createItem } from '../item/commands.ts'
import { placeSalesOrder } from '../sales-order/commands.ts'
import { availability, NOBODY, shop, widget } from '../specs/trade.ts'
import { availabilityQuery } from './availability.ts'
import { availableBy, type Outlook, promise } from './promise.ts'

const database = testDatabase([erpMigrations])
const day = (text: string) => `2026-03-${text}` as PlainDate

describe('E5 what can be promised', () => {
  const outlook = (free: number, waiting: number, incoming: [string, number][], leadTimeDays: number | null = null): Outlook => ({
    balance: {
      item: NOBODY,
      warehouse: NOBODY,
      onHand: Decimal.of(free + 2),
      reserved: Decimal.of(2),
      backOrdered: Decimal.of(waiting),
      value: Decimal.zero,
    },
    incoming: incoming.map(([date, quantity]) => ({ expectedDate: day(date), quantity: Decimal.of(quantity) })),
    leadTimeDays,
    today: day('02'),
  })
  const whenFor = (quantity: number, of: Outlook) => promise(of, Decimal.of(quantity))

  it('is free stock today, what comes when it comes, and else what can be bought', () => {
    const of = outlook(
      5,
      0,
      [
        ['20', 4],
        ['10', 3],
      ],
      30,
    )
    expect(whenFor(5, of)).toEqual({ date: day('02'), reason: 'in-stock' })
    expect(whenFor(6, of)).toEqual({ date: day('10'), reason: 'incoming' })
    expect(whenFor(12, of)).toEqual({ date: day('20'), reason: 'incoming' })
    expect(whenFor(13, of)).toEqual({ date: '2026-04-01', reason: 'lead-time' })
    expect(whenFor(13, outlook(5, 0, []))).toEqual({ date: null, reason: 'unknown' })
  })

  it('is promised for the last day of the calendar where the lead time goes beyond it', () => {
    expect(whenFor(1, outlook(0, 0, [], 2_000_000_000))).toEqual({ date: '9999-12-31', reason: 'lead-time' })
  })

  it('leaves to others what they wait for, and buys when that is sooner', () => {
    const of = outlook(0, 4, [['10', 6]], 3)
    expect(whenFor(2, of)).toEqual({ date: day('05'), reason: 'lead-time' })
    expect(whenFor(2, { ...of, leadTimeDays: null })).toEqual({ date: day('10'), reason: 'incoming' })
    expect(availableBy(of, day('10')).toString()).toBe('2')
    expect(availableBy(of, day('09')).toString()).toBe('0')
  })

  it('expects today what is overdue', () => {
    expect(whenFor(1, outlook(0, 0, [['01', 1]]))).toEqual({ date: day('02'), reason: 'incoming' })
    expect(availableBy(outlook(0, 0, [['01', 1]]), day('02')).toString()).toBe('1')
  })
})

describe('E5 the question', () => {
  it('is answered in the asked unit, by the wanted day', async () => {
    const at = await shop(database, 1)
    await at.receive('30')
    await at.expectGoods('24', '2026-03-10')
    await at.do(placeSalesOrder, { party: at.customer, lines: [{ item: at.widget, quantity: '6', unitPrice: '1' }] })
    expect(await availability(at, '2', { unit: 'dozen' })).toEqual({
      item: at.widget,
      unit: 'dozen',
      available: '2',
      onHand: '2.5',
      date: '2026-03-02',
      reason: 'in-stock',
    })
    expect(await availability(at, '30')).toMatchObject({ available: '24', date: '2026-03-10', reason: 'incoming' })
    expect(await availability(at, '30', { date: '2026-03-10' })).toMatchObject({ available: '48', date: '2026-03-10' })
    expect(await availability(at, '49')).toMatchObject({ date: null, reason: 'unknown' })
    expect(await availability(at, '1', { item: at.service })).toMatchObject({ available: '1', reason: 'service' })
    expect(await availability(at, '1', { item: NOBODY })).toMatchObject({ available: '0', reason: 'unknown' })
    expect(await availability(at, '1', { unit: 'crate' })).toMatchObject({ available: '0', reason: 'unknown' })
  })

  it('counts the lead time of an item that nobody has', async () => {
    const at = await shop(database, 2)
    const { id: item } = await at.do(createItem, { ...widget, code: 'W2', leadTimeDays: 9 })
    expect(await availability(at, '1', { item })).toMatchObject({ available: '0', date: '2026-03-11', reason: 'lead-time' })
  })

  it('needs a warehouse', async () => {
    const at = await shop(database, 3)
    const asked = { warehouse: NOBODY, lines: [{ item: at.widget, quantity: '1' }] }
    expect(await at.run((tx) => availabilityQuery.run(tx, at.context(), asked))).toMatchObject({
      refusal: { code: 'availability/no-warehouse' },
    })
  })
})
