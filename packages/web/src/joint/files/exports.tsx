import { type FileExport, fileExport, fileExportRun } from '@tandem/hub/definitions'
import { Button, Flex, Typography } from 'antd'
import { useState } from 'react'
import { jointType, useList } from '../../api/documents.ts'
import { CommandButton } from '../../erp/command-button.tsx'
import { useWords } from '../../i18n/use-words.ts'
import { DocumentList } from '../../lists/document-list.tsx'
import { RowList } from '../../lists/row-list.tsx'
import { May } from '../../parts/may.tsx'
import { Loaded } from '../../parts/page.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { ChangedExport, EXPORTS, NewExport } from './export-form.tsx'

const RUNS = jointType(fileExportRun)

export function AddExport() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <May right="joint.file-export.create">
        <Button onClick={() => setOpen(true)}>{t('files.out.add')}</Button>
      </May>
      {open && <NewExport onClose={() => setOpen(false)} />}
    </>
  )
}

/** The lists that are written as files: which, when, and where they go. */
export function Exports() {
  const { t, label, choice } = useWords()
  const found = useList(EXPORTS, { filter: { state: ['active', 'paused'] }, sort: 'name', limit: 100 })
  const { name, target, writtenAt } = fileExport.fields
  return (
    <Loaded query={found}>
      {({ items }) => (
        <RowList
          rows={items}
          rowKey={({ id }) => id}
          empty={t('files.out.none')}
          action={<AddExport />}
          columns={[
            { key: 'name', title: label(name.label), render: (row) => row.name },
            { key: 'target', title: label(target.label), render: (row) => choice(row.target) },
            { key: 'where', title: t('files.out.where'), render: (row) => <Where row={row} /> },
            { key: 'when', title: t('files.when'), render: (row) => <When row={row} /> },
            { key: 'writtenAt', title: label(writtenAt.label), render: (row) => <Moment at={row.writtenAt} /> },
            {
              key: 'state',
              title: t('admin.state'),
              render: (row) => <StateTag state={row.state} />,
              says: ({ state }) => choice(state),
            },
            { key: 'actions', title: '', render: (row) => <Actions row={row} /> },
          ]}
        />
      )}
    </Loaded>
  )
}

function Where({ row }: { row: FileExport }) {
  const { language } = useWords()
  const trouble = language === 'zh' ? row.troubleZh : row.troubleEn
  return (
    <>
      <code>{row.sftp ?? `files/.../${row.name}/out`}</code>
      {trouble && (
        <div>
          <Typography.Text type="danger">{trouble}</Typography.Text>
        </div>
      )}
    </>
  )
}

function When({ row: { askedAt, everyMinutes, nextAt, state } }: { row: FileExport }) {
  const { t, instant } = useWords()
  if (askedAt) return t('files.out.soon')
  if (everyMinutes === null || nextAt === null) return t('files.out.byHand')
  return (
    <>
      {t('files.out.every', { count: everyMinutes })}
      {state === 'active' && <div className="small">{t('files.out.next', { at: instant(nextAt) })}</div>}
    </>
  )
}

function Moment({ at }: { at: string | null }) {
  const { instant } = useWords()
  return at === null ? null : instant(at)
}

function Actions({ row }: { row: FileExport }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const common = { type: EXPORTS, row } as const
  return (
    <Flex gap={8} wrap>
      <CommandButton {...common} command="ask" text={t('files.out.ask')} done={t('files.out.asked')} />
      <May right="joint.file-export.change">
        <Button onClick={() => setOpen(true)}>{t('files.out.edit')}</Button>
      </May>
      {open && <ChangedExport row={row} onClose={() => setOpen(false)} />}
      {row.state === 'active' ? (
        <CommandButton {...common} command="pause" text={t('files.pause')} done={t('files.paused')} />
      ) : (
        <CommandButton {...common} command="resume" text={t('files.resume')} done={t('files.resumed')} primary />
      )}
      <CommandButton {...common} command="remove" text={t('files.remove')} done={t('files.out.removed')} />
    </Flex>
  )
}

export function ExportRuns() {
  const { t } = useWords()
  return (
    <DocumentList
      type={RUNS}
      sort="-createdAt"
      columns={['file', 'state', 'documents', 'export', 'createdAt']}
      filters={['state', 'export']}
      empty={{ text: t('files.out.noRuns') }}
    />
  )
}
