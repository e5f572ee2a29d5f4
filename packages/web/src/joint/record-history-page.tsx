import type { Label } from '@tandem/kernel'
import { useParams } from '@tanstack/react-router'
import { Button, Card, Flex, Tag, Typography } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { Section } from '../parts/figure.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import type { RecordAddress } from './joint-address.ts'
import { type FieldWhy, type HistoryEntry, useHistory, useWhy } from './use-lineage.ts'
import { useSystemTitle } from './use-who.ts'
import { kindLabel, localTimes, valueText } from './words.ts'

/** Where every value of a record comes from, and everything that ever happened to it. */
export function RecordHistoryPage() {
  const { system, kind, id } = useParams({ from: '/joint/records/$system/$kind/$id' })
  const { t, label } = useWords()
  const address = { system, kind, externalId: id }
  const name = useName(address)
  return (
    <Page title={`${t('lineage.history')}: ${label(kindLabel(kind))} ${name}`} about={t('lineage.historyAbout')}>
      <WhyAndHistory address={address} />
    </Page>
  )
}

/** What people call a record. */
export function useName(address: RecordAddress): string {
  const why = useWhy(address, undefined, true)
  const said = (name: string) => why.data?.fields.find(({ field, value }) => field === name && value !== null)
  const named = said('number') ?? said('name') ?? said('code') ?? said('line1')
  return valueText(named?.value)
}

/** Why each value of a record is so, and what ever happened to it. */
export function WhyAndHistory({ address }: { address: RecordAddress }) {
  const { t } = useWords()
  const why = useWhy(address, undefined, true)
  return (
    <>
      <Section title={t('lineage.happened')}>
        <History address={address} />
      </Section>
      <Section title={t('lineage.every')}>
        <Loaded query={why}>
          {({ fields }) => (
            <Flex vertical gap={8}>
              {fields.map((field) => (
                <OneWhy key={field.field} field={field} />
              ))}
            </Flex>
          )}
        </Loaded>
      </Section>
    </>
  )
}

/** A sentence of the joint, its days and moments as the reader writes them. */
function useSay(): (words: Label) => string {
  const words = useWords()
  return (said) => localTimes(words.label(said), words)
}

function OneWhy({ field }: { field: FieldWhy }) {
  const { t } = useWords()
  const say = useSay()
  return (
    <Card size="small" style={{ overflowWrap: 'anywhere' }}>
      <Typography.Text>{say(field.words)}</Typography.Text>
      {field.losers.slice(1).map((lost) => (
        <div key={lost.at + lost.words.en} className="small">
          <Typography.Text type="secondary">{say(lost.words)}</Typography.Text>
        </div>
      ))}
      {(field.lines ?? []).map(({ line, fields }) => (
        <div key={line} style={{ marginBlockStart: 6 }}>
          <strong>{t('lineage.line', { line })}</strong>
          {fields.map((one) => (
            <div key={one.field} className="small">
              {say(one.words)}
            </div>
          ))}
        </div>
      ))}
    </Card>
  )
}

function History({ address }: { address: Parameters<typeof useHistory>[0] }) {
  const { t } = useWords()
  const history = useHistory(address)
  return (
    <Loaded query={history}>
      {({ pages }) => (
        <Flex vertical gap={8}>
          {pages
            .flatMap(({ items }) => items)
            .map((entry) => (
              <OneEntry key={entry.id} entry={entry} />
            ))}
          {history.hasNextPage && (
            <Button loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
              {t('lineage.more')}
            </Button>
          )}
        </Flex>
      )}
    </Loaded>
  )
}

const COLORS: Readonly<Record<string, string>> = { changed: 'blue', created: 'green', overruled: 'orange', decided: 'purple' }

function OneEntry({ entry }: { entry: HistoryEntry }) {
  const { t, instant, choice } = useWords()
  const say = useSay()
  const titleOf = useSystemTitle()
  return (
    <Card size="small">
      <Flex gap={8} wrap align="center">
        <Typography.Text type="secondary" className="small">
          {instant(entry.at)}
        </Typography.Text>
        <Tag color={COLORS[entry.what] ?? 'default'} style={{ whiteSpace: 'normal' }}>
          {say(entry.words)}
        </Tag>
      </Flex>
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        {entry.fields.map(({ field, words }) => (
          <li key={field} style={{ overflowWrap: 'anywhere' }}>
            {say(words)}
          </li>
        ))}
        {entry.overruled.map(({ field, words }) => (
          <li key={`lost ${field}`} style={{ overflowWrap: 'anywhere' }}>
            <Typography.Text type="warning">{say(words)}</Typography.Text>
          </li>
        ))}
      </ul>
      {entry.deliveries.map(({ system, state, version, doneAt }) => (
        <Typography.Text key={`${system} ${version} ${state}`} type="secondary" className="small" style={{ display: 'block' }}>
          {t('lineage.carried', { system: titleOf(system), state: choice(state) })} {doneAt && instant(doneAt)}
        </Typography.Text>
      ))}
    </Card>
  )
}
