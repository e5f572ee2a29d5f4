import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, chair, jointOf, only, orderOf } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { editAndRetry, retryEntry } from './commands.ts'
import type { InboxEntry } from './definition.ts'
import { inboxDocumentQuery, recordOptionsQuery } from './document.ts'
import { fetchMissing } from './fetch.ts'
import { proposalsQuery } from './help.ts'

const database = testDatabase([hubMigrations])

function openEntries(world: World): Promise<InboxEntry[]> {
  return world.run((tx) => rows(tx, sql<InboxEntry>`select * from hub.inbox_entry where state = 'open' order by created_at, id`))
}

async function theEntry(world: World): Promise<InboxEntry> {
  const [entry, ...others] = await openEntries(world)
  if (!entry || others.length > 0) throw new Error(`expected one open entry, got ${JSON.stringify([entry, ...others])}`)
  return entry
}

async function helpFor(world: World, { code, system, kind }: InboxEntry) {
  const found = await world.run((tx) => proposalsQuery.run(tx, world.context(), { code, system, kind }))
  return found.ok ? found.value : []
}

describe('I7 help for a case', () => {
  it('is one push: a date of the wrong form is read as what was meant, and the order arrives', async () => {
    const world = await makeWorld(database.current, 1)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    const [customer, item] = [crm.add('customer', acme), crm.add('item', chair)]
    crm.add('order', { ...orderOf('SO1', customer, item, '1'), orderDate: '2026/3/2' })
    await joint.runUntilIdle()
    const entry = await theEntry(world)
    const [help] = await helpFor(world, entry)
    const does = help?.proposals[0]?.does
    if (!does || !('input' in does)) throw new Error('nothing proposed')
    expect(help?.proposals[0]?.changes).toMatchObject([{ field: 'orderDate', from: '2026/3/2', to: '2026-03-02' }])
    await world.do(editAndRetry, { id: entry.id, version: does.version, input: does.input as never })
    await joint.runUntilIdle()
    expect(only(erp.documents('order'))[1]).toMatchObject({ orderDate: '2026-03-02' })
    expect(await openEntries(world)).toEqual([])
  })

  it('fetches the customer that the feed never told of, and the order goes on by itself', async () => {
    const world = await makeWorld(database.current, 2)
    const { crm, erp, hub } = jointOf(world)
    const customer = crm.add('customer', acme)
    const item = crm.add('item', chair)
    crm.add('order', orderOf('SO1', customer, item, '1'))
    const changesSince: typeof crm.changesSince = async (kind, cursor, limit) => {
      const page = await crm.changesSince(kind, cursor, limit)
      return kind === 'customer' ? { ...page, changes: [] } : page
    }
    const joint = hub({ connectors: [{ ...crm, changesSince }, erp] })
    await joint.runUntilIdle()
    world.pass(61_000)
    await joint.runUntilIdle()
    const entry = await theEntry(world)
    expect(entry.code).toBe('joint/reference-unknown')
    expect((await helpFor(world, entry))[0]?.proposals.map(({ name }) => name)).toEqual(['fetch', 'retry'])
    await world.do(fetchMissing, { id: entry.id, input: {} })
    await joint.runUntilIdle()
    expect([erp.documents('customer').size, erp.documents('order').size]).toEqual([1, 1])
    expect(await openEntries(world)).toEqual([])
    expect(await world.try(fetchMissing, { id: entry.id, input: {} })).toMatchObject({
      refusal: { code: 'inbox-entry/nothing-missing' },
    })
    expect(await world.try(fetchMissing, { id: world.newId(), input: {} })).toMatchObject({
      refusal: { code: 'inbox-entry/not-found' },
    })
  })

  it('never loses sight of a case: one that is tried again and still waits is open again', async () => {
    const world = await makeWorld(database.current, 3)
    const { crm, erp, hub } = jointOf(world)
    const item = crm.add('item', chair)
    crm.add('order', orderOf('SO1', 'nobody', item, '1'))
    const joint = hub()
    void erp
    await joint.runUntilIdle()
    world.pass(61_000)
    await joint.runUntilIdle()
    const { id } = await theEntry(world)
    await world.do(retryEntry, { id, input: {} })
    await joint.runUntilIdle()
    expect(await theEntry(world)).toMatchObject({ id, state: 'open' })
  })
})

describe('I7 the form of a case', () => {
  it('shows the document as its system told it, and what could be named instead', async () => {
    const world = await makeWorld(database.current, 4)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    const [customer, item] = [crm.add('customer', acme), crm.add('item', chair)]
    const order = orderOf('SO1', customer, 'no-such-item', '1')
    crm.add('order', { ...order, orderDate: 'soon' })
    await joint.runUntilIdle()
    const entry = await theEntry(world)
    const shown = await world.run((tx) => inboxDocumentQuery.run(tx, world.context(), { id: entry.id }))
    expect(shown).toMatchObject({
      ok: true,
      value: { ids: 'system', values: { orderDate: 'soon', customer }, names: { [`customer ${customer}`]: 'C1 Acme' } },
    })
    const options = (q: string, kind: 'item' | 'customer' | 'contact' = 'item') =>
      world.run((tx) => recordOptionsQuery.run(tx, world.context(), { kind, system: 'crm', q }))
    expect(await options('cha')).toMatchObject({ ok: true, value: [{ externalId: item, name: 'CHAIR Chair' }] })
    expect(await options('acm', 'customer')).toMatchObject({ ok: true, value: [{ externalId: customer }] })
    expect([await options('zzz'), await options('x', 'contact'), await options('', 'contact')]).toEqual(
      Array(3).fill({ ok: true, value: [] }),
    )
    const [line] = order.lines as object[]
    await world.do(editAndRetry, {
      id: entry.id,
      input: { values: { orderDate: '2026-03-02', lines: [{ ...line, item }] } as never },
    })
    await joint.runUntilIdle()
    expect(only(erp.documents('order'))[1]).toMatchObject({ orderDate: '2026-03-02' })
  })
})
