import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, chair, contactOf, jointOf, only, orderOf } from '../engine/joint.fixture.ts'
import { hubMigrations, hubSurface } from '../index.ts'
import { assignEntry, editAndRetry, ignoreEntry, retryEntry } from './commands.ts'
import type { InboxEntry } from './definition.ts'
import type { Cause } from './queries.ts'

const database = testDatabase([hubMigrations])

function entries(world: World): Promise<InboxEntry[]> {
  return world.run((tx) => rows(tx, sql<InboxEntry>`select * from hub.inbox_entry order by created_at, id`))
}

async function onlyEntry(world: World): Promise<InboxEntry> {
  const [entry, ...others] = await entries(world)
  if (!entry || others.length > 0) throw new Error(`expected one entry, got ${JSON.stringify([entry, ...others])}`)
  return entry
}

async function causes(world: World, owner?: string, entry?: string): Promise<readonly Cause[]> {
  const query = hubSurface({ 'credit/exceeded': { en: 'Limit {limit}.', zh: '额度 {limit}。' } }).queries.find(
    ({ name }) => name === 'inbox-causes',
  )
  const result = await world.run(async (tx) =>
    query?.run(tx, world.context(), { ...(owner ? { owner } : {}), ...(entry ? { entry } : {}) }),
  )
  return (result as { value: readonly Cause[] }).value
}

/** An ERP that refuses orders until `allow` is called. */
async function refusedOrder(seed: number) {
  const world = await makeWorld(database.current, seed)
  let isAllowed = false
  const refuse = (kind: string) =>
    kind === 'order' && !isAllowed ? { code: 'credit/exceeded', details: { limit: '100' } } : undefined
  const { crm, erp, hub } = jointOf(world, { erp: { refuse } })
  const joint = hub()
  const item = crm.add('item', chair)
  crm.add('order', orderOf('SO1', crm.add('customer', acme), item, '10'))
  await joint.runUntilIdle()
  const allow = () => {
    isAllowed = true
  }
  return { world, crm, erp, joint, allow }
}

describe('I7 an order that the ERP refuses', () => {
  it('is in the inbox with its cause and the money it blocks, in both languages', async () => {
    const { world, erp } = await refusedOrder(1)
    expect(erp.documents('order').size).toBe(0)
    expect(await onlyEntry(world)).toMatchObject({
      code: 'credit/exceeded',
      subject: 'SO1',
      system: 'erp',
      money: '100',
      currency: 'CNY',
      state: 'open',
    })
    expect(await causes(world)).toMatchObject([
      { code: 'credit/exceeded', count: 1, money: { CNY: '100' }, text: { en: 'Limit 100.', zh: '额度 100。' } },
    ])
  })

  it('is said in words by itself, too, also when it is settled', async () => {
    const { world } = await refusedOrder(7)
    const { id } = await onlyEntry(world)
    await world.do(ignoreEntry, { id, input: { reason: 'a trial' } })
    expect(await causes(world)).toEqual([])
    expect(await causes(world, undefined, id)).toMatchObject([{ code: 'credit/exceeded', text: { zh: '额度 100。' } }])
    expect(await causes(world, undefined, world.newId())).toEqual([])
  })

  it('goes through when it is retried after the limit was raised, and the entry is done', async () => {
    const { world, erp, joint, allow } = await refusedOrder(2)
    const { id } = await onlyEntry(world)
    await world.do(retryEntry, { id, input: {} })
    await joint.runUntilIdle()
    expect(await onlyEntry(world)).toMatchObject({ state: 'open', version: 3 })
    allow()
    await world.do(retryEntry, { id, input: {} })
    await joint.runUntilIdle()
    expect(only(erp.documents('order'))[1]).toMatchObject({ number: 'SO1' })
    expect(await onlyEntry(world)).toMatchObject({ state: 'done' })
    const told = await world.run((tx) =>
      rows(tx, sql<{ type: string; actorId: string }>`select type, actor_id from hub.event order by seq`),
    )
    expect(told.map(({ type, actorId }) => `${type} by ${actorId}`)).toEqual([
      'inbox-entry-opened by joint',
      'inbox-entry-retried by tester',
      'inbox-entry-opened by joint',
      'inbox-entry-retried by tester',
      'inbox-entry-done by joint',
    ])
  })

  it('goes by itself when somebody changes it in the CRM', async () => {
    const { world, crm, erp, joint, allow } = await refusedOrder(3)
    allow()
    crm.edit('order', only(crm.documents('order'))[0], { customerReference: 'X' })
    await joint.runUntilIdle()
    expect(only(erp.documents('order'))[1]).toMatchObject({ customerReference: 'X' })
    expect(await onlyEntry(world)).toMatchObject({ state: 'done', reason: 'superseded' })
  })

  it('is corrected in the inbox, and so in both systems', async () => {
    const world = await makeWorld(database.current, 4)
    const { crm, erp, hub } = jointOf(world, {
      erp: { refuse: (_kind, { values }) => (values.name === 'Bad' ? { code: 'party/bad-name', details: {} } : undefined) },
    })
    const joint = hub()
    const customer = crm.add('customer', { ...acme, name: 'Bad' })
    await joint.runUntilIdle()
    const { id } = await onlyEntry(world)
    await world.do(editAndRetry, { id, input: { values: { name: 'Good' } } })
    await joint.runUntilIdle()
    expect(only(erp.documents('customer'))[1]).toMatchObject({ name: 'Good' })
    expect(crm.documents('customer').get(customer)).toMatchObject({ name: 'Good' })
    expect(await onlyEntry(world)).toMatchObject({ state: 'done' })
  })

  it('may be ignored, with a reason; the proof goes on showing it', async () => {
    const { world, joint } = await refusedOrder(5)
    const { id } = await onlyEntry(world)
    expect(await world.try(ignoreEntry, { id, input: { reason: ' ' } })).toMatchObject({
      refusal: { code: 'inbox-entry/no-reason' },
    })
    await world.do(ignoreEntry, { id, input: { reason: 'a trial' } })
    expect(await onlyEntry(world)).toMatchObject({ state: 'ignored', reason: 'a trial' })
    const proof = await joint.proof({ kinds: ['order'] })
    expect(proof).toMatchObject({ inSync: false, kinds: [{ differences: [{ system: 'erp', why: 'ignored' }] }] })
  })
})

describe('I7 a document that cannot be read', () => {
  it('is in the inbox, and the others go on', async () => {
    const world = await makeWorld(database.current, 10)
    const { crm, erp, hub } = jointOf(world)
    crm.add('customer', { ...acme, code: 'C0', type: 'ghost' })
    crm.add('customer', acme)
    await hub().runUntilIdle()
    expect(only(erp.documents('customer'))[1]).toMatchObject({ code: 'C1' })
    expect(await onlyEntry(world)).toMatchObject({ code: 'joint/unknown-choice', subject: 'C0', state: 'open' })
  })

  it('is read again when it was put right there, or taken as corrected here', async () => {
    const world = await makeWorld(database.current, 11)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    const first = crm.add('customer', { ...acme, creditLimit: '12,5' })
    crm.add('customer', { ...acme, code: 'C2', creditLimit: 'much' })
    await joint.runUntilIdle()
    crm.edit('customer', first, { creditLimit: '12.5' })
    const second = (await entries(world)).find(({ subject }) => subject === 'C2') as InboxEntry
    expect(await world.try(editAndRetry, { id: second.id, input: { values: { creditLimit: 'more' } } })).toMatchObject({
      refusal: { code: 'joint/wrong-type' },
    })
    await world.do(editAndRetry, { id: second.id, input: { values: { creditLimit: '99' } } })
    await joint.runUntilIdle()
    const limits = [...erp.documents('customer').values()].map(({ code, creditLimit }) => [code, creditLimit])
    expect(limits.sort()).toEqual([
      ['C1', '12.5'],
      ['C2', '99'],
    ])
    expect((await entries(world)).map(({ state }) => state)).toEqual(['done', 'done'])
  })

  it('is not corrected with what it has not', async () => {
    const world = await makeWorld(database.current, 12)
    const { crm, hub } = jointOf(world)
    crm.add('customer', { ...acme, currency: 5 })
    await hub().runUntilIdle()
    const { id } = await onlyEntry(world)
    const edit = (values: never) => world.try(editAndRetry, { id, input: { values } })
    expect(await edit({ shoeSize: 43 } as never)).toMatchObject({ refusal: { code: 'inbox-entry/unknown-field' } })
    expect(await edit('x' as never)).toMatchObject({ refusal: { code: 'inbox-entry/no-values' } })
    expect(await world.try(retryEntry, { id: world.newId(), input: {} })).toMatchObject({
      refusal: { code: 'inbox-entry/not-found' },
    })
    expect(await world.try(retryEntry, { id, version: 9, input: {} })).toMatchObject({
      refusal: { code: 'inbox-entry/changed-meanwhile' },
    })
    await world.do(retryEntry, { id, input: {} })
    expect(await world.try(ignoreEntry, { id, input: { reason: 'x' } })).toMatchObject({
      refusal: { code: 'inbox-entry/wrong-state' },
    })
  })
})

describe('I7 what waits too long', () => {
  it('is shown: a document that names one nobody has told of', async () => {
    const world = await makeWorld(database.current, 20)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    crm.add('contact', contactOf('crm-000099', 'Ann'))
    await joint.runUntilIdle()
    expect(await entries(world)).toEqual([])
    world.pass(61_000)
    await joint.runUntilIdle()
    expect(await onlyEntry(world)).toMatchObject({
      code: 'joint/reference-unknown',
      subject: 'Ann',
      details: { missing: 'crm-000099' },
    })
    expect(erp.documents('contact').size).toBe(0)
  })

  it('is shown: an order whose customer the ERP refuses, with the money', async () => {
    const world = await makeWorld(database.current, 21)
    const { crm, hub } = jointOf(world, {
      erp: { refuse: (kind) => (kind === 'customer' ? { code: 'party/no', details: {} } : undefined) },
    })
    const joint = hub()
    crm.add('order', orderOf('SO1', crm.add('customer', acme), crm.add('item', chair), '10'))
    await joint.runUntilIdle()
    world.pass(61_000)
    await joint.runUntilIdle()
    expect((await entries(world)).map(({ code, money }) => [code, money])).toEqual([
      ['party/no', null],
      ['joint/reference-not-there', '100'],
    ])
  })

  it('is shown: a system that does not answer, or puts off; and the entry closes when it does', async () => {
    const world = await makeWorld(database.current, 22)
    const { crm, erp, hub } = jointOf(world, {
      hub: { limits: { attempts: 3, longestDelayMs: 1_000, leaseMs: 1_000 } },
      erp: { random: () => 0.5 },
    })
    const joint = hub()
    crm.add('customer', acme)
    const suffer = async (faults: Parameters<typeof erp.suffer>[0]) => {
      erp.suffer(faults)
      for (let n = 0; n < 5; n++) {
        await joint.runUntilIdle()
        world.pass(2_000)
      }
    }
    await suffer({ rateLimit: 1 })
    expect(await onlyEntry(world)).toMatchObject({ code: 'joint/not-accepted', details: { reason: 'rate-limit' } })
    crm.add('customer', { ...acme, code: 'C2' })
    await suffer({ failBefore: 1 })
    expect((await entries(world)).map(({ code, state }) => [code, state])).toEqual([
      ['joint/not-accepted', 'open'],
      ['joint/no-answer', 'open'],
    ])
    await suffer({})
    expect((await entries(world)).map(({ state }) => state)).toEqual(['done', 'done'])
    expect(erp.documents('customer').size).toBe(2)
  })

  it('is shown: a document that was deleted on one side', async () => {
    const world = await makeWorld(database.current, 23)
    const { crm, hub } = jointOf(world)
    const joint = hub()
    const id = crm.add('item', chair)
    await joint.runUntilIdle()
    crm.remove('item', id)
    await joint.runUntilIdle()
    expect(await onlyEntry(world)).toMatchObject({ code: 'joint/deleted-there', subject: 'CHAIR', system: 'crm' })
  })
})

describe('I7 a group of the inbox', () => {
  it('is one cause and what it depends on, with its money per currency and a proposed fix', async () => {
    const { world } = await refusedOrder(60)
    expect(await causes(world)).toMatchObject([
      { dependsOn: '', money: { CNY: '100' }, fix: { action: 'edit', field: null }, owners: [] },
    ])
    const other = await makeWorld(database.current, 61)
    const { crm, hub } = jointOf(other)
    for (const name of ['A', 'B', 'C'])
      crm.add('customer', {
        ...acme,
        code: name,
        creditLimit: name === 'C' ? 'much' : '100',
        status: name === 'C' ? 'active' : 'dormant',
      })
    await hub().runUntilIdle()
    const found = await causes(other)
    expect(found.map(({ code, dependsOn, count, fix }) => [code, dependsOn, count, fix.field])).toEqual([
      ['joint/unknown-choice', 'status', 2, 'status'],
      ['joint/wrong-type', 'creditLimit', 1, 'creditLimit'],
    ])
    // Fields, kinds, choices and systems are called as people call them, in the sentence of either language.
    expect(found[0]?.text).toEqual({
      en: 'Status says "dormant", which nobody else knows. Choose one of: Active, Archived.',
      zh: '状态 的值“dormant”无法识别。请选择：有效、已归档。',
    })
  })

  it('is tried again as a whole: what goes through is done, what is refused again is open again, with the new reason', async () => {
    const world = await makeWorld(database.current, 62)
    let refused: Readonly<Record<string, string>> = { SO1: '100', SO2: '100', SO3: '100' }
    const { crm, erp, hub } = jointOf(world, {
      erp: {
        refuse: (_kind, { values }) => {
          const limit = refused[String(values.number)]
          return limit === undefined ? undefined : { code: 'credit/exceeded', details: { limit } }
        },
      },
    })
    const joint = hub()
    const [customer, item] = [crm.add('customer', acme), crm.add('item', chair)]
    for (const number of ['SO1', 'SO2', 'SO3']) crm.add('order', orderOf(number, customer, item, '10'))
    await joint.runUntilIdle()
    expect(await causes(world)).toMatchObject([{ code: 'credit/exceeded', count: 3, money: { CNY: '300' } }])
    const all = await entries(world)
    const retry = () =>
      world.run((tx) =>
        retryEntry.run(
          tx,
          world.context(),
          all.map(({ id, version }) => ({ id, version, input: {} })),
        ),
      )
    refused = { SO2: '60' }
    const answers = await retry()
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true])
    await joint.runUntilIdle()
    expect([...erp.documents('order').values()].map(({ number }) => number).sort()).toEqual(['SO1', 'SO3'])
    const states = (await entries(world)).map(({ subject, state }) => `${subject} ${state}`)
    expect(states.sort()).toEqual(['SO1 done', 'SO2 open', 'SO3 done'])
    expect(await causes(world)).toMatchObject([{ count: 1, money: { CNY: '100' }, text: { en: 'Limit 60.' } }])
    // Who looks at the list as it was pushes again: each answers for itself.
    expect((await retry()).map((one) => (one.ok ? 'retried' : one.refusal.code))).toEqual(
      Array(3).fill('inbox-entry/changed-meanwhile'),
    )
  })

  it('has owners: whoever takes it, somebody named, or nobody', async () => {
    const { world } = await refusedOrder(63)
    const { id } = await onlyEntry(world)
    await world.do(assignEntry, { id, input: {} })
    expect(await onlyEntry(world)).toMatchObject({ owner: 'tester' })
    await world.do(assignEntry, { id, input: { owner: 'Li Na' } })
    expect(await causes(world, 'Li Na')).toMatchObject([{ owners: ['Li Na'] }])
    expect(await causes(world, 'tester')).toEqual([])
    await world.do(assignEntry, { id, input: { owner: '' } })
    expect(await onlyEntry(world)).toMatchObject({ owner: null })
  })
})

describe('I7 a correction in the inbox', () => {
  it('keeps what was there and what was made of it, and who did it', async () => {
    const world = await makeWorld(database.current, 64)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    crm.add('customer', { ...acme, status: 'dormant' })
    await joint.runUntilIdle()
    const { id } = await onlyEntry(world)
    await world.do(editAndRetry, { id, input: { values: { status: 'archived' } } })
    await joint.runUntilIdle()
    const entry = await onlyEntry(world)
    expect(entry).toMatchObject({ state: 'done', edited: { status: 'archived' } })
    expect(entry.original).toMatchObject({ status: 'dormant', name: 'Acme' })
    expect(only(erp.documents('customer'))[1]).toMatchObject({ status: 'archived' })
    const told = await world.run((tx) =>
      rows(tx, sql<{ actorId: string }>`select actor_id from hub.event where type = 'inbox-entry-edited'`),
    )
    expect(told).toEqual([{ actorId: 'tester' }])
  })
})
