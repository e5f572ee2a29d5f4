/** What stands at one document: its timeline on both sides, comments, files. Shapes as the desk routes give them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from './client.ts'
import { type StoredFile, uploadFile } from './desk.ts'
import type { Side } from './documents.ts'
import { foresee, withRow } from './optimistic.ts'

export interface Place {
  /** `crm/customer`. */
  readonly document: string
  readonly documentId: string
}

export interface TimelineEntry {
  readonly id: string
  readonly side: Side
  readonly document: string
  readonly documentId: string
  readonly documentVersion: number
  readonly type: string
  readonly payload: unknown
  readonly actorKind: string
  readonly actorId: string
  readonly causeSystem: string | null
  readonly at: string
}

interface Items<T> {
  readonly items: readonly T[]
}

/** Under the joint's key: every event of any side makes it stale. */
export function useTimeline(place: Place, enabled = true) {
  return useQuery({
    queryKey: ['joint', 'timeline', place],
    queryFn: ({ signal }) => call<Items<TimelineEntry>>('GET', '/desk/timeline', { query: { ...place }, signal }),
    enabled,
  })
}

export interface Comment extends Place {
  readonly id: string
  readonly text: string
  readonly createdAt: string
  readonly createdBy: string
}

/** Others' comments come by themselves, if not at once: they are no events of a side. */
const LOOK_EVERY_MS = 20_000

export function useComments(place: Place) {
  const client = useQueryClient()
  const queryKey = ['desk', 'comments', place]
  const comments = useQuery({
    queryKey,
    queryFn: ({ signal }) => call<Items<Comment>>('GET', '/desk/comments', { query: { ...place }, signal }),
    refetchInterval: LOOK_EVERY_MS,
  })
  const onSettled = () => client.invalidateQueries({ queryKey: ['desk', 'comments'] })
  const add = useMutation({
    mutationFn: (given: { readonly text: string; readonly mentions: readonly string[] }) =>
      call<Comment>('POST', '/desk/comments', { body: { ...place, ...given } }),
    onSettled,
  })
  const set = useMutation({
    mutationFn: ({ id, verb }: { readonly id: string; readonly verb: 'remove' | 'restore' }) =>
      call<Comment>('POST', `/desk/comments/${id}/${verb}`),
    onMutate: ({ id, verb }) =>
      verb === 'remove' ? foresee(client, ['desk', 'comments'], (shown) => withRow(shown, id, () => undefined)) : undefined,
    onError: (_error, _given, putBack) => putBack?.(),
    onSettled,
  })
  return { comments, add, set }
}

export function usePeople() {
  return useQuery({
    queryKey: ['desk', 'people'],
    queryFn: ({ signal }) => call<Items<{ readonly id: string; readonly fullName: string }>>('GET', '/desk/people', { signal }),
    staleTime: 60_000,
  })
}

export function useMentions() {
  const client = useQueryClient()
  const queryKey = ['desk', 'mentions']
  const mentions = useQuery({
    queryKey,
    queryFn: ({ signal }) => call<Items<Comment>>('GET', '/desk/mentions', { signal }),
    refetchInterval: LOOK_EVERY_MS,
  })
  const see = useMutation({
    mutationFn: (comments: readonly string[]) => call('POST', '/desk/mentions/seen', { body: { comments } }),
    onMutate: (comments) =>
      foresee(client, queryKey, (shown) => comments.reduce((rest, id) => withRow(rest, id, () => undefined), shown)),
    onError: (_error, _comments, putBack) => putBack?.(),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  return { mentions, see }
}

export function useFiles(place: Place) {
  const client = useQueryClient()
  const queryKey = ['desk', 'files', place]
  const files = useQuery({
    queryKey,
    queryFn: ({ signal }) => call<Items<StoredFile>>('GET', '/desk/files', { query: { ...place }, signal }),
  })
  const onSettled = () => client.invalidateQueries({ queryKey: ['desk', 'files'] })
  const add = useMutation({ mutationFn: (file: File) => uploadFile(file, place), onSettled })
  const set = useMutation({
    mutationFn: ({ id, verb }: { readonly id: string; readonly verb: 'remove' | 'restore' }) =>
      call<StoredFile>('POST', `/desk/files/${id}/${verb}`),
    onSettled,
  })
  return { files, add, set }
}

export interface SearchGroup {
  readonly document: string
  readonly items: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[]
  readonly more: boolean
}

interface SearchAnswer {
  readonly groups: readonly SearchGroup[]
  readonly manual: readonly { readonly page: string; readonly title: string }[]
}

export function useSearchAll(q: string) {
  return useQuery({
    queryKey: ['desk', 'search', q],
    queryFn: ({ signal }) => call<SearchAnswer>('GET', '/desk/search', { query: { q }, signal }),
    enabled: q.length >= 2,
    placeholderData: (before) => before,
    staleTime: 10_000,
  })
}
