import { Typography } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { type MarginLine, marginOf } from './margin.ts'

/** Margin of one line, or of all; nothing where a cost is not known, or not for the reader to know. */
export function MarginText({ lines, currency }: { lines: readonly MarginLine[]; currency: string }) {
  const { t, money, percent } = useWords()
  const margin = marginOf(lines)
  if (!margin) return null
  const isLoss = margin.amount.startsWith('-')
  return (
    <Typography.Text
      type={isLoss ? 'danger' : 'secondary'}
      className="small margin"
      data-live="margin"
      title={t('desk.marginAbout')}
    >
      <span className="nowrap">
        {t(isLoss ? 'desk.loss' : 'desk.margin')} {money(margin.amount, currency)}
      </span>
      {margin.percent !== null && <span className="nowrap"> · {percent(margin.percent)}</span>}
    </Typography.Text>
  )
}
