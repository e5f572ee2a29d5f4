import type { Definition, Field, Fields } from '@tandem/kernel'
import { documents } from '../api/documents.ts'

/** A field by name, `state` included. */
export function fieldOf(definition: Definition, name: string): Field | undefined {
  if (name === 'state' && definition.states) return { kind: 'choice', of: definition.states, label: STATE }
  if (name === 'createdAt') return { kind: 'instant', label: { en: 'Created', zh: '创建时间' } }
  if (name === 'createdBy') return CREATED_BY
  if (name === 'updatedBy') return UPDATED_BY
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

/** All fields of that name, those of lines, too. */
function called(name: RegExp): ReadonlySet<Field> {
  const within = (fields: Fields): Field[] =>
    Object.entries(fields).flatMap(([key, field]) => [
      ...(name.test(key) ? [field] : []),
      ...(field.kind === 'lines' ? within(field.of) : []),
    ])
  const all = Object.values(documents).flatMap((side) => [...side.values()])
  return new Set(all.flatMap(({ definition }) => within(definition.fields)))
}

const UNITS = called(/^unit$/)
const SIGNATURES = called(/^(owner|assignee|pausedBy|deletedBy|mergedBy|keptBy|otherBy)$/)

/** Whether its text is somebody's signature: a colleague's user name, or a system. */
export const isSignature = (field: Field): boolean => SIGNATURES.has(field) || field === CREATED_BY || field === UPDATED_BY

const WARNINGS = called(/^(onHold|cancelRequested)$/)

const STEPS = called(/^step$/)

/** Whether it says which step of a document an entry of the journal is: `allocate-2`. */
export const isStep = (field: Field): boolean => STEPS.has(field)

/** Whether its text is a unit: `pcs`, which has a word in each language. */
export const isUnit = (field: Field): boolean => UNITS.has(field)

/** Whether a yes is something to look at. */
export const isWarning = (field: Field): boolean => WARNINGS.has(field)

const CREATED_BY: Field = { kind: 'text', label: { en: 'Created by', zh: '创建人' } }
const UPDATED_BY: Field = { kind: 'text', label: { en: 'Changed by', zh: '更新人' } }
const STATE = { en: 'State', zh: '状态' } as const
