/** Mappings as the page edits them: steps may still lack parts. */
import type { MappingRow, Step } from '@tandem/hub/definitions'
import type { Label } from '@tandem/kernel'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { useAnswer } from '../../api/documents.ts'
import { type DraftStep, isWhole } from './step-parts.ts'

export interface DraftRow {
  readonly key: number
  readonly field: string
  readonly native: string | null
  readonly direction: MappingRow['direction']
  readonly steps: readonly DraftStep[]
  /** Null: the way in, backwards. */
  readonly outSteps: readonly DraftStep[] | null
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
    steps: (row.in ?? []) as readonly DraftStep[],
    outSteps: (row.out ?? null) as readonly DraftStep[] | null,
  }))
}

/** What is saved; undefined while some step lacks a part. */
export function rowsOf(draft: readonly DraftRow[]): MappingRow[] | undefined {
  const isReady = draft.every(({ steps, outSteps }) => steps.every(isWhole) && (outSteps ?? []).every(isWhole))
  if (!isReady) return undefined
  return draft.map(({ field, native, direction, steps, outSteps }) => ({
    ...{ field, native, direction },
    ...(steps.length > 0 && { in: steps as readonly Step[] }),
    ...(outSteps !== null && { out: outSteps as readonly Step[] }),
  }))
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
