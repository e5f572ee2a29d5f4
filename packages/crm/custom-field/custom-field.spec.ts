import { readEvents, rows, sql, type Tx } from '@tandem/db'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createContact } from '../contact/commands.ts'
import { changeCustomer, createCustomer } from '../customer/commands.ts'
import { crmMessages, crmMigrations } from '../index.ts'
import { createOrder, placeOrder } from '../order/commands.ts'
import { openShop } from '../testing/shop.ts'
import { changeCustomField, createCustomField, restoreCustomField, retireCustomField } from './commands.ts'

const database = testDatabase([crmMigrations])

const acme = { code: 'C1', name: 'Acme 家具', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false } as const
const region = { document: 'customer', code: 'region', labelEn: 'Sales region', labelZh: '销售区域', type: 'choice' } as const
const options = [
  { code: 'north', en: 'North', zh: '华北' },
  { code: 'south', en: 'South', zh: '华南' },
]
const about = { labelEn: 'About', labelZh: '说明', required: false, document: 'customer' } as const

async function defined(seed: number) {
  const world = await makeWorld(database.current, seed)
  const field = await world.do(createCustomField, { ...region, options, required: false })
  await world.do(createCustomField, { ...about, code: 'area', type: 'number', decimals: 2 })
  await world.do(createCustomField, { ...about, code: 'since', type: 'date' })
  await world.do(createCustomField, { ...about, code: 'key', type: 'flag' })
  await world.do(createCustomField, { ...about, code: 'note', type: 'text' })
  return { world, field }
}

describe('C3 P3 custom fields of a customer', () => {
  it('are kept as typed values, decimals exactly and in their shortest form', async () => {
    const { world } = await defined(1)
    const custom = { region: 'north', area: '12.50', since: '2026-02-28', key: true, note: '二楼' }
    const made = await world.do(createCustomer, { ...acme, custom })
    expect(made.custom).toEqual({ ...custom, area: '12.5' })
    const stored = await world.run((tx) => rows(tx, sql`select custom from crm.customer`))
    expect(stored).toEqual([{ custom: made.custom }])
  })

  it('change one by one; an emptied one stays with null, what says the same changes nothing', async () => {
    const { world } = await defined(2)
    const { id } = await world.do(createCustomer, { ...acme, custom: { region: 'north', area: '1' } })
    expect(await world.do(changeCustomer, { id, input: { custom: { area: '1.00' } } })).toMatchObject({ version: 1 })
    const changed = await world.do(changeCustomer, { id, input: { custom: { area: null, note: 'x' } } })
    expect(changed).toMatchObject({ version: 2, custom: { region: 'north', area: null, note: 'x' } })
    const { events } = await world.run((tx) => readEvents(tx, 'crm', { after: '', limit: 20, documents: ['customer'] }))
    expect(events.at(-1)).toMatchObject({ type: 'customer-changed', payload: { custom: { area: null, note: 'x' } } })
    expect(await world.do(changeCustomer, { id, input: { custom: null } })).toMatchObject({
      custom: { region: null, area: null, note: null },
    })
  })

  it.each([
    [30, 'custom/unknown-field', { size: '1' }],
    [31, 'custom/not-an-option', { region: 'west' }],
    [32, 'custom/wrong-type', { area: 12.5 }],
    [33, 'custom/wrong-type', { area: 'large' }],
    [34, 'custom/wrong-type', { since: '2026-02-30' }],
    [35, 'custom/wrong-type', { key: 'yes' }],
    [36, 'custom/too-many-digits', { area: '1.234' }],
    [37, 'custom/too-many-digits', { area: '123456789012345' }],
    [38, 'custom/too-long', { note: 'x'.repeat(1001) }],
    [39, 'custom/not-by-code', ['region']],
  ])('(%i) are refused with %s', async (seed, code, custom) => {
    const { world } = await defined(seed)
    expect(await world.try(createCustomer, { ...acme, custom: custom as never })).toMatchObject({ refusal: { code } })
    const { id } = await world.do(createCustomer, acme)
    expect(await world.try(changeCustomer, { id, input: { custom: custom as never } })).toMatchObject({ refusal: { code } })
    expect(crmMessages[code]?.zh).toBeTruthy()
  })

  it('are of one document: a contact has none of the fields of a customer', async () => {
    const { world } = await defined(3)
    const { id } = await world.do(createCustomer, acme)
    expect(await world.try(createContact, { customer: id, name: '李雷', custom: { note: 'x' } })).toMatchObject({
      refusal: { code: 'custom/unknown-field', details: { field: 'note', fields: '–' } },
    })
  })

  it('that are required are asked of what is new and cannot be emptied; what was there before stays', async () => {
    const { world, field } = await defined(4)
    const { id } = await world.do(createCustomer, acme)
    await world.do(changeCustomField, { id: field.id, input: { required: true } })
    const missing = { refusal: { code: 'custom/missing', details: { label: 'Sales region / 销售区域' } } }
    expect(await world.try(createCustomer, { ...acme, code: 'C2' })).toMatchObject(missing)
    expect(await world.do(changeCustomer, { id, input: { phone: '1' } })).toMatchObject({ version: 2 })
    await world.do(changeCustomer, { id, input: { custom: { region: 'south' } } })
    expect(await world.try(changeCustomer, { id, input: { custom: { region: '' } } })).toMatchObject(missing)
  })

  it('that are retired keep their values and take no others, until they are restored', async () => {
    const { world, field } = await defined(5)
    const { id } = await world.do(createCustomer, { ...acme, custom: { region: 'north' } })
    await world.do(retireCustomField, { id: field.id, input: {} })
    expect(await world.try(changeCustomer, { id, input: { custom: { region: 'south' } } })).toMatchObject({
      refusal: { code: 'custom/retired' },
    })
    expect(await world.do(changeCustomer, { id, input: { custom: { region: 'north', note: 'x' } } })).toMatchObject({
      custom: { region: 'north', note: 'x' },
    })
    await world.do(restoreCustomField, { id: field.id, input: {} })
    await world.do(changeCustomer, { id, input: { custom: { region: 'south' } } })
  })
})

describe('C3 P3 a custom field', () => {
  it.each([
    ['custom-field/bad-code', { code: 'Sales region' }],
    ['custom-field/bad-code', { code: 'constructor' }],
    ['custom-field/bad-options', { options: [] }],
    ['custom-field/bad-options', { options: [{ code: 'a', en: 'A' }] }],
    ['custom-field/bad-options', { options: [options[0], options[0]] }],
    ['custom-field/bad-decimals', { type: 'number', decimals: 7 }],
    ['custom-field/no-label', { labelZh: ' ' }],
  ])('is refused with %s: %j', async (code, change) => {
    const world = await makeWorld(database.current, 20)
    const input = { ...region, options, required: false, ...change } as never
    expect(await world.try(createCustomField, input)).toMatchObject({ refusal: { code } })
    expect(crmMessages[code]?.zh).toBeTruthy()
  })

  it('has its code to itself in its document, also within one batch', async () => {
    const world = await makeWorld(database.current, 21)
    const input = { ...region, options, required: false } as const
    const inputs = [input, input, { ...input, document: 'contact' }] as never[]
    const made = await world.run((tx) => createCustomField.run(tx, world.context(), inputs))
    expect(made).toMatchObject([{ ok: true }, { refusal: { code: 'custom-field/code-taken' } }, { ok: true }])
  })

  it('gets more options, never fewer, and each change is in the audit trail', async () => {
    const { world, field } = await defined(22)
    const more = [...options, { code: 'west', en: 'West', zh: '西部' }]
    expect(await world.try(changeCustomField, { id: field.id, input: { options: [more[2]] as never } })).toMatchObject({
      refusal: { code: 'custom-field/bad-options' },
    })
    await world.do(changeCustomField, { id: field.id, input: { options: more as never, labelEn: 'Region' } })
    await world.do(createCustomer, { ...acme, custom: { region: 'west' } })
    await world.do(retireCustomField, { id: field.id, input: {} })
    const { events } = await world.run((tx) => readEvents(tx, 'crm', { after: '', limit: 50, documents: ['custom-field'] }))
    const told = events.filter(({ documentId }) => documentId === field.id).map(({ type, actorId }) => [type, actorId])
    expect(told).toEqual([
      ['custom-field-created', 'tester'],
      ['custom-field-changed', 'tester'],
      ['custom-field-retired', 'tester'],
    ])
  })
})

describe('P1 custom fields that nobody has defined', () => {
  /** How many of the statements of some work ask which there are. */
  async function asking(world: Awaited<ReturnType<typeof makeWorld>>, work: (tx: Tx) => Promise<unknown>): Promise<number> {
    let count = 0
    await world.run((tx) =>
      work({
        ...tx,
        execute(query) {
          if (query.sql.includes('custom_field')) count++
          return tx.execute(query)
        },
      }),
    )
    return count
  }

  it('cost one statement for however many new customers or orders, and none for changes and steps', async () => {
    const world = await makeWorld(database.current, 50)
    const { acme: customer, chair } = await openShop(world)
    const inputs = Array.from({ length: 200 }, (_, i) => ({ ...acme, code: `N${i}` }))
    expect(await asking(world, (tx) => createCustomer.run(tx, world.context(), inputs))).toBe(1)
    const change = [{ id: customer.id, input: { phone: '1' } }]
    expect(await asking(world, (tx) => changeCustomer.run(tx, world.context(), change))).toBe(0)
    const order = { customer: customer.id, lines: [{ item: chair.id, quantity: '1' }] }
    const made: string[] = []
    const ordering = async (tx: Tx) => {
      const results = await createOrder.run(tx, world.context(), [order, order, order])
      for (const result of results) if (result.ok) made.push(result.value.id)
    }
    expect(await asking(world, ordering)).toBe(1)
    expect(made).toHaveLength(3)
    const place = [{ id: made[0] as never, input: {} }]
    expect(await asking(world, (tx) => placeOrder.run(tx, world.context(), place))).toBe(0)
  })
})
