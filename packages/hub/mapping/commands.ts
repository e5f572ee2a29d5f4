/** Mappings are drafted, checked, activated, retired; going back is activating an earlier version again. */
import { changeDocuments, createDocuments, readDocuments, rows, sql, stamp, type Tx } from '@tandem/db'
import {
  type CreateCommand,
  type DocumentCommand,
  follow,
  type Id,
  type Json,
  ok,
  type Result,
  type Row,
  refuse,
} from '@tandem/kernel'
import { problemsOf } from './against.ts'
import { type Mapping, type MappingRow, mapping, mappingTransitions } from './definition.ts'
import { moveMark } from './mark.ts'
import { readAgain } from './read-again.ts'
import { readRows } from './shape.ts'

const { system, kind, note, rows: rowsField } = mapping.fields
const newFields = { system, kind, note, rows: rowsField } as const

/** A draft, checked as it is saved. Refuses `mapping/not-valid` with every problem, row by row. */
export const createMapping: CreateCommand<Tx, typeof newFields, Mapping> = {
  name: 'create',
  document: 'mapping',
  on: 'new',
  label: { en: 'New mapping', zh: '新建映射' },
  input: newFields,
  async run(tx, by, inputs) {
    // One after the other gets its number: the planner's lock keeps two from getting the same.
    await rows(tx, sql`select 1 from hub.planner for update`)
    const found = await rows(
      tx,
      sql<{ key: string; last: number }>`select system || ' ' || kind as key, max(revision) as last from hub.mapping group by 1`,
    )
    const last = new Map(found.map(({ key, last: number }) => [key, number]))
    const decided: Result<Mapping>[] = []
    for (const input of inputs) {
      const checked = await checkedRows(tx, input.system, input.kind, input.rows)
      const key = `${input.system} ${input.kind}`
      const revision = (last.get(key) ?? 0) + 1
      if (checked.ok) last.set(key, revision)
      const { system: of, kind: what, note: said = null } = input
      const draft = { system: of, kind: what, note: said, revision, state: 'draft' as const, ...stamp(by) }
      decided.push(checked.ok ? ok({ ...draft, rows: checked.value as unknown as Json }) : checked)
    }
    return createDocuments<Mapping>(tx, by, mapping, decided)
  },
}

async function checkedRows(tx: Tx, of: string, what: string, given: Json): Promise<Result<readonly MappingRow[]>> {
  const list = readRows(given)
  if (typeof list === 'number') return refuse('mapping/not-rows', { row: list + 1 })
  const problems = await problemsOf(tx, of, what, list)
  if (!problems) return refuse('mapping/unknown-system', { system: of, kind: what })
  if (problems.length > 0) return refuse('mapping/not-valid', { count: problems.length, problems: problems as unknown as Json })
  return ok(list)
}

const changeFields = { note, rows: { ...rowsField, optional: true } } as const

interface Change {
  readonly note?: string | null | undefined
  readonly rows?: Json | undefined
}

/** Only drafts change: what has been active stays as it was, for stamps name it. */
export const changeMapping: DocumentCommand<Tx, typeof changeFields, Mapping> = {
  name: 'change',
  document: 'mapping',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: changeFields,
  async run(tx, by, inputs) {
    const found = await readDocuments<Mapping>(
      tx,
      mapping,
      inputs.map(({ id }) => id),
    )
    const checked = new Map<Id, Result<readonly MappingRow[]>>()
    for (const { id, input } of inputs) {
      const row = found.find((one) => one.id === id)
      if (row && input.rows) checked.set(id, await checkedRows(tx, row.system, row.kind, input.rows))
    }
    return changeDocuments<Mapping, Change>(tx, by, mapping, inputs, (row, { note: said }) => {
      const state = follow(mappingTransitions, 'mapping', row.state, 'change')
      if (!state.ok) return state
      const list = checked.get(row.id)
      if (list && !list.ok) return list
      return ok({ ...(said === undefined ? {} : { note: said }), ...(list ? { rows: list.value as unknown as Json } : {}) })
    })
  },
}

/** Whether what is known already is read again. */
export const activateFields = {
  replan: {
    kind: 'choice',
    of: ['everything', 'from-now-on'],
    label: { en: 'What it is used for', zh: '适用范围' },
    help: {
      en: 'everything: all documents of the system are read again and what differs is planned; from-now-on: only what is told from now on',
      zh: 'everything：重新读取该系统全部单据并处理差异；from-now-on：仅用于此后的变更',
    },
  },
} as const

interface Activation {
  readonly replan: 'everything' | 'from-now-on'
}

/** From now on the system is read and written by this version; the one before is retired. */
export const activateMapping: DocumentCommand<Tx, typeof activateFields, Mapping> = {
  name: 'activate',
  document: 'mapping',
  on: 'one',
  label: { en: 'Activate', zh: '启用' },
  input: activateFields,
  async run(tx, by, inputs) {
    await moveMark(tx)
    const wanted = await readDocuments<Mapping>(
      tx,
      mapping,
      inputs.map(({ id }) => id),
    )
    // What was right when it was saved may be wrong by now: the system's fields may be others.
    const refusals = new Map<Id, Result<readonly MappingRow[]>>()
    for (const row of wanted) refusals.set(row.id, await checkedRows(tx, row.system, row.kind, row.rows as Json))
    await retireOthers(tx, by, wanted, refusals)
    const results = await changeDocuments<Mapping, Activation>(
      tx,
      by,
      mapping,
      inputs,
      (row) => {
        const checked = refusals.get(row.id)
        if (checked && !checked.ok) return checked
        const state = follow(mappingTransitions, 'mapping', row.state, 'activate')
        return state.ok ? ok({ state: state.value }) : state
      },
      'mapping-activated',
    )
    for (const [i, result] of results.entries()) {
      if (result.ok && inputs[i]?.input.replan === 'everything') await readAgain(tx, by.now, result.value, result.value)
    }
    return results
  },
}

/** At most one is active: the others give way first. */
async function retireOthers(
  tx: Tx,
  by: Parameters<typeof createMapping.run>[1],
  wanted: readonly Mapping[],
  checked: ReadonlyMap<Id, Result<unknown>>,
): Promise<void> {
  const taking = wanted.filter(({ id, state }) => state !== 'active' && checked.get(id)?.ok)
  if (taking.length === 0) return
  const active = await rows(
    tx,
    sql<Pick<Row<typeof mapping>, 'id' | 'system' | 'kind'>>`select id, system, kind from hub.mapping where state = 'active'`,
  )
  const others = active.filter((one) => taking.some((taker) => taker.system === one.system && taker.kind === one.kind))
  const inputs = others.map(({ id }) => ({ id, input: {} }))
  await changeDocuments<Mapping, unknown>(tx, by, mapping, inputs, retired, 'mapping-retired')
}

function retired(row: Mapping): Result<Partial<Mapping>> {
  const state = follow(mappingTransitions, 'mapping', row.state, 'retire')
  return state.ok ? ok({ state: state.value }) : state
}

/** Nothing takes its place: the system is taken to speak the joint's terms. */
export const retireMapping: DocumentCommand<Tx, Record<never, never>, Mapping> = {
  name: 'retire',
  document: 'mapping',
  on: 'one',
  label: { en: 'Retire', zh: '停用' },
  input: {},
  async run(tx, by, inputs) {
    await moveMark(tx)
    return changeDocuments<Mapping, unknown>(tx, by, mapping, inputs, retired, 'mapping-retired')
  },
}
