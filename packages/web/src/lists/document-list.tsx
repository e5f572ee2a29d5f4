import type { Label } from '@tandem/kernel'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Empty, Flex, Grid, Skeleton } from 'antd'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { type AnyRow, askAhead, type DocumentType, type ListQuery, usePages } from '../api/documents.ts'
import { flattened, useWhole } from '../custom/use-custom.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { isSortable, type ShownColumn, shownColumns } from './columns.ts'
import { ListFilters } from './list-filters.tsx'
import { type ListState, readListState, useListState } from './list-state.ts'
import { ListTools } from './list-tools.tsx'
import { RowCards } from './row-cards.tsx'
import { RowTable } from './row-table.tsx'
import type { Drawn, ExtraColumn } from './rows.ts'
import { SortBy } from './sort-by.tsx'
import { Unfold } from './unfold.tsx'
import { useSeen } from './use-seen.ts'

interface DocumentListProps {
  readonly type: DocumentType
  /** Field names in order, the most telling first: on a phone the first three lead. */
  readonly columns: readonly string[]
  readonly filters?: readonly string[]
  readonly sort?: string
  /** Conditions that always hold here. */
  readonly fixed?: ListQuery['filter']
  readonly extra?: readonly ExtraColumn[]
  readonly drawn?: Drawn
  /** One of several lists on a page: what its state is called in the address. */
  readonly within?: string
  /** What to say, and offer, when there is nothing at all yet. */
  readonly empty: { readonly text: string; readonly action?: ReactNode }
}

const NONE: readonly ExtraColumn[] = []
const AS_USUAL: Drawn = {}

/** A list of documents from their definition: search, filters, sorting, columns, views, files in and out. */
export function DocumentList(props: DocumentListProps) {
  const { columns, filters = [], sort = '-id', fixed, extra = NONE, drawn = AS_USUAL, empty, within } = props
  const type = useWhole(props.type)
  const wide = Grid.useBreakpoint().md ?? true
  const { label } = useWords()
  const client = useQueryClient()
  const [state, go] = useListState(within)
  const [isOpen, setOpen] = useState(false)
  const isFolded = !wide && !isOpen
  const queryFor = (next: ListState) => ({ filter: { ...filterOf(next), ...fixed }, q: next.q, sort: next.sort ?? sort })
  const change = (next: ListState) => {
    askAhead(client, type, queryFor(readListState({ ...next })))
    go(next)
  }
  const onSort = useCallback((sorted?: string) => go(({ sort: _, ...rest }) => (sorted ? { ...rest, sort: sorted } : rest)), [go])
  const query = queryFor(state)
  const pages = usePages(type, query)
  const rows: readonly AnyRow[] = useMemo(
    () => pages.data?.pages.flatMap((page) => page.items.map(flattened)) ?? [],
    [pages.data],
  )
  const shown = useShown(type, columns, state.c)
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = pages
  const read = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage({ cancelRefetch: false })
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  // By what is shown, which may still be the answer to the question before: `hasNextPage` is about the one under way.
  const isLong = (pages.data?.pages.length ?? 0) > 1 || Boolean(pages.data?.pages[0]?.next)
  const more = useMemo(() => ({ isLong, read }), [isLong, read])
  const view = { type, rows, shown, extra, drawn, sorted: query.sort, onSort, more }
  return (
    <>
      <Flex gap={8} wrap justify="space-between" className="filters">
        <ListFilters
          side={type.side}
          definition={type.definition}
          filters={filters}
          held={Object.keys(fixed ?? {})}
          state={state}
          onChange={change}
          isFolded={isFolded}
          unfold={
            !wide && (
              <>
                <Unfold isOpen={isOpen} used={Object.keys(state.f ?? {}).length} onClick={() => setOpen(!isOpen)} />
                <SortBy columns={sortable(shown, label)} sorted={query.sort} onSort={onSort} />
              </>
            )
          }
        />
        {!isFolded && <ListTools type={type} usual={columns} shown={shown} state={state} query={query} onChange={change} />}
      </Flex>
      <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isLoading && <Skeleton active paragraph={{ rows: 8 }} />}
      {pages.data && rows.length === 0 && <NothingHere filtered={Boolean(state.q || state.f)} empty={empty} />}
      {rows.length > 0 && (wide ? <RowTable {...view} /> : <RowCards {...view} />)}
      <ShowMore isShown={hasNextPage && !wide} isLoading={isFetchingNextPage} onClick={read} />
    </>
  )
}

/** The columns the reader has chosen, or the usual ones; those of what they may not know are left out. */
function useShown({ definition }: DocumentType, columns: readonly string[], chosen: string | undefined): ShownColumn[] {
  const usual = columns.join()
  const isSeen = useSeen()
  return useMemo(() => shownColumns(definition, usual.split(','), chosen).filter(isSeen), [definition, usual, chosen, isSeen])
}

/** What the headings of the table would sort by. */
function sortable(shown: readonly ShownColumn[], label: (of: Label) => string) {
  const possible = shown.filter(isSortable)
  return possible.map(({ name, field }) => ({ key: name, title: label(field.label) }))
}

/** On a phone there is a button, too, for who does not scroll by touch. */
function ShowMore({ isShown, isLoading, onClick }: { isShown: boolean; isLoading: boolean; onClick: () => void }) {
  const { t } = useWords()
  if (!isShown) return null
  return (
    <Flex justify="center" style={{ marginBlock: 16 }}>
      <Button loading={isLoading} onClick={onClick}>
        {t('lists.more')}
      </Button>
    </Flex>
  )
}

/** Several values of one filter stand in the address with commas between; none of ids, choices and dates holds any. */
function filterOf({ f = {} }: ListState): ListQuery['filter'] & object {
  return Object.fromEntries(Object.entries(f).map(([name, value]) => [name, value.split(',')]))
}

function NothingHere({ filtered, empty }: { filtered: boolean; empty: DocumentListProps['empty'] }) {
  const { t } = useWords()
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={filtered ? t('lists.nothingFits') : empty.text}>
      {!filtered && empty.action}
    </Empty>
  )
}
