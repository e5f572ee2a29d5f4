/** The live feed: what happens on either side or in the joint comes as server-sent events and makes what is shown fresh. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { type FeedState, listenToFeed } from './feed-source.ts'

/** A CloudEvent of the feed, as far as the page reads it. */
export interface FeedEvent {
  readonly id: string
  /** `crm`, `erp` or `joint`, at the end of its path. */
  readonly source: string
  readonly type: string
  readonly subject?: string
  readonly time?: string
  readonly data?: unknown
}

/** Much may happen within a moment, as in a first load: what is shown is read again at most this often. */
const CALM_MS = 400

interface Feed {
  readonly state: FeedState
  readonly count: number
}

let feed: Feed = { state: 'connecting', count: 0 }
const stateListeners = new Set<() => void>()

function become(next: Feed): void {
  feed = next
  for (const listener of stateListeners) listener()
}

type Part = 'crm' | 'erp' | 'joint'

/** Listens, and tells which parts of the page's data went stale. */
function listen(onStale: (part: Part) => void): () => void {
  let wasLive = false
  return listenToFeed({
    onState(state) {
      become({ ...feed, state })
      if (state !== 'live') return
      // While nobody was connected, or another tab took over, something may have gone unheard.
      if (wasLive) for (const part of ['crm', 'erp', 'joint'] as const) onStale(part)
      wasLive = true
    },
    onText(text) {
      const event = readEvent(text)
      if (!event) return
      become({ ...feed, count: feed.count + 1 })
      onStale(sideOf(event))
    },
  })
}

export function readEvent(text: unknown): FeedEvent | undefined {
  try {
    const event = JSON.parse(String(text)) as FeedEvent
    return typeof event.type === 'string' && typeof event.source === 'string' ? event : undefined
  } catch {
    return undefined
  }
}

/** Which part of the page's data an event makes stale. */
export function sideOf({ source }: FeedEvent): Part {
  const last = source.split('/').at(-1)
  return last === 'crm' || last === 'erp' ? last : 'joint'
}

/** Keeps everything shown fresh while the page is open. Used once, at the top. */
export function useLiveData(): void {
  const client = useQueryClient()
  useEffect(() => {
    const calm = calmly(client)
    const stop = listen(calm.take)
    return () => {
      calm.stop()
      stop()
    }
  }, [client])
}

function calmly(client: QueryClient) {
  const stale = new Set<Part>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const read = () => {
    timer = undefined
    for (const key of stale) {
      void client.invalidateQueries({ queryKey: [key], predicate: (query) => !isLong(query.state.data) })
      void client.invalidateQueries({ queryKey: [key], predicate: (query) => isLong(query.state.data), refetchType: 'none' })
    }
    stale.clear()
  }
  const take = (part: Part) => {
    stale.add(part).add('joint')
    timer ??= setTimeout(read, CALM_MS)
  }
  return { take, stop: () => clearTimeout(timer) }
}

const MOST_PAGES = 5

/** A list somebody has scrolled far into is not read again from its start with every event: it would never come to rest. */
function isLong(data: unknown): boolean {
  const pages = (data as { readonly pages?: unknown } | undefined)?.pages
  return Array.isArray(pages) && pages.length > MOST_PAGES
}

function subscribe(listener: () => void): () => void {
  stateListeners.add(listener)
  return () => stateListeners.delete(listener)
}

/** Whether the page is live, and how many events came since it was opened. */
export function useFeed(): Feed {
  return useSyncExternalStore(subscribe, () => feed)
}
