/**
 * What a first load would do, before it does anything: which documents of a system are known already, which will be taken
 * for ones that others have, which a person will be asked about, which cannot be read, which are new. Nothing is kept.
 */

import { rows, sql } from '@tandem/db'
import { ok, type Result, refuse } from '@tandem/kernel'
import type { Connector, Snapshot, Values } from '../connector.ts'
import { loadCandidates } from '../engine/candidates.ts'
import { type Engine, type Joined, joinedOf, readKinds, step } from '../engine/engine.ts'
import type { ChangeRow } from '../engine/plan-load.ts'
import { documentKey, given } from '../engine/sets.ts'
import { readValues, subjectOf } from '../engine/values.ts'
import { type Candidate, matchDocument, naturalKeys, suspectsAmong } from '../identity/keys.ts'
import { CROWDED } from '../identity/matching.ts'
import type { KindName } from '../kinds.ts'
import { mapped } from '../mapping/seam.ts'
import type { Fate, LoadPreview, PreviewExample } from './previewed.ts'

const PAGE = 500
/** Examples of each sort. */
const SHOWN = 25

interface Document {
  readonly externalId: string
  readonly values: Values
}

/** Documents by their keys, as far as the joint does not know them yet. */
class Index {
  private readonly byKey = new Map<string, Candidate[]>()

  private readonly kind: KindName

  constructor(kind: KindName) {
    this.kind = kind
  }

  add(candidate: Candidate): void {
    for (const key of this.keys(candidate.values)) {
      const sharing = this.byKey.get(key)
      if (sharing) sharing.push(candidate)
      else this.byKey.set(key, [candidate])
    }
  }

  find(values: Values): Candidate[] {
    const found = this.keys(values).flatMap((key) => {
      const sharing = this.byKey.get(key) ?? []
      return sharing.length > CROWDED ? [] : sharing
    })
    return [...new Set(found)]
  }

  private keys(values: Values): string[] {
    return naturalKeys(this.kind, values).map(({ field, value }) => `${field}\u0000${value}`)
  }
}

/** Refuses `system/not-found`, `load/not-read` and `load/no-answer`. */
export async function previewOf(
  engine: Engine,
  { of, kind, most }: { readonly of: string | Connector; readonly kind: KindName; readonly most: number },
): Promise<Result<LoadPreview>> {
  const joined = typeof of === 'string' ? engine.systems.get(of) : joinedOf(mapped(of, engine.mappings))
  if (!joined) return refuse('system/not-found', { id: of as string })
  if (!readKinds(joined).includes(kind)) {
    return refuse('load/not-read', { system: joined.system, kind, kinds: readKinds(joined).join(', ') })
  }
  try {
    return ok(await previewLoad(engine, joined, kind, most))
  } catch (fault) {
    engine.fault(fault, `preview ${joined.system} ${kind}`)
    return refuse('load/no-answer', { system: joined.system, reason: fault instanceof Error ? fault.message : String(fault) })
  }
}

/** Looks at no more than `most` documents of each system. */
async function previewLoad(engine: Engine, joined: Joined, kind: KindName, most: number): Promise<LoadPreview> {
  const ahead = await indexOthers(engine, joined, kind, most)
  const own = new Index(kind)
  const counts = { linked: 0, same: 0, unsure: 0, twice: 0, unreadable: 0, fresh: 0 }
  const examples = new Map<PreviewExample['is'], PreviewExample[]>()
  const show = (example: PreviewExample): void => {
    const sofar = examples.get(example.is) ?? []
    if (sofar.length < SHOWN) examples.set(example.is, [...sofar, example])
  }
  let looked = 0
  for await (const page of pages(joined.connector, kind, most)) {
    looked += page.length
    const linked = await linkedAmong(engine, joined.system, kind, page)
    counts.linked += linked.size
    const readable: Document[] = []
    for (const { externalId, values, mapped } of page.filter((one) => !linked.has(one.externalId))) {
      const read = mapped?.refusal
        ? { ok: false as const, refusal: mapped.refusal }
        : readValues(engine.mappings.fieldsOf(kind), values)
      if (read.ok) readable.push({ externalId, values: read.value })
      else {
        counts.unreadable++
        show({ is: 'unreadable', externalId, name: subjectOf(values, externalId), others: [], refusal: read.refusal })
      }
    }
    const known = await knownCandidates(engine, joined.system, kind, readable)
    for (const document of readable) {
      const { is, example } = judge(
        kind,
        document,
        [...(known.get(document.externalId) ?? []), ...ahead.find(document.values)],
        own,
      )
      counts[is]++
      if (example) show(example)
      own.add({ recordId: document.externalId, values: document.values })
    }
  }
  const order = ['unsure', 'twice', 'unreadable', 'same'] as const
  return {
    ...{ system: joined.system, kind, looked, isWhole: looked < most, counts },
    examples: order.flatMap((is) => examples.get(is) ?? []),
  }
}

interface Judged {
  readonly is: Fate
  readonly example?: PreviewExample
}

/** By the same evidence and thresholds as the joint itself goes. */
function judge(kind: KindName, { externalId, values }: Document, candidates: readonly Candidate[], own: Index): Judged {
  const match = matchDocument(kind, values, candidates)
  const twins = match.is === 'new' ? suspectsAmong(kind, values, own.find(values)) : []
  if (match.is === 'new' && twins.length === 0) return { is: 'fresh' }
  const is = match.is === 'new' ? 'twice' : match.is
  const suspects =
    match.is === 'unsure' ? match.suspects : suspectsAmong(kind, values, match.is === 'new' ? own.find(values) : candidates)
  const valuesOf = new Map([...candidates, ...own.find(values)].map((candidate) => [candidate.recordId, candidate.values]))
  const others = suspects.slice(0, 3).map(({ recordId, score, reasons }) => {
    return { name: nameOf(valuesOf.get(recordId) ?? {}, recordId), score, reasons }
  })
  return { is, example: { is, externalId, name: nameOf(values, externalId), others, refusal: null } }
}

function nameOf(values: Values, id: string): string {
  const subject = subjectOf(values, id)
  const { name } = values
  return typeof name === 'string' && name !== subject ? `${subject} ${name}` : subject
}

/** What other systems have that the joint has not read to the end: it will be there when the two meet. */
async function indexOthers(engine: Engine, { system }: Joined, kind: KindName, most: number): Promise<Index> {
  const index = new Index(kind)
  const complete = new Set((await cursorsRead(engine, kind)).map((cursor) => cursor.system))
  for (const other of engine.systems.values()) {
    if (other.system === system || complete.has(other.system) || !readKinds(other).includes(kind)) continue
    for await (const page of pages(other.connector, kind, most)) {
      const linked = await linkedAmong(engine, other.system, kind, page)
      for (const { externalId, values, mapped } of page) {
        if (linked.has(externalId) || mapped?.refusal) continue
        const read = readValues(engine.mappings.fieldsOf(kind), values)
        if (read.ok) index.add({ recordId: `${other.system} ${externalId}`, values: read.value })
      }
    }
  }
  return index
}

function cursorsRead(engine: Engine, kind: KindName): Promise<{ system: string }[]> {
  return step(engine, (tx) => rows(tx, sql`select system from hub.cursor where kind = ${kind} and complete`))
}

async function* pages(connector: Connector, kind: KindName, most: number): AsyncGenerator<readonly Snapshot[]> {
  let after = ''
  for (let looked = 0; looked < most; ) {
    const limit = Math.min(PAGE, most - looked)
    const page = await connector.list(kind, after, limit)
    if (page.length > 0) yield page
    looked += page.length
    const last = page.at(-1)
    if (!last || page.length < limit) return
    after = last.externalId
  }
}

async function linkedAmong(
  engine: Engine,
  system: string,
  kind: KindName,
  page: readonly Snapshot[],
): Promise<ReadonlySet<string>> {
  const asked = page.map(({ externalId }) => ({ externalId }))
  const found = await step(engine, (tx) =>
    rows(
      tx,
      sql<{ externalId: string }>`
        select l.external_id from ${given(asked, 'external_id text')}, lateral (
          select external_id from hub.link
          where system = ${system} and kind = ${kind} and external_id = given.external_id limit 1) l`,
    ),
  )
  return new Set(found.map(({ externalId }) => externalId))
}

/** Records that share a key with these documents and have none in their system. */
async function knownCandidates(
  engine: Engine,
  system: string,
  kind: KindName,
  documents: readonly Document[],
): Promise<Map<string, Candidate[]>> {
  const asked = documents.map((document) => ({ system, kind, edited: null, ...document }) as unknown as ChangeRow)
  const found = await step(engine, (tx) => loadCandidates(tx, asked))
  const free = found.filter(({ links }) => !links.some((link) => link.system === system))
  const byDocument = Map.groupBy(free, ({ externalId }) => documentKey(system, kind, externalId))
  return new Map(
    documents.map(({ externalId }) => [
      externalId,
      (byDocument.get(documentKey(system, kind, externalId)) ?? []).map(({ record }) => ({
        recordId: record.id,
        values: record.values,
      })),
    ]),
  )
}
