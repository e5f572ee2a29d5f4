import { readDocuments, readEvents } from '@tandem/db'
import { plainDate } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createAddress } from '../address/commands.ts'
import { createContact } from '../contact/commands.ts'
import { archiveCustomer, createCustomer } from '../customer/commands.ts'
import { acceptQuote } from '../flow/accept-quote.ts'
import { crmMigrations } from '../index.ts'
import { archiveItem } from '../item/commands.ts'
import { openShop } from '../testing/shop.ts'
import { changeQuote, createQuote, declineQuote, expireQuote, reviseQuote, sendQuote } from './commands.ts'
import { quote } from './definition.ts'
import type { Quote } from './quote.ts'

const database = testDatabase([crmMigrations])
const DAY = 86_400_000

async function quoting(seed: number) {
  const world = await makeWorld(database.current, seed)
  const shop = await openShop(world)
  const customer = shop.acme.id
  const lines = [
    { item: shop.chair.id, quantity: '4' },
    { item: shop.table.id, quantity: '1', discountPercent: '10' },
  ]
  const draft = (input: object = {}) => world.do(createQuote, { customer, lines, ...input })
  const read = async (id: Quote['id']) => (await world.run((tx) => readDocuments<Quote>(tx, quote, [id])))[0]
  return { world, ...shop, customer, lines, draft, read }
}

describe('C8 a quote', () => {
  it('is completed from its customer, its items and the price list', async () => {
    const { draft, read, customer, chair, table } = await quoting(1)
    const made = await draft()
    expect(made).toMatchObject({
      ...{
        number: 'Q000001',
        revision: 1,
        state: 'draft',
        customer,
        currency: 'CNY',
        priceList: 'standard',
        paymentTermDays: 30,
      },
      ...{ quoteDate: '2026-03-02', validUntil: '2026-04-01', net: '1924.6', tax: '250.2', total: '2174.8', order: null },
      lines: [
        { lineNumber: 1, item: chair.id, quantity: '4', unit: 'pcs', unitPrice: '199.9', net: '799.6', tax: '103.95' },
        { lineNumber: 2, item: table.id, unitPrice: '1250', discountPercent: '10', net: '1125', tax: '146.25' },
      ],
    })
    expect(await read(made.id)).toEqual({ ...made, createdAt: expect.anything(), updatedAt: expect.anything() })
    expect(await draft()).toMatchObject({ number: 'Q000002' })
  })

  it('keeps a number of its own that nobody has, but none of the form we make', async () => {
    const { draft, world, customer } = await quoting(2)
    expect(await draft({ number: 'SO43659' })).toMatchObject({ number: 'SO43659' })
    const code = async (number: string) => {
      const result = await world.try(createQuote, { customer, lines: [], number })
      return result.ok ? 'good' : result.refusal.code
    }
    expect(await code('SO43659')).toBe('quote/number-taken')
    expect(await code('Q000077')).toBe('quote/number-reserved')
  })

  it('takes quantity breaks into account, and is refused where there is no price', async () => {
    const { world, customer, setup } = await quoting(3)
    expect(await world.try(createQuote, { customer, lines: [{ item: setup.id, quantity: '2' }] })).toMatchObject({
      refusal: { code: 'quote/no-price', details: { lineNumber: 1, code: 'SETUP', quantity: '2', unit: 'h', currency: 'CNY' } },
    })
    const typed = await world.do(createQuote, { customer, lines: [{ item: setup.id, quantity: '2', unitPrice: '80' }] })
    expect(typed).toMatchObject({ net: '160', tax: '9.6', total: '169.6' })
  })

  it('names an active item of the list, and lines numbered from 1 without repeating', async () => {
    const { world, customer, chair, table } = await quoting(4)
    await world.do(archiveItem, { id: table.id, input: {} })
    const line = { item: chair.id, quantity: '1' }
    const refused = [
      [[{ ...line, item: world.newId() }], 'quote/item-not-found'],
      [[{ ...line, item: table.id }], 'quote/item-archived'],
      [[{ ...line, lineNumber: 0 }], 'quote/bad-line-number'],
      [
        [
          { ...line, lineNumber: 1 },
          { ...line, lineNumber: 1 },
        ],
        'quote/line-number-twice',
      ],
      [[{ ...line, quantity: '-1' }], 'quote/quantity-not-positive'],
      [[{ ...line, unitPrice: '-0.01' }], 'quote/below-zero'],
      [[{ ...line, discountPercent: '101' }], 'quote/not-a-percent'],
      [[{ ...line, quantity: '99999999999', unitPrice: '99999999' }], 'quote/too-large'],
    ] as const
    const results = await world.run((tx) =>
      createQuote.run(
        tx,
        world.context(),
        refused.map(([lines]) => ({ customer, lines })),
      ),
    )
    expect(results.map((result) => (result.ok ? 'good' : result.refusal.code))).toEqual(refused.map(([, code]) => code))
  })

  it('is for an active customer, its own contact and its own addresses', async () => {
    const { world, customer, contact, address } = await quoting(5)
    const fields = { code: 'B', name: 'B', type: 'company', currency: 'CNY', paymentTermDays: 0, onHold: false } as const
    const other = await world.do(createCustomer, fields)
    const stranger = await world.do(createContact, { customer: other.id, name: 'S' })
    const elsewhere = { customer: other.id, use: 'both', line1: '1', city: 'Bern', country: 'CH' } as const
    const strange = await world.do(createAddress, elsewhere)
    const gone = await world.do(createCustomer, { ...fields, code: 'G' })
    await world.do(archiveCustomer, { id: gone.id, input: {} })
    const given = [
      { customer: world.newId() },
      { customer: gone.id },
      { customer, contact: stranger.id },
      { customer, shippingAddress: strange.id },
      { customer, contact: contact.id, billingAddress: address.id, shippingAddress: address.id },
    ]
    const inputs = given.map((input) => ({ ...input, lines: [] }))
    expect(await world.run((tx) => createQuote.run(tx, world.context(), inputs))).toMatchObject([
      { refusal: { code: 'quote/unknown-reference' } },
      { refusal: { code: 'quote/customer-archived' } },
      { refusal: { code: 'quote/contact-of-another' } },
      { refusal: { code: 'quote/address-of-another' } },
      { ok: true },
    ])
  })

  it('has terms that can be', async () => {
    const { world, customer } = await quoting(6)
    const given = [{ currency: 'yuan' }, { paymentTermDays: -1 }, { validUntil: plainDate('2026-03-01') }, { priceList: '' }]
    const inputs = given.map((input) => ({ ...input, customer, lines: [] }))
    expect(await world.run((tx) => createQuote.run(tx, world.context(), inputs))).toMatchObject([
      { refusal: { code: 'quote/not-a-currency' } },
      { refusal: { code: 'quote/below-zero' } },
      { refusal: { code: 'quote/valid-before-quoted' } },
      { refusal: { code: 'quote/empty-field' } },
    ])
  })
})

describe('C8 a draft', () => {
  it('changes as a whole: new lines take the place of the old', async () => {
    const { world, draft, read, chair, setup } = await quoting(11)
    const { id } = await draft()
    const lines = [
      { item: setup.id, quantity: '1', unitPrice: '100' },
      { item: chair.id, quantity: '1' },
      { item: chair.id, quantity: '2' },
    ]
    const changed = await world.do(changeQuote, { id, version: 1, input: { customerReference: 'PO-7', lines } })
    expect(changed).toMatchObject({ version: 2, customerReference: 'PO-7', net: '699.7', total: '783.66' })
    expect((await read(id))?.lines.map((line) => [line.lineNumber, line.item, line.net])).toEqual([
      [1, setup.id, '100'],
      [2, chair.id, '199.9'],
      [3, chair.id, '399.8'],
    ])
    expect(await world.do(changeQuote, { id, input: { lines } })).toMatchObject({ version: 2 })
  })

  it('needs its lines again when its currency changes', async () => {
    const { world, draft, chair } = await quoting(12)
    const { id } = await draft()
    expect(await world.try(changeQuote, { id, input: { currency: 'USD' } })).toMatchObject({
      refusal: { code: 'quote/currency-needs-lines' },
    })
    const lines = [{ item: chair.id, quantity: '1', unitPrice: '28.90' }]
    expect(await world.do(changeQuote, { id, input: { currency: 'USD', lines } })).toMatchObject({ currency: 'USD', net: '28.9' })
    const unpriced = [{ item: chair.id, quantity: '1' }]
    expect(await world.try(changeQuote, { id, input: { lines: unpriced } })).toMatchObject({
      refusal: { code: 'quote/no-price', details: { currency: 'USD' } },
    })
  })

  it('is not changed by somebody who saw an older version, nor once sent', async () => {
    const { world, draft } = await quoting(13)
    const { id } = await draft()
    await world.do(changeQuote, { id, input: { notes: 'soon' } })
    expect(await world.try(changeQuote, { id, version: 1, input: { notes: 'later' } })).toMatchObject({
      refusal: { code: 'quote/changed-meanwhile' },
    })
    await world.do(sendQuote, { id, input: {} })
    expect(await world.try(changeQuote, { id, input: { notes: 'never' } })).toMatchObject({
      refusal: { code: 'quote/not-a-draft', details: { state: 'sent' } },
    })
    expect(await world.try(changeQuote, { id: world.newId(), input: {} })).toMatchObject({
      refusal: { code: 'quote/not-found' },
    })
  })
})

describe('C8 sending and answering', () => {
  it('of the last days of the calendar is valid to its end', async () => {
    const { draft } = await quoting(977)
    expect(await draft({ quoteDate: plainDate('9999-12-01') })).toMatchObject({ validUntil: '9999-12-31' })
    expect(await draft({ quoteDate: plainDate('9999-12-31') })).toMatchObject({ validUntil: '9999-12-31' })
  })

  it('needs lines and a day that is not over', async () => {
    const { world, draft } = await quoting(21)
    const empty = await draft({ lines: [] })
    expect(await world.try(sendQuote, { id: empty.id, input: {} })).toMatchObject({ refusal: { code: 'quote/no-lines' } })
    const short = await draft({ validUntil: plainDate('2026-03-05') })
    world.pass(4 * DAY)
    expect(await world.try(sendQuote, { id: short.id, input: {} })).toMatchObject({ refusal: { code: 'quote/no-longer-valid' } })
    const sentDate = plainDate('2026-03-04')
    expect(await world.do(sendQuote, { id: short.id, input: { sentDate } })).toMatchObject({ state: 'sent' })
  })

  it('ends once: what is declined or expired is neither sent nor accepted again', async () => {
    const { world, draft } = await quoting(22)
    const [a, b] = [await draft(), await draft()]
    for (const { id } of [a, b]) await world.do(sendQuote, { id, input: {} })
    expect(await world.try(sendQuote, { id: a.id, input: {} })).toMatchObject({
      refusal: { code: 'quote/wrong-state', details: { command: 'send', state: 'sent' } },
    })
    expect(await world.do(declineQuote, { id: a.id, input: { reason: '价格太高' } })).toMatchObject({
      ...{ state: 'declined', declineReason: '价格太高' },
    })
    expect(await world.try(expireQuote, { id: b.id, input: {} })).toMatchObject({ refusal: { code: 'quote/still-valid' } })
    world.pass(31 * DAY)
    expect(await world.try(acceptQuote, { id: b.id, input: {} })).toMatchObject({ refusal: { code: 'quote/no-longer-valid' } })
    expect(await world.do(expireQuote, { id: b.id, input: {} })).toMatchObject({ state: 'expired' })
    for (const { id } of [a, b]) {
      expect(await world.try(acceptQuote, { id, input: {} })).toMatchObject({ refusal: { code: 'quote/wrong-state' } })
    }
  })

  it('leaves a trail that tells who did what', async () => {
    const { world, draft } = await quoting(23)
    const { id } = await draft()
    await world.do(sendQuote, { id, input: {} })
    await world.do(declineQuote, { id, input: { reason: null } })
    const { events } = await world.run((tx) => readEvents(tx, 'crm', { after: '', limit: 20, documents: ['quote'] }))
    expect(events.map(({ type, documentVersion }) => [type, documentVersion])).toEqual([
      ['quote-created', 1],
      ['quote-sent', 2],
      ['quote-declined', 3],
    ])
  })
})

describe('C8 a revision', () => {
  it('is a draft of the same number, and supersedes the quote once it is sent', async () => {
    const { world, draft, read, chair } = await quoting(31)
    const first = await draft()
    expect(await world.try(reviseQuote, { id: first.id, input: {} })).toMatchObject({ refusal: { code: 'quote/wrong-state' } })
    await world.do(sendQuote, { id: first.id, input: {} })
    const second = await world.do(reviseQuote, { id: first.id, input: {} })
    expect(second).toMatchObject({ number: first.number, revision: 2, revisionOf: first.id, state: 'draft', total: first.total })
    expect(second.id).not.toBe(first.id)
    expect(await world.try(reviseQuote, { id: first.id, input: {} })).toMatchObject({
      refusal: { code: 'quote/already-revised', details: { revision: 2 } },
    })
    await world.do(changeQuote, { id: second.id, input: { lines: [{ item: chair.id, quantity: '1' }] } })
    expect(await read(first.id)).toMatchObject({ state: 'sent', total: '2174.8' })
    await world.do(sendQuote, { id: second.id, input: {} })
    expect(await read(first.id)).toMatchObject({ state: 'superseded' })
    expect(await world.try(acceptQuote, { id: first.id, input: {} })).toMatchObject({ refusal: { code: 'quote/wrong-state' } })
    expect(await world.do(acceptQuote, { id: second.id, input: {} })).toMatchObject({ state: 'accepted' })
  })

  it('is not sent when the quote it revises was accepted meanwhile', async () => {
    const { world, draft, read } = await quoting(32)
    const first = await draft()
    await world.do(sendQuote, { id: first.id, input: {} })
    const second = await world.do(reviseQuote, { id: first.id, input: {} })
    await world.do(acceptQuote, { id: first.id, input: {} })
    expect(await world.try(sendQuote, { id: second.id, input: {} })).toMatchObject({
      refusal: { code: 'quote/already-accepted', details: { revision: 1 } },
    })
    expect(await read(second.id)).toMatchObject({ state: 'draft' })
  })

  it('follows a declined quote, and is valid again', async () => {
    const { world, draft } = await quoting(33)
    const first = await draft()
    await world.do(sendQuote, { id: first.id, input: {} })
    await world.do(declineQuote, { id: first.id, input: { reason: 'x' } })
    world.pass(40 * DAY)
    const second = await world.do(reviseQuote, { id: first.id, version: 3, input: {} })
    expect(second).toMatchObject({ quoteDate: '2026-04-11', validUntil: '2026-05-11', declineReason: null })
    const stale = await world.try(reviseQuote, { id: first.id, version: 2, input: {} })
    expect(stale).toMatchObject({ refusal: { code: 'quote/changed-meanwhile', details: { yours: 2, now: 3 } } })
    expect(await world.try(reviseQuote, { id: world.newId(), input: {} })).toMatchObject({ refusal: { code: 'quote/not-found' } })
  })
})
