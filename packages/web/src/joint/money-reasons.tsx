import { Flex } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import type { ChainItem, Reason } from './chain-types.ts'
import { useSystemTitle } from './use-who.ts'
import { kindLabel } from './words.ts'

export const CHAIN_COLOURS = { agreed: 'green', 'on-the-way': 'blue', differs: 'red' } as const

/** Why the steps of a money chain are not equal yet, to the cent. */
export function Reasons({ row }: { row: Pick<ChainItem, 'reasons' | 'currency'> }) {
  const { t, money, label } = useWords()
  const titleOf = useSystemTitle()
  const name = ({ kind, number }: Reason) => (number ? `${kind ? label(kindLabel(kind)) : ''} ${number}: ` : '')
  return (
    <Flex vertical>
      {row.reasons.map((reason, at) => (
        <span key={`${at} ${reason.step} ${reason.why} ${reason.number} ${reason.system}`}>
          {name(reason)}
          {t('chain.because', {
            step: t(`chain.steps.${reason.step}`),
            amount: money(reason.amount, row.currency),
            why: t(`chain.reasons.${reason.why}`),
          })}
          {reason.system ? ` (${titleOf(reason.system)})` : ''}
        </span>
      ))}
    </Flex>
  )
}
