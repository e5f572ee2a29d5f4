import type { Definition, Field } from '@tandem/kernel'

/** A field by name, `state` included. */
export function fieldOf(definition: Definition, name: string): Field | undefined {
  if (name === 'state' && definition.states) return { kind: 'choice', of: definition.states, label: STATE }
  if (name === 'createdAt') return { kind: 'instant', label: { en: 'Created', zh: '创建时间' } }
  if (name === 'updatedAt') return { kind: 'instant', label: { en: 'Changed', zh: '更新时间' } }
  return definition.fields[name]
}

/** The document a reference names; where it may be any, the row says which: what an entry of the journal comes from. */
export function targetOf(to: string, row: Readonly<Record<string, unknown>>): string {
  return to === '*' ? String(row.sourceDocument ?? '') : to
}

/** Whether there is something to filter by: of a reference to any document nobody can pick one. */
export function isFiltered(field: Field): boolean {
  return field.kind !== 'reference' || field.to !== '*'
}

const STATE = { en: 'State', zh: '状态' } as const
