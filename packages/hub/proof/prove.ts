/**
 * Comparing what systems really hold with what was agreed: their documents and the links are walked side by side in order
 * of external ids, a page at a time, so a million documents take no more memory than a page.
 */
import { rows, run, sql, type Tx } from '@tandem/db'
import { Decimal, type Id, type Json } from '@tandem/kernel'
import type { Range, Snapshot, Values } from '../connector.ts'
import { askAgain } from '../engine/ask-again.ts'
import { type Engine, type Joined, jointContext, kindOrder, step } from '../engine/engine.ts'
import { replaceDeliveries } from '../engine/plan-write.ts'
import { documentKey, given } from '../engine/sets.ts'
import { readValues } from '../engine/values.ts'
import { mapReferences, referencesIn } from '../identity/references.ts'
import { type KindName, kindOf } from '../kinds.ts'
import { mergedAway } from '../merges/merged-away.ts'
import { type Agreement, compareDocument, type Finding } from './compare.ts'
import { descend } from './descend.ts'
import { hexOf } from './digest.ts'
import { explain } from './explain.ts'
import type { Difference, KindProof, Proof } from './proof.ts'
import { hasUntold } from './untold.ts'

const PAGE = 500
/** A range whose digest differs holds about so many. */
const LEAF_PAGE = 64
const SHOWN = 1_000

export async function prove(
  engine: Engine,
  options: { readonly kinds?: readonly KindName[]; readonly repair?: boolean },
): Promise<Proof> {
  const wanted = new Set(options.kinds ?? kindOrder)
  const kinds: KindProof[] = []
  let isQuiet = true
  const read = { digests: 0, documents: 0 }
  for (const kind of kindOrder.filter((name) => wanted.has(name))) {
    const holders = [...engine.systems.values()].filter(({ capabilities }) => capabilities.kinds[kind]?.read)
    if (holders.length === 0) continue
    kinds.push(await proveKind(engine, kind, holders, options.repair ?? false, read))
    isQuiet &&= await nothingUnderWay(engine, kind)
  }
  return { inSync: isQuiet && kinds.every(({ differenceCount }) => differenceCount === 0), kinds, read }
}

async function proveKind(
  engine: Engine,
  kind: KindName,
  holders: readonly Joined[],
  repair: boolean,
  cost: { digests: number; documents: number },
): Promise<KindProof> {
  const parts = await Promise.all(holders.map((joined) => proveSystem(engine, joined, kind, repair)))
  const of = <T>(value: (part: SystemProof) => T | undefined): Record<string, T> =>
    Object.fromEntries(parts.flatMap((part) => (value(part) === undefined ? [] : [[part.system, value(part) as T]])))
  for (const { read } of parts) {
    cost.digests += read.digests
    cost.documents += read.documents
  }
  return {
    kind,
    counts: of(({ read }) => read.count),
    sums: of(({ read }) => (kindOf(kind).money ? read.sums : undefined)),
    digests: of(({ read }) => read.hash),
    staying: of(({ staying }) => staying || undefined),
    differenceCount: parts.reduce((sum, part) => sum + part.differenceCount, 0),
    differences: parts.flatMap(({ differences }) => differences).slice(0, SHOWN),
  }
}

interface SystemProof {
  readonly system: string
  readonly read: Read
  readonly staying: number
  readonly differenceCount: number
  readonly differences: readonly Difference[]
}

/** Systems are proved beside each other: they and the joint have more than one processor. */
async function proveSystem(engine: Engine, joined: Joined, kind: KindName, repair: boolean): Promise<SystemProof> {
  const differences: Difference[] = []
  let differenceCount = 0
  const report = async (findings: readonly Finding[]): Promise<void> => {
    const explained = await explainAll(engine, joined, kind, findings)
    differenceCount += explained.length
    differences.push(...explained.slice(0, SHOWN - differences.length))
    if (repair) await settle(engine, joined.system, kind, explained)
  }
  const read = await examine(engine, joined, kind, report)
  const staying = joined.capabilities.kinds[kind]?.write ? await walkAbsent(engine, joined, kind, report) : 0
  return { system: joined.system, read, staying, differenceCount, differences }
}

interface Read {
  readonly count: number
  readonly sums: Readonly<Record<string, string>>
  readonly hash?: string
  readonly digests: number
  readonly documents: number
}

/** By digests, reading only where they differ, when the system gives them; else document by document. */
export async function examine(engine: Engine, joined: Joined, kind: KindName, report: Report, within = ALL): Promise<Read> {
  // What a system reckons of its own terms, or of values before they were put right, says nothing of the joint's.
  if (!joined.connector.digest || engine.mappings.of(joined.system, kind) || engine.mappings.arrivals(joined.system, kind)) {
    const tally = new Tally(kind)
    const documents = await walk(engine, joined, kind, within, report, tally)
    return { count: tally.count, sums: tally.sums(), digests: 0, documents }
  }
  const { count, sums, hash, differing, asked } = await descend(engine, joined, kind, within)
  let documents = 0
  for (const range of differing) documents += await walk(engine, joined, kind, range, report)
  return { count, sums, hash: hexOf(hash), digests: asked, documents }
}

const ALL: Range = { after: '', upTo: null }

/** What nobody told, though the system has news of the kind, is told soon: that is no drift. */
export async function explainAll(
  engine: Engine,
  joined: Joined,
  kind: KindName,
  findings: readonly Finding[],
): Promise<Difference[]> {
  const explained = await step(engine, (tx) => explain(tx, joined.system, kind, findings))
  const isNew = explained.map(({ why }, i) => why === 'drift' && findings[i]?.versionIsKnown === false)
  if (!isNew.includes(true) || !(await hasUntold(engine, joined, kind))) return explained
  return explained.map((one, i) => (isNew[i] ? { ...one, why: 'pending-change' } : one))
}

/** Counts documents and adds up their money, exactly. */
class Tally {
  count = 0
  private readonly money: ReturnType<typeof kindOf>['money']
  private readonly totals = new Map<string, Decimal>()

  constructor(kind: KindName) {
    this.money = kindOf(kind).money
  }

  add(values: Values): void {
    this.count += 1
    if (!this.money) return
    const currency = String(values[this.money.currency] ?? '?')
    const amount = Decimal.parse(String(values[this.money.amount] ?? '0')) ?? Decimal.zero
    this.totals.set(currency, (this.totals.get(currency) ?? Decimal.zero).plus(amount))
  }

  sums(): Record<string, string> {
    return Object.fromEntries(
      [...this.totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sum]) => [currency, `${sum}`]),
    )
  }
}

type Report = (findings: readonly Finding[]) => Promise<void>

async function walk(
  engine: Engine,
  joined: Joined,
  kind: KindName,
  { after: start, upTo }: Range,
  report: Report,
  tally?: Tally,
): Promise<number> {
  let count = 0
  for (let after = start; ; ) {
    const listed = await joined.connector.list(kind, after, upTo === null ? PAGE : LEAF_PAGE)
    count += listed.length
    const page = upTo === null ? listed : listed.filter(({ externalId }) => externalId <= upTo)
    for (const { values } of page) tally?.add(values)
    const last = page.at(-1)?.externalId
    const isEnd = listed.length === 0 || page.length < listed.length
    const until = isEnd ? upTo : (last ?? null)
    await report(await step(engine, (tx) => comparePage(tx, joined.system, kind, after, until, page)))
    if (isEnd || last === undefined) return count
    after = last
  }
}

/** Everything agreed with external ids after `after`, up to `last` (null: to the end), against what the system lists there. */
async function comparePage(
  tx: Tx,
  system: string,
  kind: KindName,
  after: string,
  last: string | null,
  page: readonly Snapshot[],
): Promise<Finding[]> {
  const upTo = last === null ? sql`` : sql`and l.external_id <= ${last}`
  const [agreements, references, merged] = await Promise.all([
    rows(
      tx,
      sql<Agreement>`
        select l.record_id, l.external_id, l.seen, l.base, r.values, r.disputed
        from hub.link l join hub.record r on r.id = l.record_id
        where l.system = ${system} and l.kind = ${kind} and not l.gone and l.external_id > ${after} ${upTo} order by l.external_id`,
    ),
    loadReferences(tx, system, kind, page),
    mergedAway(tx, system, kind, page),
  ])
  const byId = new Map(agreements.map((agreement) => [agreement.externalId, agreement]))
  const findings = page.flatMap((snapshot) => {
    if (merged.has(snapshot.externalId)) return []
    const agreement = byId.get(snapshot.externalId)
    byId.delete(snapshot.externalId)
    return compareDocument(snapshot, inJointTerms(system, kind, snapshot.values, references), agreement)
  })
  for (const { recordId, externalId, values } of byId.values()) {
    findings.push({ recordId, externalId, field: null, agreed: values as Json, found: null, versionIsKnown: true, isKept: false })
  }
  return findings
}

/** Values as the joint would keep them; what it could not read stays as it is, and so shows as a difference. */
function inJointTerms(system: string, kind: KindName, values: Values, references: ReadonlyMap<string, Id>): Values {
  const { fields } = kindOf(kind)
  const read = readValues(fields, values)
  return mapReferences(
    fields,
    read.ok ? read.value : values,
    (reference) => references.get(documentKey(system, reference.kind, reference.id)) ?? reference.id,
  )
}

async function loadReferences(tx: Tx, system: string, kind: KindName, page: readonly Snapshot[]): Promise<Map<string, Id>> {
  const wanted = page.flatMap(({ values }) => referencesIn(kindOf(kind).fields, values))
  if (wanted.length === 0) return new Map()
  const found = await rows(
    tx,
    sql<{ kind: string; externalId: string; recordId: Id }>`
      select distinct l.kind, l.external_id, l.record_id from ${given(wanted, 'kind text, id text')}
      join hub.link l on l.system = ${system} and l.kind = given.kind and l.external_id = given.id`,
  )
  return new Map(found.map((row) => [documentKey(system, row.kind, row.externalId), row.recordId]))
}

/** Records that a system should have and has not. Answers how many it has not by rule. */
async function walkAbsent(engine: Engine, joined: Joined, kind: KindName, report: Report): Promise<number> {
  let staying = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const absent = await step(engine, (tx) =>
      rows(
        tx,
        sql<{ id: Id; values: Values; stays: boolean }>`
          select r.id, r.values, exists (
            select from hub.delivery d where d.record_id = r.id and d.system = ${joined.system} and d.state = 'stays') as stays
          from hub.record r
          where r.kind = ${kind} and r.state = 'active' and r.id > ${after}
            and not exists (select from hub.link l where l.record_id = r.id and l.system = ${joined.system})
          order by r.id limit ${PAGE}`,
      ),
    )
    await report(
      absent.flatMap(({ id, values, stays }) => {
        const about = { field: null, agreed: values as Json, found: null, versionIsKnown: true, isKept: false }
        return stays ? [] : [{ recordId: id, externalId: null, ...about }]
      }),
    )
    staying += absent.filter(({ stays }) => stays).length
    const last = absent.at(-1)
    if (!last) return staying
    after = last.id
  }
}

/** Reads drifted documents again as if they had been told, and writes records that nobody was told to write. */
export async function settle(engine: Engine, system: string, kind: KindName, differences: readonly Difference[]): Promise<void> {
  const drifted = differences.filter(({ why }) => why === 'drift')
  if (drifted.length === 0) return
  const known = new Map(drifted.flatMap((one) => (one.externalId === null ? [] : [[one.externalId, one] as const])))
  const absent = drifted.flatMap(({ record, externalId }) => (externalId === null && record ? [record] : []))
  await step(engine, async (tx) => {
    await askAgain(
      tx,
      engine,
      system,
      [...known].map(([externalId, { record }]) => ({ kind, externalId, recordId: record, values: {} })),
      'repair',
    )
    const missing = absent.map((recordId) => ({ system, kind, recordId, version: 1, changeId: null }))
    await replaceDeliveries(tx, jointContext(engine), [], missing)
    await run(tx, sql`update hub.cursor set trouble = null where system = ${system} and kind = ${kind} and trouble is not null`)
  })
  engine.wake.recheck(system)
  engine.wake.push(system)
}

/** Each question is one for a small index of what is unfinished. */
async function nothingUnderWay(engine: Engine, kind: KindName): Promise<boolean> {
  const [found] = await step(engine, (tx) =>
    rows(
      tx,
      sql<{ busy: boolean }>`
        select exists (select from hub.change where kind = ${kind} and state = 'new')
          or exists (select from hub.change where kind = ${kind} and state = 'recheck')
          or exists (select from hub.change where kind = ${kind} and state in ('waiting', 'parked', 'duplicate'))
          or exists (select from hub.delivery where kind = ${kind} and state in ('pending', 'waiting'))
          or exists (select from hub.delivery where kind = ${kind} and state = 'sending')
          or exists (select from hub.delivery where kind = ${kind} and state = 'parked')
          or exists (select from hub.conflict where kind = ${kind} and state = 'open')
          or exists (select from hub.alias where kind = ${kind} and task is not null)
          or exists (select from hub.deletion where kind = ${kind} and state = 'open') as busy`,
    ),
  )
  return found?.busy === false
}
