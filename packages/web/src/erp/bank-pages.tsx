import { bankLine, bankStatement, ignoreFields } from '@tandem/erp/definitions'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Flex } from 'antd'
import { useState } from 'react'
import { type AnyRow, erpType, useAnswer } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { DocumentList } from '../lists/document-list.tsx'
import { Section } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { Page } from '../parts/page.tsx'
import { BankImport } from './bank-import.tsx'
import { CommandButton } from './command-button.tsx'
import { MatchDialog } from './match-dialog.tsx'
import { DocumentPage } from './simple-pages.tsx'

const STATEMENTS = erpType(bankStatement)
const LINES = erpType(bankLine)

export function BankStatementListPage() {
  const { t } = useWords()
  const [importing, setImporting] = useState(false)
  const button = (
    <May right="erp.bank-statement.read-file">
      <Button type="primary" onClick={() => setImporting(true)}>
        {t('bank.import')}
      </Button>
    </May>
  )
  return (
    <Page title={t('menus.bankStatements')} about={t('bank.about')} actions={button}>
      <Gaps />
      <DocumentList
        type={STATEMENTS}
        columns={[
          'number',
          'bankAccount',
          'fromDate',
          'toDate',
          'opening',
          'received',
          'spent',
          'closing',
          'lineCount',
          'knownCount',
        ]}
        filters={['bankAccount', 'toDate']}
        empty={{ text: t('bank.none'), action: button }}
      />
      {importing && <BankImport onClose={() => setImporting(false)} />}
    </Page>
  )
}

interface BankGap {
  readonly statement: string
  readonly number: string
  readonly before: string
  readonly from: string
  readonly to: string
  readonly currency: string
  readonly amount: string
}

/** Statements that do not follow the one before them. */
function Gaps() {
  const { t, money, date } = useWords()
  const { data = [] } = useAnswer<readonly BankGap[]>('erp', 'bank-gaps', {})
  return data.map(({ statement, number, before, amount, currency, from, to }) => (
    <Alert
      key={statement}
      type="warning"
      showIcon
      style={{ marginBlockEnd: 16 }}
      title={t('bank.gap', { number, before, amount: money(amount, currency), from: date(from), to: date(to) })}
    />
  ))
}

const FACTS = [
  'bankAccount',
  'statementId',
  'fromDate',
  'toDate',
  'opening',
  'received',
  'spent',
  'closing',
  'lineCount',
  'knownCount',
]

export function BankStatementPage() {
  const { t } = useWords()
  const { id } = useParams({ from: '/erp/bank-statements/$id' })
  return (
    <DocumentPage type={STATEMENTS} id={id} about={t('bank.pageAbout')} facts={FACTS}>
      {() => <Movements statement={id} />}
    </DocumentPage>
  )
}

function Movements({ statement }: { statement: string }) {
  const { t } = useWords()
  const [matching, setMatching] = useState<AnyRow>()
  const [ignoring, setIgnoring] = useState<AnyRow>()
  const doing = {
    title: t('bank.doing'),
    render: (row: AnyRow) => <Doing row={row} onMatch={() => setMatching(row)} onIgnore={() => setIgnoring(row)} />,
  }
  return (
    <Section title={t('bank.lines')}>
      <DocumentList
        type={LINES}
        columns={['bookingDate', 'amount', 'state', 'counterparty', 'reference', 'payment']}
        filters={['state']}
        sort="lineNumber"
        fixed={{ bankStatement: statement }}
        extra={[doing]}
        empty={{ text: t('bank.noLines') }}
      />
      {matching && <MatchDialog row={matching} onClose={() => setMatching(undefined)} />}
      {ignoring && (
        <DocumentForm
          type={LINES}
          title={t('bank.ignoreTitle')}
          command="ignore"
          on={ignoring}
          input={ignoreFields}
          ask={['reason']}
          okText={t('bank.ignore')}
          done={t('bank.ignored')}
          onClose={() => setIgnoring(undefined)}
        />
      )}
    </Section>
  )
}

interface DoingProps {
  readonly row: AnyRow
  readonly onMatch: () => void
  readonly onIgnore: () => void
}

function Doing({ row, onMatch, onIgnore }: DoingProps) {
  const { t } = useWords()
  const common = { type: LINES, row, small: true } as const
  return (
    <Flex gap={8}>
      {row.state === 'open' && (
        <>
          <May right="erp.bank-line.match">
            <Button size="small" type="primary" onClick={onMatch}>
              {t('bank.match')}
            </Button>
          </May>
          <May right="erp.bank-line.ignore">
            <Button size="small" onClick={onIgnore}>
              {t('bank.ignore')}
            </Button>
          </May>
        </>
      )}
      <CommandButton
        {...common}
        command="unmatch"
        text={t('bank.unmatch')}
        ask={t('bank.unmatchAsk')}
        done={t('bank.unmatched')}
      />
      <CommandButton {...common} command="reopen" text={t('bank.reopen')} done={t('bank.reopened')} />
    </Flex>
  )
}
