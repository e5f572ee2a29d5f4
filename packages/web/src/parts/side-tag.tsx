import { Tag } from 'antd'
import { useWords } from '../i18n/use-words.ts'

export type Where = 'crm' | 'joint' | 'erp' | 'platform'

/** The two wheels and the frame between them keep their colours on every page. */
export const SIDE_COLOURS: Readonly<Record<Where, string>> = { crm: 'blue', joint: 'purple', erp: 'green', platform: 'gold' }

export function SideTag({ side }: { side: Where }) {
  const { t } = useWords()
  return <Tag color={SIDE_COLOURS[side]}>{t(`sides.${side}`)}</Tag>
}
