/** A fake Odoo and our own CRM, joined by the real joint. */
import { crm, crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { createHub, hubMigrations } from '@tandem/hub'
import { type Id, type Result, randomNumbers } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { onlyKinds } from './chosen.ts'
import { installHelpdesk } from './odoo/testing/furnish.ts'
import { fakeWorld } from './odoo/testing/subject.ts'
import { odoo } from './odoo/type.ts'
import { connectTandemCrm } from './tandem-crm/index.ts'

const database = testDatabase([hubMigrations, crmMigrations])

async function joined(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { fake, given } = fakeWorld()
  installHelpdesk(fake.store, 'enterprise')
  const { tenant, now, newId } = world
  const whole = odoo.connect({ ...given, outside: { ...given.outside, now, fetch: fake.fetch } })
  const both = { read: true, write: true }
  const erp = onlyKinds(whole, { customer: both, contact: both, address: both, opportunity: both, ticket: both })
  const crm = connectTandemCrm({ database: world.database, tenant, now, newId })
  const hub = createHub({ database: world.database, tenant, now, newId, random: randomNumbers(seed), connectors: [crm, erp] })
  const settle = async () => {
    for (let i = 0; i < 3; i++) {
      await hub.runUntilIdle()
      world.pass(60_000)
      fake.store.now += 60_000
    }
  }
  return { world, fake, crm, hub, settle }
}

describe('J1 our CRM with Odoo', () => {
  it('J1 terms of payment that are no number of days stay as they are there, though our CRM keeps a number', async () => {
    const { fake, crm, hub, settle } = await joined(1)
    const term = fake.store.create('account.payment.term', { name: '30 % now, the rest after 60 days' })
    for (const days of [0, 60])
      fake.store.create('account.payment.term.line', { payment_id: term, value: 'percent', nb_days: days })
    const about = { name: 'Acme', ref: 'C1', is_company: true, partner_share: true, customer_rank: 1 }
    const id = fake.store.create('res.partner', { ...about, property_payment_term_id: term })
    await settle()
    const [known] = await crm.list('customer', '', 10)
    expect(known?.values).toMatchObject({ code: 'C1', name: 'Acme' })
    expect(fake.store.rows('res.partner').get(id)).toMatchObject({ property_payment_term_id: term })
    expect(await hub.proof()).toMatchObject({ inSync: true })
  })

  it('J1 the first address of a customer is one on both sides, though Odoo copies addresses to customers that have none', async () => {
    const { fake, crm, hub, settle } = await joined(2)
    const values = { code: 'C2', name: 'Beta', type: 'company', currency: 'USD', paymentTermDays: 0, onHold: false }
    const [made] = await crm.apply('customer', [{ key: 'x:1', values, changed: Object.keys(values) }])
    const customer = made && 'done' in made ? made.done.externalId : ''
    const place = { customer, use: 'both', line1: 'Main 1', city: 'Fresno', country: 'US', status: 'active' }
    for (const [n, line1] of ['Main 1', 'Second 2'].entries()) {
      await crm.apply('address', [{ key: `x:${n + 2}`, values: { ...place, line1 }, changed: Object.keys(place) }])
    }
    await settle()
    const streets = [...fake.store.rows('res.partner').values()].flatMap(({ street }) => (street ? [street] : []))
    expect(streets.sort()).toEqual(['Main 1', 'Second 2'])
    expect(await crm.list('address', '', 10)).toHaveLength(2)
    expect(await hub.proof()).toMatchObject({ inSync: true })
  })

  it.each([
    ['shipping', 'delivery'],
    ['billing', 'invoice'],
  ])('J1 an address for %s alone is one on both sides, too, below a customer that has no other', async (use, type) => {
    const { fake, crm, hub, settle } = await joined(use.length)
    const values = { code: 'C3', name: 'Gamma', type: 'company', currency: 'USD', paymentTermDays: 0, onHold: false }
    const [made] = await crm.apply('customer', [{ key: 'x:1', values, changed: Object.keys(values) }])
    const customer = made && 'done' in made ? made.done.externalId : ''
    const place = { customer, use, line1: 'Dock 1', city: 'Fresno', country: 'US', status: 'active' }
    await crm.apply('address', [{ key: 'x:2', values: place, changed: Object.keys(place) }])
    await settle()
    const there = [...fake.store.rows('res.partner').values()].filter(({ street }) => street)
    expect(there).toMatchObject([{ type, street: 'Dock 1' }])
    expect(await crm.list('address', '', 10)).toHaveLength(1)
    expect(await hub.proof()).toMatchObject({ inSync: true })
  })
})

describe('C7 C10 what sales works on is the same in our CRM and in an Odoo that is the ERP', () => {
  /** By whoever is there, as any command of the CRM. */
  function command(document: string, name: string): { run(...all: never[]): Promise<Result<{ id: Id; state: string }>[]> } {
    return crm.commands.find((one) => one.document === document && one.name === name) as never
  }

  async function withCustomer(seed: number) {
    const all = await joined(seed)
    const { world, fake, settle } = all
    const customer = await world.do(command('customer', 'create'), {
      ...{ code: 'C1', name: 'Acme', type: 'company', currency: 'USD', paymentTermDays: 0, onHold: false },
    } as never)
    await settle()
    const partner = [...fake.store.rows('res.partner').values()].find(({ ref }) => ref === 'C1')
    const state = async (document: string, id: Id) =>
      (
        await world.run((tx) =>
          rows(
            tx,
            sql<{ state: string }>`
        select state from ${sql.raw(`crm.${document}`)} where id = ${id}`,
          ),
        )
      )[0]?.state
    return { ...all, customer: customer.id, partner: Number(partner?.id), state }
  }

  it('an opportunity goes there, is worked on there, and is lost here', async () => {
    const { world, fake, hub, settle, customer, partner, state } = await withCustomer(11)
    const about = { title: 'Canteen', customer, expectedRevenue: '80000', owner: 'li.na', note: 'Two floors.' }
    const made = await world.do(command('opportunity', 'create'), about as never)
    await settle()
    const lead = () => [...fake.store.rows('crm.lead').values()].find(({ name }) => name === 'Canteen')
    expect(lead()).toMatchObject({ partner_id: partner, stage_id: 1, probability: 10, expected_revenue: 80_000, user_id: false })
    fake.store.write('crm.lead', [Number(lead()?.id)], { stage_id: 3, probability: 55.5 })
    await settle()
    expect(await state('opportunity', made.id)).toBe('proposition')
    await world.do(command('opportunity', 'lose'), { id: made.id, input: { reason: 'No budget' } } as never)
    await settle()
    expect(lead()).toMatchObject({ active: false, probability: 0 })
    expect(await hub.proof()).toMatchObject({ inSync: true })
  })

  it('a ticket that is asked there is answered here, and solved there', async () => {
    const { world, fake, crm: mine, hub, settle, partner, state } = await withCustomer(12)
    const id = fake.store.create('helpdesk.ticket', {
      ...{ name: 'A leg is loose', description: '<p>It wobbles.</p>', partner_id: partner, stage_id: 1, priority: '2' },
    })
    await settle()
    const [told] = await mine.list('ticket', '', 10)
    const ticket = told?.externalId as Id
    expect(told?.values).toMatchObject({ subject: 'A leg is loose', description: 'It wobbles.', priority: 'high' })
    await world.do(command('ticket', 'answer'), { id: ticket, input: { message: 'A new one is on its way.' } } as never)
    await settle()
    expect(await state('ticket', ticket)).toBe('answered')
    fake.store.write('helpdesk.ticket', [id], { stage_id: 3 })
    await settle()
    expect(await state('ticket', ticket)).toBe('solved')
    expect(await hub.proof()).toMatchObject({ inSync: true })
  })
})
