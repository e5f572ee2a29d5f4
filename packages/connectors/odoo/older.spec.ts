/**
 * What Odoo 14 to 18 have in another way than 19, by their sources. None of them ran here; 19 answers the same protocol, and passes the
 * suite by it.
 */
import type { Outcome, Values, Write } from '@tandem/hub'
import { describe, expect, it } from 'vitest'
import type { Row } from './testing/fake-store.ts'
import { fakeWorld, partner } from './testing/subject.ts'

const KEY = (n: number) => `odoo:00000000-0000-7000-8000-${String(n).padStart(12, '0')}:1`
const TERM_LINE = 'account.payment.term.line'

/** The lines of payment terms as 14 and 15 have them, and as 16 has them. */
const TERMS = {
  '14.0': { days: { type: 'integer' }, option: { type: 'char' }, day_of_the_month: { type: 'integer' } },
  '16.0': {
    days: { type: 'integer' },
    months: { type: 'integer' },
    end_month: { type: 'boolean' },
    days_after: { type: 'integer' },
  },
} as const

function older(version: keyof typeof TERMS) {
  const world = fakeWorld({ protocol: 'json-rpc', database: 'peer', login: 'admin' })
  const { store } = world.fake
  for (const id of store.rows(TERM_LINE).keys()) store.unlink(TERM_LINE, [id])
  world.fake.version = version
  store.older.set(TERM_LINE, { nb_days: undefined, delay_type: undefined, ...TERMS[version] })
  store.older.set('res.partner', { country_code: undefined })
  const term = (name: string, line: Row) => {
    const id = store.create('account.payment.term', { name })
    store.create(TERM_LINE, { payment_id: id, value: 'balance', ...line })
    return id
  }
  return { ...world, store, term }
}

const write = (n: number, values: Values): Write => ({ key: KEY(n), values, changed: Object.keys(values) })

function idOf(outcome: Outcome | undefined): string {
  if (!outcome || !('done' in outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.done.externalId
}

describe('I3 Odoo before 19', () => {
  it.each([
    ['14.0', { days: 45, option: 'day_after_invoice_date', day_of_the_month: 0 }, { days: 45, option: 'after_invoice_month' }],
    [
      '14.0',
      { days: 45, option: 'day_after_invoice_date' },
      { days: 45, option: 'day_after_invoice_date', day_of_the_month: 15 },
    ],
    ['16.0', { days: 45, months: 0, end_month: false }, { days: 45, months: 1 }],
    ['16.0', { days: 45, months: 0, end_month: false }, { days: 45, end_month: true }],
  ] as const)('%s: terms that are a number of days say so, and no others', async (version, plain, other) => {
    const { connect, store, term } = older(version)
    const [days, more] = [term('45 Days', plain), term('Other', other)]
    const about = { is_company: true, partner_share: true }
    const [a, b] = [days, more].map((id, n) =>
      store.create('res.partner', { ...about, name: `P${n}`, property_payment_term_id: id }),
    )
    const read = await connect().list('customer', '', 10)
    const daysOf = (id: number | undefined) => read.find(({ externalId }) => Number(externalId) === id)?.values.paymentTermDays
    expect(daysOf(a)).toBe(45)
    expect(daysOf(b)).toBeUndefined()
  })

  it.each(['14.0', '16.0'] as const)('%s: a term that is missing is made as that version takes it', async (version) => {
    const { connect, fake } = older(version)
    await connect().apply('customer', [write(1, { ...partner(1), paymentTermDays: 21 })])
    const made = fake.calls.find(({ path }) => path.endsWith('account.payment.term/create'))
    expect(made?.args).toMatchObject({ vals_list: [{ name: '21 Days', line_ids: [[0, 0, { value: 'balance', days: 21 }]] }] })
  })

  it('14.0: an address says its country though partners do not give its code', async () => {
    const { connect } = older('14.0')
    const connector = connect()
    const [customer] = await connector.apply('customer', [write(1, partner(1))])
    const place = { customer: idOf(customer), use: 'shipping', recipient: null, line1: 'Allee 1', line2: null, city: 'Berlin' }
    const values = { ...place, region: null, postalCode: '10115', country: 'DE', status: 'active' }
    const [address] = await connector.apply('address', [write(2, values)])
    const [read] = await connector.read('address', [idOf(address)])
    expect(read?.values).toMatchObject(values)
  })

  it('14.0: a lost opportunity has its reason where that version keeps it, and a note in plain text', async () => {
    const { connect, store } = older('14.0')
    store.older.set('crm.lead', { lost_reason_id: undefined, lost_reason: { type: 'many2one', relation: 'crm.lost.reason' } })
    const connector = connect()
    const lost = {
      title: 'Canteen',
      customer: null,
      prospect: 'School',
      contact: null,
      owner: null,
      state: 'lost',
      currency: 'USD',
    }
    const values = { ...lost, expectedRevenue: '80', probability: '0', expectedCloseDate: null, source: null }
    const [made] = await connector.apply('opportunity', [write(1, { ...values, lostReason: 'No budget', note: 'a < b' })])
    expect([...store.rows('crm.lead').values()]).toMatchObject([{ active: false, lost_reason: 2, description: 'a < b' }])
    const [read] = await connector.read('opportunity', [idOf(made)])
    expect(read?.values).toMatchObject({ state: 'lost', lostReason: 'No budget', note: 'a < b' })
    const reopened = { ...values, state: 'new', probability: '10', lostReason: null }
    const about = { externalId: idOf(made), seen: read?.version ?? '', changed: ['state', 'probability', 'lostReason'] }
    expect(await connector.apply('opportunity', [{ ...write(2, reopened), ...about }])).toMatchObject([{ done: {} }])
    expect([...store.rows('crm.lead').values()]).toMatchObject([{ active: true, lost_reason: false, stage_id: 1 }])
  })

  it('by its door makes what a document needs besides: a payment term, the tag of a hold, the place of a first address', async () => {
    const { connect, store } = older('16.0')
    const connector = connect()
    const [made] = await connector.apply('customer', [write(1, { ...partner(1), paymentTermDays: 45, onHold: true })])
    expect((await connector.read('customer', [idOf(made)]))[0]?.values).toMatchObject({ paymentTermDays: 45, onHold: true })
    const place = {
      customer: idOf(made),
      use: 'both',
      recipient: null,
      line1: 'Main 1',
      line2: null,
      city: 'Berlin',
      region: null,
    }
    const [address] = await connector.apply('address', [
      write(2, { ...place, postalCode: null, country: 'DE', status: 'active' }),
    ])
    expect(idOf(address)).toBe(idOf(made))
    expect([...store.rows('res.partner').values()].filter(({ street }) => street)).toHaveLength(1)
  })
})
