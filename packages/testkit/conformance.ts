/**
 * What any connector must do, shown on a system that runs: of the real thing, of a fake with its traps, or of our own sides.
 * A connector's spec says how a document is made and edited there, and calls this.
 */
import type { Change, Connector, KindName, Outcome, Snapshot, Values, Write } from '@tandem/hub'
import { type Id, idSource, type Json, randomNumbers } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'

export interface Subject {
  /** Another connector to the same system, as a process that has just started has it. */
  connect(): Connector
  /** The n-th document that the joint may write there; unlike all others. */
  make(n: number): Values
  /** A field of text, and what else may stand there. */
  readonly field: string
  /** Somebody there edits that field of documents, in one moment. */
  edit(externalIds: readonly string[], value: string): Promise<void>
  /** Somebody there deletes a document; left out: nobody can. */
  remove?(externalId: string): Promise<void>
  /** The answer of the next write is lost on its way. */
  loseAnswer?(): void
  /** The next call is told to come back later. */
  limit?(): void
  /** Somebody's slow transaction ends now, whose time is this long ago. Answers the document's id. */
  commitLate?(msAgo: number): Promise<string>
  /** Values that no such document can have. */
  readonly bad?: Values
  /** Time passes, so that the connector asks again. */
  pass?(ms: number): void
  /** For connectors that ask as far back as they ever do only now and then: waits until one does. */
  untilFarLook?(): Promise<void>
}

const MANY = 250
let keys = 0

/** `open` is called once for each case. `run`: another number each time, where the system outlives the suite. */
export function conformance(system: string, kind: KindName, open: () => Promise<Subject> | Subject, run = 0): void {
  keys += 1
  const random = randomNumbers(run + keys)
  const at = Date.parse('2026-03-02T08:00:00Z') + run + keys * 1_000
  const newId = idSource(
    () => at,
    (count) => Uint8Array.from({ length: count }, () => Math.floor(256 * random())),
  )
  const world = { kind, newId }
  describe(`I3 ${system} as a system of the joint: ${kind}`, () => {
    writing(world, open)
    guarding(world, open)
    listing(world, open)
    telling(world, open)
    goingOn(world, open)
    failing(world, open)
  })
}

interface World {
  readonly kind: KindName
  readonly newId: () => Id
}

type Open = () => Promise<Subject> | Subject

/** A write that makes a document; `n` numbers the values. */
function creation({ newId }: World, system: string, values: Values): Write {
  return { key: `${system}:${newId()}:1`, values, changed: Object.keys(values) }
}

function idOf(outcome: Outcome | undefined): string {
  if (!outcome || !('done' in outcome)) throw new Error(`it was not done: ${JSON.stringify(outcome)}`)
  return outcome.done.externalId
}

async function made({ kind, ...world }: World, subject: Subject, count: number, from = 1) {
  const connector = subject.connect()
  const writes = Array.from({ length: count }, (_, i) => creation({ kind, ...world }, connector.system, subject.make(from + i)))
  const outcomes = await connector.apply(kind, writes)
  return { connector, writes, ids: outcomes.map(idOf), outcomes }
}

async function allListed(connector: Connector, kind: KindName, page = 7): Promise<Snapshot[]> {
  const found: Snapshot[] = []
  for (let after = ''; ; ) {
    const listed = await connector.list(kind, after, page)
    found.push(...listed)
    if (listed.length === 0) return found
    after = listed.at(-1)?.externalId as string
  }
}

/** Everything told from a cursor on, until nothing more is. */
async function allTold(
  connector: Connector,
  kind: KindName,
  from: string,
  page: number,
): Promise<{ told: Change[]; next: string }> {
  const told: Change[] = []
  for (let cursor = from; ; ) {
    const { changes, next, more } = await connector.changesSince(kind, cursor, page)
    told.push(...changes)
    if (!more && (changes.length === 0 || next === cursor)) return { told, next }
    cursor = next
  }
}

function writing(world: World, open: Open): void {
  const { kind } = world
  it('I6 keeps what is written, whatever is in it: Chinese, quotes, decimals, empty fields', async () => {
    const subject = await open()
    const { connector, ids, writes } = await made(world, subject, 3)
    const read = await connector.read(kind, ids)
    for (const [i, write] of writes.entries()) {
      const found = read.find(({ externalId }) => externalId === ids[i])
      expect(found?.values).toMatchObject(keptOf(write.values, found?.values ?? {}))
    }
  })

  it('I6 the version of a write is that of the document, when it says what was written', async () => {
    const subject = await open()
    const { connector, ids, outcomes } = await made(world, subject, 1)
    const [found] = await connector.read(kind, ids)
    const [done] = outcomes
    const version = done && 'done' in done ? done.done.version : ''
    expect([found?.version, `written.${found?.version}`]).toContain(version)
  })

  it('I6 writes only what is named, and leaves alone what somebody else has written', async () => {
    const subject = await open()
    const { connector, ids, writes } = await made(world, subject, 1)
    const [id] = ids as [string]
    const [now] = await connector.read(kind, ids)
    const changed = { ...writes[0]?.values, [subject.field]: 'changed 改' }
    const [outcome] = await connector.apply(kind, [
      {
        key: `${connector.system}:${world.newId()}:2`,
        externalId: id,
        ...seenOf(now),
        values: changed,
        changed: [subject.field],
      },
    ])
    expect(idOf(outcome)).toBe(id)
    const [after] = await connector.read(kind, ids)
    expect(after?.values).toEqual({ ...now?.values, [subject.field]: 'changed 改' })
  })
}

function guarding(world: World, open: Open): void {
  const { kind } = world
  it('I5 does not overwrite a change that it has not been told of', async () => {
    const subject = await open()
    const { connector, ids, writes } = await made(world, subject, 1)
    const [id] = ids as [string]
    const [seen] = await connector.read(kind, ids)
    await subject.edit(ids, 'edited there')
    const values = { ...writes[0]?.values, [subject.field]: 'edited here' }
    const write = {
      key: `${connector.system}:${world.newId()}:2`,
      externalId: id,
      ...seenOf(seen),
      values,
      changed: [subject.field],
    }
    expect(await connector.apply(kind, [write])).toMatchObject([{ later: { reason: 'stale' } }])
    const [after] = await connector.read(kind, ids)
    expect(after?.values[subject.field]).toBe('edited there')
  })

  it('I6 says of many writes what became of each, in their order; one that is refused changes nothing of the others', async () => {
    const subject = await open()
    const connector = subject.connect()
    const good = Array.from({ length: MANY }, (_, i) => creation(world, connector.system, subject.make(100 + i)))
    const bad = subject.bad ? [creation(world, connector.system, { ...subject.make(99), ...subject.bad })] : []
    const writes = [...good.slice(0, 10), ...bad, ...good.slice(10)]
    const outcomes: Outcome[] = []
    const { batch } = connector.capabilities()
    for (let i = 0; i < writes.length; i += batch) outcomes.push(...(await connector.apply(kind, writes.slice(i, i + batch))))
    expect(outcomes).toHaveLength(writes.length)
    if (subject.bad) expect(outcomes[10]).toMatchObject({ refused: { code: expect.stringMatching(/^[a-z-]+\/[a-z0-9-]+$/) } })
    const done = outcomes.filter((_, i) => !subject.bad || i !== 10).map(idOf)
    expect(new Set(done).size).toBe(good.length)
    const [third] = await connector.read(kind, [done[2] as string])
    expect(third?.values).toMatchObject(keptOf(good[2]?.values ?? {}, third?.values ?? {}))
  })
}

function seenOf(snapshot: Snapshot | undefined): { seen?: string } {
  return snapshot ? { seen: snapshot.version } : {}
}

/** Of what was written, the fields that the system tells. */
function keptOf(written: Values, told: Values): Record<string, Json> {
  return Object.fromEntries(Object.entries(written).filter(([name]) => name in told)) as Record<string, Json>
}

function listing(world: World, open: Open): void {
  const { kind } = world
  it('I8 lists everything by ascending id, a page at a time, and leaves out what is not there', async () => {
    const subject = await open()
    const { connector, ids } = await made(world, subject, 20)
    const listed = await allListed(connector, kind)
    const order = listed.map(({ externalId }) => externalId)
    expect(order).toEqual([...new Set(order)].sort(byBytes))
    expect(order).toEqual(expect.arrayContaining(ids))
    const read = await connector.read(kind, [ids[0] as string, missingLike(ids[0] as string)])
    expect(read.map(({ externalId }) => externalId)).toEqual([ids[0]])
    expect(listed.find(({ externalId }) => externalId === ids[0])).toEqual(read[0])
    if (connector.ids) expect(await connector.ids(kind, '', 1_000_000)).toEqual(order)
  })
}

function telling(world: World, open: Open): void {
  const { kind } = world
  it('I6 tells everything once from the beginning, and each change after it, by any page', async () => {
    const subject = await open()
    const { ids } = await made(world, subject, 20)
    const connector = subject.connect()
    const first = await allTold(connector, kind, '', 6)
    const told = first.told.map(({ externalId }) => externalId)
    expect(told).toEqual(expect.arrayContaining(ids))
    subject.pass?.(60_000)
    await subject.edit(ids.slice(3, 5), 'edited')
    const second = await allTold(connector, kind, first.next, 6)
    const news = new Map(second.told.map((change) => [change.externalId, change.values[subject.field]]))
    expect([news.get(ids[3] as string), news.get(ids[4] as string)]).toEqual(['edited', 'edited'])
  })

  it('I12 tells a page again that was not kept, though the one after it had been asked for, and all after it', async (context) => {
    const subject = await open()
    const connector = subject.connect()
    if (!connector.capabilities().readsAhead) return context.skip()
    const { ids } = await made(world, subject, 20)
    const first = await connector.changesSince(kind, '', 6)
    await connector.changesSince(kind, first.next, 6)
    const again = await connector.changesSince(kind, '', 6)
    expect(again.changes.map(({ externalId }) => externalId)).toEqual(first.changes.map(({ externalId }) => externalId))
    const rest = await allTold(connector, kind, again.next, 6)
    const told = [...again.changes, ...rest.told].map(({ externalId }) => externalId)
    expect(told).toEqual(expect.arrayContaining(ids))
    await subject.edit(ids.slice(0, 1), 'after all')
    const later = await allTold(connector, kind, rest.next, 6)
    expect(later.told.find(({ externalId }) => externalId === ids[0])?.values[subject.field]).toBe('after all')
  })

  it('I6 loses none of many that changed in the same moment, however small its pages', async () => {
    const subject = await open()
    const { ids } = await made(world, subject, 30)
    const connector = subject.connect()
    const { next } = await allTold(connector, kind, '', 500)
    subject.pass?.(60_000)
    await subject.edit(ids, 'at once')
    const { told } = await allTold(connector, kind, next, 7)
    const last = new Map(told.map((change) => [change.externalId, change.values[subject.field]]))
    expect(ids.filter((id) => last.get(id) !== 'at once')).toEqual([])
  })

  it('I6 sees a second change within the same second', async () => {
    const subject = await open()
    const { ids } = await made(world, subject, 1)
    const connector = subject.connect()
    const first = await allTold(connector, kind, '', 500)
    await subject.edit(ids, 'one')
    const second = await allTold(connector, kind, first.next, 500)
    await subject.edit(ids, 'two')
    const third = await allTold(connector, kind, second.next, 500)
    const last = [...second.told, ...third.told].filter(({ externalId }) => externalId === ids[0]).at(-1)
    expect(last?.values[subject.field]).toBe('two')
  })
}

function goingOn(world: World, open: Open): void {
  const { kind } = world
  it('I6 sees a change whose transaction was slow, though its time is older than what was read already', async (context) => {
    const subject = await open()
    if (!subject.commitLate) return context.skip()
    await made(world, subject, 2)
    const connector = subject.connect()
    const { next } = await allTold(connector, kind, '', 500)
    subject.pass?.(30_000)
    const late = await subject.commitLate(120_000)
    const first = await allTold(connector, kind, next, 500)
    await subject.untilFarLook?.()
    const { told } = await allTold(connector, kind, first.next, 500)
    expect([...first.told, ...told].map(({ externalId }) => externalId)).toContain(late)
  })

  it('I6 goes on from its cursor after a start, and tells nothing anew for ever', async () => {
    const subject = await open()
    const { ids } = await made(world, subject, 5)
    const { next } = await allTold(subject.connect(), kind, '', 500)
    await subject.edit(ids.slice(0, 1), 'after the start')
    const started = subject.connect()
    const { told, next: later } = await allTold(started, kind, next, 500)
    expect(told.find(({ externalId }) => externalId === ids[0])?.values[subject.field]).toBe('after the start')
    subject.pass?.(1_000)
    expect((await allTold(started, kind, later, 500)).told.filter(({ externalId }) => externalId !== ids[0])).toEqual([])
  })

  it('I8 does not keep what was deleted there', async (context) => {
    const subject = await open()
    if (!subject.remove) return context.skip()
    const { connector, ids } = await made(world, subject, 3)
    await subject.remove(ids[1] as string)
    const left = (await connector.read(kind, ids)).filter(({ deleted }) => !deleted)
    expect(left.map(({ externalId }) => externalId).sort()).toEqual([ids[0], ids[2]].sort())
    if (connector.ids) expect(await connector.ids(kind, '', 1_000_000)).not.toContain(ids[1])
  })
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** An id of the same form that nobody has. */
function missingLike(id: string): string {
  return id.replace(/\d/g, '9')
}

function failing(world: World, open: Open): void {
  const { kind } = world
  it('I6 makes no second document when the answer is lost, though the write is sent again', async (context) => {
    const subject = await open()
    if (!subject.loseAnswer) return context.skip()
    const connector = subject.connect()
    await connector.list(kind, '', 1)
    const before = (await allListed(connector, kind)).length
    const write = creation(world, connector.system, subject.make(1))
    subject.loseAnswer()
    const [lost] = await connector.apply(kind, [write])
    expect(lost).toHaveProperty('unknown')
    const [probed] = await subject.connect().probe(kind, [write])
    const [again] = await subject.connect().apply(kind, [write])
    expect(await allListed(connector, kind)).toHaveLength(before + 1)
    if (probed) expect(idOf(probed)).toBe(idOf(again))
  })

  it('I6 answers a repeated write with the document that it made', async () => {
    const subject = await open()
    const { connector, writes, ids } = await made(world, subject, 2)
    expect((await subject.connect().apply(kind, writes)).map(idOf)).toEqual(ids)
    expect((await connector.probe(kind, writes)).map(idOf)).toEqual(ids)
    const [unheard] = await connector.probe(kind, [creation(world, connector.system, subject.make(77))])
    expect(unheard).toBeUndefined()
  })

  it('I6 waits when the system asks for it', async (context) => {
    const subject = await open()
    if (!subject.limit) return context.skip()
    const connector = subject.connect()
    await connector.list(kind, '', 1)
    subject.limit()
    const write = creation(world, connector.system, subject.make(1))
    const [put] = await connector.apply(kind, [write])
    expect(put).toMatchObject({ later: { reason: 'rate-limit', afterMs: expect.any(Number) } })
    expect(idOf((await connector.apply(kind, [write]))[0])).not.toBe('')
  })

  it('I6 refuses to change what is not there', async () => {
    const subject = await open()
    const { connector, ids, writes } = await made(world, subject, 1)
    const values = { ...writes[0]?.values, [subject.field]: 'nobody' }
    const key = `${connector.system}:${world.newId()}:1`
    const write = { key, externalId: missingLike(ids[0] as string), seen: '1', values, changed: [subject.field] }
    const [outcome] = await connector.apply(kind, [write])
    expect(outcome).toHaveProperty('refused')
  })
}
