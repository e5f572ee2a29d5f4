/** What one of our sides keeps of a kind, and what of it the joint may write: what a mapping of it is checked against. */
import type { KnownField } from '@tandem/db'
import { type KindName, kindOf, type NativeField, nativeOf } from '@tandem/hub'
import type { Binding } from './binding.ts'
import { fieldsOfCustom } from './custom.ts'

/** Undefined: the side keeps no such kind. */
export function nativeFields(
  kind: KindName,
  binding: Pick<Binding, 'definition' | 'map' | 'write'> | undefined,
  custom: readonly KnownField[] = [],
): NativeField[] | undefined {
  if (!binding) return undefined
  const { joint } = binding.map
  const own = nativeOf(kindOf(kind).fields).flatMap((field) => {
    const entry = joint[field.path]
    if (!entry || 'home' in entry) return []
    const isRead = !binding.write || ('own' in entry && entry.written === 'never')
    return [isRead ? { ...field, readOnly: true as const } : field]
  })
  const added = nativeOf(fieldsOfCustom(binding.definition, custom))
  return [...own, ...(binding.write ? added : added.map((field) => ({ ...field, readOnly: true as const })))]
}
