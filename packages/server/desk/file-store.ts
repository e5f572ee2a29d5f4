/** Files in the database: content, its SHA-256, whom they belong to. */
import { createHash } from 'node:crypto'
import { first, rows, run, sql, type Tx } from '@tandem/db'
import { type Context, type Id, type Instant, isId } from '@tandem/kernel'
import type { TakenFile } from './file-types.ts'

export interface StoredFile {
  readonly id: Id
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
  readonly document: string | null
  readonly documentId: Id | null
  readonly createdAt: Instant
  readonly createdBy: string
  readonly removedAt: Instant | null
}

const SHOWN = sql.raw('id, name, media_type, size, sha256, document, document_id, created_at, created_by, removed_at')

export interface NewFile extends TakenFile {
  readonly content: Uint8Array
  /** Left out: it belongs to nothing yet, such as a file to be imported. */
  readonly at?: { readonly document: string; readonly id: string } | undefined
}

export async function keepFile(tx: Tx, by: Context, { name, mediaType, content, at }: NewFile): Promise<StoredFile> {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const saved = await first(
    tx,
    sql<StoredFile>`
      insert into platform.file (id, name, media_type, size, sha256, content, document, document_id, created_at, created_by)
      values (${by.newId()}::uuid, ${name}, ${mediaType}, ${content.length}, ${sha256},
              decode(${Buffer.from(content).toString('base64')}::text, 'base64'), ${at?.document ?? null},
              ${at?.id ?? null}::uuid, ${by.now}::timestamptz, ${by.actor.id})
      returning ${SHOWN}`,
  )
  return saved as StoredFile
}

export async function findFile(tx: Tx, id: string): Promise<StoredFile | undefined> {
  return isId(id) ? first(tx, sql<StoredFile>`select ${SHOWN} from platform.file where id = ${id}::uuid`) : undefined
}

export async function readContent(tx: Tx, id: Id): Promise<Buffer> {
  const found = await first(
    tx,
    sql<{ text: string }>`select encode(content, 'base64') as text from platform.file where id = ${id}::uuid`,
  )
  return Buffer.from(found?.text ?? '', 'base64')
}

export function filesAt(tx: Tx, document: string, id: string): Promise<StoredFile[]> {
  return rows(
    tx,
    sql<StoredFile>`select ${SHOWN} from platform.file
                    where document = ${document} and document_id = ${id}::uuid and removed_at is null order by id`,
  )
}

/** Takes a file away, or brings it back: its content stays. */
export function setRemoved(tx: Tx, by: Context, id: Id, removed: boolean): Promise<StoredFile | undefined> {
  const [at, who] = removed ? [by.now, by.actor.id] : [null, null]
  return first(
    tx,
    sql<StoredFile>`update platform.file set removed_at = ${at}::timestamptz, removed_by = ${who}
                    where id = ${id}::uuid returning ${SHOWN}`,
  )
}

const KEEP_DAYS = 7

/** Files that were only uploaded to be imported are of no use after some days. */
export async function forgetLooseFiles(tx: Tx): Promise<void> {
  await run(
    tx,
    sql`delete from platform.file where document is null and created_at < now() - make_interval(days => ${KEEP_DAYS})`,
  )
}
