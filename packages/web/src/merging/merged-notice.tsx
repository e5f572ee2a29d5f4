import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Flex, Modal } from 'antd'
import { useState } from 'react'
import { type AnyRow, type DocumentType, useAnswer, useList, useSend } from '../api/documents.ts'
import { useReferenced } from '../api/titles.ts'
import { useWords } from '../i18n/use-words.ts'
import { pageOf } from '../lists/pages.ts'
import { titleOf } from '../lists/title.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { type Repointed, RepointedList } from './repointed.tsx'

interface NoticeProps {
  readonly type: DocumentType
  readonly row: AnyRow
}

/** Whether it was merged into another, and which were merged into it: each can be undone here. */
export function MergedNotice({ type, row }: NoticeProps) {
  const mergedInto = typeof row.mergedInto === 'string' ? row.mergedInto : null
  return mergedInto ? <IsMerged type={type} row={row} into={mergedInto} /> : <Swallowed type={type} row={row} />
}

function IsMerged({ type, row, into }: NoticeProps & { into: string }) {
  const { t, language } = useWords()
  const { side, definition } = type
  const winner = useReferenced(side, definition.name, into)
  const name = winner.data ? titleOf(definition, winner.data, language) : '…'
  const page = pageOf(side, definition.name, into)
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBlockEnd: 16 }}
      title={page ? <Link to={page}>{t('identity.isMerged', { name })}</Link> : t('identity.isMerged', { name })}
      description={t('identity.isMergedAbout', { name })}
      action={<UndoButton type={type} row={row} />}
    />
  )
}

function Swallowed({ type, row }: NoticeProps) {
  const { t, language } = useWords()
  const { side, definition } = type
  const found = useList(type, { filter: { mergedInto: row.id }, limit: 20 })
  const merged: readonly AnyRow[] = found.data?.items ?? []
  if (merged.length === 0) return null
  return (
    <Alert
      type="info"
      style={{ marginBlockEnd: 16 }}
      title={t('identity.swallowed')}
      description={
        <Flex vertical gap={8}>
          {merged.map((one) => {
            const page = pageOf(side, definition.name, one.id)
            const name = titleOf(definition, one, language)
            return (
              <Flex key={one.id} gap={8} align="center" wrap>
                {page ? <Link to={page}>{name}</Link> : name}
                <UndoButton type={type} row={one} />
              </Flex>
            )
          })}
        </Flex>
      }
    />
  )
}

interface Preview {
  readonly loser: AnyRow
  readonly back: readonly Repointed[]
  readonly stays: readonly Repointed[]
}

function UndoButton({ type, row }: NoticeProps) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('identity.unmerge')}
      </Button>
      {open && <UndoDialog type={type} row={row} onClose={() => setOpen(false)} />}
    </>
  )
}

function UndoDialog({ type, row, onClose }: NoticeProps & { onClose: () => void }) {
  const { t, language } = useWords()
  const { message } = App.useApp()
  const { side, definition } = type
  const sending = useSend(type)
  // Once it is done there is nothing more to be previewed.
  const isOpen = sending.isIdle || sending.isError
  const preview = useAnswer<Preview>(side, 'unmerge-preview', { [definition.name]: row.id }, isOpen)
  const undo = () =>
    sending.mutate(
      { id: row.id, version: row.version, command: 'unmerge', input: {} },
      {
        onSuccess: () => {
          void message.success(t('identity.unmerged'))
          onClose()
        },
      },
    )
  return (
    <Modal
      open
      width={640}
      title={t('identity.undoTitle', { name: titleOf(definition, row, language) })}
      okText={t('identity.unmerge')}
      okButtonProps={{ disabled: !preview.data }}
      confirmLoading={sending.isPending}
      onOk={undo}
      onCancel={onClose}
      destroyOnHidden
    >
      <ProblemAlert error={preview.error ?? sending.error} />
      {preview.data && (
        <>
          <RepointedList side={side} title={t('identity.back')} parts={preview.data.back} empty={t('identity.backNothing')} />
          {preview.data.stays.length > 0 && (
            <RepointedList side={side} title={t('identity.remains')} parts={preview.data.stays} empty="" />
          )}
        </>
      )}
    </Modal>
  )
}
