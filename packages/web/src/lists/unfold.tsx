import { FilterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useWords } from '../i18n/use-words.ts'

interface UnfoldProps {
  readonly isOpen: boolean
  /** How many filters hold. */
  readonly used: number
  readonly onClick: () => void
}

/** On a phone what is above a list takes half of the screen: one button holds it. */
export function Unfold({ isOpen, used, onClick }: UnfoldProps) {
  const { t } = useWords()
  return (
    <Button icon={<FilterOutlined />} aria-expanded={isOpen} onClick={onClick}>
      {used > 0 ? t('tools.filtersUsed', { used }) : t('tools.filters')}
    </Button>
  )
}
