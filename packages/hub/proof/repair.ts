/**
 * One difference settled by a person: the system's word counts, or what was agreed is written there again, or the document
 * is read again and the rules decide. Who did it and why is kept; that it is gone is for the next proof to say.
 */
import { createDocuments, rows, run, sql, stamp, type Tx } from '@tandem/db'
import { type Context, type CreateCommand, type Id, type Input, type Json, ok, type Result, refuse } from '@tandem/kernel'
import { editRecords } from '../conflicts/edit-record.ts'
import type { Values } from '../connector.ts'
import { askAgain } from '../engine/ask-again.ts'
import { lockPlanner } from '../engine/plan-load.ts'
import { given } from '../engine/sets.ts'
import { CUSTOM, readValues, sameValue, subjectOf } from '../engine/values.ts'
import { type KindName, kindNames, kindOf } from '../kinds.ts'
import { wantIn } from '../merges/carry-out.ts'
import { type Repair, repair, repairFields } from './repair-definition.ts'

type Given = Input<typeof repairFields>

/** How the record and its document stand now. */
interface Now {
  readonly at: number
  readonly system: string | null
  readonly values: Values | null
  readonly state: string | null
  readonly externalId: string | null
}

export const repairDifference: CreateCommand<Tx, typeof repairFields, Repair> = {
  name: 'create',
  document: 'repair',
  on: 'new',
  label: { en: 'Settle one difference', zh: '处理单个差异' },
  input: repairFields,
  async run(tx, by, inputs) {
    await lockPlanner(tx)
    const standing = new Map((await loadNow(tx, inputs)).map((now) => [now.at, now]))
    const decided = inputs.map((input, at) => newRepair(by, input, standing.get(at)))
    const results = await createDocuments<Repair>(tx, by, repair, decided, 'difference-repaired')
    for (const result of results) if (result.ok) await carryOut(tx, by, result.value)
    return results
  },
}

function newRepair(by: Context, input: Given, now: Now | undefined): Result<Repair> {
  const { system, kind, record = null, externalId = null, field = null, agreed = null, found = null, choice } = input
  const reason = input.reason?.trim() || null
  const isKind = (kindNames as readonly string[]).includes(kind)
  if (!isKind || !now?.system || (field !== null && !isField(kind as KindName, field))) {
    return refuse('repair/unknown', { system, kind, field: field ?? '-' })
  }
  if (choice !== 'look-again' && reason === null) return refuse('repair/no-reason', { kind })
  const about = { system, kind, record, externalId, field, agreed, found, choice, reason }
  const possible = isPossible(about, now)
  if (!possible.ok) return possible
  const subject = subjectOf(now.values ?? ((found ?? {}) as Values), externalId)
  return ok({ ...stamp(by), ...about, subject, state: 'asked' } as Repair)
}

function isField(kind: KindName, name: string): boolean {
  return name in kindOf(kind).fields || name.startsWith(CUSTOM)
}

function isPossible({ kind, record, externalId, field, agreed, found, choice }: Omit<Given, 'reason'>, now: Now): Result<true> {
  const cannot = refuse('repair/not-possible', { kind, choice })
  if (!record) return externalId && choice !== 'write-agreed' ? ok(true) : cannot
  const isThere = now.externalId !== null && now.externalId === externalId
  if (now.state !== 'active' || (externalId && !isThere) || (!externalId && now.externalId)) {
    return refuse('repair/changed-since', { kind })
  }
  if (!field) return choice === 'write-agreed' || (externalId && choice === 'look-again') ? ok(true) : cannot
  if (!externalId) return cannot
  if (!sameValue(now.values?.[field] ?? null, (agreed ?? null) as Json)) return refuse('repair/changed-since', { kind })
  if (choice === 'look-again') return ok(true)
  const read = readValues(kindOf(kind).fields, { [field]: (found ?? null) as Json })
  return read.ok ? ok(true) : refuse('repair/not-a-value', { field, because: read.refusal.code })
}

function loadNow(tx: Tx, inputs: readonly Given[]): Promise<Now[]> {
  const asked = inputs.map(({ system, record = null }, at) => ({ at, name: system, record }))
  return rows(
    tx,
    sql<Now>`
      select given.at, s.name as system, r.values, r.state, l.external_id
      from ${given(asked, 'at integer, name text, record uuid')}
      left join hub.system s on s.name = given.name left join hub.record r on r.id = given.record
      left join hub.link l on l.record_id = given.record and l.system = given.name and not l.gone`,
  )
}

async function carryOut(tx: Tx, by: Context, one: Repair): Promise<void> {
  const { system, kind, field, found, choice } = one
  const [record, externalId] = [one.record as Id | null, one.externalId]
  if (choice === 'write-agreed' && record) {
    await writeAgreed(tx, by, { system, kind, record, externalId, field, found: (found ?? null) as Json })
    return
  }
  if (choice === 'take-found' && record && field) {
    await editRecords(tx, by, [{ recordId: record, values: { [field]: (found ?? null) as Json }, settled: [field] }])
  }
  if (externalId === null) return
  const clock = { newId: by.newId, now: () => by.now }
  await askAgain(tx, clock, system, [{ kind, externalId, recordId: record, values: {} }], 'repair')
}

interface Agreed {
  readonly system: string
  readonly kind: string
  readonly record: Id
  readonly externalId: string | null
  readonly field: string | null
  readonly found: Json
}

/** What is known of the document becomes what was found, so that the difference is written. A missing one is made anew. */
async function writeAgreed(tx: Tx, by: Context, { system, kind, record, externalId, field, found }: Agreed): Promise<void> {
  const at = sql`record_id = ${record} and system = ${system}`
  if (field !== null) {
    const value = JSON.stringify(found)
    await run(tx, sql`update hub.link set base = jsonb_set(base, array[${field}::text], ${value}::text::jsonb) where ${at}`)
  } else if (externalId !== null) {
    await run(tx, sql`delete from hub.link where ${at}`)
  }
  await wantIn(tx, by, [{ system, kind, recordId: record, version: 1, changeId: null }])
}
