import { Link } from '@tanstack/react-router'
import { Button, Card } from 'antd'
import { useJourney } from '../api/joint.ts'
import { useWords } from '../i18n/use-words.ts'
import { JourneySteps } from '../orders/journey-steps.tsx'

/** An accepted quote on its way: each step turns to done by itself as the joint and the ERP report it. */
export function BecomesOrder({ id }: { id: string }) {
  const { t } = useWords()
  const { data: journey } = useJourney(id)
  if (!journey) return null
  return (
    <Card
      size="small"
      style={{ marginBlockEnd: 16 }}
      title={t('quotes.becomes', { number: journey.order.number })}
      extra={
        <Link to="/orders/$id" params={{ id }}>
          <Button type="primary">{t('quotes.follow')}</Button>
        </Link>
      }
    >
      <JourneySteps journey={journey} />
    </Card>
  )
}
