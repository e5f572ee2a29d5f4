import { Button, Drawer, Flex, Segmented, Spin, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useAnswer } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import { Section } from '../parts/figure.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import type { Amounts, ChainDetail, ChainDocument, ChainItem, ChainList, Step } from './chain-types.ts'
import { CHAIN_COLOURS as COLOURS, Reasons } from './money-reasons.tsx'
import { useSystemTitle } from './use-who.ts'
import { kindLabel } from './words.ts'

type About = 'order' | 'customer'
type State = ChainItem['state']

const STEPS = {
  order: ['ordered', 'shipped', 'invoiced', 'settled', 'paid', 'posted'],
  customer: ['open', 'unallocated', 'ledger'],
} as const

/** The money of every order (or customer) beside itself in all systems, live; one click deep to the documents. */
export function MoneyTab({ about }: { about: About }) {
  const { t } = useWords()
  const [state, setState] = useState<State | 'all'>('all')
  const [shown, setShown] = useState<string | null>(null)
  const list = useAnswer<ChainList>('joint', 'money-chain', { about, ...(state === 'all' ? {} : { state }) })
  const counts = new Map(list.data?.states.map((one) => [one.state, one.count]))
  const options = (['all', 'differs', 'on-the-way', 'agreed'] as const).map((value) => ({
    value,
    label: value === 'all' ? t('chain.all') : `${t(`chain.states.${value}`)} ${counts.get(value) ?? 0}`,
  }))
  return (
    <Flex vertical gap={12}>
      <ProblemAlert error={list.error} />
      {list.data && <Sums list={list.data} about={about} />}
      <Segmented
        aria-label={t('flow.state')}
        value={state}
        options={options}
        onChange={setState}
        style={{ alignSelf: 'start', maxWidth: '100%', overflowX: 'auto' }}
      />
      {list.data ? <Items items={list.data.items} about={about} onOpen={setShown} /> : list.isLoading && <Spin />}
      <Drawer open={shown !== null} onClose={() => setShown(null)} size="large" title={t('chain.documents')} destroyOnHidden>
        {shown && <Detail record={shown} about={about} />}
      </Drawer>
    </Flex>
  )
}

function Sums({ list, about }: { list: ChainList; about: About }) {
  const { t, money } = useWords()
  const titleOf = useSystemTitle()
  const lines = [...new Set(list.sums.map(({ system, currency }) => `${system} ${currency}`))]
  const called = (line: string) => line.replace(/^\S+/, titleOf)
  return (
    <RowList<{ line: string }>
      rows={lines.map((line) => ({ line }))}
      rowKey={({ line }) => line}
      empty=""
      plain
      columns={[
        { key: 'system', title: t('joint.system'), render: ({ line }) => called(line) },
        ...STEPS[about].map((step) => ({
          key: step,
          title: t(`chain.steps.${step}`),
          align: 'end' as const,
          render: ({ line }: { line: string }) => {
            const found = list.sums.find((sum) => sum.step === step && `${sum.system} ${sum.currency}` === line)
            return <span className="number">{found ? money(found.amount, found.currency) : '–'}</span>
          },
        })),
      ]}
    />
  )
}

function Items({ items, about, onOpen }: { items: readonly ChainItem[]; about: About; onOpen: (record: string) => void }) {
  const { t, money } = useWords()
  const first = STEPS[about][0]
  return (
    <RowList<ChainItem>
      rows={items}
      rowKey={(row) => `${row.record} ${row.currency}`}
      empty={t('chain.nothing')}
      columns={[
        {
          key: 'subject',
          title: t(about === 'order' ? 'chain.subject' : 'chain.customer'),
          render: (row) => (
            <Button type="link" size="small" style={{ padding: 0 }} onClick={() => onOpen(row.record)}>
              {row.subject}
            </Button>
          ),
        },
        ...(about === 'order'
          ? [{ key: 'customer', title: t('chain.customer'), render: (row: ChainItem) => row.customer ?? '–' }]
          : []),
        {
          key: 'money',
          title: t(`chain.steps.${first}`),
          align: 'end',
          says: (row) => ({ number: amountOf(row, first), unit: row.currency }),
          render: (row) => money(amountOf(row, first), row.currency),
        },
        {
          key: 'state',
          title: t('chain.state'),
          render: (row) => <StateSince row={row} />,
          says: (row) => t(`chain.states.${row.state}`),
        },
        {
          key: 'why',
          title: t('chain.why'),
          says: ({ reasons }) =>
            reasons.map(({ why, number }) => `${number ?? ''} ${t(`chain.reasons.${why}`)}`.trim()).join('; '),
          render: (row) => <Reasons row={row} />,
          isEmpty: (row) => row.reasons.length === 0,
        },
      ]}
    />
  )
}

/** The books' figure where they know the order, else sales'. */
function amountOf({ figures }: ChainItem, step: Step): string {
  return (
    Object.values(figures)
      .map((one) => one[step])
      .findLast((amount) => amount !== undefined) ?? '0'
  )
}

function StateSince({ row }: { row: ChainItem }) {
  const { t, instant } = useWords()
  return (
    <Flex vertical align="start">
      <Tag color={COLOURS[row.state]}>{t(`chain.states.${row.state}`)}</Tag>
      <Typography.Text type="secondary" className="small">
        {t('chain.since', { at: instant(row.since) })}
      </Typography.Text>
    </Flex>
  )
}

function Detail({ record, about }: { record: string; about: About }) {
  const { t, instant } = useWords()
  const { data, error } = useAnswer<ChainDetail>('joint', 'money-chain-of', { record })
  if (!data) return <ProblemAlert error={error} />
  return (
    <Flex vertical gap={12}>
      <Typography.Title level={3} style={{ margin: 0 }}>
        {data.subject}
      </Typography.Title>
      <StateSince row={data} />
      <Reasons row={data} />
      <FiguresBeside chain={data} about={about} />
      {data.documents.length > 0 && <Documents chain={data} />}
      <Typography.Text type="secondary">{t('chain.checkedAt', { at: instant(data.checkedAt) })}</Typography.Text>
    </Flex>
  )
}

function FiguresBeside({ chain, about }: { chain: ChainDetail; about: About }) {
  const { t, money } = useWords()
  const titleOf = useSystemTitle()
  const cell = (amount: string | undefined) => (
    <span className="number">{amount === undefined ? '–' : money(amount, chain.currency)}</span>
  )
  return (
    <RowList<{ step: Step }>
      rows={STEPS[about].map((step) => ({ step }))}
      rowKey={({ step }) => step}
      empty=""
      plain
      columns={[
        { key: 'step', title: t('chain.money'), render: ({ step }) => t(`chain.steps.${step}`) },
        ...Object.entries(chain.figures).map(([system, amounts]) => ({
          key: system,
          title: titleOf(system),
          align: 'end' as const,
          render: ({ step }: { step: Step }) => cell(amounts[step]),
        })),
      ]}
    />
  )
}

function Documents({ chain }: { chain: ChainDetail }) {
  const { t, label } = useWords()
  const titleOf = useSystemTitle()
  return (
    <Section title={t('chain.documents')}>
      <RowList<ChainDocument>
        rows={chain.documents}
        rowKey={({ kind, number }) => `${kind} ${number}`}
        empty=""
        plain
        columns={[
          { key: 'document', title: t('chain.document'), render: ({ kind, number }) => `${label(kindLabel(kind))} ${number}` },
          ...Object.keys(chain.figures).map((system) => ({
            key: system,
            title: titleOf(system),
            render: ({ ids, amounts }: ChainDocument) => (
              <Said isThere={Boolean(ids[system])} amounts={amounts[system]} currency={chain.currency} />
            ),
          })),
        ]}
      />
    </Section>
  )
}

/** What one system says of a document; one without money is only there or not. */
function Said({ isThere, amounts = {}, currency }: { isThere: boolean; amounts: Amounts | undefined; currency: string }) {
  const { t, money } = useWords()
  const said = Object.entries(amounts) as [Step, string][]
  if (said.length === 0) return isThere ? '✓' : '–'
  return (
    <Flex vertical>
      {said.map(([step, amount]) => (
        <span key={step} className="number">
          {t(`chain.steps.${step}`)} {money(amount, currency)}
        </span>
      ))}
    </Flex>
  )
}
