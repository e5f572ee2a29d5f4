import { DownloadOutlined, ImportOutlined } from '@ant-design/icons'
import { Button, Dropdown, Flex, type MenuProps } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useAbility } from '../api/desk.ts'
import type { DocumentType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { ColumnChooser } from './column-chooser.tsx'
import type { ListState } from './list-state.ts'
import { ViewChooser } from './view-chooser.tsx'

const ImportDialog = lazy(() => import('./import-dialog.tsx').then(({ ImportDialog: Dialog }) => ({ default: Dialog })))

interface ToolbarProps {
  /** Under which its views are kept: `crm/customer`. */
  readonly list: string
  readonly possible: readonly { readonly name: string; readonly title: string }[]
  readonly usual: readonly string[]
  readonly shown: readonly string[]
  readonly state: ListState
  readonly onChange: (state: ListState) => void
  /** The ways it leaves as a file. */
  readonly exports: NonNullable<MenuProps['items']>
  /** What a file may bring in; left out: nothing. */
  readonly imported?: DocumentType | undefined
}

/** What can be done with a list as a whole: views, columns, files out and in. */
export function Toolbar({ list, possible, usual, shown, state, onChange, exports, imported }: ToolbarProps) {
  const { t } = useWords()
  return (
    <Flex gap={8} wrap role="toolbar" aria-label={t('tools.name')}>
      <ViewChooser list={list} state={state} onChange={onChange} />
      <ColumnChooser
        possible={possible}
        usual={usual}
        shown={shown}
        onChange={(c) => onChange(c ? { ...state, c } : withoutColumns(state))}
      />
      <Dropdown trigger={['click']} menu={{ items: exports }}>
        <Button icon={<DownloadOutlined />}>{t('tools.export')}</Button>
      </Dropdown>
      {imported && <ImportButton type={imported} />}
    </Flex>
  )
}

/** For who may. */
export function ImportButton({ type }: { type: DocumentType }) {
  const { t } = useWords()
  const [importing, setImporting] = useState(false)
  const ability = useAbility(type)
  if (!ability?.canImport) return null
  return (
    <>
      <Button icon={<ImportOutlined />} onClick={() => setImporting(true)}>
        {t('tools.import')}
      </Button>
      {importing && (
        <Suspense>
          <ImportDialog type={type} onClose={() => setImporting(false)} />
        </Suspense>
      )}
    </>
  )
}

function withoutColumns({ c: _, ...rest }: ListState): ListState {
  return rest
}
