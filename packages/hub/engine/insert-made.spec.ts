import { rows, sql } from '@tandem/db'
import { customerOf, makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { hubMigrations } from '../index.ts'
import { jointOf } from './joint.fixture.ts'

const database = testDatabase([hubMigrations])

interface Kept {
  readonly record: string
  readonly state: string
  readonly told: object
  readonly agreed: object
  readonly crm: string
  readonly base: object
  readonly erp: string
  readonly there: object
  readonly sent: number
  readonly turns: number
}

describe('J1 a page of many documents that are new to the joint', () => {
  it.each([
    ['side by side', 1, 'Twelve'],
    ['one table after the other where a text holds what separates them', 2, 'Zwölf \u001f Zwölf'],
  ])('becomes a change, a record, a link and a delivery for each, %s', async (_how, seed, twelfth) => {
    const world = await makeWorld(database.current, seed)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    // Beside them in the page: one that both have already, and that has changed.
    const early = crm.add('customer', customerOf('EARLY', 'Early Bird', null))
    await joint.runUntilIdle()
    crm.edit('customer', early, { name: 'Late Bird' })
    const texts = (n: number) => (n === 12 ? twelfth : `Customer ${'abcdefghijklmnopqrstuvwxyz'.slice(n, n + 9)} ${n}`)
    for (let n = 0; n < 30; n++) crm.add('customer', customerOf(`N${n}`, texts(n), null))
    await joint.runUntilIdle()
    const found = await world.run((tx) =>
      rows(
        tx,
        sql<Kept>`
          select r.id as record, c.state, c.values as told, r.values as agreed, l.external_id as crm, l.base,
                 e.external_id as erp, e.base as there,
                 (select count(*)::integer from hub.delivery d where d.record_id = r.id and d.state = 'done') as sent,
                 (select count(*)::integer from hub.change a where a.record_id = r.id) as turns
          from hub.record r
          join hub.link l on l.record_id = r.id and l.system = 'crm'
          join hub.link e on e.record_id = r.id and e.system = 'erp'
          join hub.change c on c.record_id = r.id and c.system = 'crm' and c.external_id = l.external_id
          where r.values->>'code' like 'N%'`,
      ),
    )
    expect(found).toHaveLength(30)
    for (const one of found) {
      expect(one).toMatchObject({ state: 'planned', sent: 1 })
      expect(one.agreed).toMatchObject(one.told)
      expect(one.base).toEqual(one.told)
      expect(one.there).toEqual(one.agreed)
      expect(crm.documents('customer').get(one.crm)).toMatchObject(one.told)
      expect(erp.documents('customer').get(one.erp)).toMatchObject(one.told)
    }
    expect([...erp.documents('customer').values()].map(({ name }) => name)).toContain('Late Bird')
    expect(await joint.proof({ kinds: ['customer'] })).toMatchObject({ inSync: true })
  })
})
