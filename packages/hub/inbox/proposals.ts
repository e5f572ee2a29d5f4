/**
 * What could be done about one case, each as one push of a button that first shows what it changes. Pure: a proposal is a
 * command with its input, so whoever runs it goes the same way as somebody who typed the same.
 */
import { Decimal, type Details, type Field, type Json, type Label } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { kindOf } from '../kinds.ts'
import { fieldAt, stepsOf, valueAt, withValue } from '../path.ts'
import { valueFrom } from '../quality/inspect.ts'
import { readAs } from './read-as.ts'

export interface Proposal {
  /** The same for all cases that can be helped in the same way, whatever their values. */
  readonly name: 'edit' | 'fetch' | 'resume-flow' | 'resume-system' | 'retry-named' | 'retry' | 'look'
  readonly label: Label
  /** What it changes, before anybody does it. */
  readonly changes: readonly { readonly field: string; readonly label: Label; readonly from: Json; readonly to: Json }[]
  readonly does: Does
}

export type Does =
  | {
      readonly document: 'inbox-entry' | 'flow' | 'system'
      readonly id: string
      readonly version: number
      readonly command: string
      readonly input: Readonly<Record<string, Json>>
    }
  /** A person has to choose there. */
  | { readonly look: 'conflicts' | 'mappings' }

/** What a case is about, as far as proposals need it. */
export interface Case {
  readonly id: string
  readonly version: number
  readonly code: string
  readonly details: Details
  readonly system: string
  readonly kind: string
  readonly isChange: boolean
  readonly values: Values
  /** The same fields as the joint agreed on them last. */
  readonly agreed: Values | null
  readonly pausedSystem: { readonly id: string; readonly version: number } | null
  readonly pausedFlow: { readonly id: string; readonly version: number; readonly kind: string } | null
  /** The open case of the document that this one waits for. */
  readonly named: { readonly id: string; readonly version: number; readonly subject: string } | null
}

export function proposalsOf(one: Case): Proposal[] {
  return [...resuming(one), ...corrections(one), ...reaching(one), ...looking(one), ...retrying(one)]
}

function resuming({ pausedSystem, pausedFlow, system }: Case): Proposal[] {
  const proposals: Proposal[] = []
  if (pausedSystem) {
    const label = { en: `Resume ${system}`, zh: `恢复 ${system}` }
    proposals.push({ name: 'resume-system', label, changes: [], does: on('system', pausedSystem, 'resume') })
  }
  if (pausedFlow) {
    const { en, zh } = kindOf(pausedFlow.kind).label
    const label = { en: `Resume the flow of ${en} (${system})`, zh: `恢复${zh}数据流（${system}）` }
    proposals.push({ name: 'resume-flow', label, changes: [], does: on('flow', pausedFlow, 'resume') })
  }
  return proposals
}

function on(
  document: 'inbox-entry' | 'flow' | 'system',
  { id, version }: { readonly id: string; readonly version: number },
  command: string,
  input: Readonly<Record<string, Json>> = {},
): Does {
  return { document, id, version, command, input }
}

/** At most so many choices are offered as buttons; more are chosen in the form. */
const MOST_CHOICES = 4

/** Values that would be readable: the same one written right, rounded, one of the choices, or the one agreed last. */
function corrections(one: Case): Proposal[] {
  const path = typeof one.details.field === 'string' ? one.details.field : ''
  const steps = stepsOf(path)
  const field = fieldAt(kindOf(one.kind).fields, steps)
  if (!field || !/^(joint|quality)\//.test(one.code)) return []
  const from = valueAt(one.values, steps) ?? null
  const agreed = one.agreed ? (valueAt(one.agreed, steps) ?? null) : null
  const candidates = [
    ...likelyMeant(field, one.details),
    ...readable(one.code, field, from),
    ...(agreed === null ? [] : [agreed]),
  ]
  const distinct = [...new Set(candidates.filter((to) => to !== from))].slice(0, MOST_CHOICES)
  return distinct.map((to): Proposal => {
    const says = String(to)
    const label = { en: `${field.label.en}: take ${says}`, zh: `${field.label.zh}：改为 ${says}` }
    const [top] = steps
    const values = { [String(top)]: withValue(one.values[String(top)] ?? null, steps.slice(1), to) }
    const changes = [{ field: path, label: field.label, from, to }]
    return { name: 'edit', label, changes, does: on('inbox-entry', one, 'edit-and-retry', { values }) }
  })
}

/** What a rule of quality says was meant. */
function likelyMeant(field: Field, { suggestion }: Details): Json[] {
  return Array.isArray(suggestion) ? suggestion.map((text) => valueFrom(field.kind, String(text))) : []
}

function readable(code: string, field: Field, from: Json): Json[] {
  switch (code) {
    case 'joint/unknown-choice':
      return field.kind === 'choice' ? nearest(field.of, String(from)) : []
    case 'joint/field-missing':
      return field.kind === 'choice' ? field.of.slice(0, MOST_CHOICES) : field.kind === 'flag' ? [false, true] : []
    case 'joint/too-many-digits':
      return rounded(field, from)
    case 'joint/wrong-type':
      return readAs(field, from)
    default:
      return []
  }
}

/** Choices that begin alike first. */
function nearest(choices: readonly string[], said: string): string[] {
  const shared = (choice: string) => {
    let length = 0
    while (length < choice.length && choice[length] === said[length]?.toLowerCase()) length++
    return length
  }
  return [...choices].sort((a, b) => shared(b) - shared(a)).slice(0, MOST_CHOICES)
}

const BEHIND: Readonly<Partial<Record<Field['kind'], number>>> = { amount: 4, price: 6, quantity: 6, percent: 4 }

function rounded(field: Field, from: Json): Json[] {
  const number = typeof from === 'string' ? Decimal.parse(from) : undefined
  const behind = BEHIND[field.kind]
  return number && behind !== undefined ? [number.round(behind, 'half-up').toString()] : []
}

/** What the case names and cannot find: fetched from its system, or its own case tried again. */
function reaching(one: Case): Proposal[] {
  const { missingKind, missing } = one.details
  if (typeof missingKind !== 'string' || typeof missing !== 'string') return []
  const { en, zh } = kindOf(missingKind).label
  if (one.code === 'joint/reference-unknown') {
    const label = { en: `Read ${en} ${missing} from ${one.system} now`, zh: `立即从 ${one.system} 读取${zh} ${missing}` }
    return [{ name: 'fetch', label, changes: [], does: on('inbox-entry', one, 'fetch-missing') }]
  }
  if (!one.named) return []
  const label = { en: `Try ${en} ${one.named.subject} again first`, zh: `先重试${zh} ${one.named.subject}` }
  return [{ name: 'retry-named', label, changes: [], does: on('inbox-entry', one.named, 'retry') }]
}

const LOOK: Readonly<Record<string, readonly ['conflicts' | 'mappings', Label]>> = {
  'joint/deleted-and-changed': ['conflicts', { en: 'Decide under Deletions', zh: '到“删除”中决定' }],
  'joint/deleted-there': ['conflicts', { en: 'Decide under Deletions', zh: '到“删除”中决定' }],
  'joint/mapping-failed': ['mappings', { en: 'Open the mapping', zh: '打开映射' }],
  'joint/not-in-table': ['mappings', { en: 'Open the mapping', zh: '打开映射' }],
  'joint/created-twice': ['conflicts', { en: 'Compare the two', zh: '对比两者' }],
}

function looking({ code }: Case): Proposal[] {
  const found = LOOK[code]
  return found ? [{ name: 'look', label: found[1], changes: [], does: { look: found[0] } }] : []
}

function retrying(one: Case): Proposal[] {
  const label = { en: 'Try again', zh: '重试' }
  return [{ name: 'retry', label, changes: [], does: on('inbox-entry', one, 'retry') }]
}
