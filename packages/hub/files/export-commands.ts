/** Exports to files: made, changed, asked for, paused, resumed, removed. What they may write is said by the server, which knows the lists. */
import { changeDocuments, createDocuments, rows, run, sql, stamp, type Tx, textArray, uuidArray } from '@tandem/db'
import {
  type Context,
  type CreateCommand,
  type DocumentCommand,
  epochMs,
  follow,
  type Id,
  type Input,
  ok,
  type Refusal,
  type Result,
  refuse,
} from '@tandem/kernel'
import type { Sealing } from '../connections/commands.ts'
import { credentialsOf } from './commands.ts'
import { type FileExport, fileExport, fileExportTransitions } from './export-definition.ts'
import { changedRemote, isFolderName, newRemote, type RemoteInput, secretFields } from './remote.ts'

const { name, target, format, query, columns, headers, delimiter, file, everyMinutes, nextAt, sftp, hostKey } = fileExport.fields
const remote = { sftp, hostKey, ...secretFields } as const
const usual = { format, headers, delimiter } as const
const free = { query, columns, file, everyMinutes, nextAt } as const
const createFields = {
  name,
  target,
  format: { ...usual.format, optional: true },
  headers: { ...usual.headers, optional: true },
  delimiter: { ...usual.delimiter, optional: true },
  ...free,
  ...remote,
} as const
const { name: _, target: __, ...changeFields } = createFields

/** What of a list is written. */
export type Wanted = Pick<FileExport, 'target' | 'query' | 'columns'>

/** What lists there are: undefined where all that is wanted is there. */
export type CheckWanted = (wanted: Wanted) => Refusal | undefined

const LETTERS = /^[^/\\\p{Cc}]+$/u
const PARTS = /\{(list|date|time)\}/g
const MOST_MINUTES = 366 * 1_440

export function fileExportCommands(sealing: Sealing, check: CheckWanted) {
  return [createWith(sealing, check), changeWith(sealing, check), ask, step('pause'), step('resume'), step('remove')] as const
}

function createWith(sealing: Sealing, check: CheckWanted): CreateCommand<Tx, typeof createFields, FileExport> {
  return {
    name: 'create',
    document: 'file-export',
    on: 'new',
    label: { en: 'Export to files', zh: '新建文件导出' },
    input: createFields,
    async run(tx, by, inputs) {
      const found = await rows(
        tx,
        sql<{ name: string }>`
          select name from hub.file_export
          where state <> 'removed' and name = any(${textArray(inputs.map((input) => input.name))}::text[])`,
      )
      const taken = new Set(found.map((row) => row.name))
      const decided = inputs.map((input) => newExport(input, by, taken, check))
      const results = await createDocuments<FileExport>(tx, by, fileExport, decided)
      await keepSecrets(tx, results, inputs, sealing)
      return results
    },
  }
}

function newExport(input: Input<typeof createFields>, by: Context, taken: Set<string>, check: CheckWanted): Result<FileExport> {
  if (!isFolderName(input.name)) return refuse('file-source/bad-name', { name: input.name })
  if (taken.has(input.name)) return refuse('file-export/name-taken', { name: input.name })
  const there = newRemote(input)
  if (!there.ok) return there
  const { target: list, everyMinutes: every = null, nextAt: first = null } = input
  const what = { target: list, query: input.query ?? null, columns: input.columns ?? null, file: input.file ?? null }
  const when = { everyMinutes: every, nextAt: every === null ? null : (first ?? by.now) }
  const refusal = refusalOf({ ...what, ...when }, check)
  if (refusal) return { ok: false, refusal }
  taken.add(input.name)
  const how = {
    format: input.format ?? 'csv',
    headers: input.headers ?? 'names',
    delimiter: input.delimiter ?? 'comma',
  } as const
  const nothing = { askedAt: null, writtenAt: null, troubleEn: null, troubleZh: null }
  return ok({ ...stamp(by), name: input.name, ...what, ...how, ...when, ...there.value, ...nothing, state: 'active' })
}

type Described = Wanted & Pick<FileExport, 'file' | 'everyMinutes'>

function refusalOf({ file: called, everyMinutes: every, ...wanted }: Described, check: CheckWanted): Refusal | undefined {
  if (every !== null && (every < 1 || every > MOST_MINUTES)) return { code: 'file-export/bad-interval', details: { every } }
  const bare = called?.replace(PARTS, '1')
  const isName = bare === undefined || (LETTERS.test(bare) && !bare.startsWith('.') && !/[{}]/.test(bare))
  if (!isName) return { code: 'file-export/bad-file', details: { file: called ?? '' } }
  return check(wanted)
}

function changeWith(sealing: Sealing, check: CheckWanted): DocumentCommand<Tx, typeof changeFields, FileExport> {
  return {
    name: 'change',
    document: 'file-export',
    on: 'one',
    label: { en: 'Change', zh: '修改' },
    input: changeFields,
    async run(tx, by, inputs) {
      const ids = inputs.map(({ id }) => id)
      const known = await rows(
        tx,
        sql<{ export: Id }>`select export from hub.file_export_secret where export = any(${uuidArray(ids)}::uuid[])`,
      )
      const hasSecret = new Set(known.map((row) => row.export))
      const decide = (row: FileExport, input: Input<typeof changeFields>) => changed(row, input, by, hasSecret.has(row.id), check)
      const results = await changeDocuments<FileExport, Input<typeof changeFields>>(tx, by, fileExport, inputs, decide)
      await keepSecrets(
        tx,
        results,
        inputs.map(({ input }) => input),
        sealing,
      )
      return results
    },
  }
}

function changed(
  row: FileExport,
  input: Input<typeof changeFields>,
  by: Context,
  hasSecret: boolean,
  check: CheckWanted,
): Result<Partial<FileExport>> {
  const there = changedRemote(row, input, hasSecret)
  if (!there.ok) return there
  const { credential, passphrase, ...own } = input
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)) as Partial<FileExport>
  const next = { ...row, ...given, ...there.value }
  const refusal = refusalOf(next, check)
  if (refusal) return { ok: false, refusal }
  // What is to be written every so often begins at once, unless somebody says when.
  const at = next.everyMinutes === null ? null : (next.nextAt ?? by.now)
  return ok({ ...given, ...there.value, nextAt: at, troubleEn: null, troubleZh: null })
}

/** It is written within seconds. */
const ask: DocumentCommand<Tx, Record<never, never>, FileExport> = {
  name: 'ask',
  document: 'file-export',
  on: 'one',
  label: { en: 'Write now', zh: '立即导出' },
  input: {},
  async run(tx, by, inputs) {
    const decide = (row: FileExport): Result<Partial<FileExport>> =>
      row.state === 'removed' ? refuse('file-export/removed', { name: row.name }) : ok({ askedAt: by.now })
    return changeDocuments<FileExport, unknown>(tx, by, fileExport, inputs, decide, 'file-export-asked')
  },
}

async function keepSecrets(
  tx: Tx,
  results: readonly Result<FileExport>[],
  inputs: readonly RemoteInput[],
  { seal }: Sealing,
): Promise<void> {
  for (const { id, credential } of credentialsOf(results, inputs)) {
    await run(
      tx,
      sql`insert into hub.file_export_secret (export, sealed) values (${id}, ${seal(credential)})
          on conflict (tenant_id, export) do update set sealed = excluded.sealed`,
    )
  }
}

const LABELS = {
  pause: { en: 'Pause', zh: '暂停' },
  resume: { en: 'Resume', zh: '恢复' },
  remove: { en: 'Remove', zh: '移除' },
} as const
const PAST = { pause: 'file-export-paused', resume: 'file-export-resumed', remove: 'file-export-removed' } as const

function step(verb: keyof typeof LABELS): DocumentCommand<Tx, Record<never, never>, FileExport> {
  return {
    name: verb,
    document: 'file-export',
    on: 'one',
    label: LABELS[verb],
    input: {},
    async run(tx, by, inputs) {
      const decide = (row: FileExport): Result<Partial<FileExport>> => {
        const state = follow(fileExportTransitions, 'file-export', row.state, verb)
        if (!state.ok) return state
        // What was missed while it rested is not made up for.
        const { nextAt: due, everyMinutes: every } = row
        const isLate = verb === 'resume' && due !== null && every !== null && epochMs(due) < epochMs(by.now)
        return ok({ state: state.value, ...(isLate ? { nextAt: by.now } : {}) })
      }
      const results = await changeDocuments<FileExport, unknown>(tx, by, fileExport, inputs, decide, PAST[verb])
      const gone = results.flatMap((result) => (result.ok && verb === 'remove' ? [result.value.id] : []))
      if (gone.length > 0) await run(tx, sql`delete from hub.file_export_secret where export = any(${uuidArray(gone)}::uuid[])`)
      return results
    },
  }
}
