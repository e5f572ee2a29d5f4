import { changeDocuments, readDocuments, rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import { type DocumentCommand, follow, type Id, type On, ok, type Result, refuse } from '@tandem/kernel'
import { lockPlanner } from '../engine/plan-load.ts'
import { given } from '../engine/sets.ts'
import { type Duplicate, duplicate, duplicateTransitions } from './definition.ts'

type Command = DocumentCommand<Tx, Record<never, never>, Duplicate>

/** The document is that record: from now on they are one, merged by the rules. */
export const linkDuplicate: Command = {
  name: 'link',
  document: 'duplicate',
  on: 'one',
  label: { en: 'They are the same', zh: '是同一个' },
  input: {},
  async run(tx, by, inputs) {
    await lockPlanner(tx)
    const taken = await takenRecords(tx, inputs)
    const results = await changeDocuments<Duplicate, unknown>(
      tx,
      by,
      duplicate,
      inputs,
      (row) => (taken.has(row.id) ? refuse('duplicate/already-linked', { system: row.system }) : next(row, 'link')),
      'duplicate-linked',
    )
    const changes = changesOf(results)
    await run(
      tx,
      sql`update hub.duplicate set state = 'superseded', version = version + 1, updated_at = ${by.now}, updated_by = ${by.actor.id}
          where change = any(${uuidArray(changes)}::uuid[]) and state = 'open'`,
    )
    await planAgain(tx, changes)
    return results
  },
}

/** The document is not that record. When it is none of those it was taken for, it becomes a record of its own. */
export const keepApart: Command = {
  name: 'keep-apart',
  document: 'duplicate',
  on: 'one',
  label: { en: 'They are different', zh: '不是同一个' },
  input: {},
  async run(tx, by, inputs) {
    await lockPlanner(tx)
    const decide = (row: Duplicate) => next(row, 'keep-apart')
    const results = await changeDocuments<Duplicate, unknown>(tx, by, duplicate, inputs, decide, 'duplicate-kept-apart')
    await planAgain(tx, changesOf(results))
    return results
  },
}

function next(row: Duplicate, command: keyof typeof duplicateTransitions): Result<Partial<Duplicate>> {
  const state = follow(duplicateTransitions, 'duplicate', row.state, command)
  return state.ok ? ok({ state: state.value }) : state
}

function changesOf(results: readonly Result<Duplicate>[]): Id[] {
  return results.flatMap((result) => (result.ok ? [result.value.change] : []))
}

/** Changes for which no question is open any more. */
async function planAgain(tx: Tx, changes: readonly Id[]): Promise<void> {
  await run(
    tx,
    sql`update hub.change c set state = 'new'
        where c.id = any(${uuidArray(changes)}::uuid[]) and c.state = 'duplicate'
          and not exists (select from hub.duplicate d where d.change = c.id and d.state = 'open')`,
  )
}

/** Suggestions whose record has got another document in that system meanwhile. */
async function takenRecords(tx: Tx, inputs: readonly On<unknown>[]): Promise<Set<Id>> {
  const asked = await readDocuments<Duplicate>(
    tx,
    duplicate,
    inputs.map(({ id }) => id),
  )
  const found = await rows(
    tx,
    sql<{ id: Id }>`
      select given.id from ${given(
        asked.map(({ id, record, system }) => ({ id, record, system })),
        'id uuid, record uuid, system text',
      )}
      join hub.link l on l.record_id = given.record and l.system = given.system`,
  )
  return new Set(found.map(({ id }) => id))
}
