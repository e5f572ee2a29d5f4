/** What a mapping can be made of: the joint's fields of a kind and the system's own. */
import type { Tx } from '@tandem/db'
import { type Fields, type Label, ok, type Query, refuse } from '@tandem/kernel'
import type { NativeField } from '../connector.ts'
import { kindNames } from '../kinds.ts'
import { loadAgainst } from './against.ts'
import type { MappingRow } from './definition.ts'
import { fits, typeOfField, typeOfNative } from './types.ts'

const input = {
  system: { kind: 'text', label: { en: 'System', zh: '系统' } },
  kind: { kind: 'choice', of: kindNames, label: { en: 'Kind', zh: '类型' } },
} as const

export interface MappingFields {
  readonly joint: readonly JointField[]
  readonly native: readonly NativeField[]
  /** A mapping to begin with: fields of the same name, as they are. */
  readonly suggested: readonly MappingRow[]
}

export interface JointField {
  readonly field: string
  readonly label: Label
  readonly kind: string
  readonly choices?: readonly string[]
}

/** Refuses `mapping/unknown-system`. */
export const mappingFieldsQuery: Query<Tx, typeof input, MappingFields> = {
  name: 'mapping-fields',
  label: { en: 'Fields to be mapped', zh: '可映射字段' },
  input,
  async run(tx, _by, { system, kind }) {
    const against = await loadAgainst(tx, system, kind)
    if (!against) return refuse('mapping/unknown-system', { system, kind })
    return ok({
      joint: jointFields(against.fields, ''),
      native: against.native,
      suggested: suggest(against.fields, against.native, ''),
    })
  },
}

function jointFields(fields: Fields, prefix: string): JointField[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const choices = field.kind === 'choice' ? { choices: field.of } : {}
    const one = { field: prefix + name, label: field.label, kind: field.kind, ...choices }
    return field.kind === 'lines' ? [one, ...jointFields(field.of, `${name}.`)] : [one]
  })
}

export function suggest(fields: Fields, native: readonly NativeField[], prefix: string): MappingRow[] {
  return Object.entries(fields).flatMap(([name, field]): MappingRow[] => {
    const own = native.find(({ path }) => path === name)
    if (!own) return []
    const [ours, theirs] = [typeOfField(field), typeOfNative(own)]
    const comes = fits(theirs, ours)
    const goes = !own.readOnly && fits(ours, theirs)
    if (!comes && !goes) return []
    const direction = comes && goes ? 'both' : comes ? 'in' : 'out'
    const row = { field: prefix + name, native: own.path, direction } as const
    return field.kind === 'lines' ? [row, ...suggest(field.of, own.of ?? [], `${name}.`)] : [row]
  })
}
