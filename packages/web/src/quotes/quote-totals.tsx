import { quote } from '@tandem/crm/definitions'
import { Typography } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import type { Totals } from './quote-form.ts'

/** Net, tax and total, one below the other. */
export function QuoteTotals({ totals, currency }: { totals: Totals | undefined; currency: string }) {
  const { label, money } = useWords()
  const show = (amount: string | undefined) => (amount === undefined ? '–' : money(amount, currency))
  return (
    <dl className="totals">
      {(['net', 'tax'] as const).map((name) => (
        <div key={name}>
          <dt>{label(quote.fields[name].label)}</dt>
          <dd className="number">{show(totals?.[name])}</dd>
        </div>
      ))}
      <div className="total">
        <dt>{label(quote.fields.total.label)}</dt>
        <dd>
          <Typography.Text strong className="number" style={{ fontSize: 20 }}>
            {show(totals?.total)}
          </Typography.Text>
        </dd>
      </div>
    </dl>
  )
}
