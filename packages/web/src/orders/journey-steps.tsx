import { LoadingOutlined } from '@ant-design/icons'
import { Decimal } from '@tandem/kernel'
import { Steps } from 'antd'
import type { Journey, JourneyLine } from '../api/joint.ts'
import { useWords } from '../i18n/use-words.ts'

/** How far an order is, in steps that turn to done by themselves as the joint and the ERP report it. */
export function JourneySteps({ journey }: { journey: Journey }) {
  const { t } = useWords()
  const steps = stepsOf(journey)
  const current = steps.findIndex(({ done }) => !done)
  return (
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
  )
}

function stepsOf({ order, lines }: Journey) {
  const goods = lines.filter((line) => !line.isService)
  const isTaken = order.erpNumber !== null
  const all = (some: readonly JourneyLine[], had: (line: JourneyLine) => Decimal) =>
    isTaken && some.every((line) => !had(line).isLess(Decimal.of(line.quantity)))
  return [
    { key: 'requested', done: true, detail: order.number },
    { key: 'placed', done: isTaken, detail: order.erpNumber },
    // What has left is no longer reserved, yet that step is done.
    { key: 'reserved', done: all(goods, (line) => Decimal.of(line.reserved).plus(Decimal.of(line.shipped))), detail: null },
    { key: 'shipped', done: all(goods, (line) => Decimal.of(line.shipped)), detail: null },
    { key: 'invoiced', done: all(lines, (line) => Decimal.of(line.invoiced)), detail: null },
  ] as const
}
