/**
 * Where a system's own terms become the joint's and back, both ways, for everything the engine and the proof do with it.
 * Without a mapping calls go straight through, but for rules of quality on what comes in.
 */
import { ok, type Refusal } from '@tandem/kernel'
import type { Connector, Outcome, Snapshot, Write } from '../connector.ts'
import { type KindName, kindOf } from '../kinds.ts'
import type { Arrival } from '../quality/arrivals.ts'
import { type Compiled, mapIn, mapOut } from './apply.ts'
import type { MappingBook } from './book.ts'

/** The same connector, speaking the joint's terms. */
export function mapped(connector: Connector, book: MappingBook): Connector {
  const { system } = connector
  const reading = <S extends Snapshot>(kind: KindName, snapshots: S[]): S[] | Promise<S[]> => {
    const mapping = book.of(system, kind)
    const rules = book.arrivals(system, kind)
    if (mapping) return Promise.all(snapshots.map((one) => readMapped(mapping, rules, one)))
    if (rules) return snapshots.map((one) => readStandardised(rules, one))
    return speaksOwn(connector, kind) ? snapshots.map(keepNative) : snapshots
  }
  const seam: Partial<Connector> = {
    async changesSince(kind, cursor, limit) {
      const page = await connector.changesSince(kind, cursor, limit)
      return { ...page, changes: await reading(kind, page.changes) }
    },
    read: async (kind, ids) => reading(kind, await connector.read(kind, ids)),
    list: async (kind, after, limit) => reading(kind, await connector.list(kind, after, limit)),
    async apply(kind, writes) {
      const mapping = book.of(system, kind)
      return mapping ? applyMapped(connector, kind, mapping, writes) : connector.apply(kind, writes)
    },
    async probe(kind, writes) {
      const mapping = book.of(system, kind)
      if (!mapping) return connector.probe(kind, writes)
      const ready = await Promise.all(writes.map((write) => writeMapped(mapping, write)))
      return connector.probe(
        kind,
        ready.map((one, i) => ('write' in one ? one.write : (writes[i] as Write))),
      )
    },
  }
  return Object.assign(Object.create(connector) as Connector, seam)
}

/** Whether a system tells of fields that the joint does not know: they are kept for a mapping to come. */
function speaksOwn(connector: Connector, kind: KindName): boolean {
  const { fields } = kindOf(kind)
  return connector.fields?.(kind)?.some(({ path }) => !(path in fields)) ?? false
}

function keepNative<S extends Snapshot>(snapshot: S): S {
  return { ...snapshot, mapped: { version: null, native: snapshot.values } }
}

/** Without a mapping all rules look at the values as they were told. */
function readStandardised<S extends Snapshot>(rules: Arrival, snapshot: S): S {
  const about = { version: null, native: snapshot.values }
  if (snapshot.deleted) return { ...snapshot, mapped: about }
  const own = rules.own(snapshot.values)
  const read = own.ok ? rules.joint(own.value) : own
  return read.ok
    ? { ...snapshot, values: read.value, mapped: about }
    : { ...snapshot, mapped: { ...about, refusal: read.refusal } }
}

async function readMapped<S extends Snapshot>(mapping: Compiled, rules: Arrival | undefined, snapshot: S): Promise<S> {
  const native = snapshot.values
  const about = { version: mapping.revision, native }
  if (snapshot.deleted) return { ...snapshot, mapped: about }
  const own = rules ? rules.own(native) : ok(native)
  const read = own.ok ? await mapIn(mapping, own.value, rules?.joint) : own
  return read.ok
    ? { ...snapshot, values: read.value, mapped: about }
    : { ...snapshot, mapped: { ...about, refusal: read.refusal } }
}

type Ready = { readonly write: Write } | { readonly refusal: Refusal }

async function writeMapped(mapping: Compiled, write: Write): Promise<Ready> {
  if (write.delete) return { write }
  const out = await mapOut(mapping, write.values, write.changed)
  return out.ok ? { write: { ...write, ...out.value } } : { refusal: out.refusal }
}

async function applyMapped(
  connector: Connector,
  kind: KindName,
  mapping: Compiled,
  writes: readonly Write[],
): Promise<Outcome[]> {
  const ready = await Promise.all(writes.map((write) => writeMapped(mapping, write)))
  const sent = ready.flatMap((one) => ('write' in one && !saysNothing(one.write) ? [one.write] : []))
  const outcomes = sent.length > 0 ? await connector.apply(kind, sent) : []
  const bySent = new Map(sent.map((write, i) => [write, outcomes[i]]))
  return ready.map((one): Outcome => {
    if ('refusal' in one) return { refused: one.refusal }
    const { write } = one
    return saysNothing(write)
      ? { done: { externalId: write.externalId ?? '', version: write.seen ?? '' } }
      : (bySent.get(write) ?? { unknown: { reason: 'no outcome was told' } })
  })
}

/** Nothing that changed is kept there: the document stands as it should. */
function saysNothing({ externalId, seen, changed, delete: deletes }: Write): boolean {
  return !deletes && externalId !== undefined && seen !== undefined && changed.length === 0
}
