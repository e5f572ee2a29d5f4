import type { Connector } from '@tandem/hub'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, chair, jointOf, orderOf } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'

const database = testDatabase([hubMigrations])

/** A CRM that counts what the proof asks of it. */
function counted(connector: Connector) {
  const reads = { digests: 0, documents: 0 }
  const watched: Connector = {
    ...connector,
    async digest(kind, ranges) {
      reads.digests += ranges.length
      return (await connector.digest?.(kind, ranges)) as never
    },
    async list(kind, after, limit) {
      const page = await connector.list(kind, after, limit)
      reads.documents += page.length
      return page
    },
  }
  return { watched, reads }
}

async function customers(seed: number, count: number) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world, { crm: { digests: true }, erp: { digests: true } })
  for (let i = 0; i < count; i++) crm.add('customer', { ...acme, code: `C${i}`, name: `Kunde "${i}" 客户\\\t\u0007😀` })
  const joint = hub()
  await joint.runUntilIdle()
  return { world, crm, erp, hub, joint }
}

describe('I8 digests by ranges', () => {
  it('agree with what was agreed, whatever the texts and lines hold, and nothing is read', async () => {
    const { crm, erp, hub, joint } = await customers(1, 40)
    const item = crm.add('item', { ...chair, nameZh: null })
    const [customer] = [...crm.documents('customer').keys()] as [string]
    for (let i = 0; i < 5; i++) crm.add('order', orderOf(`SO${i}`, customer, item, '3'))
    await joint.runUntilIdle()
    const [left, right] = [counted(crm), counted(erp)]
    const proof = await hub({ connectors: [left.watched, right.watched] }).proof({ kinds: ['customer', 'item', 'order'] })
    expect(proof).toMatchObject({ inSync: true, kinds: [{ counts: { crm: 1, erp: 1 } }, { counts: { crm: 40 } }, {}] })
    expect(left.reads.documents + right.reads.documents).toBe(0)
    expect(proof.kinds[0]?.digests.crm).toMatch(/^[0-9a-f]{32}$/)
  })

  it('find k differences among 2,000 documents in about k log n reads', async () => {
    const { crm, erp, hub } = await customers(10, 2_000)
    const ids = [...erp.documents('customer').keys()].sort()
    const log = Math.ceil(Math.log2(ids.length))
    for (const k of [1, 3, 6]) {
      const changed = Array.from({ length: k }, (_, i) => ids[Math.floor((i * ids.length) / k)] as string)
      for (const id of changed) erp.tamper('customer', id, { phone: 'by hand' })
      const { watched, reads } = counted(erp)
      const proof = await hub({ connectors: [crm, watched] }).proof({ kinds: ['customer'] })
      for (const id of changed) erp.tamper('customer', id, { phone: null })
      expect(proof.inSync).toBe(false)
      const found = proof.kinds[0]?.differences.map(({ externalId, field, why }) => [externalId, field, why])
      expect(found).toEqual(changed.map((id) => [id, 'phone', 'drift']))
      expect(reads.digests).toBeLessThanOrEqual(32 + k * 3 * log)
      // A page holds the few documents of a range and as many beyond it.
      expect(reads.documents).toBeLessThanOrEqual(k * 6 * log)
    }
  })

  it('find a document that is gone and one that nobody told of, wherever they stand', async () => {
    const { crm, erp, hub } = await customers(20, 100)
    const ids = [...erp.documents('customer').keys()].sort()
    const rank = (one: { externalId: string | null; found: unknown }) => (one.externalId === ids[0] ? 0 : one.found ? 1 : 2)
    const silent = { ...erp, changesSince: async (_kind: never, cursor: string) => ({ changes: [], next: cursor, more: false }) }
    erp.remove('customer', ids.at(-1) as string)
    erp.remove('customer', ids[0] as string)
    erp.add('customer', { ...acme, code: 'Z' })
    const proof = await hub({ connectors: [crm, silent] }).proof({ kinds: ['customer'] })
    expect(proof.kinds[0]?.differences.toSorted((a, b) => rank(a) - rank(b))).toMatchObject([
      { system: 'erp', externalId: ids[0], found: null, why: 'drift' },
      { system: 'erp', record: null, externalId: expect.any(String), found: { code: 'Z' }, why: 'drift' },
      { system: 'erp', externalId: ids.at(-1), found: null, why: 'drift' },
    ])
    expect(proof.kinds[0]?.counts).toEqual({ crm: 100, erp: 99 })
  })

  it('do not call drift what the system is about to tell', async () => {
    const { crm, erp, hub, joint } = await customers(30, 3)
    const [id] = [...erp.documents('customer').keys()] as [string]
    erp.edit('customer', id, { phone: '1' })
    crm.add('customer', { ...acme, code: 'C9' })
    const proof = await joint.proof({ kinds: ['customer'] })
    expect(proof.kinds[0]?.differences.map(({ system, why }) => [system, why])).toEqual([
      ['crm', 'pending-change'],
      ['erp', 'pending-change'],
    ])
    await joint.runUntilIdle()
    expect(await hub().proof()).toMatchObject({ inSync: true })
  })
})
