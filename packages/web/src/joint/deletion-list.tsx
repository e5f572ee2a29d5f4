import { deletion, deletionTransitions } from '@tandem/hub/definitions'
import { nextCommands, type Row } from '@tandem/kernel'
import { Card, Flex, Tag, Typography } from 'antd'
import { jointType, useList } from '../api/documents.ts'
import { useNameOf } from '../desk/use-actor.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import { Loaded } from '../parts/page.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { EntrySubject } from './entry-subject.tsx'
import { OnlyFirst } from './only-first.tsx'
import { useDeletionColumns } from './queue-columns.ts'
import { useFieldLabel } from './use-field-label.ts'
import { useSystemTitle } from './use-who.ts'
import { kindLabel } from './words.ts'

type Deletion = Row<typeof deletion>

const DELETIONS = jointType(deletion)
const CHOICES = ['archive', 'delete', 'keep', 'restore'] as const

/** What was deleted on one side: what became of it on the others, or what a person says; all of it can be undone. */
export function DeletionList() {
  const { t } = useWords()
  const found = useList(DELETIONS, { filter: { state: ['open', 'settled', 'undone'] }, sort: '-updatedAt', limit: 100 })
  const columns = useDeletionColumns()
  return (
    <Loaded query={found}>
      {(page) => (
        <>
          <OnlyFirst page={page} />
          <RowList
            list="joint/deletion"
            rows={page.items}
            rowKey={({ id }) => id}
            columns={columns}
            empty={t('rules.noDeletions')}
            cards={(rows) => (
              <Flex vertical gap={12}>
                {rows.map((row) => (
                  <OneDeletion key={row.id} row={row} />
                ))}
              </Flex>
            )}
          />
        </>
      )}
    </Loaded>
  )
}

function OneDeletion({ row }: { row: Deletion }) {
  const { t, label, choice, instant } = useWords()
  const nameOf = useNameOf()
  const fieldName = useFieldLabel()
  const titleOf = useSystemTitle()
  const commands = nextCommands(deletionTransitions, row.state)
  const edited = ((row.edited ?? []) as readonly string[]).map((field) => fieldName(row.kind, field))
  const title = (
    <>
      {label(kindLabel(row.kind))} · <EntrySubject subject={row.subject} kind={row.kind} record={row.record} />
    </>
  )
  return (
    <Card size="small" title={title} extra={<StateTag state={row.state} />}>
      <Flex gap={8} wrap align="center">
        <Typography.Text type="secondary">
          {t('rules.deletedIn', { system: titleOf(row.system), by: nameOf(row.deletedBy), at: instant(row.deletedAt) })}
        </Typography.Text>
        <Tag>{choice(row.policy)}</Tag>
        {edited.length > 0 && <Tag color="orange">{t('rules.changedMeanwhile', { fields: edited.join(', ') })}</Tag>}
      </Flex>
      <Flex gap={8} wrap style={{ marginBlockStart: 8 }}>
        {commands.includes('settle') &&
          CHOICES.map((one) => (
            <CommandButton
              key={one}
              type={DELETIONS}
              row={row}
              command="settle"
              input={{ choice: one }}
              text={t(`rules.settle.${one}`)}
              done={t('rules.settled')}
            />
          ))}
        {commands.includes('undo') && (
          <CommandButton type={DELETIONS} row={row} command="undo" text={t('rules.undoDeletion')} done={t('rules.undone')} />
        )}
      </Flex>
    </Card>
  )
}
