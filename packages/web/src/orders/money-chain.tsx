import type { Label } from '@tandem/kernel'
import { Tag, Typography } from 'antd'
import { useAnswer } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { Section } from '../parts/figure.tsx'

interface Chain {
  readonly currency: string
  readonly agrees: boolean
  readonly steps: readonly { readonly name: string; readonly label: Label; readonly amount: string; readonly missing: string }[]
}

/** The order's money from promise to bank, each step beside the one before, to the cent. */
export function MoneyChain({ salesOrder }: { salesOrder: string }) {
  const { t, label, money } = useWords()
  const { data } = useAnswer<Chain>('erp', 'money-chain', { salesOrder })
  if (!data) return null
  return (
    <Section
      title={t('orders.money')}
      extra={<Tag color={data.agrees ? 'green' : 'red'}>{t(data.agrees ? 'orders.moneyAgrees' : 'orders.moneyDiffers')}</Tag>}
    >
      <ol className="chain">
        {data.steps.map((step) => (
          <li key={step.name}>
            <Typography.Text type="secondary" className="small">
              {label(step.label)}
            </Typography.Text>
            <div className="number">
              <strong>{money(step.amount, data.currency)}</strong>
            </div>
            {step.missing !== '0' && (
              <Typography.Text type="secondary" className="small number">
                {t('orders.missing', { amount: money(step.missing, data.currency) })}
              </Typography.Text>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
