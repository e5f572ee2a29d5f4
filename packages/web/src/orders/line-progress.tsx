import { item, order } from '@tandem/crm/definitions'
import { Decimal } from '@tandem/kernel'
import { Card, Progress, Tag, Typography } from 'antd'
import type { JourneyLine } from '../api/joint.ts'
import { percentOf } from '../format/decimal.ts'
import { useWords } from '../i18n/use-words.ts'
import { ReferenceName } from '../lists/field-value.tsx'

const FIELDS = order.fields.progress.of

/** How far each line is: locked in stock, left the house, invoiced. */
export function LineProgress({ lines }: { lines: readonly JourneyLine[] }) {
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {lines.map((line) => (
        <OneLine key={line.lineNumber} line={line} />
      ))}
    </div>
  )
}

function OneLine({ line }: { line: JourneyLine }) {
  const { t, label, quantity, date } = useWords()
  const late = line.expectedDate !== null && line.requestedDate !== null && line.expectedDate > line.requestedDate
  // What has left no longer lies reserved, yet the way it came is done.
  const reserved = Decimal.of(line.reserved).plus(Decimal.of(line.shipped)).toString()
  const isDone = percentOf(line.isService ? line.invoiced : line.shipped, line.quantity) === 100
  return (
    <Card size="small" data-line={line.lineNumber}>
      <div className="line-progress">
        <div>
          <Typography.Text strong>
            {line.lineNumber}. {line.description || <ReferenceName side="crm" name={item.name} id={line.item} />}
          </Typography.Text>
          <div>
            <Typography.Text type="secondary">{quantity(line.quantity, line.unit)}</Typography.Text>{' '}
            {line.isService && <Tag>{t('orders.service')}</Tag>}
          </div>
          {line.requestedDate && <div className="small">{t('orders.wanted', { date: date(line.requestedDate) })}</div>}
          {line.expectedDate && !isDone && (
            <Typography.Text className="small" type={late ? 'warning' : 'secondary'}>
              {t(late ? 'orders.expectedLate' : 'orders.expected', { date: date(line.expectedDate) })}
            </Typography.Text>
          )}
          <WaitsFor line={line} />
        </div>
        {!line.isService && <Bar name={label(FIELDS.reserved.label)} part={reserved} line={line} />}
        {!line.isService && <Bar name={label(FIELDS.shipped.label)} part={line.shipped} line={line} />}
        <Bar name={label(FIELDS.invoiced.label)} part={line.invoiced} line={line} />
      </div>
    </Card>
  )
}

/** The words of the server: the same that stand at the top for the whole order. */
function WaitsFor({ line }: { line: JourneyLine }) {
  const { t, label } = useWords()
  if (!line.waitsFor) return <div className="small">{t('orders.waitsForNothing')}</div>
  return (
    <div className="small">
      <Tag color={line.waitsFor.code === 'person' ? 'red' : 'orange'}>{label(line.waitsFor.words)}</Tag>
    </div>
  )
}

function Bar({ name, part, line }: { name: string; part: string; line: JourneyLine }) {
  const { quantity, decimal } = useWords()
  const percent = percentOf(part, line.quantity)
  return (
    <div>
      <div className="bar-name">
        <span>{name}</span>
        <span className="number">
          {decimal(part)} / {quantity(line.quantity, line.unit)}
        </span>
      </div>
      <Progress percent={percent} size="small" status={percent === 100 ? 'success' : 'normal'} aria-label={name} />
    </div>
  )
}
