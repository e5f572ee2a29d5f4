import type { Values } from '@tandem/hub'
import { conformance } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { idNumber, idText } from '../kit/ids.ts'
import { installHelpdesk } from './testing/furnish.ts'
import { idOf, write } from './testing/shop.ts'
import { fakeWorld, handsOn } from './testing/subject.ts'
import { odoo } from './type.ts'

function helpdesk(whose: 'enterprise' | 'community') {
  const world = fakeWorld()
  const { fake } = world
  installHelpdesk(fake.store, whose)
  const customer = fake.store.create('res.partner', { name: 'Acme', partner_share: true })
  const ticket = (n: number, more: Values = {}): Values => ({
    ...{ customer: idText(customer), subject: `椅子 "${n}"`, description: 'A leg is loose.\n第二行', state: 'open' },
    ...{ priority: 'high', assignee: 'admin', ...more },
  })
  return { ...world, customer, ticket }
}

for (const whose of ['enterprise', 'community'] as const) {
  conformance(`The helpdesk of Odoo (${whose})`, 'ticket', () => {
    const world = helpdesk(whose)
    return {
      ...handsOn(world, 'helpdesk.ticket'),
      make: world.ticket,
      field: 'subject',
      bad: { subject: '' },
      loseAnswer: () => world.fake.loseAnswer(/load/),
    }
  })

  describe(`C10 a ticket in Odoo (${whose})`, () => {
    it('is solved by a stage that closes it, and open again by the first', async () => {
      const { connect, fake, ticket } = helpdesk(whose)
      const connector = connect()
      const id = idOf((await connector.apply('ticket', [write(1, ticket(1))]))[0])
      const row = () => fake.store.rows('helpdesk.ticket').get(idNumber(id))
      const tell = async (n: number, state: string) => {
        const [now] = await connector.read('ticket', [id])
        const seen = now?.version ?? ''
        await connector.apply('ticket', [write(n, ticket(1, { state }), { externalId: id, seen, changed: ['state'] })])
        return (await connector.read('ticket', [id]))[0]?.values.state
      }
      expect(row()).toMatchObject({ stage_id: 1, priority: '2', user_id: 2, description: '<p>A leg is loose.<br>第二行</p>' })
      expect(await tell(2, 'solved')).toBe('solved')
      expect(row()?.stage_id).toBe(3)
      expect(await tell(3, 'open')).toBe('open')
      fake.store.write('helpdesk.ticket', [1], { stage_id: 2, priority: '3', description: false, user_id: false })
      const [now] = await connector.read('ticket', [id])
      expect(now?.values).toEqual({ customer: ticket(1).customer, subject: '椅子 "1"', state: 'open', priority: 'high' })
    })

    it('is not put into a stage that is no longer used, and has something to be read where only its subject is known', async () => {
      const { connect, fake, ticket } = helpdesk(whose)
      const stages = whose === 'enterprise' ? 'helpdesk.stage' : 'helpdesk.ticket.stage'
      fake.store.write(stages, [1], { active: false })
      const values = ticket(1, { description: null })
      expect(await connect().apply('ticket', [write(1, values)])).toMatchObject([{ done: {} }])
      expect([...fake.store.rows('helpdesk.ticket').values()]).toMatchObject([{ stage_id: 2, description: '<p>椅子 "1"</p>' }])
    })

    it('of somebody who is no customer is not told', async () => {
      const { connect, fake } = helpdesk(whose)
      const vendor = fake.store.create('res.partner', { name: 'Vendor', partner_share: true, supplier_rank: 1 })
      fake.store.create('helpdesk.ticket', { name: 'Theirs', partner_id: vendor, stage_id: 1 })
      fake.store.create('helpdesk.ticket', { name: 'Nobody’s', stage_id: 1 })
      expect(await connect().list('ticket', '', 10)).toEqual([])
    })

    it('is among what the connection carries', async () => {
      const tried = await odoo.test(helpdesk(whose).given)
      expect(tried).toMatchObject({ ok: true, value: { kinds: { ticket: { read: true, write: true } } } })
    })
  })
}
