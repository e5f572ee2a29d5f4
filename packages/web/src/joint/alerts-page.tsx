import { DownOutlined } from '@ant-design/icons'
import { alert, alertChannel, alertRule } from '@tandem/hub/definitions'
import type { Row } from '@tandem/kernel'
import { Alert, Button, Dropdown, Flex, Tag, Typography } from 'antd'
import { useState } from 'react'
import { jointType, useList } from '../api/documents.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { RowList } from '../lists/row-list.tsx'
import { Section } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { CHANNEL_INPUT, channelFieldsOf, RULE_GIVEN, ruleFieldsOf } from './alert-forms.ts'
import { AllAlerts, Told } from './alert-history.tsx'

type ChannelRow = Row<typeof alertChannel>
type RuleRow = Row<typeof alertRule>

const ALERTS = jointType(alert)
const RULES = jointType(alertRule)
const CHANNELS = jointType(alertChannel)

/** What is watched, where it is told, what fires now, what is over, and what was told. */
export function AlertsPage() {
  const { t } = useWords()
  const channels = useList(CHANNELS, { filter: { state: 'active' }, sort: 'name', limit: 100 })
  const rules = useList(RULES, { filter: { state: 'active' }, sort: 'name', limit: 200 })
  return (
    <Page title={t('running.alerts.title')} about={t('running.alerts.about')}>
      <Firing />
      <Section title={t('running.alerts.channels')} extra={<AddChannel />}>
        <Loaded query={channels}>{({ items }) => <Channels rows={items} />}</Loaded>
      </Section>
      <Section title={t('running.alerts.rules')} extra={<AddRule isPossible={(channels.data?.items.length ?? 0) > 0} />}>
        <Loaded query={rules}>{({ items }) => <Rules rows={items} channels={channels.data?.items ?? []} />}</Loaded>
      </Section>
      <Section title={t('running.alerts.all')}>
        <AllAlerts />
      </Section>
      <Section title={t('running.alerts.history')}>
        <Told />
      </Section>
    </Page>
  )
}

function Firing() {
  const { t, language, instant } = useWords()
  const firing = useList(ALERTS, { filter: { state: 'firing' }, sort: '-createdAt', limit: 50 })
  return (
    <Loaded query={firing}>
      {({ items }) =>
        items.length === 0 ? (
          <Alert type="success" showIcon title={t('running.alerts.calm')} />
        ) : (
          <Flex vertical gap={8}>
            {items.map((row) => (
              <Alert
                key={row.id}
                type="error"
                showIcon
                title={language === 'zh' ? row.saysZh : row.saysEn}
                description={t('joint.since', { at: instant(row.createdAt) })}
              />
            ))}
          </Flex>
        )
      }
    </Loaded>
  )
}

function Channels({ rows }: { rows: readonly ChannelRow[] }) {
  const { t, label, choice } = useWords()
  const { name, type, target, language, trouble } = alertChannel.fields
  return (
    <RowList
      rows={rows}
      rowKey={({ id }) => id}
      empty={t('running.alerts.noChannels')}
      list="joint/alert-channel"
      columns={[
        { key: 'name', title: label(name.label), render: (row) => row.name },
        {
          key: 'type',
          title: label(type.label),
          render: (row) => choice(row.type),
          among: (row) => [{ value: row.type, label: choice(row.type) }],
        },
        { key: 'target', title: label(target.label), render: (row) => row.target },
        {
          key: 'language',
          title: label(language.label),
          render: (row) => choice(row.language),
          among: (row) => [{ value: row.language, label: choice(row.language) }],
        },
        {
          key: 'trouble',
          title: label(trouble.label),
          isEmpty: (row) => !row.trouble,
          render: (row) => (row.trouble ? <Typography.Text type="danger">{row.trouble}</Typography.Text> : '–'),
        },
        {
          key: 'actions',
          title: '',
          render: (row) => (
            <Flex gap={8} wrap>
              <CommandButton
                small
                type={CHANNELS}
                row={row}
                command="test"
                text={t('running.alerts.test')}
                done={t('running.alerts.tested')}
              />
              <CommandButton
                small
                type={CHANNELS}
                row={row}
                command="remove"
                danger
                ask={t('running.alerts.removeChannel', { name: row.name })}
                text={t('running.alerts.remove')}
                done={t('running.alerts.removed')}
              />
            </Flex>
          ),
        },
      ]}
    />
  )
}

function Rules({ rows, channels }: { rows: readonly RuleRow[]; channels: readonly ChannelRow[] }) {
  const { t, label, choice, decimal, money } = useWords()
  const { name, watches, threshold, channel } = alertRule.fields
  const above = (row: RuleRow) =>
    row.threshold === null ? '–' : row.currency ? money(row.threshold, row.currency) : decimal(row.threshold)
  const channelOf = (row: RuleRow) => channels.find(({ id }) => id === row.channel)?.name
  return (
    <RowList
      rows={rows}
      rowKey={({ id }) => id}
      empty={t('running.alerts.noRules')}
      list="joint/alert-rule"
      imported={RULES}
      columns={[
        { key: 'name', title: label(name.label), render: (row) => row.name },
        {
          key: 'watches',
          title: label(watches.label),
          render: (row) => choice(row.watches),
          among: (row) => [{ value: row.watches, label: choice(row.watches) }],
        },
        {
          key: 'above',
          title: label(threshold.label),
          align: 'end',
          says: (row) => (row.threshold === null ? null : { number: row.threshold, unit: row.currency ?? undefined }),
          render: above,
        },
        {
          key: 'channel',
          title: label(channel.label),
          render: (row) => channelOf(row) ?? <Tag color="orange">{t('running.alerts.channelGone')}</Tag>,
        },
        {
          key: 'actions',
          title: '',
          render: (row) => (
            <CommandButton
              small
              type={RULES}
              row={row}
              command="remove"
              danger
              ask={t('running.alerts.removeRule', { name: row.name })}
              text={t('running.alerts.remove')}
              done={t('running.alerts.removed')}
            />
          ),
        },
      ]}
    />
  )
}

/** What a channel is asked depends on its type, so that is chosen first. */
function AddChannel() {
  const { t, choice, language } = useWords()
  const [type, setType] = useState<ChannelRow['type']>()
  return (
    <>
      <May right="joint.alert-channel.create">
        <Dropdown
          trigger={['click']}
          menu={{
            items: alertChannel.fields.type.of.map((key) => ({ key, label: choice(key) })),
            onClick: ({ key }) => setType(key as ChannelRow['type']),
          }}
        >
          <Button type="primary">
            {t('running.alerts.addChannel')} <DownOutlined />
          </Button>
        </Dropdown>
      </May>
      {type && (
        <DocumentForm
          type={CHANNELS}
          title={t('running.alerts.newChannel', { type: choice(type) })}
          command="create"
          input={CHANNEL_INPUT}
          ask={channelFieldsOf(type)}
          given={{ name: choice(type), type, language }}
          okText={t('running.alerts.add')}
          done={t('running.alerts.channelAdded')}
          onClose={() => setType(undefined)}
        />
      )}
    </>
  )
}

function AddRule({ isPossible }: { isPossible: boolean }) {
  const { t, choice } = useWords()
  const [watches, setWatches] = useState<RuleRow['watches']>()
  return (
    <>
      <May right="joint.alert-rule.create">
        <Dropdown
          trigger={['click']}
          disabled={!isPossible}
          menu={{
            items: alertRule.fields.watches.of.map((key) => ({ key, label: choice(key) })),
            onClick: ({ key }) => setWatches(key as RuleRow['watches']),
          }}
        >
          <Button type="primary">
            {t('running.alerts.addRule')} <DownOutlined />
          </Button>
        </Dropdown>
      </May>
      {watches && (
        <DocumentForm
          type={RULES}
          title={t('running.alerts.newRule', { watches: choice(watches) })}
          command="create"
          input={alertRule.fields}
          ask={ruleFieldsOf(watches)}
          given={{ name: choice(watches), watches, ...RULE_GIVEN[watches] }}
          okText={t('running.alerts.add')}
          done={t('running.alerts.ruleAdded')}
          onClose={() => setWatches(undefined)}
        />
      )}
    </>
  )
}
