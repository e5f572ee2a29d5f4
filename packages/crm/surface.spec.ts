import type { Tx } from '@tandem/db'
import { isId, type Result, type Surface } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { changeCustomer, createCustomer } from './customer/commands.ts'
import { crm, crmMessages, crmMigrations } from './index.ts'
import { openShop } from './testing/shop.ts'

const database = testDatabase([crmMigrations])

type Command = Surface<Tx>['commands'][number]
const onOne = crm.commands.filter((command) => command.on === 'one')
const refusalOf = (result: Result<unknown> | undefined) => (result && !result.ok ? result.refusal : undefined)
const named = (command: Command) => `${command.name} ${command.document}`

describe('P3 every command on a document', () => {
  it.each(onOne.map((command) => [named(command), command] as const))(
    '%s refuses one that does not exist',
    async (_, command) => {
      const world = await makeWorld(database.current, 1)
      const id = world.newId()
      const [result] = await world.run((tx) => command.run(tx, world.context(), [{ id, input: {} }]))
      expect(refusalOf(result)).toEqual({ code: `${command.document}/not-found`, details: { id } })
      expect(crmMessages[`${command.document}/not-found`]).toBeDefined()
      expect(crmMessages[`${command.document}/changed-meanwhile`]).toBeDefined()
    },
  )

  it.each([...['customer', 'contact', 'address', 'item']])('a %s seen in an older version is not archived', async (document) => {
    const world = await makeWorld(database.current, 2 + ['customer', 'contact', 'address', 'item'].indexOf(document))
    const shop = await openShop(world)
    const { id } = { customer: shop.acme, contact: shop.contact, address: shop.address, item: shop.chair }[document] ?? shop.acme
    const archive = onOne.find((command) => named(command) === `archive ${document}`)
    const [result] = await world.run(
      async (tx) => (await archive?.run(tx, world.context(), [{ id, version: 7, input: {} }])) ?? [],
    )
    expect(refusalOf(result)?.code).toBe(`${document}/changed-meanwhile`)
  })

  it('has one name in its document, a label in both languages, and a document that is there', () => {
    const names = crm.commands.map(named)
    expect(new Set(names).size).toBe(names.length)
    const documents = new Set(crm.documents.map(({ name }) => name))
    for (const { document, label } of crm.commands) {
      expect(documents).toContain(document)
      expect(label.en && label.zh).toBeTruthy()
    }
  })
})

describe('C3 a customer, continued', () => {
  const acme = { code: 'C1', name: 'Acme', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false } as const

  it('keeps its code its own, also when codes change within one batch', async () => {
    const world = await makeWorld(database.current, 11)
    const inputs = [acme, { ...acme, code: 'C2' }, { ...acme, code: 'C3' }]
    const made = await world.run((tx) => createCustomer.run(tx, world.context(), inputs))
    const ids = made.flatMap((result) => (result.ok ? [result.value.id] : []))
    const to = (id: (typeof ids)[number] | undefined, code: string) => ({ id: id ?? world.newId(), input: { code } })
    const changes = [to(ids[0], 'C3'), to(ids[1], 'C9'), to(ids[2], 'C9'), to(ids[0], 'C1')]
    expect(await world.run((tx) => changeCustomer.run(tx, world.context(), changes))).toMatchObject([
      { refusal: { code: 'customer/code-taken', details: { code: 'C3' } } },
      { ok: true, value: { code: 'C9' } },
      { refusal: { code: 'customer/code-taken', details: { code: 'C9' } } },
      { ok: true, value: { code: 'C1' } },
    ])
    expect(ids.every(isId)).toBe(true)
  })

  it('is refused with what no table would take', async () => {
    const world = await makeWorld(database.current, 12)
    const inputs = [
      { ...acme, code: '' },
      { ...acme, currency: 'rmb' },
      { ...acme, creditLimit: '-1' },
      { ...acme, paymentTermDays: -1 },
    ]
    expect(await world.run((tx) => createCustomer.run(tx, world.context(), inputs))).toMatchObject([
      { refusal: { code: 'customer/empty-field', details: { field: 'code' } } },
      { refusal: { code: 'customer/not-a-currency' } },
      { refusal: { code: 'customer/below-zero', details: { field: 'creditLimit' } } },
      { refusal: { code: 'customer/below-zero', details: { field: 'paymentTermDays' } } },
    ])
  })
})
