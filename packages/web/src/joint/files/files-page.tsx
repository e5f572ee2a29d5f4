import { type FileRun, type FileSource, fileRun, fileSource } from '@tandem/hub/definitions'
import { Button, Flex, Typography } from 'antd'
import { useMemo, useState } from 'react'
import { jointType, useList } from '../../api/documents.ts'
import { CommandButton } from '../../erp/command-button.tsx'
import { useWords } from '../../i18n/use-words.ts'
import { DocumentForm } from '../../lists/document-form.tsx'
import { DocumentList } from '../../lists/document-list.tsx'
import { RowList } from '../../lists/row-list.tsx'
import type { ExtraColumn } from '../../lists/rows.ts'
import { Section } from '../../parts/figure.tsx'
import { May } from '../../parts/may.tsx'
import { Loaded, Page } from '../../parts/page.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { AddExport, ExportRuns, Exports } from './exports.tsx'
import { SECRETS } from './secrets.ts'

const SOURCES = jointType(fileSource)
const RUNS = jointType(fileRun)

/** The folders that are watched, and what came of their files. */
export function FilesPage() {
  const { t } = useWords()
  return (
    <Page title={t('files.title')} about={t('files.about')} actions={<AddFolder />}>
      <Folders />
      <Section title={t('files.runs')}>
        <Runs />
      </Section>
      <May right="joint.file-export.read">
        <Section title={t('files.out.title')} extra={<AddExport />}>
          <Typography.Paragraph type="secondary">{t('files.out.about')}</Typography.Paragraph>
          <Exports />
        </Section>
        <Section title={t('files.out.runs')}>
          <ExportRuns />
        </Section>
      </May>
    </Page>
  )
}

/** What files may hold: the documents people most often have in files. */
const TARGETS = ['crm/customer', 'crm/contact', 'crm/address', 'erp/item', 'erp/price', 'erp/party', 'erp/warehouse'] as const

function AddFolder() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const { name, target, sftp, hostKey } = SOURCES.definition.fields
  return (
    <>
      <May right="joint.file-source.create">
        <Button type="primary" onClick={() => setOpen(true)}>
          {t('files.add')}
        </Button>
      </May>
      {open && (
        <DocumentForm
          type={SOURCES}
          title={t('files.add')}
          command="create"
          input={{ name, target: { kind: 'choice', of: TARGETS, label: target.label }, sftp, hostKey, ...SECRETS }}
          ask={['name', 'target', 'sftp', 'hostKey', 'credential', 'passphrase']}
          given={{ target: TARGETS[0] }}
          okText={t('files.add')}
          done={t('files.added', { folder: '.../in' })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

/** Where its files are fetched from: also where a person confirms the key of that machine. */
function ChangeMachine({ row }: { row: FileSource }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const { sftp, hostKey } = SOURCES.definition.fields
  return (
    <>
      <May right="joint.file-source.change">
        <Button onClick={() => setOpen(true)}>{t('files.machine')}</Button>
      </May>
      {open && (
        <DocumentForm
          type={SOURCES}
          title={t('files.machine')}
          command="change"
          on={row}
          input={{ sftp, hostKey, ...SECRETS }}
          ask={['sftp', 'hostKey', 'credential', 'passphrase']}
          given={{ sftp: row.sftp, hostKey: row.hostKey }}
          okText={t('files.save')}
          done={t('files.saved')}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

const whereOf = ({ name, sftp }: FileSource) => sftp ?? `files/.../${name}/in`

function Where({ row }: { row: FileSource }) {
  const { language } = useWords()
  const trouble = language === 'zh' ? row.troubleZh : row.troubleEn
  return (
    <>
      <code>{`files/.../${row.name}/in`}</code>
      {row.sftp && (
        <div className="small">
          <code>{row.sftp}</code>
        </div>
      )}
      {trouble && <Typography.Text type="danger">{trouble}</Typography.Text>}
    </>
  )
}

function Folders() {
  const { t, label, choice } = useWords()
  const found = useList(SOURCES, { filter: { state: ['active', 'paused'] }, sort: 'name', limit: 100 })
  const { name, target } = SOURCES.definition.fields
  return (
    <Loaded query={found}>
      {({ items }) => (
        <RowList
          rows={items}
          rowKey={({ id }) => id}
          empty={t('files.none')}
          list="joint/file-source"
          action={<AddFolder />}
          columns={[
            { key: 'name', title: label(name.label), render: (row) => row.name },
            {
              key: 'target',
              title: label(target.label),
              render: (row) => choice(row.target),
              among: (row) => [{ value: row.target, label: choice(row.target) }],
            },
            { key: 'where', title: t('files.where'), says: whereOf, render: (row) => <Where row={row} /> },
            {
              key: 'state',
              title: t('admin.state'),
              render: (row) => <StateTag state={row.state} />,
              says: ({ state }) => choice(state),
              among: ({ state }) => [{ value: state, label: choice(state) }],
            },
            {
              key: 'actions',
              title: '',
              render: (row) => (
                <Flex gap={8} wrap>
                  <ChangeMachine row={row} />
                  {row.state === 'active' ? (
                    <CommandButton type={SOURCES} row={row} command="pause" text={t('files.pause')} done={t('files.paused')} />
                  ) : (
                    <CommandButton
                      type={SOURCES}
                      row={row}
                      command="resume"
                      text={t('files.resume')}
                      done={t('files.resumed')}
                      primary
                    />
                  )}
                  <CommandButton type={SOURCES} row={row} command="remove" text={t('files.remove')} done={t('files.removed')} />
                </Flex>
              ),
            },
          ]}
        />
      )}
    </Loaded>
  )
}

function Runs() {
  const { t } = useWords()
  const extra = useMemo(
    (): ExtraColumn[] => [{ title: t('files.what'), render: (row) => <Outcome row={row as unknown as FileRun} /> }],
    [t],
  )
  return (
    <DocumentList
      type={RUNS}
      within="file-run"
      sort="-createdAt"
      columns={['file', 'state', 'source', 'createdAt']}
      filters={['state', 'source']}
      extra={extra}
      empty={{ text: t('files.noRuns') }}
    />
  )
}

function Outcome({ row }: { row: FileRun }) {
  const { t, language } = useWords()
  const trouble = language === 'zh' ? row.troubleZh : row.troubleEn
  if (trouble) return <Typography.Text type="danger">{trouble}</Typography.Text>
  const { created, changed, unchanged, refused } = row
  return (
    <>
      {t('files.counts', { created, changed, unchanged, refused })}
      {row.errorsFile && <div className="small">{t('files.correct', { file: row.errorsFile })}</div>}
    </>
  )
}
