import { item, order } from '@tandem/crm/definitions'
import { Decimal } from '@tandem/kernel'
import { Card, Progress, Tag, Typography } from 'antd'
import type { JourneyLine } from '../api/joint.ts'
import { percentOf } from '../format/decimal.ts'
import { useWords } from '../i18n/use-words.ts'
import { localTimes } from '../joint/words.ts'
import { ReferenceName } from '../lists/field-value.tsx'
import { SideTag } from '../parts/side-tag.tsx'

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
          <PromiseText line={line} isDone={isDone} />
          <WaitsFor line={line} />
        </div>
        {!line.isService && <Bar name={label(FIELDS.reserved.label)} part={reserved} line={line} />}
        {!line.isService && <Bar name={label(FIELDS.shipped.label)} part={line.shipped} line={line} />}
        <Bar name={label(FIELDS.invoiced.label)} part={line.invoiced} line={line} />
      </div>
      <Stations line={line} isDone={isDone} />
    </Card>
  )
}

/** What the customer was told, and whether that can still be kept. */
function PromiseText({ line, isDone }: { line: JourneyLine; isDone: boolean }) {
  const { t, date } = useWords()
  const { promisedDate, expectedDate, isLaterThanPromised } = line
  if (promisedDate === null) return isDone ? null : <div className="small">{t('journey.notPromised')}</div>
  const days = expectedDate ? daysBetween(promisedDate, expectedDate) : 0
  return (
    <div className="small">
      {t('journey.promised', { date: date(promisedDate) })}{' '}
      {isLaterThanPromised && <Tag color="red">{days > 0 ? t('journey.laterBy', { count: days }) : t('journey.later')}</Tag>}
    </div>
  )
}

const DAY_MS = 86_400_000

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

/** The same line in the CRM, in the joint and in the ERP: what each knows of its dates, and where it waits. */
function Stations({ line, isDone }: { line: JourneyLine; isDone: boolean }) {
  const words = useWords()
  const { t, label, date } = words
  const said = (day: string | null) => (day ? date(day) : '–')
  return (
    <div className="stations-around">
      <table className="stations" aria-label={t('journey.knownAt', { line: line.lineNumber })}>
        <thead>
          <tr>
            <th scope="col">{t('journey.station')}</th>
            <th scope="col">{label(order.fields.lines.of.promisedDate.label)}</th>
            <th scope="col">{label(FIELDS.expectedDate.label)}</th>
            <th scope="col">{t('orders.waitsFor')}</th>
          </tr>
        </thead>
        <tbody>
          {line.stations.map(({ side, promisedDate, expectedDate, waitsHere }) => (
            <tr key={side} data-station={side}>
              <th scope="row">
                <SideTag side={side} />
              </th>
              <td>{said(promisedDate)}</td>
              <td>{said(isDone ? null : expectedDate)}</td>
              <td>{waitsHere && line.waitsFor ? localTimes(label(line.waitsFor.words), words) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The words of the server: the same that stand at the top for the whole order. */
function WaitsFor({ line }: { line: JourneyLine }) {
  const words = useWords()
  const { t, label } = words
  if (!line.waitsFor) return <div className="small">{t('orders.waitsForNothing')}</div>
  return (
    <div className="small">
      <Tag color={line.waitsFor.code === 'person' ? 'red' : 'orange'}>{localTimes(label(line.waitsFor.words), words)}</Tag>
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
