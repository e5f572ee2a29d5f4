import { type FileExport, fileExport } from '@tandem/hub/definitions'
import type { Field } from '@tandem/kernel'
import { jointType } from '../../api/documents.ts'
import { listChoices } from '../../i18n/list-choices.ts'
import { useWords } from '../../i18n/use-words.ts'
import { DocumentForm } from '../../lists/document-form.tsx'
import { SECRETS } from './secrets.ts'

export const EXPORTS = jointType(fileExport)

const { target, ...others } = fileExport.fields
const HOW = {
  ...others,
  format: { ...others.format, optional: true },
  headers: { ...others.headers, optional: true },
  delimiter: { ...others.delimiter, optional: true },
  ...SECRETS,
} as const
const WHAT = ['format', 'columns', 'query', 'everyMinutes', 'nextAt', 'file', 'headers', 'delimiter']
const WHERE = ['sftp', 'hostKey', 'credential', 'passphrase']

interface NewExportProps {
  /** What is known of it: the list, its columns and its filter. */
  readonly given?: Partial<Pick<FileExport, 'target' | 'columns' | 'query'>>
  readonly onClose: () => void
}

/** Sets up a list that is written as a file. */
export function NewExport({ given, onClose }: NewExportProps) {
  const { t } = useWords()
  const lists: Field = { kind: 'choice', of: Object.keys(listChoices), label: target.label }
  return (
    <DocumentForm
      type={EXPORTS}
      title={t('files.out.add')}
      command="create"
      input={{ ...HOW, target: lists }}
      ask={['name', 'target', ...WHAT, ...WHERE]}
      given={{ target: 'crm/customer', format: 'csv', headers: 'names', delimiter: 'comma', ...given }}
      okText={t('files.out.add')}
      done={t('files.out.added')}
      onClose={onClose}
    />
  )
}

export function ChangedExport({ row, onClose }: { row: FileExport; onClose: () => void }) {
  const { t } = useWords()
  const { format, columns, query, everyMinutes, nextAt, file, headers, delimiter, sftp, hostKey } = row
  return (
    <DocumentForm
      type={EXPORTS}
      title={t('files.out.change')}
      command="change"
      on={row}
      input={HOW}
      ask={[...WHAT, ...WHERE]}
      given={{ format, columns, query, everyMinutes, nextAt, file, headers, delimiter, sftp, hostKey }}
      okText={t('files.save')}
      done={t('files.out.saved')}
      onClose={onClose}
    />
  )
}
