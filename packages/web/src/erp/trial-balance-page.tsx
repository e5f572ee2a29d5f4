import { account } from '@tandem/erp/definitions'
import { Alert, Table, Tag } from 'antd'
import { useState } from 'react'
import { useAnswer } from '../api/documents.ts'
import { usePlatform } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { DateInput } from '../lists/inputs.tsx'
import { Section } from '../parts/figure.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { scrolled } from '../parts/scrolled.ts'
import { BooksCheck } from './books-check.tsx'

interface BalanceRow {
  readonly account: string
  readonly code: string
  readonly name: string
  readonly nameZh: string | null
  readonly type: string
  readonly currency: string
  readonly debit: string
  readonly credit: string
  readonly baseDebit: string
  readonly baseCredit: string
  readonly baseBalance: string
}

interface TrialBalance {
  readonly asOf: string
  readonly rows: readonly BalanceRow[]
  readonly differences: readonly { readonly currency: string; readonly difference: string }[]
  readonly baseDebit: string
  readonly baseCredit: string
  readonly baseDifference: string
}

/** The books: every account's sums, and that debits equal credits; below it the proof that documents say the same. */
export function TrialBalancePage() {
  const { t } = useWords()
  const [asOf, setAsOf] = useState<string | null>(null)
  const found = useAnswer<TrialBalance>('erp', 'trial-balance', { asOf })
  const { data: me } = usePlatform()
  const base = me?.tenant?.baseCurrency ?? ''
  return (
    <Page
      title={t('erp.trialBalance')}
      about={t('erp.trialBalanceAbout')}
      actions={<DateInput value={asOf} placeholder={t('erp.asOf')} onChange={setAsOf} />}
    >
      <Loaded query={found}>
        {(balance) => (
          <>
            <Verdict balance={balance} base={base} />
            <Accounts balance={balance} base={base} />
          </>
        )}
      </Loaded>
      <Section title={t('erp.booksCheck')}>
        <BooksCheck />
      </Section>
    </Page>
  )
}

function Verdict({ balance, base }: { balance: TrialBalance; base: string }) {
  const { t, money, date } = useWords()
  const wrong = balance.differences.filter(({ difference }) => difference !== '0')
  const agrees = wrong.length === 0 && balance.baseDifference === '0'
  const sums = { date: date(balance.asOf), debit: money(balance.baseDebit, base), credit: money(balance.baseCredit, base) }
  return (
    <Alert
      type={agrees ? 'success' : 'error'}
      showIcon
      style={{ marginBlockEnd: 16 }}
      title={t(agrees ? 'erp.balanced' : 'erp.notBalanced', sums)}
      description={wrong.map(({ currency, difference }) => money(difference, currency)).join(', ') || undefined}
    />
  )
}

function Accounts({ balance, base }: { balance: TrialBalance; base: string }) {
  const { t, label, language, choice, money } = useWords()
  const amount = (value: string, currency: string) => (value === '0' ? '' : money(value, currency))
  const cell = (title: string, value: (row: BalanceRow) => string) => ({
    title,
    align: 'end' as const,
    render: (_: unknown, row: BalanceRow) => <span className="number">{value(row)}</span>,
  })
  return (
    <Table<BalanceRow>
      size="small"
      pagination={false}
      rowKey={(row) => row.account + row.currency}
      dataSource={balance.rows as BalanceRow[]}
      ref={scrolled}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: t('erp.nothingPosted') }}
      columns={[
        { title: label(account.fields.code.label), dataIndex: 'code' },
        {
          title: label(account.fields.name.label),
          render: (_, row) => (language === 'zh' && row.nameZh ? row.nameZh : row.name),
        },
        { title: label(account.fields.type.label), render: (_, row) => <Tag>{choice(row.type)}</Tag> },
        cell(t('erp.debit'), (row) => amount(row.debit, row.currency)),
        cell(t('erp.credited'), (row) => amount(row.credit, row.currency)),
        cell(t('erp.balance'), (row) => money(row.baseBalance, base)),
      ]}
    />
  )
}
