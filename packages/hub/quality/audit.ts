/**
 * Audits: all records of a kind held against its rules, a page a transaction. The row of the audit is locked by the page
 * that is worked on, so any number of workers may come round, and one that dies leaves nothing half done.
 */
import { appendEvents, createDocuments, first, insertRows, rows, run, sql, stamp, type Tx, uuidArray } from '@tandem/db'
import { type Context, type CreateCommand, Decimal, type Id, type Json, ok, type Result, refuse } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { later } from '../engine/engine.ts'
import { subjectOf } from '../engine/values.ts'
import { kindNames } from '../kinds.ts'
import { placesOf, valueIn } from '../path.ts'
import { loadBook } from './book.ts'
import { type QualityAudit, qualityAudit } from './definition.ts'
import { type QualityBook, textOf } from './inspect.ts'

const auditFields = { kind: qualityAudit.fields.kind } as const

/** Asks for an audit; whoever comes round for it next begins it. */
export const startAudit: CreateCommand<Tx, typeof auditFields, QualityAudit> = {
  name: 'create',
  document: 'quality-audit',
  on: 'new',
  label: { en: 'Audit now', zh: '立即审计' },
  input: auditFields,
  run: (tx, by, inputs) =>
    createDocuments(
      tx,
      by,
      qualityAudit,
      inputs.map(({ kind }) => newAudit(by, kind)),
    ),
}

function newAudit(by: Context, kind: string): Result<QualityAudit> {
  if (!(kindNames as readonly string[]).includes(kind)) {
    return refuse('quality-audit/unknown-kind', { kind, kinds: kindNames.join(', ') })
  }
  const nothing = { records: 0, valuesChecked: 0, valuesGood: 0, score: null, byField: {}, finishedAt: null }
  return ok({ ...stamp(by), kind, ...nothing, state: 'waiting' })
}

/** Asks for the audits that are due by their schedules. */
export async function askDueAudits(tx: Tx, by: Context): Promise<void> {
  const due = await rows(
    tx,
    sql<{ id: Id; kind: string; everyHours: number }>`
      select id, kind, every_hours from hub.quality_schedule where state = 'active' and next_at <= ${by.now}
      order by id for update skip locked`,
  )
  if (due.length === 0) return
  for (const { id, everyHours } of due) {
    await run(tx, sql`update hub.quality_schedule set next_at = ${later(by.now, everyHours * 3_600_000)} where id = ${id}`)
  }
  await createDocuments(
    tx,
    by,
    qualityAudit,
    due.map(({ kind }) => newAudit(by, kind)),
  )
}

const PAGE = 1_000

interface Standing extends QualityAudit {
  readonly after: Id | null
}

/** One page of the audit that waits longest. Answers whether there may be more to do. */
export async function auditPage(tx: Tx, by: Context): Promise<boolean> {
  const audit = await first(
    tx,
    sql<Standing>`select * from hub.quality_audit where state <> 'done' order by created_at, id limit 1 for update skip locked`,
  )
  if (!audit) return false
  const records = await rows(
    tx,
    sql<RecordRow>`
      select id, values from hub.record where kind = ${audit.kind} and state = 'active'
        and id > coalesce(${audit.after}::uuid, '00000000-0000-0000-0000-000000000000') order by id limit ${PAGE}`,
  )
  const found = examine(await loadBook(tx, audit.kind), records)
  await keepFindings(tx, by, audit, records, found.flaws)
  const now = added(audit, records.length, found.fields)
  if (records.length === PAGE) await goOn(tx, by, audit, now, (records.at(-1) as RecordRow).id)
  else await finish(tx, by, audit, now)
  return true
}

interface RecordRow {
  readonly id: Id
  readonly values: Values
}

interface Flaw {
  readonly record: Id
  readonly subject: string
  readonly field: string
  readonly rule: Id
  readonly value: string
  readonly suggestion: string | null
  readonly likeness: string | null
  readonly reason: string | null
  readonly code: string
  readonly details: Json
}

interface Count {
  readonly checked: number
  readonly good: number
}

/** Pure: what the rules say of records, and how many values of each field were checked and good. */
export function examine(book: QualityBook, records: readonly RecordRow[]): { flaws: Flaw[]; fields: Map<string, Count> } {
  const flaws: Flaw[] = []
  const fields = new Map<string, Count>()
  for (const [field, rules] of book.fields) {
    const asksEmpty = rules.some(({ check }) => check.check === 'filled')
    let [checked, good] = [0, 0]
    for (const record of records) {
      for (const place of placesIn(record, field, asksEmpty)) {
        const text = textOf(valueIn(record.values, place))
        if (text === undefined || (text === '' && !asksEmpty)) continue
        checked += 1
        const flaw = flawOf(book, record, { field, place }, text)
        if (flaw) flaws.push(flaw)
        else good += 1
      }
    }
    fields.set(field, { checked, good })
  }
  return { flaws, fields }
}

/** A field that a record does not have is empty; a line that is not there is nothing. */
function placesIn({ values }: RecordRow, field: string, asksEmpty: boolean): string[] {
  const places = placesOf(values, field)
  return places.length === 0 && asksEmpty && !field.includes('.') ? [field] : places
}

function flawOf(
  book: QualityBook,
  record: RecordRow,
  { field, place }: { readonly field: string; readonly place: string },
  value: string,
): Flaw | undefined {
  const { text, changes, problem } = book.inspect(field, value)
  const about = { record: record.id, subject: subjectOf(record.values, record.id), field: place, value }
  if (problem) {
    const { suggestion, rule, code, details } = problem
    const meant = suggestion
      ? { suggestion: suggestion.to, likeness: percent(suggestion.likeness), reason: suggestion.reason }
      : NOTHING
    // What the rules before it made of the value is worth keeping, too.
    const formed = text !== value && !suggestion ? { suggestion: text, likeness: '100', reason: 'form' } : meant
    return { ...about, ...formed, rule: rule as Id, code, details: { ...details, others: suggestion?.others ?? [] } }
  }
  const [change] = changes
  if (!change) return undefined
  const details = { check: change.check }
  return {
    ...about,
    suggestion: text,
    likeness: '100',
    reason: 'form',
    rule: change.rule as Id,
    code: 'quality/not-in-form',
    details,
  }
}

const NOTHING = { suggestion: null, likeness: null, reason: null }

function percent(likeness: number): string {
  return Decimal.of(String(likeness)).times(Decimal.of(100)).toString()
}

/** What was found before and is found again stays the finding it is; what is not found again is gone. */
async function keepFindings(
  tx: Tx,
  by: Context,
  audit: Standing,
  records: readonly RecordRow[],
  flaws: readonly Flaw[],
): Promise<void> {
  const ids = uuidArray(records.map(({ id }) => id))
  const standing = await rows(
    tx,
    sql<{ id: Id; record: Id; field: string; value: string; suggestion: string | null; code: string }>`
      select id, record, field, value, suggestion, code from hub.quality_finding
      where state in ('open', 'ignored') and record = any(${ids}::uuid[])`,
  )
  const keyOf = (one: { record: Id; field: string; value: string; suggestion: string | null; code: string }) =>
    JSON.stringify([one.record, one.field, one.value, one.suggestion, one.code])
  const found = new Set(flaws.map(keyOf))
  const known = new Set(standing.map(keyOf))
  const still = standing.filter((one) => found.has(keyOf(one))).map(({ id }) => id)
  const over = standing.filter((one) => !found.has(keyOf(one))).map(({ id }) => id)
  await closeFindings(tx, by, over)
  await run(tx, sql`update hub.quality_finding set audit = ${audit.id} where id = any(${uuidArray(still)}::uuid[])`)
  const fresh = flaws.filter((flaw) => !known.has(keyOf(flaw)))
  const common = { kind: audit.kind, applied: null, audit: audit.id, state: 'open' }
  await insertRows(
    tx,
    'hub.quality_finding',
    fresh.map((flaw) => ({ ...stamp(by), ...common, ...flaw })),
  )
}

async function closeFindings(tx: Tx, by: Context, ids: readonly Id[]): Promise<void> {
  if (ids.length === 0) return
  await run(
    tx,
    sql`update hub.quality_finding set state = 'gone', version = version + 1, updated_at = ${by.now}, updated_by = ${by.actor.id}
        where id = any(${uuidArray(ids)}::uuid[])`,
  )
}

type Sums = Pick<QualityAudit, 'records' | 'valuesChecked' | 'valuesGood'> & { readonly byField: Readonly<Record<string, Count>> }

function added(audit: QualityAudit, records: number, fields: ReadonlyMap<string, Count>): Sums {
  const byField: Record<string, Count> = { ...(audit.byField as unknown as Record<string, Count>) }
  let { valuesChecked, valuesGood } = audit
  for (const [field, { checked, good }] of fields) {
    const before = byField[field] ?? { checked: 0, good: 0 }
    byField[field] = { checked: before.checked + checked, good: before.good + good }
    valuesChecked += checked
    valuesGood += good
  }
  return { records: audit.records + records, valuesChecked, valuesGood, byField }
}

function goOn(tx: Tx, by: Context, { id }: Standing, sums: Sums, after: Id): Promise<number> {
  return run(
    tx,
    sql`update hub.quality_audit set state = 'running', records = ${sums.records}, values_checked = ${sums.valuesChecked},
          values_good = ${sums.valuesGood}, by_field = ${JSON.stringify(sums.byField)}::text::jsonb, after = ${after},
          version = version + 1, updated_at = ${by.now} where id = ${id}`,
  )
}

async function finish(tx: Tx, by: Context, audit: Standing, sums: Sums): Promise<void> {
  const { records, valuesChecked, valuesGood, byField } = sums
  const score = scoreOf(valuesGood, valuesChecked)
  await run(
    tx,
    sql`update hub.quality_audit set state = 'done', records = ${records}, values_checked = ${valuesChecked},
          values_good = ${valuesGood}, by_field = ${JSON.stringify(byField)}::text::jsonb, score = ${score}::numeric, finished_at = ${by.now},
          version = version + 1, updated_at = ${by.now} where id = ${audit.id}`,
  )
  // Of records that are no longer there nothing is found.
  const over = await rows(
    tx,
    sql<{ id: Id }>`select id from hub.quality_finding
                    where kind = ${audit.kind} and state in ('open', 'ignored') and audit <> ${audit.id} order by id for update`,
  )
  await closeFindings(
    tx,
    by,
    over.map(({ id }) => id),
  )
  const payload = { kind: audit.kind, records, valuesChecked, valuesGood, score } as Json
  const event = {
    document: 'quality-audit',
    documentId: audit.id,
    documentVersion: audit.version + 1,
    type: 'quality-audit-done',
    payload,
  }
  await appendEvents(tx, 'hub', by, [event])
}

/** Good of 100 checked; 100 where nothing was to be checked. Rounded down, so that 100 means all. */
export function scoreOf(good: number, checked: number): string {
  if (checked === 0) return '100'
  return Decimal.of(good).times(Decimal.of(100)).over(Decimal.of(checked), 4, 'floor').toString()
}
