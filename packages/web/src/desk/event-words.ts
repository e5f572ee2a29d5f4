import type { Definition } from '@tandem/kernel'
import { documents, type Side } from '../api/documents.ts'
import type { TimelineEntry } from '../api/record.ts'
import { choiceWord } from '../i18n/choices.ts'
import type { Words } from '../i18n/use-words.ts'
import { fieldOf } from '../lists/fields.ts'

/** Verbs of events in Chinese; English has its own in the event's name. */
const VERBS: Readonly<Record<string, string>> = {
  created: '已创建',
  changed: '已修改',
  merged: '已合并',
  unmerged: '已撤销合并',
  restored: '已恢复',
  completed: '已完成',
  reserved: '已锁库',
  revised: '已修订',
  allocated: '已核销',
  'put-on-hold': '已冻结',
  released: '已解冻',
}

/** `customer-changed` -> `Customer: changed`. */
export function eventTitle(
  { side, document, type }: Pick<TimelineEntry, 'side' | 'document' | 'type'>,
  { label, language }: Words,
): string {
  const definition = documents[side].get(document)?.definition
  const verb = type.startsWith(`${document}-`) ? type.slice(document.length + 1) : type
  const said = language === 'zh' ? (VERBS[verb] ?? choiceWord(verb, 'zh')) : verb.replaceAll('-', ' ')
  return `${definition ? label(definition.label) : document}: ${said}`
}

export interface EventField {
  readonly name: string
  readonly text: string
  readonly value: unknown
}

const NOT_TOLD = new Set(['id', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'tenantId'])

/** What an event says of fields that the document has and somebody can read in a line. */
export function eventFields({ side, document, payload }: TimelineEntry, { label }: Words): EventField[] {
  const definition = documents[side as Side].get(document)?.definition
  if (!definition || typeof payload !== 'object' || payload === null) return []
  return Object.entries(payload).flatMap(([name, value]) => {
    const text = textOf(definition, name, label)
    return text === undefined || NOT_TOLD.has(name) ? [] : [{ name, text, value }]
  })
}

function textOf(definition: Definition, name: string, label: Words['label']): string | undefined {
  const field = fieldOf(definition, name)
  return field && field.kind !== 'lines' && field.kind !== 'json' ? label(field.label) : undefined
}
