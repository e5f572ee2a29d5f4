/** What is remembered while files are written: who is at it, when the next is due, what was written and what was sent. */
import { changeDocuments, createDocuments, first, rows, run, sql, stamp, type Tx } from '@tandem/db'
import { type Context, epochMs, type Id, type Instant, instantOf, ok } from '@tandem/kernel'
import type { Sealing } from '../connections/commands.ts'
import { type FileExport, type FileExportRun, fileExport, fileExportRun } from './export-definition.ts'
import { type Secret, secretOf } from './looks.ts'

/** Whoever began to write and says nothing for so long is gone: somebody else writes that file anew. */
const GONE_MS = 120_000

export function fileExportsAtWork(tx: Tx): Promise<FileExport[]> {
  return rows(tx, sql<FileExport>`select * from hub.file_export where state <> 'removed' order by name`)
}

/** The moment that a file is due for, while it is nobody else's to write; undefined: nothing is due. */
export async function takeDueExport(tx: Tx, { id }: FileExport, now: Instant): Promise<Instant | undefined> {
  const found = await first(
    tx,
    sql<Pick<FileExport, 'askedAt' | 'nextAt' | 'everyMinutes'>>`
      update hub.file_export set taken_until = ${instantOf(epochMs(now) + GONE_MS)}
      where id = ${id} and (taken_until is null or taken_until <= ${now})
        and (state <> 'removed' and asked_at is not null or state = 'active' and next_at <= ${now})
      returning asked_at, next_at, every_minutes`,
  )
  return found && (found.askedAt ?? latest(found, now))
}

/** Of several that were missed, the last one. */
function latest({ nextAt, everyMinutes }: Pick<FileExport, 'nextAt' | 'everyMinutes'>, now: Instant): Instant {
  const [due, every] = [epochMs(nextAt ?? now), (everyMinutes ?? 1) * 60_000]
  return instantOf(due + Math.floor((epochMs(now) - due) / every) * every)
}

export async function stayAtExport(tx: Tx, { id }: FileExport, now: Instant): Promise<void> {
  await run(tx, sql`update hub.file_export set taken_until = ${instantOf(epochMs(now) + GONE_MS)} where id = ${id}`)
}

/** Once the file is there. */
export async function keepExport(
  tx: Tx,
  by: Context,
  plan: FileExport,
  due: Instant,
  written: Pick<FileExportRun, 'file' | 'hash' | 'documents'>,
): Promise<void> {
  const state = plan.sftp ? 'waiting' : 'written'
  await createDocuments<FileExportRun>(
    tx,
    by,
    fileExportRun,
    [ok({ ...stamp(by), export: plan.id, ...written, state })],
    `file-export-run-${state}`,
  )
  await run(
    tx,
    sql`update hub.file_export
        set taken_until = null, written_at = ${by.now}, trouble_en = null, trouble_zh = null,
            asked_at = case when asked_at <= ${due}::timestamptz then null else asked_at end,
            next_at = case when next_at > ${by.now}::timestamptz then next_at else
              next_at + (1 + floor(extract(epoch from ${by.now}::timestamptz - next_at) / (60 * every_minutes)))
                        * every_minutes * interval '1 minute' end
        where id = ${plan.id}`,
  )
}

export interface Trouble {
  readonly en: string
  readonly zh: string
}

/** It is tried again at `again`. */
export async function keepExportTrouble(tx: Tx, { id }: FileExport, trouble: Trouble, again: Instant): Promise<void> {
  await run(
    tx,
    sql`update hub.file_export set taken_until = ${again}, trouble_en = ${trouble.en}, trouble_zh = ${trouble.zh} where id = ${id}`,
  )
}

/** Whoever began to send and has not ended for so long is gone. */
const SENDING_MS = 600_000

/** How to sign in, when it is nobody else's to send. */
export async function takeSending(tx: Tx, { id }: FileExport, now: Instant, sealing: Sealing): Promise<Secret | undefined> {
  const again = instantOf(epochMs(now) + SENDING_MS)
  const taken = await run(
    tx,
    sql`update hub.file_export set send_at = ${again} where id = ${id} and (send_at is null or send_at <= ${now})`,
  )
  const found =
    taken === 1
      ? await first(tx, sql<{ sealed: string }>`select sealed from hub.file_export_secret where export = ${id}`)
      : undefined
  return found && secretOf(sealing.open(found.sealed))
}

/** Undefined trouble: all is there. Else it is tried again at `again`. */
export async function keepSending(tx: Tx, { id }: FileExport, again: Instant, trouble?: Trouble): Promise<void> {
  const [en, zh] = [trouble?.en ?? null, trouble?.zh ?? null]
  await run(
    tx,
    sql`update hub.file_export set trouble_en = ${en}, trouble_zh = ${zh},
               send_at = ${trouble ? again : null}::timestamptz where id = ${id}`,
  )
}

export async function keepSent(tx: Tx, by: Context, plan: Id, file: string): Promise<void> {
  const waiting = await rows(
    tx,
    sql<{ id: Id }>`select id from hub.file_export_run where export = ${plan} and file = ${file} and state = 'waiting'`,
  )
  await changeDocuments<FileExportRun, unknown>(
    tx,
    by,
    fileExportRun,
    waiting.map(({ id }) => ({ id, input: {} })),
    () => ok({ state: 'sent' as const }),
    'file-export-run-sent',
  )
}

export const fileExportDocuments = [fileExport, fileExportRun]
