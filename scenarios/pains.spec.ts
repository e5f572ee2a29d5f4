/** What users of such joints complain of, each told as they would tell it, and then shown not to happen here. */
import { crmMessages, crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { erpMessages, erpMigrations } from '@tandem/erp'
import { type Change, hubMigrations, hubSurface } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { afterTheLease, type Row } from './company.ts'
import { booksAgree, type Cause, expectInSync, inbox, jointWith, retryAll, shopOf } from './shop.fixture.ts'
import type { Trade } from './trade.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])

const shop = (seed: number, terms: object = {}): Promise<Trade> => shopOf(database.current, seed, terms)

describe('I5 I6 the pains of others, told by those who had them', () => {
  it('"the sync said OK, but my order never reached the ERP": what did not arrive is shown, with its money', async () => {
    const trade = await shop(1, { creditLimit: '1000' })
    await trade.accept(await trade.quote('ACME', '10 CHAIR @ 100'))
    await trade.company.settle()
    expect(await inbox(trade)).toMatchObject([{ code: 'sales-order/credit-exceeded', count: 1, money: { CNY: '1130' } }])
    expect((await trade.company.proof()).inSync).toBe(false)
  })

  it('"the ERP was slow, and then the order was there twice": it is there once', async () => {
    const trade = await shop(2)
    const { number } = await trade.accept(await trade.quote('ACME', '1 CHAIR @ 100'))
    const slow = jointWith(trade.company, 'tandem-erp', (real) => ({
      apply: async (...given) => {
        await real.apply(...given)
        throw new Error('no answer within 30 seconds')
      },
    }))
    await slow.runUntilIdle()
    afterTheLease(trade.company)
    await trade.company.settle()
    expect(await trade.erpOrders(number)).toHaveLength(1)
    expect(await trade.all('erp', 'sales-order')).toHaveLength(1)
    await expectInSync(trade)
  })

  it('"a cent is missing between CRM and ERP, and nobody knows where": tax and discount are the same everywhere', async () => {
    const trade = await shop(3)
    const { company } = trade
    const [customer, item] = [
      await trade.find('crm', 'customer', 'code', 'ACME'),
      await trade.find('crm', 'item', 'code', 'CHAIR'),
    ]
    const line = (quantity: string, unitPrice: string, discountPercent: string) => ({
      item: item.id,
      quantity,
      unitPrice,
      discountPercent,
    })
    const lines = [line('3', '33.33', '7.5'), line('7', '0.05', '0'), line('1', '19.99', '33.3333')]
    const quote = await company.act('crm', 'quote', 'create', { customer: customer.id, lines })
    await company.act('crm', 'quote', 'send', {}, quote.id)
    const order = await trade.accept(quote)
    await company.settle()
    await trade.ship(order.number)
    await trade.invoice(order.number)
    await company.settle()
    const [inErp] = await trade.erpOrders(order.number)
    const [invoice] = await trade.all('crm', 'invoice')
    expect([inErp?.net, inErp?.tax, inErp?.total]).toEqual([order.net, order.tax, order.total])
    expect([invoice?.net, invoice?.tax, invoice?.total]).toEqual([order.net, order.tax, order.total])
    expect(await booksAgree(trade)).toBe(true)
    await expectInSync(trade)
  })

  it('"only half of the order came across": it comes whole or not at all, and then says why', async () => {
    const trade = await shop(4)
    const { company } = trade
    await trade.item('TABLE', '5')
    await company.settle()
    const order = await trade.accept(await trade.quote('ACME', '1 CHAIR @ 100, 1 TABLE @ 500'))
    const table = await trade.find('erp', 'item', 'code', 'TABLE')
    await company.act('erp', 'item', 'archive', {}, table.id)
    await company.settle()
    expect(await trade.erpOrders(order.number)).toEqual([])
    expect(await inbox(trade)).toMatchObject([{ code: 'sales-order/item-archived', money: { CNY: '678' } }])
    await company.act('erp', 'item', 'restore', {}, table.id)
    await retryAll(trade)
    await company.settle()
    expect((await trade.erpOrders(order.number))[0]?.lines).toHaveLength(2)
    await expectInSync(trade)
  })

  it('"we changed the phone three times and the ERP kept the second": what one reads late does not overtake the last word', async () => {
    const trade = await shop(5)
    const { company } = trade
    const customer = await trade.find('crm', 'customer', 'code', 'ACME')
    const say = (phone: string) => company.act('crm', 'customer', 'change', { phone }, customer.id)
    const [read, letGo] = [signal(), signal()]
    let held: readonly Change[] = []
    // A process of the joint that has read the first word, and then stands still.
    const slow = jointWith(company, 'tandem-crm', (real) => ({
      changesSince: async (kind, cursor, limit) => {
        const page = await real.changesSince(kind, cursor, limit)
        if (kind !== 'customer' || page.changes.length === 0 || held.length > 0) return page
        held = page.changes
        read.give()
        await letGo.given
        return page
      },
    }))
    await say('1')
    const late = slow.runUntilIdle()
    await read.given
    for (const phone of ['2', '3']) {
      await say(phone)
      await company.settle()
    }
    expect(await trade.find('erp', 'party', 'code', 'ACME')).toMatchObject({ phone: '3' })
    letGo.give()
    await late
    await company.settle()
    // The old word was handed over after the new one, and was not taken.
    expect(held.map(({ values }) => values.phone)).toEqual(['1'])
    const kept = await company.world.run((tx) =>
      rows(tx, sql<Row>`select "values" ->> 'phone' as phone from hub.change where version = ${held[0]?.version ?? ''}`),
    )
    expect(kept).toEqual([])
    expect(await trade.find('erp', 'party', 'code', 'ACME')).toMatchObject({ phone: '3' })
    expect(await trade.find('crm', 'customer', 'code', 'ACME')).toMatchObject({ phone: '3' })
    await expectInSync(trade)
  })

  it('"their interface told us yesterday’s number after today’s": the proof finds it, and puts it right', async () => {
    const trade = await shop(23)
    const { company } = trade
    const customer = await trade.find('crm', 'customer', 'code', 'ACME')
    let old: readonly Change[] = []
    // Against what a connector promises: an earlier state after a later one.
    const muddled = jointWith(company, 'tandem-crm', (real) => ({
      changesSince: async (kind, cursor, limit) => {
        const page = await real.changesSince(kind, cursor, limit)
        if (kind !== 'customer' || page.changes.length === 0) return page
        if (old.length > 0) return { ...page, changes: [...page.changes, ...old] }
        old = page.changes
        return { ...page, changes: [] }
      },
    }))
    for (const phone of ['1', '3']) {
      await company.act('crm', 'customer', 'change', { phone }, customer.id)
      await muddled.runUntilIdle()
    }
    // Nobody could know better: versions of a system have no order. But nobody says that all is well.
    expect(old.map(({ values }) => values.phone)).toEqual(['1'])
    expect((await company.proof()).inSync).toBe(false)
    await company.newJoint().proof({ repair: true })
    await company.settle()
    expect(await trade.find('erp', 'party', 'code', 'ACME')).toMatchObject({ phone: '3' })
    expect(await trade.find('crm', 'customer', 'code', 'ACME')).toMatchObject({ phone: '3' })
    await expectInSync(trade)
  })

  it('"the stock in the CRM is a fairy tale, and the ledger has its own": all are sums of the same moves', async () => {
    const trade = await shop(6)
    const { company } = trade
    const { number } = await trade.accept(await trade.quote('ACME', '10 CHAIR @ 100'))
    await company.settle()
    await trade.ship(number, '4 CHAIR')
    await trade.invoice(number)
    await trade.pay('ACME', '452')
    await company.settle()
    expect(await trade.crmOrder(number)).toMatchObject({ progress: [{ reserved: '6', shipped: '4', invoiced: '4' }] })
    expect(await booksAgree(trade)).toBe(true)
    await expectInSync(trade)
  })

  it('"we archived and merged customers in the CRM, and the ERP went on selling to them": both travel', async () => {
    const trade = await shop(7)
    const { company } = trade
    const [keep, lose] = [await trade.find('crm', 'customer', 'code', 'ACME'), await trade.customer('ACME2')]
    const old = await trade.customer('OLD')
    await company.settle()
    await company.act('crm', 'customer', 'archive', {}, old.id)
    await company.act('crm', 'customer', 'merge', { into: keep.id }, lose.id)
    await company.settle()
    const kept = await trade.find('erp', 'party', 'code', 'ACME')
    expect(await trade.find('erp', 'party', 'code', 'OLD')).toMatchObject({ status: 'archived' })
    expect(await trade.find('erp', 'party', 'code', 'ACME2')).toMatchObject({ status: 'archived', mergedInto: kept.id })
  })

  it('"Error 0x8004, contact your administrator": it says in both languages what is wrong and what to do', async () => {
    const trade = await shop(8, { creditLimit: '1000' })
    await trade.accept(await trade.quote('ACME', '10 CHAIR @ 100'))
    await trade.company.settle()
    // As the server asks it, with the words of both sides.
    const causes = hubSurface({ ...crmMessages, ...erpMessages }).queries.find(({ name }) => name === 'inbox-causes')
    const { world } = trade.company
    const asked = await world.run(async (tx) => causes?.run(tx, world.context(), {}))
    const [cause] = asked?.ok ? (asked.value as readonly Cause[]) : []
    expect(cause?.text.en).toMatch(/Collect a payment, lower the order or raise the limit/)
    expect(cause?.text.zh).toMatch(/请先收款、减少订单或提高额度/)
  })

  it('"they wrote to each other all night": what is told back is nobody’s change', async () => {
    const trade = await shop(9)
    const { company } = trade
    const party = await trade.find('erp', 'party', 'code', 'ACME')
    await company.act('erp', 'party', 'change', { phone: '77' }, party.id)
    await company.settle()
    const count = () =>
      company.world.run((tx) =>
        rows(tx, sql`select (select count(*) from crm.event) as crm, (select count(*) from erp.event) as erp`),
      )
    const before = await count()
    for (let again = 0; again < 5; again++) await company.settle()
    expect(await count()).toEqual(before)
  })

  it('"the first load went one record at a time, for days": it goes in batches, and each is written once', async () => {
    const trade = await shop(10)
    const { company } = trade
    for (let n = 0; n < 60; n++) await trade.customer(`C${n}`)
    const batches: number[] = []
    await jointWith(company, 'tandem-erp', (real) => ({
      apply: (kind, writes) => {
        batches.push(writes.length)
        return real.apply(kind, writes)
      },
    })).runUntilIdle()
    expect(batches.reduce((sum, count) => sum + count, 0)).toBe(60)
    expect(batches.length).toBeLessThan(6)
    expect(await trade.all('erp', 'party')).toHaveLength(61)
  })

  it('"dollars arrived as yuan": an amount never travels without its currency', async () => {
    const trade = await shop(11)
    const { company } = trade
    await trade.customer('NEWYORK', { currency: 'USD' })
    await company.settle()
    const order = await trade.accept(await trade.quote('NEWYORK', '1 CHAIR @ 100'))
    await company.settle()
    expect(await trade.erpOrders(order.number)).toMatchObject([{ currency: 'USD', total: '113' }])
    const sums = (await company.proof()).kinds.find(({ kind }) => kind === 'order')?.sums
    expect(sums).toMatchObject({ 'tandem-crm': { USD: '113' }, 'tandem-erp': { USD: '113' } })
  })

  it('"what was saved while the sync looked was never seen again": a change that commits late is not passed over', async () => {
    const trade = await shop(13)
    const { company } = trade
    const { world } = company
    const [begun, letGo] = [signal(), signal()]
    const early = await trade.find('crm', 'customer', 'code', 'ACME')
    const slow = world.run(async (tx) => {
      const { crm } = await import('@tandem/crm')
      const change = crm.commands.find((one) => one.document === 'customer' && one.name === 'change')
      await change?.run(tx, world.context(), [{ id: early.id, input: { phone: 'late' } }] as never)
      begun.give()
      await letGo.given
    })
    await begun.given
    await trade.customer('QUICK')
    await company.settle()
    letGo.give()
    await slow
    await company.settle()
    expect(await trade.find('erp', 'party', 'code', 'ACME')).toMatchObject({ phone: 'late' })
    expect(await trade.find('erp', 'party', 'code', 'QUICK')).toBeTruthy()
    await expectInSync(trade)
  })

  it('"the order of the first of the month is booked on the last": a day is the same day on both sides', async () => {
    const trade = await shop(14)
    const { company } = trade
    // Half past eleven at night in London is the next day in Shanghai.
    company.world.pass(15.5 * 3_600_000)
    const order = await trade.accept(await trade.quote('ACME', '1 CHAIR @ 1'))
    await company.settle()
    expect((await trade.erpOrders(order.number))[0]?.orderDate).toBe(order.orderDate)
  })

  it('"429 Too Many Requests, and the rest of the batch was gone": it comes back later for all of it', async () => {
    const trade = await shop(15)
    const { company } = trade
    for (let n = 0; n < 5; n++) await trade.customer(`C${n}`)
    let left = 3
    const limited = jointWith(company, 'tandem-erp', (real) => ({
      apply: async (kind, writes) => {
        left -= 1
        return left >= 0 ? writes.map(() => ({ later: { afterMs: 1_000, reason: 'rate-limit' } })) : real.apply(kind, writes)
      },
    }))
    for (let again = 0; again < 5; again++) {
      await limited.runUntilIdle()
      company.world.pass(60_000)
    }
    expect(await trade.all('erp', 'party')).toHaveLength(6)
    await expectInSync(trade)
  })

  it('"they renamed a field, and our data were emptied overnight": nothing is emptied, one entry says which field', async () => {
    const trade = await shop(16)
    const { company } = trade
    const customer = await trade.find('crm', 'customer', 'code', 'ACME')
    await company.act('crm', 'customer', 'change', { phone: '5' }, customer.id)
    const changed = jointWith(company, 'tandem-crm', (real) => ({
      changesSince: async (kind, cursor, limit) => {
        const page = await real.changesSince(kind, cursor, limit)
        const renamed = (values: (typeof page.changes)[number]['values']) => ({
          ...values,
          name: null,
          title: values.name ?? null,
        })
        return { ...page, changes: page.changes.map((change) => ({ ...change, values: renamed(change.values) })) }
      },
    }))
    await changed.runUntilIdle()
    expect(await trade.find('erp', 'party', 'code', 'ACME')).toMatchObject({ name: 'ACME', phone: null })
    expect(await inbox(trade)).toMatchObject([{ code: 'joint/field-missing', count: 1 }])
    await retryAll(trade)
    await company.settle()
    expect(await trade.find('erp', 'party', 'code', 'ACME')).toMatchObject({ name: 'ACME', phone: '5' })
    await expectInSync(trade)
  })

  it('"the password expired in March, and in May somebody noticed": the system says so at once, and nothing is lost', async () => {
    const trade = await shop(17)
    const { company } = trade
    const expired = () => Promise.reject(new Error('invalid_grant: token expired'))
    const lockedOut = jointWith(company, 'tandem-erp', () => ({
      ...{ changesSince: expired, read: expired, apply: expired, probe: expired, hasNews: expired },
    }))
    await trade.customer('WAITING')
    await lockedOut.runUntilIdle()
    const [erp] = (await lockedOut.status()).filter(({ system }) => system === 'tandem-erp')
    expect(JSON.stringify(erp)).toContain('token expired')
    for (let again = 0; again < 3; again++) {
      company.world.pass(400_000)
      await company.settle()
    }
    expect(await trade.find('erp', 'party', 'code', 'WAITING')).toBeTruthy()
    await expectInSync(trade)
  })

  it('"one bad order, and everything behind it stood still": the others go on', async () => {
    const trade = await shop(18, { creditLimit: '100' })
    await trade.customer('GOOD')
    await trade.company.settle()
    await trade.accept(await trade.quote('ACME', '10 CHAIR @ 100'))
    const good = await trade.accept(await trade.quote('GOOD', '1 CHAIR @ 100'))
    await trade.company.settle()
    expect(await trade.crmOrder(good.number)).toMatchObject({ state: 'placed' })
    expect(await inbox(trade)).toHaveLength(1)
  })

  it('"we promised the same ten chairs to two customers": what is reserved is there, the rest is said to be missing', async () => {
    const trade = await shop(19)
    const { company } = trade
    const orders = [
      await trade.accept(await trade.quote('ACME', '70 CHAIR @ 1')),
      await trade.accept(await trade.quote('ACME', '70 CHAIR @ 1')),
    ]
    await company.settle()
    const reserved = await Promise.all(orders.map(async ({ number }) => (await trade.crmOrder(number)).progress))
    expect(reserved.flat()).toMatchObject([{ reserved: '70' }, { reserved: '30' }])
  })

  it('"we only saw what the mapping did when it had done it": a dry run says it before, and changes nothing', async () => {
    const trade = await shop(20)
    const { company } = trade
    const { number } = await trade.accept(await trade.quote('ACME', '10 CHAIR @ 100'))
    await company.settle()
    const rules = { '*': { by: 'owner', side: 'crm' } }
    const run = await company.act('joint', 'dry-run', 'create', { mapping: null, kind: 'order', rules })
    const before = await trade.crmOrder(number)
    const hub = company.newJoint()
    await hub.rehearse()
    const [ended] = await company.world.run((tx) => rows(tx, sql<Row>`select * from hub.dry_run where id = ${run.id}`))
    expect(ended).toMatchObject({ state: 'done' })
    expect(await trade.crmOrder(number)).toEqual(before)
    await expectInSync(trade)
  })
})

/** Something that one waits for and another gives. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}
