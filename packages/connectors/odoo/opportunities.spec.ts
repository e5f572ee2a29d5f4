import type { Values, Write } from '@tandem/hub'
import { conformance } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { idNumber, idText } from '../kit/ids.ts'
import { idOf, write } from './testing/shop.ts'
import { fakeWorld, handsOn } from './testing/subject.ts'
import { odoo } from './type.ts'

function opportunity(n: number, more: Values = {}): Values {
  return {
    ...{
      title: `椅子 "${n}" & Söhne`,
      customer: null,
      prospect: `启明小学 ${n}`,
      contact: null,
      owner: 'admin',
      state: 'qualified',
    },
    ...{ currency: 'USD', expectedRevenue: '80000.25', probability: '32.5', expectedCloseDate: '2026-05-01' },
    ...{ source: 'Fair', lostReason: null, note: 'They asked twice: 3 < 4 & "soon".\nCall on Monday.', ...more },
  }
}

conformance('Odoo', 'opportunity', () => {
  const world = fakeWorld()
  return {
    ...handsOn(world, 'crm.lead'),
    make: opportunity,
    field: 'title',
    bad: { title: '' },
    loseAnswer: () => world.fake.loseAnswer(/load/),
  }
})

async function made(more: Values = {}) {
  const world = fakeWorld()
  const { fake } = world
  const connector = world.connect()
  const id = idOf((await connector.apply('opportunity', [write(1, opportunity(1, more))]))[0])
  const read = async () => (await connector.read('opportunity', [id]))[0]
  const lead = () => fake.store.rows('crm.lead').get(idNumber(id))
  const change = async (n: number, changes: Values): Promise<Write> => {
    const now = await read()
    const values = { ...now?.values, ...changes }
    return write(n, values, { externalId: id, seen: now?.version ?? '', changed: Object.keys(changes) })
  }
  const apply = async (changes: Values) => (await connector.apply('opportunity', [await change(2, changes)]))[0]
  return { ...world, connector, id, read, lead, apply }
}

describe('C7 an opportunity in Odoo', () => {
  it('is one of the stage that stands where its own does, and of whom the login says', async () => {
    const { lead, read } = await made()
    expect(lead()).toMatchObject({
      ...{ type: 'opportunity', stage_id: 2, probability: 32.5, user_id: 2, partner_name: '启明小学 1' },
      description: '<p>They asked twice: 3 &lt; 4 &amp; "soon".<br>Call on Monday.</p>',
    })
    expect((await read())?.values).toEqual(opportunity(1))
  })

  it('belongs to nobody when the other side’s owner has no login there, and then nothing is said of it', async () => {
    const { lead, read } = await made({ owner: 'li.na' })
    expect(lead()?.user_id).toBe(false)
    expect((await read())?.values).not.toHaveProperty('owner')
  })

  it('is lost by being archived with its reason, and comes back', async () => {
    const { lead, read, apply, fake } = await made()
    await apply({ state: 'lost', probability: '0', lostReason: 'Too far away' })
    expect(lead()).toMatchObject({ active: false, probability: 0 })
    expect((await read())?.values).toMatchObject({ state: 'lost', lostReason: 'Too far away', probability: '0' })
    await apply({ lostReason: 'Too expensive' })
    expect([...fake.store.rows('crm.lost.reason').values()].map(({ name }) => name)).toEqual(['Too expensive', 'Too far away'])
    await apply({ state: 'proposition', probability: '60', lostReason: null })
    expect(lead()).toMatchObject({ active: true, stage_id: 3, lost_reason_id: false })
    expect((await read())?.values).toMatchObject({ state: 'proposition', probability: '60', lostReason: null })
  })

  it('is won by its stage with certainty, whatever chance was said, and may be lost from there', async () => {
    const { lead, read, apply } = await made()
    await apply({ state: 'won' })
    expect(lead()).toMatchObject({ stage_id: 4, probability: 100, active: true })
    expect((await read())?.values).toMatchObject({ state: 'won', probability: '100' })
    const [outcome] = [await apply({ probability: '95' })]
    expect(outcome).toMatchObject({ done: { version: expect.stringContaining('written') } })
    expect(await apply({ state: 'lost', lostReason: 'They went broke' })).toMatchObject({ done: {} })
    expect((await read())?.values).toMatchObject({ state: 'lost' })
  })

  it('names its customer, and the person there; one who is no customer is a prospect', async () => {
    const { fake, read, apply, lead } = await made()
    const add = (vals: Parameters<typeof fake.store.create>[1]) =>
      fake.store.create('res.partner', { partner_share: true, ...vals })
    const acme = add({ name: 'Acme' })
    const ann = add({ name: 'Ann', parent_id: acme, type: 'contact' })
    const vendor = add({ name: 'Vendor', supplier_rank: 1 })
    await apply({ customer: idText(acme), contact: idText(ann) })
    expect(lead()?.partner_id).toBe(ann)
    const told = (await read())?.values
    expect(told).toMatchObject({ customer: idText(acme), contact: idText(ann) })
    expect(told).not.toHaveProperty('prospect')
    fake.store.write('crm.lead', [1], { partner_id: vendor })
    expect((await read())?.values).toMatchObject({ customer: null, contact: null, prospect: 'Vendor' })
    fake.store.write('crm.lead', [1], { partner_id: false, partner_name: false, email_from: 'a@b.example' })
    expect((await read())?.values).toMatchObject({ prospect: 'a@b.example' })
  })

  it('is refused in another currency, and in a stage that Odoo has not', async () => {
    const { connector, apply, fake } = await made()
    const euro = await connector.apply('opportunity', [write(3, opportunity(3, { currency: 'EUR' }))])
    expect(euro).toMatchObject([{ refused: { code: 'odoo/opportunity-currency' } }])
    fake.store.unlink('crm.stage', [2])
    expect(await apply({ state: 'qualified' })).toMatchObject({ refused: { code: 'odoo/no-stage' } })
  })

  it('is read from words as people format them', async () => {
    const { fake, read } = await made()
    const says = async (description: string) => {
      fake.store.write('crm.lead', [1], { description })
      return (await read())?.values.note
    }
    expect(await says('<div>One&nbsp;&amp;&#32;two</div><ul><li>a</li>\n<li>b</li></ul>')).toBe('One & two\na\nb')
    expect(await says('<p><br></p>')).toBeNull()
  })

  it.each(['json-2', 'json-rpc'])(
    'is carried where the module for it is, and what has none is left out, by %s',
    async (protocol) => {
      const { given } = fakeWorld({ protocol, database: 'peer', login: 'admin' })
      const tried = await odoo.test(given)
      expect(tried).toMatchObject({ ok: true, value: { kinds: { opportunity: { read: true, write: true } } } })
      expect(tried.ok && tried.value.kinds).not.toHaveProperty('ticket')
    },
  )
})
