import { type Merge, merge } from '@tandem/hub/definitions'
import { useMemo } from 'react'
import { type AnyRow, jointType } from '../api/documents.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { DocumentList } from '../lists/document-list.tsx'
import type { Drawn, ExtraColumn } from '../lists/rows.ts'
import { kindLabel } from './words.ts'

const MERGES = jointType(merge)

/** What was merged, by whom and where; each can be undone. */
export function MergeList() {
  const { t, label } = useWords()
  const drawn = useMemo((): Drawn => ({ kind: (row) => label(kindLabel(String(row.kind))) }), [label])
  const extra = useMemo(
    (): ExtraColumn[] => [
      { title: t('identity.alongHead'), align: 'end', render: (row) => (row.moved as readonly string[]).length },
      { title: t('identity.unmerge'), render: (row) => <Unmerge row={row} /> },
    ],
    [t],
  )
  return (
    <DocumentList
      type={MERGES}
      sort="-mergedAt"
      columns={['subject', 'state', 'intoSubject', 'kind', 'system', 'mergedBy', 'mergedAt']}
      filters={['state']}
      drawn={drawn}
      extra={extra}
      empty={{ text: t('identity.noMerges') }}
    />
  )
}

function Unmerge({ row }: { row: AnyRow }) {
  const { t } = useWords()
  const merged = row as unknown as Merge
  if (merged.state !== 'merged') return null
  return (
    <CommandButton
      small
      type={MERGES}
      row={merged}
      command="unmerge"
      text={t('identity.unmerge')}
      done={t('identity.unmerged')}
    />
  )
}
