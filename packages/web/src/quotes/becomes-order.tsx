import { LoadingOutlined } from '@ant-design/icons'
import { order } from '@tandem/crm/definitions'
import { Decimal, type Row } from '@tandem/kernel'
import { Link } from '@tanstack/react-router'
import { Button, Card, Steps } from 'antd'
import { crmType, useDocument } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'

type Order = Row<typeof order>

/** An accepted quote on its way: each step turns to done by itself as the joint and the ERP report it. */
export function BecomesOrder({ id }: { id: string }) {
  const { t } = useWords()
  const { data: row } = useDocument(crmType(order), id)
  if (!row) return null
  const steps = stepsOf(row)
  const current = steps.findIndex(({ done }) => !done)
  return (
    <Card
      size="small"
      style={{ marginBlockEnd: 16 }}
      title={t('quotes.becomes', { number: row.number })}
      extra={
        <Link to="/orders/$id" params={{ id }}>
          <Button type="primary">{t('quotes.follow')}</Button>
        </Link>
      }
    >
      <Steps
        size="small"
        current={current === -1 ? steps.length : current}
        items={steps.map(({ key, done, detail }, at) => ({
          title: t(`quotes.steps.${key}`),
          content: detail ?? '',
          status: done ? 'finish' : at === current ? 'process' : 'wait',
          ...(at === current && key === 'placed' ? { icon: <LoadingOutlined /> } : {}),
        }))}
      />
    </Card>
  )
}

function stepsOf(row: Order) {
  const all = (name: 'reserved' | 'shipped' | 'invoiced') =>
    row.progress.length > 0 && row.progress.every((one) => reaches(row, one, name))
  return [
    { key: 'requested', done: true, detail: row.number },
    { key: 'placed', done: row.erpNumber !== null, detail: row.erpNumber },
    { key: 'reserved', done: all('reserved') || all('shipped'), detail: null },
    { key: 'shipped', done: all('shipped'), detail: null },
    { key: 'invoiced', done: all('invoiced'), detail: null },
  ] as const
}

function reaches(row: Order, progress: Order['progress'][number], name: 'reserved' | 'shipped' | 'invoiced'): boolean {
  const line = row.lines.find(({ lineNumber }) => lineNumber === progress.lineNumber)
  const had = name === 'reserved' ? Decimal.of(progress.reserved).plus(Decimal.of(progress.shipped)) : Decimal.of(progress[name])
  return line !== undefined && !had.isLess(Decimal.of(line.quantity))
}
