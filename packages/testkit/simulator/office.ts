/**
 * People at work in the joint itself: on the days they pause and resume systems and flows, set quotas and let failing flows
 * be paused; in the end they decide everything that was asked of people, one way or the other.
 */
import { ChangedMeanwhile, type Database, rows, sql, type Tx } from '@tandem/db'
import { type Context, type Id, type Instant, type Json, utcDate } from '@tandem/kernel'
import { GOOD_LUCK, makeProcess, type Process } from './process.ts'
import type { Scheduler } from './scheduler.ts'
import type { Climate } from './weather.ts'

/** What these people need to know of a story. */
export interface Desk {
  readonly joint: Pick<typeof import('@tandem/hub'), 'hub'>
  readonly database: Database
  readonly tenant: Id
  readonly random: () => number
  readonly newId: () => Id
  readonly now: () => Instant
  readonly scheduler: Scheduler
  readonly note: (line: string) => void
  readonly happened: (what: string) => void
  readonly operates: boolean
  readonly removes: boolean
  readonly climate: Climate
}

type Input = Readonly<Record<string, Json>>

interface Order {
  readonly document: string
  readonly command: string
  readonly id: Id
  readonly input?: Input
}

/** A day of whoever runs the joint. */
export async function runTheJoint(story: Desk): Promise<void> {
  if (!story.operates) return
  const { random, scheduler } = story
  const office = openOffice(story)
  for (let acts = Math.floor(random() * 3); acts > 0; acts--) {
    await scheduler.sleep(Math.floor(random() * 400))
    const order = await nextOrder(story, office)
    if (order) await give(story, office, order)
  }
}

/** Whatever people have stopped or limited goes on; what the joint has paused by itself is left to it. */
export async function resumeAll(story: Desk): Promise<void> {
  const office = openOffice(story)
  const { systems, flows } = await loadRunning(story, office)
  for (const { id, state, isLimited } of systems) {
    if (state === 'paused') await give(story, office, { document: 'system', command: 'resume', id })
    if (isLimited) await give(story, office, { document: 'system', command: 'set-limits', id, input: { writesASecond: null } })
  }
  for (const { id, state, isByJoint } of flows) {
    if (state === 'paused' && !isByJoint) await give(story, office, { document: 'flow', command: 'resume', id })
  }
}

/** Decides what is open at this moment. Answers how much that was. */
export async function decideAll(story: Desk, round: number): Promise<number> {
  const office = openOffice(story)
  const questions = await loadQuestions(story, office)
  for (const { document, id, type } of questions) {
    const order = answerTo(story, document, type, round)
    await give(story, office, { document, id, ...order })
  }
  return questions.length
}

/** What is still asked of people. */
export async function openQuestions(story: Desk): Promise<string[]> {
  const { database, tenant } = story
  const found = await database.transaction(tenant, (tx) => questionsIn(tx))
  return found.map(({ document, type, id }) => `a ${document} (${type}) is open again and again: ${id}`)
}

function openOffice(story: Desk): Process {
  const { database, scheduler, random, note, happened } = story
  return makeProcess({ database, scheduler, random, luck: () => GOOD_LUCK, diesAt: Number.POSITIVE_INFINITY, note, happened })
}

interface Running {
  readonly systems: readonly { readonly id: Id; readonly name: string; readonly state: string; readonly isLimited: boolean }[]
  readonly flows: readonly { readonly id: Id; readonly state: string; readonly isByJoint: boolean }[]
}

function loadRunning(story: Desk, office: Process): Promise<Running> {
  return office.database.transaction(story.tenant, async (tx) => {
    const [systems, flows, bitten] = await Promise.all([
      rows(
        tx,
        sql<Running['systems'][number]>`
          select id, name, state, writes_a_second is not null as is_limited from hub.system order by name`,
      ),
      rows(
        tx,
        sql<Running['flows'][number]>`
          select id, state, coalesce(paused_by = 'joint', false) as is_by_joint from hub.flow order by system, kind, direction`,
      ),
      rows(tx, sql`select 1 from hub.quota where tokens < 1`),
    ])
    if (bitten.length > 0) story.happened('a quota bites')
    return { systems, flows }
  })
}

async function nextOrder(story: Desk, office: Process): Promise<Order | undefined> {
  const { random } = story
  const { systems, flows } = await loadRunning(story, office)
  const one = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const what = random()
  if (what < 0.35) {
    const id = one(systems)?.id
    const seldom = { autoPausePercent: 50, autoPauseLeast: 2, autoPauseSeconds: 60 }
    const input = random() < 0.5 ? seldom : { writesASecond: 1 + Math.floor(random() * 2) }
    return id && { document: 'system', command: 'set-limits', id, input }
  }
  if (what < 0.5) {
    const system = one(systems)
    return system && { document: 'system', command: system.state === 'active' ? 'pause' : 'resume', id: system.id, input: {} }
  }
  const stopped = flows.filter(({ state }) => state === 'paused')
  const flow = stopped.length > 0 && random() < 0.6 ? one(stopped) : one(flows)
  if (!flow) return undefined
  return flow.state === 'active'
    ? { document: 'flow', command: 'pause', id: flow.id, input: { reason: 'closing of the month' } }
    : { document: 'flow', command: 'resume', id: flow.id }
}

interface Question {
  readonly document: string
  readonly id: Id
  readonly type: string
}

function loadQuestions(story: Desk, office: Process): Promise<Question[]> {
  return office.database.transaction(story.tenant, questionsIn)
}

function questionsIn(tx: Tx): Promise<Question[]> {
  return rows(
    tx,
    sql<Question>`
      select 'conflict' as document, id, field as type from hub.conflict where state = 'open'
      union all select 'duplicate', id, type from hub.duplicate where state = 'open'
      union all select 'deletion', id, kind from hub.deletion where state = 'open'
      union all select 'inbox-entry', id, code from hub.inbox_entry where state in ('open', 'retried')
      order by document, id`,
  )
}

const NAMED_BY_OTHERS: ReadonlySet<string> = new Set(['customer', 'item'])

/** Trying again comes first, also where that cannot help; after some rounds somebody lets it be, in lively days sooner. */
function answerTo(story: Desk, document: string, type: string, round: number): { command: string; input?: Input } {
  const { random, removes } = story
  if (document === 'conflict') return { command: 'decide', input: { choice: random() < 0.5 ? 'kept' : 'other' } }
  if (document === 'deletion') {
    // Made anew it has another id, and what names the old one there was left behind by its own system.
    const isNamed = NAMED_BY_OTHERS.has(type) || (type === 'order' && story.climate === 'money')
    const choices = isNamed ? ['archive', 'delete', 'keep'] : ['archive', 'delete', 'keep', 'restore']
    const choice = choices[Math.floor(random() * choices.length)] as string
    return { command: 'settle', input: { choice: type === 'order' && choice === 'archive' ? 'keep' : choice } }
  }
  if (document === 'duplicate') {
    // What cannot be made one, because that record has got another document there or a system does not merge, is kept apart in the end.
    const isSame = random() < 0.5 && round < 3
    if (type === 'link') return { command: isSame ? 'link' : 'keep-apart', input: {} }
    return isSame && !removes
      ? { command: 'merge', input: { keep: random() < 0.5 ? 'known' : 'found' } }
      : { command: 'keep-apart', input: {} }
  }
  const isPatient = round < 3 && (story.climate !== 'lively' || random() < 0.7)
  return isPatient ? { command: 'retry', input: {} } : { command: 'ignore', input: { reason: 'it may stay so' } }
}

/** A refusal is no fault: what was asked may be answered already. */
async function give(story: Desk, office: Process, { document, command, id, input = {} }: Order): Promise<void> {
  const found = story.joint.hub.commands.find((one) => one.document === document && one.name === command)
  if (!found) throw new Error(`the joint has no command ${document} ${command}`)
  try {
    const results = await office.database.transaction(story.tenant, (tx) =>
      found.run(tx, contextOf(story), [{ id, input }] as never),
    )
    const result = results[0] as { readonly ok: boolean; readonly refusal?: { readonly code: string } } | undefined
    story.note(`joint: somebody says ${document} ${command} ${JSON.stringify(input)} ${result?.refusal?.code ?? ''}`)
    if (result?.ok) story.happened(`${document} ${command}`)
  } catch (error) {
    // Lost a race against the engine: a person presses the button again, or not.
    if (!RACES.has((error as { code?: string }).code ?? '') && !(error instanceof ChangedMeanwhile)) throw error
  }
}

const RACES = new Set(['40001', '40P01', '23505', '23503'])

function contextOf({ tenant, now, newId }: Desk): Context {
  const at = now()
  return { tenant, actor: { kind: 'user', id: 'clerk' }, now: at, today: utcDate(at), newId }
}
