import { conformance } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { idNumber, idText } from '../kit/ids.ts'
import { type Recorded, recording, replaying } from '../kit/recorder.ts'
import { idOf, order, shop, write } from './testing/shop.ts'
import { type FakeWorld, fakeWorld, fakeWorldOf, handsOn, partner } from './testing/subject.ts'
import { odoo } from './type.ts'

/** The same by either door, and with a clock that is an hour ahead of ours or behind it. */
const worlds: Readonly<Record<string, () => FakeWorld>> = {
  'Odoo by JSON-2': () => fakeWorld(),
  'Odoo by JSON-RPC': () => fakeWorld({ protocol: 'json-rpc', database: 'peer', login: 'admin' }),
  'Odoo whose clock is an hour ahead': () => fakeWorld({}, 'erp', 3_600_000),
  'Odoo whose clock is an hour behind': () => fakeWorld({}, 'erp', -3_600_000),
}
for (const [name, open] of Object.entries(worlds)) {
  conformance(name, 'customer', () => {
    const world = open()
    const { fake } = world
    return {
      ...handsOn(world, 'res.partner'),
      make: partner,
      field: 'name',
      bad: { name: '' },
      loseAnswer: () => fake.loseAnswer(/load|jsonrpc/),
      commitLate: async (msAgo) => {
        const vals = { name: 'late', partner_share: true, is_company: true }
        return idText(fake.store.create('res.partner', vals, fake.store.now - msAgo))
      },
    }
  })
}

describe('J4 an order of the joint in Odoo', () => {
  it('J4 is made whole and confirmed, and tells its number there', async () => {
    const { connector, customer, item } = await shop()
    const [outcome] = await connector.apply('order', [write(2, order(customer, item))])
    const [found] = await connector.read('order', [idOf(outcome)])
    expect(found?.values).toMatchObject({
      ...{ number: 'Q-1', erpNumber: 'S00001', state: 'placed', total: '28.59', net: '26.97', tax: '1.62', currency: 'USD' },
      lines: [{ lineNumber: 1, item, quantity: '3', unitPrice: '9.99', discountPercent: '10', taxRate: '6', tax: '1.62' }],
      progress: [{ lineNumber: 1, shipped: '0', invoiced: '0' }],
    })
  })

  it.each([/sale\.order\/load/, /sale\.order\/action_confirm/])('J4 I6 is one, though the answer of %s is lost', async (call) => {
    const { connector, customer, item, fake, connect } = await shop()
    const wanted = write(2, order(customer, item))
    fake.loseAnswer(call)
    expect(await connector.apply('order', [wanted])).toMatchObject([{ unknown: {} }])
    const [probed] = await connect().probe('order', [wanted])
    const [again] = await connect().apply('order', [wanted])
    expect(fake.store.rows('sale.order').size).toBe(1)
    expect([...fake.store.rows('sale.order').values()]).toMatchObject([{ state: 'sale' }])
    if (probed) expect(idOf(probed)).toBe(idOf(again))
  })

  it.each([
    ['odoo/total-differs', { total: '30' }],
    ['odoo/no-lines', { lines: [] }],
    ['odoo/order-over', { state: 'closed' }],
    ['odoo/currency-not-active', { currency: 'XAU' }],
  ])('J4 leaves nothing behind when it is refused: %s', async (code, more) => {
    const { connector, customer, item, fake } = await shop()
    expect(await connector.apply('order', [write(2, order(customer, item, more))])).toMatchObject([{ refused: { code } }])
    expect(fake.store.rows('sale.order').size).toBe(0)
    expect((await connector.probe('order', [write(2, order(customer, item))]))[0]).toBeUndefined()
  })

  it('J4 says which tax or unit is not there', async () => {
    const { connector, customer, item, fake } = await shop()
    const line = order(customer, item).lines[0]
    const taxed = order(customer, item, { lines: [{ ...line, taxRate: '7.5' }] })
    expect(await connector.apply('order', [write(2, taxed)])).toMatchObject([{ refused: { code: 'odoo/no-tax' } }])
    // An older Odoo knows units by categories, so that none can be made just so.
    fake.version = '17.0'
    const older = fakeWorldOf(fake, { protocol: 'json-rpc', database: 'peer', login: 'admin' })
    const odd = order(customer, item, { lines: [{ ...line, unit: 'bushel' }] })
    expect(await older.apply('order', [write(3, odd)])).toMatchObject([{ refused: { code: 'odoo/unknown-unit' } }])
    expect(fake.store.rows('sale.order').size).toBe(0)
  })

  it('J4 is called off there while nothing has left, and not any more afterwards', async () => {
    const { connector, customer, item, fake } = await shop()
    const values = order(customer, item)
    const called = async (n: number, delivered: number) => {
      const [made] = await connector.apply('order', [write(n, values)])
      const id = idOf(made)
      const line = [...fake.store.rows('sale.order.line').values()].find((row) => row.order_id === idNumber(id))
      fake.store.write('sale.order.line', [line?.id as number], { qty_delivered: delivered })
      const [seen] = await connector.read('order', [id])
      const more = { externalId: id, seen: seen?.version ?? '', changed: ['cancelRequested'] }
      return connector.apply('order', [write(n + 100, { ...values, cancelRequested: true }, more)])
    }
    expect(await called(2, 0)).toMatchObject([{ done: {} }])
    expect(await called(3, 1)).toMatchObject([{ refused: { code: 'odoo/order-under-way' } }])
  })
})

describe('J1 people and places in Odoo', () => {
  it('J1 keeps contacts and addresses under their customer, by use', async () => {
    const { connector, customer, fake } = await shop()
    const person = { customer, name: 'Ann 安', email: 'ann@example.com', phone: null, role: 'Buyer', status: 'active' }
    const place = {
      customer,
      use: 'shipping',
      recipient: 'Dock 3',
      line1: 'Main 1',
      line2: null,
      city: 'Fresno',
      status: 'active',
    }
    const where = { region: 'California', postalCode: '93650', country: 'US' }
    const [contact] = await connector.apply('contact', [write(5, person)])
    const [address] = await connector.apply('address', [write(6, { ...place, ...where })])
    expect((await connector.read('contact', [idOf(contact)]))[0]?.values).toEqual(person)
    expect((await connector.read('address', [idOf(address)]))[0]?.values).toEqual({ ...place, ...where })
    expect(fake.store.rows('res.partner').get(idNumber(idOf(address)))).toMatchObject({ type: 'delivery' })
    expect(await connector.list('customer', '', 10)).toHaveLength(1)
  })

  const street = { use: 'both', recipient: null, line1: 'Main 1', line2: null, city: 'Fresno', status: 'active' }
  const inUs = { region: null, postalCode: '93650', country: 'US' }

  it('J1 keeps the first address of a customer in the customer, and others below it', async () => {
    const { connector, customer, fake } = await shop()
    const place = { customer, ...street, ...inUs }
    const outcomes = await connector.apply('address', [write(6, place), write(7, { ...place, line1: 'Second 2' })])
    expect(outcomes.map(idOf)).toEqual([customer, expect.not.stringMatching(customer)])
    expect((await connector.list('address', '', 10)).map(({ values }) => values)).toEqual([
      place,
      { ...place, line1: 'Second 2' },
    ])
    expect(fake.store.rows('res.partner').get(idNumber(customer))).toMatchObject({ street: 'Main 1', city: 'Fresno' })
  })

  it.each([/ir\.model\.data\/create/, /res\.partner\/write/])(
    'J1 I6 makes it once, though the answer of %s is lost',
    async (call) => {
      const { connector, customer, fake, connect } = await shop()
      const wanted = write(6, { customer, ...street, ...inUs })
      fake.loseAnswer(call)
      expect(await connector.apply('address', [wanted])).toMatchObject([{ unknown: {} }])
      const [probed] = await connect().probe('address', [wanted])
      expect((await connect().apply('address', [wanted])).map(idOf)).toEqual([customer])
      expect((await connector.list('address', '', 10)).map(({ values }) => values.line1)).toEqual(['Main 1'])
      if (probed) expect(idOf(probed)).toBe(customer)
    },
  )

  it('J1 leaves nothing behind of one that is refused, and keeps it below the customer where our mark may not be made', async () => {
    const { connector, customer, fake } = await shop()
    const [refused] = await connector.apply('address', [write(6, { customer, ...street, ...inUs, country: 'XX' })])
    expect(refused).toMatchObject({ refused: { code: 'odoo/unknown-country' } })
    expect([...fake.store.rows('ir.model.data').values()].filter(({ name }) => String(name).startsWith('address'))).toEqual([])
    fake.refuse(/ir\.model\.data\/create/)
    const [below] = await connector.apply('address', [write(7, { customer, ...street, ...inUs })])
    expect(idOf(below)).not.toBe(customer)
  })

  it.each([
    ['odoo/unknown-country', { country: 'XX' }],
    ['odoo/unknown-region', { country: 'US', region: 'Atlantis' }],
  ])('J1 says what it cannot place: %s', async (code, where) => {
    const { connector, customer } = await shop()
    const place = { customer, use: 'both', recipient: null, line1: 'Main 1', line2: null, city: 'X', status: 'active' }
    const [outcome] = await connector.apply('address', [write(6, { ...place, region: null, postalCode: null, ...where })])
    expect(outcome).toMatchObject({ refused: { code } })
  })

  it('J1 does not archive the address that the customer itself is', async () => {
    const { connector, customer, fake } = await shop()
    fake.store.write('res.partner', [idNumber(customer)], { street: 'Own street 1', city: 'Berlin' })
    const [own] = await connector.list('address', '', 10)
    expect(own?.values).toMatchObject({ use: 'both', line1: 'Own street 1', customer })
    const values = { ...own?.values, status: 'archived' }
    const about = { externalId: own?.externalId ?? '', seen: own?.version ?? '', changed: ['status'] }
    expect(await connector.apply('address', [write(7, values, about)])).toMatchObject([{ refused: { code: 'odoo/own-address' } }])
  })

  it('J1 keeps customers in the company’s own currency, those of whom nobody says it as companies, and those on hold under a tag', async () => {
    const { connector } = await shop()
    const [other] = await connector.apply('customer', [write(8, { ...partner(8), currency: 'CNY' })])
    expect(other).toMatchObject({ refused: { code: 'odoo/other-currency' } })
    const [untold] = await connector.apply('customer', [write(10, { ...partner(10), type: null, onHold: null })])
    expect((await connector.read('customer', [idOf(untold)]))[0]?.values).toMatchObject({ type: 'company', onHold: false })
    const [held] = await connector.apply('customer', [write(9, { ...partner(9), onHold: true })])
    expect((await connector.read('customer', [idOf(held)]))[0]?.values).toMatchObject({ onHold: true })
  })

  it('J2 tells items and prices, of the product and of price lists; a price of one customer has no place there', async () => {
    const { connector, item, fake } = await shop(fakeWorld())
    const list = fake.store.create('product.pricelist', { name: 'Dealers', currency_id: 1 })
    const about = { pricelist_id: list, applied_on: '0_product_variant', product_id: idNumber(item), compute_price: 'fixed' }
    fake.store.create('product.pricelist.item', { ...about, fixed_price: 8.1, min_quantity: 10 })
    expect((await connector.list('item', '', 10)).map(({ values }) => values)).toMatchObject([
      { code: 'CHAIR', unit: 'Units', taxRate: '6', type: 'bought', status: 'active' },
    ])
    expect((await connector.list('price', '', 10)).map(({ externalId, values }) => [externalId, values.unitPrice])).toEqual([
      [idText(1), '8.1'],
      [`p${item}`, '10'],
    ])
    const crm = fakeWorld({}, 'crm').connect()
    const price = { item, customer: idText(1), priceList: 'standard', currency: 'USD', unit: 'Units', minimumQuantity: '1' }
    const [outcome] = await crm.apply('price', [
      write(4, { ...price, unitPrice: '1', validFrom: null, validTo: null, status: 'active' }),
    ])
    expect(outcome).toMatchObject({ refused: { code: 'odoo/price-of-one-customer' } })
  })
})

describe('I1 Odoo as CRM', () => {
  it('J4 tells what was sold there from that day on, and keeps what the ERP says of it', async () => {
    const { fake, item, customer } = await shop()
    const old = { name: 'S1', state: 'sale', partner_id: idNumber(customer), currency_id: 1, date_order: '2026-03-01 10:00:00' }
    fake.store.create('sale.order', old)
    const sold = fake.store.create('sale.order', { ...old, name: 'S2', date_order: '2026-03-02 10:00:00', amount_total: 10.6 })
    const line = { order_id: sold, product_id: idNumber(item), name: 'Chair', product_uom_qty: 1, price_unit: 10 }
    fake.store.create('sale.order.line', { ...line, product_uom_id: 1, price_subtotal: 10, price_tax: 0.6 })
    const { given } = fakeWorld({}, 'crm')
    const connector = odoo.connect({ ...given, outside: { ...given.outside, fetch: fake.fetch } })
    const [told, ...more] = await connector.list('order', '', 10)
    expect(more).toEqual([])
    expect(told?.values).toMatchObject({
      number: 'S2',
      state: 'requested',
      cancelRequested: false,
      erpNumber: null,
      progress: [],
    })
    const progress = [{ lineNumber: 1, reserved: '1', shipped: '0', invoiced: '0', expectedDate: null }]
    const values = { ...told?.values, state: 'placed', erpNumber: 'SO1', progress }
    const about = { externalId: told?.externalId ?? '', seen: told?.version ?? '', changed: ['state', 'erpNumber', 'progress'] }
    expect(await connector.apply('order', [write(30, values, about)])).toMatchObject([{ done: {} }])
    expect((await connector.list('order', '', 10))[0]?.values).toMatchObject({ state: 'placed', erpNumber: 'SO1', progress })
  })

  it('J2 says of what it sells whether it is a service, and nothing of where goods come from', async () => {
    const { fake } = await shop()
    fake.store.create('product.product', { name: 'Advice', default_code: 'ADVICE', type: 'service', sale_ok: true, uom_id: 1 })
    const { given } = fakeWorld({}, 'crm')
    const connector = odoo.connect({ ...given, outside: { ...given.outside, fetch: fake.fetch } })
    const told = (await connector.list('item', '', 10)).map(({ values: { code, type } }) => [code, type])
    expect(told).toEqual([
      ['CHAIR', undefined],
      ['ADVICE', 'service'],
    ])
  })

  it('J4 makes the places for what the ERP says once, though the answer of that is lost', async () => {
    const { fake, customer } = await shop()
    const about = { state: 'sale', partner_id: idNumber(customer), currency_id: 1, date_order: '2026-03-02 10:00:00' }
    fake.store.create('sale.order', { ...about, name: 'S2' })
    const { given } = fakeWorld({}, 'crm')
    const connector = odoo.connect({ ...given, outside: { ...given.outside, fetch: fake.fetch } })
    const [told] = await connector.list('order', '', 10)
    const more = { externalId: told?.externalId ?? '', seen: told?.version ?? '', changed: ['state'] }
    const placed = write(30, { ...told?.values, state: 'placed' }, more)
    fake.loseAnswer(/ir\.model\.fields\/create/)
    expect(await connector.apply('order', [placed])).toMatchObject([{ unknown: {} }])
    expect(await connector.apply('order', [placed])).toMatchObject([{ done: {} }])
    expect(fake.store.rows('ir.model.fields').size).toBe(3)
  })
})

describe('J3 asking Odoo', () => {
  it('J3 says what is free and what is there, and whether the customer may buy', async () => {
    const { connector, customer, item, fake } = await shop()
    const line = { item, quantity: '5', unit: 'Units', date: null }
    expect(await connector.ask?.({ ask: 'availability', lines: [line, { ...line, quantity: '6' }] })).toEqual({
      ask: 'availability',
      lines: [
        { available: '5', onHand: '7', date: '2026-03-02', reason: 'in-stock' },
        { available: '5', onHand: '7', date: null, reason: 'unknown' },
      ],
    })
    fake.store.write('res.partner', [idNumber(customer)], { credit: 1200, credit_limit: 1234.56 })
    const question = { ask: 'credit', customer, amount: '50', currency: 'USD' } as const
    expect(await connector.ask?.(question)).toMatchObject({ state: 'exceeded', used: '1200', free: '34.56' })
    expect(await connector.ask?.({ ...question, currency: 'CNY' })).toBeUndefined()
  })
})

describe('I3 trying a connection to Odoo', () => {
  const tried = (settings: Record<string, string>, world = fakeWorld()) =>
    odoo.test({ ...world.given, settings: { ...world.given.settings, ...settings } })

  it('I3 says what was found, and discovers the fields that the company added', async () => {
    const found = await tried({})
    expect(found).toMatchObject({ ok: true, value: { summary: { en: expect.stringContaining('Odoo 19.0, USD') } } })
    const world = fakeWorld()
    const facts = found.ok ? found.value.facts : null
    const fields = odoo.connect({ ...world.given, facts }).fields?.('customer')
    expect(fields).toContainEqual(expect.objectContaining({ path: 'x_size', kind: 'text' }))
  })

  it.each([
    ['odoo/bad-url', { url: 'odoo' }],
    ['odoo/not-allowed', { key: 'wrong' }],
    ['odoo/login-needed', { protocol: 'json-rpc' }],
    ['odoo/not-allowed', { protocol: 'json-rpc', database: 'peer', login: 'admin', key: 'wrong' }],
  ])('I3 says what to mend: %s', async (code, settings) => {
    expect(await tried(settings)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('I3 says when nothing answers, when it is no Odoo, too old, or lacks what is needed', async () => {
    const world = fakeWorld()
    world.fake.isDown = true
    expect(await tried({}, world)).toMatchObject({ refusal: { code: 'odoo/unreachable' } })
    const answering = (answer: () => Response) => {
      const other = fakeWorld()
      return odoo.test({ ...other.given, outside: { ...other.given.outside, fetch: async () => answer() } })
    }
    expect(await answering(() => new Response('<html>', { status: 404 }))).toMatchObject({ refusal: { code: 'odoo/not-odoo' } })
    const version = (text: string) => () => Response.json({ jsonrpc: '2.0', result: { server_version: text } })
    expect(await answering(version('13.0'))).toMatchObject({ refusal: { code: 'odoo/too-old' } })
    expect(await answering(version('17.0'))).toMatchObject({ refusal: { code: 'odoo/no-json-2' } })
    const bare = fakeWorld()
    const without = async (input: string | URL | Request, init?: RequestInit) =>
      /sale\.order/.test(String(input))
        ? new Response('{"name":"werkzeug.exceptions.NotFound"}', { status: 404 })
        : bare.fake.fetch(input, init)
    const outside = { ...bare.given.outside, fetch: without as typeof fetch }
    expect(await odoo.test({ ...bare.given, outside })).toMatchObject({ refusal: { code: 'odoo/module-missing' } })
  })

  it('I6 a document that is not there any more, and what Odoo will not take, are told in words', async () => {
    const { connector } = await shop()
    const gone = { externalId: idText(999), seen: '1', changed: ['name'] }
    expect(await connector.apply('customer', [write(20, partner(20), gone)])).toMatchObject([
      { refused: { code: 'odoo/not-found' } },
    ])
    const [refused] = await connector.apply('customer', [write(21, { ...partner(21), name: '' })])
    expect(refused).toMatchObject({
      refused: { code: 'odoo/not-accepted', details: { reason: expect.stringContaining('Name') } },
    })
  })
})

describe('I3 Odoo offline', () => {
  it('I3 a recorded system answers the same without itself, and its key is not in the record', async () => {
    const world = fakeWorld()
    const [made] = await world
      .connect()
      .apply('customer', [
        { key: 'odoo:00000000-0000-7000-8000-000000000001:1', values: partner(1), changed: Object.keys(partner(1)) },
      ])
    expect(made).toHaveProperty('done')
    const kept: Recorded[] = []
    const outside = { ...world.given.outside, fetch: recording(world.fake.fetch, (one) => kept.push(one)) }
    const live = await odoo.connect({ ...world.given, outside }).list('customer', '', 10)
    const again = await odoo.connect({ ...world.given, outside: { ...outside, fetch: replaying(kept) } }).list('customer', '', 10)
    expect(again).toEqual(live)
    expect(JSON.stringify(kept)).not.toContain(String(world.given.settings.key))
  })
})
