/** Codes of the product in words of the terminal's language: what a table of the command line shows instead of them. */
import { type Difference, kindOf } from '@tandem/hub'
import type { Field, Label } from '@tandem/kernel'
import type { Language } from './terminal.ts'

export type Said<Code extends string> = Readonly<Record<Code, Label>>

export const WHY: Said<Difference['why']> = {
  'pending-change': { en: 'taken in, not yet planned', zh: '已接收，尚未处理' },
  'pending-delivery': { en: 'on its way', zh: '传送中' },
  parked: { en: 'in the error inbox', zh: '在错误收件箱中' },
  ignored: { en: 'ignored by a person', zh: '已被人工忽略' },
  conflict: { en: 'in conflict', zh: '有冲突' },
  duplicate: { en: 'possible duplicate', zh: '疑似重复' },
  'kept-differently': { en: 'kept in another form there', zh: '该系统以其他形式保存' },
  drift: { en: "changed behind the joint's back", zh: '绕过对接被修改' },
}

export const CONNECTION_STATES: Readonly<Record<string, Label>> = {
  draft: { en: 'draft', zh: '草稿' },
  active: { en: 'active', zh: '对接中' },
  stopped: { en: 'stopped', zh: '已停止' },
  removed: { en: 'removed', zh: '已移除' },
}

/** What people call a kind that travels. */
export function kindLabel(kind: string, language: Language): string {
  return kindOf(kind).label[language]
}

/** What people call a field of such a kind; one of a line, `lines[0].unit`, with the line. */
export function fieldLabel(kind: string, path: string, language: Language): string {
  const fields: Readonly<Record<string, Field>> = kindOf(kind).fields
  const [, head = path, index, inside] = /^(\w+)(?:\[(\d+)\])?(?:\.(\w+))?$/.exec(path) ?? []
  const field = fields[head]
  if (!field) return path
  const line = index === undefined ? '' : ` ${Number(index) + 1}`
  const within = inside !== undefined && field.kind === 'lines' ? field.of[inside] : undefined
  return `${field.label[language]}${line}${within ? ` ${within.label[language]}` : ''}`
}

/** Words that go in a row, as the language separates them. */
export function listed(words: readonly string[], language: Language): string {
  return words.join(language === 'zh' ? '、' : ', ')
}

/** The words of a code; one that nobody has words for stands as it is. */
export function said(words: Readonly<Record<string, Label>>, code: string, language: Language): string {
  return words[code]?.[language] ?? code
}
