import { inboxEntry, kindOf } from '@tandem/hub/definitions'
import { type Field, partial, type Row } from '@tandem/kernel'
import { jointType, useAnswer } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'

/** Fields that a form can hold; references and lines are corrected where they come from. */
const SIMPLE = new Set<Field['kind']>(['text', 'choice', 'flag', 'integer', 'amount', 'price', 'quantity', 'percent', 'date'])

interface EditDialogProps {
  readonly row: Row<typeof inboxEntry>
  /** The field the cause points at: asked alone. Null: the cause names none, so all are asked. */
  readonly field: string | null
  readonly onClose: () => void
}

/** Corrects what was read or is to be written, and tries again. Only what was changed is sent. */
export function EditDialog({ row, field, onClose }: EditDialogProps) {
  const { t } = useWords()
  const record = useAnswer<{ values: Record<string, unknown> }>('joint', 'record', { id: row.record }, row.record !== null)
  if (row.record !== null && !record.data && !record.error) return null
  const fields = kindOf(row.kind).fields
  const simple = Object.keys(fields).filter((name) => SIMPLE.has((fields[name] as Field).kind))
  const details = row.details as { value?: unknown } | null
  const given = { ...(row.original as object | null), ...record.data?.values, ...(row.edited as object | null) } as Record<
    string,
    unknown
  >
  const first = field !== null && simple.includes(field) ? [field] : simple
  // A value that was not readable as it is stands there as text, to be corrected.
  const shown =
    field !== null && typeof details?.value === 'string' && given[field] === undefined
      ? { ...given, [field]: details.value }
      : given
  return (
    <DocumentForm
      type={jointType(inboxEntry)}
      title={t('running.editTitle', { subject: row.subject })}
      command="edit-and-retry"
      on={row}
      input={partial(fields)}
      ask={first}
      given={Object.fromEntries(first.map((name) => [name, shown[name]]))}
      wrap={(values) => ({
        values: Object.fromEntries(Object.entries(values).filter(([name, value]) => name === field || value !== given[name])),
      })}
      okText={t('running.edit')}
      done={t('running.editDone')}
      onClose={onClose}
    />
  )
}
