import { useAnswer } from '../api/documents.ts'
import { useMay } from '../api/platform.ts'
import { useTwins } from '../api/twins.ts'
import { percentOf } from '../format/decimal.ts'
import { useWords } from '../i18n/use-words.ts'
import { Figure } from '../parts/figure.tsx'

interface CustomerWorth {
  readonly currency: string
  readonly revenue: string
  readonly revenueOfYear: string
  readonly cost: string
  readonly margin: string
  readonly orders: number
  readonly firstOrderDate: string | null
  readonly lastOrderDate: string | null
}

/** What the customer brought since the beginning, as the ERP has it; nothing for who may not know. */
export function Worth({ customer }: { customer: string }) {
  const { t, money, date, percent } = useWords()
  const asks = useMay('erp.customer-worth.ask')
  const mayKnow = useMay('field.cost.read') && asks
  const party = useTwins('crm', mayKnow ? [customer] : []).data?.get(customer)
  const { data: worth } = useAnswer<CustomerWorth>('erp', 'customer-worth', { party }, mayKnow && party !== undefined)
  if (!worth) return null
  const show = (amount: string) => money(amount, worth.currency)
  const isLoss = worth.margin.startsWith('-')
  return (
    <>
      <Figure
        label={t('desk.lifetime')}
        value={show(worth.revenue)}
        note={t('desk.lastYear', { amount: show(worth.revenueOfYear) })}
      />
      <Figure
        label={t('desk.marginEver')}
        value={show(worth.margin)}
        note={isLoss ? t('desk.loss') : percent(String(percentOf(worth.margin, worth.revenue)))}
        {...(isLoss ? { tone: 'danger' as const } : {})}
      />
      <Figure
        label={t('desk.orders')}
        value={worth.orders}
        note={worth.firstOrderDate ? t('desk.since', { date: date(worth.firstOrderDate) }) : ''}
      />
    </>
  )
}
