/** The documents of both sides, by their definitions: how to list, read, make and command them. */
import * as crm from '@tandem/crm/definitions'
import * as erp from '@tandem/erp/definitions'
import * as hub from '@tandem/hub/definitions'
import type { Definition, Row } from '@tandem/kernel'
import * as house from '@tandem/server/definitions'
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  type UseMutationResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { call, type QueryValue } from './client.ts'
import { foresee, foreseen, withRow } from './optimistic.ts'
import { useMay } from './platform.ts'

/** Where documents live: on one of the sides, in the joint (its queues are documents, too), or with the company (its users). */
export type Side = 'crm' | 'erp' | 'joint' | 'platform'

/** A kind of document of one side: `crm` and `erp` may both have an `item`. */
export interface DocumentType<D extends Definition = Definition> {
  readonly side: Side
  readonly definition: D
}

export interface Page<R> {
  readonly items: readonly R[]
  readonly next: string | null
}

/** Every field that any document may have, for code that works on all of them. */
export type AnyRow = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number }

export const documents = {
  crm: typesOf('crm', crm),
  erp: typesOf('erp', erp),
  joint: typesOf('joint', hub),
  platform: typesOf('platform', house),
} as const

/** All documents of a side by name, out of everything its data-only door exports. */
function typesOf(side: Side, door: object): ReadonlyMap<string, DocumentType> {
  const definitions = Object.values(door).filter(isDefinition)
  return new Map(definitions.map((definition) => [definition.name, { side, definition }]))
}

function isDefinition(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && 'plural' in value && 'fields' in value
}

export function crmType<D extends Definition>(definition: D): DocumentType<D> {
  return { side: 'crm', definition }
}

export function erpType<D extends Definition>(definition: D): DocumentType<D> {
  return { side: 'erp', definition }
}

export function jointType<D extends Definition>(definition: D): DocumentType<D> {
  return { side: 'joint', definition }
}

/** `/crm/quotes`. */
export function pathOf({ side, definition }: DocumentType): string {
  return `/${side}/${definition.plural}`
}

/** What a list shows: filters as `field=value`, `field[from]=...`, search words, sort field. */
export interface ListQuery {
  readonly filter?: Readonly<Record<string, QueryValue>>
  readonly q?: string | undefined
  readonly sort?: string | undefined
  readonly limit?: number
}

/** `{ state: 'open', 'dueDate[to]': '2026-01-01' }` -> `filter[state]=open&filter[dueDate][to]=2026-01-01`. */
export function listParameters({ filter = {}, q, sort, limit }: ListQuery): Record<string, QueryValue> {
  const filters = Object.entries(filter).map(([name, value]) => {
    const [field, bound] = name.split('[')
    return [bound === undefined ? `filter[${field}]` : `filter[${field}][${bound}`, value]
  })
  return { ...Object.fromEntries(filters), q, sort, limit }
}

export function fetchPage<D extends Definition>(type: DocumentType<D>, query: ListQuery, cursor?: string, signal?: AbortSignal) {
  return call<Page<Row<D> & AnyRow>>('GET', pathOf(type), { query: { ...listParameters(query), cursor }, signal })
}

/** One page of a list, kept fresh by the live feed. */
export function listOptions<D extends Definition>(type: DocumentType<D>, query: ListQuery) {
  return queryOptions({
    queryKey: [type.side, type.definition.name, 'list', query],
    queryFn: ({ signal }) => fetchPage(type, query, undefined, signal),
  })
}

/** What the reader may not see is not asked for. */
function useMayRead({ side, definition }: DocumentType): boolean {
  return useMay(`${side}.${definition.name}.read`)
}

export function useList<D extends Definition>(type: DocumentType<D>, query: ListQuery, enabled = true) {
  const may = useMayRead(type)
  return useQuery({ ...listOptions(type, query), enabled: enabled && may })
}

export interface Summary {
  readonly count: number
  /** By currency: its code, how many, and each amount asked for. */
  readonly sums: readonly Readonly<Record<string, string | number>>[]
}

/** How many documents a list has in all, and what they add up to: exact, and of what the reader may see. */
export function useSummary(type: DocumentType, { filter, sum }: Pick<ListQuery, 'filter'> & { readonly sum?: string }) {
  const may = useMayRead(type)
  return useQuery({
    queryKey: [type.side, type.definition.name, 'summary', filter, sum],
    queryFn: ({ signal }) =>
      call<Summary>('GET', `${pathOf(type)}/summary`, {
        query: { ...listParameters({ ...(filter ? { filter } : {}) }), ...(sum ? { sum } : {}) },
        signal,
      }),
    enabled: may,
  })
}

const ON_A_PAGE = 100

/** A list read page by page with `fetchNextPage`. */
export function usePages<D extends Definition>(type: DocumentType<D>, query: ListQuery) {
  return useInfiniteQuery({
    ...pagesOptions(type, query),
    // While the next question is under way, the answer to the last one stays: a list that blinks cannot be read.
    placeholderData: (before) => before,
  })
}

/** Asks before the list that will show it is drawn: drawing takes as long as an answer. What fails is asked again by the list. */
export function askAhead<D extends Definition>(client: QueryClient, type: DocumentType<D>, query: ListQuery): void {
  void client.prefetchInfiniteQuery(pagesOptions(type, query))
}

function pagesOptions<D extends Definition>(type: DocumentType<D>, query: ListQuery) {
  return infiniteQueryOptions({
    queryKey: [type.side, type.definition.name, 'pages', query],
    queryFn: ({ pageParam, signal }) => fetchPage(type, { limit: ON_A_PAGE, ...query }, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

/** A document as it is now, past every cache. */
export function fetchDocument<D extends Definition>(type: DocumentType<D>, id: string) {
  return call<Row<D>>('GET', `${pathOf(type)}/${id}`)
}

/** One document with its lines. */
export function documentOptions<D extends Definition>(type: DocumentType<D>, id: string) {
  return queryOptions({
    queryKey: [type.side, type.definition.name, 'one', id],
    queryFn: ({ signal }) => call<Row<D>>('GET', `${pathOf(type)}/${id}`, { signal }),
  })
}

export function useDocument<D extends Definition>(type: DocumentType<D>, id: string | null | undefined) {
  return useQuery({ ...documentOptions(type, id ?? ''), enabled: Boolean(id) })
}

export interface CommandCall {
  /** Absent: the command makes a new document. */
  readonly id?: string
  readonly command: string
  readonly input: object
  readonly version?: number | undefined
  readonly key?: string | undefined
}

/** Sends a command: `create` is POST on the list, `change` is PATCH on the document, any other POST on its name. */
export function send<D extends Definition>(type: DocumentType<D>, { id, command, input, version, key }: CommandCall) {
  const path = pathOf(type)
  if (command === 'change') return call<Row<D>>('PATCH', `${path}/${id}`, { body: input, version })
  const to = id === undefined ? (command === 'create' ? path : `${path}/${command}`) : `${path}/${id}/${command}`
  return call<Row<D>>('POST', to, { body: input, version, key })
}

type PutBack = (() => void) | undefined

/** Sends commands from a page; what it showed of that side is read again afterwards. */
export function useSend<D extends Definition>(type: DocumentType<D>): UseMutationResult<Row<D>, Error, CommandCall, PutBack> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (command: CommandCall) => send(type, command),
    async onMutate({ id, command, input }: CommandCall): Promise<PutBack> {
      const changes = foreseen(command, input)
      if (!id || !changes) return undefined
      return foresee(client, [type.side], (shown) => withRow(shown, id, (row) => ({ ...row, ...changes })))
    },
    onError: (_error, _command, putBack) => putBack?.(),
    onSettled: () => refresh(client, type.side),
  })
}

/** Everything shown of a side is stale now; the joint shows both. */
export function refresh(client: QueryClient, side: Side): Promise<unknown> {
  // Users and roles are read by the pages of administration under a key of theirs.
  const beside = side === 'platform' ? 'administration' : 'joint'
  return Promise.all([side, beside].map((queryKey) => client.invalidateQueries({ queryKey: [queryKey] })))
}

/** A question to a side: GET /crm/customer-story?... Asked for whoever may. */
export function useAnswer<T>(
  side: Side,
  name: string,
  query: Readonly<Record<string, QueryValue>>,
  enabled = true,
  /** Of what changes without any event, in ms. */
  refetchInterval?: number,
) {
  const may = useMay(`${side}.${name}.ask`)
  return useQuery({
    queryKey: [side, 'answer', name, query],
    queryFn: ({ signal }) => call<T>('GET', `/${side}/${name}`, { query, signal }),
    enabled: enabled && may,
    ...(refetchInterval === undefined ? {} : { refetchInterval }),
  })
}
