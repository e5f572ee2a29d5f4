/** "Why is this value so?": for every field who wrote it last, where, when, by which rule; what was there before, what lost. */
import { first, rows, sql, type Tx } from '@tandem/db'
import { type Field, type Id, type Instant, isId, type Json, type Label, ok, type Query, refuse } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { customLabels } from '../custom/labels.ts'
import { kindOf } from '../kinds.ts'
import { idsIn, loadNames } from './names.ts'
import { type RecordItem, recordAddress, recordIdOf } from './queries.ts'
import { type Stamp, type Stamps, stampOf } from './stamps.ts'
import { byKey, type FieldSteps } from './steps.ts'
import { mappingWords, type Names, ruleWords, stampWords, valueWords } from './words.ts'

export interface FieldWhy {
  readonly field: string
  readonly label: Label
  readonly value: Json
  readonly stamp: Stamp | null
  /** What it was before, and who had said that; absent when nothing is known to have been there before. */
  readonly before?: { readonly value: Json; readonly stamp: Stamp | null }
  readonly disputed: boolean
  /** What each system was last known to say. */
  readonly systems: Readonly<Record<string, Json>>
  /** Values that were said of this field and did not count, the newest first. */
  readonly losers: readonly Lost[]
  /** Of lines: who wrote what of each line last, where it is another than the one who wrote the first version. */
  readonly lines?: readonly LineWhy[]
  /** All of that in a sentence. */
  readonly words: Label
}

export interface Lost {
  readonly value: Json
  readonly by: string
  readonly system: string
  readonly at: Instant
  readonly rule: string
  readonly state: string
  readonly words: Label
}

export interface LineWhy {
  readonly line: number
  readonly fields: readonly { readonly field: string; readonly label: Label; readonly stamp: Stamp; readonly words: Label }[]
}

export interface Why {
  readonly record: Id
  readonly kind: string
  readonly version: number
  readonly fields: readonly FieldWhy[]
}

const whyInput = {
  ...recordAddress,
  field: { kind: 'text', optional: true, label: { en: 'Only this field', zh: '仅此字段' } },
} as const

/** By the record's id or by what a system calls it. Refuses `record/not-found` and `record/no-such-field`. */
export const whyQuery: Query<Tx, typeof whyInput, Why> = {
  name: 'why',
  label: { en: 'Why is this value so?', zh: '为什么是这个值？' },
  input: whyInput,
  async run(tx, _by, { field, ...address }) {
    const id = await recordIdOf(tx, address)
    const known = id && (await loadKnown(tx, id))
    if (!known) return refuse('record/not-found', { id: address.id ?? address.externalId ?? '' })
    const fields = fieldsOf(known, await customLabels(tx, known.record.kind))
    if (field && !fields.has(field)) return refuse('record/no-such-field', { field, kind: known.record.kind })
    const wanted = [...fields].filter(([name]) => !field || name === field)
    const names = await loadNames(tx, idsIn([known.record.values, known.steps, known.lost] as unknown as Json))
    const { id: record, kind, version } = known.record
    return ok({ record, kind, version, fields: wanted.map(([name, one]) => whyOf(name, one, known, names)) })
  },
}

interface LostRow extends Omit<Lost, 'words'> {
  readonly field: string
}

interface Known {
  readonly record: RecordItem & { readonly stamps: Stamps }
  readonly links: readonly { readonly system: string; readonly base: Values }[]
  /** The newest first. */
  readonly steps: readonly { readonly changes: FieldSteps }[]
  readonly lost: readonly LostRow[]
}

/** So far back a value's origin is looked for; the stamps say who wrote last however long ago it was. */
const STEPS = 500

async function loadKnown(tx: Tx, id: string): Promise<Known | undefined> {
  if (!isId(id)) return undefined
  const [record, links, steps, lost] = await Promise.all([
    first(
      tx,
      sql<Known['record']>`
        select id, kind, version, values, stamps, disputed, updated_at from hub.record where id = ${id}`,
    ),
    rows(tx, sql<Known['links'][number]>`select system, base from hub.link where record_id = ${id} order by system`),
    rows(
      tx,
      sql<Known['steps'][number]>`
        select changes from hub.record_step where record_id = ${id} order by version desc limit ${STEPS}`,
    ),
    rows(
      tx,
      sql<LostRow>`
        select field, other as value, other_by as by, system, other_at as at, rule, state from hub.conflict
        where record = ${id} order by created_at desc, id desc limit ${STEPS}`,
    ),
  ])
  return record && { record, links, steps, lost }
}

/** The fields of its kind, and the custom ones that it has. */
function fieldsOf({ record }: Known, custom: ReadonlyMap<string, Field>): Map<string, Field> {
  const fields = new Map(Object.entries(kindOf(record.kind).fields))
  for (const name of Object.keys(record.values)) {
    if (!fields.has(name)) fields.set(name, custom.get(name) ?? { kind: 'text', label: { en: name, zh: name } })
  }
  return fields
}

function whyOf(name: string, field: Field, known: Known, names: Names): FieldWhy {
  const { record, links, steps } = known
  const value = record.values[name] ?? null
  const stamp = stampOf(record.stamps, name) ?? null
  const last = steps.find(({ changes }) => name in changes)?.changes[name]
  const before = last && 'before' in last ? { value: last.before ?? null, stamp: last.was } : undefined
  const losers = known.lost
    .filter((lost) => lost.field === name)
    .map(({ field: _, ...lost }) => ({ ...lost, words: lostWords(field, lost, record.values, names) }))
  const disputed = record.disputed.includes(name)
  const lines = field.kind === 'lines' ? lineWhys(name, field.of, known, names) : undefined
  return {
    field: name,
    label: field.label,
    value,
    stamp,
    ...(before && { before }),
    disputed,
    systems: Object.fromEntries(links.flatMap(({ system, base }) => (name in base ? [[system, base[name] ?? null]] : []))),
    losers,
    ...(lines && { lines }),
    words: sentence(field, { value, stamp, before, disputed, lost: losers[0] }, record.values, names),
  }
}

interface Told {
  readonly value: Json
  readonly stamp: Stamp | null
  readonly before: FieldWhy['before']
  readonly disputed: boolean
  readonly lost: Lost | undefined
}

function sentence(field: Field, { value, stamp, before, disputed, lost }: Told, values: Values, names: Names): Label {
  const now = valueWords(field, value, values, names)
  if (!stamp) return { en: `${field.label.en}: ${now.en}.`, zh: `${field.label.zh}：${now.zh}。` }
  const [set, rule, mapping] = [stampWords(stamp, names), ruleWords(stamp.rule), mappingWords(stamp.mapping)]
  const en = [`${field.label.en} ${now.en}: set by ${set.en}, rule: ${rule.en}${mapping.en}`]
  const zh = [`${field.label.zh} ${now.zh}：${set.zh} 设置，规则：${rule.zh}${mapping.zh}`]
  if (before) {
    const was = valueWords(field, before.value, values, names)
    const who = before.stamp && stampWords(before.stamp, names)
    en.push(`before: ${was.en}${who ? ` by ${who.en}` : ''}`)
    zh.push(`此前：${was.zh}${who ? `（${who.zh}）` : ''}`)
  }
  if (lost) {
    en.push(lost.words.en)
    zh.push(lost.words.zh)
  }
  if (disputed) {
    en.push('in dispute: it waits for a person')
    zh.push('存在争议：等待人工裁决')
  }
  return { en: `${en.join('; ')}.`, zh: `${zh.join('；')}。` }
}

const STATES: Readonly<Record<string, Label>> = {
  open: { en: 'not decided yet', zh: '尚未裁决' },
  'by-rule': { en: 'overruled', zh: '被规则否决' },
  decided: { en: 'not chosen', zh: '未被选用' },
  superseded: { en: 'overtaken', zh: '已被取代' },
}

function lostWords(field: Field, lost: Omit<Lost, 'words'>, values: Values, names: Names): Label {
  const said = valueWords(field, lost.value, values, names)
  const who = stampWords(lost, names)
  const became = STATES[lost.state] ?? { en: lost.state, zh: lost.state }
  return { en: `${said.en} by ${who.en}, ${became.en}`, zh: `${said.zh}（${who.zh}，${became.zh}）` }
}

/** The last writer of each field of each line that has changed since the record's first version. */
function lineWhys(name: string, of: Readonly<Record<string, Field>>, known: Known, names: Names): LineWhy[] {
  const writers = new Map<number, Map<string, Stamp>>()
  for (const { changes } of known.steps) {
    const step = changes[name]
    if (!step?.lines || !step.stamp) continue
    for (const { key, before, after } of step.lines) {
      const line = writers.get(key) ?? new Map<string, Stamp>()
      const differs = Object.keys(of).filter((field) => (before?.[field] ?? null) !== (after?.[field] ?? null))
      for (const field of differs) if (!line.has(field)) line.set(field, step.stamp)
      writers.set(key, line)
    }
  }
  const now = byKey((known.record.values[name] ?? []) as readonly Values[])
  return [...now].flatMap(([line, values]) => {
    const fields = [...(writers.get(line) ?? [])].map(([field, stamp]) => {
      const label = of[field]?.label ?? { en: field, zh: field }
      const told = { value: values[field] ?? null, stamp, before: undefined, disputed: false, lost: undefined }
      return { field, label, stamp, words: sentence(of[field] as Field, told, { ...known.record.values, ...values }, names) }
    })
    return fields.length > 0 ? [{ line, fields }] : []
  })
}
