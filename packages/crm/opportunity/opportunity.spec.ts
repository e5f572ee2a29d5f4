import type { Id } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { archiveCustomer, createCustomer } from '../customer/commands.ts'
import { acceptQuote } from '../flow/accept-quote.ts'
import { crmMigrations } from '../index.ts'
import { mergeCustomer } from '../merge/merge.ts'
import { createQuote, reviseQuote, sendQuote } from '../quote/commands.ts'
import { openShop } from '../testing/shop.ts'
import {
  changeOpportunity,
  createOpportunity,
  loseOpportunity,
  proposeOpportunity,
  qualifyOpportunity,
  recordOpportunity,
  reopenOpportunity,
  winOpportunity,
} from './commands.ts'

const database = testDatabase([crmMigrations])

async function begun(seed: number) {
  const world = await makeWorld(database.current, seed)
  const shop = await openShop(world)
  const given = { title: 'A new canteen', customer: shop.acme.id, expectedRevenue: '80000' } as const
  return { world, shop, given, made: await world.do(createOpportunity, given) }
}

async function codeOf(world: World, command: Parameters<World['try']>[0], input: unknown): Promise<string> {
  const result = await world.try(command, input as never)
  return result.ok ? 'done' : result.refusal.code
}

describe('C7 an opportunity', () => {
  it('begins new, with what its customer has, and goes through its stages with their usual chances', async () => {
    const { world, made } = await begun(1)
    expect(made).toMatchObject({
      ...{ number: 'OP000001', state: 'new', currency: 'CNY', expectedRevenue: '80000', probability: '10' },
      ...{ prospect: null, contact: null, owner: null, lostReason: null },
    })
    const on = { id: made.id, input: {} }
    expect(await world.do(qualifyOpportunity, on)).toMatchObject({ state: 'qualified', probability: '30' })
    await world.do(changeOpportunity, { id: made.id, input: { probability: '45', note: 'They have seen the samples.' } })
    expect(await world.do(proposeOpportunity, on)).toMatchObject({ state: 'proposition', probability: '60' })
    expect(await world.do(qualifyOpportunity, on)).toMatchObject({ state: 'qualified' })
    expect(await world.do(winOpportunity, on)).toMatchObject({ state: 'won', probability: '100' })
    expect(await world.do(reopenOpportunity, on)).toMatchObject({ state: 'qualified', probability: '30' })
  })

  it('is lost for a reason, which is forgotten when it is opened again', async () => {
    const { world, made } = await begun(2)
    const lose = (reason: string) => ({ id: made.id, input: { reason } })
    expect(await codeOf(world, loseOpportunity, lose(' '))).toBe('opportunity/empty-field')
    expect(await world.do(loseOpportunity, lose('Too dear'))).toMatchObject({
      ...{ state: 'lost', probability: '0', lostReason: 'Too dear' },
    })
    expect(await codeOf(world, winOpportunity, { id: made.id, input: {} })).toBe('opportunity/wrong-state')
    expect(await world.do(reopenOpportunity, { id: made.id, input: {} })).toMatchObject({ lostReason: null })
  })

  it('may be of a prospect, who becomes a customer later', async () => {
    const { world, shop } = await begun(3)
    const lead = { title: 'Chairs for a school', prospect: '启明小学', currency: 'CNY' }
    const made = await world.do(createOpportunity, lead)
    expect(made).toMatchObject({ customer: null, prospect: '启明小学', expectedRevenue: '0' })
    const change = (input: object) => codeOf(world, changeOpportunity, { id: made.id, input })
    expect(await change({ contact: shop.contact.id })).toBe('opportunity/contact-of-another')
    expect(await change({ prospect: null })).toBe('opportunity/no-customer')
    expect(await change({ customer: shop.acme.id, contact: shop.contact.id, prospect: null })).toBe('done')
  })

  it('is refused without a title, with nobody, with somebody else’s contact, and with what no table would take', async () => {
    const { world, shop, given } = await begun(4)
    const make = (input: object) => codeOf(world, createOpportunity, { ...given, ...input })
    const other = await world.do(createCustomer, { ...shop.acme, code: 'C2' })
    expect(await make({ title: ' ' })).toBe('opportunity/empty-field')
    expect(await make({ customer: null })).toBe('opportunity/no-customer')
    expect(await make({ customer: null, prospect: 'Somebody' })).toBe('opportunity/not-a-currency')
    expect(await make({ customer: world.newId() })).toBe('opportunity/unknown-reference')
    expect(await make({ customer: other.id, contact: shop.contact.id })).toBe('opportunity/contact-of-another')
    expect(await make({ expectedRevenue: '-1' })).toBe('opportunity/below-zero')
    expect(await make({ probability: '101' })).toBe('opportunity/not-a-percent')
    await world.do(archiveCustomer, { id: other.id, input: {} })
    expect(await make({ customer: other.id })).toBe('opportunity/customer-archived')
  })

  it('is told by another system in whatever stage it has there', async () => {
    const { world, given } = await begun(5)
    const made = await world.do(createOpportunity, { ...given, state: 'lost', lostReason: 'No budget' })
    expect(made).toMatchObject({ state: 'lost', probability: '0', lostReason: 'No budget' })
    const told = (input: object) => world.do(recordOpportunity, { id: made.id, input })
    expect(await told({ lostReason: 'Another vendor' })).toMatchObject({ state: 'lost', lostReason: 'Another vendor' })
    expect(await told({ state: 'new', probability: '25' })).toMatchObject({
      ...{ state: 'new', probability: '25', lostReason: null },
    })
    expect(await told({ lostReason: 'said of one that is open' })).toMatchObject({ lostReason: null, version: 3 })
  })

  it('goes along when its customer is merged into another', async () => {
    const { world, shop, made } = await begun(6)
    const keep = await world.do(createCustomer, { ...shop.acme, code: 'C2' })
    await world.do(mergeCustomer, { id: shop.acme.id, input: { into: keep.id } })
    expect(await world.do(changeOpportunity, { id: made.id, input: { title: 'Two canteens' } })).toMatchObject({
      customer: keep.id,
    })
  })
})

describe('C8 a quote for an opportunity', () => {
  async function quoted(seed: number) {
    const all = await begun(seed)
    const { world, shop, made } = all
    const lines = [{ item: shop.chair.id, quantity: '4' }]
    const quote = (opportunity: Id | null, customer = shop.acme.id) => ({ customer, opportunity, lines })
    const first = await world.do(createQuote, quote(made.id))
    return { ...all, quote, first }
  }

  it('names it, in its revisions, too, and wins it when it is accepted', async () => {
    const { world, made, first } = await quoted(11)
    expect(first).toMatchObject({ opportunity: made.id })
    await world.do(sendQuote, { id: first.id, input: {} })
    const revised = await world.do(reviseQuote, { id: first.id, input: {} })
    expect(revised).toMatchObject({ opportunity: made.id, revision: 2 })
    await world.do(acceptQuote, { id: first.id, input: {} })
    const now = await world.do(changeOpportunity, { id: made.id, input: {} })
    expect(now).toMatchObject({ state: 'won', probability: '100', version: 2 })
  })

  it('leaves one that was lost meanwhile as it is', async () => {
    const { world, made, first } = await quoted(12)
    await world.do(sendQuote, { id: first.id, input: {} })
    await world.do(loseOpportunity, { id: made.id, input: { reason: 'They did not answer' } })
    expect(await world.do(acceptQuote, { id: first.id, input: {} })).toMatchObject({ state: 'accepted' })
    expect(await world.do(changeOpportunity, { id: made.id, input: {} })).toMatchObject({ state: 'lost' })
  })

  it('is refused for one of somebody else, and for a prospect', async () => {
    const { world, shop, quote } = await quoted(13)
    const prospect = await world.do(createOpportunity, { title: 'A school', prospect: '启明小学', currency: 'CNY' })
    const other = await world.do(createCustomer, { ...shop.acme, code: 'C2' })
    const theirs = await world.do(createOpportunity, { title: 'Theirs', customer: other.id })
    for (const opportunity of [prospect.id, theirs.id, world.newId()]) {
      expect(await codeOf(world, createQuote, quote(opportunity))).toBe('quote/opportunity-of-another')
    }
  })
})
