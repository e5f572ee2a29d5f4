import { lazy, Suspense, useState } from 'react'
import { exportAddress, nameOf } from '../api/desk.ts'
import type { DocumentType, ListQuery } from '../api/documents.ts'
import { useMay } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { possibleColumns, type ShownColumn } from './columns.ts'
import type { ListState } from './list-state.ts'
import { Toolbar } from './toolbar.tsx'
import { useSeen } from './use-seen.ts'

const NewExport = lazy(() => import('../joint/files/export-form.tsx').then(({ NewExport: Form }) => ({ default: Form })))

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
  const [exporting, setExporting] = useState(false)
  const isOfSide = type.side === 'crm' || type.side === 'erp'
  const mayExport = useMay('joint.file-export.create') && isOfSide
  const names = shown.map(({ name }) => name)
  const file = (format: 'csv' | 'xlsx') => (
    <a href={exportAddress(type, query, names, format, language)} download>
      {t(`tools.${format}`)}
    </a>
  )
  return (
    <>
      <Toolbar
        list={nameOf(type)}
        possible={usePossible(type)}
        usual={usual}
        shown={names}
        state={state}
        onChange={onChange}
        exports={[
          ...(['xlsx', 'csv'] as const).map((format) => ({ key: format, label: file(format) })),
          ...(mayExport ? [{ key: 'regularly', label: t('files.out.regularly'), onClick: () => setExporting(true) }] : []),
        ]}
        imported={type}
      />
      {exporting && (
        <Suspense>
          <NewExport given={wantedOf(type, query, names)} onClose={() => setExporting(false)} />
        </Suspense>
      )}
    </>
  )
}

function usePossible({ definition }: DocumentType) {
  const { label } = useWords()
  const isSeen = useSeen()
  const possible = possibleColumns(definition).filter(isSeen)
  return possible.map(({ name, field }) => ({ name, title: label(field.label) }))
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
