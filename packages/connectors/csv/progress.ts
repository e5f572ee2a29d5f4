/**
 * How far an import has come, kept in the database in the transaction of each batch: after a kill nothing was done twice
 * or left out. The errors file is cut back to what belongs to the committed batches.
 */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { first, run, sql, type Tx } from '@tandem/db'
import { type Context, Fault } from '@tandem/kernel'
import type { ImportMapping } from './mapping.ts'
import type { CsvFile } from './read-csv.ts'

export interface ImportProgress {
  /** The last row done; the header is row 1. */
  readonly row: number
  readonly created: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  /** Cells that rules of quality put into their standard form. */
  readonly cleaned?: number
  /** Cells that are not as the rules want them, and came in all the same. */
  readonly warned?: number
  readonly errorBytes: number
  readonly finished: boolean
}

export const NO_PROGRESS: ImportProgress = {
  row: 1,
  created: 0,
  changed: 0,
  unchanged: 0,
  refused: 0,
  errorBytes: 0,
  finished: false,
}

const SCOPE = 'import'
const EDGE_BYTES = 65_536

/** Names an import by what it reads and how: the same file with the same mapping goes on where it stopped. */
export async function importKey(file: CsvFile, mapping: ImportMapping, target: string): Promise<string> {
  const hash = createHash('sha256').update(`${target}\n${JSON.stringify(mapping)}\n${file.bytes}\n`)
  const handle = await open(file.path, 'r')
  try {
    for (const at of [0, Math.max(0, file.bytes - EDGE_BYTES)]) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(EDGE_BYTES), 0, EDGE_BYTES, at)
      hash.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}

/** Where an import stands; one that is finished or forgotten begins anew. */
export async function loadProgress(tx: Tx, key: string): Promise<ImportProgress> {
  const found = await first(
    tx,
    sql<{ answer: ImportProgress }>`select answer from platform.answer where scope = ${SCOPE} and key = ${key}`,
  )
  return found && !found.answer.finished ? found.answer : NO_PROGRESS
}

export async function restartProgress(tx: Tx, by: Context, key: string): Promise<void> {
  await run(
    tx,
    sql`insert into platform.answer (scope, key, request_hash, answer, at)
        values (${SCOPE}, ${key}, ${key}, ${JSON.stringify(NO_PROGRESS)}::jsonb, ${by.now})
        on conflict (tenant_id, scope, key) do update set answer = excluded.answer, at = excluded.at`,
  )
}

/** Moves on from the row this run stood at. Throws a Fault when another run of the same import moved it meanwhile. */
export async function saveProgress(tx: Tx, by: Context, key: string, from: number, to: ImportProgress): Promise<void> {
  const moved = await run(
    tx,
    sql`update platform.answer set answer = ${JSON.stringify(to)}::jsonb, at = ${by.now}
        where scope = ${SCOPE} and key = ${key} and (answer ->> 'row')::integer = ${from}`,
  )
  if (moved !== 1) throw new Fault('the same file is being imported by somebody else: wait for that import to end')
}
