/** A list of an API page by page: every way of paging as one text that asks for the next page. */
import type { Json } from '@tandem/kernel'
import { type Answered, type Caller, RestFault, valueAt } from './call.ts'
import type { RestKind } from './describe.ts'

export interface ListPage {
  readonly items: readonly Json[]
  /** Undefined: this was the last. */
  readonly next: string | undefined
}

/** `at` is what the page before answered as `next`; undefined: the first page. `query` is kept on every page. */
export async function listPage(
  call: Caller,
  kind: RestKind,
  at: string | undefined,
  limit: number,
  query: Readonly<Record<string, string>> = {},
): Promise<ListPage> {
  const size = Math.min(kind.pageSize, limit)
  const answered = await call({ method: 'GET', ...questionOf(kind, at, size, { ...kind.query, ...query }) })
  const items = valueAt(answered.body, kind.items)
  if (!Array.isArray(items)) throw new RestFault('refused', `the answer of ${kind.path} has no list at "${kind.items}"`)
  return { items, next: nextOf(kind, answered, at, size, items.length) }
}

function questionOf({ path, paging }: RestKind, at: string | undefined, size: number, query: Readonly<Record<string, string>>) {
  switch (paging.by) {
    case 'none':
      return { path, query }
    case 'page':
      return { path, query: { ...query, [paging.page]: at ?? String(paging.first), [paging.size]: String(size) } }
    case 'offset':
      return { path, query: { ...query, [paging.offset]: at ?? '0', [paging.size]: String(size) } }
    case 'cursor': {
      const sized = paging.size ? { ...query, [paging.size]: String(size) } : query
      return { path, query: at === undefined ? sized : { ...sized, [paging.cursor]: at } }
    }
    case 'link':
    case 'next':
      // The address of the next page says everything itself.
      return at === undefined ? { path, query: paging.size ? { ...query, [paging.size]: String(size) } : query } : { path: at }
  }
}

function nextOf(
  { paging, path }: RestKind,
  { body, headers }: Answered,
  at: string | undefined,
  size: number,
  count: number,
): string | undefined {
  switch (paging.by) {
    case 'none':
      return undefined
    case 'page':
      return count < size ? undefined : String(Number(at ?? paging.first) + 1)
    case 'offset':
      return count < size ? undefined : String(Number(at ?? 0) + count)
    case 'cursor': {
      const next = valueAt(body, paging.at)
      return next === null || next === undefined || next === '' || next === false ? undefined : moved(String(next), at, path)
    }
    case 'link': {
      const found = /<([^>]+)>\s*;[^,]*rel="?next"?/i.exec(headers.get('link') ?? '')?.[1]
      return found === undefined ? undefined : moved(found, at, path)
    }
    case 'next': {
      const found = valueAt(body, paging.at)
      return typeof found === 'string' && found !== '' ? moved(found, at, path) : undefined
    }
  }
}

/** A page that names itself as the next would be read for ever. */
function moved(next: string, at: string | undefined, path: string): string {
  if (next === at) throw new RestFault('refused', `${path} names the same page as the next again`)
  return next
}
