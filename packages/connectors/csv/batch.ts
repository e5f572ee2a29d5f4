/** One batch of rows through the commands of a document, inside one transaction. Set-based: nothing is asked per row. */
import { createHash } from 'node:crypto'
import { CUSTOM_PREFIX, insertRows, rows as select, sql, type Tx, textArray } from '@tandem/db'
import { type Context, type Id, type Json, type Result, refuse, type Stored } from '@tandem/kernel'
import { findExisting, resolveReferences } from './lookup.ts'
import type { ImportPlan } from './mapping.ts'
import type { SourceRow } from './read-csv.ts'
import { type CellProblem, mapRow, type RowDraft } from './row.ts'

export type RowOutcome = Pick<RowDraft, 'source' | 'warnings' | 'cleaned'> &
  (
    | { readonly did: 'created' | 'changed' | 'unchanged'; readonly id: Id }
    | { readonly did: 'refused'; readonly problems: readonly CellProblem[] }
  )

type Existing = Stored & Record<string, Json>

/** One outcome per row, in order. A row with any problem changes nothing. */
export async function importBatch(tx: Tx, by: Context, plan: ImportPlan, sources: readonly SourceRow[]): Promise<RowOutcome[]> {
  const drafts = sources.map((source) => mapRow(plan, source))
  await resolveReferences(tx, plan, drafts)
  const outcomes = new Map<RowDraft, RowOutcome>()
  for (const draft of drafts) if (draft.problems.length > 0) outcomes.set(draft, refusedRow(draft, draft.problems))
  let waiting = drafts.filter((draft) => !outcomes.has(draft))
  while (waiting.length > 0) {
    const [wave, rest] = firstOfEachKey(plan, waiting)
    for (const [draft, outcome] of await importWave(tx, by, plan, wave)) outcomes.set(draft, outcome)
    waiting = rest
  }
  return drafts.map((draft) => outcomes.get(draft) as RowOutcome)
}

/** Two rows of one document in one batch follow each other, so that the second changes what the first made. */
function firstOfEachKey(plan: ImportPlan, drafts: readonly RowDraft[]): [RowDraft[], RowDraft[]] {
  const seen = new Set<string>()
  const wave: RowDraft[] = []
  const rest: RowDraft[] = []
  for (const draft of drafts) {
    const key = identityOf(plan, draft)
    if (seen.has(key)) rest.push(draft)
    else wave.push(draft)
    seen.add(key)
  }
  return [wave, rest]
}

async function importWave(tx: Tx, by: Context, plan: ImportPlan, wave: readonly RowDraft[]): Promise<[RowDraft, RowOutcome][]> {
  if (plan.key.length === 0) return importOnce(tx, by, plan, wave)
  const existing = await findExisting(tx, plan, wave)
  const outcomes: [RowDraft, RowOutcome][] = []
  const creates: RowDraft[] = []
  const changes: { draft: RowDraft; row: Existing }[] = []
  wave.forEach((draft, place) => {
    const [row, another] = (existing.get(place) ?? []).filter(plan.target.counts ?? (() => true))
    if (another) outcomes.push([draft, refusedRow(draft, [wholeRow('import/several-match', {})])])
    else if (row) changes.push({ draft, row })
    else creates.push(draft)
  })
  outcomes.push(...(await create(tx, by, plan, creates)), ...(await change(tx, by, plan, changes)))
  return outcomes
}

async function create(tx: Tx, by: Context, plan: ImportPlan, drafts: readonly RowDraft[]): Promise<[RowDraft, RowOutcome][]> {
  const { target } = plan
  const outcomes: [RowDraft, RowOutcome][] = []
  const good = drafts.filter((draft) => {
    const missing = target.create ? missingFields(plan, draft) : [wholeRow('import/not-found', notFound(plan, draft))]
    if (missing.length > 0) outcomes.push([draft, refusedRow(draft, missing)])
    return missing.length === 0
  })
  if (!target.create || good.length === 0) return outcomes
  const made = (await target.create.run(
    tx,
    by,
    good.map(({ input }) => nested(input) as never),
  )) as Result<Stored>[]
  good.forEach((draft, i) => {
    outcomes.push([draft, outcomeOf(draft, made[i] as Result<Stored>, 'created')])
  })
  return outcomes
}

async function change(
  tx: Tx,
  by: Context,
  plan: ImportPlan,
  pairs: readonly { draft: RowDraft; row: Existing }[],
): Promise<[RowDraft, RowOutcome][]> {
  const { target } = plan
  const outcomes: [RowDraft, RowOutcome][] = []
  const good = pairs.filter(({ draft, row }) => {
    const fixed = unchangeable(plan, draft, row)
    if (fixed.length > 0) outcomes.push([draft, refusedRow(draft, fixed)])
    return fixed.length === 0
  })
  if (good.length === 0) return outcomes
  const inputs = good.map(({ draft, row }) => ({
    id: row.id,
    input: only(nested(draft.input), target.change?.input ?? {}) as never,
  }))
  const results = target.change
    ? ((await target.change.run(tx, by, inputs)) as Result<Stored>[])
    : good.map(({ row }): Result<Stored> => ({ ok: true, value: row }))
  good.forEach(({ draft, row }, i) => {
    const result = results[i] as Result<Stored>
    outcomes.push([draft, outcomeOf(draft, result, result.ok && result.value.version === row.version ? 'unchanged' : 'changed')])
  })
  return outcomes
}

/** Documents without a key: a row that was imported before, word for word, is not imported again. */
async function importOnce(tx: Tx, by: Context, plan: ImportPlan, drafts: readonly RowDraft[]): Promise<[RowDraft, RowOutcome][]> {
  const scope = `import ${plan.target.context}/${plan.target.definition.name}`
  const hashes = drafts.map((draft) => identityOf(plan, draft))
  const known = await select(
    tx,
    sql<{ key: string; answer: { id: Id } }>`
      select key, answer from platform.answer where scope = ${scope} and key = any(${textArray(hashes)}::text[])`,
  )
  const ids = new Map(known.map(({ key, answer }) => [key, answer.id]))
  const outcomes: [RowDraft, RowOutcome][] = []
  const fresh: RowDraft[] = []
  drafts.forEach((draft, i) => {
    const id = ids.get(hashes[i] as string)
    if (id) outcomes.push([draft, { ...about(draft), did: 'unchanged', id }])
    else fresh.push(draft)
  })
  const made = await create(tx, by, plan, fresh)
  await insertRows(
    tx,
    'platform.answer',
    made.flatMap(([draft, outcome]) => {
      const key = identityOf(plan, draft)
      return outcome.did === 'refused' ? [] : [{ scope, key, requestHash: key, answer: { id: outcome.id }, at: by.now }]
    }),
  )
  return [...outcomes, ...made]
}

/** What makes two rows the same document: the key's values, or the whole row. */
function identityOf(plan: ImportPlan, { input }: RowDraft): string {
  const names = plan.key.length > 0 ? plan.key : Object.keys(input).sort()
  const text = JSON.stringify(names.map((name) => [name, input[name] ?? null]))
  return plan.key.length > 0 ? text : createHash('sha256').update(text).digest('hex')
}

function missingFields(plan: ImportPlan, { input }: RowDraft): CellProblem[] {
  const needed = Object.entries(plan.target.create?.input ?? {})
  return needed.flatMap(([name, field]) => {
    if (field.optional || (input[name] ?? null) !== null) return []
    const column = plan.columns.find((one) => one.name === name)?.column ?? null
    return [{ column, value: null, refusal: refuse('import/missing', { field: field.label.en }).refusal }]
  })
}

function unchangeable(plan: ImportPlan, { input }: RowDraft, row: Existing): CellProblem[] {
  const changeable = plan.target.change?.input ?? {}
  return plan.columns.flatMap(({ name, column, field }) => {
    const given = input[name] ?? null
    if (rootOf(name) in changeable || given === null || isSame(given, row[name] ?? null)) return []
    const refusal = refuse('import/not-changeable', { field: field.label.en, now: row[name] ?? '' }).refusal
    return [{ column, value: String(given), refusal }]
  })
}

/** Whatever the order of what JSON holds: the database keeps its own. */
function isSame(a: Json, b: Json): boolean {
  const sorted = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [two]) => (one < two ? -1 : 1)))
      : value
  return JSON.stringify(a, sorted) === JSON.stringify(b, sorted)
}

function notFound(plan: ImportPlan, { input }: RowDraft) {
  const value = plan.key.map((name) => String(input[name] ?? '')).join(' ')
  return { document: plan.target.definition.label.en, by: plan.key.join(', '), value }
}

/** Columns of custom fields, `custom.region`, as the commands take them: `custom: { region }`. */
function nested(input: Record<string, Json>): Record<string, Json> {
  const entries = Object.entries(input)
  const isCustom = ([name]: [string, Json]) => name.startsWith(CUSTOM_PREFIX)
  const custom = entries.filter(isCustom).map(([name, value]) => [name.slice(CUSTOM_PREFIX.length), value])
  if (custom.length === 0) return input
  return { ...Object.fromEntries(entries.filter((entry) => !isCustom(entry))), custom: Object.fromEntries(custom) as Json }
}

function rootOf(name: string): string {
  return name.split('.')[0] as string
}

function only(input: Record<string, Json>, fields: object): Record<string, Json> {
  return Object.fromEntries(Object.entries(input).filter(([name]) => name in fields))
}

function outcomeOf(draft: RowDraft, result: Result<Stored>, did: 'created' | 'changed' | 'unchanged'): RowOutcome {
  if (result.ok) return { ...about(draft), did, id: result.value.id }
  return refusedRow(draft, [{ column: null, value: null, refusal: result.refusal }])
}

function refusedRow(draft: RowDraft, problems: readonly CellProblem[]): RowOutcome {
  return { ...about(draft), did: 'refused', problems }
}

function about({ source, warnings, cleaned }: RowDraft): Pick<RowDraft, 'source' | 'warnings' | 'cleaned'> {
  return { source, warnings, cleaned }
}

function wholeRow(code: string, details: Record<string, Json>): CellProblem {
  return { column: null, value: null, refusal: refuse(code, details).refusal }
}
