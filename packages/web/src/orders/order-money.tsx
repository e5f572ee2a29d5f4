import { Tag, Typography } from 'antd'
import type { OrderMoney as Money } from '../api/joint.ts'
import { useWords } from '../i18n/use-words.ts'
import type { Step } from '../joint/chain-types.ts'
import { CHAIN_COLOURS, Reasons } from '../joint/money-reasons.tsx'
import { useSystemTitle } from '../joint/use-who.ts'
import { Section } from '../parts/figure.tsx'

/** What whoever sells wants to know of it; how it is posted, the books tell. */
const STEPS = ['ordered', 'shipped', 'invoiced', 'settled', 'paid'] as const

/** The order's money from promise to payment: one amount where all systems say the same, each one's where they do not. */
export function OrderMoney({ chain }: { chain: Money }) {
  const { t } = useWords()
  return (
    <Section title={t('orders.money')} extra={<Tag color={CHAIN_COLOURS[chain.state]}>{t(`chain.states.${chain.state}`)}</Tag>}>
      <ol className="chain">
        {STEPS.map((step) => (
          <li key={step}>
            <Typography.Text type="secondary" className="small">
              {t(`chain.steps.${step}`)}
            </Typography.Text>
            <Amounts chain={chain} step={step} />
          </li>
        ))}
      </ol>
      {chain.reasons.length > 0 && (
        <div style={{ marginBlockStart: 8 }}>
          <Reasons row={chain} />
        </div>
      )}
    </Section>
  )
}

function Amounts({ chain: { figures, currency }, step }: { chain: Money; step: Step }) {
  const { money } = useWords()
  const titleOf = useSystemTitle()
  const said = Object.entries(figures).flatMap(([system, amounts]) => {
    const amount = amounts[step]
    return amount === undefined ? [] : [{ system, amount }]
  })
  const [one] = said
  if (!one) return <div>–</div>
  if (said.every(({ amount }) => amount === one.amount)) {
    return (
      <div className="number">
        <strong>{money(one.amount, currency)}</strong>
      </div>
    )
  }
  return said.map(({ system, amount }) => (
    <div key={system} className="number">
      <strong>{money(amount, currency)}</strong>{' '}
      <Typography.Text type="secondary" className="small">
        {titleOf(system)}
      </Typography.Text>
    </div>
  ))
}
