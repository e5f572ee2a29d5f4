import { ProjectOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { type DocumentType, documents, type Side } from '../api/documents.ts'
import { NotFound } from '../app/not-found.tsx'
import { useAllPlaces } from '../app/places.tsx'
import { useWords } from '../i18n/use-words.ts'
import { possibleColumns, saidElsewhere } from '../lists/columns.ts'
import { DocumentList } from '../lists/document-list.tsx'
import { isFiltered, isSignature } from '../lists/fields.ts'
import { useListState } from '../lists/list-state.ts'
import { Page } from '../parts/page.tsx'
import { useNewDocument } from './new-document.tsx'

/** The list of any document that has no page of its own: everything in it comes from its definition. */
export function RecordListPage() {
  const { side, document } = useParams({ from: '/records/$side/$document' })
  const type = documents[side as Side]?.get(document)
  return type && side !== 'joint' ? <Records key={`${side}/${document}`} type={type} /> : <NotFound />
}

const MOST_COLUMNS = 9
const FILTERED = new Set(['choice', 'reference', 'date', 'flag'])
const MOST_FILTERS = 3
/** Asked for before anything else: how far along it is, and whose. */
const ASKED_FIRST = ['state', 'owner']
const rankOf = (name: string) => (ASKED_FIRST.includes(name) ? ASKED_FIRST.indexOf(name) : ASKED_FIRST.length)

/** Where the first fields of a definition are not what tells most at a glance. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  'crm/opportunity': ['number', 'title', 'state', 'customer', 'owner', 'expectedRevenue', 'probability', 'expectedCloseDate'],
  'erp/bank-line': ['counterparty', 'reference', 'state', 'amount', 'bookingDate', 'bankStatement', 'payment', 'match'],
}

const BOARD_OF = '/records/crm/opportunity'

/** The same by stages, of the owner that is asked for. */
function ToBoard() {
  const { t } = useWords()
  const [state] = useListState()
  const owner = state.f?.owner
  return (
    <Link to="/records/crm/opportunity/board" search={owner ? { f: { owner } } : {}}>
      <Button icon={<ProjectOutlined />}>{t('board.open')}</Button>
    </Link>
  )
}

function Records({ type }: { type: DocumentType }) {
  const { t, label } = useWords()
  const { definition } = type
  const place = `/records/${type.side}/${definition.name}`
  const named = useAllPlaces()
    .groups.flatMap(({ places }) => places)
    .find(({ key }) => key === place)
  const teach = t('record.none', { returnObjects: true }) as Readonly<Record<string, string>>
  const abouts = t('record.abouts', { returnObjects: true }) as Readonly<Record<string, string>>
  const toNew = useNewDocument(type)
  // How far along a document is tells most, so it stands beside what it is called.
  const all = possibleColumns(definition).toSorted((a, b) => Number(b.name === 'state') - Number(a.name === 'state'))
  const ownWay = place === BOARD_OF && <ToBoard />
  const said = saidElsewhere(definition.fields)
  const title = definition.title.filter((name) => all.some((column) => column.name === name) && !said.has(name))
  const others = all
    .map(({ name }) => name)
    .filter((name) => !title.includes(name) && !said.has(name) && !/^(created|updated)(At|By)$/.test(name))
  const filters = all
    .filter(({ field }) => (FILTERED.has(field.kind) && isFiltered(field)) || isSignature(field))
    .map(({ name }) => name)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
  return (
    <Page
      title={named?.label ?? label(definition.label)}
      about={abouts[`${type.side}/${definition.name}`] ?? t('record.about')}
      actions={
        <>
          {ownWay}
          {toNew?.button}
        </>
      }
    >
      <DocumentList
        type={type}
        sort={definition.fields.code ? 'code' : '-id'}
        columns={TELLING[`${type.side}/${definition.name}`] ?? [...title, ...others].slice(0, MOST_COLUMNS)}
        filters={filters.filter((name) => !/^(created|updated)(At|By)$/.test(name)).slice(0, MOST_FILTERS)}
        empty={{
          text: teach[`${type.side}/${definition.name}`] ?? t(toNew ? 'record.empty' : 'record.emptyRead'),
          action: toNew?.button,
        }}
      />
      {toNew?.form}
    </Page>
  )
}
