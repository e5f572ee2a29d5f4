/** What people call kinds and their fields, by the names that the joint uses for them. */
import type { Field, Label } from '@tandem/kernel'
import { kinds } from './kinds.ts'

const KINDS: Readonly<Record<string, { readonly label: Label; readonly fields: Readonly<Record<string, Field>> }>> = kinds

const of = <T>(all: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  all && Object.hasOwn(all, name) ? all[name] : undefined

/** Undefined: no kind is called so. */
export function kindWord(kind: string): Label | undefined {
  return of(KINDS, kind)?.label
}

/** `lines.unit` is the unit of every line, `lines[0].unit` that of the first. Undefined: the kind has no such field. */
export function fieldWord(kind: string, path: string): Label | undefined {
  const fields = of(KINDS, kind)?.fields
  const [, head = path, index, inside] = /^(\w+)(?:\[(\d+)\])?(?:\.(\w+))?$/.exec(path) ?? []
  const field = of(fields, head)
  const number = index === undefined ? '' : ` ${Number(index) + 1}`
  if (!field || inside === undefined) return field && { en: field.label.en + number, zh: field.label.zh + number }
  const within = field.kind === 'lines' ? of(field.of, inside) : undefined
  return within && { en: `${field.label.en}${number}: ${within.label.en}`, zh: `${field.label.zh}${number}：${within.label.zh}` }
}
