import type { Definition, Field } from '@tandem/kernel'

/** A field by name, `state` included. */
export function fieldOf(definition: Definition, name: string): Field | undefined {
  if (name === 'state' && definition.states) return { kind: 'choice', of: definition.states, label: STATE }
  if (name === 'createdAt') return { kind: 'instant', label: { en: 'Created', zh: '创建时间' } }
  if (name === 'updatedAt') return { kind: 'instant', label: { en: 'Changed', zh: '更新时间' } }
  return definition.fields[name]
}

const STATE = { en: 'State', zh: '状态' } as const
