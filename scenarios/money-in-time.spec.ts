/**
 * A difference of money that a write makes, from the write to its reason, by the clock of the product: no slow machine can
 * change it. What the work itself takes on top is not measured here.
 */
import { crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { erpMigrations } from '@tandem/erp'
import { type ChainDetail, type Connector, type Hub, hubMigrations } from '@tandem/hub'
import { epochMs } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Row } from './company.ts'
import { inbox, jointWith, retryAll, shopOf } from './shop.fixture.ts'
import type { Trade } from './trade.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])

/** As the loops of a working joint come round by themselves, also when nobody wakes them. */
const POLL_MS = 1_000
const WITHIN_MS = 2_000

/** State and reasons of an order of the CRM as they are kept: nobody looks at anything because of being asked. */
async function chainOf({ company }: Trade, order: Row): Promise<{ state: string; reasons: string[] }> {
  const [link] = await company.world.run((tx) =>
    rows(tx, sql<{ recordId: string }>`select record_id from hub.link where kind = 'order' and external_id = ${order.id}`),
  )
  const asked = { record: link?.recordId ?? '' }
  const { state, reasons } = link
    ? await company.ask<ChainDetail>('joint', 'money-chain-of', asked).catch(() => NOT_YET)
    : NOT_YET
  return {
    state,
    reasons: reasons.map(({ why, step, amount, system, number }) =>
      [why, step, amount, system, number].filter(Boolean).join(' '),
    ),
  }
}

const NOT_YET: Pick<ChainDetail, 'state' | 'reasons'> = { state: 'on-the-way', reasons: [] }

/**
 * Turns of the joint's loops, a poll apart, until an order has that reason. Answers the milliseconds since now. The money is
 * looked at before the others have done their work in a turn: it is never found later than so.
 */
async function msUntil(trade: Trade, hub: Hub, order: Row, reason: string): Promise<number> {
  const { world } = trade.company
  const from = epochMs(world.now())
  for (let turn = 0; turn < 5; turn++) {
    await hub.followMoney()
    if ((await chainOf(trade, order)).reasons.includes(reason)) return epochMs(world.now()) - from
    await hub.runUntilIdle()
    world.pass(POLL_MS)
  }
  throw new Error(`never said: ${reason}, but ${JSON.stringify(await chainOf(trade, order))}`)
}

/** An order on both sides, shipped, and all that is said of its money by then. */
async function shipped(trade: Trade): Promise<Row & { readonly number: string }> {
  const order = await trade.accept(await trade.quote('ACME', '4 CHAIR @ 100'))
  await trade.company.settle()
  await trade.ship(order.number)
  await trade.company.settle()
  return order
}

describe('J6 a difference of money that a write makes is explained within two seconds of it', () => {
  it('an invoice that the CRM refuses: by how much it is short, where, and that it is in the inbox', async () => {
    const trade = await shopOf(database.current, 1)
    const order = await shipped(trade)
    let refuses = true
    const stubborn = jointWith(trade.company, 'tandem-crm', (real: Connector) => ({
      apply: async (kind, writes) =>
        kind === 'invoice' && refuses
          ? writes.map(() => ({ refused: { code: 'invoice/number-taken', details: {} } }))
          : real.apply(kind, writes),
    }))
    await stubborn.followMoney()
    expect(await chainOf(trade, order)).toEqual({ state: 'on-the-way', reasons: ['not-invoiced invoiced 452'] })
    const invoice = await trade.invoice(order.number)
    const reason = `in-the-inbox invoiced 452 tandem-crm ${String(invoice.number)}`
    expect(await msUntil(trade, stubborn, order, reason)).toBeLessThanOrEqual(WITHIN_MS)
    expect((await chainOf(trade, order)).state).toBe('differs')
    expect(await inbox(trade)).toMatchObject([{ code: 'invoice/number-taken', money: { CNY: '452' } }])
    refuses = false
    await retryAll(trade)
    await stubborn.runUntilIdle()
    expect(await msUntil(trade, stubborn, order, 'unpaid receivable 452')).toBeLessThanOrEqual(WITHIN_MS)
    expect(await chainOf(trade, order)).toEqual({ state: 'on-the-way', reasons: ['unpaid receivable 452'] })
  })

  it('an invoice that is held, for its flow is paused: that it is on its way, and from when', async () => {
    const trade = await shopOf(database.current, 2)
    const { company } = trade
    const order = await shipped(trade)
    const flows = await company.world.run((tx) =>
      rows(tx, sql<Row>`select id from hub.flow where system = 'tandem-crm' and kind = 'invoice' and direction = 'out'`),
    )
    for (const { id } of flows) await company.act('joint', 'flow', 'pause', { reason: 'the books are closed' }, id)
    const invoice = await trade.invoice(order.number)
    const hub = company.newJoint()
    const reason = `on-its-way invoiced 452 tandem-crm ${String(invoice.number)}`
    expect(await msUntil(trade, hub, order, reason)).toBeLessThanOrEqual(WITHIN_MS)
    // However long it is held.
    company.world.pass(3_600_000)
    await hub.runUntilIdle()
    await hub.followMoney()
    expect((await chainOf(trade, order)).reasons).toContain(reason)
    for (const { id } of flows) await company.act('joint', 'flow', 'resume', {}, id)
    await hub.runUntilIdle()
    expect(await msUntil(trade, hub, order, 'unpaid receivable 452')).toBeLessThanOrEqual(WITHIN_MS)
  })

  it('an order that the ERP refuses: the whole of it, in the inbox', async () => {
    const trade = await shopOf(database.current, 3, { creditLimit: '100' })
    const order = await trade.accept(await trade.quote('ACME', '4 CHAIR @ 100'))
    const hub = trade.company.newJoint()
    const reason = `in-the-inbox ordered 452 tandem-crm ${order.number}`
    expect(await msUntil(trade, hub, order, reason)).toBeLessThanOrEqual(WITHIN_MS)
    expect((await chainOf(trade, order)).state).toBe('differs')
  })
})
