import { type Merge, merge } from '@tandem/hub/definitions'
import { Card, Empty, Flex, Typography } from 'antd'
import { jointType, useList } from '../api/documents.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { Loaded } from '../parts/page.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { kindLabel } from './words.ts'

const MERGES = jointType(merge)

/** What was merged, by whom and where; each can be undone. */
export function MergeList() {
  const { t } = useWords()
  const found = useList(MERGES, { sort: '-mergedAt', limit: 100 })
  return (
    <Loaded query={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('identity.noMerges')} />
        ) : (
          <Flex vertical gap={12}>
            {items.map((row) => (
              <OneMerge key={row.id} row={row} />
            ))}
          </Flex>
        )
      }
    </Loaded>
  )
}

function OneMerge({ row }: { row: Merge }) {
  const { t, label, instant } = useWords()
  const { subject, intoSubject: into, state, kind, system, mergedBy, mergedAt } = row
  return (
    <Card
      size="small"
      title={`${label(kindLabel(kind))} · ${t('identity.into', { subject, into })}`}
      extra={<StateTag state={state} />}
    >
      <Typography.Paragraph type="secondary" className="small">
        {[system, mergedBy, instant(mergedAt)].filter(Boolean).join(' · ')} ·{' '}
        {t('identity.wentAlong', { count: (row.moved as unknown as readonly string[]).length })}
      </Typography.Paragraph>
      {state === 'merged' && (
        <CommandButton type={MERGES} row={row} command="unmerge" text={t('identity.unmerge')} done={t('identity.unmerged')} />
      )}
    </Card>
  )
}
