/** Whether a document is another one than had its id before: by the sign that a system gives, or by what names it. */
import { isAnother } from '../deletions/given-away.ts'
import type { ChangeRow, LinkRow } from './plan-load.ts'

type Sign = string | null | undefined

/** Whether two signs are known and are not of the same document. */
export function isReborn(was: Sign, now: Sign): boolean {
  return was != null && now != null && was !== now
}

/** Whether a change tells of another document than a link whose document is gone. */
export function isAnothers(
  link: Pick<LinkRow, 'gone' | 'born' | 'base'>,
  { kind, deleted, edited, values, born }: ChangeRow,
): boolean {
  if (!link.gone || deleted) return false
  const isKnown = link.born !== null && born !== null
  return isKnown ? link.born !== born : isAnother(kind, link.base, edited ?? values)
}
