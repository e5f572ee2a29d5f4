/** A fake Odoo and our own CRM, joined by the real joint. */
import { crmMigrations } from '@tandem/crm'
import { createHub, hubMigrations } from '@tandem/hub'
import { randomNumbers } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { onlyKinds } from './chosen.ts'
import { fakeWorld } from './odoo/testing/subject.ts'
import { odoo } from './odoo/type.ts'
import { connectTandemCrm } from './tandem-crm/index.ts'

const database = testDatabase([hubMigrations, crmMigrations])

async function joined(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { fake, given } = fakeWorld()
  const { tenant, now, newId } = world
  const whole = odoo.connect({ ...given, outside: { ...given.outside, now, fetch: fake.fetch } })
  const both = { read: true, write: true }
  const erp = onlyKinds(whole, { customer: both, contact: both, address: both })
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
