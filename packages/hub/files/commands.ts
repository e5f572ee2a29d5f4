/** Watched folders: made, paused, resumed, removed. What is in them is read by whoever can read files. */
import { changeDocuments, createDocuments, first, rows, run, sql, stamp, type Tx, textArray, uuidArray } from '@tandem/db'
import {
  type Context,
  type CreateCommand,
  type DocumentCommand,
  follow,
  type Id,
  type Input,
  ok,
  type Result,
  refuse,
} from '@tandem/kernel'
import type { Sealing } from '../connections/commands.ts'
import { type FileRun, type FileSource, fileRun, fileSource, fileSourceTransitions } from './definition.ts'
import { sealable } from './looks.ts'
import { changedRemote, isFolderName, newRemote, type RemoteInput, remoteFields } from './remote.ts'

const { name, target, mapping } = fileSource.fields
const sourceFields = { name, target, mapping, ...remoteFields } as const
type SourceInput = Input<typeof sourceFields>
const TARGET = /^(crm|erp)\/[a-z][a-z-]*$/

export function createFileSourceWith(sealing: Sealing): CreateCommand<Tx, typeof sourceFields, FileSource> {
  return {
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
      const decided = inputs.map((input) => newSource(input, by, taken))
      const results = await createDocuments<FileSource>(tx, by, fileSource, decided)
      await keepSecrets(tx, credentialsOf(results, inputs), sealing)
      return results
    },
  }
}

function newSource(input: SourceInput, by: Context, taken: Set<string>): Result<FileSource> {
  const { name: called, target: holds, mapping: columns = null } = input
  if (!isFolderName(called)) return refuse('file-source/bad-name', { name: called })
  if (taken.has(called)) return refuse('file-source/name-taken', { name: called })
  if (!TARGET.test(holds)) return refuse('file-source/bad-target', { target: holds })
  const remote = newRemote(input)
  if (!remote.ok) return remote
  taken.add(called)
  const nothing = { lookedAt: null, troubleEn: null, troubleZh: null }
  return ok({ ...stamp(by), name: called, target: holds, mapping: columns, ...remote.value, ...nothing, state: 'active' })
}

/** Where its files come from; a credential that is not given stays. The next look is at once. */
export function changeFileSourceWith(sealing: Sealing): DocumentCommand<Tx, typeof remoteFields, FileSource> {
  return {
    name: 'change',
    document: 'file-source',
    on: 'one',
    label: { en: 'Change', zh: '修改' },
    input: remoteFields,
    async run(tx, by, inputs) {
      const ids = inputs.map(({ id }) => id)
      const known = await rows(
        tx,
        sql<{ source: Id }>`select source from hub.file_secret where source = any(${uuidArray(ids)}::uuid[])`,
      )
      const hasSecret = new Set(known.map(({ source }) => source))
      const results = await changeDocuments<FileSource, RemoteInput>(tx, by, fileSource, inputs, (row, input) => {
        const remote = changedRemote(row, input, hasSecret.has(row.id))
        return remote.ok ? ok({ ...remote.value, lookedAt: null, troubleEn: null, troubleZh: null }) : remote
      })
      const given = inputs.map(({ input }) => input)
      await keepSecrets(tx, credentialsOf(results, given), sealing)
      return results
    },
  }
}

/** What was given to sign in with, for what was kept. */
export function credentialsOf(
  results: readonly Result<{ readonly id: Id }>[],
  inputs: readonly RemoteInput[],
): { id: Id; credential: string }[] {
  return results.flatMap((result, i) => {
    const { credential, passphrase } = inputs[i] ?? {}
    return result.ok && credential ? [{ id: result.value.id, credential: sealable(credential, passphrase ?? '') }] : []
  })
}

async function keepSecrets(tx: Tx, given: readonly { id: Id; credential: string }[], { seal }: Sealing): Promise<void> {
  for (const { id, credential } of given) {
    await run(
      tx,
      sql`insert into hub.file_secret (source, sealed) values (${id}, ${seal(credential)})
          on conflict (tenant_id, source) do update set sealed = excluded.sealed`,
    )
  }
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
    async run(tx, by, inputs) {
      const decide = (row: FileSource): Result<Partial<FileSource>> => {
        const state = follow(fileSourceTransitions, 'file-source', row.state, verb)
        return state.ok ? ok({ state: state.value }) : state
      }
      const results = await changeDocuments<FileSource, unknown>(tx, by, fileSource, inputs, decide, PAST[verb])
      const gone = results.flatMap((result) => (result.ok && verb === 'remove' ? [result.value.id] : []))
      if (gone.length > 0) await run(tx, sql`delete from hub.file_secret where source = any(${uuidArray(gone)}::uuid[])`)
      return results
    },
  }
}

export function fileCommands(sealing: Sealing) {
  return [createFileSourceWith(sealing), changeFileSourceWith(sealing), step('pause'), step('resume'), step('remove')] as const
}
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
