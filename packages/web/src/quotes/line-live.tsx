import { Tag, Typography } from 'antd'
import type { AvailabilityLine } from '../api/joint.ts'
import { useWords } from '../i18n/use-words.ts'
import { problemText } from '../parts/problem-alert.tsx'
import type { LineAnswer } from './use-line-answers.ts'

interface LineLiveProps {
  readonly answer: LineAnswer | undefined
  readonly unit: string
  readonly requestedDate: string | null
}

/** What the ERP says of a line right now: how many there are, and by when the whole quantity can be there. */
export function LineLive({ answer, unit, requestedDate }: LineLiveProps) {
  const words = useWords()
  if (!answer) return <Typography.Text type="secondary">–</Typography.Text>
  if (answer.availabilityError)
    return <Typography.Text type="warning">{problemText(answer.availabilityError, words)}</Typography.Text>
  if (!answer.availability) return <Typography.Text type="secondary">{words.t('quotes.asking')}</Typography.Text>
  return <Availability line={answer.availability} unit={unit} requestedDate={requestedDate} />
}

interface AvailabilityProps {
  readonly line: AvailabilityLine
  readonly unit: string
  readonly requestedDate: string | null
}

export function Availability({ line, unit, requestedDate }: AvailabilityProps) {
  const { t, quantity, date } = useWords()
  const late = line.date !== null && requestedDate !== null && line.date > requestedDate
  return (
    <div data-live="availability">
      <Tag color={late ? 'orange' : COLOURS[line.reason]}>{t(`quotes.availability.${line.reason}`)}</Tag>
      {line.reason !== 'service' && (
        <Typography.Text type="secondary" className="nowrap">
          {t('quotes.free', { quantity: quantity(line.available, unit) })}
        </Typography.Text>
      )}
      {line.reason !== 'in-stock' && line.reason !== 'service' && (
        <div>
          <Typography.Text type={late ? 'warning' : 'secondary'}>
            {line.date ? t(late ? 'quotes.lateBy' : 'quotes.by', { date: date(line.date) }) : t('quotes.noDate')}
          </Typography.Text>
        </div>
      )}
    </div>
  )
}

const COLOURS = { 'in-stock': 'green', incoming: 'blue', 'lead-time': 'blue', service: 'default', unknown: 'orange' } as const
