import { type FileExport, fileExport, fileExportRun } from '@tandem/hub/definitions'
import { Button, Flex, Typography } from 'antd'
import { useState } from 'react'
import { jointType, useList } from '../../api/documents.ts'
import { CommandButton } from '../../erp/command-button.tsx'
import { useWords, type Words } from '../../i18n/use-words.ts'
import { DocumentList } from '../../lists/document-list.tsx'
import { fieldColumn } from '../../lists/field-columns.tsx'
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
  const words = useWords()
  const { t, label, choice } = words
  const found = useList(EXPORTS, { filter: { state: ['active', 'paused'] }, sort: 'name', limit: 100 })
  const { name, target, writtenAt } = fileExport.fields
  return (
    <Loaded query={found}>
      {({ items }) => (
        <RowList
          rows={items}
          rowKey={({ id }) => id}
          empty={t('files.out.none')}
          list="joint/file-export"
          action={<AddExport />}
          columns={[
            { key: 'name', title: label(name.label), render: (row) => row.name },
            {
              key: 'target',
              title: label(target.label),
              render: (row) => choice(row.target),
              among: (row) => [{ value: row.target, label: choice(row.target) }],
            },
            { key: 'where', title: t('files.out.where'), says: whereOf, render: (row) => <Where row={row} /> },
            { key: 'when', title: t('files.when'), says: (row) => whenText(row, t), render: (row) => <When row={row} /> },
            fieldColumn<FileExport>('joint', 'writtenAt', writtenAt, words),
            {
              key: 'state',
              title: t('admin.state'),
              render: (row) => <StateTag state={row.state} />,
              says: ({ state }) => choice(state),
              among: ({ state }) => [{ value: state, label: choice(state) }],
            },
            { key: 'actions', title: '', render: (row) => <Actions row={row} /> },
          ]}
        />
      )}
    </Loaded>
  )
}

const whereOf = ({ name, sftp }: FileExport) => sftp ?? `files/.../${name}/out`

function Where({ row }: { row: FileExport }) {
  const { language } = useWords()
  const trouble = language === 'zh' ? row.troubleZh : row.troubleEn
  return (
    <>
      <code>{whereOf(row)}</code>
      {trouble && (
        <div>
          <Typography.Text type="danger">{trouble}</Typography.Text>
        </div>
      )}
    </>
  )
}

function whenText({ askedAt, everyMinutes, nextAt }: FileExport, t: Words['t']): string {
  if (askedAt) return t('files.out.soon')
  return everyMinutes === null || nextAt === null ? t('files.out.byHand') : t('files.out.every', { count: everyMinutes })
}

function When({ row }: { row: FileExport }) {
  const { t, instant } = useWords()
  const { askedAt, everyMinutes, nextAt, state } = row
  if (askedAt || everyMinutes === null || nextAt === null) return whenText(row, t)
  return (
    <>
      {whenText(row, t)}
      {state === 'active' && <div className="small">{t('files.out.next', { at: instant(nextAt) })}</div>}
    </>
  )
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
      within="file-export-run"
      sort="-createdAt"
      columns={['file', 'state', 'documents', 'export', 'createdAt']}
      filters={['state', 'export']}
      empty={{ text: t('files.out.noRuns') }}
    />
  )
}
