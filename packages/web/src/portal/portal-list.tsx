import type { Definition, Row } from '@tandem/kernel'
import { Button, Flex } from 'antd'
import { type AnyRow, type DocumentType, type ListQuery, usePages } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { Shown } from './portal-page.tsx'

interface PortalListProps<D extends Definition> {
  readonly type: DocumentType<D>
  readonly query: ListQuery
  readonly columns: readonly RowColumn<Row<D> & AnyRow>[]
  readonly empty: string
}

/** All of one kind, the newest first, with a button for more. */
export function PortalList<D extends Definition>({ type, query, columns, empty }: PortalListProps<D>) {
  const { t } = useWords()
  const pages = usePages(type, query)
  return (
    <Shown query={pages}>
      {({ pages: read }) => (
        <>
          <RowList
            rows={read.flatMap(({ items }) => items)}
            rowKey={({ id }) => id}
            columns={columns}
            empty={empty}
            plain={pages.hasNextPage}
          />
          {pages.hasNextPage && (
            <Flex justify="center" style={{ marginBlockStart: 16 }}>
              <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t('lists.more')}
              </Button>
            </Flex>
          )}
        </>
      )}
    </Shown>
  )
}
