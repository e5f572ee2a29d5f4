import type { Input } from '@tandem/kernel'
import { plainDate } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { crmMigrations } from '../index.ts'
import { changeItem, createItem } from '../item/commands.ts'
import { openShop } from '../testing/shop.ts'
import { archivePrice, changePrice, createPrice, restorePrice } from './commands.ts'
import type { priceQuestion } from './definition.ts'
import { priceOf } from './queries.ts'

const database = testDatabase([crmMigrations])

const ask = (world: World, input: Input<typeof priceQuestion>) => world.run((tx) => priceOf.run(tx, world.context(), input))

describe('J2 an item as sales sees it', () => {
  it('has a code nobody else has, also after a change', async () => {
    const world = await makeWorld(database.current, 1)
    const { chair } = await openShop(world)
    const stool = { code: 'STOOL', name: 'Stool', type: 'made', unit: 'pcs', taxRate: '13' } as const
    const [first, second] = await world.run((tx) => createItem.run(tx, world.context(), [stool, stool]))
    expect(first).toMatchObject({ ok: true })
    expect(second).toMatchObject({ refusal: { code: 'item/code-taken', details: { code: 'STOOL' } } })
    expect(await world.try(changeItem, { id: chair.id, input: { code: 'STOOL' } })).toMatchObject({
      refusal: { code: 'item/code-taken' },
    })
    expect(await world.try(changeItem, { id: chair.id, input: { code: 'CHAIR', name: 'Armchair' } })).toMatchObject({ ok: true })
  })

  it('needs a name and a tax rate of a hundred percent at most', async () => {
    const world = await makeWorld(database.current, 2)
    const stool = { code: 'STOOL', name: 'Stool', type: 'made', unit: 'pcs', taxRate: '13' } as const
    expect(await world.try(createItem, { ...stool, name: '' })).toMatchObject({ refusal: { code: 'item/empty-field' } })
    expect(await world.try(createItem, { ...stool, taxRate: '113' })).toMatchObject({ refusal: { code: 'item/not-a-percent' } })
  })
})

describe('C8 the price that applies', () => {
  it("is the customer's own before the list's", async () => {
    const world = await makeWorld(database.current, 3)
    const { acme, chair } = await openShop(world)
    const question = { item: chair.id, quantity: '1', currency: 'CNY' }
    expect(await ask(world, { ...question, customer: acme.id })).toMatchObject({
      value: { unitPrice: '199.9', reason: 'list-price' },
    })
    const own = { item: chair.id, customer: acme.id, priceList: 'dealers', currency: 'CNY', unit: 'pcs', minimumQuantity: '0' }
    await world.do(createPrice, { ...own, unitPrice: '210' })
    expect(await ask(world, { ...question, customer: acme.id })).toMatchObject({
      value: { unitPrice: '210', reason: 'customer-price' },
    })
    expect(await ask(world, question)).toMatchObject({ value: { unitPrice: '199.9', reason: 'list-price' } })
  })

  it('falls with the quantity: the largest step reached counts', async () => {
    const world = await makeWorld(database.current, 4)
    const { chair } = await openShop(world)
    const row = { item: chair.id, priceList: 'standard', currency: 'CNY', unit: 'pcs' }
    await world.do(createPrice, { ...row, minimumQuantity: '10', unitPrice: '180' })
    await world.do(createPrice, { ...row, minimumQuantity: '100', unitPrice: '150' })
    const at = async (quantity: string) => {
      const found = await ask(world, { item: chair.id, quantity, currency: 'CNY' })
      return found.ok ? found.value.unitPrice : found.refusal.code
    }
    expect(await Promise.all(['9.999999', '10', '99', '100', '5000'].map(at))).toEqual(['199.9', '180', '180', '150', '150'])
  })

  it('is the newest of those valid on the day', async () => {
    const world = await makeWorld(database.current, 5)
    const { table } = await openShop(world)
    const row = { item: table.id, priceList: 'standard', currency: 'CNY', unit: 'pcs', minimumQuantity: '0' }
    const [spring, summer, autumn] = ['2026-03-01', '2026-06-01', '2026-09-01'].map(plainDate)
    await world.do(createPrice, { ...row, unitPrice: '1300', validFrom: spring })
    await world.do(createPrice, { ...row, unitPrice: '1400', validFrom: summer, validTo: autumn })
    const on = async (date: string) => {
      const found = await ask(world, { item: table.id, quantity: '1', currency: 'CNY', date: plainDate(date) })
      return found.ok ? found.value.unitPrice : found.refusal.code
    }
    expect(await on('2026-02-28')).toBe('1250')
    expect(await on('2026-03-01')).toBe('1300')
    expect(await on('2026-09-01')).toBe('1400')
    expect(await on('2026-09-02')).toBe('1300')
  })

  it('is none in another currency, unit or list, nor once archived', async () => {
    const world = await makeWorld(database.current, 6)
    const { setup } = await openShop(world)
    const row = { item: setup.id, priceList: 'standard', currency: 'CNY', unit: 'h', minimumQuantity: '0', unitPrice: '80' }
    const { id } = await world.do(createPrice, row)
    const question = { item: setup.id, quantity: '1', currency: 'CNY' }
    const codes = [{ currency: 'USD' }, { unit: 'day' }, { priceList: 'dealers' }].map((other) =>
      ask(world, { ...question, ...other }),
    )
    for (const answer of await Promise.all(codes)) expect(answer).toMatchObject({ refusal: { code: 'price/none' } })
    expect(await ask(world, question)).toMatchObject({ value: { unitPrice: '80', price: id } })
    await world.do(archivePrice, { id, input: {} })
    expect(await ask(world, question)).toMatchObject({ refusal: { code: 'price/none' } })
    await world.do(restorePrice, { id, input: {} })
    expect(await ask(world, question)).toMatchObject({ ok: true })
  })

  it('is refused where it cannot be', async () => {
    const world = await makeWorld(database.current, 7)
    const { chair } = await openShop(world)
    const good = { item: chair.id, priceList: 'standard', currency: 'CNY', unit: 'pcs', minimumQuantity: '0', unitPrice: '1' }
    const bad = [
      { ...good, unitPrice: '-1' },
      { ...good, currency: 'yuan' },
      { ...good, item: world.newId() },
      { ...good, priceList: ' ' },
      { ...good, validFrom: plainDate('2026-02-01'), validTo: plainDate('2026-01-31') },
    ]
    expect(await world.run((tx) => createPrice.run(tx, world.context(), bad))).toMatchObject([
      { refusal: { code: 'price/below-zero' } },
      { refusal: { code: 'price/not-a-currency' } },
      { refusal: { code: 'price/unknown-reference' } },
      { refusal: { code: 'price/empty-field' } },
      { refusal: { code: 'price/ends-before-start' } },
    ])
    const { id } = await world.do(createPrice, { ...good, validFrom: plainDate('2026-02-01') })
    expect(await world.try(changePrice, { id, input: { validTo: plainDate('2026-01-31') } })).toMatchObject({
      refusal: { code: 'price/ends-before-start' },
    })
  })
})
