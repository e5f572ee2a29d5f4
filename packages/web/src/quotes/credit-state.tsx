import { Alert } from 'antd'
import { useCredit } from '../api/joint.ts'
import { useWords } from '../i18n/use-words.ts'
import { problemText } from '../parts/problem-alert.tsx'

const TYPES = { good: 'success', 'no-limit': 'info', exceeded: 'warning', 'on-hold': 'error' } as const

interface CreditStateProps {
  readonly customer: string | null
  /** What the quote adds up to: the question is whether the customer may buy for that much more. */
  readonly amount: string
  readonly currency: string
}

/** The customer's credit as the ERP sees it, beside the total. */
export function CreditState({ customer, amount, currency }: CreditStateProps) {
  const words = useWords()
  const { t, money } = words
  const { data, error } = useCredit(customer, amount, currency)
  if (!customer) return null
  if (error && !data)
    return <Alert type="warning" showIcon title={`${t('quotes.credit.unknown')} · ${problemText(error, words)}`} />
  if (!data) return <Alert type="info" showIcon title={t('quotes.asking')} />
  const sums = {
    used: money(data.used, data.currency),
    limit: money(data.limit ?? '0', data.currency),
    free: money(data.free ?? '0', data.currency),
  }
  return (
    <Alert
      data-live="credit"
      type={TYPES[data.state]}
      showIcon
      title={
        <>
          <strong>{t(`quotes.credit.${data.state}`)}</strong> ·{' '}
          {t(data.limit === null ? 'quotes.credit.usedOnly' : 'quotes.credit.sums', sums)}
        </>
      }
    />
  )
}
