import { Decimal, must, type PlainDate } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { erpMigrations } from '../index.ts'
import { archivePrice, changePrice, createPrice, restorePrice } from '../price/commands.ts'
import { priceQuery } from '../price/queries.ts'
import { NOBODY, shop, widget } from '../specs/trade.ts'
import { archiveWarehouse, changeWarehouse, createWarehouse } from '../warehouse/commands.ts'
import { archiveItem, changeItem, createItem, restoreItem } from './commands.ts'
import { loadItems } from './load.ts'
import { baseOf, fromBase, mostOf, toBase } from './units.ts'

const database = testDatabase([erpMigrations])

describe('E1 an item', () => {
  it('is kept with its units', async () => {
    const at = await shop(database, 1)
    const card = (await at.run((tx) => loadItems(tx, [at.widget]))).get(at.widget)
    expect(card?.units).toEqual([
      { unit: 'dozen', numerator: '12', denominator: '1' },
      { unit: 'third', numerator: '1', denominator: '3' },
    ])
    const units = [{ unit: 'box', numerator: '0.5', denominator: '1' }]
    await at.do(changeItem, { id: at.widget, input: { units, barcode: '690' } })
    expect((await at.run((tx) => loadItems(tx, [at.widget]))).get(at.widget)?.units).toEqual(units)
  })

  it('is refused with what cannot be', async () => {
    const at = await shop(database, 2)
    const refusal = async (changes: object) => {
      const result = await at.try(createItem, { ...widget, code: 'N', ...changes })
      return result.ok ? 'created' : result.refusal.code
    }
    const unit = { unit: 'box', numerator: '6', denominator: '1' }
    expect(await refusal({ code: '' })).toBe('item/no-code')
    expect(await refusal({ name: '' })).toBe('item/no-name')
    expect(await refusal({ unit: '' })).toBe('item/no-unit')
    expect(await refusal({ code: 'W1' })).toBe('item/code-taken')
    expect(await refusal({ taxRate: '100.1' })).toBe('item/bad-tax-rate')
    expect(await refusal({ standardCost: '-1' })).toBe('item/bad-cost')
    expect(await refusal({ leadTimeDays: -1 })).toBe('item/bad-lead-time')
    expect(await refusal({ units: [unit, unit] })).toBe('item/unit-twice')
    expect(await refusal({ units: [{ ...unit, numerator: '0' }] })).toBe('item/bad-factor')
    expect(await refusal({})).toBe('created')
  })

  it('keeps its base unit and kind once it has stock', async () => {
    const at = await shop(database, 3)
    expect(await at.do(changeItem, { id: at.service, input: { unit: 'h' } })).toMatchObject({ unit: 'h' })
    await at.receive('1')
    expect(await at.try(changeItem, { id: at.widget, input: { unit: 'kg' } })).toMatchObject({
      refusal: { code: 'item/unit-in-use' },
    })
    expect(await at.try(changeItem, { id: at.widget, input: { type: 'service' } })).toMatchObject({
      refusal: { code: 'item/type-in-use' },
    })
    expect(await at.do(changeItem, { id: at.widget, input: { type: 'made' } })).toMatchObject({ type: 'made' })
    await at.do(archiveItem, { id: at.widget, input: {} })
    expect(await at.try(changeItem, { id: at.widget, input: { name: 'X' } })).toMatchObject({
      refusal: { code: 'item/archived' },
    })
    expect(await at.do(restoreItem, { id: at.widget, input: {} })).toMatchObject({ status: 'active' })
    expect(await at.try(changeItem, { id: NOBODY, input: {} })).toMatchObject({ refusal: { code: 'item/not-found' } })
    expect(await at.try(changeItem, { id: at.widget, version: 99, input: {} })).toMatchObject({
      refusal: { code: 'item/changed-meanwhile' },
    })
  })
})

describe('E1 units', () => {
  const decimal = (max: number) => fc.integer({ min: 1, max }).map((units) => Decimal.of(units).over(Decimal.of(1000), 3, 'down'))
  const factor = fc.record({ numerator: decimal(50_000), denominator: decimal(9_000) }).map(({ numerator, denominator }) => ({
    numerator: numerator.toString(),
    denominator: denominator.toString(),
  }))

  it('are exact or not said at all: there and back is the same', () => {
    fc.assert(
      fc.property(decimal(10_000_000), factor, (quantity, of) => {
        const base = toBase(quantity, of)
        if (base) expect(fromBase(base, of)?.toString()).toBe(quantity.toString())
        else
          expect(quantity.times(Decimal.of(of.numerator)).over(Decimal.of(of.denominator), 6, 'down').equals(quantity)).toBe(
            false,
          )
      }),
    )
  })

  it('give the most that stock can serve: never more than there is, nor than is wanted, always exact', () => {
    fc.assert(
      fc.property(decimal(1_000_000), decimal(10_000_000), factor, (wanted, free, of) => {
        fc.pre(toBase(wanted, of) !== undefined)
        const most = mostOf(wanted, free, of)
        expect(most.isMore(wanted)).toBe(false)
        expect(baseOf(most, of).isMore(free)).toBe(false)
        if (!baseOf(wanted, of).isMore(free)) expect(most.equals(wanted)).toBe(true)
      }),
    )
  })
})

describe('E1 a price', () => {
  it('is found by quantity, customer, unit and day', async () => {
    const at = await shop(database, 10)
    const row = { item: at.widget, priceList: 'A', currency: 'CNY', unit: 'pcs', minimumQuantity: '0', unitPrice: '10' }
    const { id } = await at.do(createPrice, row)
    await at.do(createPrice, { ...row, unit: 'dozen', minimumQuantity: '2', unitPrice: '108' })
    await at.do(createPrice, { ...row, unitPrice: '11', validFrom: '2026-04-01' as PlainDate })
    const ask = async (quantity: string, more: object = {}) => {
      const asked = { item: at.widget, currency: 'CNY', quantity, ...more }
      const answer = await at.run((tx) => priceQuery.run(tx, at.context(), asked))
      return answer.ok ? answer.value.unitPrice : answer.refusal.code
    }
    expect(await ask('1')).toBe('10')
    expect(await ask('24')).toBe('9')
    expect(await ask('1', { date: '2026-04-02' })).toBe('11')
    expect(await ask('1', { unit: 'dozen' })).toBe('120')
    expect(await ask('1', { currency: 'USD' })).toBe('price/none')
    expect(await ask('1', { item: NOBODY })).toBe('price/no-such-item')
    await at.do(archivePrice, { id, input: {} })
    expect(await ask('1')).toBe('price/none')
    expect(await at.try(changePrice, { id, input: { unitPrice: '1' } })).toMatchObject({ refusal: { code: 'price/archived' } })
    await at.do(restorePrice, { id, input: {} })
    await at.do(changePrice, { id, input: { unitPrice: '9.5' } })
    expect(await ask('1')).toBe('9.5')
  })

  it('is refused with what cannot be', async () => {
    const at = await shop(database, 11)
    const row = { item: at.widget, priceList: 'A', currency: 'CNY', unit: 'pcs', minimumQuantity: '0', unitPrice: '10' }
    const refusal = async (changes: object) => {
      const result = await at.try(createPrice, { ...row, ...changes })
      return result.ok ? 'created' : result.refusal.code
    }
    expect(await refusal({ item: NOBODY })).toBe('price/no-such-item')
    expect(await refusal({ party: NOBODY })).toBe('price/no-such-party')
    expect(await refusal({ unit: 'crate' })).toBe('price/unknown-unit')
    expect(await refusal({ unitPrice: '-1' })).toBe('price/negative')
    expect(await refusal({ currency: 'x' })).toBe('price/bad-currency')
    expect(await refusal({ validFrom: '2026-02-02', validTo: '2026-02-01' })).toBe('price/ends-before-it-starts')
    expect(await at.try(changePrice, { id: NOBODY, input: {} })).toMatchObject({ refusal: { code: 'price/not-found' } })
    const { id } = await at.do(createPrice, row)
    expect(await at.try(changePrice, { id, version: 5, input: {} })).toMatchObject({
      refusal: { code: 'price/changed-meanwhile' },
    })
  })
})

describe('E2 a warehouse', () => {
  it('is the default when it is the first, until another one is made so', async () => {
    const at = await shop(database, 20)
    const second = await at.do(createWarehouse, { code: 'A', name: 'Second' })
    expect(second.isDefault).toBe(false)
    await at.receive('1')
    expect(await at.balance()).toMatchObject({ onHand: '1' })
    await at.do(changeWarehouse, { id: second.id, input: { isDefault: true } })
    await at.receive('1')
    expect(await at.balance(at.widget, second.id)).toMatchObject({ onHand: '1' })
    expect(await at.try(archiveWarehouse, { id: second.id, input: {} })).toMatchObject({
      refusal: { code: 'warehouse/not-empty' },
    })
  })

  it('is refused with what cannot be', async () => {
    const at = await shop(database, 21)
    const refusal = async (code: string, name: string) => {
      const result = await at.try(createWarehouse, { code, name })
      return result.ok ? 'created' : result.refusal.code
    }
    expect(await refusal('', 'A')).toBe('warehouse/no-code')
    expect(await refusal('A', '')).toBe('warehouse/no-name')
    expect(await refusal('M', 'A')).toBe('warehouse/code-taken')
    const { id } = await at.do(createWarehouse, { code: 'Z', name: 'Z' })
    must(await at.try(archiveWarehouse, { id, input: {} }))
    expect(await at.try(changeWarehouse, { id, input: { name: 'Y' } })).toMatchObject({
      refusal: { code: 'warehouse/archived' },
    })
    expect(await at.try(changeWarehouse, { id: NOBODY, input: {} })).toMatchObject({ refusal: { code: 'warehouse/not-found' } })
    expect(await at.try(changeWarehouse, { id, version: 9, input: {} })).toMatchObject({
      refusal: { code: 'warehouse/changed-meanwhile' },
    })
  })
})
