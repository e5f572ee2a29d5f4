/** Writes of the joint into Odoo: each whole or not at all, made once, and nobody's change overwritten unseen. */
import type { KindName, Outcome, Values, Write } from '@tandem/hub'
import type { Refusal, Result } from '@tandem/kernel'
import { idNumber, idText } from '../kit/ids.ts'
import type { Doc } from '../kit/poll.ts'
import { writtenVersion } from '../kit/version.ts'
import { OdooRefused } from './door.ts'
import { change, known, type Loading, load, nameOfWrite } from './load.ts'
import { opportunityConstants, opportunityFields } from './opportunities.ts'
import { emptyCopies, markPlace, ownPlaces, unmarkPlace } from './own-places.ts'
import type { OdooKind, Session } from './session.ts'
import { externalId, readDocs } from './source.ts'
import { ticketConstants, ticketFields } from './tickets.ts'
import { cell } from './values.ts'
import { itemFields, priceFields } from './write-goods.ts'
import { addressFields, contactFields, customerFields, type Fields } from './write-partners.ts'

export const STALE: Outcome = { later: { afterMs: 0, reason: 'stale' } }

/** Fields of the joint in Odoo's words. `existing` is the document as it is there now. */
type Translate = (session: Session, values: Values, names: readonly string[], existing?: Doc) => Promise<Result<Fields>>

interface Master {
  readonly translate: Translate
  /** What a new one gets besides. */
  readonly constants?: (session: Session) => Fields
}

const MASTERS: Readonly<Partial<Record<KindName, Master>>> = {
  customer: {
    translate: customerFields,
    constants: ({ facts }) => (facts.fields['res.partner']?.includes('customer_rank') ? { customer_rank: 1 } : {}),
  },
  contact: { translate: contactFields },
  address: {
    translate: (session, values, names, existing) =>
      addressFields(session, values, names, existing !== undefined && existing.values.customer === existing.externalId),
  },
  item: { translate: itemFields, constants: () => ({ sale_ok: true }) },
  price: { translate: priceFields },
  opportunity: { translate: opportunityFields, constants: () => opportunityConstants },
  ticket: { translate: ticketFields, constants: () => ticketConstants },
}

export async function writeMasters(session: Session, kind: OdooKind, writes: readonly Write[]): Promise<Outcome[]> {
  const outcomes = new Map<Write, Outcome>()
  const made = new Map<Write, string>()
  const master = MASTERS[kind.kind]
  if (!master) throw new RangeError(`Odoo does not take ${kind.kind}`)
  const creates = writes.filter((write) => write.externalId === undefined)
  const updates = writes.filter((write) => write.externalId !== undefined)
  await create(session, kind, master, creates, outcomes, made)
  await update(session, kind, master, updates, outcomes, made)
  await readBack(session, kind, made, outcomes)
  return writes.map((write) => outcomes.get(write) ?? { unknown: { reason: 'no outcome was told' } })
}

/** The documents as they are after the writes: their versions, and whether they say what was written. */
export async function readBack(
  session: Session,
  kind: OdooKind,
  made: ReadonlyMap<Write, string>,
  outcomes: Map<Write, Outcome>,
): Promise<void> {
  if (made.size === 0) return
  const docs = new Map((await readDocs(session, kind, [...made.values()])).map((doc) => [doc.externalId, doc]))
  for (const [write, id] of made) {
    const doc = docs.get(id)
    // Gone again, or out of sight: the next reading says so.
    const version = doc ? writtenVersion(write, doc) : `written.${write.key}`
    outcomes.set(write, { done: { externalId: id, version } })
  }
}

async function create(
  session: Session,
  kind: OdooKind,
  { translate, constants }: Master,
  writes: readonly Write[],
  outcomes: Map<Write, Outcome>,
  made: Map<Write, string>,
): Promise<void> {
  const [part] = kind.parts
  if (!part || writes.length === 0) return
  const before = await known(session, kind.kind, part.model, writes)
  const places = kind.kind === 'address' ? await ownPlaces(session, writes, before) : undefined
  if (places) await writeOwn(session, kind, places.own, before, outcomes, made)
  const loadings: Loading[] = []
  for (const write of writes) {
    if (outcomes.has(write) || made.has(write)) continue
    const there = before.get(write)
    if (there !== undefined) {
      made.set(write, externalId(part, there))
      continue
    }
    const fields = await translate(session, write.values, Object.keys(write.values))
    if (!fields.ok) outcomes.set(write, { refused: fields.refusal })
    else loadings.push({ write, rows: [rowOf(session, kind.kind, write, { ...constants?.(session), ...fields.value })] })
  }
  const loaded = await load(session, part.model, loadings)
  for (const [i, { write }] of loadings.entries()) {
    const result = loaded[i]
    if (!result) continue
    if ('id' in result) made.set(write, externalId(part, result.id))
    else outcomes.set(write, 'again' in result ? AGAIN : { refused: refusedBy(session, kind.kind, result.refused) })
  }
  const mine = loadings.flatMap(({ write }) => (made.has(write) ? [write] : []))
  if (places) await emptyCopies(session, mine, places.bare)
}

/** Addresses that stand in their customers. */
async function writeOwn(
  session: Session,
  kind: OdooKind,
  own: ReadonlyMap<Write, number>,
  before: ReadonlyMap<Write, number>,
  outcomes: Map<Write, Outcome>,
  made: Map<Write, string>,
): Promise<void> {
  for (const [write, id] of own) {
    const fields = await addressFields(session, write.values, Object.keys(write.values), true)
    if (!fields.ok) {
      outcomes.set(write, { refused: fields.refusal })
      continue
    }
    const mark = before.has(write) ? 0 : await markPlace(session, write, id)
    if (mark === undefined) continue
    await writeGroup(session, kind, 'res.partner', [{ write, id, fields: fields.value }], outcomes, made)
    if (outcomes.has(write) && mark !== 0) await unmarkPlace(session, mark)
  }
}

const AGAIN: Outcome = { later: { afterMs: 200, reason: 'busy' } }

function rowOf(session: Session, kind: KindName, write: Write, fields: Fields): Record<string, string> {
  return { id: `${session.module}.${nameOfWrite(kind, write)}`, ...cellsOf(fields) }
}

function cellsOf(fields: Fields): Record<string, string> {
  const row: Record<string, string> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (Array.isArray(value)) row[`${name}/.id`] = idsOfCommands(value).join(',')
    // Empty ones, too: one column by id and another by name in the same call are refused for all.
    else if (/_id$|^lost_reason$/.test(name)) row[`${name}/.id`] = cell(value)
    // Only `active` is true when nothing is said.
    else row[name] = value === false && (name === 'active' || name.startsWith('is_')) ? 'False' : cell(value)
  }
  return row
}

/** Links and sets of `[4, id]` and `[6, 0, ids]`. */
function idsOfCommands(commands: readonly unknown[]): number[] {
  return commands.flatMap((command) => {
    const [verb, id, list] = command as [number, number, number[] | undefined]
    return verb === 6 ? (list ?? []) : verb === 4 ? [id] : []
  })
}

export function refusedBy({ system }: Session, kind: KindName, reason: string): Refusal {
  return { code: 'odoo/not-accepted', details: { system, kind, reason } }
}

interface Ready {
  readonly write: Write
  readonly id: number
  readonly fields: Fields
}

async function update(
  session: Session,
  kind: OdooKind,
  { translate }: Master,
  writes: readonly Write[],
  outcomes: Map<Write, Outcome>,
  made: Map<Write, string>,
): Promise<void> {
  const [part] = kind.parts
  if (!part || writes.length === 0) return
  const present = await presentDocs(session, kind, writes)
  const ready: Ready[] = []
  for (const write of writes) {
    const doc = present.get(write.externalId as string)
    const verdict = doc ? judge(write, doc) : { refused: notFound(session, write) }
    if (verdict) {
      outcomes.set(write, verdict)
      continue
    }
    const fields = await translate(session, write.values, write.changed, doc)
    if (!fields.ok) outcomes.set(write, { refused: fields.refusal })
    else ready.push({ write, id: idNumber((write.externalId as string).slice(part.prefix.length)), fields: fields.value })
  }
  const { groups, together } = grouped(ready)
  for (const group of together) groups.push(...(await loadGroup(session, part.model, group, made)))
  for (const group of groups) await writeGroup(session, kind, part.model, group, outcomes, made)
}

async function presentDocs(session: Session, kind: OdooKind, writes: readonly Write[]): Promise<Map<string, Doc>> {
  const docs = await readDocs(
    session,
    kind,
    writes.map(({ externalId: id }) => id as string),
  )
  return new Map(docs.map((doc) => [doc.externalId, doc]))
}

export function notFound({ system }: Session, { externalId: id = '' }: Write): Refusal {
  return { code: 'odoo/not-found', details: { system, id } }
}

/** Odoo has no check of versions: what was read last is compared just before the write, which leaves a moment of a race. */
export function judge({ seen, externalId: id = '' }: Write, doc: Doc): Outcome | undefined {
  return doc.externalId === id && seen !== undefined && seen !== doc.version ? STALE : undefined
}

interface Grouped {
  /** One call of `write` gives one set of values to many records. */
  readonly groups: Ready[][]
  /** One call of `load` gives many records values of their own, of the same fields: Odoo takes a fifth of the time. */
  readonly together: Ready[][]
}

function grouped(ready: readonly Ready[]): Grouped {
  const alike = [...byText(ready, ({ fields }) => JSON.stringify(fields)).values()]
  const several = (group: readonly Ready[]) => group.length > 1
  const single = alike.filter((group) => !several(group)).flat()
  const sameFields = [...byText(single, ({ fields }) => Object.keys(fields).sort().join(' ')).values()]
  const fits = (group: readonly Ready[]) => several(group) && group.every(({ fields }) => isFlat(fields))
  return {
    groups: [
      ...alike.filter(several),
      ...sameFields.filter((group) => !fits(group)).flatMap((group) => group.map((one) => [one])),
    ],
    together: sameFields.filter(fits),
  }
}

/** Links cannot be added to others or taken away by `load`, only set anew. */
function isFlat(fields: Fields): boolean {
  const values = Object.values(fields)
  return values.length > 0 && !values.some(Array.isArray)
}

function byText(ready: readonly Ready[], textOf: (one: Ready) => string): Map<string, Ready[]> {
  const groups = new Map<string, Ready[]>()
  for (const one of ready) {
    const group = groups.get(textOf(one))
    if (group) group.push(one)
    else groups.set(textOf(one), [one])
  }
  return groups
}

/** All or none: when one of them is refused, the others are written one by one. Answers what is left to write. */
async function loadGroup(session: Session, model: string, group: readonly Ready[], made: Map<Write, string>): Promise<Ready[][]> {
  const rows = group.map(({ id, fields }) => ({ '.id': String(id), ...cellsOf(fields) }))
  const ids = await change(session, model, rows)
  if (!ids) return group.map((one) => [one])
  for (const { write, id } of group) made.set(write, write.externalId ?? idText(id))
  return []
}

async function writeGroup(
  session: Session,
  kind: OdooKind,
  model: string,
  group: readonly Ready[],
  outcomes: Map<Write, Outcome>,
  made: Map<Write, string>,
): Promise<void> {
  const [first] = group
  if (!first) return
  try {
    if (Object.keys(first.fields).length > 0) {
      await session.door.call(model, 'write', { ids: group.map(({ id }) => id), vals: first.fields })
    }
    for (const { write, id } of group) made.set(write, write.externalId ?? idText(id))
  } catch (fault) {
    if (!(fault instanceof OdooRefused) || fault.isDenied) throw fault
    if (group.length === 1) outcomes.set(first.write, { refused: refusedBy(session, kind.kind, fault.message) })
    else for (const one of group) await writeGroup(session, kind, model, [one], outcomes, made)
  }
}
