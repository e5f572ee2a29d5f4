/** Taking in what systems tell: kept as it was told, with the cursor moved in the same transaction. */
import { insertRows, rows, run, sql, type Tx } from '@tandem/db'
import type { Context, Instant, Refusal, Result } from '@tandem/kernel'
import type { Change, Values } from '../connector.ts'
import { heard } from '../flows/heartbeat.ts'
import { heldBack } from '../flows/pressure.ts'
import { tally } from '../flows/rates.ts'
import { openEntries, type Trouble } from '../inbox/open.ts'
import { type KindName, kindOf } from '../kinds.ts'
import { noteTotal } from '../load/progress.ts'
import type { Page } from './controls.ts'
import { type Engine, glance, type Joined, jointContext, step } from './engine.ts'
import type { Addition } from './insert-made.ts'
import { type Cursors, kindsToRead, lookAgain, moveOn, newsAhead } from './news.ts'
import { askForFirst, pageAfter } from './next-page.ts'
import { goOn, type Planned, planRows } from './plan.ts'
import type { Batch } from './plan-batch.ts'
import { type ChangeRow, lockPlanner } from './plan-load.ts'
import { type Ahead, jointNow, readAhead } from './read-ahead.ts'
import { loadRepeats, type Repeat, repeatKey } from './repeats.ts'
import { shownAlready } from './unreadable.ts'
import { readValues } from './values.ts'

interface CursorRow {
  readonly kind: KindName
  readonly cursor: string
  readonly complete: boolean
  readonly state: string
  readonly readMark: number
  readonly mappingMark: number
  readonly isPaused: boolean
  readonly isInTrouble: boolean
}

export function loadCursors(engine: Engine, system: string): Promise<Cursors> {
  return glance(engine, async (tx) => {
    const found = await rows(
      tx,
      sql<CursorRow>`
        select c.kind, c.cursor, c.complete, c.trouble is not null as is_in_trouble, s.state, (select last_value from hub.write_mark) as read_mark,
               (select mapping_mark from hub.planner) as mapping_mark,
               exists (select from hub.flow f where f.system = c.system and f.kind = c.kind and f.direction = 'in'
                       and f.state = 'paused') as is_paused
        from hub.cursor c join hub.system s on s.name = c.system where c.system = ${system}`,
    )
    if (found[0]) await engine.mappings.refresh(tx, found[0].mappingMark)
    return {
      active: found[0]?.state === 'active',
      readMark: found[0]?.readMark ?? 0,
      byKind: new Map(found.map(({ kind, ...place }) => [kind, place])),
    }
  })
}

/**
 * Reads one page of a system's kinds each, as far as they have news. Answers how many changes were taken in and the kinds
 * that have more. A kind that fails does not hold up the others.
 */
export async function pullOnce(
  engine: Engine,
  joined: Joined,
  wanted?: ReadonlySet<KindName>,
): Promise<{ count: number; more: ReadonlySet<KindName> }> {
  const [cursors, ahead, held] = await Promise.all([
    loadCursors(engine, joined.system),
    wanted ? undefined : newsAhead(engine, joined),
    heldBack(engine, joined),
  ])
  if (!cursors.active) return { count: 0, more: new Set() }
  const { kinds, told } = await kindsToRead(engine, joined, cursors, ahead, wanted)
  if (told) heard(engine, joined.system)
  let count = 0
  let isNothingThere = told && kinds.some((kind) => !held.has(kind))
  const more = new Set<KindName>()
  const inTurn = kinds.filter((one) => !held.has(one))
  for (const [i, kind] of inTurn.entries()) {
    const after = inTurn[i + 1]
    if (after) askForFirst(engine, joined, after, cursors.byKind.get(after), cursors.readMark)
    try {
      const pulled = await pullKind(engine, joined, kind, cursors)
      heard(engine, joined.system)
      count += pulled.count
      if (pulled.more) more.add(kind)
      if (pulled.moved) isNothingThere = false
    } catch (fault) {
      engine.fault(fault, `pull ${joined.system} ${kind}`)
      await noteTrouble(engine, joined.system, kind, fault)
    }
  }
  lookAgain(engine, joined.system, isNothingThere)
  return { count, more }
}

async function pullKind(
  engine: Engine,
  joined: Joined,
  kind: KindName,
  cursors: Cursors,
): Promise<{ count: number; more: boolean; moved: boolean }> {
  const { cursor = '', complete = false, isInTrouble = false } = cursors.byKind.get(kind) ?? {}
  if (cursor === '' && !complete) await noteTotal(engine, joined.connector, kind)
  const { page, readMark } = await pageAfter(engine, joined, kind, { cursor, complete }, cursors.readMark)
  const moved = page.next !== cursor
  if (page.changes.length === 0 && !moved && complete) {
    if (isInTrouble) await noTrouble(engine, joined.system, kind)
    return { count: 0, more: page.more, moved }
  }
  await engine.echoes.recorded(joined.system, page.changes)
  const count = await keep(engine, joined.system, kind, { cursor, complete, readMark }, page)
  if (count > 0) engine.progress({ step: 'pulled', system: joined.system, kind, count })
  if (count > 0) tally(engine, { system: joined.system, kind, direction: 'in' }, { done: count })
  // Its stock has been told completely: the flow to it may open.
  if (!complete && !page.more) engine.wake.plan()
  return { count, more: page.more, moved }
}

interface Place {
  readonly cursor: string
  readonly complete: boolean
  readonly readMark: number
}

/** Keeps a page and moves the cursor, unless another worker moved it first: then that one has kept the page. */
async function keep(engine: Engine, system: string, kind: KindName, from: Place, page: Page): Promise<number> {
  try {
    return await keepThose(engine, system, kind, from, page, engine.echoes.others(system, kind, page.changes))
  } catch (fault) {
    if (!(fault instanceof WasMerged)) throw fault
    return keepThose(engine, system, kind, from, page, page.changes)
  }
}

/** Once something was merged all is looked at: what was written to a document may be another record's by now. */
class WasMerged extends Error {}

async function keepThose(
  engine: Engine,
  system: string,
  kind: KindName,
  { cursor, ...place }: Place,
  page: Page,
  others: readonly Change[],
): Promise<number> {
  const echoes = page.changes.length - others.length
  const refuseMerged = (merged: boolean) => {
    if (echoes > 0 && merged) throw new WasMerged()
  }
  if (others.length === 0) {
    const moved = await step(engine, async (tx) => {
      const [now, count] = await Promise.all([jointNow(tx), moveCursor(tx, engine, system, kind, cursor, page)])
      refuseMerged(now.merged)
      return count
    })
    moveOn(engine, system, kind, page.next)
    return moved === 0 ? 0 : echoes
  }
  const told = new Map(others.map((change) => [repeatKey(change.externalId, change.version), change]))
  const at = engine.now()
  const taken = [...told.values()].map((change) => readChange(engine, system, kind, change, place.readMark, at))
  const kept = await step(engine, async (tx) => {
    // What planning needs is asked for in the same breath: behind the lock, in order.
    const [, moved, repeats, ahead] = await Promise.all([
      lockPlanner(tx),
      moveCursor(tx, engine, system, kind, cursor, page),
      loadRepeats(tx, system, kind, others),
      readAhead(tx, engine, changesOf(readableOf(taken)), !place.complete),
    ])
    refuseMerged(ahead.merged)
    const { isBehind } = ahead
    if (moved === 0) return { count: 0, again: 0, isBehind }
    const fresh = taken.filter(({ row }) => !repeats.has(repeatKey(row.externalId, row.version)))
    const again = returningDocuments(taken, repeats)
    const readable = readableOf(fresh)
    const known = readable.length === readableOf(taken).length ? ahead : undefined
    const planned = isBehind || readable.length === 0 ? undefined : await planAtOnce(tx, engine, readable, known)
    await insertChanges(tx, engine, planned ? fresh.filter(({ trouble }) => trouble) : fresh)
    await insertChanges(tx, engine, again)
    return { count: fresh.length + again.length + echoes, again: again.length, isBehind, planned }
  })
  moveOn(engine, system, kind, page.next)
  if (kept.planned) await goOn(engine, kept.planned)
  if (kept.isBehind) engine.wake.plan()
  if (kept.again > 0) engine.wake.recheck(system)
  return kept.count
}

function readableOf(taken: readonly Taken[]): Taken[] {
  return taken.filter(({ trouble }) => !trouble)
}

/**
 * When nothing else waits to be planned, what was told is planned as it is taken in. Echoes that say nothing are not even
 * kept: a first load has as many of them as documents.
 */
const NEWEST = 1e15

function changesOf(taken: readonly Taken[]): ChangeRow[] {
  return taken.map(({ row }, seq): ChangeRow => {
    // Newer than whatever is kept.
    return { ...row, seq: NEWEST + seq, edited: null, origin: 'pull', keptMark: Number.MAX_SAFE_INTEGER }
  })
}

/** What all changes of a page have in common, and what they mostly have. */
const ONE_PAGE = [
  ...['system', 'kind', 'turn', 'priority', 'readMark', 'pulledAt', 'plannedAt'],
  ...[
    'state',
    'waitsKind',
    'waitsFor',
    'deleted',
    'mergedInto',
    'born',
    'native',
    'mapping',
    'causeSystem',
    'causeChange',
    'actor',
  ],
]

function planAtOnce(tx: Tx, engine: Engine, taken: readonly Taken[], ahead: Ahead | undefined): Promise<Planned> {
  const byId = new Map(taken.map(({ row }) => [row.id, row]))
  const add = (batch: Batch, by: Context): Addition => {
    const kept = batch.fates.filter(({ fate }) => !fate.isEmpty)
    const rows = kept.map(({ change, fate }) => ({
      about: fate.recordId ?? null,
      row: {
        ...byId.get(change.id),
        state: fate.state,
        recordId: fate.recordId ?? null,
        waitsKind: fate.waitsKind ?? null,
        waitsFor: fate.waitsFor ?? null,
        plannedAt: by.now,
      },
    }))
    return { table: 'hub.change', rows, options: { ...KEPT, same: ONE_PAGE } }
  }
  return planRows(tx, engine, changesOf(taken), { add }, ahead)
}

function moveCursor(tx: Tx, engine: Engine, system: string, kind: string, from: string, page: Page): Promise<number> {
  return run(
    tx,
    sql`update hub.cursor set cursor = ${page.next}, pulled_at = ${engine.now()}, complete = complete or ${!page.more},
               trouble = null, trouble_at = null, read_count = read_count + ${page.changes.length},
               began_at = coalesce(began_at, ${engine.now()}),
               total = case when complete or ${page.more} then total else read_count + ${page.changes.length} end,
               completed_at = case when complete or ${page.more} then completed_at else ${engine.now()} end
        where system = ${system} and kind = ${kind} and cursor = ${from}`,
  )
}

export interface Taken {
  readonly row: ReturnType<typeof changeRow>
  readonly trouble?: Trouble
}

export function readChange(
  engine: Engine,
  system: string,
  kind: KindName,
  change: Change,
  readMark: number,
  pulledAt = engine.now(),
): Taken {
  const read = change.mapped?.refusal ? refused(change.mapped.refusal) : readValues(engine.mappings.fieldsOf(kind), change.values)
  if (read.ok || change.deleted) {
    return { row: changeRow(engine, system, kind, change, read.ok ? read.value : change.values, { readMark, pulledAt }, 'new') }
  }
  const row = changeRow(engine, system, kind, change, change.values, { readMark, pulledAt }, 'parked')
  const details = { ...read.refusal.details, system, kind }
  const about = { system, kind, values: change.values, externalId: change.externalId, record: null }
  return { row, trouble: { code: read.refusal.code, details, ...about, change: row.id, delivery: null } }
}

function refused(refusal: Refusal): Result<Values> {
  return { ok: false, refusal }
}

function changeRow(
  engine: Engine,
  system: string,
  kind: KindName,
  change: Change,
  values: Values,
  read: { readonly readMark: number; readonly pulledAt: Instant },
  state: 'new' | 'parked' | 'recheck',
) {
  const { externalId, version, at, actor, cause, mergedInto, born } = change
  return {
    id: engine.newId(),
    system,
    kind,
    externalId,
    version,
    turn: 1,
    values,
    native: change.mapped?.native ?? null,
    mapping: change.mapped?.version ?? null,
    deleted: change.deleted ?? false,
    mergedInto: mergedInto ?? null,
    born: born ?? null,
    at,
    actor,
    causeSystem: cause?.system ?? null,
    causeChange: cause?.change ?? null,
    priority: kindOf(kind).priority,
    state: state as string,
    ...read,
  }
}

/**
 * A repeat of the newest known version says nothing new. A repeat of an older one is either late news or a document that
 * has returned to what it was (versions may be hashes): only reading it now can tell.
 */
function returningDocuments(taken: readonly Taken[], repeats: ReadonlyMap<string, Repeat>): Taken[] {
  return taken.flatMap(({ row }) => {
    const repeat = repeats.get(repeatKey(row.externalId, row.version))
    if (!repeat || repeat.isLatest) return []
    return [{ row: { ...row, turn: repeat.turn + 1, state: 'recheck' } }]
  })
}

/** The mark is the same for all rows: looked up once, not by a function for each. */
const KEPT = { onConflict: 'nothing', computed: { keptMark: sql`(select last_value from hub.write_mark)` } } as const

export async function insertChanges(tx: Tx, engine: Engine, taken: readonly Taken[]): Promise<void> {
  const by = jointContext(engine)
  const unread = taken.filter(({ trouble }) => trouble)
  const shown = await shownAlready(
    tx,
    by,
    unread.map(({ row }) => row),
  )
  const troubles = unread.flatMap(({ row, trouble }) => (trouble && !shown.has(row.id) ? [trouble] : []))
  await Promise.all([
    insertRows(
      tx,
      'hub.change',
      taken.map(({ row }) => (shown.has(row.id) ? { ...row, state: 'superseded' } : row)),
      KEPT,
    ),
    openEntries(tx, by, troubles),
  ])
}

async function noteTrouble(engine: Engine, system: string, kind: string, fault: unknown): Promise<void> {
  const trouble = (fault instanceof Error ? fault.message : String(fault)).slice(0, 500)
  tally(engine, { system, kind, direction: 'in' }, { failed: 1, last: trouble })
  await step(engine, (tx) =>
    run(
      tx,
      sql`update hub.cursor set trouble = ${trouble}, trouble_at = ${engine.now()} where system = ${system} and kind = ${kind}`,
    ),
  ).catch((second) => engine.fault(second, `note trouble of ${system} ${kind}`))
}

/** It has answered, though with nothing new. */
function noTrouble(engine: Engine, system: string, kind: string): Promise<number> {
  return step(engine, (tx) =>
    run(tx, sql`update hub.cursor set trouble = null, trouble_at = null where system = ${system} and kind = ${kind}`),
  )
}
