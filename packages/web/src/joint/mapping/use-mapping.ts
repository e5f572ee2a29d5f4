/** Mappings as the page edits them: steps are texts until they are JSON. */
import type { MappingRow, Step } from '@tandem/hub/definitions'
import type { Label } from '@tandem/kernel'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { useAnswer } from '../../api/documents.ts'

export interface DraftRow {
  readonly key: number
  readonly field: string
  readonly native: string | null
  readonly direction: MappingRow['direction']
  readonly steps: string
  readonly outSteps: string
}

export interface MappingFields {
  readonly joint: readonly { readonly field: string; readonly label: Label; readonly kind: string }[]
  readonly native: readonly NativeField[]
  readonly suggested: readonly MappingRow[]
}

export interface NativeField {
  readonly path: string
  readonly kind: string
  readonly of?: readonly NativeField[]
}

export interface Preview {
  readonly problems: readonly { readonly row: number | null; readonly code: string; readonly text: string }[]
  readonly sample: { readonly externalId: string } | null
  readonly inward: readonly { readonly field: string; readonly value: unknown; readonly trouble: string | null }[]
}

export function useMappingFields(system: string, kind: string) {
  return useAnswer<MappingFields>('joint', 'mapping-fields', { system, kind }, system !== '' && kind !== '')
}

export function draftOf(rows: readonly MappingRow[]): DraftRow[] {
  return rows.map((row, key) => ({
    key,
    field: row.field,
    native: row.native,
    direction: row.direction,
    steps: row.in && row.in.length > 0 ? JSON.stringify(row.in) : '',
    outSteps: row.out ? JSON.stringify(row.out) : '',
  }))
}

/** The steps in a text; undefined when it is no list of them. */
export function stepsIn(text: string): readonly Step[] | undefined {
  if (text.trim() === '') return []
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? (value as Step[]) : undefined
  } catch {
    return undefined
  }
}

/** What is saved; undefined while some steps are no JSON. */
export function rowsOf(draft: readonly DraftRow[]): MappingRow[] | undefined {
  const rows: MappingRow[] = []
  for (const { field, native, direction, steps, outSteps } of draft) {
    const [inward, out] = [stepsIn(steps), stepsIn(outSteps)]
    if (!inward || !out) return undefined
    const ways = { ...(inward.length > 0 && { in: inward }), ...(outSteps.trim() !== '' && { out }) }
    rows.push({ field, native, direction, ...ways })
  }
  return rows
}

/** Asked again whenever the rows change; the last answer stays until the next is there. */
export function usePreview(system: string, kind: string, rows: readonly MappingRow[] | undefined) {
  return useQuery({
    queryKey: ['joint', 'mapping-preview', system, kind, rows],
    queryFn: ({ signal }) => call<Preview>('POST', '/joint/mapping-preview', { body: { system, kind, rows }, signal }),
    enabled: rows !== undefined,
    placeholderData: (last) => last,
  })
}
