/** Whatever many do to the same quotes, orders and customers at the same time: nobody waits for another in a circle. */
import { rows, sql } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { makeWorld, onOneOf, randomNumbers, testDatabase, unlessYielded, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createCustomer } from '../customer/commands.ts'
import { crmMigrations } from '../index.ts'
import { mergeCustomer, unmergeCustomer } from '../merge/merge.ts'
import { createOpportunity, loseOpportunity, qualifyOpportunity, reopenOpportunity } from '../opportunity/commands.ts'
import { cancelOrder, placeOrder } from '../order/commands.ts'
import { changeQuote, createQuote, declineQuote, reviseQuote, sendQuote } from '../quote/commands.ts'
import { createReturn } from '../return/commands.ts'
import { openShop } from '../testing/shop.ts'
import { createTicket } from '../ticket/commands.ts'
import { acceptQuote } from './accept-quote.ts'

const database = testDatabase([crmMigrations])

const HAPPENINGS = [
  'quote',
  'quote',
  'send',
  'send',
  'accept',
  'accept',
  'decline',
  'revise',
  'change',
  'place',
  'cancel',
  'return',
  'opportunity',
  'qualify',
  'lose',
  'reopen',
  'ticket',
  'merge',
  'unmerge',
] as const

interface Shop {
  readonly at: World
  readonly customers: readonly Id[]
  readonly item: Id
}

async function shopOf(seed: number): Promise<Shop> {
  const at = await makeWorld(database.current, seed)
  const { acme, chair } = await openShop(at)
  const more = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false } as const
  const others = await Promise.all(['B', 'C'].map((code) => at.do(createCustomer, { ...more, code, name: `Customer ${code}` })))
  return { at, customers: [acme.id, ...others.map(({ id }) => id)], item: chair.id }
}

/** Does the step; refusals are good answers, faults are not. */
async function happen(shop: Shop, what: (typeof HAPPENINGS)[number], q: number): Promise<void> {
  const { at, customers, item } = shop
  const customer = customers[q % customers.length] as Id
  const lines = [{ item, quantity: String(1 + (q % 5)) }]
  const input = {}
  switch (what) {
    case 'quote':
      return onOneOf(at, 'crm.opportunity', q, (opportunity) =>
        at.try(createQuote, { customer, lines, ...(q % 2 && { opportunity }) }),
      ).then(() => void at.try(createQuote, { customer, lines }))
    case 'send':
      return onOneOf(at, 'crm.quote', q, (id) => at.try(sendQuote, { id, input }))
    case 'accept':
      return onOneOf(at, 'crm.quote', q, (id) => at.try(acceptQuote, { id, input }))
    case 'decline':
      return onOneOf(at, 'crm.quote', q, (id) => at.try(declineQuote, { id, input: { reason: 'x' } }))
    case 'revise':
      return onOneOf(at, 'crm.quote', q, (id) => at.try(reviseQuote, { id, input }))
    case 'change':
      return onOneOf(at, 'crm.quote', q, (id) => at.try(changeQuote, { id, input: { lines } }))
    case 'merge':
      return void (await at.try(mergeCustomer, { id: customers[1 + (q % 2)] as Id, input: { into: customers[0] as Id } }))
    case 'unmerge':
      return void (await at.try(unmergeCustomer, { id: customers[1 + (q % 2)] as Id, input }))
    default:
      return happenLater(shop, what, q, customer)
  }
}

async function happenLater(shop: Shop, what: string, q: number, customer: Id): Promise<void> {
  const { at } = shop
  const input = {}
  switch (what) {
    case 'place':
      return onOneOf(at, 'crm.order', q, (id) => at.try(placeOrder, { id, input }))
    case 'cancel':
      return onOneOf(at, 'crm.order', q, (id) => at.try(cancelOrder, { id, input }))
    case 'return':
      return onOneOf(at, 'crm.order', q, (order) => {
        const lines = [{ orderLineNumber: 1, quantity: '1' }]
        return at.try(createReturn, { order, reason: 'x', lines })
      })
    case 'opportunity':
      return void (await at.try(createOpportunity, { customer, title: `Deal ${q}`, currency: 'CNY' }))
    case 'qualify':
      return onOneOf(at, 'crm.opportunity', q, (id) => at.try(qualifyOpportunity, { id, input }))
    case 'lose':
      return onOneOf(at, 'crm.opportunity', q, (id) => at.try(loseOpportunity, { id, input: { reason: 'x' } }))
    case 'reopen':
      return onOneOf(at, 'crm.opportunity', q, (id) => at.try(reopenOpportunity, { id, input }))
    case 'ticket':
      return void (await at.try(createTicket, { customer, subject: 'x', message: 'x', priority: 'normal' }))
  }
}

/** What must hold whatever happened. An order made after a merge stays with the other customer when that is undone. */
const CHECKS = sql<{ what: string }>`
  select 'an accepted quote has not exactly one order' as what from crm.quote q
  where q.state = 'accepted' and 1 <> (
    select count(*) from crm.order o where o.quote = q.id and o.id = q.order and o.total = q.total)
  union all
  select 'an order of a quote that was not accepted' from crm.order o join crm.quote q on q.id = o.quote
  where q.state <> 'accepted'
  union all
  select 'two revisions of one quote are both open or accepted' from crm.quote
  where state in ('sent', 'accepted') group by number having count(*) > 1
  union all
  select 'an open opportunity whose quote was accepted' from crm.opportunity p join crm.quote q on q.opportunity = p.id
  where q.state = 'accepted' and p.state not in ('won', 'lost', 'new', 'qualified')`

describe('many at the same time', () => {
  it.each([1, 2])('quote, accept, revise, merge customers and undo it (%i)', async (seed) => {
    const shop = await shopOf(seed)
    const random = randomNumbers(seed)
    const pick = (below: number) => Math.floor(random() * below)
    for (let round = 0; round < 10; round++) {
      const steps = Array.from({ length: 10 }, () => [HAPPENINGS[pick(HAPPENINGS.length)] ?? 'quote', pick(60)] as const)
      await Promise.all(steps.map(([what, q]) => happen(shop, what, q).catch(unlessYielded)))
      expect(await shop.at.run((tx) => rows(tx, CHECKS))).toEqual([])
    }
  })
})
