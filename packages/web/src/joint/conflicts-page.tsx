import { deletion } from '@tandem/hub/definitions'
import { Tabs } from 'antd'
import { jointType, useList } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { Page } from '../parts/page.tsx'
import { ConflictList } from './conflict-list.tsx'
import { DeletionList } from './deletion-list.tsx'
import { DuplicateList } from './duplicate-list.tsx'
import { MergeList } from './merge-list.tsx'
import { DUPLICATES } from './say-many.tsx'
import { CONFLICTS } from './use-joint.ts'

const DELETIONS = jointType(deletion)

/** Where the two sides say different things, and where one thing may be there twice: a person decides. */
export function ConflictsPage() {
  const { t } = useWords()
  const conflicts = useList(CONFLICTS, { filter: { state: 'open' }, limit: 100 })
  const deletions = useList(DELETIONS, { filter: { state: 'open' }, limit: 100 })
  const duplicates = useList(DUPLICATES, { filter: { state: 'open' }, limit: 100 })
  const named = (name: string, count: number | undefined) => (count ? `${name} (${count})` : name)
  return (
    <Page title={t('joint.conflicts')} about={t('joint.conflictsAbout')}>
      <Tabs
        items={[
          {
            key: 'conflicts',
            label: named(t('joint.differentValues'), conflicts.data?.items.length),
            children: <ConflictList />,
          },
          {
            key: 'duplicates',
            label: named(t('joint.duplicates'), duplicates.data?.items.length),
            children: <DuplicateList />,
          },
          {
            key: 'merges',
            label: t('identity.merges'),
            children: <MergeList />,
          },
          {
            key: 'deletions',
            label: named(t('rules.deletions'), deletions.data?.items.length),
            children: <DeletionList />,
          },
        ]}
      />
    </Page>
  )
}
