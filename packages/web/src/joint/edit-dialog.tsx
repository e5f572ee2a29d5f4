import { inboxEntry, kindOf } from '@tandem/hub/definitions'
import type { Field, Fields, Row } from '@tandem/kernel'
import { App, Button, Form, Modal, Typography } from 'antd'
import { useState } from 'react'
import { jointType, useAnswer, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { EditModal } from '../parts/edit-modal.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { EntryField } from './entry-field.tsx'
import type { InboxDocument } from './use-inbox.ts'
import { useSystemTitle } from './use-who.ts'

const ENTRIES = jointType(inboxEntry)

interface EditDialogProps {
  readonly row: Row<typeof inboxEntry>
  /** The field the cause points at: asked first, alone. Null: the cause names none, so all are asked. */
  readonly field: string | null
  readonly onClose: () => void
}

/** Corrects what was read or is to be written, and tries again: fields, references and lines. Only what was changed is sent. */
export function EditDialog({ row, field, onClose }: EditDialogProps) {
  const { t } = useWords()
  const asked = useAnswer<InboxDocument>('joint', 'inbox-document', { id: row.id })
  if (asked.data) return <EditForm row={row} field={field} document={asked.data} onClose={onClose} />
  return (
    <Modal open title={t('running.editTitle', { subject: row.subject })} footer={null} onCancel={onClose} loading={!asked.error}>
      <ProblemAlert error={asked.error} onRetry={() => void asked.refetch()} />
    </Modal>
  )
}

function EditForm({ row, field, document, onClose }: EditDialogProps & { document: InboxDocument }) {
  const { t } = useWords()
  const titleOf = useSystemTitle()
  const { message } = App.useApp()
  const fields = fieldsOf(row.kind, document)
  const sending = useSend(ENTRIES)
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>(document.values)
  const [isWhole, setWhole] = useState(field === null || !(field in fields))
  const names = isWhole ? Object.keys(fields) : [field as string]
  const [since] = useState(row.version)
  const hasChanges = JSON.stringify(values) !== JSON.stringify(document.values)
  const submit = () =>
    sending.mutate(
      {
        id: row.id,
        version: since,
        command: 'edit-and-retry',
        input: { values: correctedIn(document.values, values, field) },
      },
      {
        onSuccess: () => {
          void message.success(t('running.editDone'))
          onClose()
        },
      },
    )
  return (
    <EditModal
      hasChanges={hasChanges && !sending.isSuccess}
      error={sending.error}
      saved={{ document: 'joint/inbox-entry', id: row.id, since }}
      width={720}
      title={t('running.editTitle', { subject: row.subject })}
      okText={t('running.editOk')}
      confirmLoading={sending.isPending}
      onOk={submit}
      onClose={onClose}
    >
      <Typography.Paragraph type="secondary">
        {t(document.ids === 'system' ? 'running.editHere' : 'running.editEverywhere', { system: titleOf(row.system) })}
      </Typography.Paragraph>
      <EntryFields names={names} values={values} onChange={setValues} row={row} document={document} />
      {!isWhole && (
        <Button type="link" style={{ paddingInline: 0 }} onClick={() => setWhole(true)}>
          {t('running.editAll')}
        </Button>
      )}
    </EditModal>
  )
}

interface EntryFieldsProps {
  readonly names: readonly string[]
  readonly values: Values
  readonly onChange: (values: Values) => void
  readonly row: EditDialogProps['row']
  readonly document: InboxDocument
}

function EntryFields({ names, values, onChange, row, document }: EntryFieldsProps) {
  const fields = fieldsOf(row.kind, document)
  return (
    <Form layout="vertical" component="div">
      {names.map((name) => (
        <EntryField
          key={name}
          id={name}
          field={fields[name] as Field}
          value={values[name]}
          said={document.values[name]}
          entry={row}
          document={document}
          onChange={(value) => onChange({ ...values, [name]: value })}
        />
      ))}
    </Form>
  )
}

function fieldsOf(kind: string, { custom }: InboxDocument): Fields {
  return { ...kindOf(kind).fields, ...custom }
}

type Values = Readonly<Record<string, unknown>>

/** What was changed, and what the cause points at even when it was not. */
function correctedIn(before: Values, values: Values, field: string | null): Values {
  const isChanged = (name: string) => JSON.stringify(values[name]) !== JSON.stringify(before[name])
  return Object.fromEntries(Object.entries(values).filter(([name]) => name === field || isChanged(name)))
}
