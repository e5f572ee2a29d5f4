/** The live feed over HTTP: server-sent events, resumable by Last-Event-ID, with a heartbeat; slow readers are dropped. */
import type { ServerResponse } from 'node:http'
import { Fault, type Id } from '@tandem/kernel'
import type { Door, Place } from '../auth/door.ts'
import { problemOf } from '../http/problems.ts'
import type { ApiRequest, Principal, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import type { Area, CloudEvent } from './cloud-events.ts'
import { Feed, type Listener } from './feed.ts'
import { type Heard, siftFor } from './sift.ts'

const HEARTBEAT_MS = 15_000
/** So often it is looked whether who listens still may, and still may the same. */
const CHECK_MS = 10_000
/** A stream ends after this; browsers come back by themselves. */
const LONGEST_MS = 3_600_000
/** What may wait unsent for one reader. */
const MOST_UNSENT_BYTES = 1024 * 1024
const DRAIN_MS = 10_000
const MOST_STREAMS = 500

export interface Feeds {
  /** What each listener hears goes through the door. */
  route(door: Door): Route
  /** Ends all streams. */
  close(): void
}

export function createFeeds(services: Services, checkMs = CHECK_MS): Feeds {
  const feeds = new Map<Id, Feed>()
  const streams = new Set<ServerResponse>()
  const feed = (tenant: Id): Feed => {
    const known = feeds.get(tenant)
    if (known) return known
    const { database, now, newId } = services
    const made = new Feed({ database, tenant, now, newId, hub: services.tenants.get(tenant)?.hub })
    feeds.set(tenant, made)
    return made
  }
  const streamThrough = (door: Door) => async (request: ApiRequest<never>, response: ServerResponse) => {
    if (streams.size >= MOST_STREAMS) return turnAway(services, request, response)
    streams.add(response)
    response.once('close', () => streams.delete(response))
    await serve(feed(request.tenant), request, listenerOf(services, door, request, response), response, checkMs)
  }
  return {
    route: (door) => feedRoute(streamThrough(door)),
    close() {
      for (const response of streams) response.end()
      for (const one of feeds.values()) one.close()
      feeds.clear()
    },
  }
}

function feedRoute(stream: NonNullable<Route['stream']>): Route {
  return {
    method: 'GET',
    path: '/api/v1/joint/feed',
    id: 'joint.feed',
    area: 'joint',
    tag: 'joint',
    label: { en: 'Live feed (CloudEvents as server-sent events)', zh: '实时事件流（CloudEvents，SSE）' },
    access: 'read',
    needs: null,
    media: 'text/event-stream',
    answers: { 200: { description: 'Ends never; resume with Last-Event-ID', body: { schema: { type: 'string' } } } },
    stream,
    handle: () => Promise.reject(new Fault('the feed is a stream')),
  }
}

function turnAway({ messages }: Services, { language }: ApiRequest<never>, response: ServerResponse): void {
  const problem = problemOf(messages, { code: 'http/busy', details: {} }, { language })
  response.writeHead(problem.status, { 'retry-after': '5', 'content-type': 'application/problem+json; charset=utf-8' })
  response.end(JSON.stringify(problem))
}

const STREAM = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  // A connection that carried a stream is not used again: so a server that stops need not wait for it.
  connection: 'close',
} as const

async function serve(
  feed: Feed,
  request: ApiRequest<never>,
  listener: Listener,
  response: ServerResponse,
  checkMs: number,
): Promise<void> {
  response.writeHead(200, STREAM)
  // Sent at once, so that the reader knows that it is connected.
  response.write('retry: 2000\n\n')
  const heartbeat = setInterval(() => send(response, ': alive\n\n'), HEARTBEAT_MS)
  const check = setInterval(() => endUnlessSame(request, response), checkMs)
  const longest = setTimeout(() => response.end(), LONGEST_MS)
  const gone = new Promise<void>((resolve) => response.once('close', resolve))
  try {
    const from = request.lastEventId
    // A place nobody knows any more: go on from now.
    const heard = (await feed.listen(listener, from)) ?? (await feed.listen(listener))
    send(response, `id: ${heard?.at}\n\n`)
    await gone
    heard?.stop()
  } catch {
    response.destroy()
  } finally {
    clearInterval(heartbeat)
    clearInterval(check)
    clearTimeout(longest)
  }
}

/** Who signed out, was disabled or may something else by now hears no more; a browser comes back as who they are then. */
function endUnlessSame(request: ApiRequest<never>, response: ServerResponse): void {
  const rightsOf = ({ access, self }: Principal) => JSON.stringify([access.key, self?.team, self?.customer])
  request.again().then(
    (now) => {
      if (!now || rightsOf(now) !== rightsOf(request)) response.end()
    },
    () => response.destroy(),
  )
}

function listenerOf(services: Services, door: Door, request: ApiRequest<never>, response: ServerResponse): Listener {
  const tell = ({ event, at }: Heard) => send(response, `id: ${at}\ndata: ${JSON.stringify(door.show(request, event))}\n\n`)
  const sift = siftFor(services, door, request, tell, () => response.destroy())
  return {
    hear: (event, at, area) => sift({ event, at, place: placeOf(door, event, area) }),
    ready: () => drained(response),
  }
}

/** What an event is about; steps of the joint are about its flows, and no document. */
function placeOf(door: Door, { data }: CloudEvent, area: Area): Place | undefined {
  const { document } = data as { document?: string }
  return document === undefined ? undefined : door.placeOf(area, document)
}

/** Nothing is kept for a reader that does not read: it is dropped, and comes back to where it was. */
function send(response: ServerResponse, text: string): void {
  if (response.writableEnded || response.destroyed) return
  response.write(text)
  if (response.writableLength > MOST_UNSENT_BYTES) response.destroy()
}

function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.reject(new Fault('the reader is gone'))
  if (!response.writableNeedDrain) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => () => {
      clearTimeout(timer)
      response.off('drain', drain).off('close', close)
      act()
    }
    const drain = settle(resolve)
    const close = settle(() => reject(new Fault('the reader is gone')))
    const timer = setTimeout(close, DRAIN_MS)
    response.once('drain', drain).once('close', close)
  })
}
