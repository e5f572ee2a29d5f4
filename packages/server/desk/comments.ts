/** What people say to each other at a document, and who is named there. */
import { first, insertRows, rows, run, sql, type Tx, textArray } from '@tandem/db'
import { type Context, type Id, type Instant, isId } from '@tandem/kernel'

export interface Comment {
  readonly id: Id
  readonly document: string
  readonly documentId: Id
  readonly text: string
  readonly createdAt: Instant
  readonly createdBy: string
  readonly removedAt: Instant | null
}

const SHOWN = sql.raw('c.id, c.document, c.document_id, c.text, c.created_at, c.created_by, c.removed_at')

export interface NewComment {
  readonly document: string
  readonly documentId: string
  readonly text: string
  readonly mentions: readonly string[]
}

export async function addComment(tx: Tx, by: Context, { mentions, ...comment }: NewComment): Promise<Comment> {
  const row = { id: by.newId(), ...comment, createdAt: by.now, createdBy: by.actor.id }
  await insertRows(tx, 'platform.comment', [row])
  const people = [...new Set(mentions)].map((person) => ({ commentId: row.id, person }))
  await insertRows(tx, 'platform.mention', people)
  return { ...row, documentId: comment.documentId as Id, removedAt: null }
}

export function commentsAt(tx: Tx, document: string, id: string): Promise<Comment[]> {
  return rows(
    tx,
    sql<Comment>`select ${SHOWN} from platform.comment c
                 where document = ${document} and document_id = ${id}::uuid and removed_at is null order by id`,
  )
}

/** Takes a comment of one's own away, or brings it back; undefined when it is not one's own. */
export async function setCommentRemoved(tx: Tx, by: Context, id: string, removed: boolean): Promise<Comment | undefined> {
  if (!isId(id)) return undefined
  return first(
    tx,
    sql<Comment>`update platform.comment c set removed_at = ${removed ? by.now : null}::timestamptz
                 where id = ${id}::uuid and created_by = ${by.actor.id} returning ${SHOWN}`,
  )
}

/** The comments that name somebody and were not seen yet, newest first. */
export function unseenMentions(tx: Tx, person: string): Promise<Comment[]> {
  return rows(
    tx,
    sql<Comment>`select ${SHOWN} from platform.mention m join platform.comment c on c.id = m.comment_id
                 where m.person = ${person} and m.seen_at is null and c.removed_at is null
                 order by c.id desc limit 50`,
  )
}

export async function seeMentions(tx: Tx, by: Context, comments: readonly string[]): Promise<number> {
  const ids = textArray(comments.filter(isId))
  return run(
    tx,
    sql`update platform.mention set seen_at = ${by.now}::timestamptz
        where person = ${by.actor.id} and seen_at is null and comment_id = any(${ids}::uuid[])`,
  )
}

/** Who has left something here, by name. */
export function knownPeople(tx: Tx): Promise<Person[]> {
  return rows(
    tx,
    sql<Person>`
      select name as id, full_name from platform.user where state <> 'disabled' and customer is null order by name limit 500`,
  )
}

export interface Person {
  /** What documents and comments are signed with. */
  readonly id: string
  readonly fullName: string
}
