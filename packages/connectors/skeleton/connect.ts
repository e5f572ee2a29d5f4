/**
 * Skeleton as a system of the joint: a connector to start from, made by `npm run tandem -- connector new NAME`. It speaks to an
 * imaginary system over JSON and carries customers. See docs/connectors.md for what each part promises.
 */
import type { Capabilities, Connector, Given, KindName, Outcome, Snapshot, Values, Write } from '@tandem/hub'
import { Fault, type Instant, type Json } from '@tandem/kernel'
import { CallFailed, outcomeOf, postJson } from '../kit/http.ts'
import { idNumber, idText } from '../kit/ids.ts'
import { type Doc, pollOf, type Source } from '../kit/poll.ts'
import { versionOf, writtenVersion } from '../kit/version.ts'

/** A customer as the system tells it. */
interface Record_ {
  readonly id: number
  readonly touched: Instant
  readonly code: string
  readonly name: string
  readonly isCompany: boolean
}

const CAPABILITIES: Capabilities = { kinds: { customer: { read: true, write: true } }, batch: 100, idempotent: false }
const TIMEOUT_MS = 25_000

export function connectSkeleton(given: Given): Connector {
  const { system, side, label, outside } = given
  const call = callerOf(given)
  const read = async (ids: readonly string[]) => (await call<Record_[]>('read', { ids: ids.map(idNumber) })).map(docOf)
  const page = async (after: string, limit: number) =>
    (await call<Record_[]>('page', { after: idNumber(after), limit })).map(docOf)
  const source: Source = {
    tables: ['customer'],
    newest: () => call('newest', {}),
    touched: async (_table, from) =>
      (await call<Record_[]>('touched', { from })).map(({ id, touched }) => ({ externalId: idText(id), at: touched })),
    page,
    read,
  }
  const limits = { overlapMs: 600_000, settledMs: 5_000, againMs: 60_000, everyMs: 0 }
  const poll = pollOf(source, { ...limits, now: outside.now })
  return {
    ...{ system, side, label },
    capabilities: () => CAPABILITIES,
    changesSince: (kind, cursor, limit) => poll.changesSince(checked(kind) ? cursor : '', limit),
    read: async (kind, ids) => (checked(kind) ? await read(ids) : []).map(snapshotOf),
    list: async (kind, after, limit) => (checked(kind) ? await page(after, limit) : []).map(snapshotOf),
    ids: async (kind, after, limit) => (checked(kind) ? await page(after, limit) : []).map(({ externalId }) => externalId),
    apply: async (_kind, writes) => Promise.all(writes.map((write) => save(call, read, write))),
    probe: async (_kind, writes) => Promise.all(writes.map((write) => probe(call, read, write))),
  }
}

function checked(kind: KindName): boolean {
  if (kind !== 'customer') throw new Fault(`skeleton carries no ${kind}`)
  return true
}

type Call = <T>(what: string, body: Json) => Promise<T>
type Read = (ids: readonly string[]) => Promise<Doc[]>

function callerOf({ settings, outside }: Given): Call {
  return async <T>(what: string, body: Json) => {
    const headers = { authorization: `Bearer ${String(settings.key)}` }
    const url = `${String(settings.url).replace(/\/+$/, '')}/customers/${what}`
    const { status, text } = await postJson(outside.fetch, url, body, headers, TIMEOUT_MS)
    if (status === 200) return JSON.parse(text) as T
    throw new CallFailed('refused', status === 401 ? 'the key is not accepted' : text.slice(0, 500))
  }
}

/** Every field of the kind that the system keeps; what it does not keep is left out. */
function docOf({ id, touched, code, name, isCompany }: Record_): Doc {
  const values: Values = { code, name, type: isCompany ? 'company' : 'person' }
  return { externalId: idText(id), version: versionOf(touched, values), values, at: touched, actor: 'skeleton' }
}

function snapshotOf({ externalId, version, values }: Doc): Snapshot {
  return { externalId, version, values }
}

/** The record of the joint in a key: what is made bears it as a mark, which the system keeps unique. */
function markOf({ key }: Write): string {
  return key.split(':').slice(0, -1).join(':')
}

async function save(call: Call, read: Read, write: Write): Promise<Outcome> {
  try {
    const { externalId, seen, values, changed } = write
    if (externalId !== undefined) {
      const [now] = await read([externalId])
      if (!now) return { refused: { code: 'skeleton/not-found', details: { id: externalId } } }
      if (seen !== undefined && seen !== now.version) return { later: { afterMs: 0, reason: 'stale' } }
    }
    const fields = Object.fromEntries(changed.map((name) => [name, values[name] ?? null]))
    const id = await call<number>('save', { mark: markOf(write), id: externalId ? idNumber(externalId) : null, fields })
    return await done(read, write, idText(id))
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault)
    return outcomeOf(fault) ?? { refused: { code: 'skeleton/not-accepted', details: { reason } } }
  }
}

async function done(read: Read, write: Write, externalId: string): Promise<Outcome> {
  const [now] = await read([externalId])
  return { done: { externalId, version: now ? writtenVersion(write, snapshotOf(now)) : `written.${write.key}` } }
}

/** What became of a write whose answer was lost. */
async function probe(call: Call, read: Read, write: Write): Promise<Outcome | undefined> {
  if (write.externalId === undefined) {
    const id = await call<number | null>('marked', { mark: markOf(write) })
    return id === null ? undefined : done(read, write, idText(id))
  }
  const [now] = await read([write.externalId])
  const isSo = now && write.changed.every((name) => now.values[name] === write.values[name])
  return isSo ? done(read, write, write.externalId) : undefined
}
