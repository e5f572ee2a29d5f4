import { readDocuments, readEvents, rows, sql } from '@tandem/db'
import { plainDate } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { crmMigrations } from '../index.ts'
import { order } from '../order/definition.ts'
import type { Order } from '../order/order.ts'
import { createQuote, sendQuote } from '../quote/commands.ts'
import { openShop } from '../testing/shop.ts'
import { acceptQuote } from './accept-quote.ts'

const database = testDatabase([crmMigrations])

async function sentQuotes(world: World, count: number) {
  const { acme, chair, address } = await openShop(world)
  const terms = { billingAddress: address.id, requestedDate: plainDate('2026-04-01'), customerReference: 'PO-1' }
  const input = { customer: acme.id, ...terms, lines: [{ item: chair.id, quantity: '4', discountPercent: '5' }] }
  const inputs = Array.from({ length: count }, () => input)
  const made = await world.run((tx) => createQuote.run(tx, world.context(), inputs))
  const ids = made.flatMap((result) => (result.ok ? [result.value.id] : []))
  const on = ids.map((id) => ({ id, input: {} }))
  await world.run((tx) => sendQuote.run(tx, world.context(), on))
  return on
}

const countOrders = async (world: World) => {
  const [found] = await world.run((tx) => rows(tx, sql<{ count: number }>`select count(*)::int as count from crm.order`))
  return found?.count
}

describe('J4 an accepted quote', () => {
  it('becomes one order with the same lines, amounts and terms', async () => {
    const world = await makeWorld(database.current, 1)
    const [first] = await sentQuotes(world, 1)
    const orderDate = plainDate('2026-03-10')
    const on = { id: first?.id ?? world.newId(), input: { orderDate } }
    const quote = await world.do(acceptQuote, on)
    expect(quote).toMatchObject({ state: 'accepted', version: 3 })
    const [made] = await world.run((tx) => readDocuments<Order>(tx, order, quote.order ? [quote.order] : []))
    const { customer, currency, billingAddress, requestedDate, customerReference, paymentTermDays, net, tax, total, lines } =
      quote
    expect(made).toMatchObject({
      ...{ number: 'O000001', state: 'requested', quote: quote.id, quoteNumber: 'Q000001', orderDate, cancelRequested: false },
      ...{ customer, currency, billingAddress, requestedDate, customerReference, paymentTermDays, net, tax, total },
      lines: lines.map((line) => ({ ...line, promisedDate: null })),
      ...{ erpNumber: null, progress: [] },
    })
    expect(lines).toHaveLength(1)
    const { events } = await world.run((tx) => readEvents(tx, 'crm', { after: '', limit: 99, documents: ['quote', 'order'] }))
    expect(events.map(({ type }) => type)).toEqual(['quote-created', 'quote-sent', 'quote-accepted', 'order-created'])
  })

  it('keeps until when each line was promised; a line it does not have cannot be promised', async () => {
    const world = await makeWorld(database.current, 6)
    const [first] = await sentQuotes(world, 1)
    if (!first) throw new Error('a quote is needed')
    const promises = (lineNumber: number) => ({ promises: [{ lineNumber, promisedDate: plainDate('2026-04-03') }] })
    expect(await world.try(acceptQuote, { ...first, input: promises(2) })).toMatchObject({
      refusal: { code: 'quote/no-such-line', details: { lineNumber: 2 } },
    })
    const accepted = await world.do(acceptQuote, { ...first, input: promises(1) })
    const [made] = await world.run((tx) => readDocuments<Order>(tx, order, accepted.order ? [accepted.order] : []))
    expect(made?.lines).toMatchObject([{ lineNumber: 1, promisedDate: '2026-04-03' }])
  })

  it('is not accepted twice: one after the other, in one batch, or at the same time', async () => {
    const world = await makeWorld(database.current, 2)
    const [a, b, c] = await sentQuotes(world, 3)
    if (!a || !b || !c) throw new Error('three quotes are needed')
    await world.do(acceptQuote, a)
    expect(await world.try(acceptQuote, a)).toMatchObject({ refusal: { code: 'quote/wrong-state' } })
    const batch = await world.run((tx) => acceptQuote.run(tx, world.context(), [b, b]))
    expect(batch).toMatchObject([{ ok: true }, { refusal: { code: 'quote/wrong-state', details: { state: 'accepted' } } }])
    const race = await Promise.all(Array.from({ length: 8 }, () => world.try(acceptQuote, c)))
    expect(race.filter((result) => result.ok)).toHaveLength(1)
    expect(await countOrders(world)).toBe(3)
  })

  it('leaves nothing behind when the transaction fails after it', async () => {
    const world = await makeWorld(database.current, 3)
    const [on] = await sentQuotes(world, 1)
    if (!on) throw new Error('a quote is needed')
    const failing = world.run(async (tx) => {
      await acceptQuote.run(tx, world.context(), [on])
      throw new Error('the power goes')
    })
    await expect(failing).rejects.toThrow('the power goes')
    expect(await countOrders(world)).toBe(0)
    expect(await world.do(acceptQuote, on)).toMatchObject({ state: 'accepted' })
    expect(await countOrders(world)).toBe(1)
  })

  it('is guarded by the table, too: no second order of one quote', async () => {
    const world = await makeWorld(database.current, 4)
    const [on] = await sentQuotes(world, 1)
    if (!on) throw new Error('a quote is needed')
    await world.do(acceptQuote, on)
    const columns =
      'created_at, created_by, updated_at, updated_by, state, quote, customer, cancel_requested, currency, order_date'
    const rest = `${columns}, payment_term_days, net, tax, total`
    const head = sql.raw(`insert into crm.order (id, number, ${rest}) select`)
    const copy = world.run((tx) => rows(tx, sql`${head} ${world.newId()}::uuid, 'COPY', ${sql.raw(rest)} from crm.order`))
    await expect(copy).rejects.toThrow(/order_tenant_id_quote_key/)
  })

  it('is accepted together with 499 others, each with one order of its own', async () => {
    const world = await makeWorld(database.current, 5)
    const quotes = await sentQuotes(world, 500)
    const results = await world.run((tx) => acceptQuote.run(tx, world.context(), quotes))
    expect(results.filter((result) => result.ok)).toHaveLength(500)
    const found = await world.run((tx) =>
      rows(
        tx,
        sql<{ same: boolean }>`
          select q.total = o.total and q."order" = o.id and o.quote_number = q.number as same
          from crm.quote q join crm.order o on o.quote = q.id`,
      ),
    )
    expect(found).toHaveLength(500)
    expect(found.every(({ same }) => same)).toBe(true)
  })
})
