/** What has fired and what is over, and every message of it. */
import { alert } from '@tandem/hub/definitions'
import { Tag } from 'antd'
import { useMemo } from 'react'
import { jointType, useAnswer } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentList } from '../lists/document-list.tsx'
import { RowList } from '../lists/row-list.tsx'
import type { Drawn, RowColumn } from '../lists/rows.ts'
import { Loaded } from '../parts/page.tsx'

const ALERTS = jointType(alert)

/** Each alert with its state: it fires, or is over, and since when. */
export function AllAlerts() {
  const { t, language, instant } = useWords()
  const drawn = useMemo(
    (): Drawn => ({
      // When one that fires was last touched tells nothing.
      updatedAt: (row) => (row.state === 'resolved' ? <span className="nowrap">{instant(String(row.updatedAt))}</span> : '–'),
    }),
    [instant],
  )
  return (
    <DocumentList
      type={ALERTS}
      within="alert"
      sort="-createdAt"
      columns={[language === 'zh' ? 'saysZh' : 'saysEn', 'state', 'rule', 'createdAt', 'updatedAt']}
      filters={['state', 'rule']}
      drawn={drawn}
      empty={{ text: t('running.alerts.neverFired') }}
    />
  )
}

interface AlertMessage {
  readonly id: string
  readonly channelName: string
  readonly what: 'fired' | 'resolved' | 'test'
  readonly saysEn: string
  readonly saysZh: string
  readonly state: 'waiting' | 'sent' | 'dropped'
  readonly attempts: number
  readonly createdAt: string
  readonly sentAt: string | null
}

const OUTCOMES = { sent: 'green', waiting: 'blue', dropped: 'red' } as const
const WHATS = { fired: 'red', resolved: 'green', test: 'default' } as const

/** Everything that was told, where, and whether it arrived. */
export function Told() {
  const { t } = useWords()
  const columns = useColumns()
  const told = useAnswer<readonly AlertMessage[]>('joint', 'alert-messages', { limit: 500 })
  return (
    <Loaded query={told}>
      {(rows) => (
        <RowList
          rows={rows}
          rowKey={({ id }) => id}
          empty={t('running.alerts.nothingTold')}
          columns={columns}
          list="joint/alert-message"
        />
      )}
    </Loaded>
  )
}

function useColumns(): RowColumn<AlertMessage>[] {
  const { t, language, instant } = useWords()
  const says = ({ saysEn, saysZh }: AlertMessage) => (language === 'zh' ? saysZh : saysEn)
  const whatOf = ({ what }: AlertMessage) => t(`running.alerts.what.${what}`)
  return [
    {
      key: 'says',
      title: t('running.alerts.says'),
      says,
      render: (row) => <span style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>{says(row)}</span>,
    },
    {
      key: 'what',
      title: t('admin.state'),
      says: whatOf,
      among: (row) => [{ value: row.what, label: whatOf(row) }],
      render: (row) => <Tag color={WHATS[row.what]}>{whatOf(row)}</Tag>,
    },
    {
      key: 'channel',
      title: t('running.alerts.channel'),
      render: (row) => row.channelName,
      among: ({ channelName }) => [{ value: channelName, label: channelName }],
    },
    {
      key: 'at',
      title: t('joint.when'),
      render: (row) => instant(row.createdAt),
      says: (row) => ({ at: row.createdAt }),
    },
    {
      key: 'state',
      title: t('joint.outcome'),
      among: ({ state }) => [{ value: state, label: t(`running.alerts.outcomes.${state}`) }],
      render: (row) => <Tag color={OUTCOMES[row.state]}>{t(`running.alerts.states.${row.state}`, { count: row.attempts })}</Tag>,
    },
  ]
}
