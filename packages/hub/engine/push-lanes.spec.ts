import { customerOf, makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Capabilities, Connector } from '../connector.ts'
import { hubMigrations } from '../index.ts'
import { jointOf } from './joint.fixture.ts'

const database = testDatabase([hubMigrations])
const BATCH = 10

/** A joint at work whose ERP takes so many batches at once, and keeps each until another came beside it or none can. */
async function working(seed: number, writesAtOnce: number | undefined, count: number) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  const seen = { most: 0, now: 0, calls: 0 }
  const capabilities = (): Capabilities => ({ ...erp.capabilities(), batch: BATCH, ...(writesAtOnce ? { writesAtOnce } : {}) })
  const apply: Connector['apply'] = async (kind, writes) => {
    seen.now += 1
    seen.calls += 1
    seen.most = Math.max(seen.most, seen.now)
    for (let turns = 0; turns < 200 && seen.now < (writesAtOnce ?? 1); turns++)
      await new Promise((resolve) => setTimeout(resolve, 1))
    const outcomes = await erp.apply(kind, writes)
    seen.now -= 1
    return outcomes
  }
  const slow = Object.assign(Object.create(erp), { capabilities, apply }) as Connector
  for (let n = 0; n < count; n++) crm.add('customer', customerOf(`C${n}`, `Company ${n}`, null))
  const joint = hub({ connectors: [crm, slow] })
  await joint.pull()
  await joint.plan()
  const all = new Promise<void>((resolve) => {
    let done = 0
    joint.onProgress((progress) => {
      if (progress.step === 'delivered' && progress.system === 'erp') done += progress.count
      if (done >= count) resolve()
    })
  })
  await joint.start()
  await all
  await joint.stop()
  await joint.runUntilIdle()
  return { seen, joint, there: erp.documents('customer').size, made: erp.created() }
}

describe('I6 batches that are written at the same time', () => {
  it('are as many as the system takes, while more waits than fits into one; each document is made once', async () => {
    const { seen, joint, there, made } = await working(1, 2, 60)
    expect(seen.most).toBe(2)
    expect([there, made]).toEqual([60, 60])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('are one after the other when what waits fits into one, and where the system says nothing', async () => {
    expect((await working(2, 2, BATCH - 1)).seen).toMatchObject({ most: 1, calls: 1 })
    expect((await working(3, undefined, 60)).seen).toMatchObject({ most: 1 })
  })
})
