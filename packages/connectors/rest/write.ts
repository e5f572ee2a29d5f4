/** Writes to an API, so that a lost answer never makes a second document: by its own keys, or by looking for what was made. */
import type { Outcome, Snapshot, Values, Write } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import { toTheirs } from '../described-values.ts'
import { type Answered, type Asking, type Caller, failOn, RestFault, valueAt } from './call.ts'
import type { Operation, RestDescription, RestKind } from './describe.ts'
import { docOf, etagOf } from './documents.ts'
import { listPage } from './pages.ts'

const UNREACHABLE_MS = 5_000
const NOT_LET_IN_MS = 60_000

interface Ready {
  readonly write: Write
  readonly asking: Asking
}

/** One outcome per write, in order. */
export async function applyAll(
  call: Caller,
  description: RestDescription,
  kind: RestKind,
  writes: readonly Write[],
): Promise<Outcome[]> {
  const before = await madeBefore(call, description, kind, writes)
  const ready = writes.map((write): Ready | Outcome => {
    const made = before.get(write)
    if (made) return made
    const asking = askingOf(description, kind, write)
    return 'method' in asking ? { write, asking } : asking
  })
  const sent = ready.flatMap((one) => ('asking' in one ? [one] : []))
  const outcomes =
    description.batch && sent.length > 1 ? await together(call, description.batch, kind, sent) : await oneByOne(call, kind, sent)
  let at = 0
  return ready.map((one) => ('asking' in one ? (outcomes[at++] as Outcome) : one))
}

/** What bears the key of a creation already: it is looked for first, unless the API itself does a repeated write once. */
async function madeBefore(
  call: Caller,
  { idempotencyHeader }: RestDescription,
  kind: RestKind,
  writes: readonly Write[],
): Promise<Map<Write, Outcome>> {
  const found = new Map<Write, Outcome>()
  if (idempotencyHeader || !kind.keyAt || !kind.find) return found
  const creations = writes.filter(({ externalId }) => externalId === undefined)
  for (let at = 0; at < creations.length; at += AT_ONCE) {
    const look = async (write: Write) => {
      const outcome = await probeOne(call, kind, write).catch((fault) => notLooked(fault, write))
      if (outcome) found.set(write, outcome)
    }
    await Promise.all(creations.slice(at, at + AT_ONCE).map(look))
  }
  return found
}

/** Nothing was written yet, whatever became of the question. */
function notLooked(fault: unknown, write: Write): Outcome {
  const outcome = outcomeOf(fault, write)
  return 'unknown' in outcome ? { later: { afterMs: UNREACHABLE_MS, reason: 'unreachable' } } : outcome
}

function askingOf({ idempotencyHeader }: RestDescription, kind: RestKind, write: Write): Asking | Outcome {
  const operation = write.delete ? kind.remove : write.externalId === undefined ? kind.create : kind.update
  if (!operation || write.mergeInto !== undefined) {
    return { refused: { code: 'rest/cannot', details: { kind: kind.kind, what: verbOf(write) } } }
  }
  const ifMatch = kind.etag ? etagOf(write.seen) : undefined
  const headers = {
    ...(idempotencyHeader ? { [idempotencyHeader.toLowerCase()]: write.key } : {}),
    ...(ifMatch && write.externalId !== undefined ? { 'if-match': ifMatch } : {}),
  }
  const path = pathOf(operation, write.externalId)
  return write.delete
    ? { method: operation.method, path, headers }
    : { method: operation.method, path, headers, body: bodyOf(kind, operation, write) }
}

function verbOf({ mergeInto, delete: isDelete, externalId }: Write): string {
  if (mergeInto !== undefined) return 'merge'
  return isDelete ? 'delete' : externalId === undefined ? 'create' : 'update'
}

function pathOf({ path }: Operation, id: string | undefined): string {
  return path.replace('{id}', encodeURIComponent(id ?? ''))
}

function bodyOf(kind: RestKind, { method }: Operation, write: Write): Json {
  // What replaces a document must say all of it.
  const isWhole = write.externalId === undefined || method === 'PUT'
  const body: Record<string, Json> = {}
  for (const [path, value] of toTheirs(kind.of, kind.fields, write.values, isWhole ? undefined : write.changed))
    put(body, path, value)
  if (kind.keyAt && write.externalId === undefined) put(body, kind.keyAt, write.key)
  return kind.wrap === '' ? body : { [kind.wrap]: body }
}

function put(into: Record<string, Json>, path: string, value: Json): void {
  const [name = '', ...rest] = path.startsWith('@') ? [path] : path.split('.')
  if (rest.length === 0) into[name] = value
  else {
    const inner = (typeof into[name] === 'object' && into[name] !== null ? into[name] : {}) as Record<string, Json>
    into[name] = inner
    put(inner, rest.join('.'), value)
  }
}

const AT_ONCE = 4

async function oneByOne(call: Caller, kind: RestKind, sent: readonly Ready[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (let at = 0; at < sent.length; at += AT_ONCE) {
    outcomes.push(...(await Promise.all(sent.slice(at, at + AT_ONCE).map((one) => single(call, kind, one)))))
  }
  return outcomes
}

async function single(call: Caller, kind: RestKind, { write, asking }: Ready): Promise<Outcome> {
  try {
    return await doneBy(call, kind, write, await call(asking))
  } catch (fault) {
    return outcomeOf(fault, write)
  }
}

/** OData's JSON batch: each part succeeds or fails by itself; a part that is not answered is unknown. */
async function together(call: Caller, path: string, kind: RestKind, sent: readonly Ready[]): Promise<Outcome[]> {
  let answers: readonly Json[]
  try {
    const requests = sent.map(({ asking }, i) => {
      const headers = { 'content-type': 'application/json', ...asking.headers }
      return { id: String(i), method: asking.method, url: asking.path.replace(/^\//, ''), headers, body: asking.body ?? null }
    })
    const { body } = await call({ method: 'POST', path, body: { requests } })
    answers = (valueAt(body, 'responses') ?? []) as readonly Json[]
  } catch (fault) {
    return sent.map(({ write }) => outcomeOf(fault, write))
  }
  const byId = new Map(answers.map((answer) => [String(valueAt(answer, 'id')), answer]))
  return Promise.all(
    sent.map(async ({ write }, i): Promise<Outcome> => {
      const answer = byId.get(String(i))
      if (!answer) return { unknown: { reason: 'the batch did not answer for it' } }
      try {
        return await doneBy(call, kind, write, partOf(answer))
      } catch (fault) {
        return outcomeOf(fault, write)
      }
    }),
  )
}

function partOf(answer: Json): Answered {
  const given = (valueAt(answer, 'headers') ?? {}) as Readonly<Record<string, string>>
  const part = { status: Number(valueAt(answer, 'status')), headers: new Headers(given), body: valueAt(answer, 'body') ?? null }
  failOn(part, part.body, '')
  return part
}

/** The version stands in the answer, or is read once more. */
async function doneBy(call: Caller, kind: RestKind, write: Write, { body, headers }: Answered): Promise<Outcome> {
  if (write.delete) return { done: { externalId: write.externalId ?? '', version: 'deleted' } }
  const inside = kind.wrap !== '' && valueAt(body, kind.wrap) !== undefined ? valueAt(body, kind.wrap) : body
  const id = valueAt(inside, kind.id) ?? write.externalId ?? /([^/()']+)['")]*$/.exec(headers.get('location') ?? '')?.[1]
  if (id === undefined || id === null) return { unknown: { reason: 'the answer has no id' } }
  const now = await readOne(call, kind, String(id))
  if (!now) return { unknown: { reason: 'what was written cannot be read' } }
  return doneAs(now)
}

function doneAs({ externalId, version, born }: Snapshot): Outcome {
  return { done: { externalId, version, ...(born === undefined ? {} : { born }) } }
}

export async function readOne(call: Caller, kind: RestKind, id: string) {
  try {
    const { body, headers } = await call({ method: kind.read.method, path: pathOf(kind.read, id) })
    const inside = kind.wrap !== '' && valueAt(body, kind.wrap) !== undefined ? valueAt(body, kind.wrap) : body
    return docOf(kind, inside ?? null, headers.get('etag'))
  } catch (fault) {
    if (fault instanceof RestFault && fault.failing === 'missing') return undefined
    throw fault
  }
}

export function outcomeOf(fault: unknown, write: Write): Outcome {
  if (!(fault instanceof RestFault)) return { unknown: { reason: String((fault as Error).message ?? fault).slice(0, 300) } }
  const { failing, message, afterMs } = fault
  switch (failing) {
    case 'unknown':
      return { unknown: { reason: message } }
    case 'unreachable':
      return { later: { afterMs: UNREACHABLE_MS, reason: 'unreachable' } }
    case 'not-let-in':
      return { later: { afterMs: NOT_LET_IN_MS, reason: 'not let in' } }
    case 'rate-limit':
      return { later: { afterMs, reason: 'rate-limit' } }
    case 'stale':
      return { later: { afterMs: 0, reason: 'stale' } }
    case 'missing':
      // What is to be deleted and is gone is deleted.
      if (write.delete) return { done: { externalId: write.externalId ?? '', version: 'deleted' } }
      return { refused: { code: 'rest/gone', details: { id: write.externalId ?? '', reason: message } } }
    case 'refused':
      return { refused: { code: 'rest/refused', details: { reason: message } } }
  }
}

/** What became of a create whose answer was lost. Updates and deletes may simply be sent again: they say how it shall be. */
export async function probeOne(call: Caller, kind: RestKind, write: Write): Promise<Outcome | undefined> {
  if (write.externalId !== undefined || !kind.find) return undefined
  const query = Object.fromEntries(Object.entries(kind.find).map(([name, template]) => [name, filled(template, kind, write)]))
  const { items } = await listPage(call, kind, undefined, kind.pageSize, query)
  const wanted = items.filter((item) => isMeant(kind, item, write))
  const doc = wanted[0] === undefined ? undefined : docOf(kind, wanted[0])
  const now = doc && (await readOne(call, kind, doc.externalId))
  return now ? doneAs(now) : undefined
}

/** An API that does not know the query answers everything: what was found must say so itself. */
function isMeant(kind: RestKind, item: Json, { key, values }: Write): boolean {
  if (kind.keyAt) return valueAt(item, kind.keyAt) === key
  const names = [...Object.values(kind.find ?? {})].flatMap((template) =>
    [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string),
  )
  const theirs = toTheirs(kind.of, kind.fields, values)
  return names.every((name) => {
    const at = kind.fields[name]?.at
    return at !== undefined && String(valueAt(item, at) ?? '') === String(theirs.get(at) ?? '')
  })
}

function filled(template: string, kind: RestKind, { key, values }: Write): string {
  const theirs: Values = Object.fromEntries(toTheirs(kind.of, kind.fields, values))
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'key') return key
    const at = kind.fields[name]?.at
    return String((at === undefined ? values[name] : theirs[at]) ?? '')
  })
}
