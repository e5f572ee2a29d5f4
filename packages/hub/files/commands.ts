/** Watched folders: made, paused, resumed, removed. What is in them is read by whoever can read files. */
import { changeDocuments, createDocuments, first, rows, sql, stamp, type Tx, textArray } from '@tandem/db'
import { type Context, type CreateCommand, type DocumentCommand, follow, type Id, ok, type Result, refuse } from '@tandem/kernel'
import { type FileRun, type FileSource, fileRun, fileSource, fileSourceTransitions } from './definition.ts'

const { name, target, mapping } = fileSource.fields
const sourceFields = { name, target, mapping } as const
const NAME = /^[a-z][a-z0-9-]{0,39}$/
const TARGET = /^(crm|erp)\/[a-z][a-z-]*$/

export const createFileSource: CreateCommand<Tx, typeof sourceFields, FileSource> = {
  name: 'create',
  document: 'file-source',
  on: 'new',
  label: { en: 'Watch a folder', zh: '监视文件夹' },
  input: sourceFields,
  async run(tx, by, inputs) {
    const found = await rows(
      tx,
      sql<{ name: string }>`
        select name from hub.file_source
        where state <> 'removed' and name = any(${textArray(inputs.map((input) => input.name))}::text[])`,
    )
    const taken = new Set(found.map((row) => row.name))
    const decided = inputs.map((input): Result<FileSource> => {
      // A name becomes a folder: nothing that could lead elsewhere.
      if (!NAME.test(input.name)) return refuse('file-source/bad-name', { name: input.name })
      if (taken.has(input.name)) return refuse('file-source/name-taken', { name: input.name })
      if (!TARGET.test(input.target)) return refuse('file-source/bad-target', { target: input.target })
      taken.add(input.name)
      return ok({ ...stamp(by), name: input.name, target: input.target, mapping: input.mapping ?? null, state: 'active' })
    })
    return createDocuments(tx, by, fileSource, decided)
  },
}

const LABELS = {
  pause: { en: 'Pause', zh: '暂停' },
  resume: { en: 'Resume', zh: '恢复' },
  remove: { en: 'Remove', zh: '移除' },
} as const
const PAST = { pause: 'file-source-paused', resume: 'file-source-resumed', remove: 'file-source-removed' } as const

function step(verb: keyof typeof LABELS): DocumentCommand<Tx, Record<never, never>, FileSource> {
  return {
    name: verb,
    document: 'file-source',
    on: 'one',
    label: LABELS[verb],
    input: {},
    run: (tx, by, inputs) =>
      changeDocuments<FileSource, unknown>(
        tx,
        by,
        fileSource,
        inputs,
        (row) => {
          const state = follow(fileSourceTransitions, 'file-source', row.state, verb)
          return state.ok ? ok({ state: state.value }) : state
        },
        PAST[verb],
      ),
  }
}

export const fileCommands = [createFileSource, step('pause'), step('resume'), step('remove')]
export const fileDocuments = [fileSource, fileRun]

export function activeFileSources(tx: Tx): Promise<FileSource[]> {
  return rows(tx, sql<FileSource>`select * from hub.file_source where state = 'active' order by name`)
}

/** Whether this content came in before, wholly or but for the rows that were refused. */
export async function isKnownFile(tx: Tx, source: Id, hash: string): Promise<boolean> {
  const found = await first(
    tx,
    sql<{
      id: Id
    }>`select id from hub.file_run where source = ${source} and hash = ${hash} and state in ('done', 'partly') limit 1`,
  )
  return found !== undefined
}

export async function keepFileRun(
  tx: Tx,
  by: Context,
  run: Omit<FileRun, 'id' | 'version' | 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy'>,
): Promise<void> {
  await createDocuments<FileRun>(tx, by, fileRun, [ok({ ...stamp(by), ...run })], `file-${run.state}`)
}
