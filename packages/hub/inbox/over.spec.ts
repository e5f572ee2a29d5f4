import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, type JointOptions, jointOf, only } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { retryEntry } from './commands.ts'
import type { InboxEntry } from './definition.ts'

const database = testDatabase([hubMigrations])
const other = { ...acme, code: 'C2', name: 'Other' }

const refuse = (_kind: string, { values }: { readonly values: typeof acme }) =>
  values.name === 'Bad' ? { code: 'simulated/bad-name', details: {} } : undefined

function living(world: World): Promise<InboxEntry[]> {
  return world.run((tx) => rows(tx, sql<InboxEntry>`select * from hub.inbox_entry where state in ('open', 'retried')`))
}

/** Living entries about deliveries that are over. */
function toldInVain(world: World): Promise<unknown[]> {
  return world.run((tx) =>
    rows(
      tx,
      sql`select e.code, d.state from hub.inbox_entry e join hub.delivery d on d.id = e.delivery
          where e.state in ('open', 'retried') and d.state in ('done', 'superseded')`,
    ),
  )
}

async function begin(seed: number, options: JointOptions = {}) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world, options)
  return { world, crm, erp, joint: hub() }
}

describe('I7 an entry of the inbox about what is over', () => {
  it('is done when it is tried again and there is nothing left to write', async () => {
    const { world, crm, erp, joint } = await begin(1, { erp: { refuse } })
    const id = crm.add('customer', acme)
    await joint.runUntilIdle()
    crm.edit('customer', id, { name: 'Bad' })
    await joint.runUntilIdle()
    erp.edit('customer', only(erp.documents('customer'))[0], { name: 'Bad' })
    await joint.runUntilIdle()
    const [entry] = await living(world)
    await world.do(retryEntry, { id: entry?.id as never, input: {} })
    await joint.runUntilIdle()
    expect(await living(world)).toEqual([])
  })

  it('is done when a merge gives the record another document to be written', async () => {
    const { world, crm, joint } = await begin(2, { erp: { refuse } })
    const [keep, lose] = [crm.add('customer', { ...acme, name: 'Bad' }), crm.add('customer', other)]
    await joint.runUntilIdle()
    expect(await living(world)).toHaveLength(1)
    crm.merge('customer', lose, keep)
    await joint.runUntilIdle()
    expect(await toldInVain(world)).toEqual([])
    expect(await living(world)).toHaveLength(1)
  })

  it('is done when its record is merged away while nobody knows what became of the write', async () => {
    const { world, crm, erp, joint } = await begin(3, { erp: { random: () => 0 }, hub: { limits: { attempts: 2 } } })
    await joint.runUntilIdle()
    erp.suffer({ failBefore: 1 })
    const [keep, lose] = [crm.add('customer', acme), crm.add('customer', other)]
    for (let n = 0; n < 4; n++) {
      await joint.runUntilIdle()
      world.pass(400_000)
    }
    expect(await living(world)).toHaveLength(2)
    crm.merge('customer', lose, keep)
    await joint.pull()
    await joint.plan()
    expect(await toldInVain(world)).toEqual([])
  })
})
