/** Everything that ever happened to a record, the newest first: what was told, what it changed, where it was carried. */
import { rows, sql, type Tx } from '@tandem/db'
import { type Field, type Id, type Instant, isId, type Json, type Label, ok, type Query, refuse } from '@tandem/kernel'
import { customLabels } from '../custom/labels.ts'
import { kindOf } from '../kinds.ts'
import { type HistoryDelivery, loadPage, type PageRows, type Spot } from './history-page.ts'
import { idsIn, loadNames } from './names.ts'
import { type Page, recordAddress, recordIdOf } from './queries.ts'
import type { Stamp } from './stamps.ts'
import type { FieldStep, LineStep } from './steps.ts'
import { mappingWords, type Names, ruleWords, stampWords, systemWords, valueWords } from './words.ts'

export interface HistoryField {
  readonly field: string
  readonly label: Label
  readonly before?: Json
  readonly after?: Json
  readonly lines?: readonly LineStep[]
  readonly rule: string | null
  readonly words: Label
}

export type What = 'created' | 'changed' | 'overruled' | 'confirmed' | 'held' | 'decided' | 'linked' | 'event'

export interface HistoryEntry {
  readonly id: string
  /** When the joint took it in or did it. */
  readonly at: Instant
  readonly what: What
  readonly system: string
  readonly by: string
  /** When it happened there, by that system's clock. */
  readonly toldAt: Instant
  readonly change: Id | null
  readonly state: string
  readonly mapping: number | null
  readonly fields: readonly HistoryField[]
  /** Values it said that did not count. */
  readonly overruled: readonly HistoryField[]
  readonly deliveries: readonly HistoryDelivery[]
  readonly words: Label
}

const historyInput = {
  ...recordAddress,
  after: { kind: 'text', optional: true, label: { en: 'After', zh: '起点' } },
  limit: { kind: 'integer', optional: true, label: { en: 'At most', zh: '最多' } },
} as const

/** By the record's id or by what a system calls it. Refuses `record/not-found`. */
export const historyQuery: Query<Tx, typeof historyInput, Page<HistoryEntry>> = {
  name: 'record-history',
  label: { en: 'Record history', zh: '记录历史' },
  input: historyInput,
  async run(tx, _by, { after, limit, ...address }) {
    const id = await recordIdOf(tx, address)
    const [record] = isId(id)
      ? await rows(tx, sql<{ id: Id; kind: string }>`select id, kind from hub.record where id = ${id}`)
      : []
    if (!record) return refuse('record/not-found', { id: address.id ?? address.externalId ?? '' })
    const count = Math.min(Math.max(limit ?? 30, 1), 200)
    const page = await loadPage(tx, record.id, record.kind, after ?? null, count)
    const fields = new Map([...Object.entries(kindOf(record.kind).fields), ...(await customLabels(tx, record.kind))])
    const names = await loadNames(tx, idsIn(page as unknown as Json))
    const items = page.spots.map((spot) => entryOf(spot, page, fields, names))
    const last = page.spots.at(-1)
    return ok({ items, next: page.spots.length === count && last ? `${last.at}|${last.id}` : null })
  },
}

type FieldsByName = ReadonlyMap<string, Field>

function entryOf(spot: Spot, page: PageRows, fields: FieldsByName, names: Names): HistoryEntry {
  const changed = changedBy(spot, page).map(([name, step]) => changedField(name, step, fields.get(name), names))
  const created = spot.what === 'change' && spot.id === page.firstChange
  const first = created ? firstFields(spot, fields, names) : []
  const overruled = page.losers
    .filter(({ change }) => change === spot.id)
    .map(({ field, kept, other, rule }) => lostField(field, kept, other, rule, fields.get(field), names))
  const what = whatOf(spot, created, changed.length > 0, overruled.length > 0)
  const deliveries = page.deliveries.filter((one) =>
    spot.what === 'step' ? one.changeId === null && one.version === spot.version : one.changeId === spot.id,
  )
  return {
    ...{ id: spot.id, at: spot.at, what, system: spot.system, by: spot.by, toldAt: spot.toldAt, state: spot.state },
    change: spot.what === 'change' ? (spot.id as Id) : null,
    mapping: spot.mapping,
    fields: [...first, ...changed],
    overruled,
    deliveries: deliveries.map(({ changeId: _, ...delivery }) => delivery),
    words: entryWords(what, spot, names),
  }
}

function whatOf(spot: Spot, created: boolean, hasChanged: boolean, hasLost: boolean): What {
  if (spot.what === 'step') return 'decided'
  if (spot.what !== 'change') return spot.what === 'link' ? 'linked' : 'event'
  if (created) return 'created'
  if (hasChanged) return 'changed'
  if (hasLost) return 'overruled'
  return spot.state === 'planned' || spot.state === 'echo' ? 'confirmed' : 'held'
}

/** A batch makes one version of several changes; the stamps tell which field came of which. */
function changedBy(spot: Spot, { steps }: PageRows): [string, FieldStep][] {
  if (spot.what === 'step') return Object.entries(steps.find(({ version }) => version === spot.version)?.changes ?? {})
  return steps.flatMap(({ changes }) => Object.entries(changes).filter(([, { stamp }]) => stamp?.change === spot.id))
}

function changedField(name: string, step: FieldStep, field: Field | undefined, names: Names): HistoryField {
  const label = field?.label ?? { en: name, zh: name }
  const rule = step.stamp?.rule ?? null
  if (step.lines) {
    const words = linesWords(label, step.lines, rule)
    return { field: name, label, lines: step.lines, rule, words }
  }
  const [before, after] = [step.before ?? null, step.after ?? null]
  return { field: name, label, before, after, rule, words: diffWords(label, before, after, step.stamp, field, names) }
}

function diffWords(
  label: Label,
  before: Json,
  after: Json,
  stamp: Pick<Stamp, 'rule' | 'mapping'> | null,
  field: Field | undefined,
  names: Names,
): Label {
  const [was, is] = [valueWords(field, before, {}, names), valueWords(field, after, {}, names)]
  const rule = stamp ? ruleWords(stamp.rule) : { en: '', zh: '' }
  const mapping = mappingWords(stamp?.mapping)
  return {
    en: `${label.en}: ${was.en} → ${is.en}${stamp ? ` (${rule.en}${mapping.en})` : ''}`,
    zh: `${label.zh}：${was.zh} → ${is.zh}${stamp ? `（${rule.zh}${mapping.zh}）` : ''}`,
  }
}

function linesWords(label: Label, lines: readonly LineStep[], rule: string | null): Label {
  const keys = lines.map(({ key }) => key).join(', ')
  const words = rule ? ruleWords(rule) : { en: '', zh: '' }
  return {
    en: `${label.en}: line ${keys} differs${rule ? ` (${words.en})` : ''}`,
    zh: `${label.zh}：第 ${keys} 行有变化${rule ? `（${words.zh}）` : ''}`,
  }
}

function firstFields({ values }: Spot, fields: FieldsByName, names: Names): HistoryField[] {
  return Object.entries(values ?? {}).flatMap(([name, after]): HistoryField[] => {
    if (after === null || (Array.isArray(after) && after.length === 0)) return []
    const field = fields.get(name)
    const label = field?.label ?? { en: name, zh: name }
    const words = valueWords(field, after, values ?? {}, names)
    const said = { en: `${label.en}: ${words.en}`, zh: `${label.zh}：${words.zh}` }
    return [{ field: name, label, before: null, after: after as Json, rule: 'first', words: said }]
  })
}

function lostField(name: string, kept: Json, other: Json, rule: string, field: Field | undefined, names: Names): HistoryField {
  const label = field?.label ?? { en: name, zh: name }
  const [said, stays, by] = [valueWords(field, other, {}, names), valueWords(field, kept, {}, names), ruleWords(rule)]
  const words = {
    en: `${label.en}: ${said.en} did not count, ${stays.en} stays (${by.en})`,
    zh: `${label.zh}：${said.zh} 未被采用，保留 ${stays.zh}（${by.zh}）`,
  }
  return { field: name, label, before: kept, after: other, rule, words }
}

const WORDS: Readonly<Record<What, Label>> = {
  created: { en: 'First told', zh: '首次提供' },
  changed: { en: 'Changed', zh: '已更改' },
  overruled: { en: 'Told and overruled', zh: '已提供但被否决' },
  confirmed: { en: 'Told, nothing new', zh: '已提供，无新内容' },
  held: { en: 'Told, not taken over', zh: '已提供，未采用' },
  decided: { en: 'Decided', zh: '人工决定' },
  linked: { en: 'Linked', zh: '已关联' },
  event: { en: 'Handled', zh: '已处理' },
}

const LINKED_BY: Readonly<Record<string, Label>> = {
  first: { en: 'told there first', zh: '由其首次提供' },
  created: { en: 'made there by the joint', zh: '由对接创建' },
  merge: { en: 'taken over in a merge', zh: '合并时接管' },
  unmerge: { en: 'given back when a merge was undone', zh: '撤销合并时归还' },
  parted: { en: 'parted from another record', zh: '从另一记录拆出' },
}

function entryWords(what: What, spot: Spot, names: Names): Label {
  const who = stampWords({ by: spot.by, system: spot.system, at: spot.toldAt }, names)
  const where = systemWords(spot.system, names)
  if (what === 'linked') {
    // Of our own sides the id says nothing to anybody.
    const which = isId(spot.state) ? '' : ` ${spot.state}`
    const how = LINKED_BY[spot.by] ?? { en: spot.by, zh: spot.by }
    return { en: `Linked in ${where.en}${which} (${how.en})`, zh: `已与 ${where.zh} 关联${which}（${how.zh}）` }
  }
  const verb = what === 'event' ? { en: spot.state, zh: spot.state } : WORDS[what]
  const state = what === 'held' ? ` (${spot.state})` : ''
  return { en: `${verb.en}${state}: ${who.en}`, zh: `${verb.zh}${state}：${who.zh}` }
}
