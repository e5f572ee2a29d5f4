/** A page of a dry run: the logs of some records read, replayed both ways, compared. Writes nothing but the run's own row. */
import { appendEvents, first, rows, run, sql, type Tx } from '@tandem/db'
import type { Fields, Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { type Engine, jointContext, step } from '../engine/engine.ts'
import { listsOf, type Rules } from '../engine/merge.ts'
import { type Compiled, compile, mapIn } from '../mapping/apply.ts'
import { loadFields } from '../mapping/book.ts'
import type { MappingRow } from '../mapping/definition.ts'
import type { DryRun } from './definition.ts'
import { loadLogs, type RawChange, type RecordLog, resolver } from './log.ts'
import { type Play, replay } from './replay.ts'
import { compare, type Tally } from './tally.ts'

const PAGE = 200
/** Of documents that could not be read so far many are tried again; the newest say enough. */
const UNREADABLE = 5_000

/** Goes on with the oldest dry run. Answers how many records were replayed; zero: nothing is to be done. */
async function rehearse(engine: Engine): Promise<number> {
  let failing: DryRun | undefined
  try {
    return await step(engine, async (tx) => {
      const dry = await first(
        tx,
        sql<DryRun>`select * from hub.dry_run where state = 'running' order by created_at, id limit 1 for update skip locked`,
      )
      failing = dry
      return dry ? rehearsePage(tx, engine, dry) : 0
    })
  } catch (fault) {
    if (!failing) throw fault
    await giveUp(engine, failing, fault)
    return 0
  }
}

/** Until all have ended. */
export async function rehearseAll(engine: Engine): Promise<number> {
  let count = 0
  for (let done = 1; done > 0; count += done) done = await rehearse(engine)
  return count
}

interface Other {
  readonly system: string
  readonly mapping: Compiled
}

async function rehearsePage(tx: Tx, engine: Engine, dry: DryRun): Promise<number> {
  const fields = (await loadFields(tx)).get(dry.kind) as Fields
  const [logs, other] = await Promise.all([loadLogs(tx, dry.kind, dry.after, PAGE), loadOther(tx, dry, fields)])
  const tally: Tally = {
    changed: dry.changed,
    refused: dry.refused,
    fields: dry.fields as unknown as Tally['fields'],
    examples: dry.examples as unknown as Tally['examples'],
  }
  await replayPage(tx, engine, dry, { logs, other, fields, tally })
  const isLast = logs.length < PAGE
  const readable = isLast && other ? await countReadable(tx, dry.kind, other) : 0
  await keep(tx, engine, dry, tally, { after: logs.at(-1)?.id ?? dry.after, replayed: logs.length, readable, isLast })
  // The last page counts, too, even when it is empty: it has ended the run.
  return Math.max(logs.length, 1)
}

async function loadOther(tx: Tx, { mapping }: DryRun, fields: Fields): Promise<Other | undefined> {
  if (!mapping) return undefined
  const found = await first(
    tx,
    sql<{ system: string; revision: number; rows: readonly MappingRow[] }>`
      select system, revision, rows from hub.mapping where id = ${mapping}`,
  )
  return found && { system: found.system, mapping: compile(found.revision, found.rows, fields) }
}

interface PageOf {
  readonly logs: readonly RecordLog[]
  readonly other: Other | undefined
  readonly fields: Fields
  readonly tally: Tally
}

async function replayPage(tx: Tx, engine: Engine, dry: DryRun, { logs, other, fields, tally }: PageOf): Promise<void> {
  const touched = logs.filter(({ changes }) => !other || dry.rules || changes.some(({ system }) => system === other.system))
  const changes = touched.flatMap((log) => log.changes)
  const read = new Map<string, Values | null>()
  for (const change of changes) read.set(change.id, await readAs(change, other))
  const both = changes.flatMap(({ system, kind, values, edited, id }) => {
    const then = read.get(id)
    return [{ system, kind, values: edited ?? values }, ...(then ? [{ system, kind, values: then }] : [])]
  })
  const resolve = await resolver(tx, both)
  const rules = engine.book.rulesOf(dry.kind)
  const now = playOf(engine, fields, rules)
  const then = playOf(engine, fields, (dry.rules as unknown as Rules | null) ?? rules)
  for (const log of touched) {
    const asItWas = replay(
      withValues(log, ({ system, kind, values, edited }) => resolve(system, kind, edited ?? values)),
      now,
    )
    const other = replay(
      withValues(log, ({ system, kind, id }) => {
        const values = read.get(id)
        return values ? resolve(system, kind, values) : null
      }),
      then,
    )
    tally.refused += log.changes.filter(({ id }) => read.get(id) === null).length
    if (asItWas && other) compare(tally, fields, log, asItWas.values, other.values)
  }
}

/** Values as the other mapping reads them; null when it cannot. What a person corrected stays corrected. */
async function readAs(change: RawChange, other: Other | undefined): Promise<Values | null> {
  if (change.edited || change.system !== other?.system) return change.edited ?? change.values
  const read = await mapIn(other.mapping, change.native ?? change.values)
  return read.ok ? read.value : null
}

function withValues(log: RecordLog, valuesOf: (change: RawChange) => Values | null) {
  return { ...log, changes: log.changes.map((change) => ({ ...change, values: valuesOf(change) })) }
}

function playOf(engine: Engine, fields: Fields, rules: Rules): Play {
  const names = Object.keys(fields)
  return {
    fields: names,
    lines: listsOf(fields),
    rules,
    sideOf: (system) => engine.systems.get(system)?.side ?? 'crm',
  }
}

async function countReadable(tx: Tx, kind: string, { system, mapping }: Other): Promise<number> {
  const parked = await rows(
    tx,
    sql<{ native: Values }>`
      select coalesce(native, values) as native from hub.change
      where system = ${system} and kind = ${kind} and state = 'parked' and not deleted order by seq desc limit ${UNREADABLE}`,
  )
  let count = 0
  for (const { native } of parked) if ((await mapIn(mapping, native)).ok) count += 1
  return count
}

interface Progress {
  readonly after: string | null
  readonly replayed: number
  readonly readable: number
  readonly isLast: boolean
}

async function keep(tx: Tx, engine: Engine, dry: DryRun, tally: Tally, progress: Progress): Promise<void> {
  const by = jointContext(engine)
  const { changed, refused, fields, examples } = tally
  await run(
    tx,
    sql`update hub.dry_run set after = ${progress.after}, replayed = replayed + ${progress.replayed}, changed = ${changed},
               refused = ${refused}, readable = ${progress.readable}, fields = ${JSON.stringify(fields)}::text::jsonb,
               examples = ${JSON.stringify(examples)}::text::jsonb, updated_at = ${by.now}
        where id = ${dry.id}`,
  )
  if (progress.isLast) await end(tx, engine, dry, 'done', null)
}

async function end(tx: Tx, engine: Engine, dry: DryRun, state: 'done' | 'failed', trouble: string | null): Promise<void> {
  const by = jointContext(engine)
  const ended = await run(
    tx,
    sql`update hub.dry_run set state = ${state}, trouble = ${trouble}, version = version + 1, updated_at = ${by.now}
        where id = ${dry.id} and state = 'running'`,
  )
  if (ended === 0) return
  const event = { document: 'dry-run', documentId: dry.id, documentVersion: dry.version + 1 }
  await appendEvents(tx, 'hub', by, [{ ...event, type: `dry-run-${state}`, payload: { trouble } as Json }])
}

/** A run that fails would fail again: it says why, and the next one goes on. */
async function giveUp(engine: Engine, dry: DryRun, fault: unknown): Promise<void> {
  engine.fault(fault, `dry run ${dry.kind}`)
  const trouble = (fault instanceof Error ? fault.message : String(fault)).slice(0, 500)
  await step(engine, (tx) => end(tx, engine, dry, 'failed', trouble))
}
