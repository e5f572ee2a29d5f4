import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { hubMigrations } from '../index.ts'
import { askAgain } from './ask-again.ts'
import { acme, contactOf, jointOf, only } from './joint.fixture.ts'

const database = testDatabase([hubMigrations])
const other = { ...acme, code: 'C2', name: 'Other' }

/** Customers that somebody has changed behind everybody's back, put down to be read again. */
async function toBeRead(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  const joint = hub()
  const ids = [crm.add('customer', acme), crm.add('customer', other)]
  await joint.runUntilIdle()
  const ask = (id: string) =>
    world.run((tx) => askAgain(tx, world, 'crm', [{ kind: 'customer', externalId: id, recordId: null, values: {} }]))
  const phones = () => [...erp.documents('customer').values()].map(({ phone }) => phone).sort()
  const quick = hub({ worker: 'quick', limits: { pullPage: 1 } })
  /** A worker so slow that something happens between its first reading and what it makes of it. */
  const slow = (meanwhile: () => Promise<unknown>) => {
    let isFirst = true
    const read: typeof crm.read = async (...given) => {
      const found = await crm.read(...given)
      if (isFirst) await meanwhile()
      isFirst = false
      return found
    }
    return hub({ worker: 'slow', connectors: [{ ...crm, read }, erp] })
  }
  return { crm, ids, ask, phones, quick, slow }
}

describe('I6 documents that two workers read again at once', () => {
  it('are all read, also when the other one was faster with some of them', async () => {
    const { crm, ids, ask, phones, quick, slow } = await toBeRead(1)
    for (const [i, id] of ids.entries()) {
      crm.tamper('customer', id, { phone: String(i) })
      await ask(id)
    }
    await slow(() => quick.pull()).runUntilIdle()
    expect(phones()).toEqual(['0', '1'])
  })

  it('say what they said last, though another worker read them later and told it sooner', async () => {
    const { crm, ids, ask, phones, quick, slow } = await toBeRead(2)
    const [id = ''] = ids
    crm.tamper('customer', id, { phone: 'old' })
    await ask(id)
    await ask(id)
    await slow(async () => {
      // Of the two requests the other one sees the first alone.
      crm.tamper('customer', id, { phone: 'new' })
      await quick.pull()
    }).pull()
    await quick.runUntilIdle()
    expect(phones()).toEqual(['new', null].sort())
  })
})

describe('I7 a document that waits for another one', () => {
  it('is shown after a while, also when it is read again and again because something is to be written there', async () => {
    const world = await makeWorld(database.current, 3)
    const tell = (_kind: string, values: typeof acme) => (values.name === 'Other' ? { ...values, name: null } : values)
    const { crm, erp, hub } = jointOf(world, { erp: { tell } })
    const joint = hub({ limits: { waitingTooLongMs: 60_000 } })
    const acmes = crm.add('customer', acme)
    const contact = crm.add('contact', contactOf(acmes, 'Ann'))
    await joint.runUntilIdle()
    // A customer that cannot be read, and the contact goes to it.
    erp.edit('contact', only(erp.documents('contact'))[0], { customer: erp.add('customer', other) })
    crm.edit('contact', contact, { phone: '1' })
    for (let n = 0; n < 6; n++) {
      await joint.runUntilIdle()
      world.pass(50_000)
    }
    const open = await world.run((tx) =>
      rows(tx, sql`select kind, code from hub.inbox_entry where state = 'open' and kind = 'contact'`),
    )
    expect(open).toEqual([{ kind: 'contact', code: 'joint/reference-unknown' }])
  })
})

describe('I5 what is read again', () => {
  it('is the word of whoever wrote it, where its system says who that was', async () => {
    const world = await makeWorld(database.current, 9)
    const { crm, erp, hub } = jointOf(world)
    const id = crm.add('customer', acme)
    const read: typeof crm.read = async (...given) => (await crm.read(...given)).map((found) => ({ ...found, by: 'li.na' }))
    const joint = hub({ connectors: [{ ...crm, read }, erp] })
    await joint.runUntilIdle()
    crm.tamper('customer', id, { phone: '7' })
    await world.run((tx) => askAgain(tx, world, 'crm', [{ kind: 'customer', externalId: id, recordId: null, values: {} }]))
    await joint.runUntilIdle()
    const found = await world.run((tx) => rows(tx, sql`select stamps->'phone'->>'by' as by from hub.record`))
    expect(found).toEqual([{ by: 'li.na' }])
  })
})
