/** What users of such joints complain of about goods that come back, told as they would tell it, and shown not to happen here. */
import { crmMigrations } from '@tandem/crm'
import { erpMigrations } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import type { Id, Json } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Row } from './company.ts'
import { booksAgree, expectInSync, inbox, shopOf } from './shop.fixture.ts'
import type { Trade } from './trade.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])

const shop = (seed: number): Promise<Trade> => shopOf(database.current, seed)

interface Story {
  readonly returns: readonly Row[]
  readonly balances: readonly Readonly<Record<string, string>>[]
  readonly invoices: readonly Readonly<Record<string, string>>[]
}

async function storyOf({ company, find }: Trade): Promise<Story> {
  const customer = await find('crm', 'customer', 'code', 'ACME')
  return company.ask<Story>('crm', 'customer-story', { customer: customer.id })
}

/** Ten chairs at 33.33 less nothing, with 13 % tax: quoted, ordered, shipped, invoiced, and paid if they are. */
async function sold(trade: Trade, { paid = false } = {}): Promise<string> {
  const { number } = await trade.accept(await trade.quote('ACME', '10 CHAIR @ 33.33'))
  await trade.company.settle()
  await trade.ship(number)
  const { total } = await trade.invoice(number)
  if (paid) await trade.pay('ACME', String(total))
  await trade.company.settle()
  return number
}

const asked = (orderLineNumber: number, quantity: string) => [{ orderLineNumber, quantity }] as unknown as Json

/** What an ERP's people do with a return. */
function warehouse({ company, find }: Trade, origin: string) {
  const act = async (command: string, input: object = {}) =>
    company.act('erp', 'sales-return', command, input, (await find('erp', 'sales-return', 'origin', origin)).id)
  return { act, row: () => find('erp', 'sales-return', 'origin', origin) }
}

async function askedInCrm(trade: Trade, order: string, quantity: string, more: object = {}): Promise<Row & { number: string }> {
  const { id } = await trade.crmOrder(order)
  const input = { order: id, reason: 'A leg is loose', lines: asked(1, quantity), ...more }
  return (await trade.company.act('crm', 'return', 'create', input)) as Row & { number: string }
}

describe('I5 C11 the pains of others with goods that come back', () => {
  it('"the goods were back for a week, the money too, and sales still asked the customer for both": the CRM shows it all', async () => {
    const trade = await shop(1)
    const { company } = trade
    const number = await sold(trade, { paid: true })
    // Somebody at the gate takes them in: nobody has told the CRM a word.
    const [order] = await trade.erpOrders(number)
    const input = { salesOrder: order?.id, reason: 'Left at the gate', lines: asked(1, '3') }
    const made = await company.act('erp', 'sales-return', 'create', input)
    await company.act('erp', 'sales-return', 'approve', {}, made.id)
    await company.act(
      'erp',
      'sales-return',
      'receive',
      { lines: [{ orderLineNumber: 1, received: '3', scrapped: '1' }] },
      made.id,
    )
    await company.settle()
    expect((await storyOf(trade)).returns).toMatchObject([
      { number: made.number, state: 'received', reason: 'Left at the gate', results: [{ received: '3', scrapped: '1' }] },
    ])
    await company.act('erp', 'sales-return', 'credit', {}, made.id)
    await company.settle()
    const { returns, balances, invoices } = await storyOf(trade)
    // Three of ten: 99.99 and 13.00 tax.
    const note = invoices.find(({ type }) => type === 'credit-note')
    expect(note).toMatchObject({ total: '112.99', open: '-112.99' })
    expect(returns).toMatchObject([
      { state: 'closed', credited: '112.99', currency: 'CNY', credits: [{ invoice: note?.id, amount: '112.99' }] },
    ])
    // The house owes it now, until it is paid back.
    expect(balances).toMatchObject([{ currency: 'CNY', open: '-112.99', invoiced: '263.64' }])
    await trade.pay('ACME', '-112.99')
    await company.settle()
    expect((await storyOf(trade)).balances).toMatchObject([{ open: '0' }])
    expect(await booksAgree(trade)).toBe(true)
    await expectInSync(trade)
  })

  it('"service promised to take it back, and the warehouse knew of nothing": what is asked in the CRM is in the ERP', async () => {
    const trade = await shop(2)
    const { company } = trade
    const number = await sold(trade)
    const made = await askedInCrm(trade, number, '4', { wish: 'replace' })
    await company.settle()
    const { act, row } = warehouse(trade, made.number)
    expect(await row()).toMatchObject({ state: 'requested', wish: 'replace', lines: [{ quantity: '4', received: '0' }] })
    // Until it is answered the CRM has the say.
    await company.act('crm', 'return', 'change', { lines: asked(1, '2'), reason: 'Two legs are loose' }, made.id)
    await company.settle()
    expect(await row()).toMatchObject({ reason: 'Two legs are loose', lines: [{ quantity: '2' }] })
    await act('approve', { answer: 'To gate 3, please' })
    await company.settle()
    const inCrm = () => trade.find('crm', 'return', 'number', made.number)
    expect(await inCrm()).toMatchObject({ state: 'approved', answer: 'To gate 3, please', erpNumber: (await row()).number })
    const late = await company.try('crm', 'return', 'change', { reason: 'x' }, made.id)
    expect(late).toMatchObject({ refusal: { code: 'return/wrong-state' } })
    await act('receive')
    await act('replace')
    await company.settle()
    // The order that sends them anew stands in the CRM, too, and there is nothing to pay for it.
    const replaced = await inCrm()
    expect(replaced).toMatchObject({ state: 'closed', credited: '0', credits: [] })
    expect(await trade.find('crm', 'order', 'id', String(replaced.replacement))).toMatchObject({ total: '0', state: 'placed' })
    expect(await booksAgree(trade)).toBe(true)
    await expectInSync(trade)
  })

  it('"they credited more than they had billed": never more than was shipped, or asked for twice, whoever asks first', async () => {
    const trade = await shop(3)
    const { company } = trade
    const number = await sold(trade)
    const [order] = await trade.erpOrders(number)
    // Both sides ask at the same time, each within what it knows.
    await company.act('erp', 'sales-return', 'create', { salesOrder: order?.id, reason: 'At the gate', lines: asked(1, '6') })
    const second = await askedInCrm(trade, number, '6')
    await company.settle()
    expect(await inbox(trade)).toMatchObject([{ code: 'sales-return/more-than-shipped', count: 1 }])
    expect((await company.proof()).inSync).toBe(false)
    // What the ERP took is known here by now: two are too many.
    const change = (quantity: string) => company.try('crm', 'return', 'change', { lines: asked(1, quantity) }, second.id)
    expect(await change('5')).toMatchObject({ refusal: { code: 'return/more-than-shipped' } })
    expect(await change('4')).toMatchObject({ ok: true })
    await company.settle()
    const { act } = warehouse(trade, second.number)
    await act('approve')
    await act('receive')
    await act('credit')
    await company.settle()
    expect(await trade.find('crm', 'return', 'number', second.number)).toMatchObject({ state: 'closed', credited: '150.65' })
    await expectInSync(trade)
  })

  it('"nobody told the customer why it was not taken back": the answer comes back, and the goods may be asked for again', async () => {
    const trade = await shop(4)
    const { company } = trade
    const number = await sold(trade)
    const made = await askedInCrm(trade, number, '10')
    await company.settle()
    await warehouse(trade, made.number).act('reject', { answer: 'Sat on for a year' })
    await company.settle()
    expect(await trade.find('crm', 'return', 'number', made.number)).toMatchObject({
      state: 'rejected',
      answer: 'Sat on for a year',
    })
    expect(await askedInCrm(trade, number, '10')).toMatchObject({ state: 'requested' })
    await company.settle()
    await expectInSync(trade)
  })

  it('"we merged two customers, and the return stayed with the one that is gone": it goes along on both sides', async () => {
    const trade = await shop(5)
    const { company } = trade
    const number = await sold(trade)
    const made = await askedInCrm(trade, number, '1')
    const keep = await trade.customer('ACME-NEW')
    await company.settle()
    const gone = await trade.find('crm', 'customer', 'code', 'ACME')
    await company.act('crm', 'customer', 'merge', { into: keep.id }, gone.id)
    await company.settle()
    const party = await trade.find('erp', 'party', 'code', 'ACME-NEW')
    expect(await trade.find('crm', 'return', 'number', made.number)).toMatchObject({ customer: keep.id })
    expect(await warehouse(trade, made.number).row()).toMatchObject({ party: party.id as Id })
    await expectInSync(trade)
  })
})
