import { DownloadOutlined, ImportOutlined } from '@ant-design/icons'
import { Button, Dropdown, Flex } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { exportAddress, useAbility } from '../api/desk.ts'
import type { DocumentType, ListQuery } from '../api/documents.ts'
import { useMay } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { ColumnChooser } from './column-chooser.tsx'
import type { ShownColumn } from './columns.ts'
import type { ListState } from './list-state.ts'
import { ViewChooser } from './view-chooser.tsx'

const NewExport = lazy(() => import('../joint/files/export-form.tsx').then(({ NewExport: Form }) => ({ default: Form })))
const ImportDialog = lazy(() => import('./import-dialog.tsx').then(({ ImportDialog: Dialog }) => ({ default: Dialog })))

interface ListToolsProps {
  readonly type: DocumentType
  readonly usual: readonly string[]
  readonly shown: readonly ShownColumn[]
  readonly state: ListState
  readonly query: ListQuery
  readonly onChange: (state: ListState) => void
}

/** What can be done with a list as a whole: views, columns, files out and in. */
export function ListTools({ type, usual, shown, state, query, onChange }: ListToolsProps) {
  const { t, language } = useWords()
  const [importing, setImporting] = useState(false)
  const [exporting, setExporting] = useState(false)
  const isOfSide = type.side === 'crm' || type.side === 'erp'
  const mayExport = useMay('joint.file-export.create') && isOfSide
  const ability = useAbility(type)
  const names = shown.map(({ name }) => name)
  const file = (format: 'csv' | 'xlsx') => (
    <a href={exportAddress(type, query, names, format, language)} download>
      {t(`tools.${format}`)}
    </a>
  )
  return (
    <Flex gap={8} wrap role="toolbar" aria-label={t('tools.name')}>
      <ViewChooser type={type} state={state} onChange={onChange} />
      <ColumnChooser
        definition={type.definition}
        usual={usual}
        shown={names}
        onChange={(c) => onChange(c ? { ...state, c } : withoutColumns(state))}
      />
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...(['xlsx', 'csv'] as const).map((format) => ({ key: format, label: file(format) })),
            ...(mayExport ? [{ key: 'regularly', label: t('files.out.regularly'), onClick: () => setExporting(true) }] : []),
          ],
        }}
      >
        <Button icon={<DownloadOutlined />}>{t('tools.export')}</Button>
      </Dropdown>
      {ability?.canImport && (
        <Button icon={<ImportOutlined />} onClick={() => setImporting(true)}>
          {t('tools.import')}
        </Button>
      )}
      {exporting && (
        <Suspense>
          <NewExport given={wantedOf(type, query, names)} onClose={() => setExporting(false)} />
        </Suspense>
      )}
      {importing && (
        <Suspense>
          <ImportDialog type={type} onClose={() => setImporting(false)} />
        </Suspense>
      )}
    </Flex>
  )
}

/** What the list shows, as an export remembers it. */
function wantedOf(type: DocumentType, query: ListQuery, columns: readonly string[]) {
  const { search } = new URL(exportAddress(type, query, [], 'csv', ''), 'http://here')
  const parameters = new URLSearchParams(search)
  parameters.delete('format')
  return {
    target: `${type.side}/${type.definition.name}`,
    columns: columns.join(', '),
    query: `${parameters}`.replaceAll('%5B', '[').replaceAll('%5D', ']'),
  }
}

function withoutColumns({ c: _, ...rest }: ListState): ListState {
  return rest
}
