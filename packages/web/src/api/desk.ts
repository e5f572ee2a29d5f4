/** What stands beside documents on the server: views, files, imports, abilities. Shapes as the desk routes give them. */
import type { Fields, Label } from '@tandem/kernel'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from './client.ts'
import { type DocumentType, type ListQuery, listParameters, pathOf } from './documents.ts'

/** `crm/customer`, as the desk names documents. */
export function nameOf({ side, definition }: DocumentType): string {
  return `${side}/${definition.name}`
}

export interface Ability {
  readonly canImport: boolean
  readonly commands: readonly {
    readonly name: string
    readonly on: 'new' | 'one'
    readonly label: Label
    /** States it may follow; left out: any. */
    readonly from?: readonly string[]
    readonly input: Fields
  }[]
}

/** Whether a command may follow the state that a document is in; one without a state, or not known, is left to the server. */
export function mayFollow({ from }: { readonly from?: readonly string[] }, row: object): boolean {
  const state = (row as { readonly state?: unknown }).state
  return from === undefined || typeof state !== 'string' || from.includes(state)
}

/** What the reader may do, by document. */
export function useAbilities() {
  return useQuery({
    queryKey: ['desk', 'abilities'],
    queryFn: ({ signal }) =>
      call<{ readonly documents: Readonly<Record<string, Ability>> }>('GET', '/desk/abilities', { signal }),
    staleTime: 10 * 60_000,
    select: ({ documents }) => documents,
  })
}

export function useAbility(type: DocumentType): Ability | undefined {
  return useAbilities().data?.[nameOf(type)]
}

/** What a view keeps; the same as the address of a list. */
export interface ViewState {
  readonly columns?: readonly string[]
  readonly q?: string
  readonly sort?: string
  readonly f?: Readonly<Record<string, string>>
}

export interface View {
  readonly id: string
  readonly name: string
  readonly owner: string
  readonly shared: boolean
  readonly mine: boolean
  readonly state: ViewState
}

/** Of a list by its name, `crm/customer`. */
export function useViews(list: string) {
  const client = useQueryClient()
  const queryKey = ['desk', 'views', list]
  const views = useQuery({
    queryKey,
    queryFn: ({ signal }) => call<{ readonly items: readonly View[] }>('GET', '/desk/views', { query: { list }, signal }),
    staleTime: 60_000,
  })
  const onSettled = () => client.invalidateQueries({ queryKey })
  const save = useMutation({
    mutationFn: (view: { readonly name: string; readonly shared: boolean; readonly state: ViewState }) =>
      call<View>('POST', '/desk/views', { body: { list, ...view } }),
    onSettled,
  })
  const remove = useMutation({ mutationFn: (id: string) => call<void>('DELETE', `/desk/views/${id}`), onSettled })
  return { views: views.data?.items ?? [], save, remove }
}

/** Where a browser gets what a list shows as a file, its head and choices in the reader's words. */
export function exportAddress(
  type: DocumentType,
  query: ListQuery,
  columns: readonly string[],
  format: 'csv' | 'xlsx',
  language: string,
) {
  const parameters = Object.entries({
    ...listParameters(query),
    columns: columns.join(','),
    format,
    headers: language,
    choices: language,
  })
  const pairs = parameters.flatMap(([name, value]) => [value ?? ''].flat().map((one): [string, string] => [name, String(one)]))
  return `/api/v1${pathOf(type)}/export?${new URLSearchParams(pairs.filter(([, value]) => value !== ''))}`
}

export interface StoredFile {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly createdAt: string
  readonly createdBy: string
}

export function uploadFile(file: File, at?: { readonly document: string; readonly documentId: string }): Promise<StoredFile> {
  return call<StoredFile>('POST', '/desk/files', { query: { name: file.name, ...at }, file })
}

export function fileAddress(id: string): string {
  return `/api/v1/desk/files/${id}`
}

export interface RowError {
  readonly row: number
  readonly column: string | null
  readonly value: string | null
  readonly code: string
  readonly en: string
  readonly zh: string
}

export interface ImportMapping {
  readonly columns: Readonly<Record<string, string | { readonly field: string }>>
  readonly constants?: Readonly<Record<string, string>>
}

export interface ImportPreview {
  readonly mapping: ImportMapping
  readonly columns: readonly { readonly column: string; readonly field: string | null; readonly samples: readonly string[] }[]
  readonly fields: readonly { readonly name: string; readonly label: Label; readonly needed: boolean }[]
  readonly missing: readonly string[]
  readonly rows: readonly {
    readonly row: number
    readonly does: 'create' | 'change' | 'nothing' | 'refused'
    readonly errors: readonly RowError[]
  }[]
}

export interface ImportSummary {
  readonly created: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  readonly errors: readonly RowError[]
  readonly errorsFile: string | null
}

export function previewImport(type: DocumentType, file: string, mapping?: ImportMapping): Promise<ImportPreview> {
  return call('POST', `${pathOf(type)}/import/preview`, { body: { file, ...(mapping ? { mapping } : {}) } })
}

export function runImport(type: DocumentType, file: string, mapping: ImportMapping): Promise<ImportSummary> {
  return call('POST', `${pathOf(type)}/import`, { body: { file, mapping } })
}
