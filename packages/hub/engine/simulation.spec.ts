/**
 * The real engine on a real database against two systems on bad days, from a seed: people edit on both sides, answers get
 * lost, the hub dies at any await. In the end both sides agree, or the difference is where a person sees it.
 * One seed: `TANDEM_SEED=123 npm test -- simulation`.
 */

import { rows, sql } from '@tandem/db'
import {
  Crash,
  type Faults,
  type MemorySystem,
  makeWorld,
  mortal,
  randomNumbers,
  testDatabase,
  type World,
} from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Values } from '../connector.ts'
import { hubMigrations, type KindName } from '../index.ts'
import { acme, chair, contactOf, jointOf, orderOf } from './joint.fixture.ts'

const database = testDatabase([hubMigrations])
const given = process.env.TANDEM_SEED
const seeds = given ? [Number(given)] : Array.from({ length: Number(process.env.TANDEM_SEEDS ?? 30) }, (_, i) => i + 1)

const KINDS: readonly KindName[] = ['customer', 'contact', 'item', 'order']

describe('I6 whatever happens', () => {
  it.each(seeds)('nothing is lost, doubled or different in the end (seed %i)', async (seed) => {
    const story = await live(seed)
    expect(await problems(story)).toEqual([])
  })

  it('a seed replays exactly', async () => {
    const [first, second] = [await live(1001, 0), await live(1001, 500_000)]
    expect(shape(second.crm)).toEqual(shape(first.crm))
    expect(shape(second.erp)).toEqual(shape(first.erp))
    expect(second.diary).toEqual(first.diary)
  })
})

interface Story {
  readonly world: World
  readonly crm: MemorySystem
  readonly erp: MemorySystem
  readonly joint: ReturnType<typeof jointOf>
  readonly random: () => number
  readonly diary: string[]
}

async function live(seed: number, worldOffset = 0): Promise<Story> {
  const world = await makeWorld(database.current, 10_000 + seed + worldOffset)
  const random = randomNumbers(seed)
  const causes = random() < 0.7
  const common = { random, reportsCause: causes, checksVersion: random() < 0.7, idempotent: random() < 0.7 }
  const versions = random() < 0.3 ? 'content' : 'counter'
  const joint = jointOf(world, {
    crm: { ...common, versions },
    erp: {
      ...common,
      refuse: (_kind, write) => (String(write.values.name).startsWith('X') ? { code: 'x/bad-name', details: {} } : undefined),
    },
    hub: { limits: { pullPage: 7, planBatch: 5, leaseMs: 1_000, attempts: 8, waitingTooLongMs: 600_000 }, random },
  })
  const story = { world, ...joint, joint, random, diary: [] }
  for (let day = 0; day < 12; day++) await liveOneDay(story)
  await comeToRest(story)
  return story
}

async function liveOneDay(story: Story): Promise<void> {
  const { world, crm, erp, random, diary } = story
  const faults = someFaults(random)
  crm.suffer(faults)
  erp.suffer(faults)
  for (let n = Math.floor(random() * 5); n > 0; n--) {
    act(story)
    world.pass(Math.floor(random() * 20))
  }
  const diesAt = random() < 0.6 ? 1 + Math.floor(random() * 120) : Number.POSITIVE_INFINITY
  const life = mortal(world.database, diesAt)
  const hub = story.joint.hub({ database: life.database, connectors: [life.connector(crm), life.connector(erp)] })
  try {
    await hub.runUntilIdle()
  } catch (error) {
    if (!(error instanceof Crash)) throw error
    diary.push(error.message)
  }
  world.pass(Math.floor(random() * 3_000))
}

function someFaults(random: () => number): Partial<Faults> {
  const maybe = (): number => (random() < 0.4 ? random() * 0.3 : 0)
  return {
    timeOutAfterCommit: maybe(),
    failBefore: maybe() / 3,
    breakOff: maybe(),
    rateLimit: maybe(),
    repeat: maybe(),
    reorder: maybe(),
  }
}

/** Somebody on one side makes or changes something. */
function act({ crm, erp, random, diary }: Story): void {
  const [side, pick] = random() < 0.5 ? [crm, 'crm'] : [erp, 'erp']
  const one = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const ids = (kind: KindName): string[] => [...side.documents(kind).keys()].sort()
  const number = Math.floor(random() * 1_000_000)
  const what = random()
  const [customer, item, order, contact] = [one(ids('customer')), one(ids('item')), one(ids('order')), one(ids('contact'))]
  // Some are refused; no two are called alike, so that nobody is asked whether they are one.
  const name = `${random() < 0.05 ? 'X' : 'N'}${number}`
  if (what < 0.2) side.add('customer', { ...acme, code: `${pick}${number}`, name })
  else if (what < 0.3) side.add('item', { ...chair, code: `${pick}${number}` })
  else if (what < 0.5 && customer) side.edit('customer', customer, { name })
  else if (what < 0.6 && customer) side.edit('customer', customer, { phone: `${number}`, creditLimit: `${number}` })
  else if (what < 0.7 && customer) side.add('contact', contactOf(customer, `K${number}`))
  else if (what < 0.8 && contact) side.edit('contact', contact, { phone: `${number}` })
  else if (what < 0.9 && customer && item)
    side.add('order', orderOf(`${pick}${number}`, customer, item, String(1 + (number % 9))))
  else if (order) side.edit('order', order, { customerReference: `R${number}`, state: random() < 0.5 ? 'placed' : 'requested' })
  diary.push(`${pick} ${what.toFixed(3)} ${number}`)
}

/** Faults end, leases run out, everything that was put off becomes due. */
async function comeToRest({ world, crm, erp, joint }: Story): Promise<void> {
  crm.suffer({})
  erp.suffer({})
  const hub = joint.hub()
  for (let round = 0; round < 12; round++) {
    world.pass(400_000)
    await hub.runUntilIdle()
  }
}

function shape(system: MemorySystem): Values[] {
  return KINDS.flatMap((kind) => [...system.documents(kind).values()])
}

/** Everything that is wrong with the end of a story, found without the joint's own proof, and what that makes of it. */
async function problems(story: Story): Promise<string[]> {
  const differences = (await story.joint.hub().proof()).kinds.flatMap((kind) => kind.differences)
  const unexplained = differences.filter(({ why }) => why !== 'parked' && why !== 'pending-delivery')
  const kinds = await Promise.all(KINDS.map((kind) => problemsOf(story, kind)))
  return [
    ...(await unsettled(story)),
    ...kinds.flat(),
    ...unexplained.map((difference) => `the proof finds ${JSON.stringify(difference)}`),
  ]
}

/** Whatever the joint still means to do, though all has been quiet for long. Waiting for something parked is well. */
async function unsettled({ world }: Story): Promise<string[]> {
  const found = await world.run((tx) =>
    rows(
      tx,
      sql<{ what: string }>`
        select concat_ws(' ', 'change', state, system, kind, external_id) as what from hub.change
        where state in ('new', 'recheck', 'waiting', 'parked', 'duplicate')
        union all
        select concat_ws(' ', 'delivery', d.state, d.system, d.kind, d.reason) from hub.delivery d
        where d.state in ('pending', 'sending') or d.state = 'waiting' and not exists (
          select from hub.delivery p where p.record_id = d.waits_for::uuid and p.system = d.system and p.state in ('parked', 'waiting'))`,
    ),
  )
  return found.map(({ what }) => what)
}

interface Pair {
  readonly crm: string | null
  readonly erp: string | null
  /** A delivery to one of them is in the inbox or waits for one that is. */
  readonly isStuck: boolean
}

async function problemsOf(story: Story, kind: KindName): Promise<string[]> {
  const { world, crm, erp } = story
  const pairs = await world.run((tx) =>
    rows(
      tx,
      sql<Pair>`
        select max(external_id) filter (where l.system = 'crm') as crm, max(external_id) filter (where l.system = 'erp') as erp,
               exists (select from hub.delivery d where d.record_id = r.id and d.state in ('parked', 'waiting')) as is_stuck
        from hub.record r left join hub.link l on l.record_id = r.id where r.kind = ${kind} group by r.id order by r.id`,
    ),
  )
  const found: string[] = []
  for (const [side, system] of [
    ['crm', crm],
    ['erp', erp],
  ] as const) {
    const known = new Set(pairs.flatMap((pair) => pair[side] ?? []))
    const unknown = [...system.documents(kind).keys()].filter((id) => !known.has(id))
    const names = [...system.documents(kind).values()].map(({ code, number, name }) => String(code ?? number ?? name))
    const twice = names.filter((name, i) => names.indexOf(name) < i)
    if (twice.length > 0) found.push(`${side} has ${kind} ${twice.join(', ')} twice`)
    if (unknown.length > 0) found.push(`the joint knows nothing of ${kind} ${unknown.join(', ')} in ${side}`)
  }
  for (const { crm: here, erp: there, isStuck } of pairs) {
    if (isStuck) continue
    const [ours, theirs] = [told(crm, kind, here), told(erp, kind, there)]
    if (ours !== theirs) found.push(`${kind} ${here} / ${there}: ${ours} / ${theirs}`)
  }
  return found
}

/** A document as people would read it out: references by the names of what they point to. */
function told(system: MemorySystem, kind: KindName, id: string | null): string {
  const values = id === null ? undefined : system.documents(kind).get(id)
  if (!values) return 'nothing'
  const name = (of: KindName, externalId: unknown) => system.documents(of).get(String(externalId))?.code ?? '?'
  const lines = ((values.lines ?? []) as Values[]).map((line) => ({ ...line, item: name('item', line.item) }))
  const whole = { ...values, lines, customer: values.customer ? name('customer', values.customer) : null }
  // A system that does not know a field and one that has nothing in it say the same.
  const said = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null))
  return inOrder(said)
}

function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, inner]) => `${name}:${inOrder(inner)}`).join()}}`
}
