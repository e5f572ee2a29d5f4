import { kinds } from '@tandem/hub/definitions'
import type { Field } from '@tandem/kernel'
import { Link, useParams } from '@tanstack/react-router'
import { Tag } from 'antd'
import { documents, useAnswer } from '../api/documents.ts'
import { useMay } from '../api/platform.ts'
import { RecordDesk } from '../desk/record-desk.tsx'
import { useWords } from '../i18n/use-words.ts'
import { pageOf } from '../lists/pages.ts'
import { RowList } from '../lists/row-list.tsx'
import { Section } from '../parts/figure.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { documentOf } from './joint-address.ts'
import { useName, WhyAndHistory } from './record-history-page.tsx'
import { useFieldLabel } from './use-field-label.ts'
import { useSystemTitle } from './use-who.ts'
import { fieldText, kindLabel } from './words.ts'

interface LinkItem {
  readonly system: string
  readonly externalId: string
  readonly linkedAt: string
  readonly linkedBy: string
}

interface FieldLineage {
  readonly field: string
  readonly value: unknown
  readonly disputed: boolean
  readonly systems: Readonly<Record<string, unknown>>
}

interface RecordStory {
  readonly id: string
  readonly kind: string
  readonly version: number
  readonly fields: readonly FieldLineage[]
  readonly links: readonly LinkItem[]
}

/** A record of the joint: where it is, what each system says of each field, why, and what happened to it. */
export function JointRecordPage() {
  const { id } = useParams({ from: '/joint/records/$id' })
  const found = useAnswer<RecordStory>('joint', 'record', { id })
  return <Loaded query={found}>{(story) => <OneRecord story={story} />}</Loaded>
}

function OneRecord({ story }: { story: RecordStory }) {
  const { t, label } = useWords()
  const address = { id: story.id }
  const name = useName(address)
  return (
    <Page title={`${label(kindLabel(story.kind))} ${name}`} about={t('lineage.historyAbout')}>
      <Section title={t('flow.where')}>
        <Links story={story} />
      </Section>
      <Section title={t('flow.fields')}>
        <Fields story={story} />
      </Section>
      <WhyAndHistory address={address} />
      <OursDesk story={story} />
    </Page>
  )
}

function Links({ story }: { story: RecordStory }) {
  const { t, instant } = useWords()
  const titleOf = useSystemTitle()
  return (
    <RowList
      rows={story.links}
      rowKey={({ system }) => system}
      empty="–"
      columns={[
        { key: 'system', title: t('lineage.system'), render: ({ system }) => titleOf(system) },
        {
          key: 'id',
          title: t('flow.idThere'),
          says: ({ externalId }) => externalId,
          render: ({ system, externalId }) => <Ours system={system} kind={story.kind} id={externalId} />,
        },
        { key: 'at', title: t('flow.linkedAt'), says: ({ linkedAt }) => linkedAt, render: ({ linkedAt }) => instant(linkedAt) },
        { key: 'by', title: t('flow.linkedBy'), render: ({ linkedBy }) => linkedBy },
      ]}
    />
  )
}

/** The document in a system of ours, to be opened by who may see it; elsewhere its id alone. */
function Ours({ system, kind, id }: { system: string; kind: string; id: string }) {
  const { t } = useWords()
  const ours = documentOf(system, kind)
  const may = useMay(ours ? `${ours.side}.${ours.name}.read` : '')
  const page = ours && pageOf(ours.side, ours.name, id)
  return page && may ? <Link to={page}>{t('flow.openThere')}</Link> : id
}

/** What stands in a cell: of lines how many, of what is referenced the way to it. */
function Fields({ story: { kind, fields, links } }: { story: RecordStory }) {
  const words = useWords()
  const { t } = words
  const fieldName = useFieldLabel()
  const titleOf = useSystemTitle()
  const of = (field: string): Field | undefined => kinds[kind as keyof typeof kinds]?.fields[field as never]
  const text = (field: string, value: unknown) =>
    Array.isArray(value) ? t('flow.lineCount', { count: value.length }) : fieldText(kind, field, value, words)
  const said = fields.filter(({ value, systems }) => value !== null || Object.values(systems).some((one) => one !== null))
  return (
    <RowList
      rows={said}
      rowKey={({ field }) => field}
      empty="–"
      columns={[
        {
          key: 'field',
          title: t('flow.field'),
          says: ({ field }) => fieldName(kind, field),
          render: ({ field, disputed }) => (
            <>
              {fieldName(kind, field)} {disputed && <Tag color="red">{t('flow.disputed')}</Tag>}
            </>
          ),
        },
        {
          key: 'value',
          title: t('flow.agreed'),
          render: ({ field, value }) =>
            of(field)?.kind === 'reference' && typeof value === 'string' ? (
              <Link to="/joint/records/$id" params={{ id: value }}>
                {t('flow.openThere')}
              </Link>
            ) : (
              text(field, value)
            ),
        },
        ...links.map(({ system }) => ({
          key: system,
          title: titleOf(system),
          render: ({ field, systems }: FieldLineage) => text(field, systems[system]),
        })),
      ]}
    />
  )
}

/** What people say of it, files and audit stand at the document itself, on the side that has it. */
function OursDesk({ story }: { story: RecordStory }) {
  const found = story.links.flatMap(({ system, externalId }) => {
    const ours = documentOf(system, story.kind)
    const type = ours && documents[ours.side].get(ours.name)
    return type ? [{ type, id: externalId }] : []
  })[0]
  const may = useMay(found ? `${found.type.side}.${found.type.definition.name}.read` : '')
  return found && may ? <RecordDesk type={found.type} id={found.id} /> : null
}
