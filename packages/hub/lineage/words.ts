/** Lineage in words, in both languages: values, systems and rules as people say them. Pure. */
import type { Field, Instant, Json, Label } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { kindChoices } from '../kind-choices.ts'
import type { Stamp } from './stamps.ts'

/** What words need to know beside the record itself. */
export interface Names {
  readonly systems: ReadonlyMap<string, Label>
  /** What people call the records that references name. */
  readonly records: ReadonlyMap<string, string>
}

const EMPTY: Label = { en: 'empty', zh: '空' }
const JOINT: Label = { en: 'the joint', zh: '连接枢纽' }
const LONGEST = 80

export function valueWords(field: Field | undefined, value: Json | undefined, values: Values, names: Names): Label {
  if (value === null || value === undefined || value === '') return EMPTY
  if (typeof value === 'boolean') return value ? { en: 'yes', zh: '是' } : { en: 'no', zh: '否' }
  if (Array.isArray(value)) {
    return { en: value.length === 1 ? '1 line' : `${value.length} lines`, zh: `${value.length} 行` }
  }
  if (typeof value === 'object') return both(short(JSON.stringify(value)))
  const text = String(value)
  switch (field?.kind) {
    case 'reference':
      return both(names.records.get(text) ?? text)
    case 'amount':
    case 'price':
      return both(withUnit(grouped(text), values[field.currency]))
    case 'quantity':
      return both(withUnit(grouped(text), values[field.unit]))
    case 'percent':
      return both(`${text} %`)
    case 'choice':
      return kindChoices[text] ?? both(text)
    default:
      return both(short(text))
  }
}

function both(text: string): Label {
  return { en: text, zh: text }
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

function withUnit(text: string, unit: Json | undefined): string {
  return typeof unit === 'string' && unit !== '' ? `${text} ${unit}` : text
}

/** `1234567.5` -> `1,234,567.5`: text to text, no digit is lost. */
function grouped(decimal: string): string {
  const [whole = '', behind] = decimal.split('.')
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return behind === undefined ? thousands : `${thousands}.${behind}`
}

export function systemWords(system: string, names: Names): Label {
  return system === 'joint' ? JOINT : (names.systems.get(system) ?? both(system))
}

const SIDES: Readonly<Record<string, Label>> = { crm: { en: 'the CRM', zh: 'CRM' }, erp: { en: 'the ERP', zh: 'ERP' } }

const RULES: Readonly<Record<string, Label>> = {
  first: { en: 'the first document that told of it', zh: '首个提供该值的单据' },
  'only-writer': { en: 'nobody else had changed it', zh: '仅此一方修改' },
  newest: { en: 'the newest counts', zh: '以最新为准' },
  largest: { en: 'the largest counts', zh: '以最大为准' },
  manual: { en: 'people decide', zh: '人工裁决' },
  person: { en: 'a person decided', zh: '人工决定' },
  quality: { en: 'a person cleansed it by a rule of quality', zh: '人工按质量规则清洗' },
}

/** `owner:erp` -> "the ERP decides". A rule that is not known here stands by its own name. */
export function ruleWords(rule: string): Label {
  const [by = '', side = ''] = rule.split(':')
  const owner = SIDES[side]
  if (by === 'owner' && owner) return { en: `${owner.en} decides`, zh: `由 ${owner.zh} 决定` }
  if (by === 'phase' && owner) return { en: `${owner.en} decides in this phase`, zh: `此阶段由 ${owner.zh} 决定` }
  return RULES[by] ?? both(rule)
}

/** `2026-03-02 08:00 UTC`. */
export function timeWords(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
}

/** What the joint writes somewhere is signed with the name of that system. */
function actorWords(by: string, names: Names): Label {
  return by === 'joint' || names.systems.has(by) ? JOINT : both(by)
}

/** Who, where, when. */
export function stampWords({ by, system, at }: Pick<Stamp, 'by' | 'system' | 'at'>, names: Names): Label {
  const [who, where] = [actorWords(by, names), systemWords(system, names)]
  return { en: `${who.en} in ${where.en} on ${timeWords(at)}`, zh: `${who.zh} 于 ${timeWords(at)} 在 ${where.zh}` }
}

/** A mapping's version in words; nothing when the system speaks the joint's terms by itself. */
export function mappingWords(mapping: number | null | undefined): Label {
  return mapping ? { en: `, mapping version ${mapping}`, zh: `，映射版本 ${mapping}` } : both('')
}
