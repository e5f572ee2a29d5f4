import { rows, sql } from '@tandem/db'
import { randomNumbers, testDatabase, type World } from '@tandem/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acme, contactOf } from '../engine/joint.fixture.ts'
import type { Duplicate } from '../identity/definition.ts'
import { hubMigrations } from '../index.ts'
import { mergeDuplicate, undoMerge } from './commands.ts'
import type { Merge } from './definition.ts'
import { holdings, type Shop, shop } from './shop.fixture.ts'

const database = testDatabase([hubMigrations])

/** The courses are the same in each run; another number tries others. */
const SEED = Number(process.env.TANDEM_SEED ?? 1452100896)

/**
 * Who has which contact and order, by the joint's record of the customer: two systems that merged the same two the other
 * way round have kept different documents of it.
 */
async function holders({ crm, erp, world }: Shop): Promise<string[][]> {
  const documents = await world.run((tx) =>
    rows(
      tx,
      sql<{ system: string; externalId: string; recordId: string }>`
        select system, external_id, record_id from hub.alias where kind = 'customer'
        union all select system, external_id, record_id from hub.link where kind = 'customer'`,
    ),
  )
  const records = new Map(documents.map(({ system, externalId, recordId }) => [`${system} ${externalId}`, recordId]))
  return [crm, erp].map((side) => {
    const holderOf = (customer: unknown) => records.get(`${side.system} ${customer}`) ?? 'nobody'
    const named = [...side.documents('contact').values()].map(({ name, customer }) => `${name}@${holderOf(customer)}`)
    const ordered = [...side.documents('order').values()].map(({ number, customer }) => `${number}@${holderOf(customer)}`)
    return [...named, ...ordered].sort()
  })
}

function merges(world: World): Promise<Merge[]> {
  return world.run((tx) => rows(tx, sql<Merge>`select * from hub.merge order by created_at, id`))
}

describe('J12 a merge on one side', () => {
  it('travels: the other side merges, too, and contacts and orders go along', async () => {
    const of = await shop(database.current, 1)
    of.crm.merge('customer', of.lose, of.keep)
    await of.joint.runUntilIdle()
    expect(await of.erp.read('customer', [of.there('C2')])).toMatchObject([{ mergedInto: of.there('C1') }])
    expect(holdings(of)).toEqual(Array(2).fill(['Ann@C1', 'Bob@C1', 'O1@C1']))
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
    expect(await merges(of.world)).toMatchObject([{ state: 'merged', subject: 'C2', intoSubject: 'C1', system: 'crm' }])
  })

  it('travels from the ERP as well', async () => {
    const of = await shop(database.current, 2)
    of.erp.merge('customer', of.there('C2'), of.there('C1'))
    await of.joint.runUntilIdle()
    expect(await of.crm.read('customer', [of.lose])).toMatchObject([{ mergedInto: of.keep }])
    expect(holdings(of)).toEqual(Array(2).fill(['Ann@C1', 'Bob@C1', 'O1@C1']))
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })

  it('is undone on either side, and what came later stays', async () => {
    const of = await shop(database.current, 3)
    of.crm.merge('customer', of.lose, of.keep)
    await of.joint.runUntilIdle()
    of.crm.add('contact', contactOf(of.keep, 'Cid'))
    await of.joint.runUntilIdle()
    of.erp.merge('customer', of.there('C2'), null)
    await of.joint.runUntilIdle()
    expect(holdings(of)).toEqual(Array(2).fill(['Ann@C1', 'Bob@C2', 'Cid@C1', 'O1@C2']))
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
    expect(await merges(of.world)).toMatchObject([{ state: 'unmerged' }])
    of.crm.edit('customer', of.lose, { phone: '77' })
    await of.joint.runUntilIdle()
    expect(of.erp.documents('customer').get(of.there('C2'))).toMatchObject({ phone: '77' })
  })

  it('that is taken back and made with another one before the joint has looked is the one and not the other', async () => {
    const of = await shop(database.current, 35)
    const third = of.crm.add('customer', { ...acme, code: 'C3', name: 'Third' })
    await of.joint.runUntilIdle()
    of.crm.merge('customer', of.lose, of.keep)
    await of.joint.runUntilIdle()
    of.crm.merge('customer', of.lose, null)
    of.crm.merge('customer', of.lose, third)
    await of.joint.runUntilIdle()
    expect(of.erp.merged('customer')).toEqual(new Map([[of.there('C2'), of.there('C3')]]))
    expect(holdings(of)).toEqual(Array(2).fill(['Ann@C1', 'Bob@C3', 'O1@C3']))
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })

  it('of what the joint has just made there, before it knows that it has, waits for that: then both sides are one', async () => {
    const of = await shop(database.current, 36)
    const third = of.crm.add('customer', { ...acme, code: 'C3', name: 'Third' })
    const losingAnswers = {
      ...of.erp,
      apply: async (...given: Parameters<typeof of.erp.apply>) => {
        await of.erp.apply(...given)
        of.erp.merge('customer', of.there('C3'), of.there('C1'))
        throw new Error('no answer')
      },
    }
    await of.hub({ connectors: [of.crm, losingAnswers] }).runUntilIdle()
    of.world.pass(60_000)
    await of.joint.runUntilIdle()
    expect(of.crm.merged('customer')).toEqual(new Map([[third, of.keep]]))
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })

  it('is undone, and what the other side was still to be told of the one that went is told then', async () => {
    const of = await shop(database.current, 37)
    const busy: typeof of.erp.apply = async (kind, writes) =>
      writes.some(({ changed }) => changed.includes('phone'))
        ? writes.map(() => ({ later: { afterMs: 3_600_000, reason: 'busy' } }))
        : of.erp.apply(kind, writes)
    const withBusyErp = of.hub({ connectors: [of.crm, { ...of.erp, apply: busy }] })
    of.crm.edit('customer', of.lose, { phone: '5' })
    await withBusyErp.runUntilIdle()
    of.crm.merge('customer', of.lose, of.keep)
    await withBusyErp.runUntilIdle()
    of.crm.merge('customer', of.lose, null)
    await of.joint.runUntilIdle()
    of.world.pass(4_000_000)
    await of.joint.runUntilIdle()
    expect(of.erp.documents('customer').get(of.there('C2'))).toMatchObject({ phone: '5' })
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })

  it('is undone from the joint in every system', async () => {
    const of = await shop(database.current, 4)
    const before = holdings(of)
    of.crm.merge('customer', of.lose, of.keep)
    await of.joint.runUntilIdle()
    const [merge] = await merges(of.world)
    await of.world.do(undoMerge, { id: merge?.id as never, input: {} })
    await of.joint.runUntilIdle()
    expect(holdings(of)).toEqual(before)
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
    expect(await of.world.try(undoMerge, { id: merge?.id as never, input: {} })).toMatchObject({
      refusal: { code: 'merge/wrong-state' },
    })
    expect(await of.world.try(undoMerge, { id: merge?.id as never, version: 1, input: {} })).toMatchObject({
      refusal: { code: 'merge/changed-meanwhile' },
    })
    expect(await of.world.try(undoMerge, { id: of.world.newId(), input: {} })).toMatchObject({
      refusal: { code: 'merge/not-found' },
    })
  })

  it('reaches a system that cannot merge as an archived document, with the others re-pointed one by one', async () => {
    const of = await shop(database.current, 5, { erp: { merges: false } })
    of.crm.merge('customer', of.lose, of.keep)
    await of.joint.runUntilIdle()
    expect(of.erp.documents('customer').get(of.there('C2'))).toMatchObject({ status: 'archived' })
    expect(holdings(of)).toEqual(Array(2).fill(['Ann@C1', 'Bob@C1', 'O1@C1']))
    of.crm.merge('customer', of.lose, null)
    await of.joint.runUntilIdle()
    expect(of.erp.documents('customer').get(of.there('C2'))).toMatchObject({ status: 'active' })
    expect(holdings(of)).toEqual(Array(2).fill(['Ann@C1', 'Bob@C2', 'O1@C2']))
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })

  it('the other way round on each side leaves each its own document, with the same values, of one record', async () => {
    const of = await shop(database.current, 7)
    of.crm.merge('customer', of.keep, of.lose)
    of.erp.merge('customer', of.there('C2'), of.there('C1'))
    await of.joint.runUntilIdle()
    expect(of.erp.documents('customer').get(of.there('C2'))).toMatchObject({ name: 'Other', status: 'active' })
    const [ours, theirs] = await holders(of)
    expect(theirs).toEqual(ours)
    expect(new Set(ours?.map((held) => held.split('@')[1])).size).toBe(1)
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })

  it('of a customer that the other side has merged elsewhere makes all three one', async () => {
    const of = await shop(database.current, 8)
    const third = of.crm.add('customer', { ...acme, code: 'C3', name: 'Third' })
    of.crm.add('contact', contactOf(third, 'Cid'))
    await of.joint.runUntilIdle()
    of.crm.merge('customer', of.lose, of.keep)
    of.erp.merge('customer', of.there('C2'), of.there('C3'))
    await of.joint.runUntilIdle()
    expect((await merges(of.world)).map(({ subject, intoSubject }) => `${subject} ${intoSubject}`)).toEqual(['C2 C1', 'C1 C3'])
    expect(holdings(of)).toEqual(Array(2).fill(['Ann@C3', 'Bob@C3', 'Cid@C3', 'O1@C3']))
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })

  it('into one that the other side has merged on reaches whoever stays there', async () => {
    const of = await shop(database.current, 9)
    of.crm.add('customer', { ...acme, code: 'C3', name: 'Third' })
    await of.joint.runUntilIdle()
    of.crm.merge('customer', of.lose, of.keep)
    of.erp.merge('customer', of.there('C1'), of.there('C3'))
    of.erp.edit('customer', of.there('C2'), { phone: '77' })
    await of.joint.runUntilIdle()
    expect(holdings(of)).toEqual(Array(2).fill(['Ann@C3', 'Bob@C3', 'O1@C3']))
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })

  it('lets an order that still names the merged one find the other', async () => {
    const of = await shop(database.current, 6)
    of.crm.merge('customer', of.lose, of.keep)
    // Made in the ERP before it has heard of the merge.
    of.erp.add('contact', contactOf(of.there('C2'), 'Dot'))
    await of.joint.runUntilIdle()
    expect(holdings(of)[0]).toEqual(['Ann@C1', 'Bob@C1', 'Dot@C1', 'O1@C1'])
  })
})

describe('J12 two documents of one system that look the same', () => {
  async function twins(seed: number) {
    const of = await shop(database.current, seed)
    of.crm.add('customer', { ...acme, code: 'C3', email: 'a@acme.cn', name: 'Acme Ltd.' })
    await of.joint.runUntilIdle()
    const found = await of.world.run((tx) => rows(tx, sql<Duplicate>`select * from hub.duplicate where state = 'open'`))
    return { ...of, found: found[0] as Duplicate }
  }

  it('are both there, and a person is asked whether they are one', async () => {
    const of = await twins(11)
    expect(of.found).toMatchObject({ type: 'merge', system: 'crm', foundBy: [{ field: 'name', is: 'same' }, { field: 'code' }] })
    expect(of.erp.documents('customer').size).toBe(3)
    expect(await of.world.try(mergeDuplicate, { id: of.world.newId(), input: { keep: 'known' } })).toMatchObject({
      refusal: { code: 'duplicate/not-found' },
    })
  })

  it('are merged in every system when the person says so, and un-merged again', async () => {
    const of = await twins(12)
    await of.world.do(mergeDuplicate, { id: of.found.id, input: { keep: 'known' } })
    await of.joint.runUntilIdle()
    for (const system of [of.crm, of.erp]) {
      const merged = await system.read('customer', [...system.documents('customer').keys()])
      expect(merged.filter(({ mergedInto }) => mergedInto).map(({ values }) => values.code)).toEqual(['C3'])
    }
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
    const [merge] = await merges(of.world)
    await of.world.do(undoMerge, { id: merge?.id as never, input: {} })
    await of.joint.runUntilIdle()
    expect((await of.erp.list('customer', '', 10)).map(({ values }) => values.code).sort()).toEqual(['C1', 'C2', 'C3'])
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })

  it('are not merged when the question is another', async () => {
    const of = await twins(13)
    await of.world.run((tx) => rows(tx, sql`update hub.duplicate set type = 'link' returning id`))
    expect(await of.world.try(mergeDuplicate, { id: of.found.id, input: { keep: 'known' } })).toMatchObject({
      refusal: { code: 'duplicate/not-to-merge' },
    })
  })
})

const step = fc.record({
  what: fc.constantFrom('merge', 'unmerge', 'contact', 'run', 'edit'),
  side: fc.constantFrom('crm', 'erp'),
  a: fc.nat(3),
  b: fc.nat(3),
  faults: fc.boolean(),
} as const)

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** The joint works, on a bad day when `faults`. */
async function run({ crm, erp, joint, world }: Shop, faults: boolean): Promise<void> {
  const mishaps = faults ? { timeOutAfterCommit: 0.3, failBefore: 0.2, rateLimit: 0.2 } : {}
  crm.suffer(mishaps)
  erp.suffer(mishaps)
  await joint.runUntilIdle()
  world.pass(400_000)
  crm.suffer({})
  erp.suffer({})
}

async function act(of: Shop, { what, side, a, b }: Step, name: string): Promise<void> {
  const system = of[side]
  const idOf = (n: number) => [...system.documents('customer')].find(([, { code }]) => code === `C${n + 1}`)?.[0] ?? ''
  const [one, two] = await Promise.all([a, b].map(async (n) => (await system.read('customer', [idOf(n)]))[0]))
  if (!one || !two) throw new Error('a customer is missing')
  const isThere = !one.mergedInto
  if (what === 'merge' && a !== b && isThere && !two.mergedInto) system.merge('customer', one.externalId, two.externalId)
  if (what === 'unmerge') {
    const into = one.mergedInto ? (await system.read('customer', [one.mergedInto]))[0] : undefined
    if (into && !into.mergedInto) system.merge('customer', one.externalId, null)
  }
  if (what === 'contact') system.add('contact', contactOf(isThere ? one.externalId : (one.mergedInto as string), name))
  if (what === 'edit' && isThere) system.edit('customer', one.externalId, { phone: name })
}

/** Answers how many contacts were made. */
async function liveThrough(of: Shop, steps: readonly Step[]): Promise<number> {
  for (const [n, one] of steps.entries()) {
    if (one.what === 'run') await run(of, one.faults)
    await act(of, one, `P${n}`)
  }
  return steps.filter(({ what }) => what === 'contact').length
}

describe('J12 whatever is merged and un-merged on whichever side, with trade going on', () => {
  it('both sides agree in the end, nothing is lost, and each record has at most one document a system', async () => {
    let seed = 100
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        const number = seed++
        const random = randomNumbers(number)
        const of = await shop(database.current, number, { crm: { random }, erp: { random } })
        of.crm.add('customer', { ...acme, code: 'C3', name: 'Third' })
        of.crm.add('customer', { ...acme, code: 'C4', name: 'Fourth' })
        await of.joint.runUntilIdle()
        const made = await liveThrough(of, steps)
        for (let n = 0; n < 4; n++) {
          // Another worker goes on where the last one was killed.
          await of.hub({ worker: `w${n}` }).runUntilIdle()
          of.world.pass(400_000)
        }
        const [ours, theirs] = await holders(of)
        expect(theirs).toEqual(ours)
        expect(ours?.join()).not.toContain('nobody')
        expect(ours?.length).toBe(3 + made)
        expect(await of.joint.proof()).toMatchObject({ inSync: true })
      }),
      { numRuns: 8, seed: SEED },
    )
  })
})
