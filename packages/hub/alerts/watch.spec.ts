import { rows, run, sql } from '@tandem/db'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, jointOf, only } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { pauseSystem } from '../systems/commands.ts'
import { createChannelWith, createRule } from './commands.ts'
import { alertMessagesQuery } from './told.ts'
import { watchAlerts } from './watch.ts'

const OPEN = { seal: (text: string) => text, open: (text: string) => text }

const database = testDatabase([hubMigrations])

async function watching(world: World, watches: 'silent' | 'proof', threshold?: string): Promise<void> {
  const office = { name: 'Office', type: 'wecom', language: 'en', url: 'https://robot.example/send' } as const
  const { id } = await world.do(createChannelWith(OPEN), office)
  await world.do(createRule, { name: watches, watches, channel: id, ...(threshold ? { threshold } : {}) })
}

const watch = (world: World) => world.run((tx) => watchAlerts(tx, world.context()))

function told(world: World): Promise<{ state: string; saysEn: string; saysZh: string }[]> {
  return world.run((tx) => rows(tx, sql`select state, says_en, says_zh from hub.alert order by created_at, id`))
}

describe('I11 a system that is silent', () => {
  it('is told after as long as the rule says, with what it said last, and told as answering again', async () => {
    const world = await makeWorld(database.current, 1)
    const { crm, erp, hub } = jointOf(world)
    let isDown = false
    const changesSince: typeof erp.changesSince = (...asked) =>
      isDown ? Promise.reject(new Error('connect ECONNREFUSED')) : erp.changesSince(...asked)
    const joint = hub({ connectors: [crm, { ...erp, changesSince }] })
    await watching(world, 'silent', '60')
    await joint.runUntilIdle()
    isDown = true
    world.pass(50_000)
    await joint.runUntilIdle()
    expect(await watch(world)).toEqual({ fired: 0, resolved: 0 })
    world.pass(11_000)
    await joint.runUntilIdle()
    expect(await watch(world)).toEqual({ fired: 1, resolved: 0 })
    expect(await watch(world)).toEqual({ fired: 0, resolved: 0 })
    expect(await told(world)).toEqual([
      {
        state: 'firing',
        saysEn: 'erp has not answered for 61 s. It says: connect ECONNREFUSED',
        saysZh: 'erp 已 61 秒无应答。系统信息：connect ECONNREFUSED',
      },
    ])
    isDown = false
    await joint.runUntilIdle()
    expect(await watch(world)).toEqual({ fired: 0, resolved: 1 })
    const status = (await joint.status()).find(({ system }) => system === 'erp')
    expect(status?.heardAt).toBe(world.now().replace('.000Z', 'Z'))
  })

  it('is nobody who was paused, and everybody when no worker of the joint runs', async () => {
    const world = await makeWorld(database.current, 2)
    const joint = jointOf(world).hub()
    await watching(world, 'silent', '60')
    await joint.runUntilIdle()
    const [erp] = (await joint.status()).filter(({ system }) => system === 'erp')
    await world.do(pauseSystem, { id: erp?.id as never, input: { reason: 'upgrade' } })
    world.pass(3_600_000)
    expect(await watch(world)).toEqual({ fired: 1, resolved: 0 })
    expect((await told(world)).map(({ saysEn }) => saysEn)).toEqual(['crm has not answered for 3600 s.'])
  })
})

describe('I11 a difference that the proof finds', () => {
  it('is told by the continuous proof, and told as over when it is not found again', async () => {
    const world = await makeWorld(database.current, 3)
    await watching(world, 'proof')
    await world.run((tx) =>
      run(
        tx,
        sql`insert into hub.event (id, document, document_id, document_version, type, payload, actor_kind, actor_id, at)
            values (${world.newId()}, 'proof', ${world.newId()}, 1, 'drift-found', '{"system":"erp","kind":"customer","count":3}', 'joint', 'joint', ${world.now()})`,
      ),
    )
    expect(await watch(world)).toEqual({ fired: 1, resolved: 0 })
    expect((await told(world))[0]?.saysEn).toContain('3 differences of customer in erp')
    world.pass(601_000)
    expect(await watch(world)).toEqual({ fired: 0, resolved: 1 })
  })

  it('is told when a person asked for the proof, unless something explains it or there are no more than the rule allows', async () => {
    const world = await makeWorld(database.current, 4)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    crm.add('customer', acme)
    await joint.runUntilIdle()
    const [there] = only(erp.documents('customer'))
    erp.tamper('customer', there, { name: 'Tampered', code: 'X' })
    await joint.proof({ kinds: ['customer'] })
    await watching(world, 'proof', '2')
    expect(await watch(world)).toEqual({ fired: 0, resolved: 0 })
    await watching(world, 'proof', '1')
    expect(await watch(world)).toEqual({ fired: 1, resolved: 0 })
    expect((await told(world))[0]?.saysZh).toContain('最近一次核对发现 2 处')
    await joint.proof({ kinds: ['customer'], repair: true })
    await joint.runUntilIdle()
    world.pass(1_000)
    await joint.proof({ kinds: ['customer'] })
    expect(await watch(world)).toEqual({ fired: 0, resolved: 1 })
  })

  it('stays in the history with where and when it was sent', async () => {
    const world = await makeWorld(database.current, 5)
    await watching(world, 'silent', '60')
    const joint = jointOf(world).hub()
    await joint.runUntilIdle()
    world.pass(61_000)
    await watch(world)
    const ask = (channel?: string) => world.run((tx) => alertMessagesQuery.run(tx, world.context(), { channel }))
    expect(await ask()).toMatchObject({
      ok: true,
      value: [
        { channelName: 'Office', what: 'fired', state: 'waiting', sentAt: null },
        { channelName: 'Office', what: 'fired', state: 'waiting', sentAt: null },
      ],
    })
    expect(await ask('nobody')).toEqual({ ok: true, value: [] })
  })
})
